"""Two scripted partners who play any deck to its end: they ask the session what there is to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from duologue.core.events import (
    EVENT,
    Agreed,
    Began,
    CardSwapped,
    Confirmed,
    Declined,
    Event,
    Kept,
    LeftBlank,
    LetGo,
    Noted,
    Passed,
    Picked,
    Saved,
    Titled,
    TurnedOver,
    WoundDown,
    Wrote,
)
from duologue.core.seats import Seat
from duologue.core.session import Session
from duologue.core.states import State
from duologue.core.turns import Pick
from tests.builders import ANA, BEN, DONE

EVENTS_AT_MOST = 3000
"""More than the longest deck takes, so that two who go round in circles are found out."""
BESIDE_THE_CANDLE = 2.0
"""Seconds that everything takes for which no candle burns."""


@dataclass(frozen=True)
class Manner:
    """How two partners take what they are asked."""

    name: str
    lands: bool = True
    """Whether a try lands at once; else it is "nearly" until the tries run out."""
    gives: bool = True
    """Whether they write, pick, turn over and keep; else they leave blank and let go."""
    passes: bool = False
    """Whether they pass whatever can be passed."""
    agrees: bool = True
    """Whether now is good for what is deep, and for another set."""
    swaps: int = 0
    """How often they ask for another card in each round."""
    winds_down: bool = False
    """Whether they go to the close as soon as the first round has begun."""


ALL_ANSWERS = Manner("all answers")
MANNERS = [
    ALL_ANSWERS,
    Manner("nearly every time", lands=False),
    Manner("all passed", passes=True, gives=False),
    Manner("all left blank", gives=False),
    Manner("not now", agrees=False),
    Manner("another card", swaps=2),
    Manner("wound down", winds_down=True),
]


@dataclass
class Played:
    """A session from its beginning to its end."""

    began: Began
    session: Session
    events: list[Event]
    steps: set[int]
    """Indexes of the steps that were played."""
    swaps: dict[int, int]
    """How often another card was had, by round."""

    def replayed(self) -> Session:
        """The session as its journal tells it, after a round trip through text."""
        texts = [event.model_dump_json(by_alias=True) for event in (self.began, *self.events)]
        first, *others = [EVENT.validate_json(text) for text in texts]
        assert isinstance(first, Began)
        session = Session.begin(first)
        for event in others:
            session = session.after(event)
        return session


def play(of: Began, manner: Manner) -> Played:
    """The whole session in this manner; every talk takes the candle that the deck gives it."""
    session = Session.begin(of)
    played = Played(of, session, [], set(), {})
    while session.state is not State.ENDED:
        assert len(played.events) < EVENTS_AT_MOST, f"they never get past {session.state}"
        played.steps.add(session.step)
        event = _next_event(session, manner, played.swaps)
        if isinstance(event, CardSwapped):
            played.swaps[session.round] = played.swaps.get(session.round, 0) + 1
        event = event.stamped(session.now + _seconds(session, event))
        session = session.after(event)
        played.events.append(event)
    played.session = session
    return played


def _seconds(session: Session, event: Event) -> float:
    """A whole candle, however much room there would be; but no time for what is passed or swapped."""
    if isinstance(event, Passed | CardSwapped):
        return 0.0
    if session.state is State.TALKING and session.turn:
        return session.turn.candle * 60 * session.pace.factor
    return BESIDE_THE_CANDLE


def _next_event(session: Session, manner: Manner, swaps: dict[int, int]) -> Event:
    if session.can_swap and swaps.get(session.round, 0) < manner.swaps:
        return CardSwapped(seat=BEN)
    in_a_round = session.turn is not None and session.turn.at == "round"
    if manner.winds_down and in_a_round and session.can_wind_down:
        return WoundDown()
    return _DOING.get(session.state, _go_on)(session, manner)


def _go_on(session: Session, manner: Manner) -> Event:
    return Passed(seat=session.asked or ANA) if manner.passes and session.allows(Passed) else DONE


def _confirm(session: Session, manner: Manner) -> Event:
    owner = session.here.owner
    assert owner is not None, "somebody owns the story"
    if manner.passes:
        return Passed(seat=owner)
    return Confirmed(seat=owner, answer=0 if manner.lands else 1)


def _hand_over(session: Session, manner: Manner) -> Event:
    assert session.asked is not None, "somebody is asked"
    return DONE if manner.gives else _go_on(session, manner) if manner.passes else LeftBlank()


def _note(session: Session, manner: Manner) -> Event:
    who = session.name(session.asked) if session.asked else "both"
    return Noted(text=f"Words of {who} at step {session.step}") if manner.gives else LeftBlank()


def _pick(session: Session, manner: Manner) -> Event:
    assert isinstance(session.turn, Pick)
    choices = session.turn.choices or ("Calm",)
    return Picked(choice=choices[session.step % len(choices)]) if manner.gives else LeftBlank()


def _show(session: Session, manner: Manner) -> Event:
    waiting = [seat for seat in Seat if session.waits_to_be_shown(seat)]
    if not waiting:
        return DONE
    return TurnedOver(seat=waiting[0]) if manner.gives else Passed(seat=waiting[0])


def _answer(_: Session, manner: Manner) -> Event:
    return Agreed() if manner.agrees else Declined()


def _keep(session: Session, manner: Manner) -> Event:
    if not manner.gives:
        return LetGo()
    return Kept(seat=ANA if not session.yes.left else BEN)


def _write(session: Session, _: Manner) -> Event:
    return Wrote(seat=session.moment.writer, line="A line.")


_DOING: dict[State, Callable[[Session, Manner], Event]] = {
    State.CONFIRMING: _confirm,
    State.HANDING_OVER: _hand_over,
    State.NOTING: _note,
    State.PICKING: _pick,
    State.SHOWING: _show,
    State.ASKING: _answer,
    State.OFFERING: _keep,
    State.NAMING: lambda *_: Titled(title="A title"),
    State.WRITING: _write,
    State.REVEALING: _keep,
    State.SAVING: lambda *_: Saved(),
    State.CHANGING: lambda *_: DONE,
    State.LETTING_BE: lambda *_: DONE,
}
