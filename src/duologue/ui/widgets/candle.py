"""The timer: a candle that burns down with the turn."""

from __future__ import annotations

import math
from itertools import zip_longest

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from duologue.core.text import plain

Row = tuple[tuple[str, str], ...]
"""One row of the picture: pieces of text, each with the part of the candle that it is."""

WIDTH = 9
"""Cells across a standing candle."""
_QUARTERS = " ▂▄▆█"
_WAX_CELLS = 3
_TALLEST = 10
"""Rows of wax at the most; a candle taller than that stops looking like one."""
_GUTTERS = 0.1
"""The part of its length from which the flame is small."""


def upright(part: float, rows: int, clock: str = "") -> list[Row]:
    """A standing candle with `part` of it left, from above, in exactly `rows` rows."""
    tallest = max(1, min(rows - (7 if clock else 5), _TALLEST))
    full, rest = divmod(math.ceil(max(0.0, min(part, 1.0)) * tallest * 4), 4)
    wax = [_QUARTERS[rest]] * (rest > 0) + [_QUARTERS[4]] * full
    picture = [*_flame(part), *(_row(block * _WAX_CELLS, "wax") for block in wax), _row("▀" * 7, "foot")]
    if clock:
        picture += [_row("", "foot"), _row(clock, "foot")]
    return ([_row("", "foot")] * (rows - len(picture)) + picture)[-rows:] if rows > 0 else []


def _flame(part: float) -> list[Row]:
    """The flame, small when it gutters, then smoke; and the wick."""
    shape, look = (" ▄ ", "▐█▌", " ▀ "), "flame"
    if part <= 0:
        shape, look = ("  .", " ˙ ", " . "), "foot"
    elif part <= _GUTTERS:
        shape = ("", "", " ▄ ")
    return [*(_row(row, look) for row in shape), _row("╵", "foot")]


def _row(text: str, part: str) -> Row:
    return ((f"{text:^{WIDTH}}", part),)


def lying(part: float, cells: int, clock: str = "") -> Row:
    """The candle in one row, for narrow screens: what is left of it, and its flame."""
    room = max(1, cells - (len(clock) + 3 if clock else 2))
    halves = math.ceil(max(0.0, min(part, 1.0)) * room * 2)
    flame = "●" if part > _GUTTERS else "•" if part > 0 else "·"
    wax = "━" * (halves // 2) + "╸" * (halves % 2)
    return (
        (wax, "wax"),
        (f" {flame}", "flame" if part > 0 else "foot"),
        (f" {clock}" if clock else "", "foot"),
    )


def clock_face(seconds: float) -> str:
    """Minutes and seconds, rounded up: `1:05`."""
    whole = math.ceil(seconds)
    return f"{whole // 60}:{whole % 60:02}"


class Candle(Widget):
    """Shows what part of the turn is left, and draws no row anew that has not changed."""

    COMPONENT_CLASSES = {"candle--wax", "candle--flame", "candle--foot"}

    def __init__(self) -> None:
        super().__init__(id="candle")
        self._part: float | None = None
        self._clock = ""
        self._rows: list[Row] = []

    def burn(self, left: float, length: float, *, digits: bool) -> None:
        """Show `left` of `length` seconds, in digits too if wished. No length: no candle."""
        self._part = left / length if length > 0 else None
        self._clock = clock_face(left) if digits and length > 0 else ""
        self.set_class(length <= 0, "out")
        before, self._rows = self._rows, self._picture()
        changed = [y for y, (old, new) in enumerate(zip_longest(before, self._rows)) if old != new]
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def on_resize(self) -> None:
        """The candle is as tall as its place."""
        self._rows = self._picture()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row."""
        pieces = self._rows[y] if y < len(self._rows) else ()
        styled = [
            Segment(plain(text), self.get_component_rich_style(f"candle--{part}")) for text, part in pieces
        ]
        return Strip(styled).adjust_cell_length(self.size.width, self.rich_style)

    def _picture(self) -> list[Row]:
        width, height = self.size
        if self._part is None or height < 1:
            return []
        return (
            upright(self._part, height, self._clock)
            if height > 1
            else [lying(self._part, width, self._clock)]
        )
