"""Backups: all that a couple keep, as it lies on the disk, in one tar file outside of their folder.

`2026-11-25T201500-before-import.tar` is written under another name, synced, read back and compared before it
gets its own. One that was made before the folder was locked is sealed then, and ends in `.tar.age`.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from duologue.store import thinning
from duologue.store.disk import (
    PLAIN,
    NotWritten,
    Refused,
    Unreadable,
    in_words,
    saying_why,
    sync_folder,
)
from duologue.store.on_its_way import meant_name, on_its_way
from duologue.store.paths import Paths

if TYPE_CHECKING:
    from duologue.store.tar import Writer

EVERY = timedelta(days=7)
SPARE = 64 * 1024 * 1024
"""Bytes that a backup leaves free, so that whatever is being played can be noted."""
_LEFT_OVER = 24 * 60 * 60
"""Seconds after which a half-written backup is nobody's any more."""
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{6})-([a-z]+(?:-[a-z]+)*)(?:-(\d{1,4}))?\.tar(?:\.age)?")
_WHEN = "%Y-%m-%dT%H%M%S"


@dataclass(frozen=True)
class Backup:
    """One that is there."""

    path: Path
    when: datetime
    """By the clock on the wall, as its name has it."""
    reason: str
    size: int
    """In bytes."""
    number: int = 1
    """Which of those of the same second it is."""
    problem: str = ""
    """Why it cannot be used; nothing where a glance finds nothing."""
    refused: bool = False
    """Whether the disk did not give it just now; it may be whole."""

    @property
    def is_sealed(self) -> bool:
        """Whether it is encrypted as a whole."""
        return self.path.suffix == ".age"


@dataclass(frozen=True)
class Made:
    """One that has just been made."""

    path: Path
    size: int
    """In bytes."""
    files: int
    missing: dict[str, str] = field(default_factory=dict)
    """What could not be read and is not in it, and why."""


def breathe() -> None:
    """Let the screen go first."""
    time.sleep(0)


def make(
    paths: Paths,
    reason: str,
    now: datetime,
    meanwhile: Callable[[], None] = breathe,
    spared: Collection[Path] = (),
) -> Made:
    """Back up all that is kept, for a reason such as `before-import`; then thin out what is there.

    `meanwhile` is called again and again; what it raises ends the backup. What is `spared` stays, whether or
    not it has served. Raises NotWritten; then there is none, and nothing is left of it.
    """
    PLAIN.make_folder(paths.backups)
    _check_room(paths, kept_files(paths)[0])
    missing: dict[str, str] = {}
    with saying_why(paths.backups):
        place = _free_name(paths.backups, now.strftime(_WHEN), reason)
    temporary = on_its_way(place)
    with saying_why(place):
        lies_at = temporary
        try:
            made = _write(paths, temporary, (reason, now), missing, meanwhile)
            _check(paths, temporary, meanwhile)
            temporary.rename(place)
            lies_at = place
            sync_folder(paths.backups)
            size = place.stat().st_size
        except BaseException as error:
            with suppress(OSError):
                lies_at.unlink(missing_ok=True)
            if isinstance(error, FileNotFoundError) and paths.is_locked:
                raise NotWritten("what you keep was locked meanwhile") from error
            raise
    thin_out(paths, now, (place, *spared))
    return Made(place, size, made, missing)


def backups(paths: Paths) -> list[Backup]:
    """All that are there, the newest first; none where the folder cannot be looked into."""
    try:
        return all_backups(paths)
    except Refused:
        return []


