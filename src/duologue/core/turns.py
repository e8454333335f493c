"""The kinds of turn: a closed set, one model each. What is played in a round is made of these."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from duologue.core.text import trimmed

SHORT = 0.5
"""What a turn without a candle is reckoned at, in minutes at the steady pace."""
MINUTES_TO_WRITE = 1.0
MINUTES_TO_WRITE_A_LETTER = 4.0
"""What one writer is reckoned at."""

BOTH = "both"
"""Instead of a role: the two of them talk together."""
PROMISE_PLACEHOLDER = "promise"
PROMISE_ANSWERS = ("Kept", "Still trying", "Let it go")
"""How one looks back on a promise: there is nothing to fail."""
CIRCLES = ("1", "2", "3", "4", "5", "6", "7")
"""The closeness circles, from apart to almost one, as they are picked."""
CLOSENESS = (
    "apart",
    "touching",
    "a little together",
    "partly together",
    "half together",
    "mostly together",
    "almost one",
)
"""Each of them in words, for those who cannot see the drawing well."""

Sentence = Annotated[str, AfterValidator(trimmed), Field(min_length=1, max_length=200)]
Few = Annotated[str, AfterValidator(trimmed), Field(min_length=1, max_length=60)]
Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")]
Minutes = Annotated[float, Field(gt=0, le=30)]


class Piece(BaseModel):
    """Anything read from a deck: frozen, and without keys that nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class AnyTurn(Piece):
    """What turns of every kind have."""

    at: Literal["opening", "round", "closing"] = "round"
    """Played in every round, or once before the first or after the last."""
    spare: bool = False
    """Left out where the time is short."""

    speaks: ClassVar[tuple[str, ...]] = ("say",)
    """The fields that are shown, and so may hold placeholders."""

    @property
    def candle(self) -> float:
        """Minutes at the steady pace that a candle burns, 0 where none does."""
        return 0.0

    @property
    def reckoned(self) -> float:
        """Minutes at the steady pace that the turn is thought to take."""
        return self.candle or SHORT


class SaidToEach(AnyTurn):
    """The same sentence for both, or one for each role."""

    say: Sentence | None = None
    each: dict[Word, Sentence] | None = None

    def sentence_for(self, role: str) -> str:
        """What is said to this role; empty where nothing is."""
        return (self.each.get(role, "") if self.each is not None else self.say) or ""

    def asked(self, roles: tuple[str, str]) -> tuple[str, ...]:
        """The roles that are asked to do something, in their order."""
        return tuple(self.each) if self.each is not None else roles


class Read(SaidToEach):
    """Both read the card, or what comes next."""

    kind: Literal["read"]


class Breathe(AnyTurn):
    """Both breathe slowly."""

    kind: Literal["breathe"]
    say: Sentence
    minutes: Minutes = 0.5

    @property
    def candle(self) -> float:
        return self.minutes


class Hush(AnyTurn):
    """Together and silent: a gaze, a hand, an embrace. Either may end it."""

    kind: Literal["hush"]
    say: Sentence
    minutes: Minutes

    @property
    def candle(self) -> float:
        return self.minutes


class Talk(AnyTurn):
    """One partner has the floor, aloud; or the two of them talk together."""

    kind: Literal["talk"]
    say: Sentence
    """For the one who speaks."""
    floor: Word
    """The role that speaks, or “both”."""
    listen: Sentence | None = None
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


class Write(SaidToEach):
    """Written unseen, one after the other; or one text in the open, by both."""

    kind: Literal["write"]
    name: Word
    """By which a later turn finds what was written."""
    together: Sentence | None = None
    """Instead of `say` and `each`: what both of them write in one text, in the open."""
    letter: bool = False
    """A longer text, in paragraphs."""

    speaks: ClassVar[tuple[str, ...]] = ("say", "together")

    def asked(self, roles: tuple[str, str]) -> tuple[str, ...]:
        return () if self.together else super().asked(roles)

    @property
    def reckoned(self) -> float:
        writers = 1 if self.together else len(self.each or (1, 2))
        return writers * (MINUTES_TO_WRITE_A_LETTER if self.letter else MINUTES_TO_WRITE)


class Pick(SaidToEach):
    """One of several is picked: unseen, one after the other, or in the open."""

    kind: Literal["pick"]
    name: Word
    """By which a later turn finds what was picked."""
    source: Literal["options", "feelings", "circles", "promise"] = Field(alias="from")
    """Options of its own, the list of feelings, the closeness circles, or how a promise went."""
    options: Annotated[tuple[Few, ...], Field(max_length=8, strict=False)] = ()
    open: bool = False
    """In the open; what was picked stays in sight for the rest of the round."""

    @property
    def choices(self) -> tuple[str, ...]:
        """What can be picked; empty for feelings, which have a list of their own."""
        return {"promise": PROMISE_ANSWERS, "circles": CIRCLES}.get(self.source, self.options)

    @property
    def reckoned(self) -> float:
        return SHORT * len(self.each or (1, 2))


class Reveal(AnyTurn):
    """What was written or picked, side by side. Each turns over only their own."""

    kind: Literal["reveal"]
    say: Sentence
    shows: Word
    """The name of what was written or picked."""
    whose: Word | None = None
    """The role whose part is shown; both, where nothing is said."""
    free: bool = False
    """Whether going on without turning it over is just as fine."""


class Keep(AnyTurn):
    """Offers to keep a moment, what was written, or both pairs of circles. Kept only if both say so."""

    kind: Literal["keep"]
    say: Sentence = "A favourite moment?"
    keeps: Literal["moment", "promise", "plan", "letter", "circles"] = "moment"
    written: Word | None = Field(default=None, alias="from")
    """The name of what was written or picked, for all but a moment."""


Turn = Annotated[
    Read | Breathe | Hush | Talk | Confirm | Write | Pick | Reveal | Keep, Field(discriminator="kind")
]
KINDS: dict[str, type[AnyTurn]] = {
    "read": Read,
    "breathe": Breathe,
    "hush": Hush,
    "talk": Talk,
    "confirm": Confirm,
    "write": Write,
    "pick": Pick,
    "reveal": Reveal,
    "keep": Keep,
}
"""The model of each kind of turn."""
