"""Before something deep both say whether now is good, and nobody learns who would rather not."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from duologue.core.states import State
from duologue.store.paths import Paths
from duologue.ui.sessions import Opening
from tests.core.small_decks import DEGREES, TELLS, made_of
from tests.ui.conftest import SetTable
from tests.ui.evenings import (
    MADE,
    act,
    closes,
    drawn,
    everything,
    few_decks,
    files_of,
    go_on_until,
    on_the_shelf,
    thanked,
)
from tests.ui.playing import Table

DEEP = on_the_shelf(made=made_of(TELLS, depth=3, more='not_for = "Not for a night in a hurry."\n'))
IN_SETS = on_the_shelf(degrees=DEGREES)

NOT_NOW = [("s", "l"), ("a", "k"), ("k", "a"), ("s", "k")]
"""The left one would rather not, the right one, or both; and either answers first."""


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A couple with few decks."""
    return few_decks(tmp_path, "hold")


async def after(table: Table, keys: Sequence[str]) -> list[tuple[str, dict[str, bytes]]]:
    """What is on the screen and on the disk after these answers, page by page."""
    before = files_of(table.paths)
    await table.press(keys[0])
    assert files_of(table.paths) == before
    await table.press(keys[1])
    seen = []
    for _ in range(4):
        seen.append((drawn(table.app.screen), files_of(table.paths)))
        await act(table, "go-on")
    return seen


async def test_nobody_learns_who_would_rather_not(set_table: SetTable, paths: Paths) -> None:
    outcomes = []
    for keys in NOT_NOW:
        shutil.rmtree(paths.data, ignore_errors=True)
        async with set_table(opening=MADE, before=DEEP) as table:
            assert "Made goes deep. Is now a good time for it?" in table.words()
            assert "Not for a night in a hurry." in table.words()
            outcomes.append(await after(table, keys))
    screen, files = outcomes[0][0]
    assert "Something light, then." in screen
    assert "Next: " in screen
    assert b'"declined"' in files["journal.jsonl"]
    assert all(outcome == outcomes[0] for outcome in outcomes)


async def test_an_answer_looks_the_same_whatever_it_is(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=DEEP) as table:
        await table.press("a")
        yes = everything(table)
        assert "○ answered" in table.words()
        await table.press("s")
        assert everything(table) == yes
        await table.press("a", "escape", "space")
        assert everything(table) == yes
        await table.press("l")
        assert table.state() is State.TALKING


async def test_answers_are_forgotten_when_they_leave(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=DEEP) as table:
        await table.press("s", "ctrl+q")
    async with set_table() as table:
        await table.sees("Go on where you were?")
        await table.press("g")
        await table.sees("Is now a good time for it?")
        assert "answered" not in table.words()
        await table.press("l")
        assert table.state() is State.ASKING
        await table.click("a now is good")
        assert table.state() is State.TALKING


async def test_no_other_key_answers(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=DEEP) as table:
        await table.press("space", "e", "i", "d", "j", "enter", "f4", "b", "n")
        assert table.state() is State.ASKING
        assert "answered" not in table.words()
        await table.click("k not now")
        await table.click("a now is good")
        await table.sees("Something light, then.")
        await closes(table)
        await thanked(table)


async def test_before_each_further_set_either_stops_and_it_ends_well(set_table: SetTable) -> None:
    async with set_table(opening=Opening("degrees", seed=3), before=IN_SETS) as table:
        await table.press("a", "l")
        await table.sees("These are easy.")
        await go_on_until(table, lambda session: session.state is State.ASKING, "the second set")
        assert "Nearer" in table.words()
        assert "Go on, or stop here for tonight? Both are good." in table.words()
        await table.press("a", "l")
        assert table.session.here.set == 2
        await go_on_until(table, lambda session: session.state is State.ASKING, "the third set")
        await table.press("l", "s")
        assert table.state() is State.HUSHED
        assert "stop" not in table.words()
        await act(table, "go-on")
        await thanked(table)
