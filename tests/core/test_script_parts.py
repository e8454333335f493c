"""An evening laid out: part after part, set after set, and where the two are asked before it goes on."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from duologue.core.hand import Hand, OpenPromise
from duologue.core.script import Step, Stop, script
from duologue.core.seats import Pair, Seat
from duologue.core.turns import Pick, Reveal, Write
from tests.builders import ANA, BEN, PROMISES, an_evening, deck, hand, hand_of
from tests.core.small_decks import CLOSE, DEGREES, PAPER, TELLS, WEATHER, made_of


def names(steps: Sequence[Step]) -> list[str]:
    """What each step is, in a word."""
    return [str(step.stop) if step.turn is None else type(step.turn).__name__.lower() for step in steps]


def of_part(hand: Hand, part: int) -> list[Step]:
    return [step for step in script(hand) if step.part == part]


def test_every_step_has_a_turn_or_says_what_the_stop_is_for() -> None:
    assert all((step.turn is None) == (step.stop is not None) for step in script(an_evening()))


def test_parts_come_in_order_each_with_an_arrival_but_the_first() -> None:
    evening = hand_of(deck(), deck(CLOSE), deck(CLOSE))
    steps = script(evening)
    assert [step.part for step in steps] == sorted(step.part for step in steps)
    assert [names(of_part(evening, part))[0] for part in range(3)] == ["breathe", "arrival", "arrival"]
    assert names(steps).count("arrival") == 2


def test_before_a_deep_deck_both_are_asked_and_before_no_other() -> None:
    assert names(script(hand(deck(DEGREES))))[0] == Stop.CONSENT
    assert names(of_part(an_evening(), 1))[:3] == [Stop.ARRIVAL, Stop.CONSENT, Stop.FIRST_SET]
    for light in (WEATHER, PAPER, CLOSE):
        assert Stop.CONSENT not in names(script(hand(deck(light))))


def test_sets_come_one_after_the_other_and_both_are_asked_in_between() -> None:
    steps = script(hand(deck(DEGREES)))
    two_rounds = ["talk"] * 4
    assert names(steps) == [
        "consent",
        "first set",
        *two_rounds,
        "set",
        *two_rounds,
        "set",
        *two_rounds,
        "hush",
    ]
    assert [step.set for step in steps] == [1] * 6 + [2] * 5 + [3] * 6, "the question belongs to what follows"
    assert [step.round for step in steps if step.turn] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 6]


@pytest.mark.parametrize("first", Seat)
def test_a_deck_without_sets_introduces_none(first: Seat) -> None:
    assert not {Stop.SET, Stop.FIRST_SET} & set(names(script(hand(deck(), first))))


@pytest.mark.parametrize("first", Seat)
def test_roles_swap_from_round_to_round_through_all_sets(first: Seat) -> None:
    floors = [step.floor for step in script(hand(deck(DEGREES), first)) if step.floor]
    assert floors == [first, first.other, first.other, first] * 3


def test_where_a_deck_wants_no_stop_between_rounds_there_is_none() -> None:
    four = made_of(TELLS, rounds=4)
    assert names(script(hand(deck(four)))) == ["talk", "change", "talk", "change", "talk", "change", "talk"]
    quick = made_of(TELLS, rounds=4, more="change_over = false\n")
    assert names(script(hand(deck(quick)))) == ["talk"] * 4


def test_in_the_next_deck_the_other_one_begins() -> None:
    evening = hand_of(deck(CLOSE), deck(CLOSE), deck(CLOSE), first=BEN)
    floors = [[step.floor for step in of_part(evening, part) if step.floor] for part in range(3)]
    assert floors == [[BEN, ANA], [ANA, BEN], [BEN, ANA]]


def test_the_closing_belongs_to_the_last_round() -> None:
    steps = script(hand(deck(DEGREES)))
    assert [step.closes for step in steps] == [False] * 16 + [True]
    assert (steps[-1].round, steps[-1].set) == (6, 3)


# Who is asked


def askers(of: Hand, kind: type[Write | Pick | Reveal], name: str) -> list[tuple[Seat, ...]]:
    return [
        step.askers
        for step in script(of)
        if isinstance(step.turn, kind)
        and name == (step.turn.shows if isinstance(step.turn, Reveal) else step.turn.name)
    ]


@pytest.mark.parametrize("first", Seat)
def test_those_who_write_pick_or_show_are_asked_in_the_order_of_their_roles(first: Seat) -> None:
    paper = hand(deck(PAPER), first)
    both = (first, first.other)
    assert askers(paper, Write, "outside") == [both]
    assert askers(paper, Write, "answer") == [both, both[::-1]], "the writer first, whoever that is"
    assert askers(paper, Pick, "help") == [(first,), (first.other,)]
    assert askers(paper, Write, "hour") == [()], "together, nobody hands anything over"
    assert askers(paper, Reveal, "answer") == [(ANA, BEN), (ANA, BEN)], "side by side, as they sit"


def test_a_reveal_of_one_role_is_theirs_alone() -> None:
    write = 'kind = "write"\nname = "a"\nsay = "x"\n'
    reveal = 'kind = "reveal"\nshows = "a"\nsay = "x"\nwhose = "two"\n'
    of = hand(deck(made_of(TELLS, write, reveal)))
    assert askers(of, Reveal, "a") == [(BEN,), (ANA,)]


LEFT, RIGHT = PROMISES.left, PROMISES.right


@pytest.mark.parametrize(
    ("promises", "asked"),
    [
        (Pair(LEFT, RIGHT), [(ANA, BEN)]),
        (Pair(LEFT, None), [(ANA,)]),
        (Pair(None, RIGHT), [(BEN,)]),
        (Pair(None, None), []),
    ],
)
def test_whoever_has_no_open_promise_is_not_asked_about_one(
    promises: Pair[OpenPromise | None], asked: list[tuple[Seat, ...]]
) -> None:
    of = hand(deck(PAPER)).model_copy(update={"promises": promises})
    assert askers(of, Pick, "looking-back") == asked
    assert len(askers(of, Pick, "help")) == 2, "other picks are for everybody"


def test_a_promise_may_be_asked_for_in_each_round_of_the_one_whose_turn_it_is() -> None:
    pick = 'kind = "pick"\nname = "p"\nfrom = "promise"\n[turn.each]\none = "{promise}?"\n'
    of = hand(deck(made_of(TELLS, pick))).model_copy(update={"promises": Pair(None, RIGHT)})
    assert askers(of, Pick, "p") == [(BEN,)]
    assert [step.round for step in script(of) if isinstance(step.turn, Pick)] == [2]
