"""The running session on the disk, event by event, until it ends.

Each line is `{"crc":"xxxxxxxx","event":{…}}`; the checksum (CRC-32 of the event's text) tells an event from
what a crash or a power cut left half written.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from duologue.core.events import EVENT, Began, Event
from duologue.core.session import NotNow, Session
from duologue.store.files import (
    Changed,
    NotWritten,
    Unreadable,
    append,
    exists,
    move,
    read_bytes,
    remove,
    replace,
    saying_why,
    set_aside,
    write_bytes,
)

BYTES_AT_MOST = 64 * 1024 * 1024
"""Far more than any session writes."""

_HEAD = b'{"crc":"%08x","event":'
_HEAD_LENGTH = len(_HEAD % 0)


@dataclass(frozen=True)
class Replay:
    """A session as its journal tells it."""

    session: Session
    whole: int
    """Bytes of the journal that were understood."""
    torn: int
    """Bytes after them that were not."""


class Journal:
    """One file, one running session."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ours = bytearray()
        """All that we know to be in it, so that nothing is lost when somebody else is at the file."""

    @property
    def torn_path(self) -> Path:
        """Where the unreadable rest of a journal is put until the session ends."""
        return self.path.with_suffix(".torn")

    def start(self, began: Began) -> None:
        """Begin a new journal; one that was not closed is set aside.

        Raises NotWritten: what waited before still waits, as far as the disk allows it.
        """
        aside = None if self._is_done_with() else self._set_aside()
        try:
            self._remove_torn()
            self._write_anew(_line(began))
        except NotWritten:
            if aside is not None:
                with suppress(NotWritten):
                    replace(aside, self.path)
            raise

    def _is_done_with(self) -> bool:
        """Whether nothing is left to go on with. What cannot be read here, or not just now, may be of use."""
        try:
            if not read_bytes(self.path, BYTES_AT_MOST):
                return True
        except Unreadable:
            return not exists(self.path)
        replay = self.replay()
        return replay is not None and replay.session.ended

    def _set_aside(self) -> Path | None:
        """What was put beside it goes first: until the last move the session still waits."""
        for torn in reversed(list(self._torn())):
            set_aside(torn, named_after=self.path)
        return set_aside(self.path)

    def append(self, event: Event) -> None:
        """Write one event; returns when it is on the disk.

        Raises NotWritten, with the journal as it was before. Where somebody else has changed the file, or it
        is gone, what they left is put beside it and the whole session is written anew.
        """
        line = _line(event)
        self._ours = self._ours or bytearray(_data(self.path))
        try:
            append(self.path, line, after=len(self._ours))
        except Changed:
            if not self._ours:
                raise
            self._put_aside_what_is_not_ours(line)
            self._write_anew(bytes(self._ours) + line)
        else:
            self._ours += line

    def _put_aside_what_is_not_ours(self, line: bytes) -> None:
        """What was cut off, or was left by writing this line in vain, is ours."""
        there = _data(self.path)
        if exists(self.path) and not (there and (self._ours + line).startswith(there)):
            move(self.path, self.torn_path)

    def _write_anew(self, data: bytes) -> None:
        write_bytes(self.path, data)
        self._ours = bytearray(data)

    def replay(self) -> Replay | None:
        """The session up to the last whole event, or None where there is none to go on with."""
        data = _data(self.path)
        session: Session | None = None
        whole = 0
        for line in data.splitlines(keepends=True):
            following = _applied(session, _event(line))
            if following is None:
                break
            session = following
            whole += len(line)
        return Replay(session, whole, len(data) - whole) if session else None

    def mend(self, replay: Replay) -> None:
        """Go on after what was understood; the rest is cut off, and put beside it. Raises NotWritten."""
        data = _data(self.path)
        if len(data) != replay.whole + replay.torn:
            raise NotWritten(f"{self.path} has changed, or cannot be read")
        whole, rest = data[: replay.whole], data[replay.whole :]
        if rest:
            beside = [_data(torn) for torn in self._torn()]
            if rest not in beside:
                write_bytes(self._torn_numbered(len(beside) + 1), rest)
            self._write_anew(whole)
        self._ours = bytearray(whole)

    def end(self) -> None:
        """Remove the journal and all that was written unseen. Raises NotWritten."""
        with saying_why(self.path):
            half_written = list(self.path.parent.glob(f".{self.path.stem}.*.part"))
        for part in half_written:
            remove(part)
        self._remove_torn()
        remove(self.path)

    def _remove_torn(self) -> None:
        for torn in reversed(list(self._torn())):
            remove(torn)

    def _torn(self) -> Iterator[Path]:
        """All that was put beside it."""
        number = 1
        while exists(path := self._torn_numbered(number)):
            yield path
            number += 1

    def _torn_numbered(self, number: int) -> Path:
        return self.torn_path if number == 1 else self.torn_path.with_stem(f"{self.path.stem}-{number}")


def _data(path: Path) -> bytes:
    """All that stands in a file; nothing where it cannot be read."""
    try:
        return read_bytes(path, BYTES_AT_MOST)
    except Unreadable:
        return b""


def _line(event: Event) -> bytes:
    text = event.model_dump_json(by_alias=True).encode()
    return _HEAD % zlib.crc32(text) + text + b"}\n"


def _event(line: bytes) -> Event | None:
    """The event of a line, or None where the line is not whole."""
    head, text, tail = line[:_HEAD_LENGTH], line[_HEAD_LENGTH:-2], line[-2:]
    if tail != b"}\n" or head != _HEAD % zlib.crc32(text):
        return None
    try:
        return EVENT.validate_json(text)
    except ValueError:
        return None


def _applied(session: Session | None, event: Event | None) -> Session | None:
    """The session after an event, or None where the two do not fit."""
    if event is None:
        return None
    if session is None:
        return Session.begin(event) if isinstance(event, Began) else None
    try:
        return session.after(event)
    except NotNow:
        return None
