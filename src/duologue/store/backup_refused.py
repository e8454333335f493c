"""Remembers that a weekly backup could not be made and that this was said, so that it is said once."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

from duologue.store.files import NotWritten, Unreadable, read_text, remove, write_text
from duologue.store.paths import Paths

AGAIN = timedelta(days=7)
"""After this long it is said again."""


def is_news(paths: Paths, today: date) -> bool:
    """Whether they have not been told of it in the last week; from now on they have."""
    with suppress(Unreadable, ValueError):
        if abs(today - date.fromisoformat(read_text(_note(paths)).strip())) < AGAIN:
            return False
    with suppress(NotWritten):  # Where nothing can be written they may well hear it again.
        write_text(_note(paths), f"{today.isoformat()}\n")
    return True


def forget(paths: Paths) -> None:
    """It could be made after all."""
    with suppress(NotWritten):
        remove(_note(paths))


def _note(paths: Paths) -> Path:
    return paths.state / "backup-refused.txt"
