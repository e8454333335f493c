"""The curtain: an empty, ordinary-looking screen at once. The same key brings everything back."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static


class CurtainScreen(Screen[None]):
    """Looks like a terminal in which nobody has typed anything."""

    CSS = "CurtainScreen { background: $background; padding: 0; }"
    BINDINGS = [Binding("f2", "open", "open")]

    def compose(self) -> ComposeResult:
        yield Static(Content("$ "))

    def action_open(self) -> None:
        """Back to where they were."""
        self.dismiss()
