"""An index of the jar: what one sees of 50,000 memories without opening 50,000 files.

It is disposable. The files are the only truth; a file is read again when its time, size or inode is another
than the index knows, and an index that is damaged or of another make is made anew.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from time import sleep
from typing import Any, TypeVar

from duologue.core.memory import Memory
from duologue.core.problem import Problem
from duologue.core.search import searched
from duologue.store.base import Base
from duologue.store.records import load_versions
from duologue.store.survey import Survey

AnyThing = TypeVar("AnyThing")

MAKE = 5
"""Changes with the meaning of what is kept; an index of another make is made anew."""
BATCH = 100
"""Files read between two words about the progress."""

_COLUMNS = """
path BLOB NOT NULL, id TEXT NOT NULL, root TEXT NOT NULL, day INTEGER NOT NULL, moment REAL NOT NULL,
made REAL NOT NULL, title TEXT NOT NULL, deck TEXT NOT NULL, feelings TEXT NOT NULL, searched TEXT NOT NULL,
content TEXT NOT NULL, picture TEXT NOT NULL"""
_TABLES = (
    "CREATE TABLE file (path BLOB PRIMARY KEY, stamp TEXT NOT NULL) WITHOUT ROWID",
    f"CREATE TABLE version ({_COLUMNS})",
    "CREATE INDEX by_path ON version (path)",
    "CREATE INDEX by_root ON version (root)",
    "CREATE INDEX by_day ON version (day DESC, moment DESC, root)",
    "CREATE TABLE revised (path BLOB NOT NULL, root TEXT NOT NULL, id TEXT NOT NULL)",
    "CREATE INDEX revised_by_id ON revised (root, id)",
    "CREATE INDEX revised_by_path ON revised (path)",
    "CREATE TABLE problem (path BLOB NOT NULL, line INTEGER, key TEXT NOT NULL, reason TEXT NOT NULL)",
    "CREATE INDEX problem_by_path ON problem (path)",
)
"""A path is kept as the bytes it is, since a name may be no text."""
_STANDS = "NOT EXISTS (SELECT 1 FROM revised WHERE revised.root = {0}.root AND revised.id = {0}.id)"
_STANDING = f"""
SELECT root, day, title, deck, feelings, searched, made, id, path, content FROM version
WHERE {_STANDS.format("version")}
OR NOT EXISTS (SELECT 1 FROM version AS other WHERE other.root = version.root AND {_STANDS.format("other")})
ORDER BY day DESC, moment DESC, root, made DESC, id DESC, path LIMIT ?
"""
"""What `duologue.core.kept` calls standing: revised by no version of the same, or all of a circle."""
_PATH = re.compile(rb"[0-9][^/]*/[0-9][^/]*/[^/]+\.toml", re.DOTALL)
"""Where records lie; no other file is ever opened because of what an index says."""

Progress = Callable[[int, int], None]
"""Told how many files were read, and how many there are to read."""


@dataclass(slots=True)
class Glimpse:
    """A memory as it stands in a list."""

    root: str
    day: date
    """When it happened, by the calendar of the place."""
    title: str
    deck: str
    feelings: tuple[str, ...]
    searched: str
    """All its words, as `duologue.core.search` compares them."""
    is_torn: bool = False
    """Whether it was changed on both sides, and the couple has to choose."""


class Index:
    """The index of one couple's jar. May be used from several threads, one at a time."""

    def __init__(self, file: Path, folder: Path) -> None:
        """Of the records in `folder`, kept in `file`; in memory only where no file can be made."""
        self._folder = folder
        self._base = Base(file, _TABLES, MAKE)
        self._closed: list[Problem] = []

    def close(self) -> None:
        """Let go of the file; a `refresh` that is running ends."""
        self._base.close()

    def glimpses(self, at_most: int = -1) -> list[Glimpse]:
        """The memories, the newest first; all of them where no number is given."""
        return self._read(_STANDING, (at_most,), _glimpses)

    def files_of(self, root: str) -> list[Path]:
        """The files of all versions of one memory."""

        def files(rows: list[tuple[bytes]]) -> list[Path]:
            return [self._folder / os.fsdecode(path) for (path,) in rows if _PATH.fullmatch(path)]

        return self._read("SELECT DISTINCT path FROM version WHERE root = ? ORDER BY path", (root,), files)

    def pictures(self) -> set[str] | None:
        """The names of the pictures of all versions, as the files are now; None where not all are known.

        An index that is lost in between, or closed, answers nothing: that does not mean that there is none.
        """
        life, rows, problems = 0, list[tuple[str]](), list[Problem]()
        while life != self._base.lives:
            life = self._base.lives
            self.refresh()
            problems = self.problems()
            rows = self._base.ask("SELECT DISTINCT picture FROM version")
        return None if problems or self._base.closed else {str(picture) for (picture,) in rows}

    def problems(self) -> list[Problem]:
        """Which files could not be read, and which folders not be looked into the last time, and why."""

        def found(rows: list[tuple[bytes, int, str, str]]) -> list[Problem]:
            return [
                Problem(str(self._folder / os.fsdecode(path)), line, key, reason)
                for path, line, key, reason in rows
            ]

        files = self._read("SELECT path, line, key, reason FROM problem ORDER BY path", (), found)
        return self._closed + files

    def _read(
        self, question: str, values: Sequence[object], made_of: Callable[[list[Any]], list[AnyThing]]
    ) -> list[AnyThing]:
        try:
            return made_of(self._base.ask(question, values))
        except (TypeError, ValueError, AttributeError, OverflowError):  # This is not what we wrote.
            self._base.lose_all()
            return []

    def refresh(self, progress: Progress | None = None, stopped: Callable[[], bool] = lambda: False) -> bool:
        """Read what has changed since the last time; answers whether anything had.

        It is asked between two files whether it is stopped; what was read by then stays.
        """
        changed, life = False, 0
        while life != self._base.lives and not stopped():
            life = self._base.lives
            changed = self._refresh(progress, lambda: stopped() or self._base.closed) or changed
        if changed:
            self._base.keep()
        return changed

    def _refresh(self, progress: Progress | None, stopped: Callable[[], bool]) -> bool:
        there: dict[bytes, str] = {}
        survey, before = Survey(self._folder), self._closed
        for path, stamp in survey.stamps():
            if stopped():
                return False
            there[os.fsencode(path)] = stamp
        self._closed = survey.closed
        known = dict(self._base.ask("SELECT path, stamp FROM file"))
        gone = [path for path in known if path not in there]
        fresh = [path for path, stamp in there.items() if known.get(path) != stamp]
        if gone:
            self._base.change(lambda base: _forget(base, gone))
        paths, done = iter(fresh), 0
        while (batch := list(islice(paths, BATCH))) and not stopped():
            done += self._take_in({path: there[path] for path in batch}, stopped)
            if progress is not None:
                progress(done, len(fresh))
        return bool(gone or fresh) or survey.closed != before

    # The files

    def _take_in(self, stamps: Mapping[bytes, str], stopped: Callable[[], bool]) -> int:
        read: dict[bytes, list[Memory] | Problem] = {}
        for path in stamps:
            if stopped():
                break
            read[path] = load_versions(self._folder / os.fsdecode(path), Memory)
            sleep(0)  # Whoever waits for the screen comes first.
        versions = [
            _row(path, memory) for path, found in read.items() if isinstance(found, list) for memory in found
        ]

        def keep(base: sqlite3.Connection) -> None:
            _forget(base, read)
            seen = [(path, "" if _is_refused(found) else stamps[path]) for path, found in read.items()]
            base.executemany("INSERT INTO file VALUES (?, ?)", seen)
            base.executemany(f"INSERT INTO version VALUES ({', '.join('?' * 12)})", versions)
            base.executemany("INSERT INTO revised VALUES (?, ?, ?)", _revised(read))
            base.executemany("INSERT INTO problem VALUES (?, ?, ?, ?)", _problems(read))

        self._base.change(keep)
        return len(read)


