"""One version of a memory, with a mark at what is not the same in the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from duologue.core.differences import unlike
from duologue.core.memory import Memory
from duologue.core.seats import Seat
from duologue.store.paths import Paths
from duologue.ui import content
from duologue.ui.widgets.memory_view import day
from duologue.ui.widgets.picture import Picture

DIFFERS = "≠"
"""Stands before what differs."""
_MARKED, _RESTS = "› ", "  "

Field: TypeAlias = Callable[[Memory], str]
"""What is compared, in words."""


def _title(memory: Memory) -> str:
    return memory.title


def _origin(memory: Memory) -> str:
    return " · ".join(part for part in (memory.deck, memory.card) if part)


def _place(memory: Memory) -> str:
    return memory.place


def _feelings(memory: Memory) -> str:
    return ", ".join(memory.feelings)


_ABOUT: tuple[Field, ...] = (day, _place, _origin, _feelings)


class VersionView(Vertical):
    """All of one version, below a heading of its own."""

    class Marked(Message):
        """It was clicked on."""

        def __init__(self, view: VersionView) -> None:
            super().__init__()
            self.view = view

    def __init__(
        self,
        paths: Paths,
        memory: Memory,
        heading: str = "",
        about: str = "",
        others: Sequence[Memory] = (),
    ) -> None:
        super().__init__(classes="version")
        self._paths = paths
        self.memory = memory
        self._heading = heading
        self._about = about
        self._others = others

    def compose(self) -> ComposeResult:
        if self._heading:
            yield Static(content.words(self._heading), classes="version-heading")
        if self._about:
            yield Static(content.words(self._about), classes="muted version-about")
        yield Static(self._told(_title), classes="version-title")
        about = [told for told in map(self._told, _ABOUT) if told.plain]
        yield Static(Content("\n").join(about), classes="muted version-about")
        for seat in Seat:
            yield Static(self._line(seat), classes=f"line {seat}")
        yield from self._picture()

    def _picture(self) -> ComposeResult:
        """The picture itself where it is not the same everywhere, or nothing is compared."""
        name = self.memory.picture
        differs = any(other.picture != name for other in self._others)
        if differs:
            mark = (f"{DIFFERS} ", "bold $accent")
            yield Static(content.assemble(mark, "Its picture:" if name else "No picture"), classes="muted")
        if name and (differs or not self._others):
            yield Picture(self._paths, name)
        elif name:
            yield Static(Content("With a picture, the same in all."), classes="muted")

    def mark(self, *, marked: bool) -> None:
        """Show whether this is the one the mark is on."""
        self.set_class(marked, "marked")
        for heading in self.query(".version-heading").results(Static):
            content.put(heading, content.words(f"{_MARKED if marked else _RESTS}{self._heading}"))

    def on_click(self, event: Click) -> None:
        """Mark it."""
        event.stop()
        self.post_message(self.Marked(self))

    def _line(self, seat: Seat) -> Content:
        def name(memory: Memory) -> str:
            return memory.lines.of(seat).name

        def line(memory: Memory) -> str:
            return memory.lines.of(seat).line

        colour = content.COLOUR_OF[seat]
        return Content.assemble(self._told(name).stylize_before(f"bold {colour}"), "\n", self._told(line))

    def _told(self, field: Field) -> Content:
        """What stands in a field, marked where it is not the same everywhere."""
        words, others = field(self.memory), [field(other) for other in self._others]
        told = content.words(words)
        if all(other == words for other in others):
            return told
        start, end = unlike(words, others)
        told = told.stylize("$accent underline", start, end) if start < end else told
        return Content.assemble(
            (f"{DIFFERS} ", "bold $accent"), told if words else ("nothing here", "$muted")
        )
