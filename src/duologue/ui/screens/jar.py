"""The jar: the moments both kept, the newest first, and one of them in full."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from duologue.core.memory import Memory
from duologue.core.problem import Problem
from duologue.core.seats import Seat
from duologue.ui import content
from duologue.ui.commands import Hint
from duologue.ui.compat import CalmList
from duologue.ui.screens.sizes import SIZES_ACROSS, SIZES_DOWN, too_small
from duologue.ui.widgets.hints import Hints

_EMPTY = "Empty yet. After a round you can put a favourite moment in here."
_BACK = Hint("esc", "back", "screen.back")


def day(memory: Memory) -> str:
    """The day a moment was kept, in words."""
    return f"{memory.when.day} {memory.when:%B %Y}"


class JarScreen(Screen[None]):
    """All memories; opens one."""

    CSS_PATH = "../styles/jar.tcss"
    HORIZONTAL_BREAKPOINTS = SIZES_ACROSS
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [Binding("escape", "back", "back"), Binding("j", "back", "back", show=False)]

    def __init__(self, memories: list[Memory], problems: list[Problem]) -> None:
        super().__init__()
        self.memories = memories
        self.problems = problems

    def compose(self) -> ComposeResult:
        count = len(self.memories)
        kept = "one moment" if count == 1 else f"{count} moments"
        with Vertical(classes="page"):
            yield Static(Content("The jar"), classes="center jar-title")
            yield Static(Content(f"{kept} you both kept" if count else _EMPTY), classes="center muted")
            yield CalmList(*(self._option(memory) for memory in self.memories), id="memories", classes="list")
            if self.problems:
                lines = ["Some files could not be read. They are left as they are:", *map(str, self.problems)]
                yield Static(Content("\n".join(lines)), id="unreadable")
            opens = [Hint("enter", "open", "screen.open")] if count else []
            yield Hints([*opens, _BACK], id="foot")
        yield too_small()

    def on_mount(self) -> None:
        memories = self.query_one("#memories", OptionList)
        memories.display = bool(self.memories)
        memories.focus()

    def _option(self, memory: Memory) -> Option:
        shown = Content.assemble((memory.title, "bold"), (f"\n{day(memory)} · {memory.deck}", "$muted"))
        return Option(shown)

    def action_open(self) -> None:
        """Open the marked memory."""
        self.query_one("#memories", OptionList).action_select()

    def action_back(self) -> None:
        """Back home."""
        self.dismiss()

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        self.app.push_screen(MemoryScreen(self.memories[event.option_index]))


class MemoryScreen(Screen[None]):
    """One memory in full."""

    CSS_PATH = "../styles/jar.tcss"
    HORIZONTAL_BREAKPOINTS = SIZES_ACROSS
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [Binding("escape,enter,space", "back", "back")]

    def __init__(self, memory: Memory) -> None:
        super().__init__()
        self.memory = memory

    def compose(self) -> ComposeResult:
        memory = self.memory
        with Vertical(classes="page"):
            yield Static(Content(memory.title), classes="center jar-title")
            yield Static(Content(f"{day(memory)} · {memory.deck}"), classes="center muted")
            yield Static(Content(memory.card), classes="center jar-card")
            with Horizontal(id="lines"):
                for seat in Seat:
                    line = memory.lines.of(seat)
                    with VerticalScroll(classes=f"line {seat}") as pane:
                        pane.border_title = Content.styled(f" {line.name} ", content.COLOUR_OF[seat])
                        yield Static(Content(line.line))
            yield Hints([_BACK], id="foot")
        yield too_small()

    def action_back(self) -> None:
        """Back to the jar."""
        self.dismiss()
