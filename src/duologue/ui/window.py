"""What every part of the app stands on: the couple, their choices and colours, the curtain, and the end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING

from textual import work
from textual.binding import Binding

from duologue.core.problem import Problem
from duologue.core.text import plain
from duologue.core.when import agreed_in_words
from duologue.store.access import Access, Pen
from duologue.store.agreed import load_hour
from duologue.store.files import NotWritten
from duologue.store.paths import Paths
from duologue.store.settings import (
    DEFAULT_THEME,
    Settings,
    load_couple,
    load_settings,
    save_settings,
)
from duologue.store.themes import theme_named
from duologue.ui.colours import VARIABLES, screen_theme
from duologue.ui.compat import CalmApp

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from duologue.core.glance import Shelf
    from duologue.core.theme import Theme
    from duologue.play import Play
    from duologue.ui.screens.home import HomeScreen


_WAITS = "Your session waits for you. Start duologue again to go on where you were."


def now() -> datetime:
    """The local time, with its zone."""
    return datetime.now().astimezone()


class Window(CalmApp[None]):
    """One window: what it knows, what it wears, and how it is covered and closed."""

    BINDINGS = [
        Binding("f1", "help", "help", show=False, priority=True),
        Binding("f2", "curtain", "curtain", show=False, priority=True),
        Binding("ctrl+q", "leave", "leave", show=False, priority=True),
    ]

    def __init__(
        self,
        paths: Paths,
        clock: Callable[[], float] = monotonic,
        today: Callable[[], datetime] = now,
    ) -> None:
        """`clock` gives seconds that only go forward, `today` the local time with its zone."""
        super().__init__()
        self.clock = clock
        self.today = today
        self.paths = paths
        self.couple = load_couple(paths)
        self.settings = self._kept_settings = load_settings(paths)
        self.pen = Pen(Access.NOT_WRITABLE)
        self.leaving = Event()
        """Set as soon as nothing that goes on in a thread may hold up the end."""
        self.themes: dict[str, Theme] = {}
        self.problems: list[Problem] = []
        self.shelf: Shelf | None = None
        self.settled = asyncio.Event()
        self.uncovered = asyncio.Event()
        """Set while no curtain hides the screen; nothing opens over a curtain."""
        self.uncovered.set()
        self.play: Play | None = None
        self.agreed = load_hour(paths) if paths.session_waits else None
        """When they agreed to go on."""
        self.home: HomeScreen | None = None
        self._wear_what_was_chosen()

    def agreed_words(self) -> str:
        """When they agreed to go on, as one says it now."""
        return agreed_in_words(self.agreed, self.today()) if self.agreed is not None else ""

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
            self.set_reactive(CalmApp.theme, plain(worn.name))
            self.set_class(theme.dark, "-dark-mode")
            self.set_class(not theme.dark, "-light-mode")
            self.stylesheet.set_variables(self.get_css_variables())

    # What is told

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,  # noqa: ARG002
    ) -> None:
        """Tell something for a moment, as it is: markup is never read, whoever asks for it."""
        super().notify(plain(message), title=plain(title), severity=severity, timeout=timeout, markup=False)

    # What was chosen

    def choose(self, settings: Settings) -> None:
        """Hold to these settings, and keep them if this window may."""
        self.settings = settings
        if self.home is not None:
            self.home.show_pace(settings.pace)
        self._keep_settings()

    @work(exclusive=True, group="settings")
    async def _keep_settings(self) -> None:
        await self.settled.wait()
        if not self.pen.writes:
            self.notify("This holds until you leave; this window keeps nothing.", markup=False)
            return
        try:
            settings, before = self.settings, self._kept_settings
            await asyncio.to_thread(save_settings, self.paths, settings, before)
            self._kept_settings = settings
        except NotWritten as error:
            self.notify(f"This choice was not kept: {error}.", markup=False, severity="warning")

    def work_on(self, doing: Callable[[], Awaitable[None]], group: str, *, exclusive: bool = False) -> None:
        """Do this in a worker. Nothing of it begins before the worker runs: they may leave until then."""
        self.run_worker(doing, group=group, exclusive=exclusive)

    # The curtain, help, and the end

    def action_help(self) -> None:
        """Show what this is and the keys, or put away what is there of it."""
        from duologue.ui.screens.care import CareScreen, GroundingScreen
        from duologue.ui.screens.help import HelpScreen

        if isinstance(self.screen, HelpScreen | CareScreen | GroundingScreen):
            self.screen.action_back()
        elif self.uncovered.is_set():
            self.push_screen(HelpScreen())

    def action_care(self) -> None:
        """Show the page about care."""
        from duologue.ui.screens.care import CareScreen

        if self.uncovered.is_set() and not isinstance(self.screen, CareScreen):
            self.push_screen(CareScreen())

    def action_grounding(self) -> None:
        """Look around: five things you see."""
        from duologue.ui.screens.care import GroundingScreen

        if self.uncovered.is_set() and not isinstance(self.screen, GroundingScreen):
            self.push_screen(GroundingScreen(self.clock))

    def action_command_palette(self) -> None:
        """Show the palette, but not over the curtain, and never twice."""
        from textual.command import CommandPalette

        if self.uncovered.is_set() and not any(
            isinstance(each, CommandPalette) for each in self.screen_stack
        ):
            super().action_command_palette()

    def action_curtain(self) -> None:
        """Empty the screen at once, or bring it back. Time stands still behind the curtain."""
        from duologue.ui.screens.curtain import CurtainScreen

        if isinstance(self.screen, CurtainScreen):
            self.screen.dismiss()
            return
        self.cover()

    def cover(self) -> None:
        """Empty the screen at once. Time stands still until it is uncovered."""
        from duologue.ui.screens.curtain import CurtainScreen

        self.note_drafts()
        self.uncovered.clear()
        resume = self.play if self.play is not None and self.play.pause() else None
        self.push_screen(CurtainScreen(), lambda _: self._draw_curtain_back(resume))

    def _draw_curtain_back(self, resume: Play | None) -> None:
        self.uncovered.set()
        if resume is not None:
            resume.go_on()

    def note_drafts(self) -> None:
        """Note the letters that were typed since the last note."""
        for screen in self.screen_stack:
            if hasattr(screen, "note_draft"):
                screen.note_draft()

    def before_the_end(self) -> None:
        """Note what was typed; and where the session is over, leave nothing behind that was written in it."""
        self.note_drafts()
        if self.play is not None and self.play.session.ended:
            with suppress(NotWritten):  # Then the next start does it.
                self.play.finish(self.today())

    def on_unmount(self) -> None:
        """However it ends."""
        self.leaving.set()

    async def action_leave(self) -> None:
        """Leave at once. Nothing is lost."""
        if self.ends:
            return  # What is said at the end is said once.
        self.before_the_end()
        unfinished = self.play is not None and self.play.journal is not None and not self.play.session.ended
        self.exit(message=_WAITS if unfinished else None)
