"""The day of a moment as people write it: all of it, or only the month or the year they still know."""

from __future__ import annotations

import re
from datetime import date

EARLIEST = date(1900, 1, 1)
"""Before this nobody was there."""
_WAYS = (
    re.compile(r"(?P<year>\d{4})(-(?P<month>\d{1,2})(-(?P<day>\d{1,2}))?)?"),
    re.compile(r"((?P<day>\d{1,2})\. ?)?(?P<month>\d{1,2})\. ?(?P<year>\d{4})"),
)
_HOW = "A day like 2019-06-01 or 1.6.2019, please; 2019-06 or 2019 will do."


class NotADay(ValueError):
    """What was written is no day on which something can have happened; the text says kindly what is."""


def a_day(text: str, latest: date) -> date:
    """The day that was written; the first one of a month or a year that stands alone.

    Raises NotADay for what cannot be read, and for a day before 1900 or after `latest`.
    """
    found = next(filter(None, (way.fullmatch(text.strip()) for way in _WAYS)), None)
    if found is None:
        raise NotADay(_HOW)
    year, month, day = (int(found[part] or 1) for part in ("year", "month", "day"))
    try:
        happened = date(year, month, day)
    except ValueError as error:
        raise NotADay("There is no such day in the calendar.") from error
    if happened > latest:
        raise NotADay("That day is still to come.")
    if happened < EARLIEST:
        raise NotADay("That is very long ago. Any day from 1900 on, please.")
    return happened
