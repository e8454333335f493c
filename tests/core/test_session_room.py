"""Whoever has clearly had less of the floor is offered a little more of it; nobody is told a number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.core.events import MoreTime, Passed, Ticked, TimeOut
from duologue.core.pace import Pace
from duologue.core.position import ENOUGH_TO_TELL, MORE_ROOM, QUIETER
from duologue.core.seats import Pair, Seat
from duologue.core.session import MORE_TIME, Session
from duologue.core.states import State
from tests.builders import ANA, BEN, DONE, Happened, begun, deck, hand, played, some_plays
from tests.core.small_decks import TELLS, made_of

BREATH = 'kind = "breathe"\nat = "opening"\nsay = "Breathe."\nminutes = 1\n'
TOGETHER = 'kind = "talk"\nfloor = "both"\nsay = "Plan."\nminutes = 1\n'


def after(left: float, right: float, *turns: str, first: Seat = ANA, pace: Pace = Pace.STEADY) -> Session:
    """A session of two who have had the floor for so long lately."""
    of = hand(deck(made_of(*turns, TELLS)), first)
    return begun(of.model_copy(update={"spoken": Pair(left, right)}), pace)


WHO = [
    # how long each has had the floor, and who is the quieter one
    (0, 0, None),
    (300, 300, None),
    (210, 300, None),
    (209, 300, ANA),
    (300, 209, BEN),
    (0, 300, ANA),
    (0, 299, None),
    (299, 0, None),
    (2000, 2800, None),
    (1900, 2800, ANA),
]


@pytest.mark.parametrize(("left", "right", "quieter"), WHO)
def test_who_has_clearly_had_less_is_the_quieter_one(left: float, right: float, quieter: Seat | None) -> None:
    assert after(left, right).quieter is quieter


@pytest.mark.parametrize("seat", Seat)
def test_the_candle_of_the_quieter_one_burns_longer_and_nobody_elses(seat: Seat) -> None:
    spoken = Pair(600.0, 600.0).having(seat, 100.0)
    session = after(spoken.left, spoken.right, first=seat)
    assert (session.floor, session.more_room, session.length) == (seat, True, 60 * MORE_ROOM)
    session = played(session, DONE, DONE)
    assert (session.floor, session.more_room, session.length) == (seat.other, False, 60)


@pytest.mark.parametrize("pace", Pace)
def test_more_room_goes_with_the_pace(pace: Pace) -> None:
    session = after(100, 600, pace=pace)
    assert session.length == pytest.approx(60 * pace.factor * MORE_ROOM)
    assert session.left(session.now) == session.length


def test_nobody_has_more_room_where_nobody_has_the_floor() -> None:
    breathing = after(0, 900, BREATH)
    assert (breathing.state, breathing.more_room, breathing.length) == (State.BREATHING, False, 60)
    together = after(0, 900, TOGETHER)
    assert (together.state, together.more_room, together.length) == (State.TALKING, False, 60)


def test_what_was_said_this_evening_counts_too() -> None:
    session = played(after(200, 0), DONE, seconds=ENOUGH_TO_TELL - 200)
    assert session.quieter is BEN
    session = played(session, DONE)
    assert (session.floor, session.more_room, session.length) == (BEN, True, 75)
    session = played(session, DONE, seconds=QUIETER * ENOUGH_TO_TELL)
    assert session.quieter is None


def test_talking_together_is_on_nobodys_account() -> None:
    session = played(after(0, 0, TOGETHER), Ticked(), DONE, seconds=400)
    assert (session.floor_time, session.quieter) == (Pair(0.0, 0.0), None)


def test_with_little_time_nothing_can_be_told() -> None:
    """A short deck between two who begin says nothing about who is quiet."""
    session = played(after(0, 0), DONE, DONE, seconds=ENOUGH_TO_TELL - 1)
    assert (session.floor, session.quieter, session.more_room) == (BEN, None, False)


def test_more_room_does_not_come_or_go_in_the_middle_of_a_turn() -> None:
    session = after(100, 600)
    for event in (Ticked(), Ticked(), MoreTime(seat=BEN)):
        session = played(session, event, seconds=20)
        assert session.more_room
    assert session.length == 75 + MORE_TIME
    assert played(session, TimeOut(), seconds=900).length == 75 + MORE_TIME


@pytest.mark.parametrize("seat", Seat)
def test_more_room_is_an_offer_and_passing_is_still_passing(seat: Seat) -> None:
    session = played(after(0, 900), Passed(seat=seat))
    assert session.state is State.CHANGING
    assert session.floor_time == Pair(0.0, 0.0)


@given(left=st.floats(0, 1e5), right=st.floats(0, 1e5))
def test_there_is_one_quieter_one_at_the_most_whoever_sits_where(left: float, right: float) -> None:
    one, other = after(left, right).quieter, after(right, left).quieter
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert one is other.other
        assert Pair(left, right).of(one) < Pair(left, right).of(one.other)


@given(happened=some_plays(at_most=40))
def test_the_floor_is_never_measured_while_somebody_else_or_nobody_has_it(happened: Happened) -> None:
    session = Session.begin(happened.began)
    for event in happened.events:
        before = session
        session = session.after(event)
        for seat in Seat:
            more = session.floor_time.of(seat) - before.floor_time.of(seat)
            assert more >= 0
            assert not more or before.floor is seat
