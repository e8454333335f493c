"""A manifest of what this laptop wrote, so that bytes which changed without us can be named.

`checksums.txt` is read by `sha256sum -c` too, in the data folder. It is disposable, and only ever added to:

    # duologue checksums, format 1
    9f86d0…0a08  memories/2026/02/1f3a.toml     the bytes that were about to be put there
    #= 5c1f22d7                                 CRC-32 of the line above, so that no damaged one is believed
    #> memories/2026/02/1f3a.toml               moved from there to
    #< trash/2026-03-01/memories/2026/02/1f3a.toml
    #- stars/0c9e1f.toml                        gone, by us

A line is noted before the bytes are written. So after a crash either digest may be the right one, and a file
is as it should be where its bytes match any digest that is noted for it. What was never noted is not known
here, as on a laptop that got the file from another; that is nothing to worry about.

In a locked folder only the locked files are noted, as they lie on the disk. What was noted of the open ones
goes before the first is locked: a name tells something, and so does the digest of a short text.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path, PurePosixPath
from threading import RLock

from duologue.store.disk import PLAIN, NotWritten, Unreadable, write_all
from duologue.store.files import mounted
from duologue.store.locking import LEAVING
from duologue.store.paths import PRIVATE, Paths
from duologue.store.vault import Vault

HEAD = "# duologue checksums, format 1"
BYTES_AT_MOST = 128 * 1024 * 1024
SUPERSEDED_AT_MOST = 64
"""Lines that say nothing any more, before it is written anew."""
CHUNK = 1024 * 1024

_HEADS = re.compile(r"# duologue checksums, format (\d{1,6})")
_DIGEST = re.compile(r"(\\?)([0-9a-f]{64})  (.+)")


@dataclass
class Noted:
    """What a manifest says."""

    digests: dict[str, frozenset[str]] = field(default_factory=dict)
    """Of each file by its name below the data folder: the SHA-256 it may have, in hexadecimal digits."""
    superseded: int = 0
    """Lines that say nothing any more."""
    damaged: int = 0
    """Lines that are not believed."""
    newer: bool = False
    """Whether a newer Duologue wrote it; then nothing is known."""


@dataclass(frozen=True)
class Compared:
    """What lies there, beside what is noted; each file by its path."""

    same: int = 0
    changed: tuple[Path, ...] = ()
    gone: tuple[Path, ...] = ()
    unknown: int = 0
    """Files of which nothing is noted here."""
    unread: int = 0
    """Files that could not be read."""
    noted: Noted = field(default_factory=Noted)


class Manifest:
    """Notes what is written below one couple's folders. May be used from several threads.

    A failure of its own stops nothing: what could not be noted is not known here.
    """

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._kept = frozenset(paths.kept.values())
        self._turn = RLock()
        self._is_newer: bool | None = None

    @property
    def _is_locked(self) -> bool:
        """Whether names must not be told; looked at each time, since it changes while this attends."""
        return is_closed_to_names(self._paths)

    # What is told to it

    def writing(self, path: Path, data: bytes) -> None:
        """Just these bytes are about to be put there."""
        if path == self._paths.identity and not os.path.lexists(path):
            self._forget_names()
        if self._is_kept(path):
            self._note_both(path, sha256(data).hexdigest())

    def moving(self, source: Path, place: Path) -> None:
        """A file is about to be put somewhere else; what is noted for it holds there."""
        if not self._is_kept(place):
            self.removing(source)
        elif self._is_kept(source) and not os.path.lexists(place):
            names = [_escaped(self._name(each)) for each in (source, place)]
            self._note(f"#> {names[0]}\n#< {names[1]}\n", lasting=False)
        elif digest := digest_of(source):  # It was on its way, and is ours: what was brought in, or restored.
            self._note_both(place, digest)

    def _note_both(self, path: Path, digest: str) -> None:
        """What is about to lie there, and what lies there now, which it is until then."""
        name, now = self._name(path), digest_of(path)
        lines = [_line(name, each) for each in (now, digest) if each]
        self._note("".join(lines), lasting=os.path.lexists(path))

    def removing(self, path: Path) -> None:
        """A file is about to go, if it is there."""
        if self._is_kept(path) and os.path.lexists(path):
            self._note(f"#- {_escaped(self._name(path))}\n", lasting=False)

    def _is_kept(self, path: Path) -> bool:
        within = next((place for place in self._kept if place == path or place in path.parents), None)
        if within is not None and self._is_locked and tells(within.name):
            return False
        if path in self._kept:
            return True
        if within is None or path.name.startswith("."):
            return False
        return within != self._paths.locked or path not in self._of_the_session()

    def _forget_names(self) -> None:
        """Before all is locked: nothing is told any more of what lies open, nor in how many files."""
        with self._turn:
            noted = load(self._paths)
            if noted.newer or not os.path.lexists(self._paths.checksums):
                return
            try:
                self._write({name: each for name, each in noted.digests.items() if not tells(name)})
            except NotWritten:
                with suppress(OSError):
                    self._paths.checksums.unlink(missing_ok=True)

    def _of_the_session(self) -> set[Path]:
        """Where the running session lies in a locked folder: it is written anew with every event."""
        running = (self._paths.journal, self._paths.agreed, self._paths.shelf, self._paths.index)
        vaults = [disk for disk in mounted() if isinstance(disk, Vault) and disk.is_open]
        return {vault.stored_at(path) for vault in vaults for path in running if vault.covers(path)}

    def _name(self, path: Path) -> str:
        return name_of(self._paths, path)

    def _note(self, line: str, *, lasting: bool) -> None:
        """Add a line. It is on the disk when this returns where it has to be `lasting`: where something lies
        there already, a line that is lost would make what is written look like a change."""
        with self._turn:
            if self._from_a_newer_one():
                return
            try:
                self._append(os.fsencode(line), lasting=lasting)
            except OSError:
                if lasting:  # What is not complete must not be believed.
                    with suppress(OSError):
                        self._paths.checksums.unlink(missing_ok=True)

    def _from_a_newer_one(self) -> bool:
        if self._is_newer is None:
            self._is_newer = is_newer(self._paths)
        return self._is_newer

    def _append(self, line: bytes, *, lasting: bool) -> None:
        if line.startswith(b"#") and not os.path.lexists(self._paths.checksums):
            return  # Of what is gone nothing needs to be known.
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        handle = os.open(self._paths.checksums, flags, 0o600)
        try:
            size = os.fstat(handle).st_size
            if size == 0:
                line = f"{HEAD}\n".encode() + line
            elif os.pread(handle, 1, size - 1) != b"\n":  # The last line was cut off.
                line = b"\n" + line
            try:
                write_all(handle, line)
            except OSError:
                os.ftruncate(handle, size)
                raise
            if lasting:
                os.fsync(handle)
        finally:
            os.close(handle)

    # Now and then

    def tidy(self) -> None:
        """Write it anew where much of it says nothing any more; where the disk refuses, it stays."""
        with self._turn, suppress(NotWritten):
            noted = load(self._paths)
            served = noted.superseded + noted.damaged
            told = self._is_locked and (served or any(map(tells, noted.digests)))
            if not noted.newer and (served >= SUPERSEDED_AT_MOST or told):
                self._write(_settled(self._paths, noted.digests))

    def begin_anew(self, meanwhile: Callable[[], None] = lambda: None) -> int:
        """Note all that is kept as it lies there now; answers how many files. Raises NotWritten.

        Of what the disk does not give just now the old note stays: it may change without us later on.
        """
        files, unseen = _kept(self._paths)
        known = load(self._paths).digests
        found = {name: each for name, each in known.items() if name in files or _is_within(name, unseen)}
        count = 0
        for name, file in files.items():
            meanwhile()
            if digest := digest_of(file):
                found[name] = frozenset({digest})
                count += 1
        with self._turn:
            self._write(found)
            self._is_newer = False
        return count

    def _write(self, digests: Mapping[str, Iterable[str]]) -> None:
        closed = self._is_locked
        names = sorted(name for name in digests if not (closed and tells(name)))
        lines = [_line(name, digest) for name in names for digest in sorted(digests[name])]
        PLAIN.write(self._paths.checksums, os.fsencode("".join([f"{HEAD}\n", *lines])))


def is_closed_to_names(paths: Paths) -> bool:
    """Whether what they keep is locked, so that no name and no digest of it may be told."""
    return paths.is_locked and not os.path.lexists(paths.locked / LEAVING)


def tells(name: str) -> bool:
    """Whether the name of a file below the data folder tells something where that is locked."""
    return any(fnmatchcase(name.partition("/")[0], pattern) for pattern in PRIVATE)


def name_of(paths: Paths, path: Path) -> str:
    """How a file is called in the manifest."""
    return os.path.relpath(path, paths.data)


def is_newer(paths: Paths) -> bool:
    """Whether a newer Duologue wrote the manifest; then it is neither read nor written here."""
    try:
        handle = os.open(paths.checksums, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            head = _HEADS.fullmatch(os.fsdecode(file.readline(100).rstrip(b"\n")))
    except OSError:
        return False
    return head is not None and int(head[1]) > 1


def load(paths: Paths) -> Noted:
    """What is noted; nothing where there is no manifest, or none that can be read."""
    noted = Noted(newer=is_newer(paths))
    with suppress(Unreadable):
        text = os.fsdecode(PLAIN.read(paths.checksums, BYTES_AT_MOST, trusted=False))
        lines = text.split("\n")
        noted.damaged += bool(lines.pop())  # What follows the last line break was cut off.
        if not noted.newer:
            _read(lines, noted)
    return noted


def _read(lines: list[str], noted: Noted) -> None:
    known: dict[str, set[str]] = {}
    waiting, source = "", ""
    for line in lines:
        mark, rest = line[:3], line[3:]
        if mark == "#= " and waiting and rest == _check(waiting):
            _take_in(waiting, known, noted)
        elif mark == "#- ":
            noted.superseded += 1 + len(known.pop(_unescaped(rest), ()))
        elif mark == "#< " and source:
            before = known.pop(_unescaped(source), set())
            known.setdefault(_unescaped(rest), set()).update(before)
            noted.superseded += 2
        elif waiting or source:
            noted.damaged += 1
        source = rest if mark == "#> " else ""
        waiting = line if not line.startswith("#") else ""
    noted.damaged += bool(waiting or source)
    noted.digests = {name: frozenset(digests) for name, digests in known.items() if digests}


def _take_in(line: str, known: dict[str, set[str]], noted: Noted) -> None:
    found = _DIGEST.fullmatch(line)
    if found is None:
        noted.damaged += 1
        return
    digests = known.setdefault(_unescaped(found[3]) if found[1] else found[3], set())
    noted.superseded += bool(digests)
    digests.add(found[2])


def compare(paths: Paths, meanwhile: Callable[[], None] = lambda: None) -> Compared:
    """What lies there, beside what is noted. What is written meanwhile is looked at twice.

    A file is gone only where its bytes lie nowhere any more: one that another laptop moved is not, nor is one
    in a folder that the disk does not show just now.
    """
    noted = load(paths)
    files, unseen = _kept(paths)
    found = {}
    for name, file in files.items():
        meanwhile()
        found[name] = digest_of(file)
    if odd := _odd(noted.digests, found):
        noted = load(paths)
        found |= {name: digest_of(files[name]) for name in odd}
    known, everywhere = noted.digests, set(found.values())
    away = {name for name, each in known.items() if name not in files and not each & everywhere}
    hidden = {name for name in away if _is_within(name, unseen)}
    gone = [paths.data / name for name in away - hidden]
    return Compared(
        same=sum(name in known and found[name] in known[name] for name in files),
        changed=tuple(sorted(files[name] for name in _odd(known, found))),
        gone=tuple(sorted(path for path in gone if not os.path.lexists(path))),
        unknown=sum(name not in known for name in files),
        unread=sum(not found[name] for name in files) + len(hidden),
        noted=noted,
    )


def _kept(paths: Paths) -> tuple[dict[str, Path], set[str]]:
    """What is kept by its name in the manifest, and the names of files and folders that cannot be seen."""
    from duologue.store.backups import kept_files

    files, unseen = kept_files(paths)
    places = [(paths.kept[top], rest) for top, _, rest in (name.partition("/") for name in unseen)]
    return (
        {name_of(paths, file): file for file in files.values()},
        {name_of(paths, top / rest) for top, rest in places},
    )


def _is_within(name: str, places: set[str]) -> bool:
    """Whether it is one of these places, or lies below one."""
    return not places.isdisjoint({name, *map(str, PurePosixPath(name).parents)})


def _odd(known: Mapping[str, frozenset[str]], found: Mapping[str, str]) -> list[str]:
    """The files that could be read and have another digest than they may."""
    return [name for name, digest in found.items() if digest and digest not in known.get(name, {digest})]


def digest_of(file: Path) -> str:
    """The SHA-256 of a regular file, in hexadecimal digits; nothing where it cannot be read."""
    digest = sha256()
    try:
        handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb", buffering=0) as opened:
            while chunk := opened.read(CHUNK):
                digest.update(chunk)
    except OSError:
        return ""
    return digest.hexdigest()


def _settled(paths: Paths, digests: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Of several digests of a file the one that it has; all of them where it has none."""
    settled = {}
    for name, each in digests.items():
        there = digest_of(paths.data / name) if len(each) > 1 else ""
        settled[name] = frozenset({there}) if there in each else each
    return settled


def _line(name: str, digest: str) -> str:
    escaped = _escaped(name)
    line = f"{chr(92) if escaped != name else ''}{digest}  {escaped}"
    return f"{line}\n#= {_check(line)}\n"


def _check(line: str) -> str:
    return f"{zlib.crc32(os.fsencode(line)):08x}"


def _escaped(name: str) -> str:
    """As `sha256sum` does it: nobody can put a line of their own into the manifest by a file's name."""
    return name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")


def _unescaped(name: str) -> str:
    marks = {"\\\\": "\\", "\\n": "\n", "\\r": "\r"}
    return re.sub(r"\\[\\nr]", lambda found: marks[found[0]], name)
