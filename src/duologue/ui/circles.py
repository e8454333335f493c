"""Two circles, from apart to almost one, drawn in braille dots.

They ask how close somebody feels, in the manner of the Inclusion of Other in the Self scale (Aron, Aron and
Smollan 1992, Journal of Personality and Social Psychology 63, 596-612). The drawing is our own.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import lru_cache

from rich.cells import cell_len
from textual.content import Content

from duologue.core.turns import CLOSENESS
from duologue.ui import content

_SHARED = (0.0, 0.10, 0.20, 0.30, 0.55, 0.65, 0.85)
"""The part of each circle that lies in the other."""
_GAP = 0.14
"""Between circles that are apart, in radii."""
_COLOURS = {"left": "$left-partner", "right": "$right-partner", "both": "$accent"}
_PANE_WIDTH = 26
"""Cells of a pair of circles that was picked."""
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bit of each dot in a braille character, row by row. A cell twice as high as wide has square dots."""

Cell = tuple[str, str]
"""A character, and whose it is: `left`, `right`, `both`, or nobody's."""


def circles(step: int, width: int, height: int) -> list[str]:
    """The circles of a step from 1 to 7 in this many cells; outlines, and what they share filled."""
    return ["".join(character for character, _ in row) for row in _cells(step, width, height)]


def circles_content(step: int, width: int, height: int) -> Content:
    """The circles in the partners' colours, with the words for them in the last line where there is room."""
    words = CLOSENESS[step - 1]
    if height < 2:
        return drawn(step, width, height)
    margin = " " * max((width - cell_len(words)) // 2, 0)
    return content.assemble(drawn(step, width, height - 1), f"\n{margin}{words}")


def small_circles(picked: str, height: int = 5) -> Content:
    """The circles that were picked, small enough for a pane."""
    return circles_content(int(picked), _PANE_WIDTH, height)


def drawn(step: int, width: int, height: int) -> Content:
    """The circles alone, in the partners' colours."""
    rows = [
        content.assemble(*((character, _COLOURS.get(whose, "")) for character, whose in row))
        for row in _cells(step, width, height)
    ]
    return Content("\n").join(rows)


@lru_cache(maxsize=64)
def _cells(step: int, width: int, height: int) -> tuple[tuple[Cell, ...], ...]:
    across, down = 2 * width, 4 * height
    radius = max(min(down / 2 - 0.15, across / (4 + _GAP), across / 4 - 0.5), 0)
    apart = radius * _distance(_SHARED[step - 1])
    if step == 1:
        apart = max(apart, 2 * radius + 1.5)  # A column without dots, however small they are.
    middle_x, middle_y = (across - 1) / 2, (down - 1) / 2
    circle = _Circles(radius, middle_x - apart / 2, middle_x + apart / 2, middle_y)
    return tuple(tuple(circle.cell(x, y) for x in range(width)) for y in range(height))


def _distance(shared: float) -> float:
    """Of the centres, in radii, found by halving: the lens they share shrinks as they part."""
    if shared <= 0:
        return 2 + _GAP
    near, far = 0.0, 2.0
    for _ in range(40):
        middle = (near + far) / 2
        near, far = (middle, far) if lens(middle) > shared else (near, middle)
    return near


def lens(distance: float) -> float:
    """What part of a circle of radius 1 lies in another one, its centre this far away."""
    if distance >= 2:
        return 0.0
    area = 2 * math.acos(distance / 2) - distance / 2 * math.sqrt(4 - distance * distance)
    return area / math.pi


class _Circles:
    """Two circles of one radius, in dots."""

    def __init__(self, radius: float, left: float, right: float, y: float) -> None:
        self.radius = radius
        self.line = max(1.0, min(radius / 9, 2.0))
        self.left, self.right, self.y = left, right, y

    def cell(self, column: int, row: int) -> Cell:
        """One braille character, in the colour of most of its dots."""
        bits = 0
        owners: Counter[str] = Counter()
        for down, line in enumerate(_DOTS):
            for across, bit in enumerate(line):
                owner = self.owner(2 * column + across, 4 * row + down)
                if owner:
                    bits |= bit
                    owners[owner] += 1
        return (chr(0x2800 + bits), owners.most_common(1)[0][0]) if bits else (" ", "")

    def owner(self, x: int, y: int) -> str:
        """Whose a dot is; empty where there is none."""
        from_left = math.hypot(x - self.left, y - self.y)
        from_right = math.hypot(x - self.right, y - self.y)
        if max(from_left, from_right) <= self.radius:
            on_edge = max(from_left, from_right) > self.radius - self.line
            return "both" if on_edge or (x + y) % 2 == 0 else ""
        if self.radius - self.line < from_left <= self.radius:
            return "left"
        if self.radius - self.line < from_right <= self.radius:
            return "right"
        return ""
