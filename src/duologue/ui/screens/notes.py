"""What both kept of what was written: things to do together, letters to open, promises."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from duologue.core.note import Kind, Note
from duologue.ui import content
from duologue.ui.commands import Hint
from duologue.ui.compat import CalmList
from duologue.ui.widgets.hints import Hints

TITLES: dict[Kind, str] = {
    "plan": "Things to do together",
    "letter": "Letters",
    "promise": "Promises",
}
_NONE: dict[Kind, str] = {
    "plan": "Nothing yet. Some decks end with a plan, and what you both keep stands here.",
    "letter": "No letters yet. Far apart is the deck in which you write them.",
    "promise": "No promises yet. Small promises is the deck for them.",
}
_TEXT_CELLS = 36
"""Of a row, so that how it stands fits beside it."""


class NotesScreen(ModalScreen[None]):
    """A list, and the text of what the mark is on. A letter stays closed until it is opened."""

    CSS_PATH = "../styles/notes.tcss"
    AUTO_FOCUS = "#notes"
    BINDINGS = [Binding("escape", "back", show=False)]

    def __init__(self, kind: Kind, notes: Sequence[Note]) -> None:
        super().__init__()
        self.kind = kind
        self.notes = notes

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet") as sheet:
            sheet.border_title = Content(f" {TITLES[self.kind]} ")
            if not self.notes:
                yield Static(Content(_NONE[self.kind]), classes="muted")
            yield CalmList(*(Option(self._row(note)) for note in self.notes), id="notes", classes="list")
            with VerticalScroll(id="text"):
                yield Static("", id="words")
            opens = [Hint("enter", "open it, ↑ ↓ read on", "screen.open")] if self.kind == "letter" else []
            yield Hints([*opens, Hint("esc", "back", "screen.back")])

    def on_mount(self) -> None:
        self.query_one("#notes").display = self.query_one("#text").display = bool(self.notes)

    def _row(self, note: Note) -> Content:
        if self.kind == "letter":
            words = f"For {note.to}, from {note.by}"
        else:
            words = content.fitted(" ".join(note.text.split()), _TEXT_CELLS)
        standing = {"kept": "  kept", "let go": "  let go"}.get(note.standing, "")
        return Content.assemble((f"{note.when:%Y-%m-%d}  ", "$muted"), words, (standing, "$muted"))

    @on(OptionList.OptionHighlighted)
    def _marked(self, event: OptionList.OptionHighlighted) -> None:
        note = self.notes[event.option_index]
        if self.kind == "letter":
            words = Content.styled(f"It is closed. {note.to} may open it.", "$muted")
        else:
            words = Content.assemble((f"{note.by}\n", "$muted"), note.text)
        self.query_one("#words", Static).update(words)

    @on(OptionList.OptionSelected)
    def action_open(self) -> None:
        """Open the letter."""
        marked = self.query_one("#notes", OptionList).highlighted
        if self.kind == "letter" and marked is not None:
            self.query_one("#words", Static).update(Content(self.notes[marked].text))
            self.query_one("#text").focus()

    def action_back(self) -> None:
        """Back to where they were."""
        self.dismiss()
