"""What stays of a session that was played: when, how long, which decks and cards; nothing that was said."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from duologue.core.record import End, RecordId, Text
from duologue.core.seats import Seat
from duologue.core.session import Session

_AT_MOST = 1_000_000
"""Seconds; about eleven days."""
_Seconds = Annotated[int, Field(ge=0, lt=_AT_MOST)]


class Names(BaseModel):
    """Who sat where; empty where it was not noted."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    left: Text = ""
    right: Text = ""


class FloorSeconds(BaseModel):
    """How long each had the floor, by seat."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    left: _Seconds = 0
    right: _Seconds = 0


class Summary(BaseModel):
    """One session that was played. Older files may lack all but when it was."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: Literal[1] = 1
    id: RecordId
    when: AwareDatetime
    """When it ended."""
    names: Names = Names()
    decks: Annotated[tuple[Text, ...], Field(max_length=100)] = ()
    """Ids of the decks that were played, in their order."""
    seconds: _Seconds = 0
    """How long it took, breaks aside."""
    cards: Annotated[tuple[Text, ...], Field(max_length=2000)] = ()
    """Texts of the cards that were played, in their order."""
    floor_seconds: FloorSeconds = FloorSeconds()
    end: End = End(complete=True)

    @property
    def minutes(self) -> int:
        """How long it took, in whole minutes; at least one."""
        return max(1, round(self.seconds / 60))

    def floor_of(self, name: str) -> int:
        """Seconds this person had the floor, wherever they sat; none where they did not play."""
        if name == self.names.left:
            return self.floor_seconds.left
        return self.floor_seconds.right if name == self.names.right else 0

    def record(self) -> dict[str, Any]:
        """The tables of its file, `[end]` last."""
        return self.model_dump(mode="python")


def summary_of(session: Session, when: datetime) -> Summary:
    """What stays of this session. `when` must know its time zone."""
    return Summary(
        id=session.hand.key,
        when=when.replace(microsecond=0),
        names=Names(left=session.name(Seat.LEFT), right=session.name(Seat.RIGHT)),
        decks=tuple(dict.fromkeys(deck_id for deck_id, _ in session.cards_played)),
        seconds=min(round(session.now), _AT_MOST - 1),
        cards=tuple(card.text for _, card in session.cards_played),
        floor_seconds=FloorSeconds(
            left=round(session.floor_time.of(Seat.LEFT)), right=round(session.floor_time.of(Seat.RIGHT))
        ),
    )
