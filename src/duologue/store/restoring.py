"""Restoring a backup: what is missing comes back, and what differs takes its place again.

Nothing is lost by it. What is here and not in the backup stays. What gives way goes into the trash, where it
lies for thirty days. All of it comes or nothing (`duologue.store.arrivals`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum, auto
from hashlib import blake2b, sha256
from pathlib import Path, PurePosixPath

from duologue.store import arrivals
from duologue.store.backed_up import About, Contents, Turn, is_name, opened
from duologue.store.backups import kept_files
from duologue.store.files import (
    Unreadable,
    disk_of,
    exists,
    free_place,
    listed,
    move,
    read_bytes,
    saying_why,
    stamp,
    write_bytes,
)
from duologue.store.listing import LOCKED
from duologue.store.locking import IDENTITY_AT_MOST
from duologue.store.ours import kind_of
from duologue.store.pages import IDENTITY
from duologue.store.paths import PRIVATE, Paths
from duologue.store.vault import Vault

FILE_AT_MOST = 256 * 1024 * 1024
"""Bytes of one file. A larger one is brought back with `tar`."""
_NEVER_GIVES_WAY = ("trash", "pages", LOCKED, IDENTITY)
"""What of these differs comes beside what is here: a key, or what only its key opens, and what was let go."""


class Fate(Enum):
    """What becomes of a file of a backup."""

    MISSING = auto()
    """It is not here, and comes back."""
    DIFFERS = auto()
    """Something else lies in its place."""
    SAME = auto()


@dataclass(frozen=True)
class Chest:
    """A backup, and what is needed to read it."""

    path: Path
    unseal: Turn | None = None
    """Opens it where it is sealed as a whole."""
    unlock: Callable[[bytes], tuple[str, bytes]] | None = None
    """Opens what is locked in it: real name and bytes. Where there is none, it comes as it lies."""


@dataclass
class Glance:
    """What a backup holds, at a first look."""

    about: About
    files: int = 0
    identity: bytes | None = None
    """The key to what is locked in it, itself locked with a passphrase."""
    locked: bytes | None = None
    """One of its locked files."""


@dataclass
class Preview:
    """What would become of each file of a backup, by its name, and what is here that it lacks."""

    about: About
    fates: dict[str, Fate] = field(default_factory=dict)
    digest: bytes = b""
    """Of all names and bytes that were looked at."""
    only_here: tuple[str, ...] = ()
    unopened: int = 0
    """How many of its locked files its key does not open."""

    def kinds(self) -> dict[str, Counter[Fate | None]]:
        """How many of each kind there are, by what becomes of them; None counts what is only here."""
        counts: dict[str, Counter[Fate | None]] = {}
        for name, fate in (*self.fates.items(), *((name, None) for name in self.only_here)):
            counts.setdefault(kind_of(name) or "other files", Counter())[fate] += 1
        return dict(sorted(counts.items()))

    def count(self, fate: Fate) -> int:
        """How many files become this."""
        return sum(each is fate for each in self.fates.values())

    @property
    def brings_something(self) -> bool:
        """Whether anything would come."""
        return any(fate is not Fate.SAME for fate in self.fates.values())


def glance(paths: Paths, chest: Chest) -> Glance:
    """Read a backup once, as a whole. Raises Unreadable where it cannot be used."""
    with opened(chest.path, chest.unseal) as file:
        contents, found = Contents(file, paths.kept), Glance(About("", ""))
        for name, chunks in contents:
            found.files += 1
            if name == IDENTITY:
                found.identity = _whole(chunks, IDENTITY_AT_MOST)
            elif name.startswith(f"{LOCKED}/") and found.locked is None:
                found.locked = _whole(chunks)
        found.about = contents.about
    return found


def turn_of(paths: Paths, secret: str) -> Turn:
    """Opens a backup that is sealed with this key."""
    return _vault(paths, secret).unseal


def opens_what_is_here(paths: Paths, secret: str) -> bool:
    """Whether this key opens something of what is locked here."""
    return _vault(paths, secret).fits(paths.data)


def unlocked_with(paths: Paths, chest: Chest, secret: str) -> Chest:
    """The same backup, with the key to what is locked in it."""
    return replace(chest, unlock=_vault(paths, secret).unsealed)


def is_key_of(paths: Paths, secret: str, found: Glance) -> bool:
    """Whether this key opens what is locked in a backup."""
    if found.locked is None:
        return True
    try:
        _vault(paths, secret).unsealed(found.locked)
    except Unreadable:
        return False
    return True


def _vault(paths: Paths, secret: str) -> Vault:
    vault = Vault([paths.data], PRIVATE)
    vault.open(secret)
    return vault


def is_bare(paths: Paths) -> bool:
    """Whether nothing is kept here yet but names and settings, so that a lock would lock out nobody."""
    files, missing = kept_files(paths)  # What the disk does not show just now is no less kept.
    return not missing and set(files) <= {paths.couple.name, paths.settings.name}


def locked_files(paths: Paths) -> list[Path]:
    """What is locked here. Raises NotWritten where the disk does not show it just now."""
    with saying_why(paths.locked / "…"):
        return listed(paths.locked, "*.age")


def key_is_lost(paths: Paths) -> bool:
    """Whether files are locked here, and the key to them is gone. Raises NotWritten."""
    return not exists(paths.identity) and bool(locked_files(paths))


def bring_key_back(paths: Paths, identity: bytes) -> None:
    """Put the key of a backup in the place of one that is gone or damaged, which is put beside it.

    Only for whoever holds the pen. Raises NotWritten.
    """
    beside = free_place(paths.identity.with_name("identity-2.age"))
    try:
        write_bytes(beside, read_bytes(paths.identity, FILE_AT_MOST))
    except Unreadable:  # What the disk does not give can be moved all the same, and may be whole.
        if exists(paths.identity):
            move(paths.identity, beside)
    write_bytes(paths.identity, identity)


def look(paths: Paths, chest: Chest) -> Preview:
    """What would come of a backup. Changes nothing. Raises Unreadable."""
    preview = Preview(About("", ""))
    here = _here(paths)
    with closing(_files(paths, chest, preview)) as files:
        for name, data in files:
            preview.fates[name] = _fate(paths, name, data)
            here.discard(name)
    preview.only_here = tuple(sorted(here))
    return preview


def restore(paths: Paths, chest: Chest, preview: Preview, today: date) -> bool:
    """Bring back what was looked at. Answers whether all is in its place; else it is on the disk, and gets
    there when Duologue is next opened.

    Only for whoever holds the pen. Raises Unreadable, NotWritten; then nothing has come.
    """
    instead: dict[Path, str] = {}
    with closing(_coming(paths, chest, preview, today, instead)) as coming:
        return arrivals.bring_in(paths, coming, instead)


def _coming(
    paths: Paths, chest: Chest, preview: Preview, today: date, instead: dict[Path, str]
) -> Generator[tuple[Path, bytes], None, None]:
    """Each file that comes, and before one that takes another's place that other one, for the trash."""
    again = Preview(preview.about)
    with closing(_files(paths, chest, again)) as files:
        for name, data in files:
            fate = _fate(paths, name, data)
            if fate is Fate.DIFFERS and _gives_way(name, data):
                before, old = stamp(_place(paths, name)), _old(paths, name)
                if old == data:  # The disk did not answer when it was compared.
                    continue
                if old is not None and before:
                    yield Path("trash", today.isoformat(), name), old
                    instead[Path(name)] = before
            if fate is not Fate.SAME:
                yield Path(name), data
    if again.digest != preview.digest:
        raise Unreadable("has changed since you looked at it.")


