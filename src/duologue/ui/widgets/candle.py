"""The timer: a candle that burns down with the turn."""

from __future__ import annotations

import math

from textual.content import Content
from textual.widgets import Static

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_WAX_WIDTH = 3
_TALLEST = 10
"""Rows of wax at the most; a candle taller than that stops looking like one."""
_GUTTERS = 0.1
"""The part of its length from which the flame is small."""


def _wax(part: float, rows: int) -> list[str]:
    """`part` of `rows` filled from below, in steps of an eighth."""
    full, rest = divmod(math.ceil(max(0.0, min(part, 1.0)) * rows * 8), 8)
    return [_EIGHTHS[8]] * full + ([_EIGHTHS[rest]] if rest else [])


def upright(part: float, rows: int, clock: str) -> Content:
    """A standing candle with `part` of it left, in `rows` rows of nine cells."""
    wax_rows = max(1, min(rows - (7 if clock else 5), _TALLEST))
    wax = _wax(part, wax_rows)
    flame = _flame(part)
    lines = [*flame, *((f"{block * _WAX_WIDTH:^9}", "$candle-wax") for block in reversed(wax))]
    lines.append((f"{'▀' * 7:^9}", "$muted"))
    if clock:
        lines += [("", ""), (f"{clock:^9}", "$muted")]
    above = [("", "")] * max(0, rows - len(lines))
    return Content("\n").join([Content.styled(text, style) for text, style in (*above, *lines)])


def _flame(part: float) -> list[tuple[str, str]]:
    """Four rows: the flame, small when it gutters, then smoke; and the wick."""
    shape, colour = (" ▄ ", "▐█▌", " ▀ "), "$accent"
    if part <= 0:
        shape, colour = ("  .", " ˙ ", " . "), "$muted"
    elif part <= _GUTTERS:
        shape = ("   ", "   ", " ▄ ")
    return [*((f"{row:^9}", colour) for row in shape), (f"{'╵':^9}", "$muted")]


def lying(part: float, cells: int, clock: str) -> Content:
    """The candle in one row, for narrow screens: what is left of it, and its flame."""
    room = max(1, cells - (len(clock) + 3 if clock else 2))
    halves = math.ceil(max(0.0, min(part, 1.0)) * room * 2)
    wax = "━" * (halves // 2) + "╸" * (halves % 2)
    flame = "●" if part > _GUTTERS else "•" if part > 0 else "·"
    shown = Content.assemble((wax, "$candle-wax"), (f" {flame}", "$accent" if part > 0 else "$muted"))
    return Content.assemble(shown, (f" {clock}", "$muted")) if clock else shown


def clock_face(seconds: float) -> str:
    """Minutes and seconds, rounded up: `1:05`."""
    whole = math.ceil(seconds)
    return f"{whole // 60}:{whole % 60:02}"


class Candle(Static):
    """Shows what part of the turn is left. Redraws only when what is shown changes."""

    def __init__(self) -> None:
        super().__init__("", id="candle")
        self._state: tuple[float, str, bool] = (0.0, "", False)
        self._drawn: Content | None = None

    def burn(self, left: float, length: float, *, digits: bool) -> None:
        """Show `left` of `length` seconds, in digits too if wished. No length: no candle."""
        part = left / length if length > 0 else 0.0
        self._state = (part, clock_face(left) if digits and length > 0 else "", length > 0)
        self.set_class(length <= 0, "out")
        self._draw()

    def on_resize(self) -> None:
        """The candle is as tall as its place."""
        self._draw()

    def _draw(self) -> None:
        part, clock, lit = self._state
        width, height = self.size
        if not lit:
            drawn = Content("")
        elif height > 1:
            drawn = upright(part, height, clock)
        else:
            drawn = lying(part, width, clock)
        if drawn != self._drawn:
            self._drawn = drawn
            self.update(drawn, layout=False)
