"""Private pages on the screen: for one of the two, beside whom the other sits."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.events import Paste
from textual.widgets import OptionList

from duologue.core.page import empty_page
from duologue.store.access import Access, Pen
from duologue.store.pages import Pages
from duologue.store.paths import Paths
from duologue.ui.pages import CLOSED_AFTER
from duologue.ui.screens.curtain import CurtainScreen
from duologue.ui.screens.home import HomeScreen
from duologue.ui.screens.page_form import PageField, PageForm
from duologue.ui.screens.pages import PageScreen, PagesScreen, SheetScreen
from duologue.ui.screens.passphrase import NewPassphraseScreen, PassphraseScreen
from duologue.ui.screens.question import QuestionScreen
from duologue.ui.widgets.passphrase import PassphraseField
from tests.store.private import HERS, HIS, SECRETS, begin
from tests.store.test_pages import page
from tests.ui.conftest import SetTable
from tests.ui.evenings import every_frame, everything, few_decks, find, is_told, on_disk, told
from tests.ui.playing import Table

LAKE, SECRET = "By the lake", "marmalade"


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A couple with few decks."""
    return few_decks(tmp_path)


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Lets the disk take no page, or take them again."""
    write = os.write

    def refused(handle: int, data: bytes) -> int:
        if bytes(data).startswith(b"age-encryption"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(handle, data)

    return lambda is_full: monkeypatch.setattr("os.write", refused if is_full else write)


def two(paths: Paths) -> None:
    """Both have pages; on hers stands something."""
    begin(paths).save(page(1, SECRET, LAKE))
    begin(paths, HIS)


def kept(table: Table, passphrase: str = HERS) -> list[tuple[str, str]]:
    """The titles and the words of somebody's pages, as they lie on the disk."""
    found = _pages(table, passphrase).load()
    return [(each.now.title, each.now.text) for each in found.kept]


def drafts(table: Table) -> list[str]:
    """What is not finished."""
    return [draft.text for draft in _pages(table, HERS).load().drafts]


def _pages(table: Table, passphrase: str) -> Pages:
    secret = SECRETS[passphrase]
    folders = [file.parent for file in sorted(table.paths.pages.glob("*/identity.age"))]
    possible = [Pages(folder, secret) for folder in folders]
    found = [pages for pages in possible if pages.load().kept or pages.load().drafts]
    return (found or possible)[0]


async def comes(table: Table, kind: type[Any]) -> None:
    """Wait for a screen."""
    await table.until(lambda: isinstance(table.app.screen, kind), kind.__name__)
    await table.pilot.pause()


async def fill(table: Table, words: str, where: str = "#passphrase") -> None:
    """Put this into a field at once."""
    table.app.screen.query_one(where).post_message(Paste(words))
    await table.pilot.pause()


async def open_with(table: Table, passphrase: str = HERS) -> None:
    """Open somebody's pages."""
    table.app.open_private_pages()
    await comes(table, PassphraseScreen)
    await fill(table, passphrase)
    await table.press("enter")
    await comes(table, PagesScreen)


async def write(table: Table, words: str, title: str = "") -> None:
    """Put words on a page, from the list."""
    await table.press("n")
    await comes(table, PageForm)
    if title:
        await fill(table, title, "#page-title")
    await table.press("enter")
    await fill(table, words, "#page-text")


def form(table: Table) -> PageForm:
    """The page that is being written."""
    screen = table.app.screen
    assert isinstance(screen, PageForm)
    return screen


# Opening


async def test_a_passphrase_opens_ones_own_pages_and_not_the_others(set_table: SetTable) -> None:
    async with set_table(before=two) as table:
        await find(table, "private", "Private pages")
        await comes(table, PassphraseScreen)
        await fill(table, "not this one")
        await table.press("enter")
        await table.sees("That opens no pages here. Nothing is lost")
        field = table.app.screen.query_one(PassphraseField)
        await table.press(*["backspace"] * len(field.value))
        await fill(table, HIS)
        await table.press("enter")
        await table.sees("Nothing stands here yet.")
        assert {LAKE, SECRET} & set(everything(table).splitlines()) == set()
        await table.press("escape")
        await comes(table, HomeScreen)
        await open_with(table, HERS)
        await table.sees(LAKE)
        await table.press("enter")
        await table.sees(SECRET)
        await table.press("escape", "escape")
        await comes(table, HomeScreen)
        assert table.app.pages is None


async def test_what_is_typed_there_is_masked_and_cannot_be_copied(set_table: SetTable) -> None:
    async with set_table(before=two, size=(60, 20)) as table:
        table.app.open_private_pages()
        await comes(table, PassphraseScreen)
        await fill(table, HERS)
        await table.press("shift+home", "ctrl+c", "ctrl+x")
        assert table.app.clipboard == ""
        assert "blue" not in table.screen()
        await table.press("f3")
        assert "blue lamps" in table.screen()


