"""What two people see when they look back: pictures rather than figures, and nothing that ranks them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from duologue.core.closeness import Circle, Closeness
from duologue.core.couple import Couple
from duologue.core.deck import DEEP, Card, Deck
from duologue.core.note import Note
from duologue.core.seats import Pair, Seat
from duologue.core.summary import Summary

TOPICS_AT_MOST = 12
FEELINGS_AT_MOST = 36
"""More would be a list and no picture."""
_STANDINGS = {"open": 0, "trying": 0, "kept": 1, "let go": 2}
"""What is still open comes first."""


class Remembered(Protocol):
    """What is needed of a memory."""

    @property
    def day(self) -> date:
        """When it happened."""

    @property
    def feelings(self) -> tuple[str, ...]:
        """What was felt."""


@dataclass(frozen=True, slots=True)
class Share:
    """Something in a picture, and how large it is there: from above 0 to 1, the largest."""

    what: str
    size: float


@dataclass(frozen=True, slots=True)
class Walked:
    """Where they walked."""

    topics: tuple[Share, ...] = ()
    """The largest first."""
    depths: tuple[Share, ...] = ()
    """How much of what they played was of each depth, 1 to 3, the lightest first; 0 where none was."""
    decks: tuple[tuple[str, int], ...] = ()
    """Titles with their depths, those played most first."""


@dataclass(frozen=True, slots=True)
class LookedBack:
    """All the pictures."""

    sat: frozenset[date] = frozenset()
    """The days on which they sat together."""
    kept: frozenset[date] = frozenset()
    """The days of which they kept a moment."""
    walked: Walked = Walked()
    feelings: tuple[Share, ...] = ()
    """By the alphabet, and the size says how often they were named."""
    circles: Pair[tuple[tuple[date, Circle], ...]] = field(default_factory=lambda: Pair.both(()))
    """What each picked and both kept, the oldest first."""
    plans: tuple[Note, ...] = ()
    promises: tuple[Note, ...] = ()
    """What is open first, and then the newest."""

    @property
    def years(self) -> tuple[int, ...]:
        """The years in which there is something to see, in their order."""
        return tuple(sorted({day.year for day in self.sat | self.kept}))


def days_sat(summaries: Iterable[Summary]) -> frozenset[date]:
    """The days on which sessions began: an evening that ends after midnight belongs to its evening."""
    return frozenset((each.when - timedelta(seconds=each.seconds)).date() for each in summaries)


def walked(summaries: Iterable[Summary], decks: Mapping[str, Deck]) -> Walked:
    """The decks and what their cards were about; `decks` by their ids. A deck that is gone keeps its name."""
    topics: Counter[str] = Counter()
    depths: Counter[int] = Counter()
    played: Counter[str] = Counter()
    known = {deck_id: _cards_of(deck) for deck_id, deck in decks.items()}
    for summary in summaries:
        played.update(summary.decks)
        cards = {text: seen for deck_id in summary.decks for text, seen in known.get(deck_id, {}).items()}
        for depth, about in (cards[text] for text in summary.cards if text in cards):
            depths[depth] += 1
            topics.update(about)
    order = sorted(played, key=lambda deck_id: (-played[deck_id], deck_id))
    return Walked(
        _shares(topics, TOPICS_AT_MOST),
        tuple(_shares_of(depths, range(1, DEEP + 1))) if depths else (),
        tuple(_title(deck_id, decks.get(deck_id)) for deck_id in order),
    )


def feelings_named(memories: Iterable[Remembered]) -> tuple[Share, ...]:
    """The feelings of memories; the same word counts once in each, whatever its case."""
    named: Counter[str] = Counter()
    written: dict[str, str] = {}
    for memory in memories:
        words = {word.casefold(): word for word in memory.feelings if word.strip()}
        named.update(words.keys())
        written = words | written
    shares = _shares(named, FEELINGS_AT_MOST)
    return tuple(sorted((Share(written[each.what], each.size) for each in shares), key=_alphabetically))


def circles_over_time(records: Iterable[Closeness], couple: Couple) -> Pair[tuple[tuple[date, Circle], ...]]:
    """What each of these two picked, wherever they sat; in the order of the records."""
    found = [(record.when.date(), record.by_seat(couple)) for record in records]
    left, right = (tuple((day, picked.of(seat)) for day, picked in found) for seat in Seat)
    return Pair(left, right)


def open_first(notes: Iterable[Note]) -> tuple[Note, ...]:
    """What is still open, what was kept, and what was let go; of each the newest first."""
    newest_first = sorted(notes, key=lambda note: note.when, reverse=True)
    return tuple(sorted(newest_first, key=lambda note: _STANDINGS[note.standing]))


def look_back(  # noqa: PLR0913, PLR0917 - everything that was kept, each once
    couple: Couple,
    summaries: Sequence[Summary],
    decks: Mapping[str, Deck],
    circles: Iterable[Closeness],
    plans: Iterable[Note],
    promises: Iterable[Note],
    memories: Sequence[Remembered],
) -> LookedBack:
    """All the pictures of all that was kept; `circles` with the oldest first."""
    return LookedBack(
        sat=days_sat(summaries),
        kept=frozenset(memory.day for memory in memories),
        walked=walked(summaries, decks),
        feelings=feelings_named(memories),
        circles=circles_over_time(circles, couple),
        plans=open_first(plans),
        promises=open_first(promises),
    )


def _cards_of(deck: Deck) -> dict[str, tuple[int, tuple[str, ...]]]:
    """The depth and the topics of each card, by its text."""
    return {card.text: (_depth(deck, card), card.topics or deck.topics) for card in deck.cards}


def _depth(deck: Deck, card: Card) -> int:
    """A card of a set goes as deep as the set does."""
    return deck.sets[card.set - 1].depth if card.set and card.set <= len(deck.sets) else card.depth


def _title(deck_id: str, deck: Deck | None) -> tuple[str, int]:
    if deck is not None:
        return deck.title, deck.depth
    return deck_id.replace("-", " ").capitalize(), 0


def _shares(counted: Counter[str], at_most: int) -> tuple[Share, ...]:
    largest = max(counted.values(), default=0)
    order = sorted(counted, key=lambda what: (-counted[what], what))[:at_most]
    return tuple(Share(what, counted[what] / largest) for what in order)


def _shares_of(counted: Counter[int], what: Iterable[int]) -> Iterable[Share]:
    largest = max(counted.values())
    return (Share(str(each), counted[each] / largest) for each in what)


def _alphabetically(share: Share) -> tuple[str, str]:
    return share.what.casefold(), share.what
