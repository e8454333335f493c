"""A window in which nothing fits, for a moment or for longer: kind words, and nothing ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from duologue.store.paths import Paths
from duologue.ui.screens.care import CareScreen
from duologue.ui.sessions import Opening
from tests.ui.conftest import SetTable
from tests.ui.evenings import ENOUGH_FOR_EVENINGS, MADE, few_decks, on_the_shelf, planned

WIDTHS = (13, 11, 10, 8, 6, 5, 1)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A couple with few decks."""
    return few_decks(tmp_path, *ENOUGH_FOR_EVENINGS)


SCREENS = {"home": "Tonight", "t": "minutes", "j": "The jar", "f1": "Help", "ctrl+p": "Curtain"}


@pytest.mark.parametrize(("opens", "words"), SCREENS.items(), ids=list(SCREENS))
async def test_no_window_is_too_narrow(set_table: SetTable, opens: str, words: str) -> None:
    async with set_table() as table:
        await table.sees("Our intention")
        if opens != "home":
            await table.press(opens)
        for width in WIDTHS:
            await table.pilot.resize_terminal(width, 5)
            await table.pilot.pause()
        await table.pilot.resize_terminal(100, 30)
        await table.sees(words)


async def test_a_screen_is_made_for_its_window_and_not_made_anew(set_table: SetTable) -> None:
    async with set_table(size=(60, 20)) as table:
        screen = CareScreen()
        opened = table.app.push_screen(screen)
        assert {"narrow", "low"} <= screen.classes
        assert not screen.children, "before it has its widgets"
        await opened


async def test_no_window_is_too_narrow_for_a_session(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=on_the_shelf()) as table:
        before = table.session
        for width in WIDTHS:
            await table.pilot.resize_terminal(width, 5)
            await table.pilot.pause()
        await table.pilot.resize_terminal(100, 30)
        await table.sees("● the floor is yours")
        assert table.session == before


@pytest.mark.parametrize("height", [12, 8, 1])
async def test_keys_in_a_window_that_is_too_low_do_no_harm(set_table: SetTable, height: int) -> None:
    async with set_table() as table:
        await table.sees("Our intention")
        await table.pilot.resize_terminal(60, height)
        await table.press("pagedown", "pageup", "end", "home", "down", "up")
        await table.pilot.resize_terminal(100, 30)
        await table.sees("Our intention")


@pytest.mark.parametrize("size", [(60, 8), (12, 3), (1, 1)])
async def test_keys_in_the_palette_do_no_harm_either(set_table: SetTable, size: tuple[int, int]) -> None:
    async with set_table(size=size) as table:
        await table.press("ctrl+p", "pagedown", "pageup", "end", "home", "down", "up")
        await table.pilot.resize_terminal(100, 30)
        await table.sees("Curtain")


async def test_a_plan_is_there_again_after_a_small_window(set_table: SetTable) -> None:
    async with set_table() as table:
        await planned(table, seed=4)
        for size in ((60, 8), (13, 5), (6, 5)):
            await table.pilot.resize_terminal(*size)
            await table.press("pagedown", "pageup")
        await table.pilot.resize_terminal(60, 20)
        await table.sees("leave it out")


@pytest.mark.parametrize("opening", [None, Opening("hold", seed=1)], ids=["home", "session"])
async def test_help_and_the_palette_open_over_one_another(
    set_table: SetTable, opening: Opening | None
) -> None:
    async with set_table(opening=opening) as table:
        await table.press("ctrl+p", "f1", "ctrl+p", "f1", "ctrl+p")
        opened = [type(screen) for screen in table.app.screen_stack]
        assert len(opened) == len(set(opened))
        await table.press("escape")
        await table.until(lambda: not table.app.screen.is_modal, "what they were at")
