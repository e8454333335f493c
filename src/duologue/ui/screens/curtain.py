"""The curtain: an empty, ordinary-looking screen at once. The same key brings everything back."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static


class CurtainScreen(Screen[None]):
    """Looks like a terminal in which nobody has typed anything."""

    # A toast, not the rack of them: that one shows itself, whatever a stylesheet says.
    CSS = (
        "CurtainScreen { background: $background; padding: 0; } CurtainScreen ToastHolder { display: none; }"
    )

    def compose(self) -> ComposeResult:
        yield Static(Content("$ "))
