"""What a test does and sees at the table: keys, clicks, and the screen as text."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.widgets import Static

from duologue.core.session import Session
from duologue.core.states import State
from duologue.store.paths import Paths
from duologue.ui.app import DuologueApp
from duologue.ui.screens.session import SessionScreen
from duologue.ui.screens.time_out import TimeOutScreen
from tests.builders import FakeClock

PATIENCE = 30.0
"""Seconds a condition may take; far more than it needs, for machines that are busy."""


async def end_of(pump: MessagePump) -> None:
    """Wait until this app, or this screen, hears of nothing any more; a pilot asks only what still does."""
    assert pump._task is not None
    ended, _ = await asyncio.wait([pump._task], timeout=PATIENCE)
    assert ended, f"{pump} goes on"


@dataclass
class Table:
    """The laptop with two people in front of it."""

    app: DuologueApp
    pilot: Pilot[None]
    clock: FakeClock
    paths: Paths

    @property
    def session(self) -> Session:
        """The session being played."""
        assert self.app.play is not None, "no session is open"
        return self.app.play.session

    def state(self) -> State:
        """What the session is doing."""
        return self.session.state

    def screen(self) -> str:
        """All that is shown, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    def words(self) -> str:
        """All that is shown, as running text: borders left out, lines joined."""
        shown = self.screen()
        for mark in "╭╮╰╯│─┏┓┗┛┃━":
            shown = shown.replace(mark, " ")
        return " ".join(shown.split())

    def text_of(self, selector: str) -> str:
        """The text of one widget, whole, however it wraps."""
        return str(self.app.screen.query_one(selector, Static).content)

    async def until(self, holds: Callable[[], bool], what: str) -> None:
        """Let the app go on until something holds."""
        end = monotonic() + PATIENCE
        while not holds():
            if monotonic() > end:
                raise AssertionError(f"waited in vain for {what}. The screen:\n{self.screen()}")
            await self.pilot.pause(0.01)

    async def sees(self, text: str) -> None:
        """Wait until the text is on the screen."""
        await self.until(lambda: text in self.words(), repr(text))

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type text."""
        await self.press(*({" ": "space"}.get(character, character) for character in text))

    async def click(self, text: str) -> None:
        """Click on the first place where the text stands."""
        for y, line in enumerate(self.screen().splitlines()):
            if (x := line.find(text)) >= 0:
                await self.pilot.click(offset=(x, y))
                await self.pilot.pause()
                return
        raise AssertionError(f"{text!r} is nowhere on the screen:\n{self.screen()}")

    async def pass_time(self, seconds: float) -> None:
        """Let time go by, and the screen notice."""
        self.clock.pass_by(seconds)
        screen = self.app.screen
        assert isinstance(screen, SessionScreen | TimeOutScreen)
        await screen.look_at_the_clock()
        await self.pilot.pause()

    async def play_until(self, state: State) -> None:
        """Go the shortest way on until the session is in this state."""
        for _ in range(80):
            if self.state() is state:
                return
            await self.press("a", "l") if self.state() is State.CONFIRMING else await self.press("space")
        raise AssertionError(f"the session never came to {state}")
