"""Begins, resumes and closes sessions, and asks first where something could be lost."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import on, work

from duologue.store.access import take_pen
from duologue.store.files import NotWritten, Unreadable
from duologue.ui import later
from duologue.ui.screens.home import HomeScreen, news
from duologue.ui.window import Window

if TYPE_CHECKING:
    from duologue.play import Play
    from duologue.ui.screens.session import SessionScreen


@dataclass(frozen=True)
class Opening:
    """What to begin with, if not with home."""

    deck_id: str
    seed: int | None = None


class SessionWindow(Window):
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
        self.home.show_unfinished(about)

    @on(HomeScreen.Chosen)
    def _chosen(self, message: HomeScreen.Chosen) -> None:
        self.begin(Opening(message.deck_id))

    @work(exclusive=True, group="session")
    async def begin(self, opening: Opening) -> None:
        """Deal and play a deck, once it is clear that nothing is lost by it."""
        from random import Random

        from duologue.core.deck import Deck
        from duologue.play import Play
        from duologue.store.decks import deck_named

        await self.settled.wait()
        deck = await asyncio.to_thread(deck_named, self.paths, opening.deck_id)
        if not isinstance(deck, Deck) or self.couple is None:
            self.notify("This deck cannot be played right now.", markup=False)
            return
        if not await self._may_begin(deck.title):
            return
        try:
            play = await asyncio.to_thread(
                Play.begin,
                self.paths,
                self.couple,
                opening.deck_id,
                deck,
                self.settings.pace,
                Random(opening.seed),
                self.clock,
                keeps=self.pen.writes,
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
        try:
            play = await asyncio.to_thread(Play.resume, self.paths, self.clock) if self.pen.writes else None
        except NotWritten as error:
            self.notify(f"It could not be opened: {error}.", markup=False, severity="warning")
            return
        if play is not None:
            await self.uncovered.wait()
            self._open_session(play)

    def _open_session(self, play: Play) -> None:
        from duologue.ui.screens.session import SessionScreen

        self.play = play
        self.push_screen(
            SessionScreen(play, self.today, self.uncovered.wait, digits=self.settings.digits),
            self._session_left,
        )

    async def _session_left(self, played: bool | None) -> None:
        if played and self.play is not None:
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
