"""The backup of the week, and one from the palette. Both are made in a thread, and never hold up the end."""

from __future__ import annotations

import asyncio
import time
from functools import partial
from typing import TYPE_CHECKING

from duologue.store.files import NotWritten

if TYPE_CHECKING:
    from datetime import datetime

    from duologue.store.backups import Made
    from duologue.ui.window import Window

_REST = 0.002
"""Seconds of rest between two pieces of work, so that no key waits."""
_LONG = 15.0
"""Seconds that the place stays on the screen, so that it can be noted."""


class _Leaving(Exception):
    """The app ends; the next start makes the backup."""


def back_up_weekly(window: Window) -> None:
    """Make the backup of this week, where it is due and this window writes."""
    if window.pen.writes:
        window.work_on(partial(_weekly, window), group="backup")


def back_up_now(window: Window) -> None:
    """Make a backup because they ask for one."""
    window.work_on(partial(_now, window), group="backup")


async def _weekly(window: Window) -> None:
    from duologue.store import backup_refused
    from duologue.store.backups import is_due

    today = window.today()
    if not await asyncio.to_thread(is_due, window.paths, today):
        return
    try:
        await asyncio.to_thread(_made, window, "weekly", today)
    except NotWritten as error:
        if await asyncio.to_thread(backup_refused.is_news, window.paths, today.date()):
            await window.uncovered.wait()
            words = f"This week's backup could not be made: {error}. What you keep is safe where it is."
            window.notify(words, markup=False, severity="warning", timeout=_LONG)
    except _Leaving:
        pass
    else:
        await asyncio.to_thread(backup_refused.forget, window.paths)


async def _now(window: Window) -> None:
    today = window.today()
    try:
        made = await asyncio.to_thread(_made, window, "by-hand", today)
    except NotWritten as error:
        words = f"The backup was not made: {error}. What you keep is safe where it is."
        window.notify(words, markup=False, severity="warning")
    except _Leaving:
        pass
    else:
        await window.uncovered.wait()
        window.notify(_told(made), markup=False, timeout=_LONG)


def _told(made: Made) -> str:
    count = "One file" if made.files == 1 else f"{made.files} files"
    missing = f"\n{len(made.missing)} could not be read, and are not in it." if made.missing else ""
    return f"Your backup is {made.path}: {count}.{missing}"


def _made(window: Window, reason: str, now: datetime) -> Made:
    """Make one in this thread, resting between files. Raises NotWritten, _Leaving."""
    from duologue.store.backups import make

    def rest() -> None:
        if window.leaving.is_set():
            raise _Leaving
        time.sleep(_REST)

    return make(window.paths, reason, now, rest)
