"""Reads the jar in a thread while the couple looks around in what was read so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event
from time import monotonic

from duologue.core.problem import Problem
from duologue.store.index import Glimpse, Index

_TELL_EVERY = 0.25
"""Seconds between two words about the progress."""
_AT_LEAST, _TIMES = 200, 1.5
"""So many more memories, in ever larger steps, are worth looking at all of them anew."""


@dataclass(frozen=True)
class Progress:
    """How far it has come; nothing is left to read where both are the same."""

    done: int
    of: int


@dataclass(frozen=True)
class WasRead:
    """What is in the jar, as far as is known."""

    glimpses: Sequence[Glimpse]
    problems: Sequence[Problem]


class Reading:
    """One time through the jar. `stop` ends it between two files."""

    def __init__(self, index: Index, tell: Callable[[Progress | WasRead], object]) -> None:
        """`tell` is called in the thread."""
        self._index = index
        self._tell = tell
        self._stopped = Event()
        self._known = 0
        self._told = 0.0

    def stop(self) -> None:
        """End soon, and tell nothing more."""
        self._stopped.set()

    def run(self, *, anew: bool = True) -> None:
        """Tell what the index knows, unless it was told before, then all that has changed since."""
        if anew:
            self._tell_all()
        changed = self._index.refresh(self._progress, self._stopped.is_set)
        if changed or not anew:
            self._tell_all()
        self._say(Progress(0, 0))

    def _progress(self, done: int, of: int) -> None:
        if monotonic() - self._told >= _TELL_EVERY:
            self._told = monotonic()
            self._say(Progress(done, of))
        if done < of and done >= _TIMES * self._known + _AT_LEAST:
            self._tell_all()
            self._known = max(done, self._known)

    def _tell_all(self) -> None:
        if not self._stopped.is_set():
            glimpses = self._index.glimpses()
            self._known = len(glimpses)
            self._say(WasRead(glimpses, self._index.problems()))

    def _say(self, news: Progress | WasRead) -> None:
        if not self._stopped.is_set():
            self._tell(news)