def _gives_way(name: str, data: bytes) -> bool:
    """Whether what lies here makes room for it. Of two pictures one is not what it is named after."""
    top = name.partition("/")[0]
    if top == "pictures":
        return PurePosixPath(name).stem == blake2b(data, digest_size=16).hexdigest()
    return top not in _NEVER_GIVES_WAY


def _old(paths: Paths, name: str) -> bytes | None:
    """What lies in this place; None where it cannot be read, and so must stay where it is."""
    try:
        return read_bytes(_place(paths, name), FILE_AT_MOST)
    except Unreadable:
        return None


def _files(paths: Paths, chest: Chest, preview: Preview) -> Generator[tuple[str, bytes], None, None]:
    """The files of a backup under their real names; notes in `preview` what it says of itself.

    Raises Unreadable, also at the end, where the backup is not whole.
    """
    all_of_it = sha256()
    with opened(chest.path, chest.unseal) as file:
        contents = Contents(file, paths.kept)
        for lies_as, chunks in contents:
            name, data = lies_as, _whole(chunks)
            if chest.unlock is not None:
                try:
                    name, data = _unlocked(paths, name, data, chest.unlock)
                except Unreadable:
                    preview.unopened += 1
                    continue
            if name:
                all_of_it.update(f"{name}\0{len(data)}\0".encode() + data)
                yield name, data
        preview.about, preview.digest = contents.about, all_of_it.digest()


def _unlocked(
    paths: Paths, name: str, data: bytes, unlock: Callable[[bytes], tuple[str, bytes]]
) -> tuple[str, bytes]:
    """Under its real name; without one where it is the key, the running session or can be made anew.

    Raises Unreadable.
    """
    if name.startswith(f"{LOCKED}/"):
        name, data = unlock(data)
    return (name if is_name(name, set(paths.kept) - {LOCKED, IDENTITY}) else ""), data


def _whole(chunks: Iterator[bytes], at_most: int = FILE_AT_MOST) -> bytes:
    whole = bytearray()
    for chunk in chunks:
        whole += chunk
        if len(whole) > at_most:
            raise Unreadable(f"holds a file of more than {at_most} bytes; bring it back with tar.")
    return bytes(whole)


def _place(paths: Paths, name: str) -> Path:
    top, *rest = name.split("/")
    return paths.kept[top].joinpath(*rest)


def _fate(paths: Paths, name: str, data: bytes) -> Fate:
    place = _place(paths, name)
    if not exists(place):
        return Fate.MISSING
    try:
        return Fate.SAME if read_bytes(place, len(data)) == data else Fate.DIFFERS
    except Unreadable:
        return Fate.DIFFERS


def _here(paths: Paths) -> set[str]:
    """The real names of all that is kept here."""
    names = set(kept_files(paths)[0])
    vault = disk_of(paths.memories)
    if not isinstance(vault, Vault) or not vault.is_open:
        return names
    real = {file.relative_to(paths.data).as_posix() for file in vault.below(paths.data)}
    kept = {name for name in real if is_name(name, paths.kept)}
    return {name for name in names if name != IDENTITY and not name.startswith(f"{LOCKED}/")} | kept
