"""Looking back, together: pictures of what two people did and kept. Nothing is counted, nobody compared."""

from __future__ import annotations

from datetime import date

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.widgets import ContentSwitcher, Static

from duologue.core.couple import Couple
from duologue.core.looking_back import LookedBack
from duologue.core.seats import Seat
from duologue.ui import content
from duologue.ui.commands import LOOKING_BACK, Hint, hint
from duologue.ui.screens.sizes import SIZES_ACROSS, SIZES_DOWN, too_small
from duologue.ui.widgets import shares
from duologue.ui.widgets.calendar import YearCalendar, legend
from duologue.ui.widgets.circles_over_time import CirclesOverTime
from duologue.ui.widgets.flow import Flow
from duologue.ui.widgets.hints import Hints

SECTIONS = {
    "year": "The year",
    "walked": "The way",
    "feelings": "Feelings",
    "circles": "Circles",
    "agreed": "Agreed",
}
EMPTY = {
    "year": "Nothing here yet. An evening together leaves a mark on its day, "
    "and a moment you keep lights a small star.",
    "walked": "Nothing here yet. What the cards you play are about, and how far in they go, is drawn here.",
    "feelings": "No feelings yet. The ones you name in the moments you keep gather here.",
    "circles": "No circles yet. “Closer by degrees” ends with a pair of circles for each of you. "
    "If you both choose to keep them, they are drawn here, for each of you in a place of your own.",
    "agreed": "Nothing here yet. Some decks end with a plan or a small promise. "
    "What you both keep of them stands here.",
}
"""How each picture fills."""
_ABOUT = {
    "walked": "Where you walked, together.",
    "feelings": "From your moments. A larger mark was there more often.",
    "circles": "How close it felt. There is no right height.",
    "agreed": "What is open comes first. Some of it may go.",
}
_LOOKING = "One moment, the pages are being turned back."
_READING = "Some of your moments are still being read. More may light up."