def all_backups(paths: Paths) -> list[Backup]:
    """As `backups`, for whoever must not take it for none. Raises Refused where that cannot be told."""
    try:
        places = list(paths.backups.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise Refused(f"{_why(error)}.") from error
    found = [each for place in places if (each := _backup(place)) is not None]
    return sorted(found, key=lambda each: (each.when, each.number, each.path.name), reverse=True)


def _backup(path: Path) -> Backup | None:
    """The one that lies there; None where it is something else."""
    name = _NAME.fullmatch(path.name)
    if name is None:
        return None
    try:
        when = datetime.strptime(name[1], _WHEN)
    except ValueError:
        return None
    size, number = 0, _number(path.name)
    try:
        about = path.lstat()
        size = about.st_size
        if not stat.S_ISREG(about.st_mode):
            return None
        return Backup(path, when, name[2], size, number, _glance(path, size))
    except FileNotFoundError:
        return None
    except OSError as error:
        return Backup(path, when, name[2], size, number, f"{_why(error)}.", refused=True)


def is_ours(name: str) -> bool:
    """Whether a file of this name among the backups is one, one that was cut off on its way, or the key."""
    meant = meant_name(name) or name
    return meant == "identity.age" or _NAME.fullmatch(meant) is not None


def is_due(paths: Paths, now: datetime) -> bool:
    """Whether there is something to back up, and none was made for a week."""
    today = now.replace(tzinfo=None)
    recent = (not each.problem and abs(today - each.when) < EVERY for each in backups(paths))
    return not any(recent) and bool(kept_files(paths)[0])


def thin_out(paths: Paths, now: datetime, spared: Collection[Path]) -> None:
    """Remove what has served, but for what is `spared`, and what was cut off, where the disk allows it."""
    with suppress(OSError):
        free = shutil.disk_usage(paths.backups).free
        thinning.remove_served(backups(paths), now.replace(tzinfo=None), free, spared)
        for part in paths.backups.glob(".*.part"):
            if is_ours(part.name) and time.time() - part.lstat().st_mtime > _LEFT_OVER:
                part.unlink(missing_ok=True)


def kept_files(paths: Paths) -> tuple[dict[str, Path], dict[str, str]]:
    """The files that a backup holds by the names they have in it, and what cannot be read and why.

    Hidden files are left out, and links are not followed.
    """
    files: dict[str, Path] = {}
    missing: dict[str, str] = {}
    for name, place in sorted(paths.kept.items()):
        try:
            mode = place.lstat().st_mode
        except FileNotFoundError:
            continue
        except OSError as error:
            missing[name] = _why(error)
            continue
        if stat.S_ISREG(mode) and place.suffix:
            files[name] = place
        elif stat.S_ISDIR(mode) and not place.suffix:
            _look_into(place, f"{name}/", files, missing)
        else:
            missing[name if place.suffix else f"{name}/"] = "is a link, or not a regular file"
    return files, missing


def _look_into(folder: Path, name: str, files: dict[str, Path], missing: dict[str, str]) -> None:
    from duologue.store.backed_up import PARTS_AT_MOST, is_name

    if name.count("/") >= PARTS_AT_MOST:
        missing[name] = "lies too deep"
        return
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError as error:
        missing[name] = _why(error)
        return
    for entry in entries:
        within = name + entry.name
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            _look_into(folder / entry.name, f"{within}/", files, missing)
        elif not entry.is_file(follow_symlinks=False):
            missing[f"{within}/" if _leads_to_folder(entry) else within] = "is a link, or not a regular file"
        elif is_name(within, (name.partition("/")[0],)):
            files[within] = folder / entry.name
        else:
            missing[within] = "has a name that a backup cannot hold"


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    """Whether what lies behind a link is a folder; a link to itself, or to what is closed, leads nowhere."""
    with suppress(OSError):
        return entry.is_dir()
    return False


def _write(
    paths: Paths,
    temporary: Path,
    why_and_when: tuple[str, datetime],
    missing: dict[str, str],
    meanwhile: Callable[[], None],
) -> int:
    """Write a whole backup; returns how many files it holds. Raises OSError, NotWritten."""
    from duologue.store.backed_up import ABOUT, About
    from duologue.store.tar import MEMBERS_AT_MOST, Writer

    reason, now = why_and_when
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        archive = Writer(handle)
        digests: dict[str, str] = {}
        unseen: dict[str, str] | None = None
        # What is moved meanwhile, into the trash or out of it, is found in its new place the next time.
        while True:
            files, closed = kept_files(paths)
            unseen = closed if unseen is None else _still_unseen(unseen, closed)
            new = {name: file for name, file in files.items() if name not in digests | missing}
            if not new:
                break
            if len(digests) + len(new) >= MEMBERS_AT_MOST:
                raise NotWritten(f"there are more than {MEMBERS_AT_MOST} files")
            for name, file in new.items():
                _add(archive, (name, file), digests, missing, meanwhile)
        missing |= unseen
        text = About(now.isoformat(), reason, digests, missing).text()
        archive.add(ABOUT, len(text), int(now.timestamp()), [text])
        archive.finish()
    finally:
        os.close(handle)
    return len(digests)


def _still_unseen(unseen: dict[str, str], closed: dict[str, str]) -> dict[str, str]:
    """What is not seen this time either: by itself, or because a folder above it is closed now."""
    folders = tuple(name for name in closed if name.endswith("/"))
    return {name: why for name, why in unseen.items() if name in closed or name.startswith(folders)}


def _add(
    archive: Writer,
    named: tuple[str, Path],
    digests: dict[str, str],
    missing: dict[str, str],
    meanwhile: Callable[[], None],
) -> None:
    """Add a file, or note why it cannot be read; one that has gone is passed over. Raises OSError."""
    from hashlib import sha256

    from duologue.store.tar import SIZE_AT_MOST

    name, file = named
    try:
        handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    except OSError as error:
        missing[name] = _why(error)
        return
    try:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode) or about.st_size > SIZE_AT_MOST:
            raise Unreadable("is not a regular file, or too large")
        digest = sha256()

        def see(chunk: bytes) -> None:
            meanwhile()
            digest.update(chunk)

        meanwhile()
        archive.add(name, about.st_size, int(about.st_mtime), _read(handle, about.st_size, see))
        digests[name] = digest.hexdigest()
    except Unreadable as error:
        missing[name] = str(error)
    finally:
        with suppress(OSError):  # All that was asked for has been read by then.
            os.close(handle)


