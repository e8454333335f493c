"""Asking how everything is, at home."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from textual.css.query import NoMatches

if TYPE_CHECKING:
    from duologue.ui.window import Window


def show_doctor(window: Window) -> None:
    """Look at everything in a thread, and show what was found."""
    window.work_on(partial(_show, window), group="doctor", exclusive=True)


async def _show(window: Window) -> None:
    from duologue.store.doctor.examination import examine
    from duologue.ui.screens.doctor import DoctorScreen

    await window.uncovered.wait()
    if isinstance(window.screen, DoctorScreen):
        return
    screen = DoctorScreen()
    await window.push_screen(screen)
    findings = await asyncio.to_thread(examine, window.paths, window.today())
    with suppress(NoMatches):  # The screen is being closed, piece by piece.
        if screen.is_attached:
            screen.show(findings)
