"""What each wishes for an evening, privately, and the common ground of both.

With two people, what is missing would tell who asked for it. So the app lets a topic or two rest by itself
and sometimes begins gentler, and shows neither wishes nor result. That is deniable, not secret.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duologue.core.deck import Card, Deck
from duologue.core.pace import Pace, common
from duologue.core.seats import Pair

if TYPE_CHECKING:
    from random import Random

TOPICS = ("work", "family", "childhood", "friends", "body", "touch", "future", "past", "hurt", "self")
"""What can be left alone for an evening."""
MOST_DEPTH = 3
USUAL_DEPTH = 2
"""As far as an evening goes where nobody wished for anything: deep decks are opt-in."""
GENTLER = 0.3
"""How often the app begins gentler than anybody wished."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """One partner's. Held in memory only, until both are combined."""

    pace: Pace
    depth: int = USUAL_DEPTH
    resting: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CommonGround:
    """What both would like."""

    pace: Pace
    depth: int = USUAL_DEPTH
    resting: frozenset[str] = frozenset()
    private: bool = False
    """Whether it comes from private wishes, and so is not shown."""


def common_ground(wishes: Pair[Wishes], random: Random) -> CommonGround:
    """The gentler pace, the lesser depth, the topics of both, and a little that nobody wished for.

    It is the same whoever of the two wished what.
    """
    by_itself = random.sample(TOPICS, random.choice((1, 2)))
    pace = common(Pair(wishes.left.pace, wishes.right.pace))
    if random.random() < GENTLER:
        pace = pace.slower
    depth = min(wishes.left.depth, wishes.right.depth)
    if random.random() < GENTLER:
        depth = max(1, depth - 1)
    return CommonGround(
        pace=pace,
        depth=depth,
        resting=wishes.left.resting | wishes.right.resting | frozenset(by_itself),
        private=True,
    )


def within(deck: Deck, ground: CommonGround) -> Deck | None:
    """The deck with the cards and sets that both would like; None where too little of it is left."""
    if ground.resting.intersection(deck.topics):
        return None
    sets = tuple(cards for cards in deck.sets if cards.depth <= ground.depth)
    begins_light = bool(sets) and sets[0].depth == 1
    if deck.depth == MOST_DEPTH > ground.depth and not begins_light:
        return None  # Its turns go deep whatever the card.
    cards = tuple(card for card in deck.cards if _suits(card, len(sets), ground))
    if not _enough(deck, cards, len(sets)):
        return None
    depth = min(deck.depth, ground.depth)
    return deck.model_copy(update={"sets": sets, "cards": cards, "depth": depth})


def _suits(card: Card, sets: int, ground: CommonGround) -> bool:
    in_a_set = card.set is None or card.set <= sets
    return in_a_set and card.depth <= ground.depth and not ground.resting.intersection(card.topics)


def _enough(deck: Deck, cards: Collection[Card], sets: int) -> bool:
    numbers = range(1, sets + 1) if sets else (None,)
    return all(sum(card.set == number for card in cards) >= deck.rounds for number in numbers)
