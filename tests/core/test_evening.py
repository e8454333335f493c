"""An evening put together from decks: it fits the time, goes deeper step by step, and ends light."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duologue.core.deck import DEEP, Purpose, Stage
from duologue.core.deck_faults import faults
from duologue.core.evening import PARTS_AT_MOST, Asked, Composer, Plan, light_decks, usual_ground
from duologue.core.events import Began
from duologue.core.hand import FromTheJar, deal
from duologue.core.pace import EVENING_MINUTES, Pace
from duologue.core.wishes import TOPICS, CommonGround
from tests.builders import NAMES, PROMISES
from tests.core.partners import MANNERS, Manner, play
from tests.core.shipped import ALL, shipped

DECKS = {name: shipped(name) for name in ALL}
ORDER = list(Stage)


def composer(
    minutes: int, purpose: Purpose, ground: CommonGround | None = None, played: tuple[str, ...] = ()
) -> Composer:
    return Composer(DECKS, Asked(minutes, purpose), ground or usual_ground(Pace.STEADY, purpose), played)


def ids(plan: Plan) -> list[str]:
    return [part.deck_id for part in plan.parts]


def makes_sense(plan: Plan) -> None:
    """What holds for every plan, however it came about."""
    assert len(plan.parts) <= PARTS_AT_MOST
    assert len(set(ids(plan))) == len(plan.parts), "no deck twice"
    places = [ORDER.index(part.stage) for part in plan.parts]
    assert places == sorted(places), "it arrives, opens, deepens, softens, closes"
    assert plan.parts[-1].stage is Stage.CLOSE
    assert plan.parts[-1].deck.depth == 1
    depths = [part.deck.sets[0].depth if part.deck.sets else part.deck.depth for part in plan.parts]
    deepest = 1
    for part, depth in zip(plan.parts, depths, strict=True):
        assert depth <= deepest + 1
        deepest = max(deepest, part.deck.depth)
    assert all(part.deck.depth <= plan.ground.depth for part in plan.parts)
    assert not any(list(faults(part.deck)) for part in (*plan.parts, *plan.light))


SOME_GROUND = st.builds(
    CommonGround,
    st.sampled_from(Pace),
    st.integers(1, 3),
    st.frozensets(st.sampled_from(TOPICS), max_size=5),
    st.booleans(),
)


@settings(max_examples=25)
@given(
    minutes=st.sampled_from(EVENING_MINUTES),
    purpose=st.sampled_from(Purpose),
    ground=SOME_GROUND,
    seed=st.integers(0, 999),
)
def test_any_evening_makes_sense_and_fits_the_time(
    minutes: int, purpose: Purpose, ground: CommonGround, seed: int
) -> None:
    plan = composer(minutes, purpose, ground).compose(Random(seed))
    makes_sense(plan)
    assert plan.minutes <= minutes
    assert all(
        purpose in part.deck.purposes for part in plan.parts if part.stage not in {Stage.ARRIVE, Stage.CLOSE}
    )
    assert not any(ground.resting.intersection(part.deck.topics) for part in plan.parts)


def test_the_same_chance_plans_the_same_evening_and_another_one_another() -> None:
    of = composer(30, Purpose.JUST_US)
    assert of.compose(Random(3)) == of.compose(Random(3))
    assert len({tuple(ids(of.compose(Random(seed)))) for seed in range(6)}) > 2


@pytest.mark.parametrize("purpose", Purpose)
def test_half_an_hour_is_well_filled_whatever_it_is_for(purpose: Purpose) -> None:
    plan = composer(30, purpose).compose(Random(1))
    assert plan.minutes >= 0.6 * 30
    assert {Stage.DEEPEN, Stage.OPEN, Stage.SOFTEN} & {part.stage for part in plan.parts}


def test_what_was_played_last_rests_where_there_is_something_else() -> None:
    first = composer(30, Purpose.JUST_US).compose(Random(1))
    middle = {part.deck_id for part in first.parts if part.stage not in {Stage.ARRIVE, Stage.CLOSE}}
    again = composer(30, Purpose.JUST_US, played=tuple(middle)).compose(Random(1))
    assert not middle & set(ids(again))


def test_deep_decks_come_only_where_they_are_wished_for_or_after_a_hurt() -> None:
    for purpose in Purpose:
        depth = usual_ground(Pace.STEADY, purpose).depth
        assert depth == (DEEP if purpose is Purpose.AFTER_A_HURT else 2)


def with_something_deep() -> Plan:
    for seed in range(40):
        plan = composer(60, Purpose.AFTER_A_HURT).compose(Random(seed))
        if any(part.deck.depth == DEEP for part in plan.parts):
            return plan
    raise AssertionError("an evening after a hurt may go deep")


def test_a_light_deck_stands_behind_every_deep_one() -> None:
    plan = with_something_deep()
    chosen = plan.chosen
    for index, one in enumerate(chosen):
        if one.deck.depth == DEEP:
            assert chosen[index + 1].instead_of == index
            assert chosen[index + 1].deck.depth == 1
    light = {one.deck_id for one in chosen if one.instead_of is not None}
    assert not light & set(ids(plan))
    assert {one.deck_id for one in light_decks(DECKS)} >= light


def test_a_part_can_be_dropped_but_the_close_stays() -> None:
    plan = composer(45, Purpose.CHECK_IN).compose(Random(2))
    for index, part in enumerate(plan.parts):
        dropped = plan.dropped(index)
        makes_sense(dropped)
        if part.stage is Stage.CLOSE:
            assert dropped == plan
        else:
            assert dropped == plan or ids(dropped) == [*ids(plan)[:index], *ids(plan)[index + 1 :]]


@pytest.mark.parametrize("purpose", Purpose)
def test_a_part_can_be_swapped_for_another_of_its_stage_that_fits(purpose: Purpose) -> None:
    of = composer(45, purpose)
    plan = of.compose(Random(4))
    for index, part in enumerate(plan.parts):
        seen = plan
        for _ in range(4):
            seen = of.swapped(seen, index)
            makes_sense(seen)
            assert seen.minutes <= 45
            assert seen.parts[index].stage is part.stage
            assert [one for i, one in enumerate(ids(seen)) if i != index] == [
                one for i, one in enumerate(ids(plan)) if i != index
            ]


@pytest.mark.parametrize("manner", MANNERS, ids=lambda manner: manner.name)
def test_an_evening_of_shipped_decks_is_played_to_its_close(manner: Manner) -> None:
    for minutes, plan in ((10, composer(10, Purpose.PLAY).compose(Random(5))), (60, with_something_deep())):
        hand = deal(plan.chosen, FromTheJar(promises=PROMISES), Random(minutes))
        assert all(one.first is then.first.other for one, then in pairwise(hand.parts))
        whole = play(Began(couple=NAMES, hand=hand, pace=Pace.STEADY), manner)
        session = whole.session
        assert session.part.deck_id == plan.parts[-1].deck_id, "it ends with the close"
        if not manner.winds_down:
            assert session.floor_time.left == pytest.approx(session.floor_time.right)
        assert whole.replayed() == session
