"""The way in where everything is locked: the passphrase, or the key from the recovery sheet."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from duologue.core.recovery import CHARACTERS, NotAKey, letters_of, secret_of
from duologue.store.locking import NotUnlocked, open_with, secret_with
from duologue.store.paths import Paths
from duologue.ui import content
from duologue.ui.commands import EVERYWHERE, UNLOCKING, Hint, hint
from duologue.ui.screens.sizes import SIZES_ACROSS, SIZES_DOWN, too_small
from duologue.ui.widgets.breath import Breath
from duologue.ui.widgets.field import NameField
from duologue.ui.widgets.hints import Hints
from duologue.ui.widgets.secret_field import SecretField, mask_all

_LOCKED = "What you keep is locked.\nYour passphrase opens it, and all is as you left it."
_SHEET = "All lines of the sheet, one after the other.\nBlanks and small letters make no difference."
_NOT_LOCKED = "Nothing is locked any more. Leave with ctrl+q, and start Duologue again."
_TRYING = "One moment. It takes a breath or two."


@dataclass(frozen=True)
class Opened:
    """It has been opened."""

    secret: str
    by_sheet: bool
    """Whether with the key from the sheet: then they will want another passphrase."""


class UnlockScreen(Screen[Opened | None]):
    """Opens the vault, and tells `then`; where nobody is to be told, it is dismissed with the same."""

    CSS_PATH = "../styles/lock.tcss"
    AUTO_FOCUS = "#passphrase"
    HORIZONTAL_BREAKPOINTS = SIZES_ACROSS
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [
        Binding("f3", "show_words", show=False, priority=True),
        Binding("f4", "other_way", show=False, priority=True),
        Binding("escape", "passphrase", show=False),
    ]

    def __init__(
        self,
        paths: Paths,
        clock: Callable[[], float],
        then: Callable[[Opened], None] | None = None,
        *,
        by_sheet: bool = False,
    ) -> None:
        super().__init__()
        self.paths = paths
        self.clock = clock
        self.then = then
        self.by_sheet = by_sheet
        self.in_sight = asyncio.Event()
        """Set while nothing lies above."""
        self._busy = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="page"):
            yield Static(Content("Duologue"), id="title", classes="center")
            yield Static(Content(_LOCKED), id="words", classes="center")
            with Vertical(classes="box"):
                yield SecretField(id="passphrase")
                yield NameField(id="key", compact=True, max_length=200, select_on_focus=False)
            yield Static(id="kindly", classes="center")
            yield Breath(self.clock)
            yield Hints(id="foot")
        yield too_small()

    def on_mount(self) -> None:
        self.query_one(Breath).display = False
        self._show_way()

    @on(events.ScreenResume)
    def _is_in_sight(self) -> None:
        self.in_sight.set()

    @on(events.ScreenSuspend)
    def _is_out_of_sight(self) -> None:
        self.in_sight.clear()
        mask_all(self)

    # What is shown

    @property
    def _field(self) -> Input:
        return self.query_one("#key" if self.by_sheet else "#passphrase", Input)

    def _show_way(self) -> None:
        """One field is there, for the one or for the other."""
        title = "The key from the recovery sheet" if self.by_sheet else "Passphrase"
        self.query_one(".box").border_title = content.words(f" {title} ")
        self.query_one("#words", Static).update(Content(_SHEET if self.by_sheet else _LOCKED))
        self.query_one("#passphrase").display = not self.by_sheet
        self.query_one("#key").display = self.by_sheet
        self._field.focus()
        names = ["open-lock", "by-passphrase"] if self.by_sheet else ["open-lock", "show-typed", "by-sheet"]
        keys = [hint(UNLOCKING[name], action=_ACTIONS[name]) for name in names]
        if self.then is not None:  # Above the curtain no help opens.
            keys.append(hint(EVERYWHERE["help"], action="app.help"))
        keys.append(hint(EVERYWHERE["leave"], action="app.leave"))
        self.query_one("#foot", Hints).show(keys)
        self.tell("")

    def tell(self, words: str) -> None:
        """Say how it stands, below the field."""
        self.query_one("#kindly", Static).update(content.words(words))

    def be_busy(self, words: str) -> None:
        """Say what is being done, with a line to breathe with; nothing can be typed meanwhile."""
        self._busy = True
        self.tell(words)
        self.query_one(".box").display = False
        self.query_one("#foot", Hints).show([Hint("ctrl+q", "leave", "app.leave")])
        self.query_one(Breath).display = True

    def be_left(self) -> None:
        """It has done its part, and stays below all others, empty."""
        self.query_one(".page").remove()

    def _be_ready(self, words: str) -> None:
        if self not in self.app.screen_stack:
            return  # It was left meanwhile.
        self._busy = False
        self.query_one(Breath).display = False
        self.query_one(".box").display = True
        self._show_way()
        self.tell(words)

    # What they do

    def action_show_words(self) -> None:
        """Show what is masked, or mask it again."""
        self.query_one(SecretField).show_words()

    def action_other_way(self) -> None:
        """With the sheet instead of the passphrase."""
        if not self._busy:
            self.by_sheet = True
            self._show_way()

    def action_passphrase(self) -> None:
        """With the passphrase, after all."""
        if self.by_sheet and not self._busy:
            self.by_sheet = False
            self._show_way()

    @on(Input.Changed, "#key")
    def _count(self, message: Input.Changed) -> None:
        count = len(letters_of(message.value))
        self.tell(f"{count} of {CHARACTERS} letters and digits" if count else "")

    @on(Input.Submitted)
    def action_open(self) -> None:
        """Try it."""
        if self._busy:
            return
        if not self._field.value.strip():
            self.tell("The lines from the sheet, please." if self.by_sheet else "Your passphrase, please.")
            return
        self.be_busy(_TRYING)
        self._try(self._field.value)

    @work(exclusive=True)
    async def _try(self, typed: str) -> None:
        """In another process, so that the screen stays alive: to try one costs a second or two on purpose."""
        by_sheet = self.by_sheet
        try:
            secret = secret_of(typed) if by_sheet else await asyncio.to_thread(secret_with, self.paths, typed)
            await self.in_sight.wait()
            if not self.paths.is_locked:
                raise NotUnlocked(_NOT_LOCKED)
            open_with(self.paths, secret)
        except (NotAKey, NotUnlocked) as reason:
            self._be_ready(str(reason))
            return
        for field in self.query(Input):
            field.value = ""
        opened = Opened(secret, by_sheet)
        if self.then is None:
            self.dismiss(opened)
        else:
            self.then(opened)


_ACTIONS = {
    "open-lock": "screen.open",
    "show-typed": "screen.show_words",
    "by-sheet": "screen.other_way",
    "by-passphrase": "screen.passphrase",
}
