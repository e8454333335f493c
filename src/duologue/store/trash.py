"""What was let go lies here for thirty days: `trash/YYYY-MM-DD/memories/YYYY/MM/ID.toml`.

The day is in the folder's name, so that a copy of the folder knows it too. Whatever is interrupted here goes
on where it was when it is done again: a file that has gone already is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from duologue.core.kept import Kept, gather
from duologue.core.memory import Memory
from duologue.core.problem import Problem
from duologue.core.toml_gate import BYTES_AT_MOST
from duologue.store.files import (
    NotWritten,
    Unreadable,
    exists,
    read_bytes,
    remove,
    remove_all,
    replace,
    tidy,
    write_text,
)
from duologue.store.paths import Paths
from duologue.store.records import load_versions
from duologue.store.survey import Survey

DAYS = 30
"""How long it lies here."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_GOING = ".emptying"
"""Names the pictures of what is being removed for good: the records go first, and then nothing else would."""
_GOING_AT_MOST = 16 * 1024 * 1024
_PICTURE = re.compile(r"[0-9a-f]{32}\.(png|jpg|gif|webp)")
"""No other file goes because of what is noted; that may come from anybody."""


@dataclass(frozen=True)
class LetGo:
    """A memory in the trash."""

    kept: Kept[Memory]
    since: date
    """The latest day on which it was let go."""
    files: tuple[Path, ...]
    """In the order in which they come back: what stands first."""

    @property
    def until(self) -> date:
        """The last day on which it lies here."""
        return until(self.since)


def until(since: date) -> date:
    """The last day on which something lies in the trash that was let go on this day."""
    return since + timedelta(days=DAYS)


def let_go(paths: Paths, files: Iterable[Path], today: date) -> None:
    """Put the files of one memory into the trash, in this order.

    Raises NotWritten; then those that had gone are put back, as far as the disk allows it.
    """
    day, moved = paths.trash / today.isoformat(), []
    try:
        for file in files:
            place = _place_for(file, day / file.relative_to(paths.data))
            moved.append((file, place))
            replace(file, place)
    except NotWritten:
        for file, place in reversed(moved):
            with suppress(NotWritten):
                if not exists(file):
                    replace(place, file)
        raise


def in_trash(paths: Paths) -> list[LetGo]:
    """What can be brought back, the latest first. What was let go twice is there once."""
    return look(paths)[0]


def look(paths: Paths) -> tuple[list[LetGo], list[Problem]]:
    """What can be brought back, the latest first; and what cannot be read, and lies here all the same."""
    found: dict[str, list[tuple[date, Path, list[Memory]]]] = {}
    days, problems = _days(paths)
    for since, folder in days:
        survey = Survey(folder / paths.memories.name)
        for file in survey.files():
            read = load_versions(file, Memory)
            if isinstance(read, Problem):
                problems.append(read)
            else:
                found.setdefault(read[0].root, []).append((since, file, read))
        problems += survey.closed
    gone = [_of_one_root(each) for each in found.values()]
    newest_first = sorted(gone, key=lambda each: each.kept.now.when, reverse=True)
    return sorted(newest_first, key=lambda each: each.since, reverse=True), problems


def _of_one_root(found: Sequence[tuple[date, Path, list[Memory]]]) -> LetGo:
    kept = gather(version for _, _, versions in found for version in versions)[0]
    earlier = {version.id for version in kept.earlier}
    order = sorted(found, key=lambda each: (all(version.id in earlier for version in each[2]), each[1]))
    return LetGo(kept, max(since for since, _, _ in found), tuple(file for _, file, _ in order))


def bring_back(paths: Paths, gone: LetGo) -> None:
    """Put a memory back to where it lay. What lies there already is not doubled. Raises NotWritten."""
    for file in gone.files:
        day, *within = file.relative_to(paths.trash).parts
        replace(file, _place_for(file, paths.data.joinpath(*within)))
        tidy(file.parent, paths.trash / day)


def empty(paths: Paths, *, before: date | None = None) -> None:
    """Remove what was let go, for good; with a date only what was let go before it. Raises NotWritten."""
    days, closed = _days(paths)
    for since, folder in days:
        if before is None or since < before:
            remove_all(folder)
    if closed:
        raise NotWritten(f"{closed[0].file} {closed[0].reason.rstrip('.')}")


def pictures(paths: Paths, *, before: date | None = None) -> tuple[set[str], list[Problem]]:
    """The names of the pictures of what lies here, with a date only of what was let go before it; and what
    cannot be read, and may name others."""
    found, problems = look(paths)
    due = [gone for gone in found if before is None or _is_due(paths, gone, before)]
    versions = [version for gone in due for version in (*gone.kept.standing, *gone.kept.earlier)]
    return {version.picture for version in versions if version.picture}, problems


def _is_due(paths: Paths, gone: LetGo, before: date) -> bool:
    """Whether a file of it was let go before this day."""
    return any(file.relative_to(paths.trash).parts[0] < before.isoformat() for file in gone.files)


def going(paths: Paths) -> set[str]:
    """The pictures that are noted to be removed unless something still has them."""
    try:
        text = read_bytes(paths.trash / _GOING, _GOING_AT_MOST).decode(errors="replace")
    except Unreadable:
        return set()
    return {name for name in text.splitlines() if _PICTURE.fullmatch(name)}


def note_going(paths: Paths, names: set[str]) -> None:
    """Note which pictures are to be removed; none any more where there are no names. Raises NotWritten."""
    if names:
        write_text(paths.trash / _GOING, "".join(f"{name}\n" for name in sorted(names)))
    else:
        remove(paths.trash / _GOING)


def _days(paths: Paths) -> tuple[list[tuple[date, Path]], list[Problem]]:
    """The days on which something was let go, and the folders that cannot be looked into."""
    survey = Survey(paths.trash)
    days: list[tuple[date, Path]] = []
    for folder in survey.within(paths.trash, "*/"):
        if _DAY.fullmatch(folder.name):
            with suppress(ValueError), survey.telling(folder):
                day = date.fromisoformat(folder.name)
                days += [] if folder.is_symlink() else [(day, folder)]
    return days, survey.closed


def _place_for(file: Path, wished: Path) -> Path:
    """Where a file can go: where nothing lies yet, or the same bytes do."""
    place, number = wished, 1
    while exists(place) and exists(file) and not _is_copy(file, place):
        number += 1
        place = wished.with_name(f"{wished.stem}-{number}{wished.suffix}")
    return place


def _is_copy(file: Path, other: Path) -> bool:
    try:
        return read_bytes(file, BYTES_AT_MOST) == read_bytes(other, BYTES_AT_MOST)
    except Unreadable:
        return False
