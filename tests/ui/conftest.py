"""The app without a terminal, with a clock that the test holds."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import TypeAlias

import pytest
from textual import constants
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from duologue.core.couple import Couple
from duologue.store.paths import Paths
from duologue.store.settings import save_couple
from duologue.ui.app import DuologueApp
from duologue.ui.sessions import Opening
from tests.builders import NAMES, FakeClock
from tests.ui.playing import Table

SetTable: TypeAlias = Callable[..., AbstractAsyncContextManager[Table]]


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing moves or blinks by itself."""
    monkeypatch.setattr(constants, "TEXTUAL_ANIMATIONS", "none")
    for widget in (Input, TextArea):
        monkeypatch.setattr(widget.cursor_blink, "_default", False)


@pytest.fixture
def set_table(paths: Paths) -> SetTable:
    """Opens the app for Ana and Ben, or whoever is named, and waits until it is settled, if it ever is."""

    @asynccontextmanager
    async def open_it(  # noqa: PLR0913, PLR0917 - a test names the few it means
        couple: Couple | None = NAMES,
        opening: Opening | None = None,
        size: tuple[int, int] = (100, 30),
        before: Callable[[Paths], None] = lambda _: None,
        today: Callable[[], datetime] = lambda: datetime(2026, 11, 22, 20, 30, tzinfo=UTC),
        settles: bool = True,
    ) -> AsyncIterator[Table]:
        if couple is not None:
            save_couple(paths, couple)
        before(paths)
        clock = FakeClock()
        app = DuologueApp(paths, opening, clock, today)
        async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
            table = Table(app, pilot, clock, paths)
            if settles:
                await table.until(lambda: app.shelf is not None, "the app to settle")
            if settles and opening is not None:
                await table.sees("pace ●")
            yield table
            app.exit()  # As people leave; a pilot alone would take the screens away under what still runs.
        app.pen.put_down()

    return open_it


__all__ = ["Pilot", "SetTable"]
