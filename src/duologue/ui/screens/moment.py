"""A moment is written down, or changed: all its fields on one screen, open to both."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static, TextArea

from duologue.core.couple import Couple
from duologue.core.events import TITLE_AT_MOST, WORDS_AT_MOST
from duologue.core.moment_draft import THE_PICTURE, Draft, NotYet, Told, told
from duologue.core.seats import Seat
from duologue.store.files import NotWritten
from duologue.ui import content
from duologue.ui.commands import IN_MOMENT, hint
from duologue.ui.scene import Field
from duologue.ui.screens.agree import AgreeScreen
from duologue.ui.screens.question import QuestionScreen
from duologue.ui.screens.sizes import SIZES_ACROSS, SIZES_DOWN, too_small
from duologue.ui.widgets.field import WritingField
from duologue.ui.widgets.hints import Hints

if TYPE_CHECKING:
    from duologue.ui.window import Window

Keep = Callable[[Draft, Told], Awaitable[None]]
"""Puts a moment on the disk. Raises NotYet, NotWritten."""


@dataclass(frozen=True)
class _Row:
    """A field with its label, and how much fits."""

    label: str
    at_most: int
    placeholder: str


_ROWS = {
    "title": _Row("Title", TITLE_AT_MOST, "a few words to find it by"),
    "when": _Row("Day", 40, "2019-06-01"),
    "feelings": _Row("Feelings", 400, "words with commas, if you like"),
    "place": _Row("Place", 100, "if you like"),
    "picture": _Row("Picture", 1000, "a file such as ~/lake.jpg, if you like"),
}
_LINE = _Row("", WORDS_AT_MOST, "a line of yours")
_USUALLY = {"when": "or 1.6.2019, 2019-06, 2019"}
"""What stands beside a field, unless there is something to say of it."""
_ACTIONS = {"moment-done": "screen.done", "next-field": "app.focus_next", "leave-moment": "screen.leave"}
_LEAVE = {"x": "leave, and let the words go", "escape": "stay here"}


@dataclass(frozen=True)
class Occasion:
    """What the form is for, and says around its fields."""

    heading: str
    about: str
    saved: str


NEW = Occasion(
    "A moment to keep", "From today or from long ago. It takes both of you.", "Saved. It is in your jar."
)
CHANGING = Occasion(
    "Change this moment",
    "It takes both of you. How it was before stays, too.",
    "Saved. How it was before is kept beside it.",
)


class FormField(WritingField):
    """One of several fields, and nothing in it is masked."""

    def __init__(self, key: str, row: _Row, draft: str) -> None:
        at_most = max(row.at_most, len(draft))  # What is there already fits.
        super().__init__(Field(None, at_most, False, draft, key))
        self.id = key
        self.placeholder = content.words(row.placeholder)

    def show_words(self) -> None:
        """They are shown as it is."""


class Note(Static):
    """What is said beside a field."""

    def __init__(self, key: str) -> None:
        super().__init__(id=f"{key}-note", classes="note")
        self._usual = _USUALLY.get(key, "")
        self.say()

    def say(self, words: str = "") -> None:
        """Say why it cannot be kept like that, or only what is always said."""
        self.update(content.words(words or self._usual))
        self.set_class(bool(words or self._usual), "said")
        self.set_class(not words, "muted")


class KeepSheet(AgreeScreen):
    """Both see the whole moment, with room for all of it."""

    def __init__(self, couple: Couple, words: Content) -> None:
        super().__init__(couple, "Keep this, both of you?", words, ["keep"], "back to the words")


class MomentScreen(Screen[bool]):
    """Dismissed with whether it was kept, which takes both of them."""

    CSS_PATH = "../styles/moment.tcss"
    AUTO_FOCUS = "#title"
    HORIZONTAL_BREAKPOINTS = SIZES_ACROSS
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [
        Binding("escape", "leave", show=False),
        Binding("ctrl+s", "done", show=False),
        # Before any field hears them, so that letters typed right after come into the next field.
        Binding("tab,enter", "app.focus_next", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", show=False, priority=True),
    ]
    app: Window

    def __init__(self, occasion: Occasion, names: Couple, draft: Draft, latest: date, keep: Keep) -> None:
        """`names` stand above the lines. `latest` is the last day it can have been."""
        super().__init__()
        self.occasion = occasion
        self.names = names
        self.first = draft
        self.latest = latest
        self._keep = keep
        self._agreed: Draft | None = None
        self._busy = False
        self._kept = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="page"):
            yield Static(content.words(self.occasion.heading), id="heading", classes="center")
            yield Static(content.words(self.occasion.about), id="about", classes="center muted")
            with VerticalScroll(id="form", can_focus=False):
                yield from self._row("title")
                yield from self._row("when")
                with Horizontal(id="lines"):
                    for seat in Seat:
                        with Vertical(classes=f"line {seat}"):
                            yield Static(content.name(self.names, seat))
                            yield FormField(seat, _LINE, getattr(self.first, seat))
                for key in ("feelings", "place", "picture"):
                    yield from self._row(key)
            yield Static(id="kindly", classes="center")
            yield Hints([hint(IN_MOMENT[each], action=act) for each, act in _ACTIONS.items()], id="foot")
        yield too_small()

    def _row(self, key: str) -> ComposeResult:
        row = _ROWS[key]
        with Horizontal(id=f"{key}-row", classes="row"):
            yield Static(content.words(row.label), classes="label muted")
            with Container(classes="written"):
                yield FormField(key, row, getattr(self.first, key))
                yield Note(key)

    @property
    def draft(self) -> Draft:
        """What stands in the fields now."""
        return Draft(**{field.key: field.words for field in self.query(FormField)})

    @property
    def has_words(self) -> bool:
        """Whether anything would be lost."""
        return not self._kept and self.draft != self.first

    # Keeping it

    @on(WritingField.Done)
    def action_done(self) -> None:
        """Show both the whole moment, and keep it."""
        if not self._busy and self.is_current:
            self._busy = True
            self._finish()

    @work
    async def _finish(self) -> None:
        try:
            await self._ask_and_keep(self.draft)
        except NotYet as reason:
            self._agreed = None
            self._say(reason.field, str(reason))
        except NotWritten as error:
            self._tell(f"It was not saved: {error}. Your words are all still here; ctrl+s tries again.")
        finally:
            self._busy = False

    async def _ask_and_keep(self, draft: Draft) -> None:
        if self.occasion is CHANGING and draft == self.first:
            self.dismiss(False)
            return
        read = told(draft, self.latest)
        if draft != self._agreed:  # Where only the disk was in the way, they need not agree twice.
            await self.app.uncovered.wait()
            assert self.app.couple is not None
            sheet = KeepSheet(self.app.couple, _in_full(self.names, draft, read))
            if await self.app.push_screen_wait(sheet) is None:
                return
            self._agreed = draft
        self._tell("One moment, it is being saved.")
        await self._keep(draft, read)
        self._kept = True
        self._go_once_kept()

    @on(events.ScreenResume)
    def _go_once_kept(self) -> None:
        """Close, or do so as soon as nothing lies above."""
        if self._kept:
            self.dismiss(True)

    # What is said

    def _say(self, key: str, words: str) -> None:
        """Say beside a field why it cannot be kept like that."""
        self._tell("")
        note = self.query_one(f"#{key}-note", Note)
        note.say(words)
        self.query_one(f"#{key}", FormField).focus()
        self.call_after_refresh(note.scroll_visible, animate=False)

    def _tell(self, words: str) -> None:
        """Say something below all fields."""
        self.query_one("#kindly", Static).update(content.words(words))

    @on(TextArea.Changed)
    def _typed(self, message: TextArea.Changed) -> None:
        """What was said of a field is over when something else stands in it."""
        for note in self.query(f"#{message.text_area.id}-note").results(Note):
            note.say()

    @on(WritingField.Full)
    def _full(self) -> None:
        self.app.notify("That is all that fits here.", markup=False)

    # Leaving

    def action_leave(self) -> None:
        """Leave; ask first where words would be lost."""
        if self.has_words and not self._busy:
            self._ask_to_leave()
        elif not self._busy:
            self.dismiss(False)

    @work
    async def _ask_to_leave(self) -> None:
        await self.app.uncovered.wait()
        if self.is_current and await self.may_go():
            self.dismiss(False)

    async def may_go(self) -> bool:
        """Ask whether the words may go. Called by a worker."""
        words = "What you typed here is not kept anywhere yet."
        return await self.app.push_screen_wait(QuestionScreen("Leave these words?", words, _LEAVE)) == "x"


def _in_full(names: Couple, draft: Draft, read: Told) -> Content:
    """The whole moment, as it will be kept."""
    day = f"{read.day:%A}, {read.day.day} {read.day:%B %Y}"
    parts = [content.styled(read.title, "bold")]
    parts += [content.styled(" · ".join(filter(None, (day, read.place))), "$muted")]
    if read.feelings:
        parts.append(content.styled(", ".join(read.feelings), "$muted"))
    for seat in Seat:
        parts += [Content(""), content.name(names, seat)]
        line = read.lines.of(seat)
        parts.append(content.words(line) if line else Content.styled("no words yet", "$muted"))
    if draft.picture.strip():
        picture = draft.picture.strip()
        shown = "with the picture it has" if picture == THE_PICTURE else f"with the picture {picture}"
        parts += [Content(""), content.styled(shown, "$muted")]
    return Content("\n").join(parts)
