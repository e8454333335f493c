"""A few pictures, so that a change of the look is seen: two places, two sizes, two themes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest
from textual.pilot import Pilot

from duologue.core.states import State
from duologue.store.paths import Paths
from duologue.store.settings import Settings, save_couple, save_settings
from duologue.ui.app import DuologueApp
from duologue.ui.sessions import Opening
from tests.builders import NAMES, FakeClock
from tests.ui.playing import Table

SnapCompare = Callable[..., bool]
LOOKS = [("hearth", (100, 30)), ("linen", (60, 20))]


async def _home(table: Table) -> None:
    await table.sees("On the shelf")


async def _talk(table: Table) -> None:
    await table.sees("another card")
    await table.play_until(State.TALKING)
    await table.pass_time(70)
    await table.press("x")


PLACES: dict[str, tuple[Opening | None, Callable[[Table], Awaitable[None]]]] = {
    "home": (None, _home),
    "talk": (Opening("in-your-shoes", seed=7), _talk),
}


@pytest.mark.parametrize(("theme", "size"), LOOKS, ids=[theme for theme, _ in LOOKS])
@pytest.mark.parametrize("place", list(PLACES))
def test_the_look(
    snap_compare: SnapCompare, paths: Paths, place: str, theme: str, size: tuple[int, int]
) -> None:
    save_couple(paths, NAMES)
    save_settings(paths, Settings(theme=theme))
    opening, go_there = PLACES[place]
    clock = FakeClock()
    app = DuologueApp(paths, opening, clock, lambda: datetime(2026, 11, 22, 20, 30, tzinfo=UTC))

    async def come_to_it(pilot: Pilot[None]) -> None:
        table = Table(app, pilot, clock, paths)
        await table.until(lambda: app.shelf is not None, "the app to settle")
        await go_there(table)

    assert snap_compare(app, terminal_size=size, run_before=come_to_it)
    app.pen.put_down()
