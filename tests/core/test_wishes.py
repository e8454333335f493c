"""Private wishes: the gentler of both holds, and what holds tells nobody who wished for it."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.core.deck import Deck
from duologue.core.pace import Pace
from duologue.core.seats import Pair
from duologue.core.wishes import TOPICS, CommonGround, Wishes, common_ground, within
from tests.builders import deck
from tests.core.shipped import ALL, shipped
from tests.core.small_decks import DEGREES, TELLS, made_of

SOME_WISHES = st.builds(
    Wishes, st.sampled_from(Pace), st.integers(1, 3), st.frozensets(st.sampled_from(TOPICS), max_size=4)
)


def ground(depth: int = 3, *resting: str) -> CommonGround:
    return CommonGround(Pace.STEADY, depth, frozenset(resting))


@given(left=SOME_WISHES, right=SOME_WISHES, seed=st.integers())
def test_who_of_the_two_wished_what_makes_no_difference(left: Wishes, right: Wishes, seed: int) -> None:
    one = common_ground(Pair(left, right), Random(seed))
    assert one == common_ground(Pair(right, left), Random(seed))


@given(left=SOME_WISHES, right=SOME_WISHES, seed=st.integers())
def test_the_gentler_pace_the_lesser_depth_and_the_topics_of_both_hold(
    left: Wishes, right: Wishes, seed: int
) -> None:
    both = common_ground(Pair(left, right), Random(seed))
    assert both.pace.rank <= min(left.pace.rank, right.pace.rank)
    assert max(1, min(left.depth, right.depth) - 1) <= both.depth <= min(left.depth, right.depth)
    assert both.resting >= left.resting | right.resting
    assert both.private


def test_a_topic_or_two_rest_by_themselves_so_that_a_missing_one_tells_nothing() -> None:
    nothing = Wishes(Pace.STEADY)
    found = [common_ground(Pair(nothing, nothing), Random(seed)) for seed in range(200)]
    assert {len(each.resting) for each in found} == {1, 2}
    assert set.union(*(set(each.resting) for each in found)) == set(TOPICS)
    gentler = sum(each.pace is Pace.EASY for each in found)
    assert 0 < gentler < len(found), "sometimes, so that a gentler pace tells nothing either"
    lighter = sum(each.depth < nothing.depth for each in found)
    assert 0 < lighter < len(found), "and so that a lighter evening tells nothing either"
    assert {each.pace for each in found} == {Pace.STEADY, Pace.EASY}


# What is left of a deck


def test_cards_deeper_than_both_like_are_left_out_and_the_deck_is_that_deep() -> None:
    of = deck(made_of(TELLS, cards=("A", "B", "C", "D"), depth=2))
    cards = tuple(
        card.model_copy(update={"depth": depth}) for card, depth in zip(of.cards, (1, 2, 1, 2), strict=True)
    )
    left = within(of.model_copy(update={"cards": cards}), ground(1))
    assert left is not None
    assert ([card.text for card in left.cards], left.depth) == (["A", "C"], 1)


def test_a_deck_about_what_rests_is_left_out_and_so_is_one_with_too_few_cards_left() -> None:
    about = made_of(TELLS, more='topics = ["work"]\n')
    assert within(deck(about), ground(3, "work")) is None
    assert within(deck(about), ground(3, "family")) == deck(about)
    few = made_of(TELLS, cards=("A", "B"))
    one = deck(few).cards[0].model_copy(update={"topics": ("work",)})
    assert (
        within(deck(few).model_copy(update={"cards": (one, deck(few).cards[1])}), ground(3, "work")) is None
    )


@pytest.mark.parametrize(("depth", "sets"), [(3, 3), (2, 2), (1, 1)])
def test_sets_end_where_both_like_to_end(depth: int, sets: int) -> None:
    left = within(deck(DEGREES), ground(depth))
    assert left is not None
    assert (len(left.sets), left.depth) == (sets, depth)
    assert {card.set for card in left.cards} == set(range(1, sets + 1))


def test_a_deep_deck_that_does_not_begin_light_is_not_made_shallow() -> None:
    deep = deck(made_of(TELLS, depth=3))
    assert within(deep, ground(2)) is None
    assert within(deep, ground(3)) == deep


@pytest.mark.parametrize("name", ALL)
def test_what_is_left_of_a_shipped_deck_suits_both(name: str) -> None:
    of = shipped(name)
    assert within(of, ground()) == of
    for depth in (1, 2, 3):
        for topic in TOPICS:
            left = within(of, ground(depth, topic))
            if isinstance(left, Deck):
                assert left.depth <= depth
                assert all(card.depth <= depth and topic not in card.topics for card in left.cards)
