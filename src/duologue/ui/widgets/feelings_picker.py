"""All words for feelings, to browse by family or to search by typing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from duologue.core.feelings import Feelings
from duologue.core.text import clean
from duologue.ui import content
from duologue.ui.scene import Choice
from duologue.ui.widgets.options_picker import ListPicker
from duologue.ui.widgets.rows import Item, Rows

LETTERS_AT_MOST = 24
AIRY_FROM = 12
"""Lines from which there is one between what was typed and the list."""


class FeelingsPicker(ListPicker):
    """Letters search here; none of them reaches the screen's commands."""

    def __init__(self, choice: Choice, feelings: Feelings) -> None:
        super().__init__(choice)
        self._feelings = feelings
        self._typed = ""
        self._line = Static("", classes="typed")

    def compose(self) -> ComposeResult:
        yield self._line
        yield self.rows

    def on_mount(self) -> None:
        self._search("")

    def on_resize(self) -> None:
        """Air below the line where there is room for it."""
        self.set_class(self.size.height >= AIRY_FROM, "airy")

    # Searching

    def took(self, event: events.Key) -> bool:
        if event.character is None or not event.is_printable:
            return False
        self._search(self._typed + event.character)
        return True

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        """So that no key is shown for what a letter does elsewhere."""
        return character is not None and character.isprintable()

    def on_paste(self, event: events.Paste) -> None:
        """A paste is searched for as if it had been typed."""
        event.stop()
        self._search(self._typed + event.text)

    def _search(self, typed: str) -> None:
        self._typed = clean(typed).lstrip()[:LETTERS_AT_MOST]
        before = self.picked
        items: list[Item] = []
        for family in self._feelings.matching(self._typed):
            items.append(Item(family.name, "heading"))
            items += [Item(shade, lead="  ") for shade in family.shades]
        words = [item.text for item in items]
        meant = self._feelings.best(self._typed) if self._typed else before
        marked = words.index(meant) if meant in words else 0
        if not items:
            items = [Item("No word here holds these letters. Try fewer of them.", "note")]
        self.rows.fill(items, marked if words else None)
        self._draw_line()

    # Moving by family

    @property
    def moves(self) -> Mapping[str, Callable[[], object]]:
        by_family = {
            "left": lambda: self._leap(-1),
            "shift+tab": lambda: self._leap(-1),
            "right": lambda: self._leap(1),
            "tab": lambda: self._leap(1),
            "backspace": lambda: self._search(self._typed[:-1]),
        }
        return {**super().moves, **by_family}

    @property
    def _headings(self) -> list[int]:
        return [index for index, item in enumerate(self.rows.items) if item.look == "heading"]

    def _leap(self, by: int) -> None:
        """To the next family, or to the beginning of this one and then to the one before."""
        marked, headings = self.rows.marked, self._headings
        if marked is None:
            return
        if by > 0:
            there = next((index for index in headings if index > marked), headings[0])
        else:
            there = next((index for index in reversed(headings) if index < marked), headings[-1])
        self.rows.go_to(there, top=True)

    # The line above

    @on(Rows.Moved)
    def _draw_line(self) -> None:
        """What was typed, and the family the mark is in where its name is out of sight."""
        width = self._line.size.width
        typed = Content.styled("type to search", "$muted")
        if self._typed:
            typed = content.assemble((self._typed, "bold $accent"), ("▏", "$accent"))
        family = self._family_out_of_sight()
        if family and typed.cell_length + len(family) + 2 <= width:
            gap = " " * (width - typed.cell_length - content.words(family).cell_length)
            typed = content.assemble(typed, gap, (family, "$muted"))
        content.put(self._line, typed, layout=False)

    def _family_out_of_sight(self) -> str:
        marked = self.rows.marked
        if marked is None:
            return ""
        heading = max(index for index in self._headings if index <= marked)
        return "" if self.rows.sees(heading) else self.rows.items[heading].text
