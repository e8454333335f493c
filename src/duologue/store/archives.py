"""Zip files from anybody: read only what is asked for, and never more than is allowed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from duologue.store.files import Unreadable

MEMBERS_AT_MOST = 200_000
TIMES_AT_MOST = 100
"""How much more it may unpack to than it is itself; a journal unpacks to ten times as much."""
FREE = 16 * 1024 * 1024
"""Bytes that any file may unpack to."""


class Archive:
    """An open zip file. Nothing is ever unpacked to the disk under a name it brings along."""

    def __init__(self, file: ZipFile) -> None:
        self._file = file
        self._members = {each.filename: each for each in file.infolist() if _stays_inside(each)}

    @property
    def names(self) -> list[str]:
        """The files in it, in order; what points out of it is left out."""
        return list(self._members)

    def read(self, name: str, at_most: int) -> bytes:
        """The bytes of one file. Raises Unreadable."""
        member = self._members.get(name)
        if member is None:
            raise Unreadable("is not in the archive.")
        if member.file_size > at_most:
            raise Unreadable(f"is larger than {at_most} bytes.")
        if member.flag_bits & 1:
            raise Unreadable("is locked with a password.")
        if member.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise Unreadable("is packed in a way that is not read here.")
        try:
            # Never gives more than the size it states, which was looked at above.
            return self._file.read(member)
        except (BadZipFile, OSError, EOFError, RuntimeError, ValueError, NotImplementedError) as error:
            raise Unreadable("is damaged.") from error
        except zlib.error as error:
            raise Unreadable("is damaged.") from error


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open a zip file. Raises Unreadable where it is none, or would unpack to far more than it is."""
    if not path.is_file():
        raise Unreadable("is not a regular file.")
    try:
        file = ZipFile(path)
    except (BadZipFile, LargeZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable("is damaged, or not a zip file.") from error
    with file:
        members = file.infolist()
        if len(members) > MEMBERS_AT_MOST:
            raise Unreadable(f"holds more than {MEMBERS_AT_MOST} files.")
        unpacked = sum(member.file_size for member in members)
        if unpacked > max(FREE, TIMES_AT_MOST * path.stat().st_size):
            raise Unreadable("would unpack to far more than it is, so it is left alone.")
        yield Archive(file)


def _stays_inside(member: ZipInfo) -> bool:
    place = PurePosixPath(member.filename)
    odd = place.is_absolute() or ".." in place.parts or "\\" in member.filename or ":" in member.filename
    return not member.is_dir() and not odd
