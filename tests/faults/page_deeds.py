"""What one partner does with private pages, as the other deeds are told."""

from __future__ import annotations

from datetime import timedelta

from duologue.core.page import Page, another_version, empty_page
from duologue.store.paths import Paths
from tests.faults.deeds import DEEDS, WHEN, Deed, Doing
from tests.store import private


def _page(number: int, text: str = "Cold feet.") -> Page:
    return empty_page(f"p{number}", WHEN + timedelta(days=number)).having("The lake", text, WHEN)


def _begin_pages(paths: Paths) -> Doing:
    return lambda: private.begin(paths)


def _write_a_page(paths: Paths) -> Doing:
    pages = private.begin(paths)
    pages.save(_page(1))
    pages.note(_page(2, "Warm"))
    return lambda: pages.save(_page(2, "Warm feet."))


def _change_a_page(paths: Paths) -> Doing:
    pages = private.begin(paths)
    pages.save(_page(1))
    [kept] = pages.load().kept
    return lambda: pages.save(another_version(kept, "p2", WHEN).having("", "Warm feet.", WHEN))


def _type_on(paths: Paths) -> Doing:
    pages = private.begin(paths)
    pages.note(_page(1, "Cold"))
    return lambda: pages.note(_page(1))


def _let_a_draft_go(paths: Paths) -> Doing:
    pages = private.begin(paths)
    pages.note(_page(1))
    return lambda: pages.let_go(_page(1))


def _delete_a_page(paths: Paths) -> Doing:
    _change_a_page(paths)()
    [pages] = _open_pages(paths)
    [kept] = pages.load().kept
    return lambda: pages.delete(kept)


def _open_pages(paths: Paths) -> list[private.Pages]:
    folders = sorted(file.parent for file in paths.pages.glob("*/identity.age"))
    return [private.Pages(folder, private.SECRETS[private.HERS]) for folder in folders]


def _pages(paths: Paths) -> object:
    """The pages, where any can be opened at all; beginning them twice is beginning them."""
    found = [pages.load() for pages in _open_pages(paths)]
    seen = [[(kept.now.title, kept.now.text) for kept in each.kept] for each in found if each.kept]
    drafts = [draft.text for each in found for draft in each.drafts]
    return bool(found), seen, drafts, [each.problems for each in found if each.problems]


PAGE_DEEDS = (
    Deed("begin private pages", _begin_pages, _pages),
    Deed("write a private page", _write_a_page, _pages),
    Deed("change a private page", _change_a_page, _pages),
    Deed("type on a private page", _type_on, _pages),
    Deed("let a draft go", _let_a_draft_go, _pages),
    Deed("delete a private page", _delete_a_page, _pages),
)

ALL_DEEDS = (*DEEDS, *PAGE_DEEDS)
"""Whatever anybody does here."""
