"""Begins, resumes and closes sessions, and asks first where something could be lost."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import on, work

from duologue.store.access import take_pen
from duologue.store.agreed import forget_hour, load_hour
from duologue.store.files import NotWritten, Unreadable
from duologue.ui import later
from duologue.ui.locks import LockWindow
from duologue.ui.screens.home import HomeScreen, news

if TYPE_CHECKING:
    from duologue.core.hand import Chosen
    from duologue.core.pace import Pace
    from duologue.play import Play
    from duologue.ui.screens.session import SessionScreen


@dataclass(frozen=True)
class Opening:
    """What to begin with, if not with home."""

    deck_id: str | None
    """The deck; an evening where there is none."""
    seed: int | None = None
    card: str | None = None
    """The text of the card that comes first."""
    minutes: int | None = None
    purpose: str | None = None
    """What kind of evening it is to be, where that is known already."""
    moment: bool = False
    """Whether to write down a moment, in place of any session."""
    pages: bool = False
    """Whether to open private pages, in place of any session."""
    lock: str = ""
    """What to do with the lock, in place of any session: `set-up`, `change`, `remove` or `recover`."""


class SessionWindow(LockWindow):
    """A window in which sessions are played."""

    def show_news(self) -> None:
        """Say at home why nothing can be kept, and which files were left out."""
        if self.home is not None:
            self.home.show_news(news(self.pen.reason, self.problems))

    async def show_what_waits(self) -> None:
        """Offer the session that was not finished, if this window may go on with it."""
        if self.home is None:
            return
        about: str | None = None
        if self.pen.writes and self.paths.session_waits:
            try:
                about = await asyncio.to_thread(later.unfinished, self.paths, self.today)
            except Unreadable as error:
                self.notify(str(error), markup=False, severity="warning")
        self.agreed = await asyncio.to_thread(load_hour, self.paths) if about is not None else None
        if self.is_running and self.home.is_attached:  # They may have left in between.
            self.home.show_unfinished(about)

    @on(HomeScreen.Chosen)
    def _chosen(self, message: HomeScreen.Chosen) -> None:
        self.begin(Opening(message.deck_id))

    @work(exclusive=True, group="session")
    async def begin(self, opening: Opening) -> None:
        """Deal and play a deck, once it is clear that nothing is lost by it."""
        from random import Random

        await self.settled.wait()
        if self.play is not None:
            return
        chance = Random(opening.seed)
        decks = await asyncio.to_thread(later.deck_to_play, self.paths, opening.deck_id or "", chance)
        if not decks or self.couple is None:
            self.notify("This deck cannot be played right now.", markup=False)
            return
        await self.play_decks(decks, decks[0].deck.title, self.settings.pace, opening)

    async def play_decks(
        self,
        decks: Sequence[Chosen],
        title: str,
        pace: Pace,
        opening: Opening,
        *,
        private: bool = False,
    ) -> None:
        """Deal and play these decks, once it is clear that nothing is lost by it. Called by a worker."""
        from random import Random

        from duologue.play import Play

        if not await self._may_begin(title):
            return
        assert self.couple is not None
        try:
            play = await asyncio.to_thread(
                Play.begin,
                self.paths,
                self.couple,
                decks,
                pace,
                Random(opening.seed),
                self.clock,
                keeps=self.pen.writes,
                wanted=opening.card,
                private=private,
            )
        except NotWritten as error:
            self.notify(f"The session could not begin: {error}.", markup=False, severity="warning")
            return
        await self.uncovered.wait()
        self._open_session(play)

    async def _may_begin(self, title: str) -> bool:
        """Ask first, where nothing can be kept or another session waits."""
        from duologue.ui.screens.question import QuestionScreen

        if not self.pen.writes:
            self.pen = await asyncio.to_thread(take_pen, self.paths)
            self.show_news()
        if self.home is not None and not self.home.unfinished and self.paths.session_waits:
            await self.show_what_waits()  # Another window left it, or the disk gives it only now.
        await self.uncovered.wait()
        if not self.pen.writes:
            answers = {"enter": "play without keeping", "escape": "not now"}
            words = f"{self.pen.reason}\nYou can play {title} all the same."
            return (
                await self.push_screen_wait(QuestionScreen("Nothing will be kept", words, answers)) == "enter"
            )
        if self.home is not None and self.home.unfinished:
            answers = {"g": "go on where you were", "n": f"close it, and begin {title}", "escape": "not now"}
            words = "Last time's session was not finished."
            answer = await self.push_screen_wait(QuestionScreen("Go on where you were?", words, answers))
            if answer == "g":
                self.resume()
            elif answer == "n":
                await self._let_be()
            return answer == "n"
        return True

    @work(exclusive=True, group="session")
    async def resume(self) -> None:
        """Go on with the session that was not finished."""
        from duologue.play import Play

        await self.settled.wait()
        if self.play is not None:
            return
        try:
            play = await asyncio.to_thread(Play.resume, self.paths, self.clock) if self.pen.writes else None
        except NotWritten as error:
            self.notify(f"It could not be opened: {error}.", markup=False, severity="warning")
            return
        if play is not None:
            with suppress(NotWritten):
                await asyncio.to_thread(forget_hour, self.paths)
            await self.uncovered.wait()
            self._open_session(play)

    def _open_session(self, play: Play) -> None:
        from duologue.store.feelings import load_feelings
        from duologue.ui.screens.session import SessionScreen
        from duologue.ui.screens.table import Manner

        self.play = play
        feelings, _ = load_feelings(self.paths)
        manner = Manner(feelings, self.settings.digits, self.settings.guidance)
        self.push_screen(SessionScreen(play, manner, self.today, self.uncovered.wait), self._session_left)

    async def _session_left(self, played: bool | None) -> None:
        if played and self.play is not None and not self.play.session.hand.private:
            self.choose(replace(self.settings, pace=self.play.session.pace))
        self.play = None
        await self.show_what_waits()

    @work(exclusive=True, group="session")
    async def ask_to_let_be(self) -> None:
        """Close last time's session, if they are sure."""
        from duologue.ui.screens.question import QuestionScreen

        answers = {"x": "close it for good", "escape": "not now"}
        words = "What was written in it goes; moments you kept stay in the jar."
        await self.uncovered.wait()
        if await self.push_screen_wait(QuestionScreen("Close last time's session?", words, answers)) == "x":
            await self._let_be()

    async def _let_be(self) -> None:
        """Close last time's session: a summary stays, the journal goes."""
        from duologue.play import Play

        await self.settled.wait()
        if not self.pen.writes:
            return
        try:
            play = await asyncio.to_thread(Play.resume, self.paths, self.clock)
            if play is not None:
                await asyncio.to_thread(play.finish, self.today())
        except NotWritten as error:
            self.notify(f"It could not be closed: {error}.", markup=False, severity="warning")
        await self.show_what_waits()

    async def on_session_screen_digits_chosen(self, message: SessionScreen.DigitsChosen) -> None:
        """Remember whether the time left is shown in digits."""
        self.choose(replace(self.settings, digits=message.digits))
