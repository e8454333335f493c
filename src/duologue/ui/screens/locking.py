"""The sheets on which a passphrase is set up, changed, or taken off."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from duologue.core.passphrase import ADVICE, TooShort, check
from duologue.core.recovery import is_same
from duologue.ui import content
from duologue.ui.commands import LOCKING, hint
from duologue.ui.screens.sizes import SIZES_DOWN
from duologue.ui.widgets.breath import Breath
from duologue.ui.widgets.field import NameField
from duologue.ui.widgets.hints import Hints
from duologue.ui.widgets.secret_field import SecretField, mask_all

_DIFFERENT = "The two lines are not the same. f3 shows them."


class PaperScreen(ModalScreen[bool]):
    """Something to read before they go on. Dismissed with whether they do."""

    CSS_PATH = "../styles/lock.tcss"
    AUTO_FOCUS = "#paper"
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [Binding("enter", "go_on", show=False), Binding("escape", "back", show=False)]

    def __init__(self, title: str, words: Content, go_on: str) -> None:
        super().__init__()
        self.heading = title
        self.words = words
        self.go_on = go_on

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet") as sheet:
            sheet.border_title = content.words(f" {self.heading} ")
            with VerticalScroll(id="paper"):
                yield Static(self.words)
            on_and_back = [
                hint(LOCKING["lock-on"], self.go_on, "screen.go_on"),
                hint(LOCKING["lock-back"], "not now", "screen.back"),
            ]
            yield Hints(on_and_back, "$accent")

    def action_go_on(self) -> None:
        """They have read it."""
        self.dismiss(True)

    def action_back(self) -> None:
        """Rather not."""
        self.dismiss(False)


class PassphraseScreen(ModalScreen[str | None]):
    """Asks for a passphrase: for the one they have, or twice for a new one. Dismissed with it, or None."""

    CSS_PATH = "../styles/lock.tcss"
    AUTO_FOCUS = "#passphrase"
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [
        Binding("escape", "back", show=False),
        Binding("f3", "show_words", show=False, priority=True),
        # Before any field hears it, so that letters typed right after come into the next field.
        Binding("tab", "app.focus_next", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", show=False, priority=True),
    ]

    def __init__(self, title: str, about: str = ADVICE, *, twice: bool = True, back: str = "not now") -> None:
        super().__init__()
        self.heading = title
        self.about = about
        self.twice = twice
        self.back = back

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet") as sheet:
            sheet.border_title = content.words(f" {self.heading} ")
            yield Static(content.words(self.about), id="about")
            with Vertical(classes="box") as box:
                box.border_title = Content(" Passphrase ")
                yield SecretField(id="passphrase")
            if self.twice:
                with Vertical(classes="box") as box:
                    box.border_title = Content(" The same again ")
                    yield SecretField(id="again")
            yield Static(id="kindly")
            keys = [hint(LOCKING["lock-on"], action="screen.go_on")]
            if self.twice:
                keys.append(hint(LOCKING["lock-next"], action="app.focus_next"))
            keys.append(hint(LOCKING["show-typed"], action="screen.show_words"))
            keys.append(hint(LOCKING["lock-back"], self.back, "screen.back"))
            yield Hints(keys)

    def on_screen_suspend(self) -> None:
        """Something lies above; what is typed is masked when it is back."""
        mask_all(self)

    def action_show_words(self) -> None:
        """Show what is masked, or mask it again."""
        for field in self.query(SecretField):
            field.show_words()

    @on(Input.Submitted)
    def action_go_on(self) -> None:
        """Take it, if it will hold and was typed alike."""
        passphrase, *again = (field.value for field in self.query(SecretField))
        try:
            if self.twice:
                check(passphrase)
        except TooShort as reason:
            self._ask(str(reason), "#passphrase")
            return
        if not passphrase:
            self._ask("Your passphrase, please.", "#passphrase")
        elif again == [""]:
            self._ask("The same once more, so that no letter went wrong.", "#again")
        elif again and again != [passphrase]:
            self._ask(_DIFFERENT, "#again")
        else:
            self.dismiss(passphrase)

    def _ask(self, words: str, field: str) -> None:
        self.query_one("#kindly", Static).update(content.words(words))
        self.query_one(field).focus()

    def action_back(self) -> None:
        """Leave it for now."""
        self.dismiss(None)


class LineScreen(ModalScreen[bool]):
    """Asks for one line of the sheet. Dismissed with True once it is right; False goes back to the sheet."""

    CSS_PATH = "../styles/lock.tcss"
    AUTO_FOCUS = "#line"
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [Binding("escape", "back", show=False)]

    def __init__(self, lines: tuple[str, ...], number: int) -> None:
        """`number` is counted from 0."""
        super().__init__()
        self.lines = lines
        self.number = number

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet") as sheet:
            sheet.border_title = Content(" Is it on your paper? ")
            about = f"Please type line {self.number + 1} of your sheet, from the paper."
            yield Static(content.words(about), id="about")
            with Vertical(classes="box") as box:
                box.border_title = Content(f" Line {self.number + 1} ")
                yield NameField(id="line", compact=True, max_length=40, select_on_focus=False)
            yield Static(id="kindly")
            yield Hints(
                [
                    hint(LOCKING["lock-on"], action="screen.go_on"),
                    hint(LOCKING["lock-back"], "back to the sheet", "screen.back"),
                ]
            )

    @on(Input.Submitted)
    def action_go_on(self) -> None:
        """Compare it."""
        if is_same(self.query_one(Input).value, self.lines[self.number]):
            self.dismiss(True)
            return
        words = f"That is not line {self.number + 1}. Compare it letter by letter."
        self.query_one("#kindly", Static).update(content.words(words))

    def action_back(self) -> None:
        """Back to the sheet."""
        self.dismiss(False)


class WorkScreen(ModalScreen[None]):
    """Says what is being done, with a line to breathe with; it goes when that is done."""

    CSS_PATH = "../styles/lock.tcss"

    def __init__(self, title: str, words: str, clock: Callable[[], float]) -> None:
        super().__init__()
        self.heading = title
        self.words = words
        self.clock = clock
        self._is_done = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet") as sheet:
            sheet.border_title = content.words(f" {self.heading} ")
            yield Static(content.words(self.words), id="doing")
            yield Breath(self.clock)

    def be_done(self) -> None:
        """Go, or do so as soon as nothing lies above."""
        self._is_done = True
        self.dismiss()

    def on_screen_resume(self) -> None:
        """Nothing lies above any more."""
        if self._is_done:
            self.dismiss()

    def tell(self, words: str) -> None:
        """Say how far it is."""
        self.query_one("#doing", Static).update(content.words(words))
