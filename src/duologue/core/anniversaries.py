"""The same day in earlier years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

NEAR = 7
"""Days from the calendar day that still count as near it."""
_LEAP_DAY = (2, 29)
_HALF_A_YEAR = timedelta(days=180)
"""What was just before the turn of the year is no anniversary in January."""


def earlier_years(days: Sequence[date], today: date) -> tuple[list[int], int]:
    """Places of the days of earlier years that fall on today's calendar day, and 0.

    Where there are none, those that come nearest to it, and how many days away they are; no places where
    none is within a week.
    """
    away = _near(today)
    found: dict[int, list[int]] = {}
    for place, day in enumerate(days):
        distance = away.get((day.month, day.day))
        if distance is not None and today - day > _HALF_A_YEAR:
            found.setdefault(distance, []).append(place)
    nearest = min(found, default=0)
    return found.get(nearest, []), nearest


def _near(today: date) -> dict[tuple[int, int], int]:
    """How far each calendar day near today is from it; the 29th of February in every year."""
    away = {}
    for distance in range(NEAR, -1, -1):
        for day in (today - timedelta(days=distance), today + timedelta(days=distance)):
            away[day.month, day.day] = distance
    if _LEAP_DAY not in away and (beside := [away[day] for day in ((2, 28), (3, 1)) if day in away]):
        away[_LEAP_DAY] = max(min(beside), 1)
    return away
