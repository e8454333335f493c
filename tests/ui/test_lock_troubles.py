"""Keys at the wrong moment, a lid that was closed, and something lying above: the lock holds, and lets in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.events import Key

from duologue.core.recovery import lines_of
from duologue.store import locking
from duologue.store.access import Access, Pen
from duologue.store.paths import Paths
from duologue.store.settings import Settings, save_settings
from duologue.ui.screens.curtain import CurtainScreen
from duologue.ui.screens.home import HomeScreen
from duologue.ui.screens.locking import PassphraseScreen, WorkScreen
from duologue.ui.screens.page_form import PageForm
from duologue.ui.screens.pages import PagesScreen, SheetScreen
from duologue.ui.screens.passphrase import PagesPassphraseScreen
from duologue.ui.screens.question import QuestionScreen
from duologue.ui.screens.unlock import UnlockScreen
from duologue.ui.screens.welcome import WelcomeScreen
from tests.store.locked import IDENTITY, PASSPHRASE, SECRET
from tests.store.private import HERS as HER_PASSPHRASE
from tests.ui.conftest import SetTable
from tests.ui.evenings import few_decks
from tests.ui.locked import Open, be_away, come_in, fill, shut, take_the_lock_off, unlock
from tests.ui.playing import Table
from tests.ui.private_pages import comes, drafts, open_with, two, write

EVENING = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A couple with few decks."""
    return few_decks(tmp_path)


class Lid:
    """A wall clock. While the lid is closed it goes on, and the other one rests."""

    def __init__(self) -> None:
        self.now = EVENING

    def __call__(self) -> datetime:
        return self.now

    def rest(self, time: timedelta) -> None:
        """Close the lid for so long."""
        self.now += time


def at_once(table: Table, *keys: str) -> None:
    """Several keys before any of them is answered, as where a key is held while the app is busy."""
    for key in keys:
        table.app.post_message(Key(key, key if len(key) == 1 else None))


# Nobody was there


async def test_the_first_key_after_the_lid_is_opened_finds_it_locked(set_table: SetTable) -> None:
    lid = Lid()
    async with set_table(before=shut, settles=False, today=lid) as table:
        await table.sees("What you keep is locked.")
        await come_in(table)
        lid.rest(timedelta(hours=8))
        await table.press("j")
        await table.sees("What you keep is locked.")
        await unlock(table)
        await table.sees("On the shelf")
        assert isinstance(table.app.screen, HomeScreen), "the key that woke it did nothing else"


async def test_private_pages_are_closed_by_the_first_key_after_the_lid_is_opened(set_table: SetTable) -> None:
    lid = Lid()
    async with set_table(before=two, today=lid) as table:
        await open_with(table)
        lid.rest(timedelta(minutes=6))
        await table.press("n")
        await comes(table, HomeScreen)
        assert table.app.pages is None


async def test_nothing_but_they_lifts_the_curtain(set_table: SetTable, full: Callable[[bool], None]) -> None:
    async with set_table(before=two) as table:
        await open_with(table)
        await write(table, "quince")
        full(True)
        await table.press("f2")
        await comes(table, CurtainScreen)
        assert any(isinstance(screen, PageForm) for screen in table.app.screen_stack), "words were lost"
        full(False)
        await be_away(table, 6)
        table.app.note_drafts()
        await be_away(table, 6)
        assert isinstance(table.app.screen, CurtainScreen)
        await table.press("f2")
        await comes(table, HomeScreen)
        assert drafts(table) == ["quince"]


async def test_nothing_that_was_just_told_is_seen_on_the_curtain_or_at_the_lock(locked: Open) -> None:
    async with locked() as table:
        await come_in(table)
        table.app.notify("marmalade")
        await table.sees("marmalade")
        await table.press("f2")
        assert table.words() == "$"
        await table.press("f2")
        await table.sees("marmalade")
        table.app.lock_now()
        await table.sees("What you keep is locked.")
        assert "marmalade" not in table.words()


# A key too many


async def test_a_key_that_comes_twice_answers_once(set_table: SetTable) -> None:
    async with set_table() as table:
        await table.app.push_screen(QuestionScreen("Sure?", "", {"x": "yes", "escape": "no"}))
        at_once(table, "x", "x", "x")
        await comes(table, HomeScreen)
        assert table.app.is_running


async def test_at_the_passphrase_enter_twice_is_once(locked: Open) -> None:
    async with locked() as table:
        await come_in(table)
        table.app.ask_for_lock("change")
        await comes(table, PassphraseScreen)
        await fill(table, PASSPHRASE)
        at_once(table, "enter", "enter")
        await table.sees("Another passphrase?")
        await table.press("escape")
        await comes(table, HomeScreen)


