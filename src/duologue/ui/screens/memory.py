"""One memory in full, and what can be done with it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import Screen

from duologue.core.kept import Kept
from duologue.core.memory import Memory
from duologue.store.jar import Jar
from duologue.ui.commands import IN_JAR, Hint
from duologue.ui.screens.sizes import SIZES_ACROSS, SIZES_DOWN, too_small
from duologue.ui.widgets.hints import Hints
from duologue.ui.widgets.memory_view import MemoryView

if TYPE_CHECKING:
    from duologue.ui.jars import JarWindow

_WITH_A_MEMORY = ("change", "put-away", "choose", "earlier")


def keys_of(*commands: str) -> list[Binding]:
    """The keys of these commands, for a screen that has `action_act`."""
    return [Binding(IN_JAR[name].key, f"act('{name}')", show=False) for name in commands]


KEYS_WITH_A_MEMORY = keys_of(*_WITH_A_MEMORY)


def act_with(window: JarWindow, command: str, kept: Kept[Memory] | None) -> None:
    """Do this with a memory, if it can be done with it."""
    if kept is None:
        return
    acts: dict[str, Callable[[str], object]] = {
        "change": window.change_memory,
        "put-away": window.let_go_of_memory,
        "choose": window.choose_version,
        "earlier": window.show_earlier,
    }
    possible = {"choose": kept.is_torn, "earlier": bool(kept.earlier)}
    if possible.get(command, True):
        acts[command](kept.root)


class MemoryScreen(Screen[None]):
    """All the room for one memory."""

    CSS_PATH = "../styles/jar.tcss"
    HORIZONTAL_BREAKPOINTS = SIZES_ACROSS
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [Binding("escape,enter,space", "back", "back"), *KEYS_WITH_A_MEMORY]
    app: JarWindow

    def __init__(self, jar: Jar, kept: Kept[Memory]) -> None:
        super().__init__()
        self.jar = jar
        self.kept = kept

    def compose(self) -> ComposeResult:
        with Vertical(classes="page"):
            yield MemoryView(self.jar.paths, self.kept)
            yield Hints([Hint("esc", "back", "screen.back")], id="foot")
        yield too_small()

    @work(exclusive=True, group="memory")
    async def look_again(self) -> None:
        """It may have been changed, or let go."""
        await asyncio.to_thread(self.jar.index.refresh)
        kept = await asyncio.to_thread(self.jar.kept, self.kept.root)
        if kept is not None:
            self.kept = kept
            self.query_one(MemoryView).show(kept)
        else:
            self.dismiss()

    def action_act(self, command: str) -> None:
        """Do this with it."""
        act_with(self.app, command, self.kept)

    def action_back(self) -> None:
        """Back to the jar."""
        self.dismiss()
