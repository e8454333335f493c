"""Where private pages are opened with a passphrase, or begun with a new one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from duologue.core.passphrase import ADVICE_TO_ONE, TooShort, check
from duologue.store.files import NotWritten
from duologue.store.locking import NotUnlocked
from duologue.ui import content
from duologue.ui.commands import PAGES_CLOSED, Hint, hint
from duologue.ui.screens.sizes import SIZES_ACROSS, SIZES_DOWN
from duologue.ui.widgets.hints import Hints
from duologue.ui.widgets.secret_field import SecretField, mask_all

if TYPE_CHECKING:
    from duologue.store.pages import Found, Pages

Opened = tuple["Pages", "Found"]
Attempt = Callable[[str], Awaitable[Opened]]
"""What is done with a passphrase. Raises NotUnlocked, NotWritten."""

_TRYING = "One moment: to try a passphrase takes a second or two, on purpose."
_OPENING = (
    "Type your passphrase, or the lines of your recovery sheet. Whose pages open is told by that alone."
)
_BEGINNING = (
    "Yours alone: nobody opens them without your passphrase, not the one beside you, and not the "
    "passphrase of what you keep together.\n\n"
    "Others can see that there are pages, how many, how long and from when, and can delete them. Nothing "
    "here helps against somebody who sees the screen or your fingers, or a program that records keys.\n\n"
    "If you forget the passphrase, only the recovery sheet helps; you find it in your pages. Four or five "
    "words that only you would put together are good."
)
_ANOTHER = (
    "From now on your pages open with another passphrase. No page is written anew. An older backup still "
    "opens with the one you had."
)


class PagesPassphraseScreen(ModalScreen[Opened]):
    """Dismissed with what was opened. While a passphrase is tried, the screen stays alive."""

    CSS_PATH = "../styles/pages.tcss"
    AUTO_FOCUS = "#passphrase"
    HORIZONTAL_BREAKPOINTS = SIZES_ACROSS
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [
        Binding(PAGES_CLOSED["show-passphrase"].key, "show_typed", show=False),
        Binding(PAGES_CLOSED["begin-pages"].key, "begin", show=False),
        Binding("escape", "back", show=False),
        Binding("up", "read_on(-1)", show=False),
        Binding("down", "read_on(1)", show=False),
    ]
    heading = "Your private pages"
    about = _OPENING
    labels = {"passphrase": "Passphrase"}
    deed = "open them"

    def __init__(self, attempt: Attempt, begin: Callable[[], object] | None = None) -> None:
        """`begin` is run where somebody would rather begin pages of their own."""
        super().__init__(classes="private")
        self._attempt = attempt
        self._begin = begin
        self._busy = False
        self._opened: Opened | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet") as sheet:
            sheet.border_title = content.words(f" {self.heading} ")
            with VerticalScroll(id="pages-about", can_focus=False):
                yield Static(content.words(self.about))
            for name, label in self.labels.items():
                yield Static(content.words(label), classes="muted")
                yield SecretField(id=name)
            yield Static(id="kindly")
            yield Hints(list(self._hints()))

    def _hints(self) -> Iterator[Hint]:
        actions = {"open-pages": "screen.go_on", "show-passphrase": "screen.show_typed"}
        labels = {"open-pages": self.deed}
        if self._begin is not None:
            actions["begin-pages"] = "screen.begin"
        actions["back"] = "screen.back"
        for name, act in actions.items():
            yield hint(PAGES_CLOSED[name], labels.get(name, ""), act)

    @property
    def typed(self) -> list[str]:
        """What stands in the fields."""
        return [field.value for field in self.query(SecretField)]

    @on(Input.Submitted)
    def action_go_on(self) -> None:
        """Try what was typed."""
        if not self._busy and self.is_active and self.may_be_tried():
            self._busy = True
            self._try(self.typed[0])

    def may_be_tried(self) -> bool:
        """Whether there is something to try; says what is missing where not."""
        if not self.typed[0].strip():
            self.say("Type your passphrase first.")
        return bool(self.typed[0].strip())

    @work(exclusive=True)
    async def _try(self, typed: str) -> None:
        self.say(_TRYING)
        try:
            self._opened = await self._attempt(typed)
        except NotUnlocked as reason:
            self.say(str(reason))
            self.query("#passphrase").focus()
        except NotWritten as reason:
            self.say(f"Nothing was changed: {reason}.")
        else:
            for field in self.query(SecretField):
                field.value = ""
            self._go_once_open()
        finally:
            self._busy = False

    @on(events.ScreenResume)
    def _go_once_open(self) -> None:
        """Close, or do so as soon as nothing lies above."""
        if self._opened is not None and self.is_active:
            opened, self._opened = self._opened, None
            self.dismiss(opened)

    def say(self, words: str) -> None:
        """Say something below the fields, unless they have left meanwhile."""
        if self in self.app.screen_stack:
            self.query_one("#kindly", Static).update(content.words(words))

    def on_screen_suspend(self) -> None:
        """Something lies above."""
        mask_all(self)

    def action_show_typed(self) -> None:
        """Show what is typed, or mask it again."""
        for field in self.query(SecretField):
            field.show_words()

    def action_read_on(self, lines: int) -> None:
        """Further down in what is said above the fields, or up again."""
        self.query_one("#pages-about").scroll_relative(y=lines, animate=False)

    def action_begin(self) -> None:
        """Begin pages of one's own."""
        if self._begin is not None and not self._busy and self.is_active:
            self.dismiss()
            self._begin()

    def action_back(self) -> None:
        """Back to where they were; what is being tried comes to nothing."""
        self.dismiss()


class NewPassphraseScreen(PagesPassphraseScreen):
    """A passphrase is chosen: for new pages, or in place of the one they had."""

    # Before the field hears it, so that letters typed right after come into the other field.
    BINDINGS = [Binding("enter", "to_the_other", show=False, priority=True)]
    heading = "Begin private pages"
    about = _BEGINNING
    labels = {"passphrase": "A passphrase of your own", "again": "The same again"}
    deed = "begin"

    def __init__(self, attempt: Attempt, *, in_place: bool = False) -> None:
        """`in_place` of the one they had."""
        super().__init__(attempt)
        if in_place:
            self.heading, self.about, self.deed = "Another passphrase", _ANOTHER, "take it"

    def action_to_the_other(self) -> None:
        """From the first field to the second. Raises SkipAction where one stands in the second."""
        if self.focused is not self.query_one("#passphrase"):
            raise SkipAction
        self.set_focus(self.query_one("#again"))

    def _hints(self) -> Iterator[Hint]:
        yield Hint("↑ ↓", "read on", "screen.read_on(1)")
        yield from super()._hints()

    def may_be_tried(self) -> bool:
        passphrase, again = self.typed
        if not super().may_be_tried():
            self.query_one("#passphrase").focus()
            return False
        try:
            check(passphrase, ADVICE_TO_ONE)
        except TooShort as reason:
            self.say(str(reason))
            return False
        if passphrase != again:
            self.say("The two are not the same. f3 shows what you typed.")
        return passphrase == again
