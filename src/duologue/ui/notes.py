"""Looking back on promises, plans and letters, and on what was played."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual import on, work
from textual.content import Content

from duologue.store.files import NotWritten
from duologue.ui import content
from duologue.ui.jars import JarWindow
from duologue.ui.screens.home import HomeScreen

if TYPE_CHECKING:
    from duologue.core.kept import Kept
    from duologue.core.note import Kind, Note, Standing
    from duologue.ui.screens.history import HistoryScreen
    from duologue.ui.screens.notes import NotesScreen

_ANSWERS: dict[Kind, dict[str, Standing]] = {
    "promise": {"Kept": "kept", "Still trying": "trying", "Let it go": "let go"},
    "plan": {"Done": "kept", "Still to do": "open", "Let it go": "let go"},
    "letter": {},
}
"""What both can say of it, and how it stands then."""
_NOTED: dict[str, str] = {
    "Kept": "Noted: kept.",
    "Still trying": "Noted: still trying. There is time.",
    "Let it go": "Noted: let go, and nothing more to it.",
    "Done": "Noted: done.",
    "Still to do": "Noted: still to do.",
}


_NAME_CELLS = 24
"""Of a name at home, so that the day fits beside it."""
AT_MOST = 3
"""Versions to choose between at once; there are as many keys."""


class NoteWindow(JarWindow):
    """A window in which two people look back."""

    promise: Kept[Note] | None = None
    """What home asks about."""
    asks = True
    """Until they say that now is not the time."""

    def note_offers(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        """What the palette lists of this at home."""
        yield "Things to do together", "The plans you both kept.", partial(self.show_notes, "plan")
        yield "Letters", "Written for the other, to be opened.", partial(self.show_notes, "letter")
        yield "Promises", "The small ones you made.", partial(self.show_notes, "promise")
        yield "What we played", "The days, the decks, the time; forget them.", self.show_history

    # At home

    async def show_what_waits(self) -> None:
        """A promise, too, where no session waits."""
        await super().show_what_waits()
        await self._find_a_promise()

    async def _find_a_promise(self) -> None:
        self.promise = None
        if self.asks and self.pen.writes and self.home is not None and not self.home.unfinished:
            self.promise = await asyncio.to_thread(self._promise_to_look_back_on)
        if self.is_running and self.home is not None and self.home.is_attached:
            self.promise = None if self.home.unfinished else self.promise  # One may wait by now.
            self.home.show_promise(self._about_the_promise())

    def _promise_to_look_back_on(self) -> Kept[Note] | None:
        from duologue.core.note import to_look_back_on
        from duologue.store.notes import load_kept_notes

        if self.couple is None:
            return None
        kept, _ = load_kept_notes(self.paths, "promise")
        return to_look_back_on(kept, self.couple, self.today())

    def _about_the_promise(self) -> tuple[str, str] | None:
        """Who promised when, and what."""
        from duologue.core.when import name_of

        if self.promise is None:
            return None
        note = self.promise.now
        today = self.today().date()
        day = name_of(note.when.date(), today)
        by = content.fitted(note.by, _NAME_CELLS).rstrip()
        return f"{by} promised {day if day in {'today', 'yesterday'} else f'on {day}'}", note.text

    @on(HomeScreen.Asked)
    async def _asked_about_the_promise(self, message: HomeScreen.Asked) -> None:
        if self.promise is None:
            return
        if message.command == "look-back":
            self.look_back()
        elif message.command == "not-now":
            self.asks = False
            await self._find_a_promise()

    @work
    async def look_back(self) -> None:
        """Ask how the promise stands that home shows."""
        if self.promise is not None:
            await self._ask_how_it_stands(self.promise)
            await self._find_a_promise()

    # In their list

    @work(exclusive=True, group="notes")
    async def show_notes(self, kind: Kind) -> None:
        """The things to do together, the letters or the promises."""
        from duologue.store.notes import load_kept_notes
        from duologue.ui.screens.notes import NotesScreen

        kept, problems = await asyncio.to_thread(load_kept_notes, self.paths, kind)
        await self.uncovered.wait()
        await self.push_screen(NotesScreen(kind, kept, problems, self.today().date()))

    @work
    async def on_notes_screen_marked(self, message: NotesScreen.Marked) -> None:
        """Let both say how it stands, or choose a version first; the list follows."""
        from duologue.store.notes import load_kept_notes
        from duologue.ui.screens.notes import NotesScreen

        if not await self._ask_how_it_stands(message.kept):
            return
        kept, _ = await asyncio.to_thread(load_kept_notes, self.paths, message.kept.now.kind)
        for screen in self.screen_stack:
            if isinstance(screen, NotesScreen):
                screen.show(kept)
        await self._find_a_promise()

    async def _ask_how_it_stands(self, kept: Kept[Note]) -> bool:
        """Ask both, and note what they say. Called by a worker; answers whether anything was noted."""
        from duologue.store.notes import stand
        from duologue.ui.screens.notes import in_full, version_name

        choices: list[tuple[str, Standing, Note]] = [
            (label, standing, kept.now) for label, standing in _ANSWERS[kept.now.kind].items()
        ]
        if kept.is_torn:
            versions = kept.standing[:AT_MOST]
            choices = [
                (version_name(number, note), note.standing, note) for number, note in enumerate(versions)
            ]
        title = "Which one holds?" if kept.is_torn else "How does it stand?"
        words = in_full(kept, self.today().date())
        answer = await self.agree(title, words, [label for label, _, _ in choices])
        if answer is None:
            return False
        label, standing, base = choices[answer]
        try:
            await asyncio.to_thread(stand, self.paths, kept, standing, self.today(), base)
        except NotWritten as error:
            self.notify(f"This was not noted: {error}.", markup=False, severity="warning")
            return False
        self.notify(_NOTED.get(label, "Noted: that one holds."), markup=False)
        return True

    # What was played

    @work(exclusive=True, group="notes")
    async def show_history(self) -> None:
        """The sessions that were played."""
        from duologue.store.summaries import load_summaries
        from duologue.ui.screens.history import HistoryScreen

        summaries, problems = await asyncio.to_thread(load_summaries, self.paths)
        titles = {glance.id: glance.title for glance in self.shelf.glances} if self.shelf else {}
        await self.uncovered.wait()
        await self.push_screen(HistoryScreen(summaries, problems, titles, self.today().date()))

    @work
    async def on_history_screen_forget(self, message: HistoryScreen.Forget) -> None:
        """Forget one session, or all, once both say so."""
        from duologue.store.summaries import forget, forget_all, load_summaries
        from duologue.ui.screens.history import FORGETTING, HistoryScreen

        summary = message.summary
        title = "Forget this session?" if summary is not None else "Forget all you played?"
        if await self.agree(title, Content(FORGETTING), ["Forget it" if summary else "Forget all"]) is None:
            return
        try:
            if summary is not None:
                await asyncio.to_thread(forget, self.paths, summary.id)
            else:
                await asyncio.to_thread(forget_all, self.paths)
        except NotWritten as error:
            self.notify(f"Not all of it is forgotten: {error}.", markup=False, severity="warning")
        summaries, _ = await asyncio.to_thread(load_summaries, self.paths)
        for screen in self.screen_stack:
            if isinstance(screen, HistoryScreen):
                screen.show(summaries)
