"""What was let go lies here for thirty days: `trash/YYYY-MM-DD/memories/YYYY/MM/ID.toml`.

The day is in the folder's name, so that a copy of the folder knows it too.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from duologue.core.kept import Kept, gather
from duologue.core.memory import Memory
from duologue.core.problem import Problem
from duologue.store.files import NotWritten, move, remove
from duologue.store.paths import Paths
from duologue.store.records import load_versions, record_files

DAYS = 30
"""How long it lies here."""


@dataclass(frozen=True)
class LetGo:
    """A memory in the trash."""

    kept: Kept[Memory]
    since: date
    files: tuple[Path, ...]

    @property
    def until(self) -> date:
        """The day on which it is gone."""
        return self.since + timedelta(days=DAYS)


def let_go(paths: Paths, files: Iterable[Path], today: date) -> None:
    """Put the files of one memory into the trash, in this order. Raises NotWritten."""
    for file in files:
        move(file, paths.trash / today.isoformat() / file.relative_to(paths.data))


def in_trash(paths: Paths) -> list[LetGo]:
    """What can be brought back, the latest first. What cannot be read lies there until its time is over."""
    found: list[LetGo] = []
    for since, folder in sorted(_days(paths), reverse=True):
        files: dict[str, list[Path]] = {}
        versions: list[Memory] = []
        for file in record_files(folder / paths.memories.name):
            read = load_versions(file, Memory)
            if not isinstance(read, Problem):
                versions += read
                files.setdefault(read[0].root, []).append(file)
        found += [LetGo(kept, since, tuple(files[kept.root])) for kept in gather(versions)]
    return found


def bring_back(paths: Paths, gone: LetGo) -> None:
    """Put a memory back to where it lay. Raises NotWritten."""
    day = paths.trash / gone.since.isoformat()
    for file in gone.files:
        move(file, paths.data / file.relative_to(day))
    _tidy(day)


def empty(paths: Paths, *, before: date | None = None) -> None:
    """Remove what was let go, for good; with a date only what was let go before it. Raises NotWritten."""
    for since, folder in _days(paths):
        if before is None or since < before:
            for file in sorted(folder.rglob("*")):
                if file.is_symlink() or not file.is_dir():
                    remove(file)
            _tidy(folder)


def purge(paths: Paths, today: date) -> None:
    """Remove what has lain here for longer than thirty days, where the disk allows it."""
    with suppress(NotWritten):
        empty(paths, before=today - timedelta(days=DAYS))


def _days(paths: Paths) -> Iterator[tuple[date, Path]]:
    if os.access(paths.trash, os.R_OK | os.X_OK):
        for folder in paths.trash.iterdir():
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}", folder.name) and not folder.is_symlink():
                with suppress(ValueError):
                    yield date.fromisoformat(folder.name), folder


def _tidy(folder: Path) -> None:
    """Remove folders in which nothing lies any more."""
    for within in (*sorted(folder.rglob("*/"), reverse=True), folder):
        with suppress(OSError):
            within.rmdir()
