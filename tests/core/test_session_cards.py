"""Another card is there for the asking until somebody has told about it, and none goes two steps deeper."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given

from duologue.core.deck import Card
from duologue.core.events import Agreed, CardSwapped, Event, LeftBlank, Noted, Passed, Picked
from duologue.core.hand import Chosen, FromTheJar, Hand, deal
from duologue.core.seats import Seat
from duologue.core.session import NotNow, Session
from duologue.core.states import State
from tests.builders import ANA, BEN, DONE, Happened, begun, deck, hand, nearly, played, some_plays
from tests.core.small_decks import DEGREES, TELLS, made_of

ANOTHER = CardSwapped(seat=BEN)
WRITES = 'kind = "write"\nname = "a"\nsay = "Which?"\n'
PICKS = 'kind = "pick"\nname = "a"\nfrom = "feelings"\nsay = "Which?"\n'
OPENS = f"{PICKS}open = true\n"
TOGETHER = 'kind = "write"\nname = "a"\ntogether = "Which?"\n'
REPLIES = TELLS.replace('"one"', '"two"')
ASKS = 'kind = "confirm"\nasks = "one"\nsay = "So?"\nanswers = ["Yes", "Nearly"]\nelse = "Fine."\n'


def refused(session: Session) -> None:
    assert not session.can_swap
    with pytest.raises(NotNow):
        session.after(ANOTHER)


FIRST_TURNS = [
    # what a round begins with, and where the session then is
    (TELLS, State.TALKING),
    (WRITES, State.HANDING_OVER),
    (PICKS, State.HANDING_OVER),
    (OPENS, State.PICKING),
    (TOGETHER, State.NOTING),
]


@pytest.mark.parametrize(
    ("turn", "state"), FIRST_TURNS, ids=["talk", "write", "pick", "open pick", "written together"]
)
@pytest.mark.parametrize("seat", Seat)
def test_where_a_round_reads_nothing_its_first_turn_is_where_another_card_can_be_had(
    turn: str, state: State, seat: Seat
) -> None:
    session = begun(deck(made_of(turn, TELLS)))
    assert (session.state, session.can_swap, session.card.text) == (state, True, "A cup")
    session = played(session, CardSwapped(seat=seat))
    assert (session.state, session.card.text, session.step) == (state, "A door", 0)
    assert [card.text for _, card in session.cards_played] == ["A door"]


def test_a_turn_with_another_card_has_a_whole_candle() -> None:
    session = played(begun(deck(made_of(TELLS))), ANOTHER, seconds=40)
    assert (session.length, session.left(session.now)) == (60, 60)


def test_who_talked_before_the_card_went_back_had_the_floor() -> None:
    session = played(begun(deck(made_of(TELLS))), ANOTHER, seconds=40)
    session = played(session, DONE, seconds=20)
    assert session.floor_time.left == 60


def test_later_in_the_round_the_card_stays() -> None:
    refused(played(begun(deck(made_of(TELLS, REPLIES))), DONE))
    refused(played(begun(deck(made_of(PICKS, TELLS))), LeftBlank(), LeftBlank()))


def test_on_another_try_the_card_stays() -> None:
    session = played(begun(deck(made_of(REPLIES, ASKS))), DONE, nearly(ANA))
    assert (session.state, session.attempt, session.here.turn) == (State.TALKING, 2, session.script[0].turn)
    refused(session)


@pytest.mark.parametrize("turn", [WRITES, PICKS])
def test_once_somebody_has_written_or_picked_the_card_stays(turn: str) -> None:
    session = played(begun(deck(made_of(turn, TELLS))), DONE)
    session = played(session, Noted(text="x") if turn == WRITES else Picked(choice="x"))
    assert session.state is State.HANDING_OVER
    refused(session)


@pytest.mark.parametrize("when", ["opening", "closing"])
def test_only_the_card_of_a_round_is_swapped(when: str) -> None:
    read = f'kind = "read"\nat = "{when}"\nsay = "Read."\n'
    session = begun(deck(made_of(TELLS, read)))
    if when == "closing":
        session = played(session, DONE, DONE, DONE)
    assert session.state is State.READING
    refused(session)


@pytest.mark.parametrize("turn", [WRITES, PICKS, OPENS, TOGETHER], ids=["write", "pick", "open", "both"])
def test_what_was_written_before_the_first_round_does_not_fix_its_card(turn: str) -> None:
    session = begun(deck(made_of(f'at = "opening"\n{turn}', 'kind = "read"\nsay = "Read."\n', TELLS)))
    doing: dict[State, Event] = {State.NOTING: Noted(text="x"), State.PICKING: Picked(choice="x")}
    while session.here.turn and session.here.turn.at == "opening":
        session = played(session, doing.get(session.state, DONE))
    assert session.state is State.READING
    assert session.can_swap
    assert played(session, ANOTHER).card.text == "A door"


def test_another_card_of_a_set_is_of_the_same_set() -> None:
    session = played(begun(deck(DEGREES)), Agreed(), DONE)
    texts = []
    for _ in range(4):
        texts.append(session.card.text)
        session = played(session, ANOTHER)
    assert texts == ["1 of 1", "2 of 1", "3 of 1", "1 of 1"]


def test_in_the_second_round_another_card_can_be_had_again() -> None:
    session = played(begun(deck(made_of(TELLS))), ANOTHER, DONE, DONE)
    assert (session.round, session.card.text) == (2, "A road")
    session = played(session, ANOTHER)
    assert session.card.text == "A cup", "the one that was put back at first"


def test_passing_the_turn_is_another_thing_than_another_card() -> None:
    session = played(begun(deck(made_of(TELLS, REPLIES))), Passed(seat=ANA))
    assert (session.step, session.card.text) == (1, "A cup")


@given(some_plays(at_most=40))
def test_wherever_another_card_is_offered_it_can_be_had(happened: Happened) -> None:
    session = Session.begin(happened.began)
    for event in happened.events:
        session = session.after(event)
        if not session.can_swap:
            continue
        swapped = session.after(ANOTHER.stamped(session.now))
        assert swapped.card != session.card
        assert swapped.here.round == session.here.round
        assert (swapped.written, swapped.stars) == (session.written, session.stars)


# How deep


def with_depths(*depths: int, rounds: int = 2) -> Hand:
    cards = tuple(Card(text=f"Card {number}", depth=depth) for number, depth in enumerate(depths))
    return hand(deck(made_of(TELLS, depth=2, rounds=rounds)).model_copy(update={"cards": cards}))


def depths_played(session: Session) -> list[int]:
    return [card.depth for _, card in session.cards_played]


def test_a_deeper_card_waits_until_the_one_before_it_was_played() -> None:
    session = begun(with_depths(1, 3, 2, 1, 3, 2, rounds=6))
    while not session.ended:
        session = played(session, DONE)
    assert depths_played(session) == [1, 2, 3, 1, 2, 3]


@pytest.mark.parametrize("swaps", [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (2, 2)])
def test_from_round_to_round_it_goes_no_more_than_a_step_deeper(swaps: tuple[int, int]) -> None:
    """Also where cards are put back, one after the other."""
    for seed in range(8):
        session = begun(with_depths(1, *Random(seed).sample([1, 1, 1, 2, 2, 2, 3, 3, 3], 9)))
        for count in swaps:
            while session.state is not State.TALKING:
                session = played(session, DONE)
            swapping: list[Event] = [ANOTHER] * count
            session = played(session, *swapping, DONE)
        first, second = depths_played(session)
        assert second <= first + 1


@pytest.mark.parametrize("wanted", [1, 2, 3])
def test_a_card_that_was_wished_for_is_the_first_one_however_deep_it_is(wanted: int) -> None:
    of = with_depths(1, 1, 2, 2, 3, 3).parts[0]
    text = next(card.text for card in of.deck.cards if card.depth == wanted)
    dealt = deal([Chosen("made", of.deck)], FromTheJar(), Random(1), wanted=text)
    session = begun(dealt)
    assert session.card.text == text
    swapped = played(session, ANOTHER)
    assert swapped.card.depth <= 2, "another one is a light one again"


def test_no_card_is_dealt_before_its_round_is_played() -> None:
    """So that what was never played does not count as seen."""
    session = begun(deck(made_of(f'at = "opening"\n{OPENS}', TELLS)))
    assert session.cards_played == ()
    session = played(session, LeftBlank(), LeftBlank())
    assert len(session.cards_played) == 1
    session = played(session, DONE)
    assert (session.state, len(session.cards_played)) == (State.CHANGING, 1)
    assert len(played(session, DONE).cards_played) == 2
