"""The same day in earlier years, over the turn of the year and in leap years too."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.core.anniversaries import NEAR, earlier_years

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("today", "days", "found"),
    [
        (TODAY, [date(2024, 11, 22), date(2024, 11, 23), date(1999, 11, 22)], ([0, 2], 0)),
        (TODAY, [date(2024, 11, 25), date(2023, 11, 20), date(2021, 11, 24)], ([1, 2], 2)),
        (TODAY, [date(2024, 11, 29)], ([0], 7)),
        (TODAY, [date(2024, 11, 30), date(2020, 5, 22)], ([], 0)),
        (TODAY, [TODAY, date(2026, 11, 20)], ([], 0)),
        (TODAY, [], ([], 0)),
        (date(2026, 1, 2), [date(2024, 12, 30)], ([0], 3)),
        (date(2026, 1, 2), [date(2025, 12, 30)], ([], 0)),
        (date(2026, 12, 30), [date(2026, 1, 2), date(2025, 1, 2)], ([0, 1], 3)),
        (date(2026, 2, 28), [date(2024, 2, 29)], ([0], 1)),
        (date(2026, 3, 1), [date(2024, 2, 29)], ([0], 1)),
        (date(2028, 2, 29), [date(2024, 2, 29), date(2025, 2, 28)], ([0], 0)),
    ],
)
def test_what_comes_nearest_to_today(today: date, days: list[date], found: tuple[list[int], int]) -> None:
    assert earlier_years(days, today) == found


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 60), st.integers(-NEAR, NEAR))
def test_a_day_of_an_earlier_year_is_as_far_away_as_in_this_one(today: date, years: int, away: int) -> None:
    near = today + timedelta(days=away)
    if (near.month, near.day) == (2, 29):
        return
    earlier = near.replace(year=near.year - years)
    assert earlier_years([earlier], today) == (
        ([0], abs(away)) if today - earlier > timedelta(180) else ([], 0)
    )
