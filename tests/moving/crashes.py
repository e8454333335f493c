"""A power cut, or a disk that refuses, at any chosen step of what a program does to the disk."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

STEPS = ("open", "write", "fsync", "mkdir", "rename", "replace", "unlink", "rmdir")


class PowerCut(BaseException):
    """From here on nothing reaches the disk any more, whatever tries to tidy up."""


@contextmanager
def failing(step: int, fails: Callable[[int], BaseException | None]) -> Iterator[list[int]]:
    """Count what is done to the disk; raise what `fails` answers from one step on.

    Yields a list with the count.
    """
    count = [0]

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **more: Any) -> Any:
            count[0] += 1
            error = fails(count[0] - step) if count[0] >= step else None
            if error is not None:
                raise error
            return real(*arguments, **more)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in STEPS:
            patch.setattr(os, name, counted(getattr(os, name)))
        yield count


def power_cut(_: int) -> BaseException:
    """At this step and ever after."""
    return PowerCut()


def refusal(steps_after: int) -> BaseException | None:
    """At this step only."""
    return OSError(errno.EIO, os.strerror(errno.EIO)) if steps_after == 0 else None


def nothing_fails(_: int) -> BaseException | None:
    """Only to count the steps."""
    return None
