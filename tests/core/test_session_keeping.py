"""A moment is kept only if both say so, twice, and nothing written unseen shows before its time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from duologue.core.events import (
    EVENT,
    Drafted,
    Event,
    Kept,
    LeftBlank,
    LetGo,
    Noted,
    Passed,
    Saved,
    Titled,
    TurnedOver,
    Wrote,
)
from duologue.core.position import Moment
from duologue.core.seats import Pair, Seat
from duologue.core.session import Session
from duologue.core.states import State
from tests.builders import ANA, BEN, DONE, begun, deck, played, session_in, some_events
from tests.core.small_decks import TELLS, made_of


@pytest.mark.parametrize(
    ("state", "leads_to"), [(State.OFFERING, State.NAMING), (State.REVEALING, State.SAVING)]
)
@pytest.mark.parametrize("seat", Seat)
def test_it_takes_both(state: State, leads_to: State, seat: Seat) -> None:
    session = played(session_in(state), Kept(seat=seat), Kept(seat=seat), Kept(seat=seat))
    assert session.state is state, "one may say yes as often as they like"
    assert session.yes == Pair.both(False).having(seat, True)
    assert played(session, Kept(seat=seat.other)).state is leads_to


def test_saying_that_there_is_a_moment_does_not_yet_say_that_it_stays() -> None:
    assert session_in(State.REVEALING).yes == Pair.both(False)


def test_title_and_lines_come_together_in_their_seats() -> None:
    session = session_in(State.REVEALING)
    assert session.moment == Moment(title="The walk", lines=Pair("Rain first.", "Then sun."))


def test_each_writes_in_turn() -> None:
    session = session_in(State.WRITING)
    assert session.moment.writer is ANA
    assert played(session, Wrote(seat=ANA, line="Rain.")).moment.writer is BEN


def test_a_draft_is_noted_and_gone_when_it_is_done() -> None:
    session = played(session_in(State.NAMING), Drafted(text="The w"))
    assert session.draft == "The w"
    session = played(session, Titled(title="The walk"))
    assert session.draft == ""
    session = played(session, Drafted(text="Ra"), Wrote(seat=ANA, line="Rain."))
    assert session.draft == "", "nobody reads what the other began to write"


@pytest.mark.parametrize("state", [State.NAMING, State.WRITING, State.REVEALING, State.SAVING])
def test_it_may_be_let_go_at_any_time_and_nothing_of_it_stays(state: State) -> None:
    session = played(session_in(state), LetGo())
    assert session.state is State.CLOSING
    assert session.moment == Moment()


def test_it_is_saved_only_when_the_disk_says_so() -> None:
    session = session_in(State.SAVING)
    assert played(session, Saved()).state is State.SAVED


def test_each_moment_has_a_name_of_its_own_that_a_replay_gives_again() -> None:
    session = session_in(State.SAVING)
    assert session.moment_id == session_in(State.SAVED).moment_id == "k3yk3y-10"


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "titled", "title": " \n"},
        {"type": "titled", "title": "x" * 61},
        {"type": "wrote", "seat": "left", "line": "\t"},
        {"type": "wrote", "seat": "left", "line": "x" * 281},
        {"type": "wrote", "seat": "middle", "line": "x"},
        {"type": "confirmed", "seat": "left", "answer": 3},
        {"type": "confirmed", "seat": "left", "answer": -1},
        {"type": "ticked", "at": -1},
        {"type": "ticked", "at": float("inf")},
        {"type": "ticked", "at": float("nan")},
        {"type": "ticked", "seat": "left"},
        {"type": "let go", "seat": "left"},
        {"type": "danced"},
        {},
    ],
)
def test_an_event_that_makes_no_sense_is_never_made(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        EVENT.validate_python(wrong)


@given(st.text(max_size=70))
def test_what_is_written_is_drawn_as_it_is_read_again(text: str) -> None:
    try:
        event = Wrote(seat=ANA, line=text)
    except ValidationError:
        return
    assert event.line == event.line.strip() != ""
    assert EVENT.validate_json(event.model_dump_json()) == event


@given(some_events(at_most=12, start=session_in(State.OFFERING)))
def test_nothing_is_saved_without_the_yes_of_both_to_what_was_written(happened: list[Event]) -> None:
    session: Session = session_in(State.OFFERING)
    said: set[Seat] = set()
    for event in happened:
        if isinstance(event, Kept) and session.state is State.REVEALING:
            said.add(event.seat)
        session = session.after(event)
        if session.state in {State.SAVING, State.SAVED}:
            assert said == {ANA, BEN}
            assert session.moment.title
            assert session.moment.lines.left
            assert session.moment.lines.right


# What was written before


WRITES = 'kind = "write"\nname = "a"\nsay = "A line."\n'
LETTERS = f"{WRITES}letter = true\n"
SHOWS = 'kind = "reveal"\nshows = "a"\nsay = "Turn it over."\n'
KEEPS = 'kind = "keep"\nkeeps = "plan"\nfrom = "a"\n'
WORDS: list[Event] = [DONE, Noted(text="The lake"), DONE, Noted(text="The fair")]
YES: list[Event] = [Kept(seat=ANA), Kept(seat=BEN)]


def at_keep(*turns: str) -> Session:
    """Where what both wrote is to be kept, or to be turned over before that."""
    return played(begun(deck(made_of(*turns, TELLS))), *WORDS)


def test_what_was_written_is_kept_without_a_title_and_in_the_words_of_each() -> None:
    session = at_keep(WRITES, KEEPS)
    assert (session.state, session.to_keep) == (State.OFFERING, ((ANA, "The lake"), (BEN, "The fair")))
    assert session.words_to_copy == ["Ana: The lake", "Ben: The fair"]
    session = played(session, *YES)
    assert session.state is State.SAVING
    assert played(session, Saved(), DONE).state is State.TALKING


@pytest.mark.parametrize("seat", Seat)
@pytest.mark.parametrize("no", [LetGo(), DONE])
def test_what_was_written_is_kept_only_if_both_say_so(seat: Seat, no: Event) -> None:
    session = played(at_keep(WRITES, KEEPS), Kept(seat=seat), Kept(seat=seat))
    assert (session.state, session.yes.of(seat), session.yes.of(seat.other)) == (State.OFFERING, True, False)
    assert played(session, no).state is State.TALKING


@pytest.mark.parametrize("seat", Seat)
def test_what_was_not_turned_over_stays_with_its_writer(seat: Seat) -> None:
    session = played(at_keep(WRITES, SHOWS, KEEPS), TurnedOver(seat=seat), Passed(seat=seat.other), DONE)
    assert (session.state, [whose for whose, _ in session.to_keep]) == (State.OFFERING, [seat])
    nothing = played(at_keep(WRITES, SHOWS, KEEPS), Passed(seat=seat), Passed(seat=seat.other))
    assert nothing.state is State.TALKING, "there is nothing to ask about"


def test_a_letter_is_kept_unseen() -> None:
    keeps = KEEPS.replace("plan", "letter")
    session = played(at_keep(LETTERS, SHOWS + "free = true\n", keeps), DONE)
    assert (session.state, len(session.to_keep)) == (State.OFFERING, 2)


def test_what_was_kept_in_one_round_is_not_kept_again_in_the_next() -> None:
    """Ben leaves it blank the second time; his line of the first round is on the list already."""
    session = played(at_keep(WRITES, KEEPS), *YES, Saved(), DONE, DONE, DONE)
    assert (session.round, session.asked) == (2, BEN)
    session = played(session, LeftBlank(), DONE, Noted(text="The sea"))
    assert (session.state, session.to_keep) == (State.OFFERING, ((ANA, "The sea"),))
