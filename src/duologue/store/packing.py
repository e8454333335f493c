"""A locked file: its header, and what is in it once it is opened, a tar with one member of the real name."""

from __future__ import annotations

import io
import tarfile
from pathlib import PurePosixPath

HEADER_AT_MOST, STANZAS_AT_MOST = 2048, 8
"""Bytes and stanzas at the beginning of a file of age: ours have one or two.
Thousands of them would keep age busy for minutes."""


def packed(name: str, data: bytes) -> bytes:
    """A tar with this one member."""
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(data), 0o600
    return member.tobuf(tarfile.PAX_FORMAT) + data + bytes(-len(data) % tarfile.BLOCKSIZE + 1024)


def unpacked(data: bytes) -> tuple[str, bytes]:
    """The name and the bytes of the one member. Raises ValueError where it is not just that."""
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as tar:
            member = tar.next()
            if member is None or member.type not in {tarfile.REGTYPE, tarfile.AREGTYPE} or member.issparse():
                raise ValueError("no file in it")
            place = PurePosixPath(member.name)
            if place.is_absolute() or ".." in place.parts or not 0 <= member.size <= len(data):
                raise ValueError("points out of it")
            file = tar.extractfile(member)
            return place.as_posix(), file.read() if file is not None else b""
    except (tarfile.TarError, EOFError, OSError) as error:
        raise ValueError("not a tar") from error


def look_at(sealed: bytes) -> None:
    """Raises ValueError where age would have to look through more than a few lines before it knew its key."""
    header, end, _ = sealed[:HEADER_AT_MOST].partition(b"\n--- ")
    if not end or header.count(b"\n->") > STANZAS_AT_MOST:
        raise ValueError("not a file of ours")
