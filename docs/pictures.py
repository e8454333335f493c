"""Draws the pictures of the README from the running app, so that they never show what is not there.

Two people of its own play in a folder of its own, with a clock that goes when it is told to: the same
program draws the same pictures, to the byte.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from textual.pilot import Pilot

from duologue.core.couple import Couple
from duologue.core.seats import Seat
from duologue.core.session import Session
from duologue.core.states import State
from duologue.store.paths import Paths
from duologue.store.settings import Settings, save_couple, save_settings
from duologue.ui.app import DuologueApp
from duologue.ui.sessions import Opening
from duologue.ui.widgets.field import WritingField

PICTURES = Path(__file__).with_name("pictures")
SIZE = (100, 30)
EVENING = datetime(2026, 11, 20, 20, 30, tzinfo=UTC)
MOMENT = "The cold floor by the window"
LINES = (
    "You stand at the window for a while before the day begins. I did not know.",
    "You said “I”, and it was me. Even my feet on the cold floor.",
)
TRIES = 2000
_NOT_THE_PICTURE = re.compile(r"\s*(@font-face \{.*?\}|<!--.*?-->)", re.DOTALL)
"""Fonts that a viewer would fetch from elsewhere, and remarks."""


class HeldClock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Evening:
    """The app, with two people in front of it."""

    app: DuologueApp
    pilot: Pilot[None]
    clock: HeldClock

    @property
    def session(self) -> Session:
        """The session being played."""
        assert self.app.play is not None
        return self.app.play.session

    async def until(self, ready: Callable[[], bool]) -> None:
        """Wait for something to be so."""
        for _ in range(TRIES):
            if ready():
                await self.pilot.pause()
                return
            await self.pilot.pause()
        raise SystemExit("The app did not get to where the next picture is drawn.")

    async def press(self, key: str, then: State) -> None:
        """Press a key, and wait for where it leads."""
        before = self.session
        await self.pilot.press(key)
        await self.until(lambda: self.session is not before and self.session.state is then)

    async def write(self, text: str, key: str, then: State) -> None:
        """Write a line, and say that it is done."""
        await self.until(lambda: bool(self.app.screen.query(WritingField)))
        self.app.screen.query_one(WritingField).text = text
        await self.press(key, then)

    async def let_pass(self, seconds: float) -> None:
        """Let the candle burn. Showing and hiding the digits wakes the screen and draws the candle anew."""
        self.clock.seconds += seconds
        await self.pilot.press("t", "t")
        await self.pilot.pause()

    def draw(self, name: str) -> None:
        """Save a picture of the screen. Nothing in it is fetched from elsewhere."""
        drawn = _NOT_THE_PICTURE.sub("", self.app.export_screenshot(title="Duologue"))
        (PICTURES / f"{name}.svg").write_text(drawn, "utf-8")


@asynccontextmanager
async def evening(opening: Opening | None = None, theme: str = "hearth") -> AsyncIterator[Evening]:
    """The app, opened for Ana and Ben."""
    with TemporaryDirectory() as folder:
        paths = Paths.under(Path(folder))
        save_couple(paths, Couple("Ana", "Ben"))
        save_settings(paths, Settings(theme=theme))
        clock = HeldClock()
        app = DuologueApp(paths, opening, clock, lambda: EVENING)
        app.animation_level = "none"
        async with app.run_test(size=SIZE) as pilot:
            ours = Evening(app, pilot, clock)
            await ours.until(lambda: app.shelf is not None)
            if opening is not None:
                await ours.until(lambda: app.play is not None)
            yield ours
        app.pen.put_down()


async def home() -> None:
    """What they see first."""
    async with evening() as ours:
        ours.draw("home")


async def a_round() -> None:
    """One partner tells as the other; and at the end a moment is kept."""
    async with evening(Opening("in-your-shoes", seed=28)) as ours:
        await ours.press("space", State.READING)
        await ours.press("space", State.TALKING)
        await ours.let_pass(70)
        ours.draw("talking")
        await ours.press("space", State.CONFIRMING)
        await ours.press("a" if ours.session.here.owner is Seat.LEFT else "l", State.TALKING)
        for state in (State.READING, State.TALKING, State.TALKING, State.OFFERING):
            await ours.press("space", state)
        await ours.press("a", State.OFFERING)
        await ours.press("l", State.NAMING)
        await ours.write(MOMENT, "enter", State.WRITING)
        await ours.write(LINES[0], "ctrl+s", State.WRITING)
        await ours.write(LINES[1], "ctrl+s", State.REVEALING)
        ours.draw("keeping")


async def in_linen() -> None:
    """The same in a light theme, with another deck."""
    async with evening(Opening("tell-and-retell", seed=10), theme="linen") as ours:
        await ours.press("space", State.TALKING)
        await ours.let_pass(170)
        ours.draw("linen")


async def main() -> None:
    """Draw them all."""
    os.environ.pop("NO_COLOR", None)
    PICTURES.mkdir(exist_ok=True)
    for picture in (home, a_round, in_linen):
        await picture()


if __name__ == "__main__":
    asyncio.run(main())
