"""What can happen in a session. Frozen, checked when made, and written to the journal before they apply."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter

from duologue.core.couple import Couple
from duologue.core.hand import Hand
from duologue.core.pace import Pace
from duologue.core.seats import Seat
from duologue.core.text import trimmed, trimmed_lines

TITLE_AT_MOST = 60
LINE_AT_MOST = 280
"""Characters in the title of a moment and in one partner's line about it."""
WORDS_AT_MOST = 2000
"""Characters of what is written unseen."""


Title = Annotated[str, AfterValidator(trimmed), Field(max_length=TITLE_AT_MOST)]
Line = Annotated[str, AfterValidator(trimmed), Field(max_length=LINE_AT_MOST)]
Words = Annotated[str, AfterValidator(trimmed_lines), Field(max_length=WORDS_AT_MOST)]


class AnyEvent(BaseModel):
    """What every event has."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    """Seconds of the session's own time since it began; time in which the app is closed does not count."""

    def stamped(self, at: float) -> Self:
        """The same event at this time."""
        return self.model_copy(update={"at": at})


class BySeat(AnyEvent):
    """Something that one partner does."""

    seat: Seat


class Began(AnyEvent):
    """The session begins with these two, this hand and this pace."""

    type: Literal["began"] = "began"
    format: Literal[1] = 1
    """Of the whole journal, which this event is the first line of."""
    couple: Couple
    hand: Hand
    pace: Pace


class TurnFinished(AnyEvent):
    """Go on: whoever acts in this turn is done."""

    type: Literal["turn finished"] = "turn finished"


class Passed(BySeat):
    """One of them would rather not play this turn."""

    type: Literal["passed"] = "passed"


class CardSwapped(BySeat):
    """One of them would like another card."""

    type: Literal["card swapped"] = "card swapped"


class Slower(BySeat):
    """One partner wishes for a slower pace."""

    type: Literal["slower"] = "slower"


class Faster(BySeat):
    """One partner is ready for a faster pace."""

    type: Literal["faster"] = "faster"


class MoreTime(BySeat):
    """A little more time for this turn."""

    type: Literal["more time"] = "more time"


class Starred(AnyEvent):
    """The card on the table gets a star, or loses it."""

    type: Literal["starred"] = "starred"


class WoundDown(AnyEvent):
    """There are five minutes left: go to the close."""

    type: Literal["wound down"] = "wound down"


class TimeOut(AnyEvent):
    """Either asks for a break; nobody is named."""

    type: Literal["time-out"] = "time-out"


class Back(AnyEvent):
    """Back from the break."""

    type: Literal["back"] = "back"


class Confirmed(BySeat):
    """The owner of the story answers whether it landed."""

    type: Literal["confirmed"] = "confirmed"
    answer: Annotated[int, Field(ge=0, le=2)]
    """Index into the turn's answers; 0 says it landed."""


class Agreed(AnyEvent):
    """Both say that this is good now. Who answered first, and how, is not told."""

    type: Literal["agreed"] = "agreed"


class Declined(AnyEvent):
    """One of them, or both, would rather not; nobody is named."""

    type: Literal["declined"] = "declined"


class Noted(AnyEvent):
    """Something was written unseen, or together in the open; whose turn it is to write, the session knows."""

    type: Literal["noted"] = "noted"
    text: Annotated[Words, Field(min_length=1)]


class Picked(AnyEvent):
    """Something was picked; whose turn it is to pick, the session knows."""

    type: Literal["picked"] = "picked"
    choice: Annotated[Title, Field(min_length=1)]


class LeftBlank(AnyEvent):
    """Whoever would write or pick now would rather not."""

    type: Literal["left blank"] = "left blank"


class TurnedOver(BySeat):
    """One partner turns over what they wrote or picked."""

    type: Literal["turned over"] = "turned over"


class Kept(BySeat):
    """One says yes: to keeping a moment at all, or to this one as it stands."""

    type: Literal["kept"] = "kept"


class LetGo(AnyEvent):
    """Either says no to keeping; the moment passes without a word, and nobody is named."""

    type: Literal["let go"] = "let go"


class Titled(AnyEvent):
    """The moment has a title."""

    type: Literal["titled"] = "titled"
    title: Annotated[Title, Field(min_length=1)]


class Drafted(AnyEvent):
    """What has been typed so far, so that a crash loses none of it."""

    type: Literal["drafted"] = "drafted"
    text: Words


class Wrote(BySeat):
    """One partner's line about the moment is written."""

    type: Literal["wrote"] = "wrote"
    line: Annotated[Line, Field(min_length=1)]


class Saved(AnyEvent):
    """The moment is on the disk."""

    type: Literal["saved"] = "saved"


class Ticked(AnyEvent):
    """Time went on and nothing else happened; lets a replay know how far the candle had burned."""

    type: Literal["ticked"] = "ticked"


class Ended(AnyEvent):
    """They end the session here."""

    type: Literal["ended"] = "ended"


Event = (
    Began
    | TurnFinished
    | Passed
    | CardSwapped
    | Slower
    | Faster
    | MoreTime
    | Starred
    | WoundDown
    | TimeOut
    | Back
    | Confirmed
    | Agreed
    | Declined
    | Noted
    | Picked
    | LeftBlank
    | TurnedOver
    | Kept
    | LetGo
    | Titled
    | Drafted
    | Wrote
    | Saved
    | Ticked
    | Ended
)

EVENT: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="type")])
"""Reads an event back from the journal."""
