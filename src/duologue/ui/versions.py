"""The jar of one window, and what is done with whole memories: let go, brought back, chosen between."""

from __future__ import annotations

import asyncio
from threading import Lock
from typing import TYPE_CHECKING

from textual import work
from textual.content import Content

from duologue.core.when import date_of
from duologue.store.files import NotWritten, exists
from duologue.ui import content
from duologue.ui.cards import CardWindow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duologue.core.kept import Kept
    from duologue.core.memory import Memory
    from duologue.store.jar import Jar
    from duologue.ui.screens.trash import BringBack
    from duologue.ui.screens.versions import VersionsScreen

_KEEPS_NOTHING = "This window keeps nothing, so nothing can be changed here."


class VersionWindow(CardWindow):
    """A window in which memories are let go and brought back, and their versions looked at."""

    _jar: Jar | None = None
    _opening = Lock()

    def open_jar(self) -> Jar:
        """The jar, opened when it is first needed, and only once. To be called in a thread."""
        from duologue.store.jar import Jar

        with self._opening:
            if self._jar is None:
                self._jar = Jar(self.paths)
            return self._jar

    async def close_jar(self) -> None:
        """Let go of the jar; it is opened anew where it is needed next."""
        await asyncio.to_thread(self._close_jar)

    def _close_jar(self) -> None:
        with self._opening:
            jar, self._jar = self._jar, None
        if jar is not None:
            jar.close()

    def memory_now(self, root: str) -> Kept[Memory] | None:
        """A memory as its files are now; None where none can be read. To be called in a thread.

        A sync may have brought another version since the jar was last read.
        """
        jar = self.open_jar()
        jar.index.refresh()
        return jar.kept(root)

    def on_unmount(self) -> None:
        """Let go of the jar."""
        if self._jar is not None:
            self._jar.close()

    def jar_changed(self) -> None:
        """Let whatever shows the jar look again."""
        for screen in self.screen_stack:
            if hasattr(screen, "look_again"):
                screen.look_again()

    async def may_write(self, otherwise: str = _KEEPS_NOTHING) -> bool:
        """Whether something can be changed here; says `otherwise` where not."""
        await self.settled.wait()
        if not self.pen.writes:
            self.notify(otherwise, markup=False)
        return self.pen.writes

    async def agree(self, title: str, words: Content, answers: Sequence[str]) -> int | None:
        """What both choose, by its number; None where they would rather not. Called by a worker."""
        from duologue.ui.screens.agree import AgreeScreen

        await self.settled.wait()
        await self.uncovered.wait()
        if self.couple is None or isinstance(self.screen, AgreeScreen) or not await self.may_write():
            return None
        return await self.push_screen_wait(AgreeScreen(self.couple, title, words, answers))

    async def _read(self, root: str) -> Kept[Memory] | None:
        """A memory from its files; where there is none any more they are told."""
        kept = await asyncio.to_thread(self.memory_now, root)
        if kept is None:
            self.notify("This moment cannot be read just now. Nothing was changed.", markup=False)
        return kept

    # Letting go

    @work(exclusive=True, group="moment")
    async def let_go_of_memory(self, root: str) -> None:
        """Put this memory into the trash, once both say so."""
        from duologue.store.trash import DAYS, until

        kept = await self._read(root)
        if kept is None:
            return
        until_day = date_of(until(self.today().date()))
        words = content.assemble(
            (f"{kept.now.title}\n\n", "bold"),
            f"It goes into the trash and lies there for {DAYS} days, until {until_day}. Until then you can "
            "bring it back, with all its versions.",
        )
        if await self.agree("Let go of this moment?", words, ["Let it go"]) is None:
            return
        if kept.standing != ((now := await self._read(root)) and now.standing):
            self.notify("It has changed in the meantime, so it stays. Look again, please.", markup=False)
            self.jar_changed()
            return
        today = self.today().date()
        try:
            await asyncio.to_thread(lambda: self.open_jar().let_go(kept, today))
        except NotWritten as error:
            words_why = f"It was not let go, and is still in the jar: {error}."
            self.notify(words_why, markup=False, severity="warning")
        else:
            self.notify(f"It is in the trash until {date_of(until(today))}.", markup=False)
        self.jar_changed()

    # The trash

    @work(exclusive=True, group="moment")
    async def show_trash(self) -> None:
        """What was let go: bring it back, or empty the trash."""
        from duologue.store.trash import look
        from duologue.ui.screens.trash import TrashScreen

        gone, problems = await asyncio.to_thread(look, self.paths)
        await self.uncovered.wait()
        if not isinstance(self.screen, TrashScreen):
            await self.push_screen(TrashScreen(gone, problems, self.today().date()))

    async def _look_at_the_trash_again(self) -> None:
        from duologue.store.trash import look
        from duologue.ui.screens.trash import TrashScreen

        gone, problems = await asyncio.to_thread(look, self.paths)
        for screen in self.screen_stack:
            if isinstance(screen, TrashScreen):
                screen.show(gone, problems)
        self.jar_changed()

    @work(exclusive=True, group="trash")
    async def on_bring_back(self, message: BringBack) -> None:
        """Put one back into the jar; one of them is enough."""
        from duologue.store.trash import bring_back
        from duologue.ui.screens.trash import GoneScreen

        if not await self.may_write():
            return
        try:
            await asyncio.to_thread(bring_back, self.paths, message.gone)
        except NotWritten as error:
            words = f"It did not come back whole, and nothing is lost: {error}. Try it again, please."
            self.notify(words, markup=False, severity="warning")
        else:
            self.notify("It is back in the jar.", markup=False)
            await self.uncovered.wait()
            if isinstance(self.screen, GoneScreen):
                self.screen.dismiss()
        await self._look_at_the_trash_again()

    @work(exclusive=True, group="trash")
    async def on_trash_screen_empty(self) -> None:
        """Remove all of it for good, once both say so."""
        words = Content("All that lies in the trash goes for good. It cannot be brought back after that.")
        if await self.agree("Empty the trash?", words, ["Empty it for good"]) is None:
            return
        try:
            await asyncio.to_thread(lambda: self.open_jar().empty_trash())
        except NotWritten as error:
            words_why = f"Not all of it could be removed: {error}. The rest is still in the trash."
            self.notify(words_why, markup=False, severity="warning")
        else:
            self.notify("The trash is empty.", markup=False)
        await self._look_at_the_trash_again()

    def purge_trash(self) -> None:
        """Remove what has lain in the trash for longer than thirty days. To be called in a thread."""
        if self.pen.writes and exists(self.paths.trash):
            self.open_jar().purge(self.today().date())

    # Versions

    @work(exclusive=True, group="moment")
    async def show_earlier(self, root: str) -> None:
        """What this memory was before it was changed."""
        from duologue.ui.screens.versions import EarlierScreen

        kept = await self._read(root)
        await self.uncovered.wait()
        if kept is not None and kept.earlier and not isinstance(self.screen, EarlierScreen):
            await self.push_screen(EarlierScreen(kept, self.today().date()))

    @work(exclusive=True, group="moment")
    async def choose_version(self, root: str) -> None:
        """Let them choose between the versions of a memory that was changed on both sides."""
        from duologue.ui.screens.versions import VersionsScreen

        kept = await self._read(root)
        await self.uncovered.wait()
        if kept is not None and kept.is_torn and not isinstance(self.screen, VersionsScreen):
            await self.push_screen(VersionsScreen(kept, self.today().date()))

    @work(exclusive=True, group="moment")
    async def on_versions_screen_picked(self, message: VersionsScreen.Picked) -> None:
        """Let one version stand, once both say so; the others go with it, or their own way."""
        from duologue.ui.screens.versions import told_of

        screen, kept = message.screen, message.screen.kept
        chosen = kept.standing[message.chosen]
        title, words, answer = told_of(kept, message.chosen, apart=message.apart)
        if await self.agree(title, words, [answer]) is None:
            return
        jar, now = self.open_jar(), self.today()
        try:
            if message.apart:
                await asyncio.to_thread(jar.keep_apart, kept, chosen, now)
            else:
                await asyncio.to_thread(jar.change, kept, chosen, {}, now)
        except NotWritten as error:
            words_why = f"Nothing was chosen, and all versions are still there: {error}."
            self.notify(words_why, markup=False, severity="warning")
            return
        self.notify("Noted: all are kept." if message.apart else "Noted: that one holds.", markup=False)
        await self.uncovered.wait()
        screen.dismiss()
        self.jar_changed()