class LookingBackScreen(Screen[None]):
    """One picture at a time."""

    CSS_PATH = "../styles/looking_back.tcss"
    HORIZONTAL_BREAKPOINTS = SIZES_ACROSS
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [
        *(Binding(command.key, f"act('{command.id}')", show=False) for command in LOOKING_BACK.values()),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]

    def __init__(self, couple: Couple, today: date) -> None:
        super().__init__()
        self.couple = couple
        self.this_year = self.year = today.year
        self.section = "year"
        self.found: LookedBack | None = None
        """None until it is read."""
        self.whole = False
        """Whether nothing more is to come."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="page"):
            yield Static(Content("Looking back, together"), classes="center looking-title")
            yield Flow(id="sections")
            yield Static("", id="words", classes="center muted")
            with ContentSwitcher(initial="year", id="pictures"):
                with VerticalScroll(id="year", can_focus=False):
                    yield YearCalendar(id="calendar")
                    yield Static(legend(), classes="center legend")
                with VerticalScroll(id="walked", can_focus=False), Horizontal(classes="beside"):
                    yield Static("", id="topics")
                    yield Static("", id="depths")
                with VerticalScroll(id="feelings", can_focus=False):
                    yield from (Flow(id=f"size-{size}") for size in range(shares.SIZES))
                with VerticalScroll(id="circles", can_focus=False), Horizontal(classes="beside"):
                    yield from (CirclesOverTime(self.couple.of(seat), seat) for seat in Seat)
                with VerticalScroll(id="agreed", can_focus=False), Horizontal(classes="beside"):
                    yield Static("", id="plans")
                    yield Static("", id="promises")
            yield Static(Content(_READING), id="reading", classes="center muted")
            yield Hints([], id="foot")
        yield too_small()

    def on_mount(self) -> None:
        self.query_one("#reading").display = False
        self._turn_to(self.section)

    # What is shown

    def show(self, found: LookedBack) -> None:
        """Draw this, and say that more may come."""
        self.found = found
        walked = found.walked
        self._put("#topics", shares.topics(walked.topics))
        below = [shares.depths(walked.depths), shares.decks(walked.decks)]
        self._put("#depths", Content("\n\n").join(each for each in below if each.plain))
        for size, words in enumerate(shares.words(found.feelings)):
            self.query_one(f"#size-{size}", Flow).show(words)
        for picture in self.query(CirclesOverTime):
            picture.show(found.circles.of(picture.seat))
        self._put("#plans", shares.notes("To do together", found.plans))
        self._put("#promises", shares.notes("Promises", found.promises))
        self.whole = False
        self.query_one("#reading").display = any(map(self._has_something, SECTIONS))
        self._turn_to(self.section)

    def show_whole(self) -> None:
        """There is no more to come."""
        self.whole = True
        self.query_one("#reading").display = False
        self._turn_to(self.section)

    def _put(self, selector: str, words: Content) -> None:
        """Show these words, or make no room for none."""
        static = self.query_one(selector, Static)
        static.update(words)
        static.display = bool(words.plain)

    def _turn_to(self, section: str) -> None:
        """Show this picture, or how it fills."""
        self.section = section
        self.query_one("#sections", Flow).show(_names(section))
        pictures = self.query_one("#pictures", ContentSwitcher)
        pictures.current = section
        pictures.visible = self._has_something(section)
        if section == "year" and self.found is not None:
            self.query_one(YearCalendar).show(self.year, self.found.sat, self.found.kept)
        self._put("#words", self._words(section))
        self._show_keys()
        self.call_after_refresh(self._show_keys)

    def on_resize(self) -> None:
        """What is too long for this window can be scrolled."""
        self.call_after_refresh(self._show_keys)

    def _show_keys(self) -> None:
        self.query_one("#foot", Hints).show(self._hints(self.section))

    def _has_something(self, section: str) -> bool:
        found = self.found
        if found is None:
            return False
        something = {
            "year": found.years,
            "walked": found.walked.decks,
            "feelings": found.feelings,
            "circles": found.circles.left,
            "agreed": found.plans + found.promises,
        }
        return bool(something[section])

    def _words(self, section: str) -> Content:
        if not self._has_something(section):
            return Content(EMPTY[section] if self.whole else _LOOKING)
        return (
            content.styled(str(self.year), "bold $foreground")
            if section == "year"
            else Content(_ABOUT[section])
        )

    def _hints(self, section: str) -> list[Hint]:
        hints = [hint(LOOKING_BACK[name]) for name in ("picture-before", "picture-after")]
        if section == "year" and self._has_something(section):
            years = {"up": self.year - 1, "down": self.year + 1}
            hints += [
                hint(LOOKING_BACK[name], str(year)) for name, year in years.items() if self._is_there(year)
            ]
        elif self._has_something(section) and self._scrolled.max_scroll_y > 0:
            hints += [hint(LOOKING_BACK["up"]), hint(LOOKING_BACK["down"])]
        return [*hints, hint(LOOKING_BACK["back-home"])]

    def _is_there(self, year: int) -> bool:
        """Whether the calendar goes there: from the first year with a mark to this one, or the last."""
        years = self.found.years if self.found is not None else ()
        return min(years, default=self.year) <= year <= max([self.this_year, *years])

    # What is asked for

    def action_act(self, command: str) -> None:
        """What a key stands for."""
        if command == "back-home":
            self.dismiss()
        elif command in {"picture-before", "picture-after"}:
            names = list(SECTIONS)
            step = 1 if command == "picture-after" else -1
            self._turn_to(names[(names.index(self.section) + step) % len(names)])
        elif self.section == "year":
            self._go_to(self.year + (1 if command == "down" else -1))
        else:
            self._scrolled.scroll_relative(y=2 if command == "down" else -2, animate=False)

    def action_turn_to(self, section: str) -> None:
        """Show the picture of this name."""
        self._turn_to(section)

    def action_page(self, by: int) -> None:
        """On or back by what is in sight."""
        self._scrolled.scroll_relative(y=by * max(self._scrolled.size.height - 1, 1), animate=False)

    def _go_to(self, year: int) -> None:
        if self._is_there(year):
            self.year = year
            self._turn_to(self.section)

    @property
    def _scrolled(self) -> VerticalScroll:
        return self.query_one(f"#{self.section}", VerticalScroll)


def _names(current: str) -> list[Content]:
    """The names of the pictures, each to be clicked; the one that is shown stands out without colour too."""
    names = []
    for section, name in SECTIONS.items():
        here = section == current
        shown = content.styled(f"{'●' if here else '○'} {name}", "bold $accent" if here else "$muted")
        names.append(shown.stylize(Style.from_meta({"@click": f"screen.turn_to('{section}')"})))
    return names
