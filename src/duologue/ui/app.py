"""The app: knows the couple, opens the screens, and ends in order."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual import on, work

from duologue import process
from duologue.core.couple import Couple
from duologue.core.pace import Pace
from duologue.store.access import take_pen
from duologue.store.files import NotWritten
from duologue.store.paths import Paths
from duologue.store.settings import save_couple
from duologue.ui import later
from duologue.ui.backing_up import back_up_now, back_up_weekly
from duologue.ui.commands import AT_HOME, EVERYWHERE, IN_JAR
from duologue.ui.doctor import show_doctor
from duologue.ui.keepsakes import make_keepsake
from duologue.ui.looking_back import LookingBackWindow
from duologue.ui.notes import NoteWindow
from duologue.ui.pages import PagesWindow
from duologue.ui.screens.home import HomeScreen
from duologue.ui.sessions import Opening
from duologue.ui.window import now

if TYPE_CHECKING:
    from textual.command import Provider
    from textual.screen import Screen

    from duologue.ui.screens.welcome import WelcomeScreen


def _palette() -> type[Provider]:
    from duologue.ui.palette import Palette

    return Palette


class DuologueApp(NoteWindow, LookingBackWindow, PagesWindow):
    """One window of Duologue."""

    TITLE = "Duologue"
    CSS_PATH = ["styles/base.tcss", "styles/home.tcss"]
    """Read together before the first frame; every later stylesheet has all of them parsed anew."""
    COMMANDS = {_palette}

    def __init__(
        self,
        paths: Paths,
        opening: Opening | None = None,
        clock: Callable[[], float] = monotonic,
        today: Callable[[], datetime] = now,
    ) -> None:
        """`clock` gives seconds that only go forward, `today` the local time with its zone."""
        super().__init__(paths, clock, today)
        self.opening = opening
        self.asks_for_sheet = opening is not None and opening.lock == "recover"

    # From the first frame on

    def get_default_screen(self) -> Screen[Any]:
        """The way in where everything is locked, else what comes first; with its stylesheet, which Textual
        reads for screens that are pushed."""
        screen = self.way_in() if self.is_shut else self.first_screen()
        for path in screen.css_path:
            self.stylesheet.read(path)
        self.fit(screen)
        return screen

    def first_screen(self) -> Screen[None]:
        """Home, or the welcome where nobody is known yet."""
        if self.couple is not None:
            return self._home_of(self.couple)
        from duologue.ui.screens.welcome import WelcomeScreen

        return WelcomeScreen()

    def on_mount(self) -> None:
        self.end_on_signals()

    def on_ready(self) -> None:
        """The first frame is drawn. What is called "after a refresh" waits while another screen is above."""
        self._settle()

    def _home_of(self, couple: Couple) -> HomeScreen:
        from duologue.store.decks import remembered_shelf

        self.home = HomeScreen(
            couple,
            remembered_shelf(self.paths),
            self.settings.pace,
            self.today().hour,
            unfinished=self.paths.session_waits and self.opening is None,
            agreed=self.agreed_words,
        )
        return self.home

    @work
    async def _settle(self) -> None:
        """After the first frame: take the pen, read what was not needed before, open what was asked for."""
        gc.collect()
        gc.freeze()
        gc.enable()
        await asyncio.to_thread(process.close_memory)
        await self.be_let_in()
        self.pen = await asyncio.to_thread(take_pen, self.paths)
        await self.come_in()
        if self.pen.writes:
            await asyncio.to_thread(later.bring_up_to_date, self.paths, self.today())
            await asyncio.to_thread(later.finish_arriving, self.paths)
        await self.load_stars()
        self.shelf, self.themes, self.problems = await asyncio.to_thread(later.read_everything, self.paths)
        self.settled.set()
        await self._furnish_home()
        await asyncio.to_thread(later.warm_up)
        await asyncio.to_thread(self.purge_trash)
        if self.pen.writes and (words := await asyncio.to_thread(later.put_in_order, self.paths, self.pen)):
            self.notify(words, markup=False)
        back_up_weekly(self)

    async def _furnish_home(self) -> None:
        """Put into home what the first frame did without, as soon as both are there."""
        if self.home is None or self.shelf is None:
            return
        self.home.show_shelf(self.shelf)
        self.show_news()
        await self.show_what_waits()
        opening, self.opening = self.opening, None
        if opening is not None and opening.lock:
            self.ask_for_lock(opening.lock)
        elif opening is not None and opening.moment:
            self.add_moment()
        elif opening is not None and opening.pages:
            self.open_private_pages()
        elif opening is not None and opening.deck_id is None:
            self.plan_evening(opening)
        elif opening is not None:
            self.begin(opening)

    @work
    async def on_welcome_screen_named(self, message: WelcomeScreen.Named) -> None:
        """They have said who they are."""
        from duologue.ui.screens.welcome import WelcomeScreen

        couple = self.couple = message.couple
        await self.settled.wait()
        try:
            if self.pen.writes:
                await asyncio.to_thread(save_couple, self.paths, couple)
            else:
                self.notify("Your names hold until you leave; this window keeps nothing.", markup=False)
        except NotWritten as error:
            self.notify(f"Your names were not kept: {error}.", markup=False, severity="warning")
        await self.uncovered.wait()
        if self.home is None:
            await self.push_screen(self._home_of(couple))
        else:
            self.home.show_couple(couple)
            if isinstance(self.screen, WelcomeScreen):
                await self.pop_screen()
        await self._furnish_home()

    # What else is asked for

    @on(HomeScreen.Asked)
    async def _asked(self, message: HomeScreen.Asked) -> None:
        command = message.command
        if command == "tonight":
            self.plan_evening(Opening(None))
        elif command == "add-card" and self.home is not None:
            self.add_card_to(self.home.marked_deck)
        elif command == "jar":
            self.action_jar()
        elif command == "pace":
            self.action_pace()
        elif command == "go-on-there" and self.home is not None and self.home.unfinished:
            self.resume()
        elif command == "let-it-be" and self.home is not None and self.home.unfinished:
            self.ask_to_let_be()

    def action_pace(self) -> None:
        """The next pace, for the next session."""
        paces = list(Pace)
        self.choose(replace(self.settings, pace=paces[self.settings.pace.rank % len(paces)]))

    def offers(self, screen: Screen[object]) -> Iterator[tuple[str, str, Callable[[], object]]]:
        """What the palette lists over this screen: a label, a help line, and what runs."""
        yield from self.offers_now(screen)
        yield "Help", EVERYWHERE["help"].help, self.action_help
        words = "What it is not, who helps then, and how to find them."
        yield "Care: what this is, and where to find help", words, self.action_care
        yield "Grounding: five things you see", "A way to come down, for both of you.", self.action_grounding
        yield "Curtain", "Empty the screen at once; f2 brings it back.", self.action_curtain
        if self.vault is not None:
            yield "Lock now", "Cover the screen; the passphrase brings it back.", self.lock_now
        yield "Leave", "Nothing is lost; you can go on another time.", self.action_leave
        if screen is self.home:
            yield "Tonight", "An evening put together for you.", partial(self.plan_evening, Opening(None))
            yield "The jar", "The moments you both kept.", self.action_jar
            yield "Add a moment", IN_JAR["add-moment"].help, self.add_moment
            yield "The trash", IN_JAR["trash"].help, self.show_trash
            yield "Looking back, together", AT_HOME["looking-back"].help, self.action_looking_back
            yield from self.note_offers()
            yield "Make a backup", "All you keep, as one file beside it.", partial(back_up_now, self)
            yield from self.page_offers()
            yield "Make a keepsake", "Your moments as a small book.", partial(make_keepsake, self)
            yield "How is everything", "Files, backups, the terminal: what to do.", partial(show_doctor, self)
            yield "Pace", f"Now {self.settings.pace}; take the next one.", self.action_pace
            yield "Guidance", f"Now {self.settings.guidance}; take the next one.", self.action_guidance
            yield "Names and seats", "Change your names, or who sits where.", self.action_names
            yield from self.lock_offers()
            yield from self.card_offers()
        for name, theme in self.themes.items():
            yield f"Theme: {theme.title}", f"Colours of {name}.", partial(self.choose_theme, name)

    def action_guidance(self) -> None:
        """All the words, fewer, or as few as can be, from the next session on."""
        self.choose(replace(self.settings, guidance=self.settings.guidance.following))

    def action_names(self) -> None:
        """Ask for the names again."""
        from duologue.ui.screens.welcome import WelcomeScreen

        self.push_screen(WelcomeScreen(self.couple))

    def choose_theme(self, name: str) -> None:
        """Wear a theme from now on."""
        self.wear(name, self.themes[name])
        self.choose(replace(self.settings, theme=name))
