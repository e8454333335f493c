"""Private pages as one of the two comes to them: opened, written on, and looked at on the disk."""

from __future__ import annotations

from typing import Any

from textual.events import Paste

from duologue.store.pages import Pages
from duologue.store.paths import Paths
from duologue.ui.screens.page_form import PageForm
from duologue.ui.screens.pages import PagesScreen
from duologue.ui.screens.passphrase import PagesPassphraseScreen
from tests.store.private import HERS, HIS, SECRETS, begin
from tests.store.test_pages import page
from tests.ui.playing import Table

LAKE, SECRET = "By the lake", "marmalade"


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
    await comes(table, PagesPassphraseScreen)
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
