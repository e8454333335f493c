"""Tar files in their plainest form, which every `tar` opens: regular files with their names, nothing else.

Reading is strict, since a file may come from anybody: one pass, no seeking, nothing held that a header asks
for, and whatever is not regular, or not whole, is refused.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from duologue.store.disk import Unreadable, write_all

MEMBERS_AT_MOST = 200_000
SIZE_AT_MOST = 8**11 - 1
"""Bytes of one file that a header has room for: 8 GiB."""
_LATEST = 8**11 - 1
"""The last second that a header has room for, in the year 2242."""
NAME_AT_MOST = 4096
"""Bytes of one name."""
CHUNK = 1024 * 1024

_BLOCK = 512
_NOTHING = bytes(_BLOCK)
_IN_HEADER = 100
"""Bytes of a name that a header has room for; a longer one goes before it."""
_PADDING_AT_MOST = 64 * 1024
"""Zeros after the end, which other programs write up to 10 KiB of."""
_DAMAGED = "is damaged."
_CUT_OFF = "is cut off: its end is missing."


class Readable(Protocol):
    """What can be read from front to back."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""


@dataclass(frozen=True)
class Member:
    """One file of an archive."""

    name: str
    size: int
    chunks: Iterator[bytes]
    """Its bytes, to be taken before the next one comes. Raises Unreadable."""


class Writer:
    """Writes an archive to a file that has just been opened."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._waiting = bytearray()
        self._size = 0

    def add(self, name: str, size: int, when: int, chunks: Iterable[bytes]) -> None:
        """Add one file of so many bytes, last changed at `when`, in seconds since 1970, as far as that fits.

        Raises OSError, or what `chunks` raises; then the archive is as it was before.
        """
        before = self._size
        try:
            self._write(_headers(name.encode(), size, min(max(when, 0), _LATEST)))
            for chunk in chunks:
                self._write(chunk)
            self._write(bytes(-size % _BLOCK))
        except Unreadable:
            self._back_to(before)
            raise

    def finish(self) -> None:
        """Write the end; all is on the disk then. Raises OSError."""
        self._write(2 * _NOTHING)
        self._flush()
        os.fsync(self._handle)

    def _write(self, data: bytes) -> None:
        self._waiting += data
        self._size += len(data)
        if len(self._waiting) >= CHUNK:
            self._flush()

    def _flush(self) -> None:
        write_all(self._handle, bytes(self._waiting))
        self._waiting.clear()

    def _back_to(self, size: int) -> None:
        self._flush()
        os.ftruncate(self._handle, size)
        os.lseek(self._handle, size, os.SEEK_SET)
        self._size = size


def members(file: Readable) -> Iterator[Member]:
    """The files of an archive, one after the other. Raises Unreadable where it is none, or not whole."""
    count, long_name = 0, None
    while (header := _exactly(file, _BLOCK)) != _NOTHING:
        kind, name, size = _parsed(header)
        if kind == b"L":
            if long_name is not None or size > NAME_AT_MOST:
                raise Unreadable(_DAMAGED)
            long_name = _exactly(file, size)
            _padding(file, size)
            continue
        if kind not in {b"0", b"\0"}:
            raise Unreadable("holds something that is not a regular file, so it is left alone.")
        if (count := count + 1) > MEMBERS_AT_MOST:
            raise Unreadable(f"holds more than {MEMBERS_AT_MOST} files.")
        chunks = _chunks(file, size)
        yield Member(_text(name if long_name is None else long_name), size, chunks)
        for _ in chunks:
            pass
        _padding(file, size)
        long_name = None
    if long_name is not None:
        raise Unreadable(_DAMAGED)
    _check_end(file)


def _headers(name: bytes, size: int, when: int) -> bytes:
    if len(name) <= _IN_HEADER:
        return _header(name, size, when, b"0")
    told = name + b"\0"
    long_name = _header(b"././@LongLink", len(told), 0, b"L") + told + bytes(-len(told) % _BLOCK)
    return long_name + _header(name[:_IN_HEADER], size, when, b"0")


def _header(name: bytes, size: int, when: int, kind: bytes) -> bytes:
    before = name.ljust(100, b"\0") + b"0000600\0" + 2 * b"0000000\0" + b"%011o\0%011o\0" % (size, when)
    after = (kind.ljust(101, b"\0") + b"ustar  \0").ljust(_BLOCK - 156, b"\0")
    return before + _checksum(before, after) + after


def _checksum(before: bytes, after: bytes) -> bytes:
    """The one field that it does not cover is itself, so it is written and read in one form only."""
    return b"%06o\0 " % (sum(before) + sum(after) + 8 * ord(" "))


def _parsed(header: bytes) -> tuple[bytes, bytes, int]:
    """Kind, name and size. What another program wrote may have half of a long name in another field."""
    if header[148:156] != _checksum(header[:148], header[156:]):
        raise Unreadable(_DAMAGED if header[257:262] == b"ustar" else "is not a backup.")
    if header[257:263] == b"ustar\0" and header[345]:
        name = header[345:500].rstrip(b"\0") + b"/" + header[:_IN_HEADER]
    else:
        name = header[:_IN_HEADER]
    return header[156:157], name, _number(header[124:136])


def _number(field: bytes) -> int:
    digits = field.strip(b"\0 ")
    if not digits or digits.strip(b"01234567"):
        raise Unreadable(_DAMAGED)
    return int(digits, 8)


def _text(name: bytes) -> str:
    try:
        return name.rstrip(b"\0").decode()
    except UnicodeDecodeError as error:
        raise Unreadable(_DAMAGED) from error


def _chunks(file: Readable, size: int) -> Iterator[bytes]:
    while size > 0:
        chunk = file.read(min(size, CHUNK))
        if not chunk:
            raise Unreadable(_CUT_OFF)
        size -= len(chunk)
        yield chunk


def _exactly(file: Readable, size: int) -> bytes:
    return b"".join(_chunks(file, size))


def _padding(file: Readable, size: int) -> None:
    if _exactly(file, -size % _BLOCK).strip(b"\0"):
        raise Unreadable(_DAMAGED)


def _check_end(file: Readable) -> None:
    if _exactly(file, _BLOCK) != _NOTHING:
        raise Unreadable(_DAMAGED)
    rest = file.read(_PADDING_AT_MOST + 1)
    if len(rest) > _PADDING_AT_MOST or rest.strip(b"\0"):
        raise Unreadable("goes on after its end.")
