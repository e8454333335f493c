"""The circles of one partner over time, in a pane of their own: a line, and no figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from duologue.core.seats import Seat
from duologue.core.turns import CIRCLES, CLOSENESS
from duologue.ui import content

ROWS = len(CIRCLES)
"""A line of the drawing for each pair of circles, so that none lies between two."""
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bit of each dot in a braille character, row by row."""
_APART = 4
"""Cells between two marks at the least; so a line can be seen between them."""
_STRETCH = 12
"""And at the most."""

Picked = Sequence[tuple[date, int]]


def drawing(circles: Sequence[int], width: int) -> list[str]:
    """A mark for each, the closest at the top, joined by dots; so many evenly taken as there is room for."""
    room = max((width - 1) // _APART + 1, 1)
    if len(circles) > room:
        last = max(room - 1, 1)
        circles = [circles[place * (len(circles) - 1) // last] for place in range(room)]
    step = min((width - 1) // max(len(circles) - 1, 1), _STRETCH)
    marks = [(place * step, ROWS - circle) for place, circle in enumerate(circles)]
    bits: dict[tuple[int, int], int] = {}
    for (start, high), (end, low) in pairwise(marks):
        dots = max(2 * (end - start), 4 * abs(low - high))
        for dot in range(dots):
            across = round(2 * start + 2 * (end - start) * dot / dots)
            down = round(4 * high + 1.5 + 4 * (low - high) * dot / dots)
            cell = across // 2, down // 4
            bits[cell] = bits.get(cell, 0) | _DOTS[down % 4][across % 2]
    cells = {cell: chr(0x2800 + found) for cell, found in bits.items()} | dict.fromkeys(marks, "●")
    return ["".join(cells.get((x, y), " ") for x in range(width)) for y in range(ROWS)]


class _Line(Widget):
    def __init__(self, seat: Seat) -> None:
        super().__init__(classes="line-over-time")
        self._colour = content.COLOUR_OF[seat]
        self.circles: Sequence[int] = ()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return ROWS

    def render(self) -> Content:
        return content.styled("\n".join(drawing(self.circles, self.size.width)), self._colour)


class CirclesOverTime(Vertical):
    """One partner's line, with the words for its ends, and when it begins and ends."""

    def __init__(self, name: str, seat: Seat) -> None:
        super().__init__(id=f"circles-{seat}", classes=f"over-time {seat}")
        self.seat = seat
        self._partner = name
        self._line = _Line(seat)
        self._ends = Static("", classes="muted")

    def compose(self) -> ComposeResult:
        yield Static(Content(CLOSENESS[-1]), classes="muted")
        yield self._line
        yield Static(Content(CLOSENESS[0]), classes="muted")
        yield self._ends

    def on_resize(self) -> None:
        """A long name is cut so that the border stays whole."""
        room = max(self.size.width - 6, 4)
        shown = content.fitted(self._partner, min(room, cell_len(self._partner)))
        self.border_title = content.styled(f" {shown} ", content.COLOUR_OF[self.seat])

    def show(self, picked: Picked) -> None:
        """Show these, the oldest first."""
        self._line.circles = [circle for _, circle in picked]
        self._line.refresh()
        ends = dict.fromkeys([*picked[:1], *picked[-1:]])
        words = [f"{day.day} {day:%b %Y}: {CLOSENESS[circle - 1]}" for day, circle in ends]
        self._ends.update(content.words("\n" + "\n".join(words)))
