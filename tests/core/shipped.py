"""The decks that come with the app, and the catalogue that says what each has to be."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from duologue.core.deck import Deck
from duologue.core.deck_text import read_deck
from duologue.core.turns import Confirm, Pick, SaidToEach, Turn

FOLDER = Path(__file__).parents[2] / "decks"


class Row(NamedTuple):
    """One deck of the catalogue."""

    minutes: float
    """At the steady pace."""
    depths: tuple[int, int]
    """How deep its lightest and its deepest cards go."""
    cards: int
    """At the least."""


LIGHT, WARM, DEEP = (1, 1), (2, 2), (3, 3)

CATALOGUE: dict[str, Row] = {
    "in-your-shoes": Row(15, WARM, 36),
    "tell-and-retell": Row(20, WARM, 36),
    "just-listen": Row(14, LIGHT, 24),
    "good-news": Row(10, LIGHT, 24),
    "how-are-you-really": Row(6, LIGHT, 30),
    "sunday-table": Row(30, WARM, 24),
    "closer-by-degrees": Row(45, (1, 3), 36),
    "thank-you-for": Row(6, LIGHT, 30),
    "makes-sense": Row(10, WARM, 24),
    "i-feel": Row(8, WARM, 24),
    "a-little-braver": Row(15, (2, 3), 36),
    "curious-about-you": Row(12, (1, 2), 48),
    "guess-me": Row(12, LIGHT, 48),
    "what-would-help": Row(12, WARM, 18),
    "where-we-are-going": Row(20, WARM, 30),
    "watched-together": Row(12, LIGHT, 18),
    "something-new": Row(8, LIGHT, 30),
    "laugh-again": Row(8, LIGHT, 36),
    "hold": Row(6, LIGHT, 12),
    "small-promises": Row(6, LIGHT, 18),
    "how-to-treat-me": Row(10, WARM, 24),
    "all-of-me": Row(12, DEEP, 24),
    "kind-to-myself": Row(10, WARM, 18),
    "notice-the-pattern": Row(12, DEEP, 18),
    "old-weather": Row(15, DEEP, 12),
    "mending": Row(20, DEEP, 12),
    "still-us": Row(15, WARM, 30),
    "new-here": Row(15, LIGHT, 36),
    "far-apart": Row(15, WARM, 24),
    "our-intention": Row(3, LIGHT, 12),
    "goodnight": Row(5, LIGHT, 12),
}
"""All of them. For a deck of one depth, its cards may also be lighter than that."""

_TOPICS = "everyday feelings work family childhood friends body touch future past us play hurt thanks self"
TOPICS = frozenset(_TOPICS.split())
"""What a card or a deck may be about, so that a couple can let it rest."""

ALL = sorted(CATALOGUE)


@cache
def shipped(name: str) -> Deck:
    """A deck that comes with the app, which must be without fault."""
    path = FOLDER / f"{name}.toml"
    deck = read_deck(path.read_text("utf-8"), path.name)
    assert isinstance(deck, Deck), "\n".join(map(str, deck))
    return deck


def forms(name: str) -> tuple[Deck, Deck]:
    """In full, and where the time is short."""
    return shipped(name), shipped(name).short


def said_in(turn: Turn) -> Iterator[str]:
    """Everything that a turn puts on the screen."""
    yield from (sentence for field in turn.speaks if (sentence := getattr(turn, field)))
    if isinstance(turn, SaidToEach):
        yield from (turn.each or {}).values()
    if isinstance(turn, Confirm):
        yield from turn.answers
    if isinstance(turn, Pick):
        yield from turn.options


def sentences(deck: Deck) -> Iterator[str]:
    """Everything of a deck that a couple reads."""
    yield from (deck.title, deck.about, deck.change, deck.farewell)
    yield from (deck.not_for or "", *deck.roles)
    for cards in deck.sets:
        yield from (cards.title, cards.say)
    for turn in deck.turns:
        yield from said_in(turn)
    yield from (card.text for card in deck.cards)
