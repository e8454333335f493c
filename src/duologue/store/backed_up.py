"""What is in a backup, read from front to back and checked; it may come from anybody.

The last file of a backup is `backup.json`. It says when and why the backup was made, and of every file in it
which bytes belong there, so that one that is cut off or has changed shows.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from duologue.store import tar
from duologue.store.disk import Unreadable, in_words

ABOUT = "backup.json"
ABOUT_AT_MOST = 64 * 1024 * 1024
PARTS_AT_MOST = 12
SEALED = ".age"
"""What the name of a backup ends with that is encrypted as a whole."""

_ZEROS = 64 * "0"
_CHECK = slice(-len(_ZEROS) - 3, -3)
"""Where the check stands in what a backup says of itself: just before the last quotation mark."""

Turn = Callable[[BinaryIO, BinaryIO], None]
"""Encrypts or decrypts all of one file into another."""


@dataclass(frozen=True)
class About:
    """What a backup says of itself."""

    made: str
    """When, as ISO 8601 has it."""
    reason: str
    files: Mapping[str, str] = field(default_factory=dict)
    """The SHA-256 of each, in hexadecimal digits, by its name."""
    missing: Mapping[str, str] = field(default_factory=dict)
    """What could not be read then, and why; a folder's name ends in `/`."""

    def text(self) -> bytes:
        """As it stands in a backup; in it stands the SHA-256 of itself, reckoned with zeros in that place."""
        from hashlib import sha256

        text = json.dumps({"format": 1, **vars(self), "check": _ZEROS}, indent=1).encode()
        return text[: _CHECK.start] + sha256(text).hexdigest().encode() + text[_CHECK.stop :]

    def lacks(self, name: str) -> bool:
        """Whether this file may have been there and could not be read."""
        folders = (each for each in self.missing if each.endswith("/"))
        return name in self.missing or any(name.startswith(folder) for folder in folders)


class Contents:
    """The files of a backup, each with its name and its bytes, to be gone through once.

    Going through them raises Unreadable where the backup is not whole, or holds what no backup holds. What
    was taken before that is not to be trusted.
    """

    def __init__(self, file: tar.Readable, kept: Collection[str]) -> None:
        self._file = file
        self._kept = kept
        self._about: About | None = None

    @property
    def about(self) -> About:
        """What it says of itself; known once all of it was gone through. Raises Unreadable."""
        if self._about is None:
            raise Unreadable("is cut off: its end is missing.")
        return self._about

    def __iter__(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        from hashlib import sha256

        found: dict[str, str] = {}
        for member in tar.members(self._file):
            if self._about is not None:
                raise Unreadable("goes on after its end.")
            if member.name == ABOUT:
                self._about = _about(member)
                continue
            if member.name in found or not is_name(member.name, self._kept):
                raise Unreadable("holds a file that belongs into no backup, so it is left alone.")
            digest = sha256()
            yield member.name, _seen(member.chunks, digest.update)
            for chunk in member.chunks:
                digest.update(chunk)
            found[member.name] = digest.hexdigest()
        if found != self.about.files:
            raise Unreadable("has changed since it was made.")


def is_name(name: str, kept: Collection[str]) -> bool:
    """Whether a file of a backup may be called so: below one of the couple's own folders, and not hidden."""
    parts = name.split("/")
    if parts[0] not in kept or len(parts) > PARTS_AT_MOST or len(name.encode("utf-8", "replace")) > 2000:
        return False
    is_folder = "." not in parts[0]
    usual = all(part.isprintable() and "\\" not in part and part[:1] not in {"", "."} for part in parts)
    return usual and is_folder == (len(parts) > 1)


@contextmanager
def opened(path: Path, decrypt: Turn | None = None) -> Iterator[tar.Readable]:
    """A backup to be read from front to back, through `decrypt` where it is sealed.

    What comes of that never lies on the disk. Raises Unreadable, also for what goes wrong while it is read.
    """
    if path.name.endswith(SEALED) and decrypt is None:
        raise Unreadable("is sealed, and needs your passphrase.")
    try:
        if not path.is_file():
            raise Unreadable("is not a regular file." if path.exists() else "is not there.")
        with path.open("rb") as file:
            if path.name.endswith(SEALED) and decrypt is not None:
                with _decrypted(file, decrypt) as plain:
                    yield plain
            else:
                yield file
    except OSError as error:
        raise Unreadable(f"cannot be read: {in_words(error)}.") from error


@contextmanager
def _decrypted(file: BinaryIO, decrypt: Turn) -> Iterator[BinaryIO]:
    from threading import Thread

    source, target = os.pipe()
    failures: list[Exception] = []

    def work() -> None:
        with suppress(OSError), os.fdopen(target, "wb") as writer:
            try:
                decrypt(file, writer)
            except Exception as error:  # noqa: BLE001  Whatever a hostile file can make it raise.
                failures.append(error)

    thread = Thread(target=work, daemon=True)
    thread.start()
    try:
        with os.fdopen(source, "rb") as reader:
            yield reader
    except Unreadable as error:
        thread.join()
        if failures and not isinstance(failures[0], BrokenPipeError):
            raise Unreadable("cannot be opened with this passphrase, or is damaged.") from error
        raise
    finally:
        thread.join()
    if failures:
        raise Unreadable("cannot be opened with this passphrase, or is damaged.")


def _seen(chunks: Iterator[bytes], see: Callable[[bytes], None]) -> Iterator[bytes]:
    for chunk in chunks:
        see(chunk)
        yield chunk


def _about(member: tar.Member) -> About:
    if member.size > ABOUT_AT_MOST:
        raise Unreadable("has changed since it was made.")
    return read_about(b"".join(member.chunks))


def read_about(text: bytes) -> About:
    """What a backup says of itself. Raises Unreadable."""
    from hashlib import sha256

    try:
        values = json.loads(text)
        if values["format"] > 1:
            raise Unreadable("comes from a newer Duologue.")
        zeroed = text[: _CHECK.start] + _ZEROS.encode() + text[_CHECK.stop :]
        if sha256(zeroed).hexdigest().encode() != text[_CHECK]:
            raise Unreadable("has changed since it was made.")
        about = About(**{name: values[name] for name in ("made", "reason", "files", "missing")})
        words = [about.made, about.reason, *about.files.items(), *about.missing.items()]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Unreadable("is damaged.") from error
    if not all(
        isinstance(part, str) for word in words for part in ([word] if isinstance(word, str) else word)
    ):
        raise Unreadable("is damaged.")
    return about
