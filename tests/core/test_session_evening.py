"""An evening of several decks: both are asked before it goes deep, and it can be wound down at any time."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.core.consent import Consent
from duologue.core.deck import Deck
from duologue.core.events import (
    EVENT,
    Agreed,
    Declined,
    Ended,
    Event,
    Kept,
    LeftBlank,
    Passed,
    Picked,
    Starred,
    Titled,
    WoundDown,
    Wrote,
)
from duologue.core.hand import Hand
from duologue.core.seats import Pair, Seat
from duologue.core.session import NotNow, Session
from duologue.core.states import LIVE, State
from tests.builders import ANA, BEN, DONE, PROMISES, an_evening, begun, deck, hand_of, played, session_in
from tests.core.small_decks import CLOSE, DEGREES, PAPER, TELLS, WEATHER, made_of

YES, NO, CLOSER = Agreed(), Declined(), WoundDown()
DEEP = made_of(TELLS, depth=3)
THANKS = 'kind = "hush"\nat = "closing"\nsay = "Thanks."\nminutes = 1\n'


def evening(*decks: str, instead_of: dict[int, int] | None = None) -> Hand:
    """An evening of these decks."""
    return hand_of(*[deck(text) for text in decks], instead_of=instead_of)


LIGHT_OR_DEEP = evening(CLOSE, DEEP, WEATHER, CLOSE, instead_of={2: 1})
BOTH: list[Event] = [Kept(seat=ANA), Kept(seat=BEN)]
TO_THE_QUESTION = [DONE, DONE, DONE, DONE, DONE]


def asked() -> Session:
    """The evening at the question before its deep deck."""
    session = played(begun(LIGHT_OR_DEEP), *TO_THE_QUESTION)
    assert (session.state, session.here.part) == (State.ASKING, 1)
    return session


def parts_played(session: Session) -> list[int]:
    """Go on to the end, saying yes to everything; answers the parts with a turn that was played."""
    parts: list[int] = []
    while not session.ended:
        if session.turn is not None:
            parts.append(session.here.part)
        owner = session.here.owner
        event: Event = YES if session.state is State.ASKING else DONE
        session = played(session, Passed(seat=owner) if owner else event)
    return list(dict.fromkeys(parts))


# Before a deep deck


def test_where_both_agree_the_deep_deck_is_played_and_the_light_one_is_not() -> None:
    assert parts_played(played(asked(), YES)) == [1, 3]


def test_where_one_declines_the_light_deck_is_played_and_the_deep_one_is_not() -> None:
    session = played(asked(), NO)
    assert (session.state, session.here.part, session.deck.title) == (State.CHANGING, 2, "Weather")
    assert parts_played(session) == [2, 3]
    assert session.declined == {1}


def test_where_nothing_light_stands_by_the_evening_goes_on_to_its_close() -> None:
    session = played(begun(evening(CLOSE, DEEP, CLOSE)), *TO_THE_QUESTION, NO)
    assert (session.state, session.here.part) == (State.CHANGING, 2)
    alone = played(begun(deck(DEEP)), NO)
    assert (alone.state, alone.cards_played) == (State.CLOSING, ())


def test_each_deep_deck_is_asked_about_by_itself() -> None:
    of = evening(DEEP, WEATHER, DEEP, WEATHER, CLOSE, instead_of={1: 0, 3: 2})
    session = played(begun(of), YES, *[DONE] * 4)
    assert (session.state, session.here.part) == (State.ASKING, 2)
    assert parts_played(played(session, NO)) == [3, 4]
    declined = played(begun(of), NO)
    assert declined.here.part == 1
    assert parts_played(declined) == [1, 2, 4]


def test_no_card_of_the_deep_deck_lies_on_the_table_before_both_agree() -> None:
    assert asked().cards_played == played(begun(LIGHT_OR_DEEP), *[DONE] * 4).cards_played
    declined = played(asked(), NO, DONE, DONE)
    assert [deck_id for deck_id, _ in declined.cards_played] == ["made", "made", "weather"]


@given(left=st.booleans(), right=st.booleans(), first=st.sampled_from(Seat), again=st.booleans())
def test_which_of_the_two_said_no_cannot_be_told(left: bool, right: bool, first: Seat, again: bool) -> None:
    """Neither from the outcome nor from the session nor from its journal; nor who answered first."""

    def outcome(answers: Pair[bool], order: Sequence[Seat]) -> tuple[str, Session]:
        consent = Consent()
        for seat in order:
            assert consent.outcome is None
            consent = consent.answered(seat, answers.of(seat))
        event = consent.outcome
        assert event is not None
        return event.model_dump_json(), asked().after(event)

    there, back = [first, first.other], [first.other, first]
    told, session = outcome(Pair(left, right), there)
    assert (told, session) == outcome(Pair(right, left), there) == outcome(Pair(left, right), back)
    assert (told, session) == outcome(Pair(left and right, True), back)
    assert "left" not in told
    assert "right" not in told
    assert session.declined == (frozenset() if left and right else {1})
    if again and not (left and right):
        assert outcome(Pair(False, False), there) == (told, session), "nor whether it was one or both"


def test_until_the_other_has_answered_an_answer_may_be_changed() -> None:
    consent = Consent().answered(ANA, True).answered(ANA, False)
    assert (consent.has_answered(ANA), consent.has_answered(BEN), consent.outcome) == (True, False, None)
    assert consent.answered(ANA, True).answered(BEN, True).outcome == Agreed()
    assert consent.answered(BEN, True).outcome == Declined()


@pytest.mark.parametrize("kind", ["agreed", "declined"])
def test_no_name_can_be_written_beside_an_answer(kind: str) -> None:
    with pytest.raises(ValueError, match="seat"):
        EVENT.validate_python({"type": kind, "seat": "left"})


# Sets


def at_set(number: int) -> Session:
    """At the question before this set."""
    session = played(begun(deck(DEGREES)), YES, DONE)
    for _ in range(number - 2):
        session = played(session, *[DONE] * 4, YES)
    session = played(session, *[DONE] * 4)
    assert (session.state, session.here.set) == (State.ASKING, number)
    return session


@pytest.mark.parametrize("number", [2, 3])
def test_where_both_like_the_next_set_is_played(number: int) -> None:
    session = played(at_set(number), YES)
    assert (session.state, session.here.set, session.card.set) == (State.TALKING, number, number)
    assert session.round == 2 * number - 1


@pytest.mark.parametrize("number", [2, 3])
def test_where_one_would_rather_not_the_close_of_the_deck_follows(number: int) -> None:
    session = played(at_set(number), NO)
    assert session.state is State.HUSHED
    assert session.declined == frozenset(), "the deck was played, only not to its end"
    assert played(session, DONE).state is State.CLOSING


@pytest.mark.parametrize("number", [2, 3])
def test_no_card_of_a_declined_set_comes_to_the_table(number: int) -> None:
    session = played(at_set(number), NO)
    assert {card.set for _, card in session.cards_played} == set(range(1, number))
    assert session.card.set == number - 1


def test_after_a_declined_set_the_evening_goes_on() -> None:
    session = played(begun(evening(DEGREES, CLOSE)), YES, DONE, *[DONE] * 4, NO, DONE)
    assert (session.state, session.here.part) == (State.CHANGING, 1)


# Winding down


def test_winding_down_leads_to_the_last_deck_of_the_evening() -> None:
    session = played(begun(evening(PAPER, WEATHER, CLOSE)), CLOSER)
    assert (session.state, session.here.part) == (State.CHANGING, 2)
    assert parts_played(session) == [2]


def test_winding_down_in_the_last_deck_leads_to_its_closing() -> None:
    session = played(begun(deck(PAPER)), CLOSER)
    assert (session.state, session.here.closes, session.step) == (State.TALKING, True, 13)
    last = played(begun(evening(WEATHER, CLOSE)), CLOSER, DONE, CLOSER)
    assert (last.state, last.here.closes) == (State.OFFERING, True)


def test_where_the_deck_has_no_closing_winding_down_leads_to_the_closing_line() -> None:
    assert played(begun(deck(made_of(TELLS))), CLOSER).state is State.CLOSING


@pytest.mark.parametrize("state", sorted(LIVE - {State.SAVING}))
def test_it_can_be_wound_down_wherever_there_is_a_close_to_go_to(state: State) -> None:
    session = session_in(state)
    if session.here.closes:
        assert not session.can_wind_down
        with pytest.raises(NotNow):
            session.after(CLOSER)
    else:
        assert session.can_wind_down
        following = played(session, CLOSER)
        assert following.here.closes or following.state is State.CLOSING


def test_what_is_on_its_way_to_the_disk_is_waited_for() -> None:
    session = played(begun(deck(made_of('kind = "keep"\n', TELLS, THANKS))), *BOTH, Titled(title="x"))
    session = played(session, Wrote(seat=ANA, line="x"), Wrote(seat=BEN, line="x"), *BOTH)
    assert (session.state, session.allows(WoundDown), session.allows(Ended)) == (State.SAVING, False, False)


def test_the_close_itself_is_not_wound_down() -> None:
    session = played(begun(evening(WEATHER, CLOSE)), CLOSER, DONE, CLOSER)
    with pytest.raises(NotNow, match="the close already"):
        session.after(CLOSER)
    ended = played(begun(deck()), Ended())
    with pytest.raises(NotNow):
        ended.after(CLOSER)


def test_winding_down_is_no_answer_to_the_question_whether_now_is_good() -> None:
    session = played(asked(), CLOSER)
    assert (session.here.part, session.declined) == (3, frozenset())


def test_winding_down_from_the_light_deck_leads_to_the_close_too() -> None:
    session = played(asked(), NO, DONE, CLOSER)
    assert (session.state, session.here.part) == (State.CHANGING, 3)


@pytest.mark.parametrize("text", [PAPER, made_of(TELLS, THANKS, rounds=6)], ids=["paper", "six rounds"])
def test_winding_down_brings_no_card_that_nobody_plays(text: str) -> None:
    session = begun(deck(text))
    before = session.cards_played
    session = played(session, CLOSER)
    assert session.cards_played == before
    assert [card for _, card in before] in ([], [session.card]), "the one they had stays in sight"


def test_who_was_talking_had_the_floor_until_then() -> None:
    session = played(begun(deck(made_of(TELLS, THANKS))), CLOSER, seconds=45)
    assert session.floor_time.left == 45


# Stars


def test_a_star_is_given_and_taken_away_again() -> None:
    session = session_in(State.READING)
    given = played(session, Starred())
    assert (given.state, set(given.stars)) == (State.READING, {"A walk"})
    assert played(given, Starred()).stars == frozenset()


def test_stars_of_earlier_evenings_are_there_from_the_start() -> None:
    of = evening(WEATHER).model_copy(update={"starred": ("A walk", "A card of another deck")})
    session = played(begun(of), DONE)
    assert session.stars == {"A walk", "A card of another deck"}
    assert played(session, Starred()).stars == {"A card of another deck"}


@pytest.mark.parametrize("state", sorted(LIVE))
def test_a_star_is_for_the_card_in_play_and_changes_nothing_else(state: State) -> None:
    session = session_in(state)
    if session.turn is None or session.turn.at != "round":
        with pytest.raises(NotNow, match="no card is in play"):
            session.after(Starred())
        return
    starred = played(session, Starred())
    assert starred.stars == {session.card.text}
    assert played(starred, Starred()) == session


# Promises of last time


def looking_back(promises: object = PROMISES) -> Session:
    return begun(evening(PAPER).model_copy(update={"promises": promises}))


def test_promises_of_last_time_are_looked_back_on_by_whoever_made_them() -> None:
    session = looking_back()
    assert (session.state, session.asked) == (State.HANDING_OVER, ANA)
    session = played(session, DONE, Picked(choice="Kept"), DONE, Picked(choice="Let it go"))
    assert session.state is State.HUSHED
    assert [(promise.id, answer) for promise, answer in session.looked_back_on] == [
        ("p1", "Kept"),
        ("p2", "Let it go"),
    ]


def test_a_promise_that_nobody_looked_back_on_stays_as_it_is() -> None:
    session = played(looking_back(), LeftBlank(), DONE, Picked(choice="Still trying"))
    assert [(promise.id, answer) for promise, answer in session.looked_back_on] == [("p2", "Still trying")]
    assert played(looking_back(), CLOSER).looked_back_on == ()
    only_ben = looking_back(Pair(None, PROMISES.right))
    assert only_ben.asked is BEN
    assert played(only_ben, DONE, Picked(choice="Kept")).state is State.HUSHED


def test_there_is_no_other_answer_to_a_promise() -> None:
    with pytest.raises(NotNow):
        played(looking_back(), DONE, Picked(choice="Broken"))


def test_an_evening_with_everything_in_it_comes_to_its_end() -> None:
    assert isinstance(an_evening().parts[0].deck, Deck)
    session = begun(an_evening())
    steps = 0
    while not session.ended:
        event: Event = YES if session.state is State.ASKING else DONE
        if session.here.owner:
            event = Passed(seat=ANA)
        elif session.state in {State.NOTING, State.PICKING}:
            event = LeftBlank()
        session = played(session, event)
        steps += 1
    assert steps < len(session.script) * 2
