"""Private pages on the screen: for one of the two, beside whom the other sits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from duologue.store.paths import Paths
from duologue.ui.screens.curtain import CurtainScreen
from duologue.ui.screens.home import HomeScreen
from duologue.ui.screens.page_form import PageForm
from duologue.ui.screens.pages import PageScreen, PagesScreen
from duologue.ui.screens.passphrase import NewPassphraseScreen, PagesPassphraseScreen
from duologue.ui.screens.question import QuestionScreen
from duologue.ui.widgets.secret_field import SecretField
from tests.store.private import HERS, HIS
from tests.ui.conftest import SetTable
from tests.ui.evenings import everything, few_decks, find, is_told, on_disk, told
from tests.ui.private_pages import LAKE, SECRET, comes, drafts, fill, form, kept, open_with, two, write


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A couple with few decks."""
    return few_decks(tmp_path)


# Opening


async def test_a_passphrase_opens_ones_own_pages_and_not_the_others(set_table: SetTable) -> None:
    async with set_table(before=two) as table:
        await find(table, "private", "Private pages")
        await comes(table, PagesPassphraseScreen)
        await fill(table, "not this one")
        await table.press("enter")
        await table.sees("That opens no pages here. Nothing is lost")
        field = table.app.screen.query_one(SecretField)
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
        await comes(table, PagesPassphraseScreen)
        await fill(table, HERS)
        await table.press("shift+home", "ctrl+c", "ctrl+x")
        assert table.app.clipboard == ""
        assert "blue" not in table.screen()
        await table.press("f3")
        assert "blue lamps" in table.screen()


async def test_the_screen_stays_alive_while_a_passphrase_is_tried(set_table: SetTable) -> None:
    async with set_table(before=two) as table:
        table.app.open_private_pages()
        await comes(table, PagesPassphraseScreen)
        await fill(table, HERS)
        table.app.screen.query_one(SecretField).post_message(
            SecretField.Submitted(table.app.screen.query_one(SecretField), HERS)
        )
        await table.press("escape")
        await comes(table, HomeScreen)
        assert table.app.pages is None
        await open_with(table, HERS)


async def test_help_may_lie_above_while_a_passphrase_is_tried(set_table: SetTable) -> None:
    async with set_table(before=two) as table:
        table.app.open_private_pages()
        await comes(table, PagesPassphraseScreen)
        await fill(table, HERS)
        door = table.app.screen
        assert isinstance(door, PagesPassphraseScreen)
        await table.press("enter", "f1")
        await table.until(lambda: not door._busy, "the passphrase to be tried")
        await table.press("escape")
        await comes(table, PagesScreen)
        await table.sees(LAKE)
        await table.press("escape")
        await comes(table, HomeScreen)


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


async def test_a_short_passphrase_is_refused_with_advice(set_table: SetTable) -> None:
    async with set_table(before=two) as table:
        table.app.open_private_pages()
        await comes(table, PagesPassphraseScreen)
        await table.press("f5")
        await comes(table, NewPassphraseScreen)
        await fill(table, "short")
        await fill(table, "short", "#again")
        await table.press("enter", "enter", "enter")
        await table.sees("That one is short")
        await table.sees("only you would put together")
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
