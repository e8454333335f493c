"""What both kept of what was written: a promise, a plan, or a letter for the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from duologue.core.record import End, LongText, Text, Version
from duologue.core.session import Session
from duologue.core.turns import PROMISE_ANSWERS, Keep

Kind = Literal["promise", "plan", "letter"]
Standing = Literal["open", "kept", "trying", "let go"]
"""How a promise or a plan stands. While it is tried, it is looked back on again."""

STANDING_OF_ANSWER: dict[str, Standing] = dict(
    zip(PROMISE_ANSWERS, ("kept", "trying", "let go"), strict=True)
)
"""What an answer makes of a promise."""


class Note(Version):
    """One record: who wrote it, for whom, and how it stands."""

    kind: Kind
    by: Text
    """The name of who wrote it; both names, where they wrote it together."""
    to: Text
    """The other name; empty where they wrote it together."""
    text: LongText
    standing: Standing = "open"
    end: End = End(complete=True)

    @property
    def is_open(self) -> bool:
        """Whether it is to be looked back on."""
        return self.standing in {"open", "trying"}


def notes_of(session: Session, when: datetime) -> Iterator[Note]:
    """What both just kept. `when` must know its time zone."""
    turn = session.turn
    assert isinstance(turn, Keep)
    assert turn.keeps != "moment"
    for seat, text in session.to_keep:
        yield Note(
            id=f"{session.moment_id}-{seat or 'both'}",
            kind=turn.keeps,
            when=when.replace(microsecond=0),
            deck=session.deck.title,
            card=session.card_played,
            by=session.name(seat) if seat else f"{session.couple.left} & {session.couple.right}",
            to=session.name(seat.other) if seat else "",
            text=text,
        )
