"""A thin seam at the edge of the disk, where every call of the store can be counted, refused, or be the last.

Python's own file functions all go through `os`, so that is where the seam is. What is simulated: a call that
fails once, a disk on which nothing works from one call on, and a process that is killed at a call and does
nothing more, not even tidy up.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

CALLS = (
    "open", "write", "fsync", "close", "ftruncate", "replace", "rename", "link", "unlink", "mkdir", "rmdir",
    "scandir",
)  # fmt: skip
"""What a store does at a disk. Asking about a file (`stat`) changes nothing and is left alone."""


class Killed(BaseException):
    """The process is gone."""


class Seam:
    """Counts calls, and lets some of them go wrong."""

    def __init__(self, at: int | None, failure: Callable[[], BaseException], *, forever: bool) -> None:
        """The call number `at`, counted from 1, goes wrong, and those after it where it is `forever`."""
        self.at = at
        self.failure = failure
        self.forever = forever
        self.count = 0
        self.names: list[str] = []

    def calling(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        """The function as the store sees it."""

        def called(*arguments: Any, **named: Any) -> Any:
            self.count += 1
            self.names.append(name)
            if self.at is not None and (self.count == self.at or (self.forever and self.count > self.at)):
                if name == "close":  # A file that cannot be closed is closed all the same.
                    real(*arguments, **named)
                raise self.failure()
            return real(*arguments, **named)

        return called


@contextmanager
def seam(
    at: int | None = None, failure: Callable[[], BaseException] = Killed, *, forever: bool = False
) -> Iterator[Seam]:
    """Everything within goes through the seam."""
    between = Seam(at, failure, forever=forever)
    with ExitStack() as changed:
        for name in CALLS:
            changed.enter_context(patch.object(os, name, between.calling(name, getattr(os, name))))
        yield between


def failing(number: int) -> Callable[[], OSError]:
    """The error of this number, as the system raises it."""
    return lambda: OSError(number, os.strerror(number))
