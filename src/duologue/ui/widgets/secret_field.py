"""Where a passphrase is typed: masked until they wish to see it, and never copied while it is."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.screen import Screen

from duologue.core.passphrase import AT_MOST
from duologue.core.text import clean
from duologue.ui.widgets.field import NameField


def mask_all(screen: Screen[Any]) -> None:
    """Something lies above; what is typed is masked when the screen is back."""
    for field in screen.query(SecretField):
        field.password = True


class SecretField(NameField):
    """A passphrase as it is typed; a paste keeps its blanks."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, password=True, compact=True, max_length=AT_MOST, select_on_focus=False)

    def show_words(self) -> None:
        """Show what is masked, or mask it again."""
        self.password = not self.password

    def on_paste(self, event: events.Paste) -> None:
        """As it was copied, but for line ends and what must not reach the terminal."""
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(clean(event.text))

    def action_copy(self) -> None:
        """Copying would show masked words in the clipboard."""
        if not self.password:
            super().action_copy()

    def action_cut(self) -> None:
        """As for copying."""
        if not self.password:
            super().action_cut()
