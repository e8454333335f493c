"""What is in a locked file once it is opened: a tar with one member, which bears the file's real name."""

from __future__ import annotations

import io
import tarfile
from pathlib import PurePosixPath


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
