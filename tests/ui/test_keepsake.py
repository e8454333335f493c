"""A keepsake from the palette: where it goes is said before, and it is there after."""

from __future__ import annotations

from pathlib import Path

import pytest

from duologue.store.paths import Paths
from duologue.store.records import save_memory
from tests.keepsake.moments import PICTURE, a_memory
from tests.ui.conftest import SetTable
from tests.ui.playing import Table

PLACE = "duologue-keepsake-2026-11-22.html"


def one_moment(paths: Paths) -> None:
    """A moment whose picture is gone."""
    save_memory(paths, a_memory("m1", picture=PICTURE))


async def ask_for_it(table: Table) -> None:
    """Through the palette."""
    await table.press("ctrl+p")
    await table.type("keepsake")
    await table.sees("Your moments as a small book.")
    await table.press("enter")


@pytest.mark.parametrize("size", [(100, 30), (60, 20)], ids=str)
async def test_it_is_made_where_it_was_said(set_table: SetTable, size: tuple[int, int]) -> None:
    async with set_table(before=one_moment, size=size) as table:
        await ask_for_it(table)
        await table.sees("Your first moment as a small book")
        await table.sees("It is not locked.")
        assert not list(Path.home().glob("*.html"))
        await table.click("make it")
        await table.sees("Your keepsake is in")
        await table.sees("One file of the jar")
        assert "The walk home" in (Path.home() / PLACE).read_text("utf-8")


async def test_not_now_makes_nothing(set_table: SetTable) -> None:
    async with set_table(before=one_moment) as table:
        await ask_for_it(table)
        await table.sees("It goes to")
        await table.press("escape")
        await table.sees("On the shelf")
        assert not list(Path.home().glob("*.html"))


async def test_an_earlier_one_stays(set_table: SetTable) -> None:
    earlier = Path.home() / PLACE
    earlier.write_text("earlier")
    async with set_table(before=one_moment) as table:
        await ask_for_it(table)
        await table.sees("-2.html")
        await table.press("enter")
        await table.sees("Your keepsake is in")
        assert earlier.read_text() == "earlier"
        assert (Path.home() / PLACE.replace(".html", "-2.html")).is_file()


async def test_an_empty_jar_is_told_kindly(set_table: SetTable) -> None:
    async with set_table() as table:
        await ask_for_it(table)
        await table.sees("The jar has none yet.")


async def test_a_disk_that_takes_nothing_is_told(
    set_table: SetTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with set_table(before=one_moment) as table:
        await ask_for_it(table)
        await table.sees("It goes to")
        monkeypatch.setattr("duologue.ui.keepsakes.write_text", _no_room)
        await table.press("enter")
        await table.sees("The keepsake was not made")


def _no_room(*_: object) -> None:
    from duologue.store.files import NotWritten

    raise NotWritten("the disk is full")


async def test_a_curtain_that_is_drawn_meanwhile_stays_drawn(set_table: SetTable) -> None:
    async with set_table(before=one_moment) as table:
        await ask_for_it(table)
        await table.sees("It goes to")
        await table.press("f2")
        await table.until(lambda: "keepsake" not in table.screen(), "the curtain")
        await table.press("f2")
        await table.sees("It goes to")
