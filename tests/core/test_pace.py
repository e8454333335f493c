"""The slower wish holds."""

from __future__ import annotations

import itertools

import pytest

from duologue.core.pace import AT_FIRST, Pace, common
from duologue.core.seats import Pair, Seat

SLOWEST_FIRST = [Pace.LINGERING, Pace.GENTLE, Pace.EASY, Pace.STEADY, Pace.BRISK]


def test_the_faster_the_pace_the_shorter_the_turns() -> None:
    factors = [pace.factor for pace in SLOWEST_FIRST]
    assert factors == sorted(factors, reverse=True)
    assert len(set(factors)) == len(factors)
    assert [pace.rank for pace in SLOWEST_FIRST] == [1, 2, 3, 4, 5]
    assert Pace.STEADY.factor == 1.0


@pytest.mark.parametrize(("pace", "slower"), [*zip(SLOWEST_FIRST[1:], SLOWEST_FIRST, strict=False)])
def test_one_step_slower_and_one_step_faster(pace: Pace, slower: Pace) -> None:
    assert pace.slower is slower
    assert slower.faster is pace


def test_there_is_nothing_beyond_the_ends() -> None:
    assert Pace.LINGERING.slower is Pace.LINGERING
    assert Pace.BRISK.faster is Pace.BRISK


@pytest.mark.parametrize(("left", "right"), itertools.product(Pace, Pace))
def test_the_slower_wish_holds_whoever_has_it(left: Pace, right: Pace) -> None:
    held = common(Pair(left, right))
    assert held.factor == max(left.factor, right.factor)
    assert held is common(Pair(right, left))


def test_a_couple_that_has_not_chosen_is_given_time() -> None:
    assert AT_FIRST.factor > 1


def test_a_pair_has_one_thing_for_each_seat() -> None:
    pair = Pair(1, 2)
    assert (pair.of(Seat.LEFT), pair.of(Seat.RIGHT)) == (1, 2)
    assert pair.having(Seat.RIGHT, 3) == Pair(1, 3)
    assert pair == Pair(1, 2), "the first one is as it was"
    assert (Seat.LEFT.other, Seat.RIGHT.other) == (Seat.RIGHT, Seat.LEFT)
