"""A card of the couple's own."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from duologue.ui import content
from duologue.ui.commands import Hint
from duologue.ui.scene import Field
from duologue.ui.widgets.field import WritingField
from duologue.ui.widgets.hints import Hints

CARD_AT_MOST = 200
"""Characters of a card."""

_HOW = """\
Name a time, a place or a thing, so that a story comes. It is about you or about the two of you,
and it leaves the door open to say no."""


class OwnCardScreen(ModalScreen[str]):
    """Dismissed with the text of the card; empty where there is none."""

    CSS = "OwnCardScreen WritingField { margin: 1 0; border-bottom: solid $accent; }"
    AUTO_FOCUS = "WritingField"
    BINDINGS = [Binding("escape", "not_now", show=False)]

    def __init__(self, title: str, text: str = "") -> None:
        """`text` is what was typed before."""
        super().__init__()
        self.deck = title
        self.text = text

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet") as sheet:
            sheet.border_title = content.words(f" A card of your own, for {self.deck} ")
            yield Static(content.words(" ".join(_HOW.split())), classes="muted")
            yield WritingField(Field(None, CARD_AT_MOST, False, self.text, "own-card"))
            yield Hints([Hint("enter", "put it in", "screen.done"), Hint("esc", "not now", "screen.not_now")])

    def action_done(self) -> None:
        """The card is written."""
        self.query_one(WritingField).say_done()

    def action_not_now(self) -> None:
        """No card today."""
        self.dismiss("")

    @on(WritingField.Done)
    def _written(self, message: WritingField.Done) -> None:
        self.dismiss(message.text.strip())

    @on(WritingField.Full)
    def _full(self) -> None:
        self.app.notify("That is all that fits on a card.", markup=False)
