"""Circles are kept only if both turned theirs over and both say yes; never one without the other."""

from __future__ import annotations

import pytest

from duologue.core.closeness import Circles, Closeness, closeness_of
from duologue.core.couple import Couple
from duologue.core.deck import Deck
from duologue.core.deck_text import read_deck
from duologue.core.events import Event, Kept, LeftBlank, LetGo, Passed, Picked, Saved, TurnedOver
from duologue.core.seats import Pair, Seat
from duologue.core.session import Session
from duologue.core.states import State
from tests.builders import ANA, BEN, DONE, WHEN, begun, deck, played
from tests.core.small_decks import TELLS, made_of

PICKS = 'kind = "pick"\nname = "a"\nfrom = "circles"\nsay = "Which?"\n'
SHOWS = 'kind = "reveal"\nshows = "a"\nsay = "Turn it over."\nfree = true\n'
KEEPS = 'kind = "keep"\nkeeps = "circles"\nfrom = "a"\nsay = "Keep these?"\n'
PICKED: list[Event] = [DONE, Picked(choice="6"), DONE, Picked(choice="2")]
TURNED: list[Event] = [TurnedOver(seat=ANA), TurnedOver(seat=BEN), DONE]


def turned_over(*turned: Event) -> Session:
    """After both picked, and turned over as told."""
    return played(begun(deck(made_of(PICKS, SHOWS, KEEPS, TELLS))), *PICKED, *turned)


def test_both_say_yes_and_both_are_kept() -> None:
    session = turned_over(*TURNED)
    assert (session.state, session.to_keep) == (State.OFFERING, ((ANA, "6"), (BEN, "2")))
    assert session.words_to_copy == ["Ana: mostly together", "Ben: touching"]
    session = played(session, Kept(seat=BEN), Kept(seat=ANA))
    assert session.state is State.SAVING
    kept = closeness_of(session, WHEN)
    assert (kept.id, kept.when, kept.deck) == (session.moment_id, WHEN, "Made")
    assert (kept.left, kept.right) == (Circles(name="Ana", circle=6), Circles(name="Ben", circle=2))
    assert played(session, Saved(), DONE).state is State.TALKING


@pytest.mark.parametrize("seat", Seat)
@pytest.mark.parametrize("no", [LetGo(), DONE], ids=["not now", "go on"])
def test_where_one_would_rather_not_nothing_says_who(seat: Seat, no: Event) -> None:
    asked = turned_over(*TURNED)
    session = played(asked, Kept(seat=seat), no)
    assert session == played(asked, no), "the same as if nobody had said yes"


NOT_BOTH: dict[str, list[Event]] = {
    "one lies face down": [TurnedOver(seat=ANA), DONE],
    "the other lies face down": [TurnedOver(seat=BEN), DONE],
    "one is held back": [TurnedOver(seat=ANA), Passed(seat=BEN), DONE],
    "both are held back": [Passed(seat=ANA), Passed(seat=BEN)],
    "none is turned over": [DONE],
}


@pytest.mark.parametrize("turned", NOT_BOTH.values(), ids=NOT_BOTH)
def test_what_was_not_turned_over_by_both_is_not_asked_about(turned: list[Event]) -> None:
    assert turned_over(*turned).state is State.TALKING


@pytest.mark.parametrize("who", Seat)
def test_where_one_picks_nothing_nothing_is_asked(who: Seat) -> None:
    picks: list[Event] = [DONE, Picked(choice="6")]
    events = [LeftBlank(), *picks] if who is ANA else [*picks, LeftBlank()]
    session = played(begun(deck(made_of(PICKS, SHOWS, KEEPS, TELLS))), *events, TurnedOver(seat=who.other))
    assert played(session, DONE).state is State.TALKING


SEATED = [
    # names now, and the circles of those who were Ana with 6 and Ben with 2
    (Pair("Ana", "Ben"), (6, 2)),
    (Pair("Ben", "Ana"), (2, 6)),
    (Pair("Anna", "Ben"), (6, 2)),
    (Pair("Ben", "Anna"), (2, 6)),
    (Pair("Ana", "Benjamin"), (6, 2)),
    (Pair("Mo", "Jo"), (6, 2)),
    (Pair("Ana", "Ana"), (6, 2)),
]


@pytest.mark.parametrize(("couple", "circles"), SEATED, ids=str)
def test_they_go_with_the_person_wherever_they_sit(couple: Couple, circles: tuple[int, int]) -> None:
    kept = Closeness(
        id="a", when=WHEN, deck="x", left=Circles(name="Ana", circle=6), right=Circles(name="Ben", circle=2)
    )
    assert kept.by_seat(couple) == Pair(*circles)


FAULTS = [
    ([KEEPS], "“a” is not picked from circles before."),
    ([PICKS.replace("circles", "feelings"), SHOWS, KEEPS], "“a” is not picked from circles before."),
    ([PICKS, KEEPS, SHOWS], "“a” is not turned over before; a reveal turn has to show it first."),
    ([PICKS, SHOWS, KEEPS.replace('from = "a"\n', "")], "is missing; it names what was picked."),
    ([f"spare = true\n{PICKS}", f"spare = true\n{SHOWS}", KEEPS], "without its spare turns: “a” is not pic"),
    ([PICKS, f"spare = true\n{SHOWS}", KEEPS], "without its spare turns: “a” is not turned over before;"),
]


@pytest.mark.parametrize(("turns", "says"), FAULTS, ids=[says[:44] for _, says in FAULTS])
def test_a_deck_that_could_not_ask_fairly_is_told_why(turns: list[str], says: str) -> None:
    found = read_deck(made_of(TELLS, *turns), "made.toml")
    assert not isinstance(found, Deck)
    assert [problem.reason for problem in found if problem.reason.startswith(says)]