async def test_the_screen_stays_alive_while_a_passphrase_is_tried(set_table: SetTable) -> None:
    async with set_table(before=two) as table:
        table.app.open_private_pages()
        await comes(table, PassphraseScreen)
        await fill(table, HERS)
        table.app.screen.query_one(PassphraseField).post_message(
            PassphraseField.Submitted(table.app.screen.query_one(PassphraseField), HERS)
        )
        await table.press("escape")
        await comes(table, HomeScreen)
        assert table.app.pages is None
        await open_with(table, HERS)


async def test_pages_are_begun_by_whoever_has_none_and_open_again(set_table: SetTable) -> None:
    passphrase = "three slow trains"
    async with set_table(size=(80, 24)) as table:
        table.app.open_private_pages()
        await comes(table, NewPassphraseScreen)
        await fill(table, passphrase)
        await table.press("enter")
        await fill(table, f"{passphrase}s", "#again")
        await table.press("enter")
        await table.sees("The two are not the same.")
        await table.press("backspace", "enter")
        await comes(table, PagesScreen)
        assert "Nothing stands here yet." in table.words()
        await write(table, SECRET, LAKE)
        await table.press("ctrl+s")
        await is_told(table, "Saved.")
        assert on_disk(table.paths, SECRET) == on_disk(table.paths, passphrase) == []
        await table.press("escape")
        await open_with(table, passphrase)
        await table.sees(LAKE)


async def test_a_short_passphrase_is_asked_about_once(set_table: SetTable) -> None:
    async with set_table(before=two) as table:
        table.app.open_private_pages()
        await comes(table, PassphraseScreen)
        await table.press("f5")
        await comes(table, NewPassphraseScreen)
        await fill(table, "short")
        await fill(table, "short", "#again")
        await table.press("enter", "enter")
        await table.sees("That one is short")
        await table.press("escape")
        await comes(table, HomeScreen)
        assert len(list(table.paths.pages.iterdir())) == 2


# Writing


@pytest.mark.parametrize("size", [(100, 30), (60, 20)])
async def test_what_is_written_is_masked_until_f3_and_saved_on_the_disk(
    set_table: SetTable, size: tuple[int, int]
) -> None:
    async with set_table(before=two, size=size) as table:
        await open_with(table)
        await write(table, f"{SECRET} 雨\n\nand more", "quince")
        assert {SECRET, "quince", "雨"} & set(everything(table).split()) == set()
        await table.press("f3")
        assert SECRET in table.screen()
        assert "quince" in table.screen()
        await table.press("f1", "escape")
        await comes(table, PageForm)
        assert SECRET not in table.screen()
        await table.press("ctrl+s")
        await comes(table, PagesScreen)
        assert "Saved." in told(table)
        assert ("quince", f"{SECRET} 雨\n\nand more") in kept(table)
        assert on_disk(table.paths, "quince") == []


async def test_a_page_is_changed_and_how_it_was_before_stays(set_table: SetTable) -> None:
    async with set_table(before=two) as table:
        await open_with(table)
        await table.press("enter", "e")
        await comes(table, PageForm)
        await table.press("tab")
        await fill(table, " and toast", "#page-text")
        await table.press("ctrl+s")
        await comes(table, PageScreen)
        await table.sees("marmalade and toast")
        assert "As it was" not in table.words()
        await table.press("h")
        await table.sees("As it was")
        await table.press("escape", "escape")
        assert kept(table) == [(LAKE, "marmalade and toast")]


async def test_a_page_is_deleted_only_once_it_is_asked_again(set_table: SetTable) -> None:
    async with set_table(before=two) as table:
        await open_with(table)
        await table.press("x")
        await comes(table, QuestionScreen)
        await table.press("escape")
        await comes(table, PagesScreen)
        assert kept(table) == [(LAKE, SECRET)]
        await table.press("enter", "x")
        await comes(table, QuestionScreen)
        await table.press("x")
        await comes(table, PagesScreen)
        await table.sees("Nothing stands here yet.")
        assert kept(table) == []


async def test_a_full_disk_keeps_every_word_on_the_screen(
    set_table: SetTable, full: Callable[[bool], None]
) -> None:
    async with set_table(before=two) as table:
        await open_with(table)
        await write(table, "quince")
        full(True)
        await table.press("ctrl+s")
        await table.sees("It was not saved: the disk is full.")
        assert "Saved." not in told(table)
        await table.press("ctrl+q")
        await table.pilot.pause()
        assert table.app.is_running, "it left with words that are nowhere"
        await comes(table, QuestionScreen)
        await table.press("escape")
        await comes(table, PageForm)
        await table.press("f2")
        await comes(table, CurtainScreen)
        await table.press("f2")
        await comes(table, PageForm)
        assert form(table).page.text == "quince"
        full(False)
        await table.press("ctrl+s")
        await is_told(table, "Saved.")
        assert ("", "quince") in kept(table)


