"""A disposable SQLite database: whatever happens to its file, it is there, if need be empty.

It keeps a plain journal. A write-ahead log shares memory through a file beside it, and a program ends with
SIGBUS where another one makes that file anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

from duologue.store.files import (
    NotWritten,
    Unreadable,
    is_mounted,
    make_folder,
    read_bytes,
    remove,
    write_bytes,
    write_new,
)
from duologue.store.on_its_way import on_its_way

BYTES_AT_MOST = 1024 * 1024 * 1024
_PATIENCE = 2.0
"""Seconds to wait for another window."""
_HELD = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class Base:
    """May be used from several threads, one at a time.

    A file that is damaged or of another make is made anew. One that another program holds, or a disk that
    takes none, is left alone, and everything is in memory. Where the folder is locked it is in memory too,
    and the disk gets it locked and whole, by `keep`.
    """

    def __init__(self, file: Path, tables: Sequence[str], make: int) -> None:
        """`tables` are made in an empty one; `make` changes with the meaning of what they hold."""
        self._file = file
        self._tables = tables
        self._make = make
        self._turn = Lock()
        self._closed = False
        self.lives = 1
        """Grows when all that was in it is lost."""
        self._made_anew = False
        self._connection = self._opened()

    def close(self) -> None:
        """Let go of the file, at once. From now on nothing is found, and nothing changes."""
        self._closed = True
        with suppress(sqlite3.Error):
            self._connection.interrupt()
        with self._turn:
            self._connection.close()

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return self._closed

    def ask(self, question: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows that answer this; none where all was lost just now."""
        return self._with(lambda base: base.execute(question, values).fetchall()) or []

    def change(self, doing: Callable[[sqlite3.Connection], None]) -> None:
        """Change all of this, or nothing."""

        def whole(base: sqlite3.Connection) -> list[tuple[Any, ...]]:
            with base:
                doing(base)
            return []

        self._with(whole)

    def keep(self) -> None:
        """Put it on the disk as it is now, where that does not happen by itself: in a locked folder."""
        if is_mounted(self._file):
            with self._turn, suppress(sqlite3.Error, NotWritten):
                if not self._closed:
                    write_bytes(self._file, self._connection.serialize())

    def lose_all(self) -> None:
        """Begin with nothing: what is in it makes no sense."""
        with self._turn:
            if not self._closed:
                self._begin_again(on_disk=not self._made_anew)

    def _with(
        self, doing: Callable[[sqlite3.Connection], list[tuple[Any, ...]]]
    ) -> list[tuple[Any, ...]] | None:
        with self._turn:
            if self._closed:
                return None
            try:
                return doing(self._connection)
            except sqlite3.DatabaseError as error:
                if not self._closed:
                    self._begin_again(on_disk=not self._made_anew and not _is_held(error))
                return None

    def _begin_again(self, *, on_disk: bool) -> None:
        self.lives += 1
        with suppress(sqlite3.Error):
            self._connection.close()
        self._connection = self._anew() if on_disk else self._in_memory()

    def _opened(self) -> sqlite3.Connection:
        if is_mounted(self._file):
            return self._unlocked()
        try:
            make_folder(self._file.parent)
            if self._file.is_symlink() or not self._file.is_file():
                return self._anew()
            base = _connected(str(self._file))
            if self._is_of_this_make(base):
                return base
            base.close()
        except (NotWritten, OSError):
            return self._in_memory()
        except sqlite3.DatabaseError as error:
            return self._in_memory() if _is_held(error) else self._anew()
        return self._anew()

    def _unlocked(self) -> sqlite3.Connection:
        base = _connected(":memory:")
        with suppress(Unreadable, sqlite3.Error):
            base.deserialize(read_bytes(self._file, BYTES_AT_MOST))
            if self._is_of_this_make(base):
                return base
        base.close()
        return self._in_memory()

    def _is_of_this_make(self, base: sqlite3.Connection) -> bool:
        found = base.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        makes = base.execute("PRAGMA user_version").fetchone()
        return makes == (self._make,) and {sql for (sql,) in found} == set(self._tables)

    def _anew(self) -> sqlite3.Connection:
        """Made beside its place and put there whole: another window may be opening it just now."""
        self._made_anew = True
        if is_mounted(self._file):
            return self._in_memory()
        fresh = on_its_way(self._file)
        try:
            write_new(fresh, b"")
            self._with_tables(_connected(str(fresh))).close()
            remove(self._file.with_name(f"{self._file.name}-journal"))
            fresh.replace(self._file)
            return _connected(str(self._file))
        except (sqlite3.DatabaseError, NotWritten, OSError):
            with suppress(NotWritten):
                remove(fresh)
            return self._in_memory()

    def _in_memory(self) -> sqlite3.Connection:
        return self._with_tables(_connected(":memory:"))

    def _with_tables(self, base: sqlite3.Connection) -> sqlite3.Connection:
        base.executescript(";\n".join([*self._tables, f"PRAGMA user_version = {self._make};"]))
        return base


def _connected(name: str) -> sqlite3.Connection:
    base = sqlite3.connect(name, timeout=_PATIENCE, check_same_thread=False)
    base.execute("PRAGMA synchronous = NORMAL")
    return base


def _is_held(error: sqlite3.Error) -> bool:
    """Whether another program has it, and it is not damaged."""
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _HELD
