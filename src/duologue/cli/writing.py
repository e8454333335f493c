"""Commands that write: one at a time, and never beside an open window that writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from duologue.store.paths import Paths


@contextmanager
def the_pen(paths: Paths, otherwise: str, *, unopened: bool = False) -> Iterator[None]:
    """Hold the right to write, where they say `unopened` also in a folder that is locked and not open. Where
    it cannot be had, or the disk refuses, end with status 1 and say `otherwise` and why."""
    from duologue.store.access import take_pen

    pen = take_pen(paths, unopened=unopened)
    try:
        if not pen.writes:
            raise click.ClickException(f"{otherwise} {pen.reason}")
        with as_the_disk_allows(otherwise):
            yield
    finally:
        pen.put_down()


@contextmanager
def as_the_disk_allows(otherwise: str) -> Iterator[None]:
    """Where the disk refuses, end with status 1 and say `otherwise` and why."""
    from duologue.store.disk import NotWritten

    try:
        yield
    except NotWritten as error:
        raise click.ClickException(f"{otherwise} The reason: {error}.") from error
