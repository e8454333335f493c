"""A break: calm first, then how to go on. Nobody is named."""

from __future__ import annotations

import time
from enum import Enum

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from duologue.ui.commands import Hint
from duologue.ui.widgets.breath import Breath
from duologue.ui.widgets.hints import Hints


class Choice(Enum):
    """How to go on after a break."""

    BACK = "back"
    ANOTHER_DAY = "another day"
    END = "end"


class TimeOutScreen(ModalScreen[Choice]):
    """The session waits as it was."""

    CSS_PATH = "../styles/time_out.tcss"
    BINDINGS = [
        ("space", "go_on('back')", "come back"),
        ("escape", "go_on('back')", "come back"),
        ("w", "wait", "in a while"),
        ("d", "go_on('another day')", "another day"),
        ("x", "go_on('end')", "end here"),
    ]

    _AT_FIRST = "A break is a good idea. The session waits for you."
    _IN_A_WHILE = "Take your time: tea, a window, a walk.\nEverything stays as it is."

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet") as sheet:
            sheet.border_title = "Time-out"
            yield Static(Content(self._AT_FIRST), id="rest", classes="center")
            yield Breath(time.monotonic)
            for hint in (
                Hint("space", "come back now", "screen.go_on('back')"),
                Hint("w", "in a while; the screen waits quietly", "screen.wait"),
                Hint("d", "another day; you are asked when you return", "screen.go_on('another day')"),
                Hint("x", "end here, kindly", "screen.go_on('end')"),
            ):
                yield Hints([hint])

    def action_go_on(self, choice: str) -> None:
        """They have decided."""
        self.dismiss(Choice(choice))

    def action_wait(self) -> None:
        """They will be back in a while."""
        self.query_one("#rest", Static).update(Content(self._IN_A_WHILE))
        self.set_class(True, "waiting")
