"""Words for a day and an hour as people say them now, and the hours that can be agreed on.

Every time comes in as the couple's own local time with its zone. Days are told by the calendar, what is past
by the instant, so that a clock put forward or back in between changes neither.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

DAYS_AHEAD = 14
"""How far away another day can be."""

_DAY = timedelta(days=1)
_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}
_A_WEEK = 7
"""From so many days on, a weekday alone could mean two days."""
_HALF_A_YEAR = 180
_WAKING = range(7, 23)
"""The hours in which people would like to go on."""
_AT_NIGHT = time(20)
"""What is proposed to those who break off in the night."""
_FIVE_MINUTES = timedelta(minutes=5)


def name_of(day: date, today: date) -> str:
    """The name of a day as it is called today."""
    away = (day - today).days
    if away in _NEAR:
        return _NEAR[away]
    if abs(away) < _A_WEEK:
        return f"{day:%A}"
    return f"{day:%A} {date_of(day)}" + (f" {day.year}" if abs(away) > _HALF_A_YEAR else "")


def date_of(day: date) -> str:
    """The date of a day, for those who have a calendar beside them."""
    return f"{day.day} {day:%B}"


def agreed_in_words(when: datetime, now: datetime) -> str:
    """What two people agreed on, before and after its hour."""
    day, hour = name_of(when.date(), now.date()), f"{when:%H:%M}"
    near = day in _NEAR.values()
    if when > now:
        return f"You agreed to come back {day if near else f'on {day}'} at {hour}."
    return f"You agreed on {f'{hour} {day}' if near else f'{day} at {hour}'}. Whenever you are both ready."


def days_to_choose(now: datetime) -> list[date]:
    """The days that can be agreed on; today only while an hour of it is left."""
    today = now.date()
    days = [today + _DAY * away for away in range(DAYS_AHEAD + 1)]
    return days if hours_to_choose(today, now) else days[1:]


def hours_to_choose(day: date, now: datetime) -> list[time]:
    """The half-hours of this day that are still to come."""
    passed = now.replace(tzinfo=None)
    hours = [time(hour, minute) for hour in range(24) for minute in (0, 30)]
    return [hour for hour in hours if datetime.combine(day, hour) > passed]


def proposed(now: datetime) -> tuple[date, time]:
    """The day and hour to begin choosing with: tomorrow, at about this time."""
    hour = time(now.hour, 0 if now.minute < 30 else 30) if now.hour in _WAKING else _AT_NIGHT
    return now.date() + _DAY, hour


def hour_from(when: datetime) -> str:
    """This time of the day, rounded up to five minutes, to promise one another."""
    beyond = timedelta(minutes=when.minute % 5, seconds=when.second, microseconds=when.microsecond)
    rounded = when if not beyond else when - beyond + _FIVE_MINUTES
    return f"{rounded:%H:%M}"
