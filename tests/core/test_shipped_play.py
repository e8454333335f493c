"""Every shipped deck played to its end by the engine, by two who take it in one manner or another."""

from __future__ import annotations

from functools import cache
from itertools import product
from random import Random

import pytest

from duologue.core.deck import DEEP
from duologue.core.events import Began, Ended, WoundDown
from duologue.core.hand import Chosen, FromTheJar, deal
from duologue.core.pace import Pace
from duologue.core.script import Stop
from duologue.core.seats import Seat
from duologue.core.session import Session
from duologue.core.states import State
from duologue.core.turns import Confirm, Keep, Reveal
from tests.builders import NAMES, PROMISES
from tests.core.partners import ALL_ANSWERS, MANNERS, Manner, Played, play
from tests.core.shipped import ALL, forms, shipped

FORMS = (0, 1)
"""In full, and where the time is short."""
BLANK = next(manner for manner in MANNERS if manner.name == "all left blank")
PASSED = next(manner for manner in MANNERS if manner.name == "all passed")
NEARLY = next(manner for manner in MANNERS if manner.name == "nearly every time")
NOT_NOW = next(manner for manner in MANNERS if manner.name == "not now")
SWAPPED = next(manner for manner in MANNERS if manner.name == "another card")


def dealt(name: str, form: int, seed: int = 1) -> Began:
    deck = forms(name)[form]
    hand = deal([Chosen(name, deck)], FromTheJar(promises=PROMISES), Random(seed))
    return Began(couple=NAMES, hand=hand, pace=Pace.STEADY)


@cache
def played(name: str, form: int, manner: Manner) -> Played:
    return play(dealt(name, form), manner)


@pytest.mark.parametrize("manner", MANNERS, ids=lambda manner: manner.name)
@pytest.mark.parametrize("name", ALL)
def test_it_comes_to_its_close_with_equal_time_for_both(name: str, manner: Manner) -> None:
    for form in FORMS:
        whole = played(name, form, manner)
        session = whole.session
        assert session.state is State.ENDED
        assert not any(isinstance(event, Ended) for event in whole.events), "it ends by itself"
        floor = session.floor_time
        if not manner.winds_down:
            assert floor.left == pytest.approx(floor.right)
            talks = any(step.floor for i, step in enumerate(session.script) if i in whole.steps)
            assert (floor.left > 0) is (talks and not manner.passes)
        assert whole.replayed() == session


@pytest.mark.parametrize("name", ALL)
def test_with_all_answers_every_step_of_it_is_played(name: str) -> None:
    for form in FORMS:
        whole = played(name, form, ALL_ANSWERS)
        assert whole.steps == set(range(len(whole.session.script)))
        cards = [card.text for _, card in whole.session.cards_played]
        assert len(cards) == len(set(cards)) == forms(name)[form].all_rounds, "a card for each round"


@pytest.mark.parametrize("name", ALL)
def test_where_nothing_is_written_there_is_nothing_to_turn_over_or_to_keep(name: str) -> None:
    for form, manner in product(FORMS, (BLANK, PASSED)):
        whole = played(name, form, manner)
        assert whole.session.written == {}
        left_out = [step.turn for i, step in enumerate(whole.session.script) if i not in whole.steps]
        assert all(isinstance(turn, Reveal | Keep | Confirm) for turn in left_out)
        assert not any(isinstance(turn, Keep) and turn.keeps == "moment" for turn in left_out)


@pytest.mark.parametrize("name", ALL)
def test_nearly_takes_longer_and_leads_on_all_the_same(name: str) -> None:
    once, again = played(name, 0, ALL_ANSWERS), played(name, 0, NEARLY)
    assert again.steps == once.steps
    longer = len(again.events) > len(once.events)
    assert longer is any(turn.kind == "confirm" for turn in shipped(name).turns)


@pytest.mark.parametrize("name", ALL)
def test_where_now_is_not_good_nothing_deep_is_played(name: str) -> None:
    for form in FORMS:
        whole = played(name, form, NOT_NOW)
        steps = [step for i, step in enumerate(whole.session.script) if i in whole.steps]
        if shipped(name).depth == DEEP:
            assert [step.stop for step in steps] == [Stop.CONSENT]
            assert whole.session.cards_played == ()
        else:
            asked = [step.set for step in steps if step.stop is Stop.SET]
            assert asked == ([2] if shipped(name).sets else [])
            assert {step.set for step in steps if step.turn and step.turn.at == "round"} == {1}


@pytest.mark.parametrize("name", ALL)
def test_in_every_round_another_card_can_be_had(name: str) -> None:
    for form in FORMS:
        whole = played(name, form, SWAPPED)
        rounds = range(1, forms(name)[form].all_rounds + 1)
        assert {number: whole.swaps.get(number, 0) for number in rounds} == dict.fromkeys(rounds, 2)


@pytest.mark.parametrize("name", ALL)
def test_who_begins_makes_no_difference_to_the_time_of_both(name: str) -> None:
    firsts = set()
    for seed in range(5):
        whole = play(dealt(name, 1, seed), NEARLY)
        firsts.add(whole.began.hand.parts[0].first)
        assert whole.session.floor_time.left == pytest.approx(whole.session.floor_time.right)
    assert firsts == set(Seat)


@pytest.mark.parametrize("name", ALL)
def test_it_can_be_ended_and_wound_down_from_every_step(name: str) -> None:
    for form in FORMS:
        whole = played(name, form, ALL_ANSWERS)
        session = Session.begin(whole.began)
        for event in whole.events:
            session = session.after(event)
            if session.can_wind_down and session.allows(WoundDown):
                closing = session.after(WoundDown(at=session.now))
                assert closing.here.closes or closing.state is State.CLOSING
                assert not closing.can_wind_down
            if session.allows(Ended):
                assert session.after(Ended(at=session.now)).ended
