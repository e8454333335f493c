"""Making a keepsake of all moments, from the palette."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from duologue.store.files import NotWritten, write_text

if TYPE_CHECKING:
    from datetime import date

    from duologue.keepsake.taken import Taken
    from duologue.ui.window import Window

_LONG = 15.0
"""Seconds that the place stays on the screen, so that it can be noted."""


def make_keepsake(window: Window) -> None:
    """Say where the keepsake goes, and make it if they wish."""
    window.work_on(partial(_make, window), group="keepsake", exclusive=True)


async def _make(window: Window) -> None:
    from duologue.ui.screens.question import QuestionScreen

    today = window.today().date()
    taken, place = await asyncio.to_thread(_look, window, today)
    await window.uncovered.wait()
    if not taken.memories:
        words = "A keepsake is made of moments you both kept. The jar has none yet."
        window.notify(words, markup=False)
        return
    count = len(taken.memories)
    words = (
        f"{'Your first moment' if count == 1 else f'Your {count} moments'} as a small book: one page for a "
        f"browser, to read together or to print. It goes to\n\n{place}\n\n"
        "It is not locked. Whoever has the file can read it."
    )
    answers = {"enter": "make it", "escape": "not now"}
    if await window.push_screen_wait(QuestionScreen("A keepsake", words, answers)) != "enter":
        return
    try:
        await asyncio.to_thread(_write, taken, place, today)
    except NotWritten as error:
        words = f"The keepsake was not made: {error}. Your moments are safe in the jar."
        window.notify(words, markup=False, severity="warning")
        return
    await window.uncovered.wait()
    window.notify(
        f"Your keepsake is in {place}.{_left_out(len(taken.problems))}", markup=False, timeout=_LONG
    )


def _left_out(count: int) -> str:
    if not count:
        return ""
    files = "One file of the jar" if count == 1 else f"{count} files of the jar"
    return f"\n{files} could not be read, and {'is' if count == 1 else 'are'} as before."


def _look(window: Window, today: date) -> tuple[Taken, Path]:
    from duologue.keepsake.places import usual_place
    from duologue.keepsake.taken import take

    return take(window.paths), usual_place(Path.home(), today)


def _write(taken: Taken, place: Path, today: date) -> None:
    write_text(place, taken.book(today))
