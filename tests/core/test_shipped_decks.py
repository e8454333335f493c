"""The rules for decks that can be counted. The others need somebody to read the cards aloud."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from duologue.core.deck import Confirm, Deck, Keep, Read, Talk
from duologue.core.deck_text import read_deck
from duologue.core.hand import deal
from duologue.core.script import script
from duologue.core.seats import Seat

FOLDER = Path(__file__).parents[2] / "decks"
CARDS_AT_LEAST = {"in-your-shoes": 36, "tell-and-retell": 36, "how-are-you-really": 30}
STEADY_MINUTES = {"in-your-shoes": 15, "tell-and-retell": 20, "how-are-you-really": 6}
ACCUSING = re.compile(
    r"\b(always|never|should have|your fault|fail(ed|ure)? to|wrong with you)\b", re.IGNORECASE
)
PRESUMING = re.compile(
    r"\b(husband|wife|boyfriend|girlfriend|marriage|married|wedding|kids?|child(ren)?'s|pray|god|church|salary|"
    r"diagnos\w+|abus\w+|violen\w+)\b",
    re.IGNORECASE,
)  # fmt: skip


def _deck(name: str) -> Deck:
    path = FOLDER / f"{name}.toml"
    deck = read_deck(path.read_text("utf-8"), path.name)
    assert isinstance(deck, Deck), deck
    return deck


def _sentences(deck: Deck) -> list[str]:
    turns = [getattr(turn, field) for turn in deck.turns for field in turn.speaks]
    each = [
        sentence for turn in deck.turns if isinstance(turn, Read) for sentence in (turn.each or {}).values()
    ]
    shown = [*turns, *each, deck.about, deck.change, deck.farewell, *(card.text for card in deck.cards)]
    return [sentence for sentence in shown if sentence]


def test_every_shipped_deck_is_in_the_catalogue_of_this_test() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(CARDS_AT_LEAST)


@pytest.mark.parametrize("name", list(CARDS_AT_LEAST))
class TestADeck:
    """Each shipped deck by itself."""

    def test_has_enough_cards(self, name: str) -> None:
        assert len(_deck(name).cards) >= CARDS_AT_LEAST[name]

    def test_takes_about_as_long_as_the_catalogue_says(self, name: str) -> None:
        assert _deck(name).steady_minutes == pytest.approx(STEADY_MINUTES[name], rel=0.15)

    def test_accuses_nobody_and_presumes_nothing(self, name: str) -> None:
        for sentence in _sentences(_deck(name)):
            assert not ACCUSING.search(sentence), sentence
            assert not PRESUMING.search(sentence), sentence
            assert "!" not in sentence, sentence

    def test_says_where_its_structure_comes_from(self, name: str) -> None:
        deck = _deck(name)
        assert deck.source
        assert deck.license == "CC-BY-4.0"

    def test_gives_both_the_same_turns_and_the_same_time(self, name: str) -> None:
        steps = script(deal(name, _deck(name), [], Random(1)))
        talks = [(step.floor, step.turn.minutes) for step in steps if isinstance(step.turn, Talk)]
        left = sorted(minutes for seat, minutes in talks if seat is Seat.LEFT)
        right = sorted(minutes for seat, minutes in talks if seat is Seat.RIGHT)
        assert left == right
        assert sum(step.owner is Seat.LEFT for step in steps) == sum(
            step.owner is Seat.RIGHT for step in steps
        )

    def test_has_a_few_words_for_every_quiet_screen(self, name: str) -> None:
        assert all(turn.brief for turn in _deck(name).turns if isinstance(turn, Talk))

    def test_offers_to_keep_a_moment(self, name: str) -> None:
        assert any(isinstance(turn, Keep) for turn in _deck(name).turns)


def test_no_card_is_in_two_decks() -> None:
    cards = [card.text.casefold() for name in CARDS_AT_LEAST for card in _deck(name).cards]
    assert len(cards) == len(set(cards))


def test_a_role_swap_ends_with_the_real_version_from_its_owner() -> None:
    turns = _deck("in-your-shoes").turns
    [(turn, following)] = [(turn, then) for turn, then in pairwise(turns) if isinstance(turn, Confirm)]
    assert isinstance(following, Talk)
    assert following.floor == turn.asks
