"""What a deck is: a box of cards with the turns that one round is played in."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from duologue.core.ids import ID
from duologue.core.pace import Pace, minutes_at
from duologue.core.text import trimmed
from duologue.core.turns import Few, Piece, Sentence, Turn, Word

CARD_PLACEHOLDER = "card"
SEAT_PLACEHOLDERS = ("left", "right")
DEEP = 3
"""The depth before which both are asked whether now is good."""
SHORT_ROUNDS = 2

Depth = Annotated[int, Field(ge=1, le=DEEP)]
"""1 light, 2 warm, 3 deep."""
Topics = Annotated[tuple[Word, ...], Field(max_length=8, strict=False)]


class Stage(StrEnum):
    """Where a deck stands in an evening, in this order."""

    ARRIVE = "arrive"
    OPEN = "open"
    DEEPEN = "deepen"
    SOFTEN = "soften"
    CLOSE = "close"


class Purpose(StrEnum):
    """What an evening is for."""

    JUST_US = "just-us"
    CHECK_IN = "check-in"
    WEEKLY_TABLE = "weekly-table"
    SOMETHING_NEW = "something-new"
    AFTER_A_HARD_DAY = "after-a-hard-day"
    AFTER_A_HURT = "after-a-hurt"
    PLAY = "play"


class Card(Piece):
    """What a round is about."""

    text: Sentence
    depth: Depth = 1
    topics: Topics = ()
    set: Annotated[int, Field(ge=1, le=9)] | None = None
    """Which of the deck's sets it belongs to, counted from 1."""


class CardSet(Piece):
    """Cards that are played before those of the next set. After any set both may stop."""

    title: Few
    say: Sentence
    depth: Depth


class Deck(Piece):
    """One exercise. Its id is its file's name."""

    format: Annotated[int, Field(ge=1, le=1)]
    title: Annotated[str, AfterValidator(trimmed), Field(min_length=1, max_length=40)]
    about: Annotated[str, AfterValidator(trimmed), Field(min_length=1, max_length=100)]
    roles: Annotated[tuple[Word, Word], Field(strict=False)]
    rounds: Annotated[int, Field(ge=2, le=12, multiple_of=2)]
    """Even, so that both play both roles equally often. With sets: the rounds of each."""
    depth: Depth
    topics: Topics = ()
    stage: Annotated[Stage, Field(strict=False)] | None = None
    """Where it stands in an evening; never chosen for one by itself where nothing is said."""
    purposes: Annotated[tuple[Annotated[Purpose, Field(strict=False)], ...], Field(strict=False)] = ()
    source: Sentence | None = None
    not_for: Sentence | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    license: Few | None = None
    change: Sentence = "Change places if you like."
    """Shown between rounds, when the roles swap."""
    change_over: bool = True
    """Whether there is a stop between rounds at all."""
    farewell: Sentence = "Thank you, both. That was time well spent."
    """The closing line."""
    rules: Annotated[str, Field(pattern=f"^{ID.pattern}$")] | None = None
    """The deck by whose turns this one is played."""
    with_its_cards: bool = False
    """Whether that deck's cards are in the box too."""
    sets: Annotated[tuple[CardSet, ...], Field(alias="set", max_length=9, strict=False)] = ()
    turns: Annotated[tuple[Turn, ...], Field(alias="turn", min_length=1, max_length=40, strict=False)]
    cards: Annotated[tuple[Card, ...], Field(alias="card", min_length=1, max_length=500, strict=False)]

    def turns_at(self, when: str) -> Iterator[tuple[int, Turn]]:
        """The turns played then, each with its index in the deck."""
        return ((index, turn) for index, turn in enumerate(self.turns) if turn.at == when)

    @property
    def all_rounds(self) -> int:
        """The rounds of all sets together."""
        return self.rounds * (len(self.sets) or 1)

    @property
    def short(self) -> Deck:
        """The same deck where time is short: two rounds of each set, without the turns that can be spared."""
        turns = tuple(turn for turn in self.turns if not turn.spare)
        return self.model_copy(update={"turns": turns, "rounds": SHORT_ROUNDS})

    @property
    def steady_minutes(self) -> float:
        """How long the whole deck takes at the steady pace, in minutes, if every try lands at once."""
        return sum(turn.reckoned * (self.all_rounds if turn.at == "round" else 1) for turn in self.turns)

    def minutes(self, pace: Pace) -> int:
        """How long the whole deck takes at this pace, in whole minutes."""
        return minutes_at(self.steady_minutes, pace)
