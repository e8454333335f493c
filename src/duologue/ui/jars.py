"""Opening the jar."""

from __future__ import annotations

import asyncio

from textual import work

from duologue.ui.moments import MomentWindow


class JarWindow(MomentWindow):
    """A window that opens the jar."""

    @work(exclusive=True, group="jar")
    async def action_jar(self) -> None:
        """Open the jar."""
        from duologue.store.records import load_memories
        from duologue.ui.screens.jar import JarScreen

        memories, problems = await asyncio.to_thread(load_memories, self.paths)
        await self.uncovered.wait()
        self.push_screen(JarScreen(memories, problems))
