"""A few pictures, so that a change of the look is seen: five places, two sizes, two themes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest
from textual.pilot import Pilot

from duologue.core.states import State
from duologue.store.paths import Paths
from duologue.store.settings import Settings, save_couple, save_settings
from duologue.ui.app import DuologueApp
from duologue.ui.screens.looking_back import LookingBackScreen
from duologue.ui.sessions import Opening
from tests.builders import NAMES, FakeClock
from tests.ui.evenings import MADE, TURN_OVER, WRITE, on_the_shelf, planned, write_unseen
from tests.ui.keepsakes import fill
from tests.ui.playing import Table

SnapCompare = Callable[..., bool]
LARGE_AND_DARK, SMALL_AND_LIGHT = ("hearth", (100, 30)), ("linen", (60, 20))

FEELINGS = 'kind = "pick"\nat = "opening"\nname = "felt"\nfrom = "feelings"\nsay = "What did you feel?"\n'
DECK = on_the_shelf(WRITE, TURN_OVER, FEELINGS)


async def _home(table: Table) -> None:
    await table.sees("Our intention")


async def _talk(table: Table) -> None:
    await table.sees("another card")
    await table.play_until(State.TALKING)
    await table.pass_time(70)
    await table.press("x")


async def _plan(table: Table) -> None:
    await planned(table, seed=4)


async def _reveal(table: Table) -> None:
    await table.sees("pace ●")
    await write_unseen(table, "How long the way home was without you", "The soup")
    await table.press("a")


async def _feelings(table: Table) -> None:
    await table.sees("pace ●")
    await table.press("e", "i", "space")
    await table.type("ten")


async def _looking_back(table: Table) -> None:
    await table.press("l")
    await table.sees("you sat together")
    screen = table.app.screen
    assert isinstance(screen, LookingBackScreen)
    await table.until(lambda: screen.whole, "everything to be read")


async def _circles(table: Table) -> None:
    await _looking_back(table)
    await table.press("right", "right", "right")
    await table.sees("mostly together")


PLACES: dict[str, tuple[Opening | None, Callable[[Table], Awaitable[None]]]] = {
    "home": (None, _home),
    "talk": (Opening("in-your-shoes", seed=7), _talk),
    "plan": (None, _plan),
    "reveal": (MADE, _reveal),
    "feelings": (MADE, _feelings),
    "looking-back": (None, _looking_back),
    "circles": (None, _circles),
}
LOOKS = [
    *(("home", look) for look in (LARGE_AND_DARK, SMALL_AND_LIGHT)),
    *(("talk", look) for look in (LARGE_AND_DARK, SMALL_AND_LIGHT)),
    ("plan", SMALL_AND_LIGHT),
    ("reveal", LARGE_AND_DARK),
    ("feelings", LARGE_AND_DARK),
    ("looking-back", SMALL_AND_LIGHT),
    ("circles", LARGE_AND_DARK),
]


@pytest.mark.parametrize(("place", "look"), LOOKS, ids=[f"{place}-{look[0]}" for place, look in LOOKS])
def test_the_look(
    snap_compare: SnapCompare, paths: Paths, place: str, look: tuple[str, tuple[int, int]]
) -> None:
    theme, size = look
    opening, go_there = PLACES[place]
    save_couple(paths, NAMES)
    save_settings(paths, Settings(theme=theme))
    if opening is MADE:
        DECK(paths)
    if go_there in {_looking_back, _circles}:
        fill(paths)
    clock = FakeClock()
    app = DuologueApp(paths, opening, clock, lambda: datetime(2026, 11, 22, 20, 30, tzinfo=UTC))

    async def come_to_it(pilot: Pilot[None]) -> None:
        table = Table(app, pilot, clock, paths)
        await table.until(lambda: app.shelf is not None, "the app to settle")
        await go_there(table)

    assert snap_compare(app, terminal_size=size, run_before=come_to_it)
    app.pen.put_down()
