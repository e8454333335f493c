"""Where a passphrase is typed: masked, and never copied."""

from __future__ import annotations

from duologue.ui.widgets.field import NameField

PASSPHRASE_AT_MOST = 1000
"""Characters."""


class PassphraseField(NameField):
    """One line, masked until somebody wants to see it."""

    def __init__(self, *, id: str) -> None:
        super().__init__(
            id=id, password=True, compact=True, max_length=PASSPHRASE_AT_MOST, select_on_focus=False
        )

    def action_copy(self) -> None:
        """Masked words would be plain in the clipboard."""

    def action_cut(self) -> None:
        """As for copying."""
