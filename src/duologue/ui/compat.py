"""What depends on the inside of one version of Textual, with `ui/calm_driver.py`. Written for Textual 8.2."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from textual._context import active_message_pump
from textual.app import App, ReturnType, ScreenStackError
from textual.await_complete import AwaitComplete
from textual.cache import LRUCache
from textual.css.query import NoMatches
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode, NoScreen
from textual.screen import Screen
from textual.widget import MountError
from textual.widgets import OptionList
from textual.worker import WorkerFailed, get_current_worker

from duologue import process

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import Callable, Mapping

    from rich.console import RenderableType
    from textual.actions import ActionParseResult
    from textual.css.model import RuleSet
    from textual.css.types import CSSLocation
    from textual.driver import Driver
    from textual.widgets import TextArea


WHOLE_WITHIN = 2.0
"""Seconds in which any screen has its widgets, on any machine."""
_NOT_THERE = (NoMatches, MountError, NoScreen, ScreenStackError)
"""What is raised where a widget, a place for one, or a screen is missing. From the moment somebody leaves,
Textual gives no screen its widgets and takes no widget in, while what came before is still being done; and a
screen that is closed loses its pieces while work for it goes on, such as a search in the palette.
"""


class CalmStylesheet(Stylesheet):
    """Parses each source once for each set of colours. Stylesheet forgets what it parsed where there are more
    than 64 sources, and would parse all of them anew for each screen that brings one, before it is seen.
    """

    _parsed: ClassVar[LRUCache[tuple[object, ...], list[RuleSet]]] = LRUCache(1024)

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._colours = frozenset(variables.items())

    def set_variables(self, variables: dict[str, str]) -> None:
        super().set_variables(variables)
        self._colours = frozenset(variables.items())

    def _parse_rules(
        self,
        css: str,
        read_from: CSSLocation,
        is_default_rules: bool = False,
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        source = (self._colours, css, read_from, is_default_rules, tie_breaker, scope)
        rules = self._parsed.get(source)
        if rules is None:
            rules = Stylesheet._parse_rules(self, css, read_from, is_default_rules, tie_breaker, scope)
            self._parsed[source] = rules
        return rules

    def reparse(self) -> None:
        """Parse with the variables there are now; where that fails, what was parsed before stays."""
        self.parse()


class CalmApp(App[ReturnType]):
    """An App that ends in order: on signals, on a closed window, and after an error, telling no secrets."""

    def __init__(self) -> None:
        super().__init__()
        self.stylesheet = CalmStylesheet(variables=self.get_css_variables())

    def get_driver_class(self) -> type[Driver]:
        """Textual's own driver, with an input thread that survives broken bytes and a closed window."""
        driver = super().get_driver_class()
        if driver.__name__ != "LinuxDriver":
            return driver
        from duologue.ui.calm_driver import CalmDriver

        return CalmDriver

    def _load_screen_css(self, screen: Screen[Any]) -> None:
        """Comes before each screen that is pushed, and its widgets are made after it."""
        super()._load_screen_css(screen)
        self.fit(screen)

    def fit(self, screen: Screen[Any]) -> None:
        """Let a screen look from the first frame on as it should in a window of this size. Textual would lay
        all of it out as for no size, and then once more.
        """
        breakpoints = (screen.HORIZONTAL_BREAKPOINTS, screen.VERTICAL_BREAKPOINTS)
        for cells, marks in zip(self.size, breakpoints, strict=True):
            names = screen._get_breakpoint_classes(cells, marks or [])  # type: ignore[unclean]
            screen.add_class(*names, update=False)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run it when the screen it is for is whole: one that is left before it has its widgets looks for
        them in vain, and ends the app.
        """
        if isinstance(default_namespace, Screen):
            with suppress(TimeoutError):
                await asyncio.wait_for(default_namespace._mounted_event.wait(), WHOLE_WITHIN)
        return await super().run_action(action, default_namespace, namespaces)  # type: ignore[unclean]

    def end_on_signals(self) -> None:
        """Let signals end the app as leaving does; Textual handles none of them."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(_told_without_words)
        by_hand = () if self.is_headless else (signal.SIGINT, signal.SIGQUIT)  # A test is ended by hand too.
        for number in (signal.SIGTERM, signal.SIGHUP, *by_hand):
            loop.add_signal_handler(number, self.end_on_signal, number)

    def note_drafts(self) -> None:
        """Put on the disk what only the screen knows."""

    def before_the_end(self) -> None:
        """Leave nothing to be done."""

    def end_on_signal(self, number: int) -> None:
        """End with the status that a shell expects after this signal."""
        self.before_the_end()
        self.exit(return_code=128 + number)

    @property
    def ends(self) -> bool:
        """Whether they have left, and all is being put away."""
        return self._exit

    @property
    def unhandled(self) -> BaseException | None:
        """The error that ended the app, if one did."""
        return self._exception

    def _handle_exception(self, error: Exception) -> None:
        """As ever; but what is being put away, by itself or with the app, may miss a piece of itself."""
        reason: BaseException = error
        node: object = active_message_pump.get(self)
        if isinstance(error, WorkerFailed):
            reason, node = error.error, get_current_worker().node
        is_put_away = self._exit or (isinstance(node, DOMNode) and node._pruning)
        if not (is_put_away and isinstance(reason, _NOT_THERE)):
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Ends the app after an error. Textual would print local variables, the couple's words among them."""
        self._close_messages_no_wait()

    def panic(self, *renderables: RenderableType) -> None:
        """Ends the app after an error that knows how it would be shown, as after any other."""
        del renderables
        self._close_messages_no_wait()


def _told_without_words(loop: AbstractEventLoop, context: dict[str, Any]) -> None:
    """Of a task that failed where nobody asked for what came of it; asyncio would print what it was given."""
    del loop
    if isinstance(error := context.get("exception"), BaseException):
        process.tell(error)


def _dismiss(screen: Screen[Any], result: Any = None) -> AwaitComplete:
    """A screen takes only itself away, and once. Textual takes away whatever is on top by then: a key that
    comes twice, or the end of some work, would take away what lay below or above, or the last screen of all.
    """
    return _DISMISS(screen, result) if screen.is_active else AwaitComplete()


_DISMISS: Callable[[Screen[Any], Any], AwaitComplete] = Screen.dismiss
Screen.dismiss = _dismiss  # type: ignore[method-assign, assignment]


def _move_page(options: OptionList, direction: Literal[-1, 1]) -> None:
    """A page is turned where a line is in sight. Textual ends the app where none is, also in its palette."""
    if options._lines:
        _MOVE_PAGE(options, direction)


_MOVE_PAGE: Callable[[OptionList, Literal[-1, 1]], None] = OptionList._move_page
OptionList._move_page = _move_page  # type: ignore[method-assign, assignment]


def let_go_of_a_closed_terminal() -> None:
    """So that Python, flushing at its end, does not trip over a terminal that is gone."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def forget_drawn_lines(area: TextArea) -> None:
    """Let a text area draw all its lines anew."""
    area._line_cache.clear()
    area.refresh()
