"""A list to pick from, drawn line by line: it wraps, scrolls, and marks where one is without colour too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from duologue.core.text import plain
from duologue.ui import content


@dataclass(frozen=True)
class Item:
    """Something in a list."""

    text: str
    look: Literal["heading", "word", "note"] = "word"
    """A note can be read, not picked."""
    lead: str = ""
    """Stands before the text; the lines that follow are as far in."""


@dataclass(frozen=True)
class _Row:
    item: int | None
    """None in the air between families."""
    lead: str = ""
    text: str = ""


class Rows(ScrollView, can_focus=False):
    """The items, one of them marked."""

    COMPONENT_CLASSES = {
        "rows--heading",
        "rows--word",
        "rows--note",
        "rows--lead",
        "rows--mark",
        "rows--here",
    }

    AIRY_FROM = 9
    """Lines from which there is air above each heading."""

    marked: var[int | None] = var(None)
    """The item the mark is on."""

    class Clicked(Message):
        """Somebody clicked on the marked item."""

    class Moved(Message):
        """The mark or what is in sight has changed."""

    def __init__(self) -> None:
        super().__init__()
        self._items: tuple[Item, ...] = ()
        self._rows: list[_Row] = []

    def fill(self, items: Sequence[Item], marked: int | None) -> None:
        """Show these instead, the mark on one of them."""
        self._items = tuple(items)
        self._lay_out()
        self.set_reactive(Rows.marked, marked)
        self.scroll_to(y=0, animate=False, immediate=True)
        self.go_to(marked)

    @property
    def items(self) -> tuple[Item, ...]:
        """What is shown."""
        return self._items

    def sees(self, item: int) -> bool:
        """Whether the first line of this item is in sight."""
        line = self._line_of(item)
        return self.scroll_offset.y <= line < self.scroll_offset.y + self._height

    # Moving

    def go_to(self, item: int | None, *, top: bool = False) -> None:
        """Put the mark there, at the top where possible."""
        self.marked = item
        if item is not None:
            lines = [line for line, row in enumerate(self._rows) if row.item == item]
            region = Region(0, lines[0], 1, len(lines)) if lines else Region(0, 0, 1, 1)
            self.scroll_to_region(region, top=top, animate=False, force=True, immediate=True)
        self.refresh()
        self.post_message(self.Moved())

    def go(self, by: int) -> None:
        """So many items on or back, from the end to the beginning."""
        if self.marked is not None:
            self.go_to((self.marked + by) % len(self._items))

    def turn_page(self, by: int) -> None:
        """As many lines on or back as are in sight."""
        if self.marked is None:
            return
        line = self._line_of(self.marked) + by * max(self._height - 1, 1)
        last = len(self._items) - 1
        there = [row.item for row in self._rows[max(line, 0) :] if row.item is not None]
        self.go_to(min(max(there[0] if there else last, 0), last))

    def go_to_first(self) -> None:
        """To the beginning."""
        self.go_to(0 if self.marked is not None else None)

    def go_to_last(self) -> None:
        """To the end."""
        self.go_to(len(self._items) - 1 if self.marked is not None else None)

    # The mouse

    def on_click(self, event: events.Click) -> None:
        """A click marks and picks."""
        offset = event.get_content_offset(self)
        line = self.scroll_offset.y + offset.y if offset else -1
        row = self._rows[line] if 0 <= line < len(self._rows) else None
        if row and row.item is not None and self._items[row.item].look != "note":
            event.stop()
            self.go_to(row.item)
            self.post_message(self.Clicked())

    # Drawing

    def on_resize(self) -> None:
        """Lines break where there is an end to them."""
        self._lay_out()
        self.go_to(self.marked)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """What is in sight has changed."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Moved())

    def render_line(self, y: int) -> Strip:
        """One line."""
        line = self.scroll_offset.y + y
        row = self._rows[line] if line < len(self._rows) else _Row(None)
        width = self.scrollable_content_region.width
        if row.item is None:
            return Strip.blank(width, self.rich_style)
        here = row.item == self.marked
        ground = self.get_component_rich_style("rows--here", partial=True) if here else None
        pieces = [
            ("›" if here and (line == 0 or self._rows[line - 1].item != row.item) else " ", "mark"),
            (row.lead, "lead"),
            (row.text, self._items[row.item].look),
        ]
        styled = [(text, self.get_component_rich_style(f"rows--{look}")) for text, look in pieces]
        segments = [Segment(plain(text), style + ground if ground else style) for text, style in styled]
        return Strip(segments).adjust_cell_length(width, segments[-1].style)

    @property
    def _height(self) -> int:
        return self.scrollable_content_region.height

    def _line_of(self, item: int) -> int:
        return next((line for line, row in enumerate(self._rows) if row.item == item), 0)

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        self._rows = []
        for index, item in enumerate(self._items):
            if item.look == "heading" and index and self._height >= self.AIRY_FROM:
                self._rows.append(_Row(None))
            lead = f" {item.lead}"
            for line in content.words(item.text).wrap(max(width - len(lead) - 1, 1)):
                self._rows.append(_Row(index, lead, line.plain.rstrip()))
                lead = " " * len(lead)
        self.virtual_size = Size(width, len(self._rows))
