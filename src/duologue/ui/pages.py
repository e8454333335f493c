"""Private pages in one window: opened by one of the two, and closed with the key forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from textual import work

from duologue.store.files import NotWritten
from duologue.ui.jars import JarWindow

if TYPE_CHECKING:
    from textual.timer import Timer

    from duologue.core.kept import Kept
    from duologue.core.page import Page
    from duologue.play import Play
    from duologue.store.pages import Found, Pages
    from duologue.ui.screens.page_form import PageForm

CLOSED_AFTER = timedelta(minutes=5)
"""Without a key, until they close by themselves."""
_LOOK_EVERY = 1.0
_KEEPS_NOTHING = "This window keeps nothing, so your pages can only be read here."
_CLOSED = "Your private pages are closed."
_FOR_GOOD = "It goes for good, with how it was before. Only a backup may still have it."
_DRAFT_FOR_GOOD = "What you did not finish goes for good."


class PagesWindow(JarWindow):
    """A window in which one of the two opens pages of their own."""

    pages: Pages | None = None
    """Those that are open now."""
    _pages_watch: Timer | None = None

    def page_offers(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        """What the palette lists of this at home."""
        words = "For one of you alone, with a passphrase of your own."
        yield "Private pages", words, self.open_private_pages

    # Opening

    @work(exclusive=True, group="private pages")
    async def open_private_pages(self) -> None:
        """Ask for a passphrase; where there are no pages yet, begin some."""
        from duologue.store.pages import are_there
        from duologue.ui.screens.passphrase import PagesPassphraseScreen

        await self.settled.wait()
        there = await asyncio.to_thread(are_there, self.paths)
        await self.uncovered.wait()
        if self._lowest_private is not None:
            return
        if there:
            self.push_screen(PagesPassphraseScreen(self._open_pages, self.begin_pages), self._show_pages)
        else:
            self.begin_pages()

    @work
    async def begin_pages(self) -> None:
        """Begin pages of one's own."""
        from duologue.ui.screens.passphrase import NewPassphraseScreen

        if await self.may_write(_KEEPS_NOTHING) and self._lowest_private is None:
            self.push_screen(NewPassphraseScreen(self._begin_pages), self._show_pages)

    async def _open_pages(self, passphrase: str) -> tuple[Pages, Found]:
        from duologue.store.pages import opened

        pages = await asyncio.to_thread(opened, self.paths, passphrase)
        return pages, await asyncio.to_thread(pages.load)

    async def _begin_pages(self, passphrase: str) -> tuple[Pages, Found]:
        from duologue.store.pages import begun

        pages = await asyncio.to_thread(begun, self.paths, passphrase)
        return pages, await asyncio.to_thread(pages.load)

    def _show_pages(self, opened: tuple[Pages, Found] | None) -> None:
        from duologue.ui.screens.pages import PagesScreen

        if opened is None:
            return
        self.pages, found = opened
        self._pages_watch = self.set_interval(_LOOK_EVERY, self._close_when_left_alone)
        self.push_screen(PagesScreen(found, self.today().date()))

    # Closing

    def close_pages(self) -> bool:
        """Take all of it from the screen and forget the key; answers whether that was done.

        Words that the disk does not take stay where they are, masked, and so do the pages.
        """
        self.note_drafts()
        lowest = self._lowest_private
        if (form := self._page_form) is not None and form.may_be_lost:
            return False
        while lowest is not None and len(self.screen_stack) > lowest:
            self.pop_screen()
        if self.pages is not None:
            self.pages.close()
            self.pages = None
        if self._pages_watch is not None:
            self._pages_watch.stop()
            self._pages_watch = None
        return True

    @property
    def _lowest_private(self) -> int | None:
        """Where in the stack the first screen stands that is for one of them alone."""
        private = (number for number, screen in enumerate(self.screen_stack) if screen.has_class("private"))
        return next(private, None)

    @property
    def _page_form(self) -> PageForm | None:
        if self.pages is None:
            return None
        from duologue.ui.screens.page_form import PageForm

        return next((screen for screen in self.screen_stack if isinstance(screen, PageForm)), None)

    def cover(self) -> None:
        """Nothing private lies behind the curtain."""
        if self._lowest_private is not None:
            self.close_pages()
        super().cover()

    def _draw_curtain_back(self, resume: Play | None) -> None:
        """Nor does what was left there come back after a long time."""
        super()._draw_curtain_back(resume)
        self._close_when_left_alone()

    def looks_whether_anybody_was_there(self) -> bool:
        """With a look at the pages, which wait for a shorter time."""
        closed = self._close_when_left_alone()
        return super().looks_whether_anybody_was_there() or closed

    def _close_when_left_alone(self) -> bool:
        """Behind the curtain all stays as it is: what lies above is not for them to take away."""
        left = self.pages is not None and self.away > CLOSED_AFTER and self.uncovered.is_set()
        closed = left and self.close_pages()
        if closed:
            self.notify(_CLOSED, markup=False)
        return closed

    async def action_leave(self) -> None:
        """Leave; where words would be lost, stay."""
        self.note_drafts()
        if (form := self._page_form) is not None and form.may_be_lost:
            form.action_leave()
        else:
            await super().action_leave()

    # What is done in them

    def read_page(self, kept: Kept[Page]) -> None:
        """Read one."""
        from duologue.ui.screens.pages import PageScreen

        self.push_screen(PageScreen(kept, self.today().date()))

    @work(exclusive=True, group="private page")
    async def write_page(self, kept: Kept[Page] | None) -> None:
        """Write a new page, or change this one."""
        from duologue.core.page import another_version, empty_page
        from duologue.store.records import new_id

        page = (
            another_version(kept, new_id(), self.today())
            if kept is not None
            else empty_page(new_id(), self.today())
        )
        await self._write_on(page, is_draft=False)

    @work(exclusive=True, group="private page")
    async def go_on_with(self, draft: Page) -> None:
        """Go on with what was not finished."""
        await self._write_on(draft, is_draft=True)

    async def _write_on(self, page: Page, *, is_draft: bool) -> None:
        from duologue.ui.screens.page_form import PageForm

        if await self.may_write(_KEEPS_NOTHING) and self.pages is not None and self._page_form is None:
            form = PageForm(self.pages, page, is_draft=is_draft)

            def written(_: None) -> None:
                self._look_at_pages_again()

            self.push_screen(form, written)

    @work(exclusive=True, group="private page")
    async def delete_page(self, which: Page | Kept[Page]) -> None:
        """Delete a page for good, or what was not finished, once asked again."""
        from duologue.core.page import Page
        from duologue.ui.screens.question import QuestionScreen

        if not await self.may_write(_KEEPS_NOTHING) or self.pages is None:
            return
        words = _DRAFT_FOR_GOOD if isinstance(which, Page) else _FOR_GOOD
        question = QuestionScreen(
            "Delete this page?", words, {"x": "delete it for good", "escape": "keep it"}
        )
        pages = self.pages

        def answered(answer: str | None) -> None:
            if answer == "x":
                self._delete_for_good(pages, which)

        self.push_screen(question, answered)

    @work
    async def _delete_for_good(self, pages: Pages, which: Page | Kept[Page]) -> None:
        from duologue.core.page import Page

        try:
            if isinstance(which, Page):
                await asyncio.to_thread(pages.let_go, which)
            else:
                await asyncio.to_thread(pages.delete, which)
        except NotWritten as error:
            self.notify(f"Not all of it is deleted: {error}.", markup=False, severity="warning")
        else:
            self.notify("Deleted.", markup=False)
        self._look_at_pages_again()

    @work(exclusive=True, group="looking at pages")
    async def _look_at_pages_again(self) -> None:
        """Show the pages as they are on the disk now."""
        from duologue.ui.screens.pages import PageScreen, PagesScreen

        if (pages := self.pages) is None:
            return
        found = await asyncio.to_thread(pages.load)
        if self.pages is not pages:
            return
        by_root = {kept.root: kept for kept in found.kept}
        for screen in self.screen_stack:
            if isinstance(screen, PagesScreen):
                screen.show(found)
            elif isinstance(screen, PageScreen) and screen.kept.root in by_root:
                screen.show(by_root[screen.kept.root])
            elif isinstance(screen, PageScreen):
                screen.dismiss()

    # The key

    def show_sheet(self) -> None:
        """The recovery sheet."""
        from duologue.ui.screens.pages import SheetScreen

        if self.pages is not None:
            self.push_screen(SheetScreen(self.pages.secret))

    @work(exclusive=True, group="private page")
    async def choose_passphrase(self) -> None:
        """Another passphrase for the pages that are open."""
        from duologue.ui.screens.passphrase import NewPassphraseScreen

        if await self.may_write(_KEEPS_NOTHING) and self.pages is not None:
            self.push_screen(
                NewPassphraseScreen(self._change_passphrase, in_place=True), self._passphrase_changed
            )

    async def _change_passphrase(self, passphrase: str) -> tuple[Pages, Found]:
        from duologue.store.locking import NotUnlocked
        from duologue.store.pages import change_passphrase

        if (pages := self.pages) is None:
            raise NotUnlocked(_CLOSED)
        await asyncio.to_thread(change_passphrase, self.paths, pages, passphrase)
        return pages, await asyncio.to_thread(pages.load)

    def _passphrase_changed(self, opened: tuple[Pages, Found] | None) -> None:
        if opened is not None:
            self.notify("Your pages open with the new passphrase from now on.", markup=False)
