"""Private pages close by themselves; and what a window that keeps nothing, or a recovery sheet, can do."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import OptionList

from duologue.core.page import empty_page
from duologue.store.access import Access, Pen
from duologue.store.paths import Paths
from duologue.ui.pages import CLOSED_AFTER
from duologue.ui.screens.curtain import CurtainScreen
from duologue.ui.screens.home import HomeScreen
from duologue.ui.screens.page_form import PageField
from duologue.ui.screens.pages import PageScreen, PagesScreen, SheetScreen
from tests.store.private import HERS, SECRETS, begin
from tests.store.test_pages import page
from tests.ui.conftest import SetTable
from tests.ui.evenings import every_frame, everything, few_decks, is_told
from tests.ui.private_pages import LAKE, SECRET, comes, drafts, form, kept, open_with, two, write


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A couple with few decks."""
    return few_decks(tmp_path)


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
        table.clock.pass_by(CLOSED_AFTER.total_seconds() - 1)
        await table.press("down")
        table.clock.pass_by(CLOSED_AFTER.total_seconds() - 1)
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
