"""How close both felt at the end of a session, where both chose to keep it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from duologue.core.couple import Couple
from duologue.core.record import End, RecordId, Text
from duologue.core.seats import Pair, Seat
from duologue.core.session import Session
from duologue.core.turns import CIRCLES, Keep

Circle = Annotated[int, Field(ge=1, le=len(CIRCLES))]
"""From 1, apart, to 7, almost one."""


class Circles(BaseModel):
    """Which circles one partner picked, under the name they had then."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: Text
    circle: Circle


class Closeness(BaseModel):
    """The circles of one evening."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: Literal[1] = 1
    id: RecordId
    when: AwareDatetime
    deck: Text
    """Title of the deck in which they were picked."""
    left: Circles
    right: Circles
    end: End = End(complete=True)

    def by_seat(self, couple: Couple) -> Pair[Circle]:
        """The circles of these two where they sit now: by name, and by seat where no name says so."""
        stayed = self.left.name == couple.left or self.right.name == couple.right
        crossed = self.left.name == couple.right or self.right.name == couple.left
        picked = Pair(self.left.circle, self.right.circle)
        return Pair(picked.right, picked.left) if crossed and not stayed else picked

    def record(self) -> dict[str, Any]:
        """The tables of its file, `[end]` last."""
        return self.model_dump(mode="python")


def closeness_of(session: Session, when: datetime) -> Closeness:
    """The circles that both just kept. `when` must know its time zone."""
    assert isinstance(session.turn, Keep)
    assert session.turn.keeps == "circles"
    picked = {seat: int(circle) for seat, circle in session.to_keep}
    left, right = (Circles(name=session.name(seat), circle=picked[seat]) for seat in Seat)
    return Closeness(
        id=session.moment_id,
        when=when.replace(microsecond=0),
        deck=session.deck.title,
        left=left,
        right=right,
    )
