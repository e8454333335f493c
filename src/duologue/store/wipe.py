"""Removes all that is ours, and nothing of anybody else's.

What is ours is told by its name (`duologue.store.ours`); a link is removed, and not followed; a folder goes
when nothing is left in it. Whatever is interrupted is finished when it is done again.

The order is such that being cut off leaves as little as can be: keys first, since all that is locked is lost
with them; then the backups, which hold the keys as well; then what was written unseen and the index, in which
all words are; then the rest.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from duologue.store.backups import is_ours as is_backup
from duologue.store.disk import in_words, sync_folder
from duologue.store.ours import Closed, below, entries, kind_of, our_tops
from duologue.store.paths import Paths

BACKUPS = "backups"
"""What people call them."""
_FIRST = ("identity", "", "journal", "agreed", "jar.sqlite", "pages", "locked")
"""What goes first, by the beginning of its place; the empty one stands for the backups."""
_LAST = ("settings", "couple", "duologue.lock")


@dataclass(frozen=True)
class Found:
    """Something to be removed."""

    path: Path
    kind: str
    """What people call it."""
    place: str
    """Where it lies below its base; nothing for a backup."""

    @property
    def turn(self) -> tuple[int, str]:
        """When it goes."""
        if "identity" in self.place:
            return 0, str(self.path)
        for number, name in enumerate(_FIRST):
            if self.place == name or (name and self.place.startswith(name)):
                return number, str(self.path)
        for number, name in enumerate(_LAST):
            if self.place.startswith(name):
                return 100 + number, str(self.path)
        return 50, str(self.path)


@dataclass(frozen=True)
class Left:
    """What could not be removed."""

    path: Path
    reason: str


def look(paths: Paths, *, keep_backups: bool = False) -> list[Found]:
    """All that would go, in its order. Changes nothing."""
    return survey(paths, keep_backups=keep_backups)[0]


def survey(paths: Paths, *, keep_backups: bool = False) -> tuple[list[Found], list[Left]]:
    """As `look`, and beside it the folders that cannot be looked into: what lies in them would stay."""
    closed: list[Left] = []

    def refused(folder: Path, error: OSError) -> None:
        closed.append(Left(folder, f"cannot be looked into: {in_words(error)}"))

    found = list(_below_the_bases(paths, refused))
    if not keep_backups:
        found += [
            Found(Path(entry.path), BACKUPS, "")
            for entry in entries(paths.backups, refused)
            if is_backup(entry.name) and not entry.is_dir(follow_symlinks=False)
        ]
    return sorted(found, key=lambda each: each.turn), closed


def count(found: list[Found]) -> dict[str, int]:
    """How many there are of each kind, the most first."""
    return dict(Counter(each.kind for each in found).most_common())


def wipe(paths: Paths, *, keep_backups: bool = False) -> list[Left]:
    """Remove all that is ours; answers what could not be removed or looked into, or may come back after a
    power cut.

    Only for whoever holds the pen. Raises nothing.
    """
    found, left = survey(paths, keep_backups=keep_backups)
    changed: dict[Path, None] = {}
    turn = 0
    for each in found:
        if each.turn[0] != turn:
            left += _sync(changed)
            turn = each.turn[0]
        try:
            each.path.unlink(missing_ok=True)
            changed[each.path.parent] = None
        except OSError as error:
            left.append(Left(each.path, in_words(error)))
    left += _sync(changed)
    remove_empty_folders(paths)
    return left


def not_ours(paths: Paths, *, keep_backups: bool = False) -> list[Path]:
    """The folders that are still there after a wipe, since something of somebody else's lies in them."""
    folders = [folder for folder in _folders(paths) if folder != paths.backups or not keep_backups]
    ours = [base / top.name for base, top, ours in our_tops(paths) if ours]
    return [folder for folder in (*folders, *ours) if folder.is_dir()]


def _sync(changed: dict[Path, None]) -> list[Left]:
    """Make it last through a power cut."""
    left = []
    for folder in changed:
        try:
            sync_folder(folder)
        except FileNotFoundError:
            pass
        except OSError as error:
            left.append(Left(folder, f"may come back after a power cut: {in_words(error)}"))
    changed.clear()
    return left


def _below_the_bases(paths: Paths, refused: Closed) -> Iterator[Found]:
    for base, top, ours in our_tops(paths, refused):
        is_folder = top.is_dir(follow_symlinks=False)
        inside = below(top.path, refused) if is_folder and ours else ()
        for entry in (top, *inside):
            if not entry.is_dir(follow_symlinks=False):
                place = Path(entry.path).relative_to(base).as_posix()
                if kind := kind_of(place) or _kind_of_link(entry, place):
                    yield Found(Path(entry.path), kind, place)


def _kind_of_link(entry: os.DirEntry[str], place: str) -> str:
    """What a link is called that stands where a folder of ours would."""
    if not entry.is_symlink():
        return ""
    kinds = (kind_of(f"{place}/{rest}") for rest in ("x.toml", "1/x.toml", "1/1/x.toml", f"{32 * '0'}.png"))
    return "links" if any(kinds) else ""


def remove_empty_folders(paths: Paths) -> None:
    """The inner ones first; the disk itself refuses where something is left in one."""
    folders = _folders(paths)
    for base, top, ours in our_tops(paths):
        if ours and top.is_dir(follow_symlinks=False):
            inside = (entry for entry in below(top.path) if entry.is_dir(follow_symlinks=False))
            folders += [base / top.name, *(Path(entry.path) for entry in inside)]
    for folder in sorted(dict.fromkeys(folders), key=lambda each: len(each.parts), reverse=True):
        with suppress(OSError):
            folder.rmdir()


def _folders(paths: Paths) -> list[Path]:
    return list(dict.fromkeys((paths.data, paths.config, paths.state, paths.cache, paths.backups)))