async def test_help_over_what_is_being_done_goes_and_leaves_nothing_behind(
    locked: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = Event()

    def slowly(*_: Any) -> None:
        goes_on.wait(20)

    monkeypatch.setattr(locking, "take_off", slowly)
    async with locked() as table:
        await take_the_lock_off(table)
        await comes(table, WorkScreen)
        await table.press("f1")
        goes_on.set()
        await table.until(lambda: not table.app.lock_goes, "the work to end")
        await table.press("f1")
        await comes(table, HomeScreen)


async def test_while_the_lock_is_taken_off_the_curtain_only_covers(
    locked: Open, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on, take_off = Event(), locking.take_off

    def slowly(*arguments: Any) -> int:
        goes_on.wait(20)
        return take_off(*arguments)

    save_settings(paths, Settings(lock_with_curtain=True))
    monkeypatch.setattr(locking, "take_off", slowly)
    async with locked() as table:
        await take_the_lock_off(table)
        await comes(table, WorkScreen)
        await table.press("f2")
        assert table.words() == "$"
        assert not table.app.locks_itself
        goes_on.set()
        await table.until(lambda: not paths.is_locked, "the lock to be off")
        await table.press("f2")
        await comes(table, HomeScreen)


async def test_where_another_window_took_the_lock_off_it_says_so(locked: Open, paths: Paths) -> None:
    async with locked() as table:
        await come_in(table)
        table.app.lock_now()
        await comes(table, UnlockScreen)
        paths.identity.unlink()
        await table.press("f4")
        await fill(table, " ".join(lines_of(SECRET)))
        await table.press("enter")
        await table.sees("Nothing is locked any more.")
        assert not paths.locked.exists() or not [*paths.locked.glob("*.new")]


async def test_the_curtain_while_things_are_put_away(
    locked: Open, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = Event()
    monkeypatch.setattr(locking, "finish", lambda *_: goes_on.wait(20))
    save_settings(paths, Settings(lock_with_curtain=True))
    async with locked() as table:
        await unlock(table)
        await table.until(lambda: table.app.pen.writes, "the pen")
        await table.press("f2")
        assert table.words() == "$"
        goes_on.set()
        await table.until(lambda: table.app.vault is not None, "the key")
        await table.press("f2")
        await table.until(lambda: table.app.home is not None, "home")
        await comes(table, HomeScreen)
        assert table.app.vault is not None
        assert table.app.vault.is_open
        assert not table.app.locks_itself


async def test_left_while_a_passphrase_is_tried(set_table: SetTable, monkeypatch: pytest.MonkeyPatch) -> None:
    tried, left = asyncio.Event(), asyncio.Event()

    async def wrong(_: str) -> Any:
        tried.set()
        await left.wait()
        raise locking.WrongKey("That opens none.")

    async with set_table(before=two) as table:
        monkeypatch.setattr(table.app, "_open_pages", wrong)
        table.app.open_private_pages()
        await comes(table, PagesPassphraseScreen)
        await fill(table, "something long enough")
        await table.press("enter")
        await asyncio.wait_for(tried.wait(), 10)
        await table.press("escape")
        await comes(table, HomeScreen)
        left.set()
        await table.pilot.pause()
        assert table.app.is_running


# With the sheet


async def _by_sheet(table: Table) -> None:
    await comes(table, UnlockScreen)
    await table.press("f4")
    await fill(table, " ".join(lines_of(SECRET)))
    await table.press("enter")


async def test_a_new_passphrase_holds_also_where_it_locked_itself_in_between(
    locked: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed: list[str] = []

    def cheap(_: str, passphrase: str) -> bytes:
        sealed.append(passphrase)
        return IDENTITY

    monkeypatch.setattr(locking, "sealed_key", cheap)
    async with locked() as table:
        await come_in(table)
        table.app.lock_now()
        await _by_sheet(table)
        await comes(table, PassphraseScreen)
        table.app.lock_now()
        await unlock(table)
        await comes(table, PassphraseScreen)
        for _ in range(2):
            await fill(table, "another four quiet words")
            await table.press("tab")
        await table.press("enter")
        await table.sees("The new passphrase holds")
        assert sealed == ["another four quiet words"]


async def test_a_window_that_keeps_nothing_changes_no_passphrase(locked: Open, paths: Paths) -> None:
    async with locked() as table:
        await come_in(table)
        table.app.pen.put_down()
        table.app.pen = Pen(Access.ANOTHER_WINDOW)
        before = paths.identity.read_bytes()
        table.app.lock_now()
        await _by_sheet(table)
        await comes(table, HomeScreen)
        await table.pilot.pause(0.1)
        assert isinstance(table.app.screen, HomeScreen)
        assert paths.identity.read_bytes() == before


# Private pages


async def test_words_that_were_taken_back_stay_nowhere(set_table: SetTable) -> None:
    async with set_table(before=two) as table:
        await open_with(table)
        await write(table, "sec")
        table.app.note_drafts()
        assert drafts(table) == ["sec"]
        await table.press("backspace", "backspace", "backspace", "escape")
        await table.until(lambda: not isinstance(table.app.screen, PageForm), "the page to be left")
        assert drafts(table) == []


async def test_what_is_typed_and_the_sheet_are_masked_under_whatever_comes_over_them(
    set_table: SetTable,
) -> None:
    async with set_table(before=two) as table:
        table.app.open_private_pages()
        await comes(table, PagesPassphraseScreen)
        await fill(table, HER_PASSPHRASE)
        await table.press("f3")
        assert HER_PASSPHRASE in table.screen()
        await table.press("f1", "f1")
        await comes(table, PagesPassphraseScreen)
        assert HER_PASSPHRASE not in table.screen()
        await table.press("enter")
        await comes(table, PagesScreen)
        await table.press("s", "f3")
        await comes(table, SheetScreen)
        shown = table.screen()
        await table.press("f1", "f1")
        await comes(table, SheetScreen)
        assert table.screen() != shown


async def test_home_waits_behind_the_curtain_for_those_who_have_just_said_who_they_are(
    set_table: SetTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = Event()
    monkeypatch.setattr("duologue.ui.app.save_couple", lambda *_: goes_on.wait(20))
    async with set_table(couple=None) as table:
        await comes(table, WelcomeScreen)
        await table.type("Ana")
        await table.press("enter")
        await table.type("Ben")
        await table.press("enter")
        await table.until(lambda: table.app.couple is not None, "their names")
        await table.press("f2")
        goes_on.set()
        await table.pilot.pause(0.1)
        assert isinstance(table.app.screen, CurtainScreen)
        await table.press("f2")
        await comes(table, HomeScreen)
        assert table.app.uncovered.is_set()
