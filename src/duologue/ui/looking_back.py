"""Opening what two people look back on, together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from textual import on, work
from textual.css.query import NoMatches

from duologue.ui.jars import JarWindow
from duologue.ui.screens.home import HomeScreen

if TYPE_CHECKING:
    from duologue.core.couple import Couple
    from duologue.core.looking_back import LookedBack, Remembered
    from duologue.store.jar import Jar
    from duologue.store.paths import Paths
    from duologue.ui.screens.looking_back import LookingBackScreen

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
        with suppress(NoMatches):  # The screen is being closed, piece by piece.
            while await self._show_more(screen, jar, pictures):
                pass

    @staticmethod
    async def _show_more(screen: LookingBackScreen, jar: Jar, pictures: Pictures) -> bool:
        """Show what is known by now; answers whether there is more to show."""
        screen.show(await asyncio.to_thread(lambda: pictures(jar.index.glimpses())))
        changed = await asyncio.to_thread(jar.index.refresh, None, lambda: not screen.is_attached)
        if not changed:
            screen.show_whole()
        return changed and screen.is_attached


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
