"""What a deck is: a box of cards with the turns that one round is played in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from duologue.core.pace import Pace, minutes_at
from duologue.core.text import trimmed

CARD_PLACEHOLDER = "card"
SEAT_PLACEHOLDERS = ("left", "right")

MINUTES_OF_A_SHORT_TURN = 0.5
"""What a turn without a candle is reckoned at, in minutes at the steady pace."""


Sentence = Annotated[str, AfterValidator(trimmed), Field(min_length=1, max_length=200)]
Few = Annotated[str, AfterValidator(trimmed), Field(min_length=1, max_length=60)]
Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")]
Minutes = Annotated[float, Field(gt=0, le=30)]
Depth = Annotated[int, Field(ge=1, le=3)]
"""1 light, 2 warm, 3 deep."""


class Part(BaseModel):
    """Anything read from a deck: frozen, and without keys that nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class AnyTurn(Part):
    """What turns of every kind have."""

    at: Literal["opening", "round", "closing"] = "round"
    """Played in every round, or once before the first or after the last."""

    speaks: ClassVar[tuple[str, ...]] = ("say",)
    """The fields that are shown, and so may hold placeholders."""

    @property
    def candle(self) -> float:
        """Minutes at the steady pace that a candle burns, 0 where none does."""
        return 0.0


class Read(AnyTurn):
    """Both read the card, or what comes next: the same sentence, or one for each role."""

    kind: Literal["read"]
    say: Sentence | None = None
    each: dict[Word, Sentence] | None = None


class Breathe(AnyTurn):
    """Both breathe slowly."""

    kind: Literal["breathe"]
    say: Sentence
    minutes: Minutes = 0.5

    @property
    def candle(self) -> float:
        return self.minutes


class Talk(AnyTurn):
    """One partner has the floor, aloud."""

    kind: Literal["talk"]
    say: Sentence
    """For the one who speaks."""
    floor: Word
    """The role that speaks."""
    listen: Sentence
    """For the one who listens."""
    brief: Few | None = None
    """What is left of `say` while somebody talks and the screen is quiet."""
    again: Sentence | None = None
    """Instead of `say`, when a confirm loop asks for another try."""
    listen_again: Sentence | None = None
    """Instead of `listen`, on another try."""
    minutes: Minutes

    speaks: ClassVar[tuple[str, ...]] = ("say", "listen", "brief", "again", "listen_again")

    @property
    def candle(self) -> float:
        return self.minutes


class Confirm(AnyTurn):
    """Closes a confirm loop: the one who owns the story says whether it landed."""

    kind: Literal["confirm"]
    say: Sentence
    """Asks the one who answers."""
    asks: Word
    """The role that answers, and nobody else may."""
    wait: Sentence = "Take in what you hear."
    """For the one whose try it was."""
    answers: Annotated[tuple[Few, ...], Field(min_length=2, max_length=3, strict=False)]
    """The first says it landed; the others ask for another try."""
    repeat: Annotated[int, Field(ge=1, le=5)] = 3
    """Tries at the most."""
    otherwise: Sentence = Field(alias="else")
    """Shown when the last try did not land; then the round goes on."""

    speaks: ClassVar[tuple[str, ...]] = ("say", "wait", "otherwise")


class Keep(AnyTurn):
    """Offers to keep a favourite moment."""

    kind: Literal["keep"]
    say: Sentence = "A favourite moment?"


Turn = Annotated[Read | Breathe | Talk | Confirm | Keep, Field(discriminator="kind")]
KINDS: dict[str, type[AnyTurn]] = {
    "read": Read,
    "breathe": Breathe,
    "talk": Talk,
    "confirm": Confirm,
    "keep": Keep,
}
"""The model of each kind of turn."""


class Card(Part):
    """What a round is about."""

    text: Sentence
    depth: Depth = 1
    topics: Annotated[tuple[Word, ...], Field(max_length=8, strict=False)] = ()


class Deck(Part):
    """One exercise. Its id is its file's name."""

    format: Annotated[int, Field(ge=1, le=1)]
    title: Annotated[str, AfterValidator(trimmed), Field(min_length=1, max_length=40)]
    about: Annotated[str, AfterValidator(trimmed), Field(min_length=1, max_length=100)]
    roles: Annotated[tuple[Word, Word], Field(strict=False)]
    rounds: Annotated[int, Field(ge=2, le=12, multiple_of=2)]
    """Even, so that both play both roles equally often."""
    depth: Depth
    topics: Annotated[tuple[Word, ...], Field(max_length=8, strict=False)] = ()
    source: Sentence | None = None
    not_for: Sentence | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    license: Few | None = None
    change: Sentence = "Change places if you like."
    """Shown between rounds, when the roles swap."""
    farewell: Sentence = "Thank you, both. That was time well spent."
    """The closing line."""
    turns: Annotated[tuple[Turn, ...], Field(alias="turn", min_length=1, max_length=40, strict=False)]
    cards: Annotated[tuple[Card, ...], Field(alias="card", min_length=1, max_length=500, strict=False)]

    def turns_at(self, when: str) -> Iterator[tuple[int, Turn]]:
        """The turns played then, each with its index in the deck."""
        return ((index, turn) for index, turn in enumerate(self.turns) if turn.at == when)

    @property
    def steady_minutes(self) -> float:
        """How long the whole deck takes at the steady pace, in minutes, if every try lands at once."""
        return sum(
            (turn.candle or MINUTES_OF_A_SHORT_TURN) * (self.rounds if turn.at == "round" else 1)
            for turn in self.turns
        )

    def minutes(self, pace: Pace) -> int:
        """How long the whole deck takes at this pace, in whole minutes."""
        return minutes_at(self.steady_minutes, pace)
