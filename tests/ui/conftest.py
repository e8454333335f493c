"""The app without a terminal, with a clock that the test holds."""

from __future__ import annotations

import errno
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from shutil import copy2
from typing import TypeAlias
from weakref import WeakKeyDictionary

import pytest
from rich.console import RenderableType
from textual import _wait, constants
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.geometry import Size
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Input, TextArea

from duologue.core.couple import Couple
from duologue.store.decks import load_shelf
from duologue.store.paths import Paths
from duologue.store.settings import save_couple
from duologue.ui.app import DuologueApp
from duologue.ui.sessions import Opening
from tests.builders import NAMES, FakeClock
from tests.ui.locked import Open, shut
from tests.ui.playing import Table, end_of

SetTable: TypeAlias = Callable[..., AbstractAsyncContextManager[Table]]


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing moves or blinks by itself."""
    monkeypatch.setattr(constants, "TEXTUAL_ANIMATIONS", "none")
    for widget in (Input, TextArea):
        monkeypatch.setattr(widget.cursor_blink, "_default", False)


@pytest.fixture(autouse=True)
def _no_longer_than_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """After each key a pilot looks, again and again, whether all has been done; as it comes, three times for
    20 ms, which is more than half of a test. What takes longer than this is waited for by what it shows.
    """
    monkeypatch.setattr(_wait, "SLEEP_GRANULARITY", 0.004)
    monkeypatch.setattr(_wait, "SLEEP_IDLE", 0.001)


@pytest.fixture(autouse=True)
def _backed_up(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if this week's backup had been made, but where a test asks for it."""
    if request.node.get_closest_marker("backs_up") is None:
        monkeypatch.setattr("duologue.store.backups.is_due", lambda *_: False)


@pytest.fixture(autouse=True)
def _drawn_when_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """A frame is drawn when a test looks at the screen, and once. Those in between would be drawn for nobody,
    which takes a third of the time; the tests in a terminal have each of them drawn.
    """

    draw, look = Compositor.render_update, Compositor.render_strips
    seen: WeakKeyDictionary[Compositor, list[Strip]] = WeakKeyDictionary()

    def drawn_if_asked_for(
        compositor: Compositor,
        full: bool = False,
        screen_stack: list[Screen[object]] | None = None,
        simplify: bool = False,
    ) -> RenderableType | None:
        if full or compositor._dirty_regions:
            seen.pop(compositor, None)
        if full:
            return draw(compositor, full, screen_stack, simplify)
        compositor._dirty_regions.clear()
        return None

    def looked_at(compositor: Compositor, size: Size | None = None) -> list[Strip]:
        if compositor not in seen:
            if compositor.root is not None:
                visible_screen_stack.set(compositor.root.app._background_screens)
            seen[compositor] = look(compositor, size)
        return seen[compositor]

    monkeypatch.setattr(Compositor, "render_update", drawn_if_asked_for)
    monkeypatch.setattr(Compositor, "render_strips", looked_at)


@pytest.fixture(scope="session")
def _remembered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the app remembers of all the decks once it has read them."""
    known = Paths.under(tmp_path_factory.mktemp("remembered"))
    load_shelf(known)
    return known.shelf


@pytest.fixture
def set_table(paths: Paths, _remembered: Path) -> SetTable:
    """Opens the app for Ana and Ben, or whoever is named, and waits until it is settled, if it ever is.

    They were here before, so the decks are not all read again, where they are those that come with the app.
    """

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
            paths.shelf.parent.mkdir(mode=0o700, exist_ok=True)
            copy2(_remembered, paths.shelf)
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
            if app.is_running:
                table.screen()  # Whatever is left there can be drawn.
            app.exit()  # As people leave; a pilot alone would take the screens away under what still runs.
            await end_of(app)
        app.pen.put_down()

    return open_it


@pytest.fixture
def locked(set_table: SetTable, paths: Paths) -> Open:
    """Opens the app on a locked folder, at the passphrase."""

    @asynccontextmanager
    async def open_it_up(
        opening: Opening | None = None, size: tuple[int, int] = (100, 30)
    ) -> AsyncIterator[Table]:
        async with set_table(before=shut, settles=False, opening=opening, size=size) as table:
            await table.sees("What you keep is locked.")
            yield table

    assert not paths.is_locked
    return open_it_up


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Lets the disk take nothing that they keep, or take it again."""
    write = os.write

    def refused(handle: int, data: bytes) -> int:
        if bytes(data).startswith((b"format", b"age-encryption")):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(handle, data)

    return lambda is_full: monkeypatch.setattr("os.write", refused if is_full else write)


__all__ = ["Pilot", "SetTable"]
