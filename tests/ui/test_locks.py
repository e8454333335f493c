"""Locked with a passphrase: the way in, locking itself, and never a word lost or shown."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from textual.widgets import Input

from duologue.core.recovery import lines_of
from duologue.core.seats import Seat
from duologue.core.states import State
from duologue.store import files
from duologue.store.access import Access, take_pen
from duologue.store.paths import Paths
from duologue.store.settings import Settings, load_couple, save_settings
from tests.builders import NAMES
from tests.store.locked import IDENTITY, PASSPHRASE, SECRET, bytes_below, close_it, open_it
from tests.ui.conftest import SetTable
from tests.ui.evenings import (
    MADE,
    everything,
    few_decks,
    field_of,
    go_on_until,
    write,
)
from tests.ui.locked import (
    HERS,
    HIS,
    PAPER,
    Open,
    be_away,
    come_in,
    fill,
    is_closed,
    take_the_lock_off,
    to_the_words,
    unlock,
)
from tests.ui.playing import Table


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A couple with few decks."""
    return few_decks(tmp_path)


# The way in


async def test_nothing_of_them_is_seen_before_the_passphrase(locked: Open) -> None:
    async with locked() as table:
        assert "Ana" not in everything(table)
        await table.press("enter")
        await table.sees("Your passphrase, please.")
        await unlock(table, "not the right one")
        await table.sees("That is not the passphrase.")
        assert "not the right one" not in everything(table)
        await table.press("f3")
        await table.sees("not the right one")
        await table.press("f3", "ctrl+u")
        await come_in(table)
        assert "Ana and Ben" in table.words()
        assert table.app.pen.writes


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
async def test_everything_is_in_sight_and_can_be_clicked(locked: Open, size: tuple[int, int]) -> None:
    async with locked(size=size) as table:
        await table.click("use the recovery sheet")
        await table.sees("The key from the recovery sheet")
        await table.click("the passphrase after all")
        await fill(table, PASSPHRASE)
        await table.click("show")
        await table.sees(PASSPHRASE)
        await table.pilot.resize_terminal(30, 8)
        await table.sees("A little more room, please.")
        await table.pilot.resize_terminal(*size)
        await table.sees("enter open")
        await table.click("enter open")
        await table.sees("On the shelf")


async def test_help_and_the_curtain_lie_over_it_and_go(locked: Open) -> None:
    async with locked() as table:
        await table.press("f1")
        await table.sees("Help")
        await table.press("f1", "f2")
        assert table.words() == "$"
        await table.press("f2")
        await come_in(table)


