"""Opening what two people look back on, together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import on, work

from duologue.ui.jars import JarWindow
from duologue.ui.screens.home import HomeScreen

if TYPE_CHECKING:
    from duologue.core.couple import Couple
    from duologue.core.looking_back import LookedBack, Remembered
    from duologue.store.paths import Paths

    Pictures = Callable[[Sequence[Remembered]], LookedBack]


class LookingBackWindow(JarWindow):
    """A window in which two people look back, together."""

    @on(HomeScreen.Asked)
    def _asked_to_look_back(self, message: HomeScreen.Asked) -> None:
        if message.command == "looking-back":
            self.action_looking_back()

    @work
    async def action_looking_back(self) -> None:
        """Show the pictures: of what is known of the memories, and again where that has changed since."""
        from duologue.ui.screens.looking_back import LookingBackScreen

        await self.uncovered.wait()
        if self.couple is None or isinstance(self.screen, LookingBackScreen):
            return
        screen = LookingBackScreen(self.couple, self.today().date())
        await self.push_screen(screen)
        jar = await asyncio.to_thread(self.open_jar)
        pictures = await asyncio.to_thread(_pictures, self.paths, self.couple)
        whole = False
        while screen.is_attached and not whole:
            found = await asyncio.to_thread(lambda: pictures(jar.index.glimpses()))
            if screen.is_attached:
                screen.show(found)
            whole = not await asyncio.to_thread(jar.index.refresh, None, lambda: not screen.is_attached)
        if screen.is_attached:
            screen.show_whole()


def _pictures(paths: Paths, couple: Couple) -> Pictures:
    """Makes the pictures of all that was kept, once it is told the memories; in a thread."""
    from duologue.core.looking_back import look_back
    from duologue.store.closeness import load_closeness
    from duologue.store.decks import load_decks
    from duologue.store.notes import load_notes
    from duologue.store.summaries import load_summaries

    summaries, _ = load_summaries(paths)
    decks, _ = load_decks(paths)
    circles, _ = load_closeness(paths)
    plans, _ = load_notes(paths, "plan")
    promises, _ = load_notes(paths, "promise")
    known = {deck_id: deck for deck_id, (deck, _) in decks.items()}
    return partial(look_back, couple, summaries, known, circles, plans, promises)
