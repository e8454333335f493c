"""What is written and picked: unseen, one after the other, and each turns over only their own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from duologue.core.events import (
    EVENT,
    Drafted,
    Event,
    LeftBlank,
    Noted,
    Passed,
    Picked,
    TimeOut,
    TurnedOver,
)
from duologue.core.seats import Seat
from duologue.core.session import NotNow, Session
from duologue.core.states import State
from duologue.core.turns import Reveal
from tests.builders import ANA, BEN, DONE, begun, deck, played, session_in, some_events
from tests.core.small_decks import TELLS, made_of

BLANK = LeftBlank()
BLUE, RED = Noted(text="Blue"), Noted(text="Red")
WRITES = 'kind = "write"\nname = "a"\nsay = "Which colour?"\n'
PICKS = 'kind = "pick"\nname = "a"\nfrom = "options"\noptions = ["Blue", "Red"]\nsay = "Which?"\n'
SHOWS = 'kind = "reveal"\nshows = "a"\nsay = "Turn it over."\n'
ANYTHING: dict[str, tuple[Event, Event]] = {
    WRITES: (BLUE, RED),
    PICKS: (Picked(choice="Blue"), Picked(choice="Red")),
}


def of(*turns: str, rounds: int = 2) -> Session:
    return begun(deck(made_of(*turns, TELLS, rounds=rounds)))


def refused(session: Session, *events: Event) -> None:
    for event in events:
        with pytest.raises(NotNow):
            session.after(event)


# One after the other


@pytest.mark.parametrize("turn", ANYTHING, ids=["write", "pick"])
def test_the_keyboard_is_handed_over_before_each_of_them(turn: str) -> None:
    session, (first, second) = of(turn), ANYTHING[turn]
    doing = State.NOTING if turn == WRITES else State.PICKING
    seen = [(session.state, session.asked)]
    for event in (DONE, first, DONE, second):
        session = session.after(event)
        seen.append((session.state, session.asked))
    assert seen == [
        (State.HANDING_OVER, ANA),
        (doing, ANA),
        (State.HANDING_OVER, BEN),
        (doing, BEN),
        (State.TALKING, None),
    ]
    assert (session.words("a", ANA), session.words("a", BEN)) == ("Blue", "Red")


def test_in_the_next_round_the_other_one_begins() -> None:
    session = played(of(WRITES), DONE, BLUE, DONE, RED, DONE, DONE)
    assert (session.round, session.asked) == (2, BEN)


@pytest.mark.parametrize("turn", ANYTHING, ids=["write", "pick"])
@pytest.mark.parametrize("who", Seat)
def test_whoever_would_rather_not_leaves_it_blank_and_the_other_writes(turn: str, who: Seat) -> None:
    first, second = ANYTHING[turn]
    events: list[Event] = [BLANK if who is ANA else first, DONE, BLANK if who is BEN else second]
    session = played(of(turn), DONE, *events)
    assert session.state is State.TALKING
    assert (bool(session.words("a", ANA)), bool(session.words("a", BEN))) == (who is BEN, who is ANA)


@pytest.mark.parametrize("turn", ANYTHING, ids=["write", "pick"])
@pytest.mark.parametrize("passes", [True, False], ids=["pass", "blank"])
def test_passing_while_it_is_handed_over_passes_only_that_one(turn: str, passes: bool) -> None:
    session = played(of(turn), Passed(seat=ANA) if passes else BLANK)
    assert (session.state, session.asked) == (State.HANDING_OVER, BEN)
    session = played(session, Passed(seat=BEN) if passes else BLANK)
    assert (session.state, session.written) == (State.TALKING, {})


@pytest.mark.parametrize("turn", ANYTHING, ids=["write", "pick"])
def test_nobody_passes_for_the_other_while_it_is_handed_over(turn: str) -> None:
    refused(of(turn), Passed(seat=BEN))
    refused(played(of(turn), BLANK), Passed(seat=ANA))


def test_where_only_one_is_asked_the_other_is_not() -> None:
    each = WRITES.replace('say = "Which colour?"\n', '[turn.each]\ntwo = "Which?"\n')
    session = of(each)
    assert session.asked is BEN
    session = played(session, DONE, BLUE)
    assert session.state is State.TALKING
    assert session.asked is None


@pytest.mark.parametrize("choice", ["Green", "blue", "B", "0"])
def test_only_what_is_there_is_picked(choice: str) -> None:
    session = played(of(PICKS), DONE)
    refused(session, Picked(choice=choice))
    assert played(session, Picked(choice="Blue")).state is State.HANDING_OVER


def test_the_words_for_feelings_are_not_the_business_of_the_session() -> None:
    pick = 'kind = "pick"\nname = "a"\nfrom = "feelings"\nsay = "Which?"\n'
    assert played(of(pick), DONE, Picked(choice="Wistful")).words("a", ANA) == "Wistful"


@pytest.mark.parametrize("choice", ["0", "8", "Calm", "٤"])
def test_there_are_seven_pairs_of_circles(choice: str) -> None:
    session = played(of('kind = "pick"\nname = "a"\nfrom = "circles"\nsay = "Which?"\n'), DONE)
    refused(session, Picked(choice=choice))
    assert played(session, Picked(choice="7")).words("a", ANA) == "7"


def test_a_draft_is_kept_until_it_is_written_and_the_other_never_sees_it() -> None:
    session = played(of(WRITES), DONE, Drafted(text="Bl"))
    assert session.draft == "Bl"
    assert played(session, BLUE).draft == ""
    assert played(session, BLANK).draft == ""
    assert played(session, BLANK).written == {}


def test_nobody_has_the_floor_while_they_write() -> None:
    session = played(of(WRITES), DONE, BLUE, DONE, RED, seconds=60)
    assert (session.floor_time.left, session.floor_time.right) == (0, 0)


# In the open


def test_what_both_write_together_needs_no_handing_over() -> None:
    together = 'kind = "write"\nname = "a"\ntogether = "Where and when?"\n'
    session = of(together)
    assert (session.state, session.asked) == (State.NOTING, None)
    session = played(session, Drafted(text="Sun"), Noted(text="Sunday, the lake"))
    assert session.state is State.TALKING
    assert session.words("a", None) == "Sunday, the lake"
    assert (session.words("a", ANA), session.words("a", BEN)) == ("", "")
    assert played(of(together), BLANK).state is State.TALKING


def test_what_is_picked_openly_needs_no_handing_over() -> None:
    session = of(PICKS + "open = true\n")
    assert (session.state, session.asked) == (State.PICKING, ANA)
    session = played(session, Picked(choice="Red"))
    assert (session.state, session.asked) == (State.PICKING, BEN)
    assert played(session, BLANK).state is State.TALKING


OPEN = 'kind = "pick"\nname = "b"\nfrom = "feelings"\nopen = true\n[turn.each]\none = "Which?"\n'


def test_what_was_picked_openly_stays_in_sight_for_the_rest_of_the_round_only() -> None:
    session = of(OPEN, TELLS)
    assert session.in_sight == ()
    session = played(session, Picked(choice="Calm"))
    for _ in range(2):
        assert (session.state, session.in_sight) == (State.TALKING, ((ANA, "Calm"),))
        session = played(session, DONE)
    assert (session.state, session.in_sight) == (State.CHANGING, ())
    session = played(session, DONE)
    assert (session.round, session.in_sight) == (2, ())
    assert played(session, BLANK).in_sight == ()
    assert played(session, Picked(choice="Glad")).in_sight == ((BEN, "Glad"),)


def test_what_was_picked_openly_in_the_last_round_is_out_of_sight_in_the_closing() -> None:
    session = of(OPEN, 'kind = "hush"\nat = "closing"\nsay = "Quiet."\nminutes = 1\n')
    session = played(session, Picked(choice="Calm"), DONE, DONE, Picked(choice="Glad"), DONE)
    assert (session.state, session.in_sight) == (State.HUSHED, ())


@pytest.mark.parametrize("when", ["opening", "closing"])
def test_what_was_picked_openly_before_or_after_the_rounds_stays_in_sight_until_they_go_on(when: str) -> None:
    quiet = 'kind = "hush"\nsay = "Quiet."\nminutes = 1\n'
    session = of(*(f'at = "{when}"\n{turn}' for turn in (f"{PICKS}open = true\n", quiet)))
    session = session if when == "opening" else played(session, DONE, DONE, DONE)
    session = played(session, Picked(choice="Blue"), Picked(choice="Red"))
    assert (session.state, {words for _, words in session.in_sight}) == (State.HUSHED, {"Blue", "Red"})
    following = played(session, DONE)
    assert following.ended or following.in_sight == ()


def test_what_was_picked_unseen_is_never_in_sight() -> None:
    session = played(of(PICKS), DONE, Picked(choice="Blue"), DONE, Picked(choice="Red"))
    assert (session.state, session.in_sight) == (State.TALKING, ())


def test_a_pick_left_blank_in_this_round_does_not_bring_back_the_last_one() -> None:
    open_for_both = PICKS + "open = true\n"
    session = played(of(open_for_both), Picked(choice="Blue"), Picked(choice="Red"), DONE, DONE)
    session = played(session, BLANK, BLANK)
    assert (session.round, session.state, session.in_sight) == (2, State.TALKING, ())


# Turning over


def shown(turn: str = SHOWS) -> Session:
    """Both have written, and nothing is turned over yet."""
    session = played(of(WRITES, turn), DONE, BLUE, DONE, RED)
    assert (session.state, turned_over(session)) == (State.SHOWING, set())
    return session


def turned_over(session: Session, name: str = "a") -> set[Seat]:
    return {seat for seat in Seat if session.is_shown(name, seat)}


@pytest.mark.parametrize("seat", Seat)
def test_each_turns_over_only_their_own(seat: Seat) -> None:
    session = played(shown(), TurnedOver(seat=seat))
    assert (session.state, turned_over(session)) == (State.SHOWING, {seat})
    refused(session, TurnedOver(seat=seat))
    assert turned_over(played(session, TurnedOver(seat=seat.other))) == {ANA, BEN}


def test_it_goes_on_when_both_have_turned_theirs_over() -> None:
    session = shown()
    refused(session, DONE)
    for seat in Seat:
        refused(played(session, TurnedOver(seat=seat)), DONE)
    assert played(session, TurnedOver(seat=ANA), TurnedOver(seat=BEN), DONE).state is State.TALKING


@pytest.mark.parametrize("seat", Seat)
def test_whoever_would_rather_not_show_it_holds_back_only_their_own(seat: Seat) -> None:
    session = played(shown(), Passed(seat=seat))
    assert (session.state, session.waits_to_be_shown(seat)) == (State.SHOWING, False)
    refused(session, Passed(seat=seat), TurnedOver(seat=seat), DONE)
    other = played(session, TurnedOver(seat=seat.other))
    assert turned_over(other) == {seat.other}
    assert played(other, DONE).state is State.TALKING
    assert played(session, Passed(seat=seat.other)).state is State.TALKING, "nothing is left to look at"


@pytest.mark.parametrize("seat", Seat)
def test_what_one_has_turned_over_stays_in_sight_when_the_other_would_rather_not(seat: Seat) -> None:
    session = played(shown(), TurnedOver(seat=seat), Passed(seat=seat.other))
    assert (session.state, turned_over(session)) == (State.SHOWING, {seat})
    refused(session, Passed(seat=seat))
    assert played(session, DONE).state is State.TALKING


@pytest.mark.parametrize("turned", [[], [ANA], [BEN], [ANA, BEN]])
def test_where_it_is_free_going_on_without_is_just_as_fine(turned: list[Seat]) -> None:
    session = shown(SHOWS + "free = true\n")
    session = played(session, *(TurnedOver(seat=seat) for seat in turned))
    assert played(session, DONE).state is State.TALKING


@pytest.mark.parametrize("writer", Seat)
def test_who_left_it_blank_has_nothing_to_turn_over(writer: Seat) -> None:
    events: list[Event] = [DONE, BLUE, BLANK] if writer is ANA else [BLANK, DONE, BLUE]
    session = played(of(WRITES, SHOWS), *events)
    assert session.state is State.SHOWING
    assert session.waits_to_be_shown(writer)
    refused(session, TurnedOver(seat=writer.other), DONE)
    assert played(session, TurnedOver(seat=writer), DONE).state is State.TALKING


def test_where_nobody_wrote_anything_there_is_nothing_to_turn_over() -> None:
    assert played(of(WRITES, SHOWS), BLANK, BLANK).state is State.TALKING
    keep = 'kind = "keep"\nkeeps = "letter"\nfrom = "a"\n'
    assert played(of(WRITES, keep), BLANK, BLANK).state is State.TALKING


def test_only_the_one_whose_it_is_has_something_to_turn_over() -> None:
    session = shown(SHOWS + 'whose = "two"\n')
    assert not session.waits_to_be_shown(ANA)
    refused(session, TurnedOver(seat=ANA), DONE)
    assert played(session, TurnedOver(seat=BEN), DONE).state is State.TALKING


def test_the_part_of_one_who_wrote_nothing_is_skipped_although_the_other_wrote() -> None:
    assert played(of(WRITES, SHOWS + 'whose = "two"\n'), DONE, BLUE, BLANK).state is State.TALKING


# From round to round


def second_round(*events: Event, reveal: str = SHOWS) -> Session:
    """The second round, in which Ben begins, after a first one in which both wrote and showed."""
    session = played(shown(reveal), TurnedOver(seat=ANA), TurnedOver(seat=BEN), DONE, DONE, DONE)
    assert (session.round, session.asked) == (2, BEN)
    return played(session, *events)


def test_what_is_written_again_takes_the_place_of_what_was_there() -> None:
    session = second_round(DONE, Noted(text="Green"), DONE, Noted(text="Grey"))
    assert (session.words("a", BEN), session.words("a", ANA)) == ("Green", "Grey")
    assert (session.state, turned_over(session)) == (State.SHOWING, set()), "and it is face down again"


def test_what_is_left_blank_this_time_does_not_bring_back_what_was_written_before() -> None:
    assert second_round(BLANK, BLANK).state is State.TALKING
    one = second_round(BLANK, DONE, Noted(text="Grey"))
    assert (one.words("a", BEN), one.words("a", ANA)) == ("", "Grey")


def test_what_was_written_in_the_opening_is_there_in_every_round() -> None:
    session = of(f'at = "opening"\n{WRITES}', SHOWS + 'whose = "one"\n')
    session = played(session, DONE, BLUE, DONE, RED, TurnedOver(seat=ANA), DONE, DONE, DONE)
    assert (session.round, session.state) == (2, State.SHOWING)
    assert session.waits_to_be_shown(BEN), "whose turn it is this time"
    assert turned_over(played(session, TurnedOver(seat=BEN))) == {ANA, BEN}


def test_what_was_turned_over_once_is_still_face_up_when_it_is_looked_at_again() -> None:
    session = played(of(SHOWS, f'at = "opening"\n{WRITES}'), DONE, BLUE, BLANK, TurnedOver(seat=ANA))
    again = played(session, DONE, DONE, DONE)
    assert (again.round, again.state, turned_over(again)) == (2, State.SHOWING, {ANA})
    assert played(again, DONE).state is State.TALKING


# As it is said


def test_a_break_leaves_what_was_written_and_what_was_turned_over() -> None:
    session = played(shown(), TurnedOver(seat=ANA))
    rested = played(session, TimeOut())
    assert (rested.written, turned_over(rested), rested.draft) == (session.written, {ANA}, "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "noted", "text": " \n"},
        {"type": "noted", "text": "x" * 2001},
        {"type": "noted", "text": "x", "seat": "left"},
        {"type": "picked", "choice": ""},
        {"type": "picked", "choice": "x" * 61},
        {"type": "turned over"},
        {"type": "turned over", "seat": "both"},
        {"type": "left blank", "seat": "left"},
    ],
)
def test_what_is_no_writing_or_picking_is_never_made(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        EVENT.validate_python(wrong)


@given(st.text(max_size=60))
def test_paragraphs_stay_in_what_is_written_and_nothing_steers_the_screen(text: str) -> None:
    words = Noted(text=f"Dear one,\n\n{text}").text
    assert words.startswith("Dear one,")
    assert not set(words) & set("\x1b\x9b\x07\u202e\r\t")
    assert Noted(text=words).text == words


@given(some_events(at_most=40, start=session_in(State.HANDING_OVER)))
def test_nothing_is_ever_turned_over_but_by_the_one_who_wrote_it(happened: list[Event]) -> None:
    session = session_in(State.HANDING_OVER)
    for event in happened:
        before = session
        session = session.after(event)
        turned = session.shown - before.shown
        if turned:
            assert isinstance(event, TurnedOver)
            assert isinstance(before.turn, Reveal)
            assert turned == {(session.here.part, before.turn.shows, event.seat)}
        assert session.shown <= set(session.written), "nothing else can be face up"
