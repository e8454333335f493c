"""One memory in full: when and where it was, and what each of them wrote."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.css.query import NoMatches
from textual.widget import Widget
from textual.widgets import Static

from duologue.core.kept import Kept
from duologue.core.memory import Memory
from duologue.core.seats import Seat
from duologue.store.paths import Paths
from duologue.ui import content
from duologue.ui.commands import IN_JAR, Hint, hint
from duologue.ui.widgets.hints import Hints

_TORN = "It was changed on two laptops, so there are two versions of it. This is the newer one."


def day(memory: Memory) -> str:
    """The day of a moment, in words."""
    return f"{memory.when:%A}, {memory.when.day} {memory.when:%B %Y}"


class MemoryView(VerticalScroll):
    """Shows a memory as it stands, or nothing."""

    def __init__(self, paths: Paths, kept: Kept[Memory] | None) -> None:
        super().__init__(id="memory")
        self._paths = paths
        self.kept = kept
        self._picture = ""

    def compose(self) -> ComposeResult:
        yield Static(id="memory-title")
        yield Static(id="memory-about", classes="muted")
        with Vertical(id="memory-torn"):
            yield Static(Content(_TORN))
            yield Hints([hint(IN_JAR["choose"])], "$accent")
        for seat in Seat:
            yield Static(id=f"{seat}-line", classes=f"line {seat}")
        yield Vertical(id="memory-picture")
        yield Hints([], "$accent", id="memory-keys")

    def on_mount(self) -> None:
        self.show(self.kept)

    def show(self, kept: Kept[Memory] | None) -> None:
        """Show this instead; nothing where the screen is being closed, piece by piece."""
        with suppress(NoMatches):
            self._show(kept)

    def _show(self, kept: Kept[Memory] | None) -> None:
        if self.kept is None or kept is None or kept.root != self.kept.root:
            self.scroll_home(animate=False)
        self.kept = kept
        for part in self.children:
            part.display = kept is not None
        if kept is None:
            return
        memory = kept.now
        content.put(self.query_one("#memory-title", Static), content.words(memory.title))
        content.put(self.query_one("#memory-about", Static), content.words("\n".join(_about(memory))))
        for seat in Seat:
            line = memory.lines.of(seat)
            words = content.assemble((line.name, f"bold {content.COLOUR_OF[seat]}"), f"\n{line.line}")
            content.put(self.query_one(f"#{seat}-line", Static), words)
        self.query_one("#memory-torn").display = kept.is_torn
        self.query_one("#memory-keys", Hints).show(list(_keys(kept)))
        self._show_picture(memory.picture)

    def _show_picture(self, name: str) -> None:
        slot = self.query_one("#memory-picture", Vertical)
        slot.display = bool(name)
        if name != self._picture:
            self._picture = name
            slot.remove_children()
            if name:
                slot.mount(_picture(self._paths, name))


def _about(memory: Memory) -> Iterator[str]:
    yield " · ".join(part for part in (day(memory), memory.place) if part)
    if memory.deck or memory.card:
        yield " · ".join(part for part in (memory.deck, memory.card) if part)
    if memory.feelings:
        yield ", ".join(memory.feelings)


def _keys(kept: Kept[Memory]) -> Iterator[Hint]:
    yield hint(IN_JAR["change"])
    yield hint(IN_JAR["put-away"])
    if kept.earlier:
        yield hint(IN_JAR["earlier"])


def _picture(paths: Paths, name: str) -> Widget:
    from duologue.ui.widgets.picture import Picture

    return Picture(paths, name)
