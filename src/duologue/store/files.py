"""Reads files that may come from anybody, and writes files that must survive anything."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from duologue.core.toml_gate import BYTES_AT_MOST


class Unreadable(Exception):
    """A file that cannot be read as text; its text says why."""


class NotWritten(Exception):
    """Nothing was written, and what was there before is whole; its text says why, for people."""


_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is full",
    errno.EFBIG: "the disk takes no more",
    errno.EIO: "the disk reports an error",
}
_REASONS_WITH_PLACE = {
    errno.EROFS: "the disk can only be read",
    errno.EACCES: "writing is not allowed",
    errno.EPERM: "writing is not allowed",
    errno.ENOTDIR: "a file stands where a folder is needed",
    errno.EEXIST: "a file stands where a folder is needed",
}


@contextmanager
def saying_why(path: Path) -> Iterator[None]:
    """Turns a failure to write into NotWritten, in words that a person understands."""
    try:
        yield
    except OSError as error:
        number = error.errno or 0
        reason = _REASONS.get(number)
        if reason is None:
            reason = f"{_REASONS_WITH_PLACE.get(number, os.strerror(number).lower())} in {path.parent}"
        raise NotWritten(reason) from error


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
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | (0 if trusted else os.O_NOFOLLOW)
    try:
        handle = os.open(path, flags)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise Unreadable("is a link; a regular file is needed.") from error
        raise Unreadable(f"cannot be opened: {os.strerror(error.errno or 0).lower()}.") from error
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise Unreadable("is not a regular file.")
        with os.fdopen(handle, "rb", closefd=False) as file:
            data = file.read(at_most + 1)
    except OSError as error:
        raise Unreadable(f"cannot be read: {os.strerror(error.errno or 0).lower()}.") from error
    finally:
        with suppress(OSError):  # All that was asked for has been read by then.
            os.close(handle)
    if len(data) > at_most:
        raise Unreadable(f"is larger than {at_most} bytes.")
    return data


def listed(folder: Path, pattern: str) -> list[Path]:
    """What matches in a folder, by name; hidden files are left out.

    Nothing where the folder is not there or closed. Raises OSError where the disk does not answer.
    """
    if not os.access(folder, os.R_OK | os.X_OK):
        return []
    return sorted(path for path in folder.glob(pattern) if not path.name.startswith("."))


def make_folder(path: Path) -> None:
    """Make a folder that only its owner can open, and those above it. Raises NotWritten."""
    with saying_why(path / "…"):
        missing = [folder for folder in (path, *path.parents) if not folder.exists()]
        for folder in reversed(missing):
            folder.mkdir(mode=0o700, exist_ok=True)
            sync_folder(folder.parent)
        path.mkdir(exist_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a file so that it is wholly there or wholly as before, whatever happens.

    Returns only after the bytes and the folder's entry are on the disk. Raises NotWritten.
    """
    write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file as `write_text` does, byte for byte. Raises NotWritten."""
    from secrets import token_hex

    make_folder(path.parent)
    temporary = path.with_name(f".{path.name}.{token_hex(6)}.part")
    with saying_why(path):
        try:
            write_new(temporary, data)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def write_new(path: Path, data: bytes) -> None:
    """Write a file that must not exist yet, readable by its owner only. Raises OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    handle = os.open(path, flags, 0o600)
    try:
        write_all(handle, data)
        os.fsync(handle)
    finally:
        os.close(handle)


def write_all(handle: int, data: bytes) -> None:
    """Write every byte. On a full disk a short write comes first, so the count is checked. Raises OSError."""
    view = memoryview(data)
    while view:
        written = os.write(handle, view)
        view = view[written:]


def sync_folder(path: Path) -> None:
    """Make a folder's entries last through a power cut. Raises OSError."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def set_aside(path: Path) -> Path | None:
    """Move a file that cannot be used out of the way, beside itself; None where there is none.

    Raises NotWritten.
    """
    from secrets import token_hex

    if not path.exists():
        return None
    aside = path.with_name(f"{path.stem}-aside-{token_hex(3)}{path.suffix}")
    with saying_why(path):
        path.replace(aside)
    return aside


def remove(path: Path) -> None:
    """Remove a file, if it is there. Raises NotWritten."""
    with saying_why(path):
        path.unlink(missing_ok=True)


def move(source: Path, target: Path) -> Path:
    """Move a file to where none is yet, beside one of the same name where there is one; returns where it is.

    Raises NotWritten.
    """
    make_folder(target.parent)
    place, number = target, 1
    while place.exists():
        number += 1
        place = target.with_name(f"{target.stem}-{number}{target.suffix}")
    with saying_why(place):
        source.rename(place)
        sync_folder(place.parent)
        sync_folder(source.parent)
    return place
