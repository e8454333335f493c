"""Private pages, opened by the one who writes them: the list, and one page to read."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from duologue.core.kept import Kept
from duologue.core.page import Page
from duologue.core.recovery import lines_of
from duologue.core.when import name_of
from duologue.ui import content
from duologue.ui.commands import PAGE, PAGES, Hint, hint
from duologue.ui.screens.sizes import SIZES_ACROSS, SIZES_DOWN, too_small
from duologue.ui.unreadable import unreadable
from duologue.ui.widgets.field import masked
from duologue.ui.widgets.hints import Hints

if TYPE_CHECKING:
    from duologue.store.pages import Found
    from duologue.ui.pages import PagesWindow

_ABOUT = "Only your passphrase opens them. They close by themselves, and with f2."
_EMPTY = "Nothing stands here yet. n begins the first page."
_TORN = "Changed on two laptops, and both stand here. What you save next takes the place of both."
_READ_ON = Hint("↑ ↓", "read on", "screen.read_on")
_DAY_CELLS = 26
_SHEET = (
    "These lines are the key to your pages. Should you forget the passphrase, type them in its place. "
    "Whoever else has them can read your pages, so write them down when you are alone, and put them where "
    "nobody looks."
)


class PagesScreen(Screen[None]):
    """All pages, the newest first, and above them what is not finished."""

    CSS_PATH = "../styles/pages.tcss"
    AUTO_FOCUS = "#pages"
    HORIZONTAL_BREAKPOINTS = SIZES_ACROSS
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [
        Binding(command.key, f"act('{command.id}')", show=False)
        for command in PAGES.values()
        if command.key != "enter"  # The list hears it.
    ]
    app: PagesWindow

    def __init__(self, found: Found, today: date) -> None:
        super().__init__(classes="private")
        self.found = found
        self.today = today

    def compose(self) -> ComposeResult:
        with Vertical(classes="page"):
            yield Static(Content("Your private pages"), classes="center pages-title")
            yield Static(id="pages-about", classes="center muted")
            yield OptionList(id="pages", classes="list")
            yield Static(id="unreadable", classes="muted")
            yield Hints(id="foot")
        yield too_small()

    def on_resize(self) -> None:
        """The rows follow the width."""
        self.show(self.found)

    def show(self, found: Found) -> None:
        """Show these, with the mark where it was."""
        self.found = found
        rows = self.query_one("#pages", OptionList)
        marked = rows.highlighted or 0
        rows.clear_options()
        rows.add_options([Option(self._row(page, "not finished")) for page in found.drafts])
        rows.add_options(
            [Option(self._row(each.now, "two versions" if each.is_torn else "")) for each in found.kept]
        )
        rows.display = bool(self._all)
        rows.highlighted = min(marked, len(self._all) - 1) if self._all else None
        content.put(self.query_one("#pages-about", Static), Content(_ABOUT if self._all else _EMPTY))
        problems = self.query_one("#unreadable", Static)
        problems.display = bool(found.problems)
        problems.update(unreadable(found.problems))
        needs_a_page = {"read-page", "delete-page"}
        shown = [command for name, command in PAGES.items() if self._all or name not in needs_a_page]
        self.query_one("#foot", Hints).show([hint(command) for command in shown])

    @property
    def _all(self) -> list[Page | Kept[Page]]:
        return [*self.found.drafts, *self.found.kept]

    def _row(self, page: Page, note: str) -> Content:
        day = _capital(name_of(page.when.date(), self.today))
        said = (f" {note}" if note else "", "$accent")
        room = max(min(self.size.width - 4, 92) - 8 - len(said[0]), 12)
        name = page.name or "without words"
        if room < _DAY_CELLS * 2:
            return content.assemble((content.fitted(name, room), "$foreground"), said, (f"\n{day}", "$muted"))
        name = content.fitted(name, room - _DAY_CELLS)
        return content.assemble((content.fitted(day, _DAY_CELLS), "$muted"), (name, "$foreground"), said)

    @on(OptionList.OptionSelected)
    def _read(self) -> None:
        self.action_act("read-page")

    def action_act(self, command: str) -> None:
        """What a key stands for."""
        marked = self.query_one("#pages", OptionList).highlighted
        which = self._all[marked] if marked is not None and marked < len(self._all) else None
        if command == "close-pages":
            self.app.close_pages()
        elif command == "write-page":
            self.app.write_page(None)
        elif command == "recovery-sheet":
            self.app.show_sheet()
        elif command == "change-passphrase":
            self.app.choose_passphrase()
        elif which is not None and command == "delete-page":
            self.app.delete_page(which)
        elif which is not None and command == "read-page":
            self.app.go_on_with(which) if isinstance(which, Page) else self.app.read_page(which)


class PageScreen(Screen[None]):
    """One page, with all the room."""

    CSS_PATH = "../styles/pages.tcss"
    AUTO_FOCUS = "#page-words"
    HORIZONTAL_BREAKPOINTS = SIZES_ACROSS
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [
        *(Binding(command.key, f"act('{command.id}')", show=False) for command in PAGE.values()),
        Binding("space", "read_on", show=False),
    ]
    app: PagesWindow

    def __init__(self, kept: Kept[Page], today: date) -> None:
        super().__init__(classes="private")
        self.kept = kept
        self.today = today
        self._with_earlier = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="page"):
            yield Static(id="page-title", classes="center pages-title")
            yield Static(id="page-day", classes="center muted pages-day")
            with VerticalScroll(id="page-words"):
                yield Static(id="page-text")
            yield Hints(id="foot")
        yield too_small()

    def on_mount(self) -> None:
        self.show(self.kept)

    def show(self, kept: Kept[Page]) -> None:
        """Show this page as it stands now."""
        self.kept = kept
        content.put(self.query_one("#page-title", Static), content.words(kept.now.title or "A page"))
        day = _TORN if kept.is_torn else _capital(_hour(kept.now.when, self.today))
        content.put(self.query_one("#page-day", Static), content.words(day))
        content.put(self.query_one("#page-text", Static), self._words())
        acts = [hint(command) for name, command in PAGE.items() if name != "earlier-page" or kept.earlier]
        self.query_one("#foot", Hints).show([_READ_ON, *acts])

    def _words(self) -> Content:
        versions = [*self.kept.standing, *(self.kept.earlier if self._with_earlier else ())]
        if len(versions) == 1:
            return content.words(versions[0].text)
        parts = []
        for page in versions:
            standing = page in self.kept.standing
            about = f"{'Written' if standing else 'As it was'} {_hour(page.made, self.today)}"
            parts += [content.styled(about, "$muted"), content.words(page.text), Content("")]
        return Content("\n").join(parts)

    def action_read_on(self) -> None:
        """Further down."""
        self.query_one("#page-words", VerticalScroll).scroll_page_down(animate=False)

    def action_act(self, command: str) -> None:
        """What a key stands for."""
        if command == "change-page":
            self.app.write_page(self.kept)
        elif command == "delete-page":
            self.app.delete_page(self.kept)
        elif command == "earlier-page" and self.kept.earlier:
            self._with_earlier = not self._with_earlier
            self.show(self.kept)
        elif command == "back":
            self.dismiss()


class SheetScreen(ModalScreen[None]):
    """The recovery sheet, masked until they are alone."""

    CSS_PATH = "../styles/pages.tcss"
    BINDINGS = [Binding("escape,enter", "back", show=False), Binding("f3", "show_lines", show=False)]

    def __init__(self, secret: str) -> None:
        super().__init__(classes="private")
        self._lines = lines_of(secret)
        self._masked = True

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet") as sheet:
            sheet.border_title = " Recovery sheet "
            yield Static(Content(_SHEET))
            yield Static(id="sheet-lines")
            shown = Hint("f3", "show the lines", "screen.show_lines")
            yield Hints([shown, Hint("esc", "back", "screen.back")])

    def on_mount(self) -> None:
        self._draw()

    def on_screen_suspend(self) -> None:
        """Something lies above, and the other may look."""
        self._masked = True
        self._draw()

    def action_show_lines(self) -> None:
        """Show the lines, or mask them again."""
        self._masked = not self._masked
        self._draw()

    def _draw(self) -> None:
        lines = "\n".join(self._lines)
        shown = "\n".join(masked(line) for line in self._lines) if self._masked else lines
        self.query_one("#sheet-lines", Static).update(content.words(shown))

    def action_back(self) -> None:
        """Back to the pages."""
        self.dismiss()


def _hour(when: datetime, today: date) -> str:
    return f"{name_of(when.date(), today)} at {when:%H:%M}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
