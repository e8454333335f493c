"""The backup of the week is made by itself, and one more where they ask for it."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from duologue.store import backups as backing_up
from duologue.store.backups import backups
from duologue.store.disk import NotWritten
from duologue.store.paths import Paths
from duologue.store.records import save_memory
from tests.keepsake.moments import a_memory
from tests.ui.conftest import SetTable

pytestmark = pytest.mark.backs_up
REFUSED = "This week's backup could"


def moments(paths: Paths) -> None:
    """Some moments."""
    for number in range(3):
        save_memory(paths, a_memory(f"m{number}"))


def no_room(*_: object) -> None:
    """The disk is full."""
    raise NotWritten("the disk is too full for a backup: 70 MB are needed, 3 MB are free")


async def test_one_is_made_each_week_and_nothing_is_said(set_table: SetTable, paths: Paths) -> None:
    async with set_table(before=moments) as table:
        await table.until(lambda: bool(backups(paths)), "this week's backup")
        assert "ackup" not in table.screen()
    assert [each.reason for each in backups(paths)] == ["weekly"]
    async with set_table() as table:
        await table.press("down")
        await table.sees("On the shelf")
    assert len(backups(paths)) == 1


async def test_one_that_cannot_be_made_is_told_once(
    set_table: SetTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = 0

    def refuse(*_: object) -> None:
        nonlocal tried
        tried += 1
        no_room()

    monkeypatch.setattr(backing_up, "_check_room", refuse)
    async with set_table(before=moments) as table:
        await table.sees(REFUSED)
    async with set_table() as table:
        await table.until(lambda: tried == 2, "the second try")
        await table.press("down")
        assert REFUSED not in table.screen()


async def test_leaving_does_not_wait_for_it(
    set_table: SetTable, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is in the middle when they leave; it stops at the next file and leaves nothing half."""
    reached, left = Event(), Event()
    seen: list[str] = []
    add = backing_up._add

    def slowly(*arguments: object) -> None:
        reached.set()
        left.wait(20)
        add(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(backing_up, "_add", slowly)
    async with set_table(before=moments) as table:
        await table.until(reached.is_set, "the backup to begin")
        seen += [path.name for path in paths.backups.iterdir()]
        table.app.exit()
    assert len(seen) == 1
    assert table.app.leaving.is_set()
    left.set()
    for _ in range(2000):
        if not list(paths.backups.iterdir()):
            break
        await _moment()
    assert list(paths.backups.iterdir()) == []


async def _moment() -> None:
    from asyncio import sleep

    await sleep(0.005)


async def test_one_is_made_from_the_palette_and_they_hear_where(set_table: SetTable, paths: Paths) -> None:
    async with set_table(before=moments) as table:
        await table.until(lambda: bool(backups(paths)), "this week's backup")
        await table.press("ctrl+p")
        await table.type("make a backup")
        await table.sees("All you keep, as one file beside it.")
        await table.press("enter")
        await table.sees("Your backup is")
    assert [each.reason for each in backups(paths)] == ["by-hand", "weekly"]


async def test_what_is_not_in_it_is_told(set_table: SetTable, paths: Paths) -> None:
    async with set_table(before=moments) as table:
        (paths.memories / "link").symlink_to(Path("/nowhere"))
        await table.press("ctrl+p")
        await table.type("make a backup")
        await table.press("enter")
        await table.sees("1 could not be read")


async def test_a_refusal_is_told_where_they_asked(
    set_table: SetTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("duologue.store.backups.is_due", lambda *_: False)
    monkeypatch.setattr(backing_up, "_check_room", no_room)
    async with set_table(before=moments) as table:
        await table.press("ctrl+p")
        await table.type("make a backup")
        await table.press("enter")
        await table.sees("The backup was not made")
