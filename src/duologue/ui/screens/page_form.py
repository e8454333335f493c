"""A private page is written: masked, since the other may sit beside; and nothing typed is lost."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on, work
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static, TextArea

from duologue.core.page import TEXT_AT_MOST, TITLE_AT_MOST, Page
from duologue.store.files import NotWritten
from duologue.store.pages import Pages
from duologue.ui import content
from duologue.ui.commands import PAGE_FORM, hint
from duologue.ui.scene import Field
from duologue.ui.screens.question import QuestionScreen
from duologue.ui.screens.sizes import SIZES_ACROSS, SIZES_DOWN, too_small
from duologue.ui.widgets.field import WritingField
from duologue.ui.widgets.hints import Hints

if TYPE_CHECKING:
    from duologue.ui.pages import PagesWindow

NOTE_EVERY = 1.0
"""Seconds from a letter until it is on the disk, as a draft that only this key opens."""
_ACTIONS = {
    "save-page": "screen.save",
    "show-page": "screen.show_words",
    "next-part": "app.focus_next",
    "leave-page": "screen.leave",
}
_LEAVE = {
    "s": "save it first",
    "d": "leave it unfinished; it waits in your pages",
    "x": "let these words go",
    "escape": "stay here",
}


class PageField(WritingField):
    """The title or the text. They are masked and shown together."""

    def __init__(self, key: str, at_most: int, draft: str, *, lines: bool) -> None:
        super().__init__(Field(None, max(at_most, len(draft)), True, draft, key, lines))
        self.id = key

    def show_words(self) -> None:
        """Let the screen show both, or mask both."""
        form = self.screen
        assert isinstance(form, PageForm)
        form.action_show_words()

    def draw(self, *, masks: bool) -> None:
        """Mask what is written here, or show it."""
        if self.mask is not masks:
            super().show_words()


class PageForm(Screen[None]):
    """Dismissed when they are done with it."""

    CSS_PATH = "../styles/pages.tcss"
    AUTO_FOCUS = "#page-title"
    HORIZONTAL_BREAKPOINTS = SIZES_ACROSS
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [
        Binding("escape", "leave", show=False),
        Binding("ctrl+s", "save", show=False),
        Binding("f3", "show_words", show=False),
        # Before the title hears it, so that letters typed right after come into the text.
        Binding("enter", "end_of_title", show=False, priority=True),
        Binding("tab", "app.focus_next", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", show=False, priority=True),
    ]
    app: PagesWindow

    def __init__(self, pages: Pages, page: Page, *, is_draft: bool) -> None:
        """`is_draft` where it waits on the disk already."""
        super().__init__(classes="private")
        self._pages = pages
        self._first = page
        self._is_draft = is_draft
        self._noted: Page | None = page if is_draft else None
        """What waits on the disk."""
        self._typing: Timer | None = None
        self._busy = False
        self._over = False
        self._gone = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="page"):
            yield Static(Content("A private page"), classes="center pages-title")
            yield Static(Content("Title, if you like"), classes="label muted")
            yield PageField("page-title", TITLE_AT_MOST, self._first.title, lines=False)
            yield Static(Content("Text"), classes="label muted")
            yield PageField("page-text", TEXT_AT_MOST, self._first.text, lines=True)
            yield Static(id="kindly")
            yield Hints([hint(PAGE_FORM[name], action=act) for name, act in _ACTIONS.items()], id="foot")
        yield too_small()

    @property
    def page(self) -> Page:
        """The page as it stands in the fields now."""
        title, text = (self.query_one(f"#page-{part}", PageField).words for part in ("title", "text"))
        return self._first.having(title, text, self.app.today())

    @property
    def has_words(self) -> bool:
        """Whether something was written here that is no page yet."""
        now = self.page
        return not self._over and (now.title, now.text) != (self._first.title, self._first.text)

    @property
    def may_be_lost(self) -> bool:
        """Whether something was written here that is not on the disk at all."""
        return self.has_words and self._is_behind

    @property
    def _is_behind(self) -> bool:
        """Whether the disk has other words than the fields, such as some that were taken back."""
        now, noted = self.page, self._noted or self._first
        return not self._over and (now.title, now.text) != (noted.title, noted.text)

    def action_end_of_title(self) -> None:
        """From the title to the text; in the text it is a line break. Raises SkipAction there."""
        if self.focused is not self.query_one("#page-title"):
            raise SkipAction
        self.set_focus(self.query_one("#page-text"))

    # Drafts

    @on(TextArea.Changed)
    def _typed(self) -> None:
        if self._typing is None:
            self._typing = self.set_timer(NOTE_EVERY, self.note_draft)

    def note_draft(self) -> None:
        """Put on the disk what has been typed so far, for this key alone."""
        self._typing = None
        if self._busy or not self._pages.is_open or not self._is_behind:
            return
        page = self.page if self.has_words or self._is_draft else None
        try:
            self._pages.let_go(self._first) if page is None else self._pages.note(page)
        except NotWritten as error:
            self._say(f"Not on the disk: {error}. Your words are all still here.")
        else:
            self._noted = page
            self._say("")

    # Masks

    def action_show_words(self) -> None:
        """Show what is written, or mask it again."""
        self._draw(masks=not self.query_one("#page-text", PageField).mask)

    def on_screen_suspend(self) -> None:
        """Something lies over it, and the other may look."""
        self._draw(masks=True)

    def _draw(self, *, masks: bool) -> None:
        for field in self.query(PageField):
            field.draw(masks=masks)

    # Saving

    @on(WritingField.Done)
    def action_save(self) -> None:
        """Save the page."""
        if not self._busy and not self._over and self.is_active:
            self._save()

    @work
    async def _save(self) -> None:
        await self._saved()

    async def _saved(self) -> bool:
        """Save it; answers whether it is on the disk."""
        page = self.page
        if not page.title and not page.text:
            self._say("A word is enough.")
            return False
        self._busy = True
        try:
            await asyncio.to_thread(self._pages.save, page)
        except NotWritten as error:
            self._say(f"It was not saved: {error}. Your words are all still here; ctrl+s tries again.")
            return False
        finally:
            self._busy = False
        self._over = True
        self.app.notify("Saved.", markup=False)
        self._go()
        return True

    def _go(self) -> None:
        self._over = True
        if self.is_active and not self._gone:
            self._gone = True
            self.dismiss()

    def on_screen_resume(self) -> None:
        """Close, where it was saved while something lay above."""
        if self._over:
            self.call_later(self._go)

    def _say(self, words: str) -> None:
        self.query_one("#kindly", Static).update(content.words(words))

    @on(WritingField.Full)
    def _full(self) -> None:
        self._say("That is all that fits on a page. What you wrote stays.")

    # Leaving

    def action_leave(self) -> None:
        """Leave; ask first what becomes of the words."""
        if self._busy or not self.is_active:
            return
        if self.has_words:
            self._ask_to_leave()
        else:
            self.note_draft()
            self._go()

    @work(exclusive=True, group="leaving")
    async def _ask_to_leave(self) -> None:
        self.note_draft()
        words = "What you typed is not saved yet."
        answer = await self.app.push_screen_wait(QuestionScreen("Leave this page?", words, _LEAVE))
        if answer == "s":
            await self._saved()
        elif answer == "d":
            self.note_draft()
            if not self.may_be_lost:
                self._go()
        elif answer == "x":
            await self._let_go()

    async def _let_go(self) -> None:
        try:
            await asyncio.to_thread(self._pages.let_go, self._first)
        except NotWritten as error:
            self._say(f"What you typed is still on the disk, for you alone: {error}. Try it again, please.")
        else:
            self._go()
