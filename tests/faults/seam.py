"""A thin seam at the edge of the disk, where every call of the store can be counted, refused, or be the last.

Python's own file functions all go through `os`, so that is where the seam is; what `open` opens goes through
`os` as well while the seam is there. What is simulated: a call that fails once, a disk on which nothing works
from one call on, a disk that writes and reads half of what is asked for, and a process that is killed at a
call and does nothing more, not even tidy up.

SQLite has its own way to the disk and is not seen: the index can be lost at any time, and is no more than a
cache. Its files are made by calls that are seen.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, Any, Protocol, cast
from unittest.mock import patch

CALLS = (
    "open", "read", "write", "lseek", "fsync", "close", "ftruncate", "truncate", "replace", "rename", "link",
    "symlink", "unlink", "remove", "mkdir", "rmdir", "scandir", "listdir", "chmod", "fchmod", "utime",
    "statvfs",
)  # fmt: skip
"""What a store does at a disk. Asking about a file (`stat`) changes nothing and is left alone."""
ASKING = ("stat", "lstat", "fstat", "access")
"""What only asks; such calls are let through the seam where it is said so."""


class Killed(BaseException):
    """The process is gone."""


def short() -> BaseException:
    """No failure: a call that writes or reads half of what it was asked to. Any other call is as ever."""
    raise AssertionError("this one is never raised")


class Watcher(Protocol):
    """Told of each call before and after it is made."""

    def made(self, name: str, arguments: tuple[Any, ...], result: Any) -> None:
        """This was done."""


class Seam:
    """Counts calls, and lets some of them go wrong."""

    def __init__(
        self,
        at: int | None,
        failure: Callable[[], BaseException],
        *,
        forever: bool,
        watcher: Watcher | None = None,
    ) -> None:
        """The call number `at`, counted from 1, goes wrong, and those after it where it is `forever`."""
        self.at = at
        self.failure = failure
        self.forever = forever
        self.watcher = watcher
        self.count = 0
        self.names: list[str] = []
        self.injected = 0
        """How often something went wrong."""

    def calling(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        """The function as the store sees it."""

        def called(*arguments: Any, **named: Any) -> Any:
            self.count += 1
            self.names.append(name)
            if self.at is not None and (self.count == self.at or (self.forever and self.count > self.at)):
                arguments = self._gone_wrong(name, real, arguments, named)
            result = real(*arguments, **named)
            if self.watcher is not None:
                self.watcher.made(name, arguments, result)
            return result

        return called

    def _gone_wrong(
        self, name: str, real: Callable[..., Any], arguments: tuple[Any, ...], named: dict[str, Any]
    ) -> tuple[Any, ...]:
        """Raises the failure; answers the arguments of a call that does half of what it was asked to."""
        self.injected += 1
        if self.failure is not short:
            if name == "close":  # A file that cannot be closed is closed all the same.
                real(*arguments, **named)
            raise self.failure()
        if name == "write":
            handle, data = arguments
            return handle, bytes(data)[: (len(data) + 1) // 2]
        if name == "read":
            handle, size = arguments
            return handle, (size + 1) // 2
        return arguments


class _Seen(io.RawIOBase):
    """A file as Python opens it, of which every call goes through `os`."""

    def __init__(self, handle: int, *, writes: bool, closes: bool) -> None:
        self._handle, self._writes, self._closes = handle, writes, closes

    def fileno(self) -> int:
        return self._handle

    def readable(self) -> bool:
        return not self._writes

    def writable(self) -> bool:
        return self._writes

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = os.read(self._handle, len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def write(self, data: Any) -> int:
        return os.write(self._handle, data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return os.lseek(self._handle, offset, whence)

    def close(self) -> None:
        if not self.closed:
            super().close()
            if self._closes:
                os.close(self._handle)


_FLAGS = {
    "r": os.O_RDONLY, "w": os.O_WRONLY | os.O_CREAT | os.O_TRUNC, "x": os.O_WRONLY | os.O_CREAT | os.O_EXCL,
    "a": os.O_WRONLY | os.O_CREAT | os.O_APPEND,
}  # fmt: skip


def _opened(  # noqa: PLR0913, PLR0917  As Python has it.
    file: Any,
    mode: str = "r",
    buffering: int = -1,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
    closefd: bool = True,
    opener: Any = None,
) -> IO[Any]:
    """Python's `open`, through `os`. What is opened both to read and to write is opened as ever."""
    kind = mode.replace("b", "").replace("t", "")
    if kind not in _FLAGS or opener is not None:
        ever: IO[Any] = _OPEN(file, mode, buffering, encoding, errors, newline, closefd, opener)
        return ever
    handle = file if isinstance(file, int) else os.open(file, _FLAGS[kind] | os.O_CLOEXEC, 0o666)
    raw = _Seen(handle, writes=kind != "r", closes=closefd)
    if buffering == 0:
        return cast(IO[Any], raw)
    whole: IO[Any] = io.BufferedWriter(raw) if kind != "r" else io.BufferedReader(raw)
    return whole if "b" in mode else io.TextIOWrapper(whole, encoding or "utf-8", errors, newline)


_OPEN: Any = io.open


@contextmanager
def seam(
    at: int | None = None,
    failure: Callable[[], BaseException] = Killed,
    *,
    forever: bool = False,
    asking: bool = False,
    watcher: Watcher | None = None,
) -> Iterator[Seam]:
    """Everything within goes through the seam; where it is `asking`, so do calls that only ask."""
    between = Seam(at, failure, forever=forever, watcher=watcher)
    with ExitStack() as changed:
        for name in (*CALLS, *(ASKING if asking else ())):
            changed.enter_context(patch.object(os, name, between.calling(name, getattr(os, name))))
        changed.enter_context(patch("io.open", _opened))
        changed.enter_context(patch("builtins.open", _opened))
        yield between


def failing(number: int) -> Callable[[], OSError]:
    """The error of this number, as the system raises it."""
    return lambda: OSError(number, os.strerror(number))
