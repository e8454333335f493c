"""What is read from the fields in which a moment is written down."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.core.memory import Line, Memory
from duologue.core.moment_date import EARLIEST, NotADay, a_day
from duologue.core.moment_draft import THE_PICTURE, Draft, NotYet, draft_of, noon, told

TODAY = date(2026, 11, 22)

DAYS = {
    "2019-06-01": date(2019, 6, 1),
    "2019-6-1": date(2019, 6, 1),
    "2019-06": date(2019, 6, 1),
    "2019": date(2019, 1, 1),
    "1.6.2019": date(2019, 6, 1),
    "01.06.2019": date(2019, 6, 1),
    "1. 6. 2019": date(2019, 6, 1),
    "6.2019": date(2019, 6, 1),
    " 2024-02-29 ": date(2024, 2, 29),
    "1900": EARLIEST,
    "2026-11-22": TODAY,
}
NO_DAYS = {
    "": "A day like 2019-06-01",
    "last summer": "A day like 2019-06-01",
    "19": "A day like 2019-06-01",
    "1/6/2019": "A day like 2019-06-01",
    "2019-06-01 noon": "A day like 2019-06-01",
    "2023-02-29": "no such day",
    "2019-13": "no such day",
    "32.1.2019": "no such day",
    "2019-00-00": "no such day",
    "0000": "no such day",
    "2026-11-23": "still to come",
    "9999": "still to come",
    "1899-12-31": "very long ago",
}


@pytest.mark.parametrize("text", DAYS)
def test_days_are_read_as_people_write_them(text: str) -> None:
    assert a_day(text, TODAY) == DAYS[text]


@pytest.mark.parametrize("text", NO_DAYS)
def test_what_is_no_day_is_refused_with_what_is(text: str) -> None:
    with pytest.raises(NotADay, match=NO_DAYS[text]):
        a_day(text, TODAY)


@given(st.dates(EARLIEST, TODAY))
def test_every_day_can_be_written_in_two_ways(day: date) -> None:
    assert a_day(day.isoformat(), TODAY) == day
    assert a_day(f"{day.day}.{day.month}.{day.year}", TODAY) == day


@given(st.text(max_size=12) | st.from_regex(r"[0-9. -]{0,12}", fullmatch=True))
def test_whatever_is_typed_is_a_day_or_kindly_refused(text: str) -> None:
    with suppress(NotADay):
        assert EARLIEST <= a_day(text, TODAY) <= TODAY


FEELINGS = {
    "": (),
    " , ,": (),
    "tender": ("tender",),
    "tender,  a  bit silly ,calm": ("tender", "a bit silly", "calm"),
    "calm, Calm, CALM": ("calm",),
    "嬉しい、静か": ("嬉しい", "静か"),
}


@pytest.mark.parametrize("text", FEELINGS)
def test_feelings_are_words_with_commas(text: str) -> None:
    assert told(Draft("A walk", "2019", feelings=text), TODAY).feelings == FEELINGS[text]


NOT_YET = {
    "title": Draft(" ", "2019"),
    "when": Draft("A walk", "soon"),
    "feelings": Draft("A walk", "2019", feelings=",".join(f"word {number}" for number in range(13))),
}


@pytest.mark.parametrize("field", NOT_YET)
def test_what_is_refused_is_refused_at_its_field(field: str) -> None:
    with pytest.raises(NotYet) as refused:
        told(NOT_YET[field], TODAY)
    assert refused.value.field == field


def test_twelve_feelings_are_not_too_many() -> None:
    words = tuple(f"word {number}" for number in range(12))
    assert told(Draft("A walk", "2019", feelings=", ".join(words)), TODAY).feelings == words


def test_a_memory_can_be_written_again_as_it_is() -> None:
    memory = Memory(
        id="one",
        when=datetime(2019, 6, 1, 23, 30, tzinfo=timezone(timedelta(hours=9))),
        deck="",
        card="",
        title="A walk",
        feelings=("tender", "a bit silly"),
        place="Łódź",
        picture=f"{'0' * 32}.png",
        left=Line(name="Ana", line="Rain."),
        right=Line(name="Ben", line=""),
    )
    draft = draft_of(memory)
    read = told(draft, TODAY)
    assert draft.picture == THE_PICTURE
    assert (read.title, read.day, read.place) == (memory.title, date(2019, 6, 1), memory.place)
    assert (read.lines.left, read.lines.right, read.feelings) == ("Rain.", "", memory.feelings)


def test_only_the_day_is_known_so_it_was_at_noon() -> None:
    assert noon(date(2019, 6, 1), UTC) == datetime(2019, 6, 1, 12, tzinfo=UTC)