async def test_what_is_typed_waits_as_a_draft_and_can_be_gone_on_with(set_table: SetTable) -> None:
    async with set_table(before=two) as table:
        await open_with(table)
        await write(table, "quince")
        await table.until(lambda: drafts(table) == ["quince"], "a draft on the disk")
        assert on_disk(table.paths, "quince") == []
        await table.press("escape", "d")
        await table.sees("not finished")
        await table.press("home", "enter")
        await comes(table, PageForm)
        await table.press("tab")
        await fill(table, " jam", "#page-text")
        await table.press("ctrl+s")
        await comes(table, PagesScreen)
        assert drafts(table) == []
        assert ("", "quince jam") in kept(table)


async def test_words_that_are_let_go_are_not_on_the_disk(set_table: SetTable) -> None:
    async with set_table(before=two) as table:
        await open_with(table)
        before = sorted(table.paths.pages.rglob("*"))
        await write(table, "quince")
        await table.until(lambda: drafts(table) == ["quince"], "a draft on the disk")
        await table.press("escape")
        await comes(table, QuestionScreen)
        await table.press("x")
        await comes(table, PagesScreen)
        assert sorted(table.paths.pages.rglob("*")) == before


# Closing


async def test_the_curtain_closes_the_pages_and_what_is_written_waits(
    set_table: SetTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with set_table(before=two) as table:
        await open_with(table)
        await write(table, "quince")
        await table.press("f3", "f1")
        frames = every_frame(monkeypatch)
        await table.press("f2")
        await comes(table, CurtainScreen)
        assert table.app.pages is None
        await table.press("f2")
        await comes(table, HomeScreen)
        assert not [frame for frame in frames if "quince" in frame or LAKE in frame]
        assert drafts(table) == ["quince"]
        assert {LAKE, SECRET, "quince"} & set(everything(table).split()) == set()


@pytest.mark.parametrize("opened", ["list", "page", "form", "sheet", "question"])
async def test_they_close_by_themselves_when_nobody_touches_a_key(set_table: SetTable, opened: str) -> None:
    keys = {"list": [], "page": ["enter"], "form": ["n"], "sheet": ["s", "f3"], "question": ["x"]}
    async with set_table(before=two) as table:
        await open_with(table)
        await table.press(*keys[opened])
        table.clock.pass_by(CLOSED_AFTER - 1)
        await table.press("down")
        table.clock.pass_by(CLOSED_AFTER - 1)
        table.app._close_when_left_alone()
        assert not isinstance(table.app.screen, HomeScreen), "closed too early"
        table.clock.pass_by(2)
        await comes(table, HomeScreen)
        await is_told(table, "Your private pages are closed.")
        assert table.app.pages is None


# Keys, and windows that keep nothing


async def test_the_recovery_sheet_is_masked_and_opens_the_pages(set_table: SetTable) -> None:
    async with set_table(before=two) as table:
        await open_with(table)
        await table.press("s")
        await comes(table, SheetScreen)
        lines = SECRETS[HERS][16:]
        assert lines[:5] not in table.screen()
        await table.press("f3")
        assert lines[:5] in table.screen()
        await table.press("escape", "escape")
        await open_with(table, lines.lower())
        await table.sees(LAKE)


async def test_a_window_that_keeps_nothing_reads_only(set_table: SetTable) -> None:
    async with set_table(before=two) as table:
        table.app.pen.put_down()
        table.app.pen = Pen(Access.ANOTHER_WINDOW)
        before = sorted(table.paths.pages.rglob("*"))
        await open_with(table)
        for key in ("n", "x", "c"):
            await table.press(key)
            await is_told(table, "This window keeps nothing, so your pages can only be read here.")
            assert isinstance(table.app.screen, PagesScreen)
            table.app.clear_notifications()
        await table.press("enter")
        await table.sees(SECRET)
        assert sorted(table.paths.pages.rglob("*")) == before


async def test_what_cannot_be_read_is_named_and_the_rest_is_shown(set_table: SetTable) -> None:
    def damaged(paths: Paths) -> None:
        pages = begin(paths)
        pages.save(page(1, SECRET, LAKE))
        (pages.folder / "locked" / f"{'1' * 32}.age").write_bytes(b"age-encryption.org/v1\n")
        pages.save(
            empty_page("p2", page(2).when).having("[@click=app.quit]x[/]", "\x1b]0;x\x07", page(2).when)
        )

    async with set_table(before=damaged, size=(60, 20)) as table:
        await open_with(table)
        await table.sees("Could not be read, and left as it is:")
        assert "[@click=app.quit]x[/]" in table.words()
        rows = table.app.screen.query_one(OptionList)
        assert rows.option_count == 2
        await table.press("enter")
        await comes(table, PageScreen)
        assert "\x1b" not in everything(table)


async def test_a_page_takes_as_much_as_fits_and_no_more(set_table: SetTable) -> None:
    async with set_table(before=two) as table:
        await open_with(table)
        await write(table, "x" * 30_000)
        await table.sees("That is all that fits on a page.")
        assert len(form(table).query_one("#page-text", PageField).words) == 20_000
        await table.press("ctrl+s")
        await comes(table, PagesScreen)
        assert ("", "x" * 20_000) in kept(table)
