"""An index of the jar: what one sees of 50,000 memories without opening 50,000 files.

It is disposable. The files are the only truth; a file is read again when its time, size or inode is another
than the index knows, and an index that is damaged or of another make is made anew.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any

from duologue.core.memory import Memory
from duologue.core.problem import Problem
from duologue.core.search import searched
from duologue.store.files import NotWritten, make_folder, remove
from duologue.store.records import load_versions, month_folders

MAKE = 1
"""Changes with the tables; an index of another make is made anew."""
BATCH = 100
"""Files read between two words about the progress."""

_TABLES = """
CREATE TABLE file (path TEXT PRIMARY KEY, stamp TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE version (
    path TEXT NOT NULL, id TEXT NOT NULL, root TEXT NOT NULL, moment REAL NOT NULL, made REAL NOT NULL,
    day TEXT NOT NULL, title TEXT NOT NULL, deck TEXT NOT NULL, feelings TEXT NOT NULL,
    searched TEXT NOT NULL, content TEXT NOT NULL
);
CREATE INDEX by_path ON version (path);
CREATE INDEX by_root ON version (root);
CREATE INDEX by_moment ON version (moment DESC, root);
CREATE TABLE revised (path TEXT NOT NULL, id TEXT NOT NULL);
CREATE INDEX revised_by_id ON revised (id);
CREATE INDEX revised_by_path ON revised (path);
CREATE TABLE problem (path TEXT NOT NULL, line INTEGER NOT NULL, key TEXT NOT NULL, reason TEXT NOT NULL);
CREATE INDEX problem_by_path ON problem (path);
"""
_STANDING = """
SELECT root, day, title, deck, feelings, searched, content FROM version
WHERE NOT EXISTS (SELECT 1 FROM revised WHERE revised.id = version.id)
ORDER BY moment DESC, root, made DESC, id DESC LIMIT ?
"""

Progress = Callable[[int, int], None]
"""Told how many files were read, and how many there are to read."""


@dataclass(slots=True)
class Glimpse:
    """A memory as it stands in a list."""

    root: str
    day: str
    """`YYYY-MM-DD`, where it happened."""
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
        self._file = file
        self._folder = folder
        self._turn = Lock()
        self._base = self._open()

    def close(self) -> None:
        """Let go of the file."""
        with self._turn:
            self._base.close()

    def glimpses(self, at_most: int = -1) -> list[Glimpse]:
        """The memories, the newest first; all of them where no number is given."""
        seen: dict[str, tuple[Glimpse, str]] = {}
        for root, day, title, deck, feelings, words, content in self._ask(_STANDING, (at_most,)):
            before = seen.get(root)
            if before is None:
                felt = tuple(json.loads(feelings)) if feelings else ()
                seen[root] = Glimpse(root, day, title, deck, felt, words), content
            elif before[1] != content:
                before[0].is_torn = True
        return [glimpse for glimpse, _ in seen.values()]

    def files_of(self, root: str) -> list[Path]:
        """The files of all versions of one memory."""
        rows = self._ask("SELECT DISTINCT path FROM version WHERE root = ? ORDER BY path", (root,))
        return [self._folder / path for (path,) in rows]

    def problems(self) -> list[Problem]:
        """Which files could not be read, and why."""
        rows = self._ask("SELECT path, line, key, reason FROM problem ORDER BY path", ())
        return [Problem(str(self._folder / path), line, key, reason) for path, line, key, reason in rows]

    def refresh(self, progress: Progress | None = None) -> bool:
        """Read what has changed since the last time; answers whether anything had."""
        try:
            return self._refresh(progress)
        except sqlite3.DatabaseError:  # Damaged, or another window has held it for long.
            with self._turn:
                self._base = self._anew()
            return self._refresh(progress)

    def _refresh(self, progress: Progress | None) -> bool:
        there = dict(self._stamps())
        known = dict(self._ask("SELECT path, stamp FROM file", ()))
        gone = [path for path in known if path not in there]
        fresh = [path for path, stamp in there.items() if known.get(path) != stamp]
        self._forget(gone)
        paths, done = iter(fresh), 0
        while batch := list(islice(paths, BATCH)):
            self._take_in({path: there[path] for path in batch})
            done += len(batch)
            if progress is not None:
                progress(done, len(fresh))
        return bool(gone or fresh)

    # The files

    def _stamps(self) -> Iterator[tuple[str, str]]:
        for month in month_folders(self._folder):
            within = month.relative_to(self._folder).as_posix()
            with suppress(OSError), os.scandir(month) as entries:
                for entry in entries:
                    if entry.name.endswith(".toml") and not entry.name.startswith("."):
                        about = entry.stat(follow_symlinks=False)
                        stamp = f"{about.st_mtime_ns}:{about.st_size}:{about.st_ino}"
                        yield f"{within}/{entry.name}", stamp

    def _take_in(self, stamps: dict[str, str]) -> None:
        read = {path: load_versions(self._folder / path, Memory) for path in stamps}
        with self._turn, self._base as base:
            _forget(base, read)
            for path, found in read.items():
                base.execute("INSERT INTO file VALUES (?, ?)", (path, stamps[path]))
                if isinstance(found, Problem):
                    row = (path, found.line, found.key, found.reason)
                    base.execute("INSERT INTO problem VALUES (?, ?, ?, ?)", row)
                    continue
                for memory in found:
                    base.execute(f"INSERT INTO version VALUES ({', '.join('?' * 11)})", _row(path, memory))
                    old = ((path, each) for each in memory.revises if each != memory.id)
                    base.executemany("INSERT INTO revised VALUES (?, ?)", old)

    def _forget(self, paths: Iterable[str]) -> None:
        with self._turn, self._base as base:
            _forget(base, paths)

    # The database

    def _ask(self, question: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        with self._turn:
            try:
                return self._base.execute(question, values).fetchall()
            except sqlite3.DatabaseError:
                self._base = self._anew()
                return self._base.execute(question, values).fetchall()

    def _open(self) -> sqlite3.Connection:
        try:
            make_folder(self._file.parent)
            base = _connected(str(self._file))
            if base.execute("PRAGMA user_version").fetchone() == (MAKE,):
                return base
            base.close()
        except (sqlite3.DatabaseError, NotWritten):
            pass
        return self._anew()

    def _anew(self) -> sqlite3.Connection:
        """An empty index; in memory where the disk takes none."""
        with suppress(AttributeError, sqlite3.Error):
            self._base.close()
        try:
            for ending in ("", "-wal", "-shm"):
                remove(self._file.with_name(self._file.name + ending))
            return _with_tables(_connected(str(self._file)))
        except (sqlite3.DatabaseError, NotWritten):
            return _with_tables(_connected(":memory:"))


def _connected(name: str) -> sqlite3.Connection:
    base = sqlite3.connect(name, timeout=10, check_same_thread=False)
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = NORMAL")
    return base


def _with_tables(base: sqlite3.Connection) -> sqlite3.Connection:
    base.executescript(_TABLES)
    base.execute(f"PRAGMA user_version = {MAKE}")
    return base


def _forget(base: sqlite3.Connection, paths: Iterable[str]) -> None:
    each = [(path,) for path in paths]
    for table in ("file", "version", "revised", "problem"):
        base.executemany(f"DELETE FROM {table} WHERE path = ?", each)


def _row(path: str, memory: Memory) -> tuple[object, ...]:
    words = searched([memory.title, memory.left.line, memory.right.line, memory.place])
    return (
        path,
        memory.id,
        memory.root,
        memory.when.timestamp(),
        memory.made.timestamp(),
        f"{memory.when:%Y-%m-%d}",
        memory.title,
        memory.deck,
        json.dumps(memory.feelings) if memory.feelings else "",
        words,
        blake2b(memory.model_dump_json().encode(), digest_size=8).hexdigest(),
    )
