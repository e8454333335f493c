"""What a key means in the state the session is in."""

from __future__ import annotations

from duologue.core import events
from duologue.core.events import Event
from duologue.core.seats import Seat
from duologue.core.session import Session
from duologue.core.states import State
from duologue.core.turns import Confirm

_CAN_SAY_NO = {State.OFFERING, State.REVEALING}
_LEFT_BLANK = {State.NOTING, State.PICKING}
_ANSWERS = {"yes": 0, "no": 1, "third": 2}


def intent(command: str, session: Session) -> Event | None:
    """The event that a command asks for now, or None where it asks for nothing."""
    who, _, what = command.rpartition(".")
    if not who:
        return _shared(what, session)
    seat = Seat(who)
    if what in _ANSWERS:
        return _answer(what, seat, session)
    if what == "slower":
        return events.Slower(seat=seat)
    if what == "faster":
        return events.Faster(seat=seat)
    if what == "more-time":
        return events.MoreTime(seat=seat)
    return events.CardSwapped(seat=seat) if session.can_swap else events.Passed(seat=seat)


def _shared(what: str, session: Session) -> Event | None:
    if what == "go-on":
        return events.TurnFinished()
    if what == "time-out":
        return None if session.ended else events.TimeOut()
    if what == "let-go":
        return events.LeftBlank() if session.state in _LEFT_BLANK else events.LetGo()
    return events.Starred() if what == "star" else None


def _answer(what: str, seat: Seat, session: Session) -> Event | None:
    if session.state is State.CONFIRMING:
        assert isinstance(session.turn, Confirm)
        answer = _ANSWERS[what]
        return events.Confirmed(seat=seat, answer=answer) if answer < len(session.turn.answers) else None
    if session.state is State.SHOWING:
        return events.TurnedOver(seat=seat) if what == "yes" else None
    if what == "yes":
        return events.Kept(seat=seat)
    return events.LetGo() if what == "no" and session.state in _CAN_SAY_NO else None
