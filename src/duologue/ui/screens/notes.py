"""What both kept of what was written: things to do together, letters to open, promises."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from duologue.core.kept import Kept
from duologue.core.note import Kind, Note, Standing
from duologue.core.problem import Problem
from duologue.core.when import name_of
from duologue.ui import content
from duologue.ui.commands import NOTES, Hint, hint
from duologue.ui.screens.sizes import SIZES_ACROSS, SIZES_DOWN
from duologue.ui.unreadable import unreadable
from duologue.ui.widgets.hints import Hints

TITLES: dict[Kind, str] = {
    "plan": "Things to do together",
    "letter": "Letters",
    "promise": "Promises",
}
STANDINGS: dict[Kind, dict[Standing, str]] = {
    "plan": {"open": "still to do", "trying": "still to do", "kept": "done", "let go": "let go"},
    "promise": {"open": "open", "trying": "still trying", "kept": "kept", "let go": "let go"},
    "letter": {},
}
"""How each can stand, in words."""
_NONE: dict[Kind, str] = {
    "plan": "Nothing yet. Some decks end with a plan, and what you both keep stands here.",
    "letter": "No letters yet. Far apart is the deck in which you write them.",
    "promise": "No promises yet. Small promises is the deck for them.",
}
_CHANGED = "Changed on two laptops: choose together"
_GROUPS: dict[Kind, tuple[str, str, str]] = {
    "plan": (_CHANGED, "Still to do", "Done, or let go"),
    "promise": (_CHANGED, "Open", "Looked back on"),
    "letter": (_CHANGED, "", ""),
}
_TORN, _OPEN, _PAST = range(3)
_STANDING_CELLS = 14


class NotesScreen(ModalScreen[None]):
    """A list, and the text of what the mark is on. A letter stays closed until it is opened."""

    CSS_PATH = "../styles/notes.tcss"
    AUTO_FOCUS = "#notes"
    HORIZONTAL_BREAKPOINTS = SIZES_ACROSS
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [Binding(NOTES[name].key, name, NOTES[name].label, show=False) for name in ("choose", "back")]

    class Marked(Message):
        """How this one stands is to be said, or which version of it holds."""

        def __init__(self, kept: Kept[Note]) -> None:
            super().__init__()
            self.kept = kept

    def __init__(
        self, kind: Kind, kept: Sequence[Kept[Note]], problems: Sequence[Problem], today: date
    ) -> None:
        super().__init__()
        self.kind = kind
        self.kept = {each.root: each for each in kept}
        self.problems = problems
        self.today = today
        self._opened = ""
        """The letter that is open."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet") as sheet:
            sheet.border_title = Content(f" {TITLES[self.kind]} ")
            yield Static(Content(_NONE[self.kind]), id="none", classes="muted")
            yield OptionList(id="notes", classes="list")
            with VerticalScroll(id="text"):
                yield Static("", id="words")
            yield Static(unreadable(self.problems), id="unreadable", classes="muted")
            yield Hints(self._hints(), id="note-keys")

    def on_mount(self) -> None:
        self.query_one("#unreadable").display = bool(self.problems)

    def on_resize(self) -> None:
        """The rows follow the width."""
        self.show(list(self.kept.values()))

    def show(self, kept: Sequence[Kept[Note]]) -> None:
        """Show these, with the mark on the same one as before."""
        self.kept = {each.root: each for each in kept}
        notes = self.query_one("#notes", OptionList)
        before = self._marked_root
        notes.clear_options()
        notes.add_options(self._options())
        notes.display = self.query_one("#text").display = bool(kept)
        self.query_one("#none").display = not kept
        if kept:
            first = next(number for number, option in enumerate(notes.options) if option.id)
            notes.highlighted = notes.get_option_index(before) if before in self.kept else first

    def _options(self) -> list[Option]:
        """In groups, except for letters; a group's name only where there is another group."""
        rooms: tuple[list[Kept[Note]], ...] = ([], [], [])
        for each in self.kept.values():
            rooms[self._group(each)].append(each)
        several = sum(map(bool, rooms)) > 1 or bool(rooms[_TORN])
        options: list[Option] = []
        for name, room in zip(_GROUPS[self.kind], rooms, strict=True):
            if room and several and self.kind != "letter":
                heading = content.styled(name, "$accent" if name == _CHANGED else "$muted")
                options.append(Option(heading, disabled=True))
            options += [Option(self._row(each), id=each.root) for each in room]
        return options

    def _group(self, kept: Kept[Note]) -> int:
        if kept.is_torn:
            return _TORN
        return _OPEN if kept.now.is_open or self.kind == "letter" else _PAST

    def _row(self, kept: Kept[Note]) -> Content:
        note = kept.now
        torn = "  two versions" if kept.is_torn else ""
        if self.kind == "letter":
            day = f"   {_day(note, self.today)}"
            return content.assemble(f"For {note.to}, from {note.by}", (day, "$muted"), (torn, "$accent"))
        standing = "" if kept.is_torn or note.standing == "open" else STANDINGS[self.kind][note.standing]
        room = max(min(round(self.size.width * 0.96), 72) - 12 - _STANDING_CELLS, 12)
        words = content.fitted(" ".join(note.text.split()), room)
        style = "$foreground" if note.is_open or kept.is_torn else "$muted"
        return content.assemble((words, style), (f"  {standing or torn.strip()}", "$muted"))

    @property
    def _marked_root(self) -> str:
        option = self.query_one("#notes", OptionList).highlighted_option
        return option.id or "" if option is not None else ""

    @property
    def _marked_one(self) -> Kept[Note] | None:
        return self.kept.get(self._marked_root)

    @on(OptionList.OptionHighlighted)
    def _look(self) -> None:
        kept = self._marked_one
        if kept is None:
            return
        if self.kind == "letter" and kept.root != self._opened:
            self._opened = ""
            words = content.styled(f"It is closed. {kept.now.to} may open it.", "$muted")
        else:
            words = in_full(kept, self.today)
        self.query_one("#words", Static).update(words)
        self.query_one("#note-keys", Hints).show(self._hints())

    def _hints(self) -> list[Hint]:
        kept = self._marked_one if self.is_mounted else None
        back = hint(NOTES["back"], action="screen.back")
        if kept is None:
            return [back]
        choose = [hint(NOTES["choose"], action="screen.choose")] if kept.is_torn else []
        if self.kind == "letter":
            return [hint(NOTES["open"], "open it, ↑ ↓ read on", "screen.open"), *choose, back]
        return [*(choose or [hint(NOTES["open"], action="screen.open")]), back]

    @on(OptionList.OptionSelected)
    def action_open(self) -> None:
        """Open the letter; or say how a promise or a plan stands."""
        kept = self._marked_one
        if kept is None:
            return
        if self.kind != "letter":
            self.post_message(self.Marked(kept))
            return
        self._opened = kept.root
        self._look()
        self.query_one("#text").focus()

    def action_choose(self) -> None:
        """Choose between two versions."""
        kept = self._marked_one
        if kept is not None and kept.is_torn:
            self.post_message(self.Marked(kept))

    def action_back(self) -> None:
        """Back to where they were."""
        self.dismiss()


def in_full(kept: Kept[Note], today: date) -> Content:
    """All that was written, with who wrote it and when; every version where there are several."""
    if not kept.is_torn:
        return _whole(kept.now, f"{kept.now.by}, {_day(kept.now, today)}")
    return Content("\n\n").join(
        [_whole(note, version_name(number, note)) for number, note in enumerate(kept.standing[:3])]
    )


def version_name(number: int, note: Note) -> str:
    """What one of several versions is called."""
    standing = STANDINGS[note.kind].get(note.standing, "")
    which = ("The newer one", "The older one", "The oldest one")[number]
    return f"{which}: {standing}" if standing else which


def _whole(note: Note, about: str) -> Content:
    return content.assemble((f"{about}\n", "$muted"), note.text)


def _day(note: Note, today: date) -> str:
    return name_of(note.when.date(), today)
