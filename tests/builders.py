"""Small things to play with: sessions at any place in small decks, and anything that may happen in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple

from hypothesis import strategies as st

from duologue.core.couple import Couple
from duologue.core.deck import Deck
from duologue.core.deck_text import read_deck
from duologue.core.events import (
    EVENT,
    Agreed,
    AnyEvent,
    Back,
    Began,
    CardSwapped,
    Confirmed,
    Declined,
    Drafted,
    Ended,
    Event,
    Faster,
    Kept,
    LeftBlank,
    LetGo,
    MoreTime,
    Noted,
    Passed,
    Picked,
    Saved,
    Slower,
    Starred,
    Ticked,
    TimeOut,
    Titled,
    TurnedOver,
    TurnFinished,
    WoundDown,
    Wrote,
)
from duologue.core.hand import Hand, OpenPromise, Part
from duologue.core.pace import Pace
from duologue.core.seats import Pair, Seat
from duologue.core.session import NotNow, Session
from duologue.core.states import TABLE, State
from duologue.core.turns import Pick
from tests.core.small_decks import CLOSE, DEGREES, PAPER, WEATHER

ANA, BEN = Seat.LEFT, Seat.RIGHT
NAMES: Couple = Pair("Ana", "Ben")
PROMISES = Pair[OpenPromise | None](
    OpenPromise(id="p1", text="Water the fern"), OpenPromise(id="p2", text="Call early")
)
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
    return hand_of(of or deck(), first=first)


def hand_of(*decks: Deck, instead_of: Mapping[int, int] | None = None, first: Seat = ANA) -> Hand:
    """An evening of these decks; some may stand in for a deep one."""
    light = instead_of or {}
    parts = [
        Part(
            deck_id=of.title.lower(),
            deck=of,
            first=first if number % 2 == 0 else first.other,
            instead_of=light.get(number),
        )
        for number, of in enumerate(decks)
    ]
    return Hand(key="k3yk3y", parts=tuple(parts))


def an_evening() -> Hand:
    """A light deck, a deep one and what can stand in for it, and a close; with promises to look back on."""
    evening = hand_of(deck(PAPER), deck(DEGREES), deck(), deck(CLOSE), instead_of={2: 1})
    return evening.model_copy(update={"promises": PROMISES})


def began(
    of: Deck | Hand | None = None, pace: Pace = Pace.STEADY, first: Seat = ANA, couple: Couple = NAMES
) -> Began:
    """Ana on the left and Ben on the right begin; Ana tells first."""
    dealt = of if isinstance(of, Hand) else hand(of, first)
    return Began(couple=couple, hand=dealt, pace=pace)


def begun(of: Deck | Hand | None = None, pace: Pace = Pace.STEADY, first: Seat = ANA) -> Session:
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

_OUTSIDE: list[Event] = [DONE, DONE, Noted(text="The rain"), DONE, Noted(text="The mail")]
_TO_PICK: list[Event] = [*_OUTSIDE, DONE]
_TO_SHOW: list[Event] = [
    *_TO_PICK,
    *(Picked(choice="Just listen"), DONE, Noted(text="Blue"), DONE, Noted(text="Red")),
]


class Road(NamedTuple):
    """How to come to a state: in which deck, and by which events."""

    of: str
    events: Sequence[Event]


ROADS: dict[State, Road] = {
    State.BREATHING: Road(WEATHER, []),
    State.READING: Road(WEATHER, [DONE]),
    State.TALKING: Road(WEATHER, [DONE, DONE]),
    State.CONFIRMING: Road(WEATHER, _TO_CONFIRM),
    State.LETTING_BE: Road(WEATHER, [*_TO_CONFIRM, nearly(ANA), DONE, nearly(ANA)]),
    State.CHANGING: Road(WEATHER, [*_TO_CONFIRM, landed(ANA)]),
    State.OFFERING: Road(WEATHER, _TO_OFFER),
    State.NAMING: Road(WEATHER, _TO_NAME),
    State.WRITING: Road(WEATHER, _TO_WRITE),
    State.REVEALING: Road(WEATHER, _TO_REVEAL),
    State.SAVING: Road(WEATHER, _TO_SAVE),
    State.SAVED: Road(WEATHER, [*_TO_SAVE, Saved()]),
    State.HUSHED: Road(PAPER, []),
    State.HANDING_OVER: Road(PAPER, [DONE]),
    State.NOTING: Road(PAPER, [DONE, DONE]),
    State.PICKING: Road(PAPER, _TO_PICK),
    State.SHOWING: Road(PAPER, _TO_SHOW),
    State.ASKING: Road(DEGREES, []),
    State.RESTING: Road(WEATHER, [DONE, DONE, TimeOut()]),
    State.CLOSING: Road(WEATHER, [Ended()]),
    State.ENDED: Road(WEATHER, [Ended(), DONE]),
}
"""How to come to each state from the beginning."""


def session_in(state: State, seconds: float = 0.0) -> Session:
    """A session in this state, each event so many seconds after the one before."""
    session = played(begun(deck(ROADS[state].of)), *ROADS[state].events, seconds=seconds)
    assert session.state is state
    return session


BY_SEAT: tuple[type[Passed | CardSwapped | Slower | Faster | MoreTime | Kept | TurnedOver], ...] = (
    *(Passed, CardSwapped, Slower, Faster, MoreTime, Kept),
    TurnedOver,
)
BARE: tuple[type[AnyEvent], ...] = (
    *(TurnFinished, TimeOut, Back, Saved, Ticked, Ended, LetGo, LeftBlank, Agreed, Declined, Starred),
    WoundDown,
)


def an_event(kind: type[AnyEvent], seat: Seat = ANA, answer: int = 0, text: str = "Sun") -> Event:
    """An event of this kind, well made."""
    values: dict[str, object] = {"type": kind.model_fields["type"].default}
    with_words: dict[type[AnyEvent], dict[str, object]] = {
        Confirmed: {"seat": seat, "answer": answer},
        Titled: {"title": text},
        Drafted: {"text": text},
        Noted: {"text": text},
        Picked: {"choice": text},
        Wrote: {"seat": seat, "line": text},
    }
    if kind is Began:
        return began()
    seated = {"seat": seat} if kind in BY_SEAT else {}
    assert kind in BARE or kind in BY_SEAT or kind in with_words
    return EVENT.validate_python({**values, **seated, **with_words.get(kind, {})})


def likely(
    session: Session, kind: type[AnyEvent], seat: Seat = ANA, answer: int = 0, text: str = "Sun"
) -> Event:
    """An event of this kind by whoever may do it, picking what there is to pick."""
    if kind is Confirmed:
        seat = session.here.owner or seat
    elif kind is Wrote:
        seat = session.moment.writer
    elif kind is Picked and isinstance(session.turn, Pick) and session.turn.choices:
        text = session.turn.choices[answer % len(session.turn.choices)]
    elif kind is TurnedOver and not session.waits_to_be_shown(seat):
        seat = seat.other
    return an_event(kind, seat, answer, text)


@st.composite
def some_events(draw: st.DrawFn, at_most: int = 25, start: Session | None = None) -> list[Event]:
    """Any events that are legal one after the other, with any quarters of a second between."""
    session = start or begun()
    events: list[Event] = []
    for _ in range(draw(st.integers(0, at_most))):
        kinds = sorted(TABLE[session.state], key=lambda kind: kind.__name__)
        going_on = [kind for kind in kinds if kind not in {Ended, LetGo, WoundDown}]
        if not kinds:
            break
        event = likely(
            session,
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


class Happened(NamedTuple):
    """A session from its beginning."""

    began: Began
    events: list[Event]


@cache
def _starts() -> list[Began]:
    whole: list[Deck | Hand] = [deck(), deck(PAPER), deck(DEGREES), an_evening()]
    return [began(of) for of in whole]


@st.composite
def some_plays(draw: st.DrawFn, at_most: int = 25) -> Happened:
    """Any of the small decks or an evening of them, and any events that are legal in it."""
    start = draw(st.sampled_from(_starts()))
    return Happened(start, draw(some_events(at_most, Session.begin(start))))


class FakeClock:
    """A clock that goes when it is told to."""

    def __init__(self, seconds: float = 1000.0) -> None:
        self.seconds = seconds

    def __call__(self) -> float:
        return self.seconds

    def pass_by(self, seconds: float) -> None:
        """Let time go by."""
        self.seconds += seconds
