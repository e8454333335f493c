"""Small things to play with: one deck with every kind of turn, and sessions at any place in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache

from hypothesis import strategies as st

from duologue.core.couple import Couple
from duologue.core.deck import Deck
from duologue.core.deck_text import read_deck
from duologue.core.events import (
    AnyEvent,
    Back,
    Began,
    CardSwapped,
    Confirmed,
    Drafted,
    Ended,
    Event,
    Faster,
    Kept,
    LetGo,
    MoreTime,
    Passed,
    Saved,
    Slower,
    Ticked,
    TimeOut,
    Titled,
    TurnFinished,
    Wrote,
)
from duologue.core.hand import Hand
from duologue.core.pace import Pace
from duologue.core.seats import Pair, Seat
from duologue.core.session import NotNow, Session
from duologue.core.states import TABLE, State

WEATHER = """\
format = 1
title = "Weather"
about = "Tell how the day was, as weather."
roles = ["teller", "listener"]
rounds = 2
depth = 2

[[turn]]
kind = "breathe"
at = "opening"
say = "Breathe together."

[[turn]]
kind = "read"
say = "{teller}, read it aloud: {card}"

[[turn]]
kind = "talk"
floor = "teller"
say = "Which weather was it?"
listen = "Listen to {teller}."
minutes = 2

[[turn]]
kind = "talk"
floor = "listener"
say = "Tell it back."
again = "Tell it once more."
listen = "Hear {listener}."
minutes = 1

[[turn]]
kind = "confirm"
asks = "teller"
say = "Was that it?"
answers = ["That's it", "Nearly", "Not quite"]
repeat = 2
else = "Thank you for trying."

[[turn]]
kind = "keep"
at = "closing"

[[card]]
text = "A walk"

[[card]]
text = "A meal"

[[card]]
text = "A call"
depth = 2
"""
"""Steps: 0 breathe · 1 read, 2 talk, 3 talk back, 4 confirm · 5 change · 6 read, 7, 8, 9 · 10 keep."""

ANA, BEN = Seat.LEFT, Seat.RIGHT
NAMES: Couple = Pair("Ana", "Ben")
WHEN = datetime(2024, 5, 17, 21, 30, 5, tzinfo=UTC)

DONE = TurnFinished()


@cache
def deck(text: str = WEATHER) -> Deck:
    """The deck of this text, which must be without fault."""
    read = read_deck(text, "weather.toml")
    assert isinstance(read, Deck), "\n".join(map(str, read))
    return read


def hand(of: Deck | None = None, first: Seat = ANA) -> Hand:
    """The cards in the order of the file."""
    return Hand(key="k3yk3y", deck_id="weather", deck=of or deck(), first=first)


def began(of: Deck | None = None, pace: Pace = Pace.STEADY, first: Seat = ANA) -> Began:
    """Ana on the left and Ben on the right begin; Ana tells first."""
    return Began(couple=NAMES, hand=hand(of, first), pace=pace)


def begun(of: Deck | None = None, pace: Pace = Pace.STEADY, first: Seat = ANA) -> Session:
    """The session that has just begun."""
    return Session.begin(began(of, pace, first))


def played(session: Session, *events: Event, seconds: float = 0.0) -> Session:
    """The session after these events, each so many seconds after the one before."""
    for event in events:
        session = session.after(event.stamped(session.now + seconds))
    return session


def landed(seat: Seat) -> Confirmed:
    """That's it."""
    return Confirmed(seat=seat, answer=0)


def nearly(seat: Seat) -> Confirmed:
    """Not yet, once more."""
    return Confirmed(seat=seat, answer=1)


def a_round(owner: Seat) -> list[Event]:
    """One round of the deck, from reading to a first try that landed."""
    return [DONE, DONE, DONE, landed(owner)]


