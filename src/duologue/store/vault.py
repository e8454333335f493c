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

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from fnmatch import fnmatchcase
from hashlib import blake2b
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from duologue.store.disk import (
    PLAIN,
    Changed,
    Disk,
    Gone,
    NotWritten,
    Refused,
    Unreadable,
    is_there,
    saying_why,
)
from duologue.store.files import disk_of, holds
from duologue.store.listing import ENDING, LOCKED, Listing, looking
from duologue.store.packing import HEADER_AT_MOST, look_at, packed, unpacked

if TYPE_CHECKING:
    from pyrage import x25519  # type: ignore[import-untyped]

MORE = 64 * 1024
"""Bytes that a tar and age may add to a file of usual size; large ones get a little more."""
LARGEST = 1024 * 1024 * 1024
CLOSED = "what you keep is locked, and opens with your passphrase"


class _Key(NamedTuple):
    """All that it takes to find a file and to open it. Held as one: it is there whole, or not at all."""

    identity: x25519.Identity
    names: bytes


class Vault:
    """Stands in for the disk where a couple's folder is locked. May be used from several threads."""

    def __init__(self, bases: Iterable[Path], private: Sequence[str], largest: int = LARGEST) -> None:
        """Locked files lie below each of the `bases`; of these folders' entries those are `private` whose
        name matches one of the patterns. A file of more bytes than the `largest` is not looked into. Closed
        until `open` is called."""
        self._bases = sorted(dict.fromkeys(bases), key=lambda base: len(base.parts), reverse=True)
        self._private = private
        self.largest = largest
        self._key: _Key | None = None
        self._turn = RLock()
        self._lists = {base: Listing(self, base) for base in self._bases}

    def open(self, secret: str) -> None:
        """Open it with an identity of age, `AGE-SECRET-KEY-1…`. Raises ValueError where it is none."""
        from pyrage import IdentityError, x25519

        try:
            identity = x25519.Identity.from_str(secret.strip())
        except IdentityError as error:
            raise ValueError("not an identity of age") from error
        names = blake2b(secret.strip().encode(), digest_size=32, person=b"duologue names").digest()
        with self._turn:
            self._key = _Key(identity, names)
            self._lists = {base: Listing(self, base) for base in self._bases}

    def close(self) -> None:
        """Forget the key. From now on nothing is found and nothing can be written."""
        with self._turn:
            self._key = None
            self._lists = {base: Listing(self, base) for base in self._bases}

    @property
    def bases(self) -> frozenset[Path]:
        """The folders below which locked files lie."""
        return frozenset(self._bases)

    @property
    def is_open(self) -> bool:
        """Whether it has the key."""
        return self._key is not None

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
        """Where a file of this name lies on the disk. Raises Unreadable while it is closed."""
        if (key := self._key) is None:
            raise Unreadable("is locked.")
        return self._place(path, key)

    def _place(self, path: Path, key: _Key) -> Path:
        base = self.base_of(path)
        name = path.relative_to(base).as_posix().encode("utf-8", "surrogateescape")
        digest = blake2b(name, digest_size=16, key=key.names).hexdigest()
        return base / LOCKED / f"{digest}{ENDING}"

    # Reading

    def read(self, path: Path, at_most: int, *, trusted: bool) -> bytes:
        if (key := self._key) is None:
            raise Unreadable("is locked.")
        with looking():
            stored = self._stored(path)
        if stored is None:
            return PLAIN.read(path, at_most, trusted=trusted)
        is_stray = stored != self._place(path, key)
        if is_stray and (why := self._list_of(path).refused.get(stored)):
            raise Refused(why)  # It is not under its own name, even if the disk gave it by now.
        name, data = self.opened(stored, at_most)
        if name != path.relative_to(self.base_of(path)).as_posix() and not is_stray:
            raise Unreadable("lies under the name of another.")
        return data

    def opened(self, stored: Path, at_most: int = LARGEST) -> tuple[str, bytes]:
        """The real name of a file on the disk, below its base, and what stands in it. Raises Unreadable."""
        name, data = self.unsealed(PLAIN.read(stored, at_most + at_most // 16 + MORE, trusted=False))
        if len(data) > at_most:
            raise Unreadable(f"is larger than {at_most} bytes.")
        return name, data

    def unsealed(self, sealed: bytes) -> tuple[str, bytes]:
        """The real name and the content that these bytes of a locked file hold. Raises Unreadable."""
        from pyrage import DecryptError, decrypt

        if (key := self._key) is None:
            raise Unreadable("is locked.")
        try:
            look_at(sealed)
            return unpacked(decrypt(sealed, [key.identity]))
        except (DecryptError, ValueError) as error:
            raise Unreadable("is locked with another key, or damaged.") from error

    def _stored(self, path: Path) -> Path | None:
        """The file on the disk in which it lies, or None where it lies in none, or cannot be found.

        Raises OSError where the disk does not say.
        """
        if (key := self._key) is None:
            return None
        stored = self._place(path, key)
        if is_there(stored):
            return stored
        with self._turn:
            return self._list_of(path).strays.get(path)

    def _list_of(self, path: Path) -> Listing:
        return self._lists[self.base_of(path)]

    def exists(self, path: Path) -> bool:
        if not self.is_open:
            return False
        with suppress(OSError):
            return self._stored(path) is not None or PLAIN.exists(path) or self._is_folder(path)
        return False

    def _is_folder(self, path: Path) -> bool:
        with self._turn:
            return path in self._list_of(path).fresh().children

    def listed(self, folder: Path, pattern: str) -> list[Path]:
        if not self.is_open:
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
        with suppress(OSError):
            return PLAIN.stamp(self._stored(path) or path)
        return ""

    def is_closed(self, folder: Path) -> bool:
        return PLAIN.is_closed(folder) or PLAIN.is_closed(self.base_of(folder) / LOCKED)

    # Writing

    def as_stored(self, path: Path, data: bytes) -> tuple[Path, bytes]:
        from pyrage import encrypt

        if (key := self._key) is None:
            raise NotWritten(CLOSED)
        name = path.relative_to(self.base_of(path)).as_posix()
        return self._place(path, key), encrypt(packed(name, data), [key.identity.to_public()])

    def make_folder(self, path: Path) -> None:
        """Folders are there while a file is in them."""

    def write(self, path: Path, data: bytes, seen: str | None = None) -> None:
        stored, sealed = self.as_stored(path, data)
        if seen is not None and self.stamp(path) != seen:
            raise Changed(f"somebody else has changed {path}")
        PLAIN.write(stored, sealed)
        PLAIN.remove(path)
        with self._turn:
            self._list_of(path).put(stored, path)

    def append(self, path: Path, data: bytes, after: int) -> None:
        """The whole file is written anew: what is added must not be told from what was there."""
        if len(before := _read(self, path)) != after:
            raise Changed(f"somebody else has changed {path}")
        self.write(path, before + data)

    def remove(self, path: Path) -> None:
        if not self.is_open:
            raise NotWritten(CLOSED)
        with saying_why(path):
            stored = self._stored(path)
        if stored is not None:
            PLAIN.remove(stored)
            PLAIN.sync(stored.parent)
        PLAIN.remove(path)
        self._forget(path)

    def replace(self, source: Path, place: Path) -> None:
        """Written there before it is removed here: cut off in between, it lies in both."""
        disk = disk_of(source)
        try:
            data = _read(disk, source)
        except Changed:  # It has been moved before.
            return
        self.write(place, data)
        disk.remove(source)

    def remove_all(self, folder: Path) -> None:
        for path in self.below(folder):
            self.remove(path)
        with saying_why(folder):
            lies_openly = is_there(folder)
        if lies_openly:
            PLAIN.remove_all(folder)

    def fits(self, base: Path) -> bool:
        """Whether this key opens something of what is locked below a base, if anything is. Raises Refused
        where it opens nothing that the disk gives, and the disk refuses some."""
        return self._list_of(base).fits()

    def opens(self, path: Path) -> bool:
        """Whether a file in here can be opened with this key. Raises NotWritten where the disk refuses it."""
        try:
            self.read(path, LARGEST, trusted=False)
        except Refused as error:
            raise NotWritten(f"{path.name} {str(error).rstrip('.')}") from error
        except Unreadable:
            return False
        return True

    def take_in(self, path: Path) -> None:
        """Lock a file that lies open, beside one of the same name where there is one that differs.

        It is removed where it lay once it was read back. Raises NotWritten.
        """
        data, place, number = _read(PLAIN, path), path, 1
        with saying_why(path):
            while (stored := self._stored(place)) is not None and not self._holds(stored, data):
                number += 1
                place = path.with_name(f"{path.stem}-{number}{path.suffix}")
        if stored is None:
            PLAIN.write(*self.as_stored(place, data))
        if _read(self, place) != data:
            raise NotWritten(f"{path.name} could not be read again after it was locked")
        PLAIN.remove(path)
        self._forget(path)

    def _holds(self, stored: Path, data: bytes) -> bool:
        try:
            return self.opened(stored)[1] == data
        except Unreadable:
            return False

    def bring_out(self, path: Path) -> None:
        """Let a locked file lie open again, beside one of the same name that differs. Raises NotWritten."""
        data, place, number = _read(self, path), path, 1
        with saying_why(path):
            if (stored := self._stored(path)) is None:
                return
            while is_there(place) and not holds(place, data, PLAIN):
                number += 1
                place = path.with_name(f"{path.stem}-{number}{path.suffix}")
        PLAIN.write(place, data)
        if not holds(place, data, PLAIN):
            raise NotWritten(f"{path.name} could not be read again after it was unlocked")
        PLAIN.remove(stored)
        self._forget(path)

    # Whole streams, such as backups

    def seal(self, source: BinaryIO, target: BinaryIO) -> None:
        """Encrypt one stream into another, so that only this key opens it. Raises NotWritten."""
        from pyrage import EncryptError, encrypt_io

        if (key := self._key) is None:
            raise NotWritten(CLOSED)
        try:
            encrypt_io(source, target, [key.identity.to_public()])
        except EncryptError as error:  # The number of an error at the disk is lost in it.
            raise NotWritten("the disk took no more, or reports an error") from error

    def unseal(self, source: BinaryIO, target: BinaryIO) -> None:
        """Decrypt one stream into another. Raises Unreadable."""
        from pyrage import DecryptError, decrypt_io

        if (key := self._key) is None:
            raise Unreadable("is locked.")
        try:
            look_at(source.read(HEADER_AT_MOST))
            source.seek(0)
            decrypt_io(source, target, [key.identity])
        except (DecryptError, OSError, ValueError) as error:
            raise Unreadable("is locked with another key, or damaged.") from error

    def _forget(self, path: Path) -> None:
        with self._turn:
            self._list_of(path).forget()

    def below(self, folder: Path) -> list[Path]:
        """All files in here whose names lie below a folder. Raises NotWritten.

        It is looked again whatever is known: what is missed here would be left behind.
        """
        with self._turn, saying_why(folder):
            self._forget(folder)
            listing = self._list_of(folder).fresh()
            return sorted(path for path in listing.files if path.is_relative_to(folder))

    def tidy(self, folder: Path, up_to: Path) -> None:
        PLAIN.tidy(folder, up_to)

    def sync(self, folder: Path) -> None:
        pool = self.base_of(folder) / LOCKED
        PLAIN.sync(pool if PLAIN.exists(pool) else folder)


def _read(disk: Disk, path: Path) -> bytes:
    """A whole file. Raises NotWritten: it is needed to write another; Changed where it is gone."""
    try:
        return disk.read(path, LARGEST, trusted=False)
    except Gone as error:
        raise Changed(f"{path} is gone") from error
    except Unreadable as error:
        raise NotWritten(f"{path.name} {str(error).rstrip('.')}") from error