def _read(handle: int, size: int, see: Callable[[bytes], None]) -> Iterator[bytes]:
    from duologue.store.tar import CHUNK

    while size > 0:
        try:
            chunk = os.read(handle, min(size, CHUNK))
        except OSError as error:
            raise Unreadable(_why(error)) from error
        if not chunk:
            raise Unreadable("became shorter while it was read")
        size -= len(chunk)
        see(chunk)
        yield chunk


def _check(paths: Paths, file: Path, meanwhile: Callable[[], None]) -> None:
    """Read what was written, from the disk where it can be told to. Raises OSError, NotWritten."""
    from duologue.store.backed_up import Contents

    handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as written:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        try:
            for _, chunks in Contents(written, paths.kept):
                meanwhile()
                for _ in chunks:
                    meanwhile()
        except Unreadable as error:
            raise NotWritten("what was written could not be read again") from error


def _check_room(paths: Paths, files: dict[str, Path]) -> None:
    """Raises NotWritten where the disk has no room."""
    size = 0
    for file in files.values():
        with suppress(OSError):
            size += file.lstat().st_size + 1024
    with saying_why(paths.backups):
        free = shutil.disk_usage(paths.backups).free
    if size + SPARE > free:
        needed, there = (f"{count / 1_000_000:,.0f} MB" for count in (size + SPARE, free))
        raise NotWritten(f"the disk is too full for a backup: {needed} are needed, {there} are free")


def _free_name(folder: Path, when: str, reason: str) -> Path:
    """Those of the same second are numbered, whatever their reasons. Raises OSError."""
    taken = [_number(each.name) for each in folder.iterdir() if each.name.startswith(when)]
    number = max(taken, default=0) + 1
    return folder / f"{when}-{reason}{f'-{number}' if number > 1 else ''}.tar"


def _number(name: str) -> int:
    known = _NAME.fullmatch(name)
    return int(known[3] or 1) if known else 0


def _glance(path: Path, size: int) -> str:
    """What can be told at once: an end that is missing. The rest shows in restoring it. Raises OSError."""
    with path.open("rb") as file:
        if path.suffix == ".age":
            return "" if file.read(22) == b"age-encryption.org/v1\n" else "is not an age file."
        file.seek(max(size - 1024, 0))
        return "" if size % 512 == 0 and file.read() == bytes(1024) else "is cut off: its end is missing."


def _why(error: OSError) -> str:
    return f"cannot be read: {in_words(error)}"
