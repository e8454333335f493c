"""A favourite moment that both kept."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from duologue.core.seats import Pair
from duologue.core.session import Session
from duologue.core.text import clean


def _cleaned(value: object) -> object:
    return clean(value) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_cleaned), Field(max_length=2000)]
"""Generous where it is read: a couple may have edited their own memories."""

MemoryId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]


class Line(BaseModel):
    """What one partner wrote, under the name they had then."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: Text
    line: Text


class End(BaseModel):
    """The last table of a record; without it the file is cut off."""

    complete: Literal[True]


class Memory(BaseModel):
    """One record of the jar. Keys nobody knows are left alone in the file."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: Literal[1] = 1
    id: MemoryId
    title: Text
    when: AwareDatetime
    deck: Text
    card: Text
    left: Line
    right: Line
    end: End = End(complete=True)

    @property
    def lines(self) -> Pair[Line]:
        """Both lines, by seat."""
        return Pair(self.left, self.right)

    def record(self) -> dict[str, Any]:
        """The tables of its file, `[end]` last."""
        return self.model_dump(mode="python")


def memory_of(session: Session, when: datetime) -> Memory:
    """The moment that both just kept. `when` must know its time zone."""
    moment = session.moment
    return Memory(
        id=session.moment_id,
        title=moment.title,
        when=when.replace(microsecond=0),
        deck=session.hand.deck.title,
        card=session.card.text,
        left=Line(name=session.couple.left, line=moment.lines.left),
        right=Line(name=session.couple.right, line=moment.lines.right),
    )
