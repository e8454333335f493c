"""A favourite moment that both kept."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from duologue.core.record import End, Text, Version
from duologue.core.seats import Pair
from duologue.core.session import Session


class Line(BaseModel):
    """What one partner wrote, under the name they had then."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: Text
    line: Text


PictureName = Annotated[str, Field(pattern=r"^([0-9a-f]{32}\.(png|jpg|gif|webp))?$")]
"""The file of a picture in the jar, named after its bytes; empty where there is none."""


class Memory(Version):
    """One moment in the jar. `deck` and `card` are empty where it was added without a session."""

    title: Text
    feelings: Annotated[tuple[Text, ...], Field(max_length=12)] = ()
    place: Text = ""
    picture: PictureName = ""
    left: Line
    right: Line
    end: End = End(complete=True)

    @property
    def lines(self) -> Pair[Line]:
        """Both lines, by seat."""
        return Pair(self.left, self.right)


def memory_of(session: Session, when: datetime) -> Memory:
    """The moment that both just kept. `when` must know its time zone."""
    moment = session.moment
    return Memory(
        id=session.moment_id,
        title=moment.title,
        when=when.replace(microsecond=0),
        deck=session.deck.title,
        card=session.card_played,
        left=Line(name=session.couple.left, line=moment.lines.left),
        right=Line(name=session.couple.right, line=moment.lines.right),
    )
