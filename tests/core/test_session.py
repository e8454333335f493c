"""What the couple is promised, played through without a terminal."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.core.events import (
    Back,
    CardSwapped,
    Confirmed,
    Ended,
    Event,
    Faster,
    Kept,
    LetGo,
    MoreTime,
    Passed,
    Slower,
    Ticked,
    TimeOut,
    TurnFinished,
)
from duologue.core.pace import Pace
from duologue.core.position import CANDLES
from duologue.core.seats import Seat
from duologue.core.session import MORE_TIME, NotNow, Session
from duologue.core.states import LIVE, State
from tests.builders import ANA, BEN, DONE, a_round, begun, deck, landed, nearly, played, session_in
from tests.core.small_decks import WEATHER


def states(session: Session, *events: Event) -> list[State]:
    seen = [session.state]
    for event in events:
        session = session.after(event)
        seen.append(session.state)
    return seen


def test_a_whole_evening_goes_its_way() -> None:
    one_round = [State.READING, State.TALKING, State.TALKING, State.CONFIRMING]
    events = [DONE, *a_round(ANA), DONE, *a_round(BEN), DONE, DONE]
    assert states(begun(), *events) == [
        State.BREATHING,
        *one_round,
        State.CHANGING,
        *one_round,
        State.OFFERING,
        State.CLOSING,
        State.ENDED,
    ]


@pytest.mark.parametrize("first", Seat)
@given(data=st.data())
def test_a_whole_play_gives_both_equal_turns(first: Seat, data: st.DataObject) -> None:
    """However often a try does not land, and however slow they wish to be."""
    session = begun(first=first)
    turns: Counter[Seat] = Counter()
    cards: list[str] = []
    while session.state is not State.ENDED:
        event: Event = DONE
        if session.here.owner and session.state is State.CONFIRMING:
            event = Confirmed(seat=session.here.owner, answer=data.draw(st.integers(0, 2)))
        elif session.floor:
            turns[session.floor] += session.attempt == 1
            session = played(session, Slower(seat=data.draw(st.sampled_from(Seat))), seconds=5)
        elif session.state is State.READING:
            cards.append(session.card.text)
        session = played(session, event, seconds=30)
    assert turns[ANA] == turns[BEN] == 2
    assert cards == ["A walk", "A meal"], "each tells about a card of their own"


# The confirm loop


def test_nearly_leads_to_another_try_and_then_it_is_let_be() -> None:
    session = session_in(State.CONFIRMING)
    assert session.attempt == 1
    session = session.after(nearly(ANA))
    assert (session.state, session.floor, session.attempt, session.step) == (State.TALKING, BEN, 2, 3)
    session = played(session, DONE)
    assert (session.state, session.attempt) == (State.CONFIRMING, 2)
    session = session.after(nearly(ANA))
    assert session.state is State.LETTING_BE, "two tries at the most"
    session = session.after(DONE)
    assert (session.state, session.attempt) == (State.CHANGING, 1)


@pytest.mark.parametrize("answer", [1, 2])
def test_every_answer_but_the_first_asks_for_another_try(answer: int) -> None:
    assert session_in(State.CONFIRMING).after(Confirmed(seat=ANA, answer=answer)).attempt == 2


def test_what_lands_on_the_second_try_goes_on_as_on_the_first() -> None:
    session = played(session_in(State.CONFIRMING), nearly(ANA), DONE, landed(ANA))
    assert (session.state, session.round, session.attempt) == (State.CHANGING, 2, 1)


def test_another_try_has_a_candle_of_its_own() -> None:
    session = played(session_in(State.TALKING), DONE, MoreTime(seat=BEN), DONE, seconds=50)
    session = played(session, nearly(ANA), seconds=20)
    assert session.left(session.now) == 60
    assert session.length == 60, "time given in the try before is not given again"


def test_passing_a_try_passes_the_question_too() -> None:
    session = played(session_in(State.TALKING), DONE)
    assert played(session, Passed(seat=BEN)).state is State.CHANGING
    again = played(session, DONE, nearly(ANA), Passed(seat=ANA))
    assert (again.state, again.attempt) == (State.CHANGING, 1)


@pytest.mark.parametrize("seat", Seat)
def test_anybody_may_pass_a_turn_and_nothing_is_counted(seat: Seat) -> None:
    assert played(session_in(State.BREATHING), Passed(seat=seat)).state is State.READING
    assert played(session_in(State.READING), Passed(seat=seat)).state is State.TALKING
    assert played(session_in(State.TALKING), Passed(seat=seat)).step == 3
    assert played(session_in(State.CONFIRMING), Passed(seat=seat)).state is State.CHANGING


# The slower wish wins


@pytest.mark.parametrize("seat", Seat)
def test_the_slower_wish_of_one_holds_at_once_also_for_this_turn(seat: Seat) -> None:
    session = session_in(State.TALKING)
    assert session.left(session.now + 30) == 90
    session = session.after(Slower(seat=seat).stamped(30))
    assert session.pace is Pace.EASY
    assert session.left(30) == 120 * 1.25 - 30


@pytest.mark.parametrize("seat", Seat)
def test_going_faster_takes_both(seat: Seat) -> None:
    session = played(session_in(State.TALKING), Faster(seat=seat))
    assert (session.pace, session.length) == (Pace.STEADY, 120)
    session = played(session, Faster(seat=seat.other))
    assert (session.pace, session.length) == (Pace.BRISK, 90)


def test_a_wish_stays_for_the_turns_to_come() -> None:
    session = played(session_in(State.READING), Slower(seat=ANA), Slower(seat=ANA), DONE)
    assert (session.pace, session.length) == (Pace.GENTLE, 180)
    assert session.wishes.right is Pace.STEADY, "the wish of the other is still theirs"


def test_going_faster_never_takes_time_below_nothing() -> None:
    session = played(session_in(State.TALKING), Ticked(), seconds=110)
    session = played(session, Faster(seat=ANA), Faster(seat=BEN))
    assert session.left(session.now) == 0


@pytest.mark.parametrize(
    ("state", "length"), [(State.TALKING, 120), (State.BREATHING, 30), (State.HUSHED, 60)]
)
def test_a_little_more_time_is_for_this_turn_only(state: State, length: float) -> None:
    session = played(session_in(state), MoreTime(seat=BEN), MoreTime(seat=ANA))
    assert session.length == length + 2 * MORE_TIME
    following = played(session, DONE)
    assert following.extra == 0
    assert following.length in {0, 60}, "as long as the deck says"


def test_more_time_after_the_candle_went_out_is_a_whole_minute_from_now() -> None:
    session = played(session_in(State.TALKING), MoreTime(seat=BEN), seconds=250)
    assert session.left(session.now) == MORE_TIME
    assert played(session, DONE).length == 60, "and it is for this turn only"


@pytest.mark.parametrize("state", sorted(set(State) - {*CANDLES, State.RESTING}))
def test_no_candle_burns_where_nobody_needs_one(state: State) -> None:
    session = session_in(state)
    assert session.length == session.left(session.now + 5) == 0


def test_when_the_time_is_out_nobody_is_cut_off() -> None:
    session = played(session_in(State.TALKING), Ticked(), seconds=5000)
    assert (session.state, session.floor, session.left(session.now + 1)) == (State.TALKING, ANA, 0)


# Rest


@pytest.mark.parametrize("state", sorted(LIVE - {State.SAVING}))
def test_after_a_break_everything_is_as_it_was(state: State) -> None:
    session = session_in(state)
    rested = played(session, TimeOut(), seconds=5)
    assert (rested.state, rested.playing, rested.floor) == (State.RESTING, state, session.floor)
    left = rested.left(rested.now)
    assert rested.left(rested.now + 500) == left, "time stands still"
    back = played(rested, Back(), seconds=500)
    assert back.state is state
    assert back.left(back.now) == left
    assert (back.turn, back.moment, back.attempt, back.card) == (
        session.turn,
        session.moment,
        session.attempt,
        session.card,
    )


def test_a_break_may_be_the_end() -> None:
    session = played(session_in(State.RESTING), Ended())
    assert (session.state, session.resting_from) == (State.CLOSING, None)


# The floor


def test_floor_time_counts_who_spoke_and_no_break() -> None:
    session = session_in(State.TALKING)
    session = played(session, Slower(seat=BEN), seconds=40)
    session = played(session, TimeOut(), seconds=10)
    session = played(session, Back(), seconds=1000)
    session = played(session, DONE, seconds=30)
    assert (session.floor_time.left, session.floor_time.right) == (80, 0)
    session = played(session, DONE, seconds=25)
    session = played(session, nearly(ANA), seconds=60)
    session = played(session, Passed(seat=BEN), seconds=5)
    assert (session.floor_time.left, session.floor_time.right) == (80, 30)


@pytest.mark.parametrize(("rest", "spoken"), [(False, 50), (True, 20)])
def test_ending_amid_a_turn_counts_what_was_said(rest: bool, spoken: float) -> None:
    session = played(session_in(State.TALKING), *([TimeOut()] if rest else [Ticked()]), seconds=20)
    assert played(session, Ended(), seconds=30).floor_time.left == spoken


# Cards


def texts(*names: str) -> str:
    return WEATHER[: WEATHER.index("[[card]]")] + "".join(f'[[card]]\ntext = "{name}"\n' for name in names)


def swapped(session: Session, times: int) -> list[str]:
    cards = []
    for _ in range(times):
        session = played(session, CardSwapped(seat=BEN))
        cards.append(session.card.text)
    return cards


def test_another_card_is_one_nobody_has_seen() -> None:
    session = session_in(State.READING)
    assert session.card.text == "A walk"
    session = played(session, CardSwapped(seat=BEN))
    assert (session.card.text, session.state) == ("A meal", State.READING)
    session = played(session, *a_round(ANA))
    assert (session.state, session.card.text) == (State.CHANGING, "A meal"), "the next one is not dealt yet"
    session = played(session, DONE)
    assert session.card.text == "A call"
    assert [(of, card.text) for of, card in session.cards_played] == [
        ("weather", "A meal"),
        ("weather", "A call"),
    ]


def test_when_all_cards_were_seen_they_come_round_again() -> None:
    session = played(begun(deck(texts("A", "B", "C"))), DONE)
    assert swapped(session, 5) == ["B", "C", "A", "B", "C"]
    session = played(session, CardSwapped(seat=ANA), CardSwapped(seat=ANA), *a_round(ANA), DONE)
    assert session.card.text == "A"
    assert swapped(session, 3) == ["B", "C", "A"], "another card is another card"


def test_more_rounds_than_cards_play_every_card_again() -> None:
    session = played(begun(deck(texts("A", "B").replace("rounds = 2", "rounds = 6"))), DONE)
    cards = []
    for number in range(6):
        cards.append(session.card.text)
        session = played(session, *a_round(ANA if number % 2 == 0 else BEN))
        if session.state is State.CHANGING:
            session = played(session, DONE)
    assert cards == ["A", "B", "A", "B", "A", "B"]


def test_where_there_is_no_other_card_none_can_be_asked_for() -> None:
    session = played(begun(deck(texts("A"))), DONE)
    assert not session.can_swap


def _two_readings(at: str) -> Session:
    """A reading turn after a talk turn: in each round, or after a talk that opens the session."""
    talk = 'kind = "talk"\nsay = "Tell."\nlisten = "Listen."\nminutes = 1\n'
    once = [f'[[turn]]\n{talk}at = "{at}"\nfloor = "{role}"\n\n' for role in ("teller", "listener")]
    read = '[[turn]]\nkind = "read"\nsay = "Read."\n\n'
    top, _, cards = WEATHER.partition("[[turn]]")
    return begun(deck(top + "".join(once) + read + cards[cards.index("[[card]]") :]))


def test_a_card_somebody_told_about_stays() -> None:
    session = played(_two_readings("round"), DONE, DONE)
    assert (session.state, session.can_swap) == (State.READING, False)
    with pytest.raises(NotNow):
        session.after(CardSwapped(seat=BEN))


def test_a_talk_before_the_first_card_does_not_fix_it() -> None:
    session = played(_two_readings("opening"), DONE, DONE)
    assert (session.state, session.can_swap) == (State.READING, True)


# Keeping a moment: see test_session_keeping.py


@pytest.mark.parametrize("event", [TurnFinished(), LetGo()])
@pytest.mark.parametrize("before", [[], [Kept(seat=ANA)], [Kept(seat=BEN)]])
def test_what_not_both_wish_to_keep_passes_without_a_word(event: Event, before: list[Event]) -> None:
    session = played(session_in(State.OFFERING), *before, event)
    assert session.state is State.CLOSING
    assert session.moment.title == ""
