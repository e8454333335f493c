"""Opens the window and says, after it has closed, what a person should know."""

from __future__ import annotations

import gc
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING

from duologue import process
from duologue.core.text import plain
from duologue.store.paths import Paths

if TYPE_CHECKING:
    from duologue.ui.sessions import Opening


def run(opening: Opening | None = None) -> int:
    """Run the app; answers the exit status."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print("Duologue needs a terminal to play in; here there is none.", file=sys.stderr)
        return 1
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        if isinstance(stream, TextIOWrapper):  # Keys are read as UTF-8 too, whatever the locale says.
            stream.reconfigure(encoding="utf-8")
    gc.disable()  # Until the first frame: nothing made before it is garbage.
    from duologue.ui.app import DuologueApp
    from duologue.ui.compat import let_go_of_a_closed_terminal

    paths = Paths.find()
    app = DuologueApp(paths, opening)
    app.run()
    app.pen.put_down()
    let_go_of_a_closed_terminal()
    if app.unhandled is not None:
        _tell(app.unhandled, paths)
        return 1
    return app.return_code or 0


def _tell(error: BaseException, paths: Paths) -> None:
    """Says what went wrong, without any of the couple's words."""
    print("\nDuologue stopped. That was its fault, not yours.", file=sys.stderr)
    if paths.session_waits:
        print(f"Your session is whole in {plain(str(paths.journal))}", file=sys.stderr)
        print("Start duologue again, and it asks whether you want to go on where you were.", file=sys.stderr)
    else:
        print("Nothing you kept is lost.", file=sys.stderr)
    process.tell(getattr(error, "error", error))  # What happened in a worker comes wrapped.
