"""The cards are dealt once, before the session, so that a replay needs no chance."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from duologue.core.deck import Deck
from duologue.core.hand import Hand, deal
from duologue.core.seats import Seat
from tests.builders import WEATHER, deck

NAMES = [f"Card {number}" for number in range(1, 9)]


def eight_cards() -> Deck:
    return deck(
        WEATHER[: WEATHER.index("[[card]]")] + "".join(f'[[card]]\ntext = "{name}"\n' for name in NAMES)
    )


def dealt(seed: int, seen: list[str] | None = None) -> list[str]:
    return [card.text for card in deal("weather", eight_cards(), seen or [], Random(seed)).cards]


@given(st.integers(), st.lists(st.sampled_from([*NAMES, "A card of long ago"])))
def test_the_same_chance_deals_the_same_hand(seed: int, seen: list[str]) -> None:
    one = deal("weather", eight_cards(), seen, Random(seed))
    assert one == deal("weather", eight_cards(), seen, Random(seed))


def test_another_chance_deals_another_hand() -> None:
    hands = [deal("weather", eight_cards(), [], Random(seed)) for seed in range(40)]
    assert len({tuple(hand.cards) for hand in hands}) > 30
    assert {hand.first for hand in hands} == set(Seat)
    assert len({hand.key for hand in hands}) == 40


@given(st.integers(), st.lists(st.sampled_from(NAMES)))
def test_every_card_is_dealt_once_and_those_seen_come_last(seed: int, seen: list[str]) -> None:
    cards = dealt(seed, seen)
    assert sorted(cards) == sorted(NAMES)
    seen_again = cards[len(NAMES) - len(set(seen)) :]
    assert set(seen_again) == set(seen)
    last_time = [max(when for when, text in enumerate(seen) if text == card) for card in seen_again]
    assert last_time == sorted(last_time), "what was seen longest ago comes first"


def test_unseen_cards_are_shuffled_also_where_others_were_seen() -> None:
    assert len({tuple(dealt(seed, NAMES[:4])[:4]) for seed in range(40)}) > 10


def test_a_hand_read_again_is_the_same() -> None:
    hand = deal("weather", eight_cards(), [], Random(5))
    assert Hand.model_validate_json(hand.model_dump_json(by_alias=True)) == hand


@pytest.mark.parametrize(
    "wrong",
    [{"key": "../up"}, {"key": ""}, {"deck_id": "../up"}, {"deck_id": "Up"}, {"deck_id": "a\n"}, {"more": 1}],
)
def test_a_hand_from_the_disk_cannot_name_files_elsewhere(wrong: dict[str, object]) -> None:
    right = {"key": "k3y", "deck_id": "weather", "deck": eight_cards(), "first": Seat.LEFT}
    assert Hand.model_validate(right).deck_id == "weather"
    with pytest.raises(ValidationError):
        Hand.model_validate({**right, **wrong})
