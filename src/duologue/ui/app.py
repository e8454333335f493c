"""The app: knows the couple, opens the screens, and ends in order."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from textual import on, work
from textual.binding import Binding

from duologue.core.couple import Couple
from duologue.core.pace import Pace
from duologue.core.problem import Problem
from duologue.store.access import Access, Pen, take_pen
from duologue.store.files import NotWritten
from duologue.store.paths import Paths
from duologue.store.settings import (
    DEFAULT_THEME,
    Settings,
    load_couple,
    load_settings,
    save_couple,
    save_settings,
)
from duologue.store.themes import theme_named
from duologue.ui import later
from duologue.ui.colours import VARIABLES, screen_theme
from duologue.ui.compat import CalmApp
from duologue.ui.screens.home import HomeScreen, news

if TYPE_CHECKING:
    from textual.command import Provider
    from textual.screen import Screen

    from duologue.core.glance import Shelf
    from duologue.core.theme import Theme
    from duologue.play import Play
    from duologue.ui.screens.session import SessionScreen
    from duologue.ui.screens.welcome import WelcomeScreen


def _now() -> datetime:
    return datetime.now().astimezone()


def _palette() -> type[Provider]:
    from duologue.ui.palette import Palette

    return Palette


@dataclass(frozen=True)
class Opening:
    """What to begin with, if not with home."""

    deck_id: str
    seed: int | None = None


class DuologueApp(CalmApp[None]):
    """One window of Duologue."""

    TITLE = "Duologue"
    CSS_PATH = ["styles/base.tcss", "styles/home.tcss"]
    """Read together before the first frame; every later stylesheet has all of them parsed anew."""
    COMMANDS = {_palette}
    BINDINGS = [
        Binding("f1", "help", "help", show=False),
        Binding("f2", "curtain", "curtain", show=False),
        Binding("ctrl+q", "leave", "leave", show=False, priority=True),
    ]

    def __init__(
        self,
        paths: Paths,
        opening: Opening | None = None,
        clock: Callable[[], float] = monotonic,
        today: Callable[[], datetime] = _now,
    ) -> None:
        """`clock` gives seconds that only go forward, `today` the local time with its zone."""
        super().__init__()
        self.clock = clock
        self.today = today
        self.paths = paths
        self.opening = opening
        self.couple = load_couple(paths)
        self.settings = load_settings(paths)
        self.pen = Pen(Access.NOT_WRITABLE)
        self.themes: dict[str, Theme] = {}
        self.problems: list[Problem] = []
        self.shelf: Shelf | None = None
        self._settled = asyncio.Event()
        self.play: Play | None = None
        self.home: HomeScreen | None = None
        self._wear_what_was_chosen()

    # Colours

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The variables that only our themes have."""
        return dict.fromkeys(VARIABLES, "#808080")

    def wear(self, name: str, theme: Theme) -> None:
        """Put on a theme."""
        self.register_theme(screen_theme(f"duologue-{name}", theme))
        self.theme = f"duologue-{name}"

    def _wear_what_was_chosen(self) -> None:
        """Before any stylesheet is parsed: a theme put on later has all of them parsed a second time."""
        theme = theme_named(self.paths, self.settings.theme) or theme_named(self.paths, DEFAULT_THEME)
        if theme is not None:
            worn = screen_theme(f"duologue-{self.settings.theme}", theme)
            self.register_theme(worn)
            self.set_reactive(CalmApp.theme, worn.name)
            self.set_class(theme.dark, "-dark-mode")
            self.set_class(not theme.dark, "-light-mode")
            self.stylesheet.set_variables(self.get_css_variables())

    # From the first frame on

    def get_default_screen(self) -> Screen[None]:
        """Home, or the welcome where nobody is known yet."""
        if self.couple is not None:
            return self._home_of(self.couple)
        from duologue.ui.screens.welcome import WelcomeScreen

        return WelcomeScreen()

    def on_mount(self) -> None:
        self.end_on_signals()
        self.call_after_refresh(self._settle)

    def _home_of(self, couple: Couple) -> HomeScreen:
        from duologue.store.decks import remembered_shelf

        self.home = HomeScreen(
            couple,
            remembered_shelf(self.paths),
            self.settings.pace,
            self.today().hour,
            unfinished=self.paths.session_waits and self.opening is None,
        )
        return self.home

    @work
    async def _settle(self) -> None:
        """After the first frame: take the pen, read what was not needed before, open what was asked for."""
        gc.collect()
        gc.freeze()
        gc.enable()
        self.pen = await asyncio.to_thread(take_pen, self.paths)
        self.shelf, self.themes, self.problems = await asyncio.to_thread(later.read_everything, self.paths)
        self._settled.set()
        await self._furnish_home()
        await asyncio.to_thread(later.warm_up)

    async def _furnish_home(self) -> None:
        """Put into home what the first frame did without, as soon as both are there."""
        if self.home is None or self.shelf is None:
            return
        self.home.show_shelf(self.shelf)
        self.home.show_news(news(self.pen.reason, self.problems))
        await self._show_what_waits()
        opening, self.opening = self.opening, None
        if opening is not None:
            self._begin(opening)

    async def _show_what_waits(self) -> None:
        """Offer the session that was not finished, if this window may go on with it."""
        if self.home is None:
            return
        about: str | None = None
        if self.pen.writes and self.paths.session_waits:
            about = await asyncio.to_thread(later.unfinished, self.paths, self.today)
        self.home.show_unfinished(about)

    @work
    async def on_welcome_screen_named(self, message: WelcomeScreen.Named) -> None:
        """They have said who they are."""
        couple = self.couple = message.couple
        await self._settled.wait()
        try:
            if self.pen.writes:
                await asyncio.to_thread(save_couple, self.paths, couple)
        except NotWritten as error:
            self.notify(f"Your names were not kept: {error}.", markup=False, severity="warning")
        if self.home is None:
            await self.push_screen(self._home_of(couple))
        else:
            self.home.show_couple(couple)
            await self.pop_screen()
        await self._furnish_home()

    # A session

    @on(HomeScreen.Chosen)
    def _chosen(self, message: HomeScreen.Chosen) -> None:
        self._begin(Opening(message.deck_id))

    @work(exclusive=True, group="session")
    async def _begin(self, opening: Opening) -> None:
        from random import Random

        from duologue.core.deck import Deck
        from duologue.play import Play
        from duologue.store.decks import deck_named

        await self._settled.wait()
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
        self._open_session(play)

    async def _may_begin(self, title: str) -> bool:
        """Ask first, where nothing can be kept or another session waits."""
        from duologue.ui.screens.question import QuestionScreen

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
                self._resume()
            elif answer == "n":
                await self._let_be()
            return answer == "n"
        return True

    @work(exclusive=True, group="session")
    async def _resume(self) -> None:
        from duologue.play import Play

        await self._settled.wait()
        try:
            play = await asyncio.to_thread(Play.resume, self.paths, self.clock) if self.pen.writes else None
        except NotWritten as error:
            self.notify(f"It could not be opened: {error}.", markup=False, severity="warning")
            return
        if play is not None:
            self._open_session(play)

    def _open_session(self, play: Play) -> None:
        from duologue.ui.screens.session import SessionScreen

        self.play = play
        self.push_screen(SessionScreen(play, self.today, digits=self.settings.digits), self._session_left)

    async def _session_left(self, played: bool | None) -> None:
        if played and self.play is not None:
            self._choose(replace(self.settings, pace=self.play.session.pace))
        self.play = None
        await self._show_what_waits()

    async def _let_be(self) -> None:
        """Close last time's session: a summary stays, the journal goes."""
        from duologue.play import Play

        await self._settled.wait()
        if not self.pen.writes:
            return
        try:
            play = await asyncio.to_thread(Play.resume, self.paths, self.clock)
            if play is not None:
                await asyncio.to_thread(play.finish, self.today())
        except NotWritten as error:
            self.notify(f"It could not be closed: {error}.", markup=False, severity="warning")
        await self._show_what_waits()

    async def on_session_screen_digits_chosen(self, message: SessionScreen.DigitsChosen) -> None:
        """Remember whether the time left is shown in digits."""
        self._choose(replace(self.settings, digits=message.digits))

    # What else is asked for

    @on(HomeScreen.Asked)
    async def _asked(self, message: HomeScreen.Asked) -> None:
        command = message.command
        if command == "jar":
            self.action_jar()
        elif command == "pace":
            self.action_pace()
        elif command == "go-on-there" and self.home is not None and self.home.unfinished:
            self._resume()
        elif command == "let-it-be" and self.home is not None and self.home.unfinished:
            await self._let_be()

    @work(exclusive=True, group="jar")
    async def action_jar(self) -> None:
        """Open the jar."""
        from duologue.store.records import load_memories
        from duologue.ui.screens.jar import JarScreen

        memories, problems = await asyncio.to_thread(load_memories, self.paths)
        self.push_screen(JarScreen(memories, problems))

    def action_pace(self) -> None:
        """The next pace, for the next session."""
        paces = list(Pace)
        self._choose(replace(self.settings, pace=paces[self.settings.pace.rank % len(paces)]))

    def action_help(self) -> None:
        """Show the keys and what this is."""
        from duologue.ui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen())

    def action_curtain(self) -> None:
        """Empty the screen at once. Time stands still behind it."""
        from duologue.ui.screens.curtain import CurtainScreen

        if isinstance(self.screen, CurtainScreen):
            return
        play = self.play
        resume = play is not None and play.pause()
        self.push_screen(CurtainScreen(), lambda _: play.go_on() if resume and play else None)

    def before_the_end(self) -> None:
        """Note the letters that were typed since the last note."""
        for screen in self.screen_stack:
            if hasattr(screen, "note_draft"):
                screen.note_draft()

    async def action_leave(self) -> None:
        """Leave at once. Nothing is lost."""
        self.before_the_end()
        unfinished = self.play is not None and self.play.journal is not None and not self.play.session.ended
        words = "Your session waits for you. Start duologue again to go on where you were."
        self.exit(message=words if unfinished else None)

    def offers(self, *, at_home: bool) -> Iterator[tuple[str, str, Callable[[], object]]]:
        """What the palette lists: a label, a help line, and what runs."""
        yield "Help", "Keys, and what this app is and is not.", self.action_help
        yield "Curtain", "Empty the screen at once; f2 brings it back.", self.action_curtain
        yield "Leave", "Nothing is lost; you can go on another time.", self.action_leave
        if at_home:
            yield "The jar", "The moments you both kept.", self.action_jar
            yield "Pace", f"Now {self.settings.pace}; take the next one.", self.action_pace
            yield "Names and seats", "Change your names, or who sits where.", self.action_names
        for name, theme in self.themes.items():
            yield f"Theme: {theme.title}", f"Colours of {name}.", partial(self.choose_theme, name)

    def action_names(self) -> None:
        """Ask for the names again."""
        from duologue.ui.screens.welcome import WelcomeScreen

        self.push_screen(WelcomeScreen(self.couple))

    # What is remembered

    def choose_theme(self, name: str) -> None:
        """Wear a theme from now on."""
        self.wear(name, self.themes[name])
        self._choose(replace(self.settings, theme=name))

    @work
    async def _choose(self, settings: Settings) -> None:
        self.settings = settings
        if self.home is not None:
            self.home.show_pace(settings.pace)
        if self.pen.writes:
            try:
                await asyncio.to_thread(save_settings, self.paths, self.settings)
            except NotWritten as error:
                self.notify(f"This choice was not kept: {error}.", markup=False, severity="warning")
