"""Opening the jar."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual import work

from duologue.ui.commands import IN_JAR
from duologue.ui.moments import MomentWindow

if TYPE_CHECKING:
    from random import Random

    from textual.screen import Screen

    from duologue.core.kept import Kept
    from duologue.core.memory import Memory
    from duologue.store.index import Glimpse
    from duologue.store.jar import Jar

_AT_FIRST = 200
"""Memories that are read before the jar is shown; the others follow at once."""


class JarWindow(MomentWindow):
    """A window that opens the jar."""

    chance: Random | None = None
    """What pulls a moment out of the jar; any where it is None."""

    @work(exclusive=True, group="jar")
    async def action_jar(self) -> None:
        """Open the jar."""
        from duologue.ui.screens.jar import JarScreen

        jar, glimpses, kept = await asyncio.to_thread(self._look_into_the_jar)
        await self.uncovered.wait()
        if not isinstance(self.screen, JarScreen):
            self.push_screen(JarScreen(jar, glimpses, kept, self.chance))

    def _look_into_the_jar(self) -> tuple[Jar, list[Glimpse], Kept[Memory] | None]:
        """What is seen of it first, in a thread."""
        jar = self.open_jar()
        glimpses = jar.index.glimpses(_AT_FIRST)
        return jar, glimpses, jar.kept(glimpses[0].root) if glimpses else None

    def offers_now(self, screen: Screen[object]) -> Iterator[tuple[str, str, Callable[[], object]]]:
        """What the palette lists first: in the jar, all that can be done there."""
        yield from super().offers_now(screen)
        if screen.has_class("jar"):
            for command in IN_JAR.values():
                run = partial(self.call_later, screen.run_action, f"screen.act('{command.id}')")
                yield command.label.capitalize(), command.help, run
