"""A journal of Day One's becomes memories, word for word."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.core.feelings import Family, Feelings
from duologue.core.memory import Memory
from duologue.core.seats import Seat
from duologue.moving.day_one import LINE_AT_MOST, Reader, shortened
from duologue.moving.parcel import Parcel, Photo
from tests.moving.jars import ANA_AND_BEN

FEELINGS = Feelings("Feelings", "en", (Family("Calm", ("Tender", "At ease")),))
PHOTO = {"identifier": "2A69239A", "md5": "0e2d16db", "type": "jpeg"}


def read(*entries: object, by: Seat = Seat.LEFT, photos: tuple[str, ...] = ()) -> Parcel:
    def find(name: str) -> Photo | None:
        return Photo(name, name.encode) if name in photos else None

    return Reader(ANA_AND_BEN, by, FEELINGS).read({"entries": list(entries)}, "Journal.json", find)


def an_entry(text: str = "By the sea", **values: Any) -> dict[str, Any]:
    return {"uuid": "6F30404AB1", "creationDate": "2024-01-05T03:02:50Z", "text": text} | values


def the_memory(entry: dict[str, Any], by: Seat = Seat.LEFT) -> Memory:
    (arriving,) = read(entry, by=by).arriving
    assert isinstance(arriving.record, Memory)
    return arriving.record


@pytest.mark.parametrize(
    ("text", "title", "line"),
    [
        ("# By the sea\n\nIt rained\\.\nThen sun\\!", "By the sea", "It rained. Then sun!"),
        ("By the sea", "By the sea", "By the sea"),
        ("![](dayone-moment://2A69)\n\nBy the sea\nRain", "By the sea", "Rain"),
        ("![](dayone-moment:/video/2A69)By the sea", "By the sea", "By the sea"),
        ("", "Lisbon", ""),
        ("word " * 30, "word " * 15 + "word…", ("word " * 30).strip()),
        ("a\x1b[31m red", "a\N{REPLACEMENT CHARACTER}[31m red", "a\N{REPLACEMENT CHARACTER}[31m red"),
        ("海へ行った\n雨 🌧️", "海へ行った", "雨 🌧️"),
    ],
)
def test_the_first_line_is_the_title_and_the_rest_what_was_written(text: str, title: str, line: str) -> None:
    memory = the_memory(an_entry(text, location={"placeName": "Lisbon"}))
    assert (memory.title, memory.left.line, memory.right.line) == (title, line, "")
    assert (memory.left.name, memory.right.name, memory.place) == ("Ana", "Ben", "Lisbon")


def test_who_wrote_it_gets_the_line() -> None:
    assert the_memory(an_entry(), by=Seat.RIGHT).right.line == "By the sea"


@pytest.mark.parametrize(
    ("zone", "when"),
    [
        ("Europe/Lisbon", "2024-01-05T03:02:50+00:00"),
        ("Australia/Sydney", "2024-01-05T14:02:50+11:00"),
        ("Nowhere/Land", "2024-01-05T03:02:50+00:00"),
        ("../../etc/passwd", "2024-01-05T03:02:50+00:00"),
        (None, "2024-01-05T03:02:50+00:00"),
    ],
)
def test_it_happened_at_the_hour_of_that_place(zone: str | None, when: str) -> None:
    assert the_memory(an_entry(timeZone=zone)).when.isoformat() == when


def test_tags_that_are_feelings_come_as_those_and_others_do_not() -> None:
    assert the_memory(an_entry(tags=["tender", "work", "AT EASE", "Tender"])).feelings == (
        "Tender",
        "At ease",
    )


def test_nulls_and_what_is_missing_stop_nothing() -> None:
    memory = the_memory({"creationDate": "2024-01-05T03:02:50Z", "uuid": None, "text": None, "photos": None})
    assert (memory.title, memory.left.line) == ("2024-01-05", "")


def test_a_long_text_is_cut_after_a_word_and_counted() -> None:
    parcel = read(an_entry("Title\n" + "word " * 1000), an_entry("Short\nand good", uuid="other"))
    record = parcel.arriving[0].record
    assert isinstance(record, Memory)
    assert len(record.left.line) <= LINE_AT_MOST
    assert record.left.line.endswith(" word…")
    assert parcel.shortened == 1


@given(st.text(), st.integers(2, 50))
def test_shortened_is_a_beginning_of_the_text(text: str, at_most: int) -> None:
    short = shortened(text, at_most)
    assert len(short) <= at_most
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


@given(st.text(), st.text())
def test_any_text_makes_a_memory_and_the_same_entry_the_same(text: str, uuid: str) -> None:
    memory = the_memory(an_entry(text, uuid=uuid))
    assert memory == the_memory(an_entry(text, uuid=uuid))
    assert len(memory.title) <= 80


def test_the_id_comes_of_the_uuid_however_it_is_written() -> None:
    one, other = an_entry(uuid="6F30-404A"), an_entry(uuid="6f30404a", text="Edited")
    assert the_memory(one).id == the_memory(other).id
    assert the_memory(one).id != the_memory(an_entry(uuid="6f30404b")).id


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        ("not an entry", "entries[2]"),
        ({"text": "When?"}, "entries[2].creationDate"),
        (an_entry(creationDate="2024-01-05T03:02:50"), "entries[2].creationDate"),
        (an_entry(creationDate="yesterday"), "entries[2].creationDate"),
        (an_entry() | {"text": ["By the sea"]}, "entries[2].text"),
        (an_entry(location="Lisbon"), "entries[2].location"),
    ],
)
def test_an_entry_that_cannot_be_read_is_named_and_the_others_are_read(entry: object, key: str) -> None:
    parcel = read(an_entry(), entry)
    (problem,) = parcel.problems
    assert (problem.file, problem.key) == ("Journal.json", key)
    assert len(parcel.arriving) == 1


@pytest.mark.parametrize("entries", [None, {}, "many"])
def test_a_journal_without_a_list_of_entries_is_refused(entries: object) -> None:
    parcel = Reader(ANA_AND_BEN, Seat.LEFT, FEELINGS).read({"entries": entries}, "J", lambda _: None)
    assert [problem.key for problem in parcel.problems] == ["entries"]


@pytest.mark.parametrize(
    ("text", "there", "found"),
    [
        ("By the sea", ("0e2d16db",), "0e2d16db"),
        ("By the sea", ("2A69239A",), "2A69239A"),
        ("By the sea", (), None),
        ("![](dayone-moment://SECOND) sea ![](dayone-moment://2A69239A)", ("0e2d16db", "5ec0"), "5ec0"),
    ],
)
def test_the_first_photo_that_is_at_hand_comes_along(
    text: str, there: tuple[str, ...], found: str | None
) -> None:
    second = {"identifier": "SECOND", "md5": "5ec0"}
    (arriving,) = read(an_entry(text, photos=[PHOTO, second]), photos=there).arriving
    assert (arriving.photo.name if arriving.photo else None) == found
