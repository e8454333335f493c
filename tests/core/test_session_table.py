"""In every state every event is either legal or refused, exactly as the table says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.core import events
from duologue.core.events import AnyEvent
from duologue.core.seats import Seat
from duologue.core.session import NotNow, Session
from duologue.core.states import LIVE, TABLE, State
from duologue.core.turns import Confirm
from tests.builders import (
    ANA,
    BEN,
    ROADS,
    Happened,
    an_event,
    begun,
    likely,
    session_in,
    some_plays,
)

ALWAYS = "Slower Faster Starred Ticked TimeOut WoundDown Ended"
"""Legal while anything is played: nobody has to wait to slow down, to rest or to stop."""

LEGAL = {
    State.READING: f"{ALWAYS} TurnFinished Passed CardSwapped",
    State.BREATHING: f"{ALWAYS} TurnFinished Passed MoreTime",
    State.HUSHED: f"{ALWAYS} TurnFinished Passed MoreTime",
    State.TALKING: f"{ALWAYS} TurnFinished Passed MoreTime CardSwapped",
    State.CONFIRMING: f"{ALWAYS} Confirmed Passed",
    State.LETTING_BE: f"{ALWAYS} TurnFinished",
    State.HANDING_OVER: f"{ALWAYS} TurnFinished LeftBlank Passed CardSwapped",
    State.NOTING: f"{ALWAYS} Noted Drafted LeftBlank CardSwapped",
    State.PICKING: f"{ALWAYS} Picked LeftBlank CardSwapped",
    State.SHOWING: f"{ALWAYS} TurnedOver TurnFinished Passed",
    State.ASKING: f"{ALWAYS} Agreed Declined",
    State.OFFERING: f"{ALWAYS} Kept LetGo TurnFinished",
    State.NAMING: f"{ALWAYS} Titled Drafted LetGo",
    State.WRITING: f"{ALWAYS} Wrote Drafted LetGo",
    State.REVEALING: f"{ALWAYS} Kept LetGo",
    State.SAVING: "Slower Faster Starred Ticked Saved LetGo",
    State.SAVED: f"{ALWAYS} TurnFinished",
    State.CHANGING: f"{ALWAYS} TurnFinished",
    State.RESTING: "Back Ended",
    State.CLOSING: "TurnFinished Ended",
    State.ENDED: "",
}
"""Written out once more, so that no rule changes unseen."""

KINDS: list[type[AnyEvent]] = [
    *(events.Began, events.TurnFinished, events.Passed, events.CardSwapped, events.Slower, events.Faster),
    *(events.MoreTime, events.TimeOut, events.Back, events.Confirmed, events.Kept, events.LetGo),
    *(events.Titled, events.Drafted, events.Wrote, events.Saved, events.Ticked, events.Ended),
    *(events.Starred, events.WoundDown, events.Agreed, events.Declined, events.Noted, events.Picked),
    *(events.LeftBlank, events.TurnedOver),
]
IN_THE_CLOSE = {State.OFFERING, State.NAMING, State.WRITING, State.REVEALING, State.SAVED}
WITHOUT_A_CARD = {
    *(*IN_THE_CLOSE, State.SAVING, State.BREATHING, State.HUSHED, State.HANDING_OVER, State.NOTING),
    *(State.CHANGING, State.ASKING),
}
REFUSED_HERE: dict[tuple[State, type[AnyEvent]], str] = {
    (State.TALKING, events.CardSwapped): "the card was read before",
    (State.HANDING_OVER, events.CardSwapped): "the first round has not begun",
    (State.NOTING, events.CardSwapped): "the first round has not begun",
    (State.PICKING, events.CardSwapped): "the card was read before",
    (State.SHOWING, events.TurnFinished): "nobody has turned anything over",
    **{(state, events.WoundDown): "this is the close" for state in IN_THE_CLOSE},
    **{(state, events.Starred): "no card is in play" for state in WITHOUT_A_CARD},
}
"""What the table lets through, and a rule with tests of its own refuses at the end of this road."""

CASES = [pytest.param(state, kind, id=f"{kind.__name__} while {state}") for state in State for kind in KINDS]


def test_every_state_has_its_row() -> None:
    assert set(LEGAL) == set(TABLE) == set(State) == set(ROADS)
    assert all(set(ALWAYS.split()) <= set(LEGAL[state].split()) for state in LIVE - {State.SAVING})


@pytest.mark.parametrize(("state", "kind"), CASES)
def test_an_event_is_legal_exactly_where_the_table_says(state: State, kind: type[AnyEvent]) -> None:
    session = session_in(state)
    event = likely(session, kind).stamped(session.now + 1)
    legal = kind.__name__ in LEGAL[state].split()
    assert session.allows(kind) is legal
    if legal and (state, kind) not in REFUSED_HERE:
        following = session.after(event)
        assert following.state in TABLE[state][kind]
        assert following.now == session.now + 1
    else:
        with pytest.raises(NotNow):
            session.after(event)
    assert session == session_in(state), "the session before is as it was"


def refused(session: Session, *what: AnyEvent) -> None:
    for event in what:
        with pytest.raises(NotNow):
            session.after(event)


@pytest.mark.parametrize("state", [state for state in State if state is not State.ENDED])
def test_time_never_runs_backwards(state: State) -> None:
    session = session_in(state, seconds=10)
    kind = next(iter(TABLE[state]))
    event = likely(session, kind)
    if session.now > 0:
        refused(session, event.stamped(session.now - 0.001))
    assert session.after(event.stamped(session.now)).now == session.now


def test_only_the_one_whose_story_it_is_confirms() -> None:
    session = session_in(State.CONFIRMING)
    refused(session, *[events.Confirmed(seat=BEN, answer=answer) for answer in (0, 1, 2)])
    assert session.after(events.Confirmed(seat=ANA, answer=0)).state is State.CHANGING


def test_only_the_one_whose_line_it_is_writes() -> None:
    session = session_in(State.WRITING)
    refused(session, events.Wrote(seat=BEN, line="Mine."))
    session = session.after(events.Wrote(seat=ANA, line="Mine."))
    refused(session, events.Wrote(seat=ANA, line="Mine again."))
    assert session.after(events.Wrote(seat=BEN, line="Mine.")).state is State.REVEALING


def test_an_answer_that_was_not_offered_is_refused() -> None:
    session = session_in(State.CONFIRMING)
    confirm = session.turn
    assert isinstance(confirm, Confirm)
    two = confirm.model_copy(update={"answers": ("Yes", "Nearly")})
    turns = (*session.deck.turns[:4], two, *session.deck.turns[5:])
    short = begun(session.deck.model_copy(update={"turns": turns}))
    for event in ROADS[State.CONFIRMING].events:
        short = short.after(event)
    refused(short, events.Confirmed(seat=ANA, answer=2))
    assert short.after(events.Confirmed(seat=ANA, answer=1)).attempt == 2


@given(some_plays(at_most=50))
def test_any_sequence_of_events_leaves_a_session_that_makes_sense(happened: Happened) -> None:
    session = Session.begin(happened.began)
    for event in happened.events:
        before = session
        session = session.after(event)
        assert session.state in TABLE[before.state][type(event)]
        assert session.now == event.at >= before.now
        assert session.lit <= session.now
        assert 0 <= session.step < len(session.script)
        assert 1 <= session.round <= session.deck.all_rounds
        assert session.attempt in {1, 2}, "two tries at the most"
        assert session.card in session.deck.cards
        assert session.asked in {None, *session.here.askers}
        assert (session.resting_from is not None) == (session.state is State.RESTING)
        assert session.pace.rank == min(session.wishes.left.rank, session.wishes.right.rank)
        assert 0 <= session.left(session.now + 7) <= session.left(session.now) <= session.length
        assert session.floor_time.left >= before.floor_time.left
        assert session.floor_time.right >= before.floor_time.right
        assert session.floor_time.left + session.floor_time.right <= session.now + 1e-6


@given(some_plays(at_most=30), st.sampled_from(KINDS), st.sampled_from(Seat), st.integers(0, 2))
def test_a_refused_event_changes_nothing(
    happened: Happened, kind: type[AnyEvent], seat: Seat, answer: int
) -> None:
    session, twin = Session.begin(happened.began), Session.begin(happened.began)
    for event in happened.events:
        session, twin = session.after(event), twin.after(event)
    try:
        session.after(an_event(kind, seat, answer).stamped(session.now))
    except NotNow:
        assert session == twin
    else:
        assert session.allows(kind)
        assert session == twin, "a session never changes; the next one is another"
