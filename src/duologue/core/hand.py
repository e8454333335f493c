"""What is dealt before a session begins, so that a replay needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from duologue.core.deck import Card, Deck
from duologue.core.ids import ID
from duologue.core.seats import Pair, Seat
from duologue.core.turns import Keep

if TYPE_CHECKING:
    from random import Random


KEY_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters of a session's key: none that could be mistaken for another."""


class Dealt(BaseModel):
    """Anything in a hand."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Part(Dealt):
    """One deck of an evening, with its cards in the order they are dealt."""

    deck_id: Annotated[str, Field(pattern=f"^{ID.pattern}$")]
    deck: Deck
    first: Seat
    """Who plays the deck's first role in round 1."""
    instead_of: int | None = None
    """The index of the deep part that this light one stands in for, should either say “not now”."""


class OpenPromise(Dealt):
    """A promise of last time, to look back on."""

    id: str
    text: str


class Hand(Dealt):
    """Everything that is played with: one deck, or an evening of them."""

    key: Annotated[str, Field(pattern=r"^[a-z0-9]{1,32}$")]
    """Names this session; the moments kept in it are named after it."""
    parts: Annotated[tuple[Part, ...], Field(min_length=1, max_length=20)]
    promises: Pair[OpenPromise | None] = Pair(None, None)
    """What each promised last time, if that is still open."""
    spoken: Pair[float] = Pair(0.0, 0.0)
    """Seconds each has had the floor in recent sessions."""
    starred: tuple[str, ...] = ()
    """Texts of cards that carry a star."""
    private: bool = False
    """Whether the pace comes from private wishes, and so is not shown."""


class Chosen(NamedTuple):
    """A deck that is to be played."""

    deck_id: str
    deck: Deck
    instead_of: int | None = None


class FromTheJar(NamedTuple):
    """What a hand takes from what was kept."""

    seen: Sequence[str] = ()
    """Texts of cards played before, oldest first."""
    promises: Pair[OpenPromise | None] = Pair(None, None)
    spoken: Pair[float] = Pair(0.0, 0.0)
    starred: Sequence[str] = ()


def deal(
    decks: Sequence[Chosen],
    jar: FromTheJar,
    random: Random,
    *,
    wanted: str | None = None,
    private: bool = False,
) -> Hand:
    """Shuffle some decks for one session.

    Cards played before come after all others, the oldest first; the card with the text `wanted` comes first.
    Who begins is left to chance, and changes from deck to deck. In an evening a moment is asked for once, in
    its last deck. The same `random` state deals the same hand.
    """
    last_seen = {text: turn for turn, text in enumerate(jar.seen, start=1)}
    first = random.choice(list(Seat))
    parts: list[Part] = []
    for number, chosen in enumerate(decks):
        deck = chosen.deck if number >= _last(decks) else _without_moments(chosen.deck)
        cards = _in_dealing_order(deck, last_seen, random)
        cards.sort(key=lambda card: card.text != wanted)
        parts.append(
            Part(
                deck_id=chosen.deck_id,
                deck=deck.model_copy(update={"cards": tuple(cards)}),
                first=first if number % 2 == 0 else first.other,
                instead_of=chosen.instead_of,
            )
        )
    texts = {card.text for part in parts for card in part.deck.cards}
    return Hand(
        key="".join(random.choices(KEY_LETTERS, k=16)),
        parts=tuple(parts),
        promises=jar.promises,
        spoken=jar.spoken,
        starred=tuple(text for text in jar.starred if text in texts),
        private=private,
    )


def _last(decks: Sequence[Chosen]) -> int:
    """The deck that ends the evening, or the only one."""
    return max(number for number, chosen in enumerate(decks) if chosen.instead_of is None)


def _without_moments(deck: Deck) -> Deck:
    turns = (turn for turn in deck.turns if not (isinstance(turn, Keep) and turn.keeps == "moment"))
    return deck.model_copy(update={"turns": tuple(turns)})


def _in_dealing_order(deck: Deck, last_seen: Mapping[str, int], random: Random) -> list[Card]:
    """For each set, the cards of its rounds from the lightest on, then those left to swap for."""
    shuffled = random.sample(deck.cards, len(deck.cards))
    shuffled.sort(key=lambda card: last_seen.get(card.text, 0))
    if not deck.sets:
        return _rising(shuffled, deck.rounds)
    written = {card.text: place for place, card in enumerate(deck.cards)}
    dealt: list[Card] = []
    for number in range(1, len(deck.sets) + 1):
        of_set = [card for card in shuffled if card.set == number]
        dealt += sorted(of_set[: deck.rounds], key=lambda card: written[card.text])
        dealt += of_set[deck.rounds :]
    return dealt


def _rising(cards: Sequence[Card], rounds: int) -> list[Card]:
    """The first cards that rise by one step of depth at the most, in rising order, and then the others."""
    rest = list(cards)
    chosen: list[Card] = []
    depth = min(card.depth for card in rest)
    while rest and len(chosen) < rounds:
        card = next((card for card in rest if card.depth <= depth + 1), rest[0])
        rest.remove(card)
        chosen.append(card)
        depth = max(depth, card.depth)
    return sorted(chosen, key=lambda card: card.depth) + rest
