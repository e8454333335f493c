"""Care: what this is and is not, where to find help, and a way to come down. The same words for both."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from duologue.ui import care, content
from duologue.ui.commands import CARING, Hint, hint
from duologue.ui.screens.sizes import SIZES_ACROSS, SIZES_DOWN, too_small
from duologue.ui.widgets.breath import Breath
from duologue.ui.widgets.hints import Hints

_GROUNDING = {command.id: command for command in CARING}["grounding"]
_BACK = Hint("esc", "back", "screen.back")


def steps() -> Content:
    """From five things down to one."""
    rows = [(f"{count:<7}", things) for count, things in care.GROUNDING_STEPS.items()]
    shown = [content.assemble((count, "bold $accent"), things) for count, things in rows]
    return Content("\n").join(shown)


class CareScreen(Screen[None]):
    """All there is to say, to be read at leisure."""

    CSS_PATH = "../styles/care.tcss"
    HORIZONTAL_BREAKPOINTS = SIZES_ACROSS
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [
        Binding("escape,enter,q", "back", "back"),
        Binding("space", "read_on", "read on", show=False),
        Binding(_GROUNDING.key, "app.grounding", _GROUNDING.label, show=False),
    ]

    def compose(self) -> ComposeResult:
        with Vertical(classes="page"):
            yield Static(Content("Care"), classes="center care-title")
            with VerticalScroll(id="care"):
                for heading, words in care.CARE.items():
                    yield Static(content.words(heading), classes="heading")
                    yield Static(content.words(words))
                yield Static(steps(), classes="steps")
                yield Static(Content(care.GROUNDING_AFTER))
            read_on = Hint("↑ ↓", "read on", "screen.read_on")
            yield Hints([read_on, hint(_GROUNDING, action="app.grounding"), _BACK], id="foot")
        yield too_small()

    def action_read_on(self) -> None:
        """The next page."""
        self.query_one("#care", VerticalScroll).scroll_page_down(animate=False)

    def action_back(self) -> None:
        """Back to where they were."""
        self.dismiss()


class GroundingScreen(ModalScreen[None]):
    """Five things you see. Nothing to press, nothing to get right."""

    CSS_PATH = "../styles/care.tcss"
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [Binding("escape,space,enter,q", "back", "back")]

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__()
        self.clock = clock

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="sheet") as sheet:
            sheet.border_title = "Five things you see"
            yield Static(Content(care.GROUNDING))
            yield Static(steps(), classes="steps")
            yield Static(Content(care.GROUNDING_AFTER))
            yield Breath(self.clock)
            yield Hints([_BACK], "$accent")

    def action_back(self) -> None:
        """Back to where they were."""
        self.dismiss()
