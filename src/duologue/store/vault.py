"""A locked folder: every file is one file of age, under a name that tells nothing.

What lies under its own name in an open folder, such as `memories/2026/02/ID.toml`, lies in a locked one as
`locked/NAME.age`. In it is a tar with one member that bears the real name. So two tools that are everywhere
bring everything back without us:

    for file in locked/*.age; do age -d -i identity.age "$file" | tar x; done

NAME is a keyed hash (BLAKE2b) of the real name: the same for the same file, so that it is found without
looking, and nothing to anybody without the key. How many files there are, how large they are and when they
were written is not hidden.

What lies openly where it would lie in an open folder is seen all the same: a folder half converted, or a file
that another laptop brought. A copy that a file sync made of a conflict has a name of its own, and is shown
under a real name of its own beside the other.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from threading import RLock
from typing import TYPE_CHECKING

from duologue.store.disk import PLAIN, Disk, NotWritten, Unreadable
from duologue.store.files import disk_of

if TYPE_CHECKING:
    from pyrage import x25519  # type: ignore[import-untyped]

LOCKED = "locked"
"""The folder in which they lie."""
ENDING = ".age"
MORE = 64 * 1024
"""Bytes that a tar and age may add to a file of usual size; large ones get a little more."""
HEADER_AT_MOST, STANZAS_AT_MOST = 2048, 8
"""Bytes and stanzas at the beginning of a file of age: ours have one or two.
Thousands of them would keep age busy for minutes."""
LARGEST = 1024 * 1024 * 1024
STRAYED = PurePosixPath("memories/0000/00")
"""Where a file is shown that this key does not open: among the memories, where the unreadable is listed."""


class Vault:
    """Stands in for the disk where a couple's folder is locked. May be used from several threads."""

    def __init__(self, bases: Iterable[Path], private: Sequence[str], largest: int = LARGEST) -> None:
        """Locked files lie below each of the `bases`; of these folders' entries those are `private` whose
        name matches one of the patterns. A file of more bytes than the `largest` is not looked into. Closed
        until `open` is called."""
        self._bases = sorted(dict.fromkeys(bases), key=lambda base: len(base.parts), reverse=True)
        self._private = private
        self.largest = largest
        self._identity: x25519.Identity | None = None
        self._name_key = b""
        self._turn = RLock()
        self._lists = {base: _Listing(self, base) for base in self._bases}

    def open(self, secret: str) -> None:
        """Open it with an identity of age, `AGE-SECRET-KEY-1…`. Raises ValueError where it is none."""
        from pyrage import IdentityError, x25519

        try:
            self._identity = x25519.Identity.from_str(secret.strip())
        except IdentityError as error:
            raise ValueError("not an identity of age") from error
        self._name_key = blake2b(secret.strip().encode(), digest_size=32, person=b"duologue names").digest()

    def close(self) -> None:
        """Forget the key. From now on nothing is found and nothing can be written."""
        with self._turn:
            self._identity, self._name_key = None, b""
            self._lists = {base: _Listing(self, base) for base in self._bases}

    @property
    def bases(self) -> frozenset[Path]:
        """The folders below which locked files lie."""
        return frozenset(self._bases)

    @property
    def is_open(self) -> bool:
        """Whether it has the key."""
        return self._identity is not None

    def covers(self, path: Path) -> bool:
        """Whether a file of this name lies in here."""
        base = self._base(path)
        if base is None or path == base:
            return False
        first = path.relative_to(base).parts[0]
        return any(fnmatchcase(first, pattern) for pattern in self._private)

    def _base(self, path: Path) -> Path | None:
        return next((base for base in self._bases if path.is_relative_to(base)), None)

    def base_of(self, path: Path) -> Path:
        """The folder below which a covered file lies."""
        base = self._base(path)
        assert base is not None, f"{path} is not covered"
        return base

    def stored_at(self, path: Path) -> Path:
        """Where a file of this name lies on the disk."""
        base = self.base_of(path)
        name = path.relative_to(base).as_posix().encode("utf-8", "surrogateescape")
        digest = blake2b(name, digest_size=16, key=self._name_key).hexdigest()
        return base / LOCKED / f"{digest}{ENDING}"

    # Reading

    def read(self, path: Path, at_most: int, *, trusted: bool) -> bytes:
        if self._identity is None:
            raise Unreadable("is locked.")
        stored = self._stored(path)
        if stored is None:
            return PLAIN.read(path, at_most, trusted=trusted)
        name, data = self.opened(stored, at_most)
        if name != path.relative_to(self.base_of(path)).as_posix() and stored == self.stored_at(path):
            raise Unreadable("lies under the name of another.")
        return data

    def opened(self, stored: Path, at_most: int = LARGEST) -> tuple[str, bytes]:
        """The real name of a file on the disk, below its base, and what stands in it. Raises Unreadable."""
        from pyrage import DecryptError, decrypt

        identity = self._identity
        if identity is None:
            raise Unreadable("is locked.")
        sealed = PLAIN.read(stored, at_most + at_most // 16 + MORE, trusted=False)
        try:
            _look_at(sealed)
            name, data = _unpacked(decrypt(sealed, [identity]))
        except (DecryptError, ValueError) as error:
            raise Unreadable("is locked with another key, or damaged.") from error
        if len(data) > at_most:
            raise Unreadable(f"is larger than {at_most} bytes.")
        return name, data

    def _stored(self, path: Path) -> Path | None:
        """The file on the disk in which it lies, or None where it lies in none."""
        stored = self.stored_at(path)
        if PLAIN.exists(stored):
            return stored
        with self._turn:
            return self._list_of(path).strays.get(path)

    def _list_of(self, path: Path) -> _Listing:
        return self._lists[self.base_of(path)]

    def exists(self, path: Path) -> bool:
        if self._identity is None:
            return False
        return self._stored(path) is not None or PLAIN.exists(path) or self._is_folder(path)

    def _is_folder(self, path: Path) -> bool:
        with self._turn:
            return path in self._list_of(path).fresh().children

    def listed(self, folder: Path, pattern: str) -> list[Path]:
        if self._identity is None:
            return []
        only_folders = pattern.endswith("/")
        found = {folder}
        with self._turn:
            children = self._list_of(folder).fresh().children
            for part in pattern.rstrip("/").split("/"):
                found = {
                    within / name
                    for within in found
                    for name in children.get(within, ())
                    if fnmatchcase(name, part)
                }
            found = {path for path in found if path in children} if only_folders else found
        open_ones = PLAIN.listed(folder, pattern)
        return sorted({*(path for path in found if not path.name.startswith(".")), *open_ones})

    def stamps(self, folder: Path) -> Iterator[tuple[str, str]]:
        seen = set()
        for path in self.listed(folder, "*"):
            if stamp := self.stamp(path):
                seen.add(path.name)
                yield path.name, stamp

    def stamp(self, path: Path) -> str:
        stored = self._stored(path) if self._identity is not None else None
        return PLAIN.stamp(stored or path)

    def is_closed(self, folder: Path) -> bool:
        return PLAIN.is_closed(folder)

    # Writing

    def as_stored(self, path: Path, data: bytes) -> tuple[Path, bytes]:
        from pyrage import encrypt

        identity = self._identity
        if identity is None:
            raise NotWritten("what you keep is locked, and opens with your passphrase")
        name = path.relative_to(self.base_of(path)).as_posix()
        return self.stored_at(path), encrypt(_packed(name, data), [identity.to_public()])

    def make_folder(self, path: Path) -> None:
        """Folders are there while a file is in them."""

    def write(self, path: Path, data: bytes) -> None:
        stored, sealed = self.as_stored(path, data)
        PLAIN.write(stored, sealed)
        PLAIN.remove(path)
        with self._turn:
            self._list_of(path).put(stored, path)

    def append(self, path: Path, data: bytes) -> None:
        """The whole file is written anew: what is added must not be told from what was there."""
        self.write(path, _read(self, path) + data)

    def remove(self, path: Path) -> None:
        if self._identity is None:
            raise NotWritten("what you keep is locked, and opens with your passphrase")
        stored = self._stored(path)
        if stored is not None:
            PLAIN.remove(stored)
            PLAIN.sync(stored.parent)
        PLAIN.remove(path)
        self._forget(path)

    def replace(self, source: Path, place: Path) -> None:
        """Written there before it is removed here: cut off in between, it lies in both."""
        disk = disk_of(source)
        if disk.exists(source):
            self.write(place, _read(disk, source))
            disk.remove(source)

    def remove_all(self, folder: Path) -> None:
        for path in self.below(folder):
            self.remove(path)
        if PLAIN.exists(folder):
            PLAIN.remove_all(folder)

    def opens(self, path: Path) -> bool:
        """Whether a file in here can be opened with this key."""
        try:
            self.read(path, LARGEST, trusted=False)
        except Unreadable:
            return False
        return True

    def take_in(self, path: Path) -> None:
        """Lock a file that lies open, beside one of the same name where there is one that differs.

        It is removed where it lay once it was read back. Raises NotWritten.
        """
        data, place, number = _read(PLAIN, path), path, 1
        while (stored := self._stored(place)) is not None and self.opened(stored)[1] != data:
            number += 1
            place = path.with_name(f"{path.stem}-{number}{path.suffix}")
        if stored is None:
            PLAIN.write(*self.as_stored(place, data))
        if _read(self, place) != data:
            raise NotWritten(f"{path.name} could not be read again after it was locked")
        PLAIN.remove(path)
        self._forget(path)

    def bring_out(self, path: Path) -> None:
        """Let a locked file lie open again. Raises NotWritten."""
        data, stored = _read(self, path), self._stored(path)
        if stored is not None:
            PLAIN.write(path, data)
            if _read(PLAIN, path) != data:
                raise NotWritten(f"{path.name} could not be read again after it was unlocked")
            PLAIN.remove(stored)
            self._forget(path)

    def _forget(self, path: Path) -> None:
        with self._turn:
            self._list_of(path).forget()

    def below(self, folder: Path) -> list[Path]:
        """All files in here whose names lie below a folder."""
        with self._turn:
            listing = self._list_of(folder).fresh()
            return sorted(path for path in listing.files if path.is_relative_to(folder))

    def tidy(self, folder: Path, up_to: Path) -> None:
        PLAIN.tidy(folder, up_to)

    def sync(self, folder: Path) -> None:
        pool = self.base_of(folder) / LOCKED
        PLAIN.sync(pool if PLAIN.exists(pool) else folder)


def _read(disk: Disk, path: Path) -> bytes:
    """A whole file. Raises NotWritten: it is needed to write another."""
    try:
        return disk.read(path, LARGEST, trusted=False)
    except Unreadable as error:
        raise NotWritten(f"{path.name} {str(error).rstrip('.')}") from error


class _Listing:
    """Which names lie in one folder of locked files. To be used with the vault's turn held."""

    def __init__(self, vault: Vault, base: Path) -> None:
        self._vault = vault
        self._base = base
        self._pool = base / LOCKED
        self._seen = ""
        self._known: dict[str, tuple[str, str]] = {}
        """Of each file on the disk, by its name: how it was, and its real name."""
        self.files: dict[Path, Path] = {}
        """The file on the disk of each real one."""
        self.strays: dict[Path, Path] = {}
        """Those of them that are not found by their names."""
        self.children: dict[Path, set[str]] = {}
        """What lies in each folder."""

    def fresh(self) -> _Listing:
        """The same, having looked again where the folder has changed. Raises OSError."""
        stamp = PLAIN.stamp(self._pool)
        if stamp != self._seen:
            self._look()
            self._seen = stamp
        return self

    def put(self, stored: Path, path: Path) -> None:
        """We have just written this."""
        self._known[stored.name] = PLAIN.stamp(stored), path.relative_to(self._base).as_posix()
        self._seen = ""

    def forget(self) -> None:
        """Something is gone."""
        self._seen = ""

    def _look(self) -> None:
        there: dict[str, tuple[str, str]] = {}
        try:
            for name, stamp in PLAIN.stamps(self._pool):
                if name.endswith(ENDING) and not name.startswith("."):
                    known = self._known.get(name)
                    there[name] = known if known and known[0] == stamp else (stamp, self._name(name))
        except FileNotFoundError:
            pass
        self._known, self.files, self.strays, self.children = there, {}, {}, {}
        for name in sorted(there):
            self._place(self._base / there[name][1], self._pool / name)

    def _name(self, stored: str) -> str:
        try:
            name, _ = self._vault.opened(self._pool / stored, self._vault.largest)
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


def _look_at(sealed: bytes) -> None:
    """Raises ValueError where age would have to look through more than a few lines before it knew its key."""
    header, end, _ = sealed[:HEADER_AT_MOST].partition(b"\n--- ")
    if not end or header.count(b"\n->") > STANZAS_AT_MOST:
        raise ValueError("not a file of ours")


def _packed(name: str, data: bytes) -> bytes:
    """A tar with this one member."""
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(data), 0o600
    return member.tobuf(tarfile.PAX_FORMAT) + data + bytes(-len(data) % tarfile.BLOCKSIZE + 1024)


def _unpacked(packed: bytes) -> tuple[str, bytes]:
    """The name and the bytes of the one member. Raises ValueError where it is not just that."""
    try:
        with tarfile.open(fileobj=io.BytesIO(packed), mode="r:") as tar:
            member = tar.next()
            if member is None or member.type not in {tarfile.REGTYPE, tarfile.AREGTYPE} or member.issparse():
                raise ValueError("no file in it")
            place = PurePosixPath(member.name)
            if place.is_absolute() or ".." in place.parts or not 0 <= member.size <= len(packed):
                raise ValueError("points out of it")
            file = tar.extractfile(member)
            return place.as_posix(), file.read() if file is not None else b""
    except (tarfile.TarError, EOFError, OSError) as error:
        raise ValueError("not a tar") from error
