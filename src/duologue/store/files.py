"""All files of the store go through here: to the disk as it is, or to what is mounted over a folder.

Nothing is mounted until a couple lock what they keep with a passphrase (`duologue.store.vault`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from duologue.core.toml_gate import BYTES_AT_MOST
from duologue.store.disk import (
    PLAIN,
    Changed,
    Disk,
    NotWritten,
    Unreadable,
    is_there,
    saying_why,
    sync_folder,
    write_new,
)

__all__ = [
    "Changed", "NotWritten", "Unreadable", "append", "as_stored", "disk_of", "exists", "free_place",
    "holds", "is_closed", "is_mounted", "is_there", "listed", "make_folder", "mount", "mounted", "move",
    "read_bytes", "read_text", "remove", "remove_all", "replace", "saying_why", "set_aside", "stamp",
    "stamps", "sync", "sync_folder", "tidy", "unmount", "write_bytes", "write_new", "write_text",
]  # fmt: skip


class Mounted(Disk, Protocol):
    """A disk that stands in for the plain one."""

    def covers(self, path: Path) -> bool:
        """Whether a file of this name lies in it."""


_mounted: list[Mounted] = []


def mount(disk: Mounted) -> None:
    """From now on what it covers is read from it and written to it."""
    _mounted.insert(0, disk)


def unmount(disk: Mounted) -> None:
    """What it covered is read and written as it lies on the disk again."""
    _mounted.remove(disk)


def mounted() -> tuple[Mounted, ...]:
    """What is mounted now."""
    return tuple(_mounted)


def disk_of(path: Path) -> Disk:
    """Where a file of this name lies."""
    return next((disk for disk in _mounted if disk.covers(path)), PLAIN)


def is_mounted(path: Path) -> bool:
    """Whether it lies somewhere else than its name says."""
    return disk_of(path) is not PLAIN


def read_text(path: Path, *, trusted: bool = False) -> str:
    """The text of a regular file of at most 256 KiB.

    A link is followed only where the file is `trusted`. Raises Unreadable.
    """
    data = read_bytes(path, BYTES_AT_MOST, trusted=trusted)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"is not UTF-8: byte {error.start} does not fit.") from error


def read_bytes(path: Path, at_most: int, *, trusted: bool = False) -> bytes:
    """What stands in a regular file of at most so many bytes.

    A link is followed only where the file is `trusted`. Raises Unreadable.
    """
    return disk_of(path).read(path, at_most, trusted=trusted)


def holds(path: Path, data: bytes, disk: Disk | None = None) -> bool:
    """Whether just these bytes lie in that place, or on this disk."""
    try:
        return (disk or disk_of(path)).read(path, len(data), trusted=False) == data
    except Unreadable:
        return False


def exists(path: Path) -> bool:
    """Whether something lies there, be it a link to nothing; not where the disk does not say."""
    return disk_of(path).exists(path)


def listed(folder: Path, pattern: str) -> list[Path]:
    """What matches in a folder, by name; hidden files are left out.

    Nothing where the folder is not there or closed. Raises OSError where the disk does not answer.
    """
    return disk_of(folder).listed(folder, pattern)


def stamps(folder: Path) -> Iterator[tuple[str, str]]:
    """The names of the files in a folder, and how to tell whether one has changed. Raises OSError."""
    return disk_of(folder).stamps(folder)


def stamp(path: Path) -> str:
    """How to tell whether a file has changed; nothing where there is none."""
    return disk_of(path).stamp(path)


def as_stored(path: Path, data: bytes) -> tuple[Path, bytes]:
    """Where a file of this name really lies, and the bytes that really stand in it. Raises NotWritten."""
    return disk_of(path).as_stored(path, data)


def is_closed(folder: Path) -> bool:
    """Whether there is a folder that cannot be looked into."""
    return disk_of(folder).is_closed(folder)


def make_folder(path: Path) -> None:
    """Make a folder that only its owner can open, and those above it. Raises NotWritten."""
    disk_of(path).make_folder(path)


def write_text(path: Path, text: str, *, seen: str | None = None) -> None:
    """Write a file so that it is wholly there or wholly as before, whatever happens.

    Where `seen` is given, it takes the place of the file of this stamp only, or of none where it is empty.
    Returns only after the bytes and the folder's entry are on the disk. Raises NotWritten; Changed where
    another file lies there by now.
    """
    write_bytes(path, text.encode(), seen=seen)


def write_bytes(path: Path, data: bytes, *, seen: str | None = None) -> None:
    """Write a file as `write_text` does, byte for byte. Raises NotWritten."""
    disk_of(path).write(path, data, seen)


def append(path: Path, data: bytes, after: int) -> None:
    """Add to a file of just so many bytes; returns when it is on the disk.

    Raises NotWritten, with the file as it was before; Changed where it is gone or has another length.
    """
    disk_of(path).append(path, data, after)


def remove(path: Path) -> None:
    """Remove a file, if it is there. Raises NotWritten."""
    disk_of(path).remove(path)


def remove_all(folder: Path) -> None:
    """Remove a folder with all that is in it; a link is removed, not followed. Raises NotWritten."""
    disk_of(folder).remove_all(folder)


def tidy(folder: Path, up_to: Path) -> None:
    """Remove the folders in which nothing lies any more, from this one up to another."""
    disk_of(folder).tidy(folder, up_to)


def sync(folder: Path) -> None:
    """Make what was put into a folder last through a power cut. Raises NotWritten."""
    disk_of(folder).sync(folder)


def replace(source: Path, place: Path) -> None:
    """Move a file, in place of what may lie there, both on the same disk; on the disk by then.

    A file that is gone was moved before, which may not have reached the disk yet. Raises NotWritten.
    """
    disk_of(place).replace(source, place)


def set_aside(path: Path, named_after: Path | None = None) -> Path | None:
    """Move a file that cannot be used out of the way, beside itself; None where there is none.

    Its new name is made of its own, or of another one's. Raises NotWritten.
    """
    from secrets import token_hex

    if not exists(path):
        return None
    name = named_after or path
    aside = name.with_name(f"{name.stem}-aside-{token_hex(3)}{name.suffix}")
    replace(path, aside)
    return aside


def move(source: Path, target: Path) -> Path:
    """Move a file to where none is yet, beside one of the same name where there is one; returns where it is.

    Raises NotWritten.
    """
    place = free_place(target)
    replace(source, place)
    return place


def free_place(target: Path) -> Path:
    """This place, or one beside it where nothing lies yet."""
    place, number = target, 1
    while exists(place):
        number += 1
        place = target.with_name(f"{target.stem}-{number}{target.suffix}")
    return place