_TO_CONFIRM: list[Event] = [DONE, DONE, DONE, DONE]
_TO_OFFER: list[Event] = [DONE, *a_round(ANA), DONE, *a_round(BEN)]
_TO_NAME: list[Event] = [*_TO_OFFER, Kept(seat=ANA), Kept(seat=BEN)]
_TO_WRITE: list[Event] = [*_TO_NAME, Titled(title="The walk")]
_TO_REVEAL: list[Event] = [*_TO_WRITE, Wrote(seat=ANA, line="Rain first."), Wrote(seat=BEN, line="Then sun.")]
_TO_SAVE: list[Event] = [*_TO_REVEAL, Kept(seat=ANA), Kept(seat=BEN)]

ROADS: dict[State, Sequence[Event]] = {
    State.BREATHING: [],
    State.READING: [DONE],
    State.TALKING: [DONE, DONE],
    State.CONFIRMING: _TO_CONFIRM,
    State.LETTING_BE: [*_TO_CONFIRM, nearly(ANA), DONE, nearly(ANA)],
    State.CHANGING: [*_TO_CONFIRM, landed(ANA)],
    State.OFFERING: _TO_OFFER,
    State.NAMING: _TO_NAME,
    State.WRITING: _TO_WRITE,
    State.REVEALING: _TO_REVEAL,
    State.SAVING: _TO_SAVE,
    State.SAVED: [*_TO_SAVE, Saved()],
    State.RESTING: [DONE, DONE, TimeOut()],
    State.CLOSING: [Ended()],
    State.ENDED: [Ended(), DONE],
}
"""How to come to each state from the beginning."""


def session_in(state: State, seconds: float = 0.0) -> Session:
    """A session in this state, each event so many seconds after the one before."""
    session = played(begun(), *ROADS[state], seconds=seconds)
    assert session.state is state
    return session


def an_event(kind: type[AnyEvent], seat: Seat = ANA, answer: int = 0, text: str = "Sun") -> Event:
    """An event of this kind, well made."""
    seated: list[type[Passed | CardSwapped | Slower | Faster | MoreTime | Kept]]
    seated = [Passed, CardSwapped, Slower, Faster, MoreTime, Kept]
    for by_seat in seated:
        if kind is by_seat:
            return by_seat(seat=seat)
    bare: list[type[TurnFinished | TimeOut | Back | Saved | Ticked | Ended | LetGo]]
    bare = [TurnFinished, TimeOut, Back, Saved, Ticked, Ended, LetGo]
    for plain in bare:
        if kind is plain:
            return plain()
    with_words: dict[type[AnyEvent], Event] = {
        Confirmed: Confirmed(seat=seat, answer=answer),
        Titled: Titled(title=text),
        Drafted: Drafted(text=text),
        Wrote: Wrote(seat=seat, line=text),
        Began: began(),
    }
    return with_words[kind]


@st.composite
def some_events(draw: st.DrawFn, at_most: int = 25, start: Session | None = None) -> list[Event]:
    """Any events that are legal one after the other, with any quarters of a second between."""
    session = start or begun()
    events: list[Event] = []
    for _ in range(draw(st.integers(0, at_most))):
        kinds = sorted(TABLE[session.state], key=lambda kind: kind.__name__)
        going_on = [kind for kind in kinds if kind not in {Ended, LetGo}]
        if not kinds:
            break
        event = an_event(
            draw(st.sampled_from(going_on * 3 + kinds)),
            seat=draw(st.sampled_from(Seat)),
            answer=draw(st.integers(0, 2)),
            text="a" + draw(st.text(max_size=12)),
        ).stamped(session.now + draw(st.integers(0, 800)) / 4)
        try:
            session = session.after(event)
        except NotNow:
            continue
        events.append(event)
    return events


class FakeClock:
    """A clock that goes when it is told to."""

    def __init__(self, seconds: float = 1000.0) -> None:
        self.seconds = seconds

    def __call__(self) -> float:
        return self.seconds

    def pass_by(self, seconds: float) -> None:
        """Let time go by."""
        self.seconds += seconds
