"""Pictures of what was kept: in the right place, of the right size, and of both alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.core.closeness import Circles, Closeness
from duologue.core.looking_back import (
    FEELINGS_AT_MOST,
    TOPICS_AT_MOST,
    LookedBack,
    Share,
    circles_over_time,
    days_sat,
    feelings_named,
    look_back,
    open_first,
    walked,
)
from duologue.core.note import Note, Standing
from duologue.core.summary import Summary
from tests.builders import NAMES, WHEN, deck
from tests.core.small_decks import DEGREES, TELLS, made_of

EAST = timezone(timedelta(hours=9))


@dataclass(frozen=True)
class Felt:
    """A memory, as far as it is looked at."""

    day: date
    feelings: tuple[str, ...] = ()


def summary(*cards: str, decks: tuple[str, ...] = ("made",), when: datetime = WHEN) -> Summary:
    return Summary(id="a", when=when, decks=decks, cards=cards, seconds=1800)


DAYS = [
    # when it ended, how long it took, and the day it belongs to
    (datetime(2026, 5, 17, 21, 30, tzinfo=UTC), 1800, date(2026, 5, 17)),
    (datetime(2026, 5, 18, 0, 10, tzinfo=UTC), 1800, date(2026, 5, 17)),
    (datetime(2026, 1, 1, 0, 0, tzinfo=EAST), 1, date(2025, 12, 31)),
    (datetime(2026, 5, 18, 7, 0, tzinfo=EAST), 60, date(2026, 5, 18)),
]


@pytest.mark.parametrize(("when", "seconds", "day"), DAYS)
def test_an_evening_belongs_to_the_day_it_began_where_they_were(
    when: datetime, seconds: int, day: date
) -> None:
    assert days_sat([Summary(id="a", when=when, seconds=seconds)]) == {day}


def test_topics_are_as_large_as_they_were_often_there() -> None:
    cards = 'depth = 1\ntopics = ["play"]\n'
    made = deck(made_of(TELLS, cards=("A", "B", "C"), more='topics = ["us", "past"]\n') + cards)
    found = walked([summary("A", "B", "C"), summary("A", "gone")], {"made": made})
    assert found.topics == (Share("past", 1.0), Share("us", 1.0), Share("play", 1 / 3))


def test_depth_is_that_of_the_set_a_card_lies_in() -> None:
    degrees = deck(DEGREES)
    of_set = {number: [card.text for card in degrees.cards if card.set == number] for number in (1, 2, 3)}
    depths = [cards.depth for cards in degrees.sets]
    assert depths == [1, 2, 3]
    found = walked([summary(*of_set[1][:2], of_set[3][0], decks=("degrees",))], {"degrees": degrees})
    assert found.depths == (Share("1", 1.0), Share("2", 0.0), Share("3", 0.5))
    assert found.decks == ((degrees.title, degrees.depth),)


def test_decks_played_most_come_first_and_one_that_is_gone_keeps_its_name() -> None:
    made = deck(made_of(TELLS, depth=2))
    played = [summary(decks=("made", "our-old-one")), summary(decks=("our-old-one",))]
    assert walked(played, {"made": made}).decks == (("Our old one", 0), ("Made", 2))
    assert walked(played, {"made": made}).depths == (), "no card was played"


def test_feelings_are_as_large_as_they_were_often_named_and_stand_by_the_alphabet() -> None:
    day = date(2026, 5, 1)
    memories = [
        Felt(day, ("calm", "Tender")),
        Felt(day, ("tender", "TENDER", " ")),
        Felt(day, ("calm", "awe")),
    ]
    sizes = {share.what.casefold(): share.size for share in feelings_named(memories)}
    assert sizes == {"awe": 0.5, "calm": 1.0, "tender": 1.0}
    assert [share.what.casefold() for share in feelings_named(memories)] == ["awe", "calm", "tender"]


@given(st.lists(st.lists(st.text(max_size=6), max_size=4), max_size=60))
def test_whatever_was_named_the_picture_is_small_and_has_a_largest(named: list[list[str]]) -> None:
    shares = feelings_named([Felt(date(2026, 1, 1), tuple(each)) for each in named])
    assert len(shares) <= FEELINGS_AT_MOST
    assert all(0 < share.size <= 1 for share in shares)
    assert len({share.what.casefold() for share in shares}) == len(shares)
    if any(word.strip() for each in named for word in each):
        assert max(share.size for share in shares) == 1


def test_only_so_many_topics_are_drawn() -> None:
    topics = ", ".join(f'"t{number}"' for number in range(8))
    decks = {
        name: deck(
            made_of(TELLS, cards=(name, f"{name} 2"), more=f"topics = [{topics.replace('t', name)}]\n")
        )
        for name in ("a", "b")
    }
    found = walked([summary("a", "b", decks=("a", "b"))], decks)
    assert len(found.topics) == TOPICS_AT_MOST


def test_each_has_a_line_of_their_own_wherever_they_sat() -> None:
    def kept(day: int, left: tuple[str, int], right: tuple[str, int]) -> Closeness:
        sides = [Circles(name=name, circle=circle) for name, circle in (left, right)]
        when = WHEN.replace(day=day)
        return Closeness(id="a", when=when, deck="x", left=sides[0], right=sides[1])

    records = [kept(1, ("Ana", 3), ("Ben", 5)), kept(2, ("Ben", 6), ("Ana", 2))]
    found = circles_over_time(records, NAMES)
    first, second = (WHEN.replace(day=day).date() for day in (1, 2))
    assert found.left == ((first, 3), (second, 2))
    assert found.right == ((first, 5), (second, 6))


def a_note(name: str, standing: Standing, day: int) -> Note:
    when = WHEN.replace(day=day)
    return Note(
        id=name, when=when, deck="", card="", kind="promise", by="Ana", to="Ben", text=name, standing=standing
    )


def test_what_is_open_comes_first_and_then_the_newest() -> None:
    given = [
        a_note("gone", "let go", 9),
        a_note("old", "open", 1),
        a_note("kept", "kept", 8),
        a_note("tried", "trying", 3),
        a_note("kept-late", "kept", 10),
    ]
    assert [note.id for note in open_first(given)] == ["tried", "old", "kept-late", "kept", "gone"]


def test_nothing_kept_is_nothing_drawn() -> None:
    assert look_back(NAMES, [], {}, [], [], [], []) == LookedBack()
    assert LookedBack().years == ()


def test_the_years_are_those_with_a_mark() -> None:
    memories = [Felt(date(2019, 2, 3)), Felt(date(2026, 2, 3))]
    found = look_back(NAMES, [summary()], {}, [], [], [], memories)
    assert found.years == (2019, 2024, 2026)
    assert found.sat == {date(2024, 5, 17)}
