"""Which names lie in a folder of locked files: each is opened once, for the real name that is in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from duologue.store.disk import PLAIN, Refused, Unreadable, in_words, stamp_of

if TYPE_CHECKING:
    from duologue.store.vault import Vault

LOCKED = "locked"
"""The folder in which they lie."""
ENDING = ".age"
STRAYED = PurePosixPath("memories/0000/00")
"""Where a file is shown that this key does not open: among the memories, where the unreadable is listed."""


@contextmanager
def looking() -> Iterator[None]:
    """Turns a failure to look into Refused."""
    try:
        yield
    except OSError as error:
        raise Refused(f"cannot be looked at: {in_words(error)}.") from error


def _locked_in(pool: Path) -> list[tuple[Path, str]]:
    """The locked files in a folder, and how to tell whether one has changed, where the disk says it.

    Raises OSError where the folder cannot be looked into.
    """
    found: list[tuple[Path, str]] = []
    try:
        with os.scandir(pool) as entries:
            files = [Path(entry.path) for entry in entries if entry.name.endswith(ENDING)]
    except (FileNotFoundError, NotADirectoryError):
        return found
    for file in files:
        with suppress(FileNotFoundError):
            if not file.name.startswith("."):
                found.append((file, _stamp_of(file)))
    return found


def _stamp_of(file: Path) -> str:
    """How to tell whether it has changed; nothing where the disk refuses it. Raises FileNotFoundError."""
    try:
        return stamp_of(file.lstat())
    except FileNotFoundError:
        raise
    except OSError:
        return ""


class Listing:
    """Which names lie in one folder of locked files. To be used with the vault's turn held."""

    def __init__(self, vault: Vault, base: Path) -> None:
        self._vault = vault
        self._base = base
        self._pool = base / LOCKED
        self._seen: str | None = None
        """How the folder was when it was looked through; None where it has to be looked through again."""
        self._known: dict[str, tuple[str, str]] = {}
        """Of each file on the disk, by its name: how it was, and its real name."""
        self.files: dict[Path, Path] = {}
        """The file on the disk of each real one."""
        self.strays: dict[Path, Path] = {}
        """Those of them that are not found by their names."""
        self.refused: dict[Path, str] = {}
        """The files on the disk that it did not give, and why: their names are not known. The others are
        not kept waiting for them; they are tried again as soon as something changes in the folder."""
        self.children: dict[Path, set[str]] = {}
        """What lies in each folder."""

    def fresh(self) -> Listing:
        """The same, having looked again where the folder has changed. Raises OSError."""
        try:
            stamp = stamp_of(self._pool.lstat())
        except (FileNotFoundError, NotADirectoryError):
            stamp = ""
        if stamp != self._seen:
            self._look()
            self._seen = stamp
        return self

    def fits(self) -> bool:
        """Whether the key opens one of the files, if there are any. Raises Refused where the disk did not
        give all of them, and it opens none of the others."""
        refused = None
        with looking():
            files = sorted(file for file, _ in _locked_in(self._pool))
        for file in files:
            try:
                self._vault.opened(file)
            except Refused as error:
                refused = error
            except Unreadable:
                continue
            else:
                return True
        if refused is not None:
            raise refused
        return not files

    def put(self, stored: Path, path: Path) -> None:
        """We have just written this."""
        self._known[stored.name] = PLAIN.stamp(stored), path.relative_to(self._base).as_posix()
        self._seen = None

    def forget(self) -> None:
        """What is known may not hold any more."""
        self._seen = None

    def _look(self) -> None:
        there: dict[str, tuple[str, str]] = {}
        if not self._vault.is_open:
            return
        self.refused = {}
        for file, stamp in _locked_in(self._pool):
            known = self._known.get(file.name)
            if known and stamp and known[0] == stamp:
                there[file.name] = known
                continue
            try:
                there[file.name] = stamp, self._name(file)
            except Refused as error:
                there[file.name], self.refused[file] = ("", ""), str(error)
        self._known, self.files, self.strays, self.children = there, {}, {}, {}
        for name in sorted(there):
            self._place(self._base / there[name][1], self._pool / name)

    def _name(self, stored: Path) -> str:
        """The real name of a file; nothing where this key does not open it. Raises Refused."""
        try:
            name, _ = self._vault.opened(stored, self._vault.largest)
        except Refused:
            raise
        except Unreadable:
            return ""
        return name if self._vault.covers(self._base / name) else ""

    def _place(self, path: Path, stored: Path) -> None:
        if path == self._base:
            path = self._base / STRAYED / f"{stored.stem}.toml"
        if stored != self._vault.stored_at(path):
            if path.parent.name != STRAYED.name:
                mark = blake2b(stored.name.encode(), digest_size=3).hexdigest()
                path = path.with_name(f"{path.stem}-{mark}{path.suffix}")
            self.strays[path] = stored
        self.files[path] = stored
        while path != self._base:
            self.children.setdefault(path.parent, set()).add(path.name)
            path = path.parent
