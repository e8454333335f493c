"""What is dealt before a session begins, so that a replay needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from duologue.core.deck import Card, Deck
from duologue.core.ids import ID
from duologue.core.seats import Seat

if TYPE_CHECKING:
    from random import Random


KEY_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters of a session's key: none that could be mistaken for another."""


class Hand(BaseModel):
    """One deck with its cards in the order they are dealt."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Annotated[str, Field(pattern=r"^[a-z0-9]{1,32}$")]
    """Names this session; the moments kept in it are named after it."""
    deck_id: Annotated[str, Field(pattern=f"^{ID.pattern}$")]
    deck: Deck
    """With `cards` in dealing order: round 1 plays the first, a swap takes the next one nobody has seen."""
    first: Seat
    """Who plays the deck's first role in round 1."""

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards in dealing order."""
        return self.deck.cards


def deal(deck_id: str, deck: Deck, seen: Sequence[str], random: Random) -> Hand:
    """Shuffle a deck for one session.

    `seen` are the texts of cards played before, oldest first; they come after all others, the oldest first.
    The same `random` state deals the same hand.
    """
    last_seen = {text: turn for turn, text in enumerate(seen, start=1)}
    cards = random.sample(deck.cards, len(deck.cards))
    cards.sort(key=lambda card: last_seen.get(card.text, 0))
    return Hand(
        key="".join(random.choices(KEY_LETTERS, k=16)),
        deck_id=deck_id,
        deck=deck.model_copy(update={"cards": tuple(cards)}),
        first=random.choice(list(Seat)),
    )
