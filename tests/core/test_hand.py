"""The cards are dealt once, before the session, so that a replay needs no chance."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from duologue.core.deck import Card, Deck
from duologue.core.hand import Chosen, FromTheJar, Hand, deal
from duologue.core.seats import Pair, Seat
from duologue.core.turns import Keep
from tests.builders import PROMISES, deck
from tests.core.small_decks import DEGREES, PAPER, TELLS, WEATHER, made_of

NAMES = [f"Card {number}" for number in range(1, 9)]
KEEPS = 'kind = "keep"\nat = "closing"\n'


def eight_cards() -> Deck:
    return deck(
        WEATHER[: WEATHER.index("[[card]]")] + "".join(f'[[card]]\ntext = "{name}"\n' for name in NAMES)
    )


def hand_from(seed: int, *decks: Deck, seen: Sequence[str] = (), wanted: str | None = None) -> Hand:
    chosen = [Chosen(f"deck-{number}", of) for number, of in enumerate(decks or [eight_cards()])]
    return deal(chosen, FromTheJar(seen), Random(seed), wanted=wanted)


def texts(hand: Hand, part: int = 0) -> list[str]:
    return [card.text for card in hand.parts[part].deck.cards]


@given(st.integers(), st.lists(st.sampled_from([*NAMES, "A card of long ago"])))
def test_the_same_chance_deals_the_same_hand(seed: int, seen: list[str]) -> None:
    assert hand_from(seed, seen=seen) == hand_from(seed, seen=seen)


def test_another_chance_deals_another_hand() -> None:
    hands = [hand_from(seed) for seed in range(40)]
    assert len({tuple(texts(hand)) for hand in hands}) > 30
    assert {hand.parts[0].first for hand in hands} == set(Seat)
    assert len({hand.key for hand in hands}) == 40


@given(st.integers(), st.lists(st.sampled_from(NAMES)))
def test_every_card_is_dealt_once_and_those_seen_come_last(seed: int, seen: list[str]) -> None:
    cards = texts(hand_from(seed, seen=seen))
    assert sorted(cards) == sorted(NAMES)
    seen_again = cards[len(NAMES) - len(set(seen)) :]
    assert set(seen_again) == set(seen)
    last_time = [max(when for when, text in enumerate(seen) if text == card) for card in seen_again]
    assert last_time == sorted(last_time), "what was seen longest ago comes first"


def test_unseen_cards_are_shuffled_also_where_others_were_seen() -> None:
    assert len({tuple(texts(hand_from(seed, seen=NAMES[:4]))[:4]) for seed in range(40)}) > 10


# How deep the cards go


def of_depths(depths: Sequence[int], rounds: int) -> Deck:
    """Three cards of each of these depths at the least, so that no step has to be left out."""
    cards = [Card(text=f"Card {number}", depth=depth) for number, depth in enumerate([1, 2, 3, *depths])]
    of = deck(made_of(TELLS, rounds=rounds, depth=3))
    return of.model_copy(update={"cards": tuple(cards)})


@given(
    seed=st.integers(),
    depths=st.lists(st.integers(1, 3), max_size=9),
    rounds=st.sampled_from([2, 4, 6]),
    seen=st.lists(st.integers(0, 11), max_size=12),
)
def test_the_cards_dealt_for_the_rounds_rise_by_one_step_at_the_most(
    seed: int, depths: list[int], rounds: int, seen: list[int]
) -> None:
    hand = hand_from(seed, of_depths(depths, rounds), seen=[f"Card {number}" for number in seen])
    dealt = [card.depth for card in hand.parts[0].deck.cards[:rounds]]
    assert dealt == sorted(dealt)
    assert all(following <= one + 1 for one, following in pairwise(dealt))
    assert dealt[0] <= 2, "it begins light or warm, where there is anything light"


def test_a_deck_whose_cards_are_all_alike_is_dealt_as_it_was_shuffled() -> None:
    first = {texts(hand_from(seed, of_depths([], 2)))[0] for seed in range(20)}
    assert first == {"Card 0", "Card 1"}, "the deep one is not for the first round"


@given(seed=st.integers(), seen=st.lists(st.sampled_from(["1 of 1", "2 of 2", "3 of 3"])))
def test_sets_come_one_after_the_other_with_their_cards_in_the_order_of_the_file(
    seed: int, seen: list[str]
) -> None:
    cards = hand_from(seed, deck(DEGREES), seen=seen).parts[0].deck.cards
    assert [card.set for card in cards] == [1, 1, 1, 2, 2, 2, 3, 3, 3]
    for number in (0, 3, 6):
        two = [card.text for card in cards[number : number + 2]]
        assert two == sorted(two), "of each set the two that are played"
        assert not set(two) & set(seen), "one of each may rest"


# The card that was wished for


@pytest.mark.parametrize("seed", range(6))
def test_a_wanted_card_comes_first_also_if_it_was_seen_or_is_deep(seed: int) -> None:
    assert texts(hand_from(seed, seen=NAMES, wanted="Card 5"))[0] == "Card 5"
    assert texts(hand_from(seed, of_depths([], 2), wanted="Card 2"))[0] == "Card 2"


@pytest.mark.parametrize("seed", range(6))
def test_a_wanted_card_of_a_later_set_comes_first_in_its_set(seed: int) -> None:
    cards = hand_from(seed, deck(DEGREES), wanted="3 of 2").parts[0].deck.cards
    assert next(card.text for card in cards if card.set == 2) == "3 of 2"
    assert [card.set for card in cards] == [2, 1, 1, 1, 2, 2, 3, 3, 3], "and the sets before come before"


def test_a_wanted_card_that_is_not_there_changes_nothing() -> None:
    assert hand_from(7, wanted="A card of another deck") == hand_from(7)


# An evening of several decks


@pytest.mark.parametrize("seed", range(8))
def test_who_begins_changes_from_deck_to_deck(seed: int) -> None:
    parts = hand_from(seed, deck(), deck(PAPER), deck(DEGREES), deck()).parts
    assert all(one.first is following.first.other for one, following in pairwise(parts))


def keeps_of(hand: Hand) -> list[list[str]]:
    return [[turn.keeps for turn in part.deck.turns if isinstance(turn, Keep)] for part in hand.parts]


def test_a_moment_is_asked_for_only_in_the_last_deck() -> None:
    hand = hand_from(1, deck(), deck(PAPER), deck(made_of(TELLS, KEEPS)))
    assert keeps_of(hand) == [[], ["plan", "promise"], ["moment"]]
    assert keeps_of(hand_from(1, deck(PAPER))) == [["plan", "promise", "moment"]]


@pytest.mark.parametrize("seed", range(4))
def test_the_light_deck_that_may_stand_in_is_not_the_last_one(seed: int) -> None:
    close, light = deck(made_of(TELLS, KEEPS)), deck()
    chosen = [Chosen("a", deck()), Chosen("b", deck(DEGREES)), Chosen("c", light, 1), Chosen("d", close)]
    hand = deal(chosen, FromTheJar(), Random(seed))
    assert keeps_of(hand) == [[], [], [], ["moment"]]
    assert [part.instead_of for part in hand.parts] == [None, None, 1, None]
    chosen = [Chosen("a", close), Chosen("b", close), Chosen("c", close, 1)]
    kept = keeps_of(deal(chosen, FromTheJar(), Random(seed)))
    assert kept == [[], ["moment"], ["moment"]], "whichever of the two is played is the last"


def test_what_was_kept_comes_with_the_hand() -> None:
    jar = FromTheJar(promises=PROMISES, spoken=Pair(300.0, 100.0), starred=["Card 3"])
    hand = deal([Chosen("weather", eight_cards())], jar, Random(1))
    assert (hand.promises, hand.spoken, hand.starred) == (PROMISES, Pair(300.0, 100.0), ("Card 3",))


# On the disk


def test_a_hand_read_again_is_the_same() -> None:
    jar = FromTheJar(promises=PROMISES, spoken=Pair(300.0, 100.5), starred=["A pen"])
    chosen = [Chosen("a", deck(PAPER)), Chosen("b", deck(DEGREES)), Chosen("c", eight_cards(), 1)]
    hand = deal(chosen, jar, Random(5))
    assert Hand.model_validate_json(hand.model_dump_json(by_alias=True)) == hand


WRONG_PARTS: list[dict[str, object]] = [
    {"deck_id": "../up"},
    {"deck_id": "Up"},
    {"deck_id": "a\n"},
    {"deck_id": ""},
    {"first": "middle"},
    {"more": 1},
]
WRONG_HANDS: list[dict[str, object]] = [
    {"key": "../up"},
    {"key": ""},
    {"parts": ()},
    {"more": 1},
    {"promises": {"left": 1, "right": None}},
]


def test_a_hand_from_the_disk_cannot_name_files_elsewhere() -> None:
    right = {"deck_id": "weather", "deck": eight_cards(), "first": Seat.LEFT}
    hand = {"key": "k3y", "parts": (right,)}
    assert Hand.model_validate(hand).parts[0].deck_id == "weather"
    for wrong in WRONG_PARTS:
        with pytest.raises(ValidationError):
            Hand.model_validate({**hand, "parts": ({**right, **wrong},)})
    for wrong in WRONG_HANDS:
        with pytest.raises(ValidationError):
            Hand.model_validate({**hand, **wrong})