def _is_refused(found: list[Memory] | Problem) -> bool:
    """Whether the disk did not give a file, which is then asked for again the next time."""
    return isinstance(found, Problem) and found.is_refused


def _glimpses(rows: list[tuple[str, int, str, str, str, str, float, str, bytes, str]]) -> list[Glimpse]:
    seen: dict[str, tuple[Glimpse, tuple[float, str], bytes, str]] = {}
    for root, day, title, deck, feelings, words, made, version_id, path, content in rows:
        age, before = (made, version_id), seen.get(root)
        is_torn = before is not None and (before[0].is_torn or before[3] != content)
        if before is not None:
            if age < before[1] or (age == before[1] and path > before[2]):
                before[0].is_torn = is_torn
                continue
            del seen[root]  # The version that was made last says on which day it happened.
        felt = tuple(feelings.split("\n")) if feelings else ()
        glimpse = Glimpse(root, date.fromordinal(day), title, deck, felt, words, is_torn)
        seen[root] = glimpse, age, path, content
    return [glimpse for glimpse, _, _, _ in seen.values()]


def _forget(base: sqlite3.Connection, paths: Iterable[bytes]) -> None:
    each = [(path,) for path in paths]
    for table in ("file", "version", "revised", "problem"):
        base.executemany(f"DELETE FROM {table} WHERE path = ?", each)


def _row(path: bytes, memory: Memory) -> tuple[object, ...]:
    return (
        path,
        memory.id,
        memory.root,
        memory.when.toordinal(),
        memory.when.timestamp(),
        memory.made.timestamp(),
        memory.title,
        memory.deck,
        "\n".join(memory.feelings),
        searched([memory.title, memory.left.line, memory.right.line, memory.place]),
        blake2b(memory.model_dump_json().encode(), digest_size=8).hexdigest(),
        memory.picture,
    )


def _revised(read: Mapping[bytes, list[Memory] | Problem]) -> Iterator[tuple[bytes, str, str]]:
    for path, found in read.items():
        for memory in [] if isinstance(found, Problem) else found:
            yield from ((path, memory.root, old) for old in memory.revises if old != memory.id)


def _problems(read: Mapping[bytes, list[Memory] | Problem]) -> Iterator[tuple[bytes, int, str, str]]:
    for path, found in read.items():
        if isinstance(found, Problem):
            yield path, found.line, found.key, found.reason
