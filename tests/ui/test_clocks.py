"""Clocks that are set forward and back by thirty days, and journeys to another time zone: nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from duologue.core.states import State
from duologue.store.paths import Paths
from duologue.store.records import load_memories
from duologue.store.summaries import load_summaries
from duologue.ui.sessions import Opening
from tests.ui.conftest import SetTable
from tests.ui.evenings import few_decks, go_on_until, write
from tests.ui.playing import Table

EVENING = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
MONTH = timedelta(days=30)
CHECK_IN = "how-are-you-really"


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A couple with few decks."""
    return few_decks(tmp_path, CHECK_IN)


class Wall:
    """A clock on the wall, which somebody sets."""

    def __init__(self) -> None:
        self.shows = EVENING

    def __call__(self) -> datetime:
        return self.shows.astimezone()


async def keep_one(table: Table, title: str) -> None:
    """Play to where a moment is offered, and keep one."""
    await go_on_until(table, lambda session: session.state is State.OFFERING, "the offer")
    await table.press("a", "l")
    for words in (title, "hers", "his"):
        await write(table, words)
        await table.press("ctrl+s")
    await table.press("a", "l")
    await table.sees("Saved.")


@pytest.mark.parametrize("jumps", [(MONTH, -MONTH), (-MONTH, MONTH)], ids=["on and back", "back and on"])
async def test_the_wall_clock_jumps_and_all_is_kept(
    set_table: SetTable, jumps: tuple[timedelta, timedelta]
) -> None:
    wall = Wall()
    async with set_table(opening=Opening(CHECK_IN, seed=3), today=wall) as table:
        await go_on_until(table, lambda session: session.state is State.TALKING, "a talk")
        wall.shows += jumps[0]
        await table.pass_time(5)
        await keep_one(table, "The first")
        wall.shows += jumps[1]
        await table.press("escape", "x", "space")
        await table.until(lambda: table.app.play is None, "home")
        memories, problems = load_memories(table.paths)
        assert problems == []
        assert [(each.title, each.when) for each in memories] == [("The first", EVENING + jumps[0])]
        assert len(load_summaries(table.paths)[0]) == 1
        assert not table.paths.session_waits


@pytest.mark.parametrize("seconds", [MONTH.total_seconds(), -MONTH.total_seconds()])
async def test_the_candles_clock_jumps_and_nobody_is_cut_off(set_table: SetTable, seconds: float) -> None:
    async with set_table(opening=Opening(CHECK_IN, seed=3)) as table:
        await go_on_until(table, lambda session: session.state is State.TALKING, "a talk")
        turn = table.session.here
        await table.pass_time(seconds)
        await table.pass_time(1)
        assert table.state() is State.TALKING
        assert table.session.here == turn
        await keep_one(table, "All the same")
        assert [memory.title for memory in load_memories(table.paths)[0]] == ["All the same"]


async def test_they_travel_to_another_zone_while_it_runs(
    set_table: SetTable, zone: Callable[[str], None]
) -> None:
    wall = Wall()
    zone("PST8")
    async with set_table(opening=Opening(CHECK_IN, seed=3), today=wall) as table:
        await go_on_until(table, lambda session: session.state is State.TALKING, "a talk")
        zone("LINT-14")
        await table.pass_time(5)
        await keep_one(table, "Over the sea")
        [memory] = load_memories(table.paths)[0]
        assert memory.when == EVENING
        assert memory.when.utcoffset() == timedelta(hours=14)
        await table.press("escape", "x", "space")
        await table.until(lambda: table.app.play is None, "home")
        await table.press("j")
        await table.sees("23 Over the sea")
