"""Words for a day and an hour: what they say, at midnight, when clocks change, and at the end of a year."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.core.when import (
    DAYS_AHEAD,
    agreed_in_words,
    days_to_choose,
    hour_from,
    hours_to_choose,
    name_of,
    proposed,
)

WINTER, SUMMER = timezone(timedelta(hours=1)), timezone(timedelta(hours=2))
"""Berlin."""


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 11, 8), "Sunday 8 November"),
        (date(2026, 11, 15), "Sunday 15 November"),
        (date(2026, 11, 16), "Monday"),
        (date(2026, 11, 21), "yesterday"),
        (date(2026, 11, 22), "today"),
        (date(2026, 11, 23), "tomorrow"),
        (date(2026, 11, 24), "Tuesday"),
        (date(2026, 11, 28), "Saturday"),
        (date(2026, 11, 29), "Sunday 29 November"),
        (date(2026, 12, 6), "Sunday 6 December"),
        (date(2027, 1, 1), "Friday 1 January"),
        (date(2028, 1, 1), "Saturday 1 January 2028"),
        (date(2024, 2, 29), "Thursday 29 February 2024"),
    ],
)
def test_a_day_is_called_as_people_call_it_on_a_sunday(day: date, name: str) -> None:
    assert name_of(day, date(2026, 11, 22)) == name


def local(text: str, zone: timezone = UTC) -> datetime:
    """A local time as it is written."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


AGREED = local("2026-11-27 20:00")
"""A Friday."""


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (local("2026-11-20 09:00"), "You agreed to come back on Friday 27 November at 20:00."),
        (local("2026-11-22 09:00"), "You agreed to come back on Friday at 20:00."),
        (local("2026-11-25 23:59:59"), "You agreed to come back on Friday at 20:00."),
        (local("2026-11-26 00:00"), "You agreed to come back tomorrow at 20:00."),
        (local("2026-11-26 23:59"), "You agreed to come back tomorrow at 20:00."),
        (local("2026-11-27 00:00"), "You agreed to come back today at 20:00."),
        (local("2026-11-27 19:59:59"), "You agreed to come back today at 20:00."),
        (local("2026-11-27 20:00"), "You agreed on 20:00 today. Whenever you are both ready."),
        (local("2026-11-28 00:00"), "You agreed on 20:00 yesterday. Whenever you are both ready."),
        (local("2026-11-29 08:00"), "You agreed on Friday at 20:00. Whenever you are both ready."),
        (
            local("2026-12-04 08:00"),
            "You agreed on Friday 27 November at 20:00. Whenever you are both ready.",
        ),
        (
            local("2027-11-27 08:00"),
            "You agreed on Friday 27 November 2026 at 20:00. Whenever you are both ready.",
        ),
    ],
)
def test_what_was_agreed_is_told_from_now(now: datetime, words: str) -> None:
    assert agreed_in_words(AGREED, now) == words


@pytest.mark.parametrize(
    ("when", "now", "words"),
    [
        pytest.param(
            local("2027-01-01 00:30"),
            local("2026-12-31 23:45"),
            "You agreed to come back tomorrow at 00:30.",
            id="new year's night",
        ),
        pytest.param(
            local("2026-12-31 23:30"),
            local("2027-01-01 00:05"),
            "You agreed on 23:30 yesterday. Whenever you are both ready.",
            id="last year",
        ),
        pytest.param(
            local("2026-10-25 20:00", WINTER),
            local("2026-10-24 22:00", SUMMER),
            "You agreed to come back tomorrow at 20:00.",
            id="the clocks go back in the night",
        ),
        pytest.param(
            local("2026-03-29 00:30", WINTER),
            local("2026-03-29 09:00", SUMMER),
            "You agreed on 00:30 today. Whenever you are both ready.",
            id="the clocks have gone forward",
        ),
        pytest.param(
            local("2026-10-25 02:30", WINTER),
            local("2026-10-25 02:45", SUMMER),
            "You agreed to come back today at 02:30.",
            id="the hour that comes twice: the first one is not yet the second",
        ),
    ],
)
def test_midnight_and_changed_clocks(when: datetime, now: datetime, words: str) -> None:
    assert agreed_in_words(when, now) == words


def test_two_weeks_can_be_chosen_by_the_half_hour() -> None:
    now = local("2026-12-24 20:10")
    days = days_to_choose(now)
    assert (days[0], days[-1]) == (date(2026, 12, 24), date(2027, 1, 7))
    assert len(days) == DAYS_AHEAD + 1
    assert hours_to_choose(days[0], now)[0] == time(20, 30)
    assert hours_to_choose(days[0], now)[-1] == time(23, 30)
    assert len(hours_to_choose(days[1], now)) == 48


def test_where_no_hour_of_today_is_left_tomorrow_is_the_first_day() -> None:
    assert days_to_choose(local("2026-12-31 23:30"))[0] == date(2027, 1, 1)
    assert days_to_choose(local("2026-12-31 23:29"))[0] == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("now", "hour"),
    [
        (local("2026-02-28 20:29"), time(20, 0)),
        (local("2026-02-28 20:59"), time(20, 30)),
        (local("2026-02-28 07:00"), time(7, 0)),
        (local("2026-02-28 23:10"), time(20, 0)),
        (local("2026-02-28 03:00"), time(20, 0)),
    ],
)
def test_tomorrow_at_this_time_is_proposed_but_not_the_night(now: datetime, hour: time) -> None:
    assert proposed(now) == (date(2026, 3, 1), hour)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_what_is_proposed_can_be_chosen(now: datetime) -> None:
    day, hour = proposed(now)
    assert day in days_to_choose(now)
    assert hour in hours_to_choose(day, now)
    for each in days_to_choose(now):
        first = datetime.combine(each, hours_to_choose(each, now)[0], tzinfo=UTC)
        assert first > now
        assert agreed_in_words(first, now).startswith("You agreed to come back ")


@pytest.mark.parametrize(
    ("when", "hour"),
    [
        (local("2026-11-22 20:50"), "20:50"),
        (local("2026-11-22 20:50:01"), "20:55"),
        (local("2026-11-22 20:51"), "20:55"),
        (local("2026-11-22 23:56"), "00:00"),
    ],
)
def test_an_hour_to_promise_is_round_and_never_too_early(when: datetime, hour: str) -> None:
    assert hour_from(when) == hour
