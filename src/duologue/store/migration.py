"""Brings files of an older format to the newest one, and keeps the old file until the new one is verified.

First a backup is made. Then each old file is copied to a hidden one beside it, the new one takes its place in
one step, is read back and compared, and only then the copy goes. Whatever is cut off in between, the next
start goes on: a new file that is whole stays, and else the old one comes back. What lies in its place then is
damaged, or another program put it there just now: it stays beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from duologue.core import formats
from duologue.core.formats import Kind, Standing
from duologue.core.problem import Problem
from duologue.core.toml_gate import BYTES_AT_MOST
from duologue.core.toml_text import Document
from duologue.store import toml_files
from duologue.store.files import (
    NotWritten,
    Unreadable,
    as_stored,
    exists,
    read_bytes,
    remove,
    set_aside,
    stamp,
    write_bytes,
)
from duologue.store.paths import Paths
from duologue.store.settings import places, read, written

BACKUP = "before-migration"
"""Why the backup was made."""
Backup = Callable[[Paths, str, datetime], object]


def older(paths: Paths) -> dict[Kind, Path]:
    """The files that are whole and of an older format."""
    found = {}
    for kind, path in places(paths).items():
        document = read(kind, path)
        if isinstance(document, Document) and formats.standing(kind, document.values) is Standing.OLDER:
            found[kind] = path
    return found


def migrate(paths: Paths, now: datetime, backup: Backup | None = None) -> list[Path]:
    """Bring all files to the newest format; answers which that were.

    For whoever holds the pen, before anything else is read. Raises NotWritten: then every file is as it was,
    or new and whole, and the rest is for the next time. Without a backup nothing is done.
    """
    for kind, path in places(paths).items():
        _finish(kind, path)
    waiting = older(paths)
    if waiting:
        (backup or _backup)(paths, BACKUP, now)
    for kind, path in waiting.items():
        _migrate(kind, path)
    return list(waiting.values())


def _backup(paths: Paths, reason: str, now: datetime) -> None:
    from duologue.store.backups import make

    make(paths, reason, now)


def old_copy(path: Path) -> Path:
    """Where the old file lies until the new one is verified."""
    return path.with_name(f".{path.name}.old")


def _migrate(kind: Kind, path: Path) -> None:
    seen = stamp(path)  # What a file sync puts there from here on is not written over.
    before, document = _bytes_of(path), read(kind, path)
    if isinstance(document, Problem):  # It has changed since it was looked at.
        return
    following = written(kind, formats.migrated(kind, document.values))
    write_bytes(old_copy(path), before)
    toml_files.save(path, following, seen=seen)
    ours, found = stamp(path), read(kind, path)
    if isinstance(found, Document) and found.values == following:
        remove(old_copy(path))
    elif stamp(path) != ours:  # It is another one by now.
        _finish(kind, path)
    elif isinstance(found, Problem) and found.is_refused:
        raise NotWritten(f"{path.name} {found.reason.rstrip('.')}")
    else:
        _bring_back(path)
        raise NotWritten(f"{path.name} could not be read again in its new form, so the old one is back")


def _finish(kind: Kind, path: Path) -> None:
    """After something was cut off: what is whole in its place stays; else the old one comes back.

    What the disk does not give just now may be whole, and newer than the old one: both wait.
    """
    old = old_copy(path)
    if not exists(old):
        return
    found = read(kind, path)
    if isinstance(found, Document):
        remove(old)
    elif found.is_refused and exists(path):
        return
    elif isinstance(read(kind, old), Document):
        _bring_back(path)


def _bring_back(path: Path) -> None:
    """Put the old one into its place, and what lies there beside it. Raises NotWritten."""
    before = _bytes_of(old_copy(path))
    set_aside(as_stored(path, before)[0])  # As it lies, for it may not open.
    set_aside(path)  # Where all is locked, another program may have put one there openly.
    write_bytes(path, before, seen="")
    remove(old_copy(path))


def _bytes_of(path: Path) -> bytes:
    """Raises NotWritten: it is needed to write another."""
    try:
        return read_bytes(path, BYTES_AT_MOST)
    except Unreadable as error:
        raise NotWritten(f"{path.name} {str(error).rstrip('.')}") from error
