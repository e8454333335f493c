"""A mistake in the app: it says where the session is, and none of the couple's words."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.terminal.conftest import Start
from tests.terminal.playing import SHOES

BROKEN = """\
#!{python}
from duologue.play import Play
from duologue.ui.sessions import Opening
from duologue.ui.run import run

def mistaken(self, event):
    secret = "what only Ana knows"
    raise ValueError(f"a mistake near {{secret}}")

Play.do = mistaken
raise SystemExit(run(Opening("in-your-shoes", 7)))
"""


def test_a_crash_tells_where_the_session_is_and_no_secrets(start: Start, home: Path, tmp_path: Path) -> None:
    program = tmp_path / "broken"
    program.write_text(BROKEN.format(python=sys.executable))
    program.chmod(0o700)
    terminal = start(program=program)
    terminal.wait("another card")
    terminal.press("space")
    assert terminal.status() == 1
    assert terminal.is_restored
    said = terminal.raw.decode(errors="replace")
    assert f"Your session is whole in {home / 'journal.jsonl'}" in said
    assert "in mistaken" in said
    assert "ValueError" in said
    assert "what only Ana knows" not in said
    again = start("play", SHOES)
    again.wait("Go on where you were?")
