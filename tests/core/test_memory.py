"""A memory is what both kept, under the names they had then."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from duologue.core.memory import Memory, memory_of
from duologue.core.states import State
from tests.builders import WHEN, session_in


def kept() -> Memory:
    return memory_of(session_in(State.SAVING), WHEN.replace(microsecond=123456))


def test_it_holds_what_was_written_and_where_it_came_from() -> None:
    memory = kept()
    assert (memory.title, memory.deck, memory.card) == ("The walk", "Weather", "A meal")
    assert (memory.left.name, memory.left.line) == ("Ana", "Rain first.")
    assert (memory.right.name, memory.right.line) == ("Ben", "Then sun.")
    assert memory.lines.right == memory.right
    assert memory.when == WHEN, "whole seconds"


def test_the_same_moment_has_the_same_id() -> None:
    """So a save that was interrupted can be done again without keeping it twice."""
    assert kept().id == kept().id == session_in(State.SAVED).moment_id


def test_its_record_ends_with_a_table_that_says_it_is_complete() -> None:
    record = kept().record()
    assert list(record)[-1] == "end"
    assert record["end"] == {"complete": True}
    assert Memory.model_validate(record) == kept()


def test_the_time_must_know_its_zone() -> None:
    with pytest.raises(ValidationError):
        memory_of(session_in(State.SAVING), WHEN.replace(tzinfo=None))


@pytest.mark.parametrize(
    "wrong",
    [
        {"format": 2},
        {"id": "../../up"},
        {"id": ""},
        {"title": "x" * 2001},
        {"when": datetime(2024, 1, 1)},
        {"end": {"complete": False}},
        {"left": {"name": "Ana"}},
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Memory.model_validate({**kept().record(), **wrong})


def test_what_a_later_version_adds_is_let_alone() -> None:
    record = {**kept().record(), "photo": "sun.png"}
    assert Memory.model_validate(record) == kept()


def test_what_somebody_wrote_into_a_file_can_be_drawn() -> None:
    memory = Memory.model_validate({**kept().record(), "title": "a\x1b[2Jb", "card": "\u202ec"})
    assert (memory.title, memory.card) == ("a�[2Jb", "�c")


@given(st.text(max_size=60), st.integers(-14 * 60, 14 * 60))
def test_any_memory_read_again_is_the_same(text: str, minutes: int) -> None:
    when = WHEN.astimezone(timezone(timedelta(minutes=minutes)))
    memory = Memory.model_validate({**kept().record(), "title": text, "when": when})
    assert Memory.model_validate(memory.record()) == memory
