"""A name is any name people like to be called by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.core.couple import NAME_AT_MOST, Couple, NotAName, a_name
from duologue.core.seats import Pair, Seat


@pytest.mark.parametrize(
    ("text", "name"),
    [("Ana", "Ana"), ("  Ben \n", "Ben"), ("李 小龙", "李 小龙"), ("A\tB", "A B"), ("x" * 40, "x" * 40)],
)
def test_a_name_is_trimmed_and_otherwise_left_alone(text: str, name: str) -> None:
    assert a_name(text) == name


@pytest.mark.parametrize(
    ("text", "says"),
    [("", "A name, please"), (" \t\n", "A name, please"), ("\u200d", "A name"), ("x" * 41, "41")],
)
def test_what_is_no_name_is_answered_kindly(text: str, says: str) -> None:
    with pytest.raises(NotAName, match=says):
        a_name(text)


@given(st.text())
def test_a_name_can_be_drawn_and_is_the_same_when_read_again(text: str) -> None:
    try:
        name = a_name(text)
    except NotAName:
        return
    assert 0 < len(name) <= NAME_AT_MOST
    assert "\x1b" not in name
    assert a_name(name) == name


def test_two_names_are_a_couple() -> None:
    couple = Couple("Ana", "Ben")
    assert (couple.of(Seat.LEFT), couple.of(Seat.RIGHT)) == ("Ana", "Ben")
    assert couple == Pair("Ana", "Ben")
