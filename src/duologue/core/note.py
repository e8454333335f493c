"""What both kept of what was written: a promise, a plan, or a letter for the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Literal

from duologue.core.couple import Couple
from duologue.core.kept import Kept
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

_RESTS = {"open": timedelta(days=1), "trying": timedelta(days=7)}
"""How long a promise is left in peace after it was made, and after they were still trying."""


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


def to_look_back_on(promises: Iterable[Kept[Note]], couple: Couple, now: datetime) -> Kept[Note] | None:
    """The promise of these two that has waited longest, or None. One with two versions waits to be chosen."""
    due = (
        kept
        for kept in promises
        if kept.now.is_open
        and not kept.is_torn
        and kept.now.by in {couple.left, couple.right}
        and now - kept.now.made > _RESTS[kept.now.standing]
    )
    return min(due, key=lambda kept: kept.now.made, default=None)


def notes_of(session: Session, when: datetime) -> Iterator[Note]:
    """What both just kept. `when` must know its time zone."""
    turn = session.turn
    assert isinstance(turn, Keep)
    assert turn.keeps != "moment"
    assert turn.keeps != "circles"
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