async def test_with_the_sheet_and_a_new_passphrase(locked: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it costs to seal a key is paid in the tests of the installed program; here it is a cheap one."""
    sealed: list[str] = []

    def cheap(secret: str, passphrase: str) -> bytes:
        sealed.append(passphrase)
        assert secret == SECRET
        return IDENTITY

    monkeypatch.setattr("duologue.store.locking.sealed_key", cheap)
    lines = lines_of(SECRET)
    async with locked() as table:
        await table.press("f4")
        await fill(table, " ".join(lines[:5]).lower())
        await table.sees("50 of 58 letters and digits")
        await table.press("enter")
        await table.sees("The key has 58 letters and digits; this has 50.")
        await fill(table, "X" * 8)
        await table.press("enter")
        await table.sees("Compare it with the sheet, letter by letter.")
        table.app.screen.query_one("#key", Input).value = " ".join(lines)
        await table.press("enter")
        await table.sees("A new passphrase that you both know")
        await fill(table, "another four quiet words")
        await table.press("tab")
        await fill(table, "another four quiet words")
        await table.press("enter")
        await table.sees("On the shelf")
        await table.sees("The new passphrase holds")
        assert sealed == ["another four quiet words"]
        [backup] = table.paths.backups.glob("*before-passphrase.tar")
        assert backup.stat().st_size > 0


async def test_one_file_that_the_disk_refuses_keeps_nobody_out(
    locked: Open, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def refusing(path: str | Path, flags: int, mode: int = 0o777) -> int:
        if Path(path).suffix == ".age" and Path(path).parent == paths.locked and path not in good:
            raise PermissionError(13, "Permission denied")
        return real(path, flags, mode)

    async with locked() as table:
        names = open_it(paths).stored_at(paths.couple)
        close_it()
        good = {names}
        monkeypatch.setattr("os.open", refusing)
        await come_in(table)
        assert table.app.couple == NAMES


async def test_a_second_window_looks_on(locked: Open, paths: Paths) -> None:
    async with locked() as table:
        pen = take_pen_of_another(paths)
        await unlock(table)
        await table.sees("Duologue is open in another window")
        assert "Ana and Ben" in table.words()
        assert table.app.pen.access is Access.ANOTHER_WINDOW
        pen.put_down()


def take_pen_of_another(paths: Paths):  # type: ignore[no-untyped-def]
    """As the other window holds it, which has the key."""
    open_it(paths)
    pen = take_pen(paths)
    assert pen.writes
    vault = files.mounted()[0]
    vault.close()  # type: ignore[attr-defined]
    return pen


# A session


async def test_no_word_is_on_the_disk_while_they_play(locked: Open, paths: Paths) -> None:
    async with locked(MADE) as table:
        await to_the_words(table)
        await table.press("ctrl+s", "space")
        await write(table, HIS)
        await table.press("ctrl+s")
        assert table.state() is State.SHOWING
        await table.press("b")
        await table.press("a", "l")
        assert table.session.words("words", Seat.LEFT) == HERS
        written = bytes_below(paths.data, paths.backups)
        words = (HERS, HIS, "Ana", "Ben", "made", "journal", "shelf", "sqlite", "2026")
        assert [word for word in words if word.encode() in written] == []
        assert files.exists(paths.journal)
        assert HERS.encode() in files.read_bytes(paths.journal, 1_000_000)


# Locking itself


async def test_it_locks_itself_and_all_is_where_it_was(locked: Open, paths: Paths) -> None:
    async with locked(MADE) as table:
        await to_the_words(table)
        await be_away(table, 14)
        assert not table.app.locks_itself
        await be_away(table, 2)
        await table.sees("What you keep is locked.")
        assert not any(word in table.words() for word in (HERS, "Ana", "Ben", "pace"))
        await table.until(lambda: is_closed(table), "the key to be forgotten")
        table.clock.pass_by(600)
        await unlock(table, "not the right one")
        await table.sees("That is not the passphrase.")
        await table.press("ctrl+u")
        await unlock(table)
        await table.sees("enter done")
        assert field_of(table).text == HERS
        assert HERS not in everything(table)
        assert table.session.draft == HERS
        await table.until(lambda: table.state() is State.NOTING, "time to go on")
        await table.press("ctrl+s")
        assert table.session.words("words", Seat.LEFT) == HERS
        assert HERS.encode() in files.read_bytes(paths.journal, 1_000_000)


async def test_a_key_or_the_mouse_says_that_somebody_is_there(locked: Open) -> None:
    async with locked() as table:
        await come_in(table)
        for _ in range(3):
            await be_away(table, 10)
            await table.press("down")
        await table.pilot.hover(offset=(5, 5))
        await be_away(table, 14)
        assert not table.app.locks_itself


async def test_nobody_is_cut_off_while_the_candle_burns(locked: Open) -> None:
    async with locked(MADE) as table:
        await come_in(table)
        await table.sees("pace ●")
        await go_on_until(table, lambda session: session.state is State.TALKING, "talking")
        table.app.choose(replace(table.app.settings, lock_after=5))
        assert table.app.play is not None
        table.clock.pass_by(table.app.play.time_left - 1)
        table.app.looks_whether_anybody_was_there()
        assert not table.app.locks_itself
        await be_away(table, 4)
        assert not table.app.locks_itself, "it has only just burned down"
        await be_away(table, 2)
        assert table.app.locks_itself


async def test_never_means_never(locked: Open, paths: Paths) -> None:
    save_settings(paths, Settings(lock_after=0))
    async with locked() as table:
        await come_in(table)
        await be_away(table, 10_000)
        assert not table.app.locks_itself
        table.app.lock_now()
        await table.sees("What you keep is locked.")


async def test_the_key_stays_until_everything_is_written(locked: Open, paths: Paths) -> None:
    may_go_on, place = Event(), paths.memories / "2026" / "11" / "a.toml"

    def write_slowly() -> None:
        may_go_on.wait(20)
        files.write_text(place, "words")

    async with locked() as table:
        await come_in(table)
        writing = asyncio.create_task(asyncio.to_thread(write_slowly))
        table.app.lock_now()
        await table.sees("What you keep is locked.")
        for _ in range(20):
            await table.pilot.pause(0.1)
            assert not is_closed(table)
        may_go_on.set()
        await writing
        await table.until(lambda: is_closed(table), "the key to be forgotten")
        await unlock(table)
        await table.until(lambda: not is_closed(table), "the key to be there")
        assert files.read_text(place) == "words"


@pytest.mark.parametrize("with_curtain", [False, True])
async def test_the_curtain_locks_if_they_wish(locked: Open, paths: Paths, with_curtain: bool) -> None:
    save_settings(paths, Settings(lock_with_curtain=with_curtain))
    async with locked() as table:
        await come_in(table)
        await table.press("f2")
        assert table.words() == "$"
        if with_curtain:
            await table.until(lambda: is_closed(table), "the key to be forgotten")
            await table.press("f2")
            await table.sees("What you keep is locked.")
            await table.press("f2")
            assert table.words() == "$"
            await table.press("f2")
            await unlock(table)
        else:
            await table.press("f2")
        await table.sees("On the shelf")
        assert table.app.vault is not None
        assert table.app.vault.is_open


async def test_behind_the_curtain_it_locks_itself_as_well(locked: Open) -> None:
    async with locked(MADE) as table:
        await to_the_words(table)
        await table.press("f2")
        await be_away(table, 16)
        assert table.words() == "$"
        await table.until(lambda: is_closed(table), "the key to be forgotten")
        await table.press("f2")
        await unlock(table)
        await table.sees("enter done")
        await table.until(lambda: table.state() is State.NOTING, "time to go on")


async def test_left_while_it_is_locked_the_session_waits(locked: Open, paths: Paths) -> None:
    async with locked(MADE) as table:
        await to_the_words(table)
        table.app.lock_now()
        await table.until(lambda: is_closed(table), "the key to be forgotten")
        await table.press("ctrl+q")
    close_it()
    open_it(paths)
    assert HERS.encode() in files.read_bytes(paths.journal, 1_000_000)


# Setting it up, changing it, taking it off


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that costs nothing; the real price is paid in the tests of the installed program."""
    monkeypatch.setattr("duologue.store.locking.new_secret", lambda: SECRET)
    monkeypatch.setattr("duologue.store.locking.sealed_key", lambda *_: IDENTITY)
    monkeypatch.setattr("duologue.ui.locking_up.randbelow", lambda _: 2)


async def to_the_sheet(table: Table) -> None:
    """Up to the recovery sheet."""
    table.app.ask_for_lock("set-up")
    await table.sees("What it cannot do")
    await table.press("enter")
    await table.sees("The same again")
    await fill(table, PASSPHRASE)
    await table.press("tab")
    await fill(table, PASSPHRASE)
    await table.press("enter")
    await table.sees("it is on paper")


async def to_the_agreement(table: Table) -> None:
    """Up to where both say so."""
    await to_the_sheet(table)
    await table.press("enter")
    await table.sees("Please type line 3")
    await fill(table, lines_of(SECRET)[2])
    await table.press("enter")
    await table.sees("Lock it, both of you?")


@pytest.mark.usefixtures("cheap")
@pytest.mark.parametrize("size", [(100, 30), (60, 20)])
async def test_both_set_it_up(set_table: SetTable, paths: Paths, size: tuple[int, int]) -> None:
    async with set_table(before=PAPER, size=size) as table:
        await to_the_sheet(table)
        await table.press("escape")
        assert not paths.is_locked
        await to_the_agreement(table)
        await table.press("a")
        assert not paths.is_locked
        await table.press("l")
        await table.sees("It is locked.")
        assert paths.is_locked
        assert "Ana" not in bytes_below(paths.data, paths.backups).decode("latin-1")
        assert load_couple(paths) == NAMES
        [backup] = paths.backups.glob("*before-lock.tar.age")
        assert backup.stat().st_size > 0
        table.app.lock_now()
        await table.sees("What you keep is locked.")


@pytest.mark.usefixtures("cheap")
async def test_without_a_backup_they_are_asked(set_table: SetTable, paths: Paths) -> None:
    paths.backups.write_bytes(b"a file stands here")
    async with set_table() as table:
        await to_the_agreement(table)
        await table.press("a", "l")
        await table.sees("No backup could be made")
        await table.press("escape")
        assert not paths.is_locked
        await to_the_agreement(table)
        await table.press("a", "l")
        await table.sees("go on without one")
        await table.press("g")
        await table.sees("It is locked.")


@pytest.mark.usefixtures("cheap")
async def test_files_of_another_key_stop_it_and_the_app_stays(set_table: SetTable, paths: Paths) -> None:
    async with set_table() as table:
        await to_the_agreement(table)
        await table.press("a")
        paths.locked.mkdir()
        (paths.locked / f"{'0' * 32}.age").write_bytes(b"brought by a sync, just now")
        await table.press("l")
        await table.sees("Nothing was locked")
        assert not paths.is_locked
        assert load_couple(paths) == NAMES
        await to_the_sheet(table)
        await table.press("enter")
        await table.sees("Please type line 3")
        await fill(table, lines_of(SECRET)[2])
        await table.press("enter")
        await table.sees("Nothing was locked")


@pytest.mark.usefixtures("cheap")
async def test_another_passphrase_takes_the_one_they_have(locked: Open) -> None:
    async with locked() as table:
        await come_in(table)
        table.app.ask_for_lock("change")
        await table.sees("First the passphrase that you have now.")
        await fill(table, "not the right one")
        await table.press("enter")
        await table.sees("That is not the passphrase.")
        await fill(table, PASSPHRASE)
        await table.press("enter")
        await table.sees("Another passphrase?")
        await table.press("a", "l")
        await table.sees("The same again")
        await fill(table, "another four quiet words")
        await table.press("enter")
        await fill(table, "something else entirely")
        await table.press("enter")
        await table.sees("The two lines are not the same.")
        await table.press("escape")
        await table.sees("On the shelf")


async def test_both_take_it_off(locked: Open, paths: Paths) -> None:
    async with locked() as table:
        await take_the_lock_off(table)
        await table.sees("The lock is off.")
        assert not paths.is_locked
        assert paths.couple.exists()
        assert table.app.vault is None
        await table.press("ctrl+p")
        await table.type("lock")
        await table.sees("Lock what you keep")


async def test_what_was_interrupted_goes_on_at_the_start(
    set_table: SetTable, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half_locked(paths: Paths) -> None:
        from duologue.store.locking import lock

        PAPER(paths)
        with monkeypatch.context() as stopped:
            stopped.setattr("duologue.store.vault.Vault.take_in", lambda *_: None)
            lock(paths, SECRET, IDENTITY)
        close_it()
        assert paths.couple.exists()

    async with set_table(before=half_locked, settles=False) as table:
        await come_in(table)
        assert "Ana" not in bytes_below(paths.data).decode("latin-1")
        assert table.app.couple == NAMES
        assert table.app.today() == datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
