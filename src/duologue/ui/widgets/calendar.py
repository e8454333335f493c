"""A year as a quiet calendar: a mark for each day, and no number of them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from duologue.ui import content

NOTHING, SAT, KEPT = "·", "●", "✦"
"""A day, one on which they sat together, and one of which they kept a moment."""
_STYLES = {NOTHING: "$muted 60%", SAT: "$foreground", KEPT: "bold $accent"}
_WEEK = 7
_LEGEND = 1
"""Lines that stand below the months."""

Line = tuple[list[tuple[str, str]], int]
"""Pieces with their styles, and how many cells they take."""


@dataclass(frozen=True, slots=True)
class _Form:
    """How the months stand."""

    across: int
    """Months beside one another."""
    cell: int
    """Cells from one day to the next."""

    @property
    def month(self) -> int:
        """Cells of a month."""
        return (_WEEK - 1) * self.cell + 1

    @property
    def gap(self) -> int:
        """Cells between two months."""
        return 2 * self.cell

    @property
    def width(self) -> int:
        """Cells of all."""
        return self.across * self.month + (self.across - 1) * self.gap


_FORMS = (_Form(4, 2), _Form(6, 2), _Form(6, 1), _Form(4, 1), _Form(3, 1), _Form(1, 1))
"""The airiest first."""


class YearCalendar(Widget):
    """Twelve months, as airy as there is room."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._year = 1
        self._sat: Collection[date] = ()
        self._kept: Collection[date] = ()
        self._room = 0
        """Lines in sight."""

    def show(self, year: int, sat: Collection[date], kept: Collection[date]) -> None:
        """Show this year."""
        self._year, self._sat, self._kept = year, sat, kept
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the months need at this width."""
        self._room = container.height - _LEGEND
        return len(self._lines(width, self._room))

    def render(self) -> Content:
        """The months, in the middle."""
        width = self.size.width
        lines = [
            content.assemble(" " * max((width - cells) // 2, 0), *pieces)
            for pieces, cells in self._lines(width, self._room)
        ]
        return Content("\n").join(lines)

    def _lines(self, width: int, height: int) -> list[Line]:
        """The airiest form that fits, or the lowest one."""
        forms = [each for each in _FORMS if each.width <= width] or _FORMS[-1:]
        drawn = [self._drawn(form, airy=airy) for airy in (True, False) for form in forms]
        return next((lines for lines in drawn if len(lines) <= height), min(drawn, key=len))

    def _drawn(self, form: _Form, *, airy: bool) -> list[Line]:
        lines: list[Line] = []
        for first in range(1, 13, form.across):
            months = [self._month(month, form) for month in range(first, first + form.across)]
            if airy and lines:
                lines.append(([], form.width))
            for row in range(max(map(len, months))):
                pieces: list[tuple[str, str]] = []
                for place, month in enumerate(months):
                    blank = [(" " * form.month, "")]
                    pieces += [(" " * form.gap, "")] if place else []
                    pieces += month[row] if row < len(month) else blank
                lines.append((pieces, form.width))
        return lines

    def _month(self, month: int, form: _Form) -> list[list[tuple[str, str]]]:
        """Its name, and its weeks from Monday on."""
        first = date(self._year, month, 1)
        name = f"{first:%B}" if form.cell > 1 else f"{first:%b}"
        rows: list[list[tuple[str, str]]] = [[(f"{name:<{form.month}}", "$muted")]]
        before, days = monthrange(self._year, month)
        places = [None] * before + [*range(1, days + 1)]
        places += [None] * (-len(places) % _WEEK)
        between = (" " * (form.cell - 1), "")
        for start in range(0, len(places), _WEEK):
            row: list[tuple[str, str]] = []
            for day in places[start : start + _WEEK]:
                mark = self._mark(date(self._year, month, day)) if day else " "
                row += [(mark, _STYLES.get(mark, "")), between]
            rows.append(row[:-1])
        return rows

    def _mark(self, day: date) -> str:
        return KEPT if day in self._kept else SAT if day in self._sat else NOTHING


def legend() -> Content:
    """What the marks mean."""
    return Content.assemble(
        (f"{SAT} ", _STYLES[SAT]),
        ("you sat together", "$muted"),
        "    ",
        (f"{KEPT} ", _STYLES[KEPT]),
        ("you kept a moment", "$muted"),
    )
