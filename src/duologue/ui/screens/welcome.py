"""The first start: what this is, and two names."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Static

from duologue.core.couple import NAME_AT_MOST, Couple, NotAName, a_name
from duologue.core.seats import Seat
from duologue.core.text import plain
from duologue.ui import content
from duologue.ui.commands import Hint
from duologue.ui.screens.sizes import SIZES_ACROSS, SIZES_DOWN, too_small
from duologue.ui.widgets.field import NameField
from duologue.ui.widgets.hints import Hints

_WORDS = """\
Duologue is for two people at one laptop: short, gentle exercises, played aloud.
It deals the cards and holds the turns and the time. You look at each other.
Nothing leaves this laptop, and nothing is kept unless you both say so."""

_HINTS = (
    Hint("enter", "go on", "screen.go_on"),
    Hint("tab", "the other name", "app.focus_next"),
    Hint("ctrl+q", "leave", "app.leave"),
)


class WelcomeScreen(Screen[None]):
    """Asks for the two names, each at its side of the screen."""

    class Named(Message):
        """The two have said who they are."""

        def __init__(self, couple: Couple) -> None:
            super().__init__()
            self.couple = couple

    CSS_PATH = "../styles/welcome.tcss"
    AUTO_FOCUS = "#left-name"
    HORIZONTAL_BREAKPOINTS = SIZES_ACROSS
    VERTICAL_BREAKPOINTS = SIZES_DOWN

    BINDINGS = [Binding("escape", "not_now", "not now", show=False)]

    def __init__(self, couple: Couple | None = None) -> None:
        """`couple` are the names so far, where they are being changed."""
        super().__init__()
        self.couple = couple
        self._named = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="page"):
            yield Static(Content("Duologue"), id="title", classes="center")
            yield Static(Content(_WORDS), id="words")
            with Horizontal(id="seats"):
                for seat in Seat:
                    with Vertical(classes=f"seat {seat}"):
                        yield Static(Content(f"Who sits on the {seat}?"))
                        yield NameField(
                            plain(self.couple.of(seat)) if self.couple else "",
                            id=f"{seat}-name",
                            compact=True,
                            max_length=NAME_AT_MOST * 4,
                            select_on_focus=False,
                        )
            yield Static("", id="kindly", classes="center")
            yield Hints(_HINTS, id="foot")
        yield too_small()

    @on(Input.Submitted)
    def action_go_on(self) -> None:
        """Take what is there, and ask kindly for what is missing."""
        names: list[str] = []
        for field in self.query(Input):
            try:
                names.append(a_name(field.value))
            except NotAName as reason:
                field.focus()
                if field.value or names:
                    self._ask(str(reason) if field.value else "And who sits on the right?")
                else:
                    self._ask(str(reason))
                return
        if not self._named:  # Enter may be pressed twice before the next screen is there.
            self._named = True
            self.post_message(self.Named(Couple(*names)))

    def action_not_now(self) -> None:
        """Keep the names there are."""
        if self.couple is not None:
            self.dismiss()

    def _ask(self, words: str) -> None:
        self.query_one("#kindly", Static).update(content.words(words))
