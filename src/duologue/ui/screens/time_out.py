"""A break: calm first, then how to go on. Nobody is named."""

from __future__ import annotations

import time
from enum import Enum

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from duologue.ui.commands import BREAK, hint
from duologue.ui.widgets.breath import Breath
from duologue.ui.widgets.hints import Hints


class Choice(Enum):
    """How to go on after a break."""

    BACK = "back"
    ANOTHER_DAY = "another-day"
    END = "end"


class TimeOutScreen(ModalScreen[Choice]):
    """The session waits as it was."""

    CSS_PATH = "../styles/time_out.tcss"
    BINDINGS = [
        *(Binding(command.key, f"act('{command.id}')", command.label, show=False) for command in BREAK),
        Binding("escape", "act('back')", show=False),
    ]

    _AT_FIRST = "A break, then. Everything waits for you."
    _IN_A_WHILE = "Take your time: tea, a window, a walk.\nEverything stays as it is."

    def __init__(self, *, keeps: bool) -> None:
        """Where nothing is kept, another day finds nothing."""
        super().__init__()
        self.keeps = keeps

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet") as sheet:
            sheet.border_title = "Time-out"
            yield Static(Content(self._AT_FIRST), id="rest", classes="center")
            yield Breath(time.monotonic)
            for command in BREAK:
                nothing = command.id == "another-day" and not self.keeps
                yield Hints([hint(command, "leave; this window keeps nothing" if nothing else "")])

    def action_act(self, command: str) -> None:
        """They have decided, or will be back in a while."""
        if command != "wait":
            self.dismiss(Choice(command))
            return
        self.query_one("#rest", Static).update(Content(self._IN_A_WHILE))
        self.set_class(True, "waiting")
