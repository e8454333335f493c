"""The whole session laid out: both play both roles, and both get the same room."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.core.deck import Deck
from duologue.core.script import Step, script
from duologue.core.seats import Seat
from duologue.core.turns import Talk
from tests.builders import ANA, BEN, deck, hand
from tests.core.small_decks import WEATHER


def laid_out(of: Deck | None = None, first: Seat = ANA) -> tuple[Step, ...]:
    return script(hand(of, first))


def test_opening_rounds_and_closing_come_in_order() -> None:
    kinds = [(step.round, type(step.turn).__name__) for step in laid_out()]
    one_round = ["Read", "Talk", "Talk", "Confirm"]
    assert kinds == [
        (1, "Breathe"),
        *[(1, kind) for kind in one_round],
        (2, "NoneType"),
        *[(2, kind) for kind in one_round],
        (2, "Keep"),
    ]


@pytest.mark.parametrize("first", Seat)
def test_roles_swap_between_rounds(first: Seat) -> None:
    steps = laid_out(first=first)
    assert [step.floor for step in steps if step.floor] == [first, first.other, first.other, first]
    assert [step.owner for step in steps if step.owner] == [first, first.other], "the story is the teller's"


def test_only_talk_has_a_floor_and_only_confirm_an_owner() -> None:
    for step in laid_out():
        kind = type(step.turn).__name__
        assert (step.floor is not None) == (kind == "Talk")
        assert (step.owner is not None) == (kind == "Confirm")


def _block(turns: str) -> str:
    return f"[[turn]]\n{turns}\n"


_READ = _block('kind = "read"\nsay = "Read."')
_TALK = 'kind = "talk"\nsay = "Say."\nlisten = "Listen."\n'
_TELL = _block(_TALK + 'floor = "teller"\nminutes = 3')
_REPLY = _block(_TALK + 'floor = "listener"\nminutes = 1')
_LOOP = _REPLY + _block(
    'kind = "confirm"\nasks = "teller"\nsay = "So?"\nanswers = ["y", "n"]\nelse = "Fine."'
)
_ONCE = "".join(
    _block(f'{_TALK}at = "closing"\nminutes = 2\nfloor = "{role}"') for role in ("teller", "listener")
)
_TOP = WEATHER[: WEATHER.index("[[turn]]")]
_CARD = '[[card]]\ntext = "A walk"\n'


@given(
    blocks=st.lists(st.sampled_from([_READ, _TELL, _REPLY, _LOOP]), min_size=1, max_size=6),
    rounds=st.sampled_from([2, 4, 6, 12]),
    once=st.booleans(),
    first=st.sampled_from(Seat),
)
def test_both_partners_get_the_same_turns_and_the_same_time(
    blocks: list[str], rounds: int, once: bool, first: Seat
) -> None:
    text = _TOP.replace("rounds = 2", f"rounds = {rounds}") + "".join(blocks) + _TELL + _ONCE * once + _CARD
    turns: Counter[Seat] = Counter()
    minutes: Counter[Seat] = Counter()
    confirms: Counter[Seat] = Counter()
    for step in laid_out(deck(text), first):
        if step.floor and isinstance(step.turn, Talk):
            turns[step.floor] += 1
            minutes[step.floor] += int(step.turn.minutes)
        if step.owner:
            confirms[step.owner] += 1
    assert turns[ANA] == turns[BEN] > 0
    assert minutes[ANA] == minutes[BEN]
    assert confirms[ANA] == confirms[BEN]
