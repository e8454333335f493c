"""The memories of a jar, a line each, by month. Costs the same however many there are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.geometry import Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from duologue.core.text import clean, plain
from duologue.store.index import Glimpse
from duologue.ui.content import fitted

_TORN = "two versions"


class JarList(ScrollView, can_focus=True, inherit_bindings=False):
    """Glimpses, the newest first, one of them marked. Only what is in sight is drawn.

    Each month has its heading and a blank line above it, so where a line stands can be reckoned.
    """

    COMPONENT_CLASSES = {"jar-list--month", "jar-list--day", "jar-list--title", "jar-list--torn"}
    COMPONENT_CLASSES |= {"jar-list--mark", "jar-list--here", "jar-list--rests"}
    BINDINGS = [
        Binding("up", "go(-1)", show=False),
        Binding("down", "go(1)", show=False),
        Binding("pageup", "turn_page(-1)", show=False),
        Binding("pagedown", "turn_page(1)", show=False),
        Binding("home", "go_to(0)", show=False),
        Binding("end", "go_to_last", show=False),
        Binding("enter", "open", show=False),
    ]

    marked: var[int] = var(0)
    """The place of the mark; meaningless where there is nothing."""

    class Marked(Message):
        """The mark has come to another memory, or there is none any more."""

    class Opened(Message):
        """The marked memory is to be seen in full."""

    def __init__(self, glimpses: Sequence[Glimpse]) -> None:
        super().__init__(id="memories")
        self._glimpses: Sequence[Glimpse] = ()
        self._firsts: list[int] = []
        """The place of the first memory of each month."""
        self._told: str | None = None
        self._lay_out(glimpses)

    @property
    def here(self) -> Glimpse | None:
        """What the mark is on."""
        return self._glimpses[self.marked] if self._glimpses else None

    @property
    def glimpses(self) -> Sequence[Glimpse]:
        """What is shown."""
        return self._glimpses

    def fill(self, glimpses: Sequence[Glimpse], root: str | None) -> None:
        """Show these, with the mark on this one, or where it was if that is not among them."""
        above = self._line_of(self.marked) - self.scroll_offset.y
        self._lay_out(glimpses)
        self.virtual_size = Size(self.scrollable_content_region.width, self._lines)
        places = (place for place, each in enumerate(glimpses) if each.root == root)
        self.marked = max(min(next(places, self.marked), len(glimpses) - 1), 0)
        self.scroll_to(y=self._line_of(self.marked) - above, animate=False, force=True, immediate=True)
        self.action_go_to(self.marked)

    # Moving

    def action_go(self, by: int) -> None:
        """So many memories on or back."""
        self.action_go_to(self.marked + by)

    def action_turn_page(self, by: int) -> None:
        """As many lines on or back as are in sight."""
        line = self._line_of(self.marked) + by * max(self.scrollable_content_region.height - 2, 1)
        self.action_go_to(self._place_near(line))

    def action_go_to_last(self) -> None:
        """To the oldest."""
        self.action_go_to(len(self._glimpses) - 1)

    def action_go_to(self, place: int) -> None:
        """Put the mark there, its month in sight where it is the first of it."""
        self.marked = max(min(place, len(self._glimpses) - 1), 0)
        line, height = self._line_of(self.marked), self.scrollable_content_region.height
        top = line - 1 if self.marked in self._firsts_set else line
        y = min(self.scroll_offset.y, max(top, 0))
        y = max(y, line - height + 1) if height else y
        if y != self.scroll_offset.y:
            self.scroll_to(y=y, animate=False, force=True, immediate=True)
        self.refresh()
        self._tell()

    def action_open(self) -> None:
        """See the marked one in full."""
        if self._glimpses:
            self.post_message(self.Opened())

    def on_click(self, event: events.Click) -> None:
        """A click marks; a click on the mark opens."""
        offset = event.get_content_offset(self)
        place = self._place_at(self.scroll_offset.y + offset.y) if offset else None
        if place is None:
            return
        event.stop()
        if place == self.marked:
            self.action_open()
        else:
            self.action_go_to(place)

    def _tell(self) -> None:
        root = self.here.root if self.here else None
        if root != self._told:
            self._told = root
            self.post_message(self.Marked())

    # Where lines stand

    def _lay_out(self, glimpses: Sequence[Glimpse]) -> None:
        self._glimpses = glimpses
        self._firsts, place = [], 0
        for _, month in groupby(glimpses, lambda each: (each.day.year, each.day.month)):
            self._firsts.append(place)
            place += sum(1 for _ in month)
        self._firsts_set = set(self._firsts)
        self._tops = [first + 2 * number for number, first in enumerate(self._firsts)]

    @property
    def _lines(self) -> int:
        return max(len(self._glimpses) + 2 * len(self._firsts) - 1, 0)

    def _line_of(self, place: int) -> int:
        return place + 2 * bisect_right(self._firsts, place) - 1 if self._glimpses else 0

    def _place_at(self, line: int) -> int | None:
        """The memory in this line; None in a heading and between two months."""
        month = bisect_right(self._tops, line) - 1
        if month < 0 or not 0 <= line < self._lines or line == self._tops[month]:
            return None
        place = line - 2 * month - 1
        ends = self._firsts[month + 1] if month + 1 < len(self._firsts) else len(self._glimpses)
        return place if place < ends else None

    def _place_near(self, line: int) -> int:
        month = bisect_right(self._tops, max(line, 0)) - 1
        return max(line - 2 * month - 1, self._firsts[month]) if month >= 0 else 0

    # Drawing

    def on_resize(self) -> None:
        """The mark stays in sight."""
        self.virtual_size = Size(self.scrollable_content_region.width, self._lines)
        self.action_go_to(self.marked)

    def on_focus(self) -> None:
        """The mark is stronger where keys are heard."""
        self.refresh()

    def on_blur(self) -> None:
        """The mark rests."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line."""
        line, width = self.scroll_offset.y + y, self.scrollable_content_region.width
        place = self._place_at(line)
        if place is not None:
            return self._row(place, width)
        month = bisect_right(self._tops, line) - 1
        if month < 0 or line != self._tops[month]:
            return Strip.blank(width, self.rich_style)
        words = f" {self._glimpses[self._firsts[month]].day:%B %Y}"
        return Strip([Segment(plain(fitted(words, width)), self._look("month"))])

    def _row(self, place: int, width: int) -> Strip:
        glimpse, here = self._glimpses[place], place == self.marked
        mark = f" {_TORN} " if glimpse.is_torn else ""
        pieces = [
            ("›" if here else " ", "mark"),
            (f"{glimpse.day.day:>3}  ", "day"),
            (fitted(clean(glimpse.title), max(width - 7 - len(mark), 1)), "title"),
            (f"{mark} ", "torn"),
        ]
        ground = self._look("here" if self.has_focus else "rests", partial=True) if here else Style.null()
        return Strip([Segment(plain(text), self._look(look) + ground) for text, look in pieces]).crop(
            0, width
        )

    def _look(self, name: str, *, partial: bool = False) -> Style:
        return self.get_component_rich_style(f"jar-list--{name}", partial=partial)
