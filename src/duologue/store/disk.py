"""The disk as it is: reads files that may come from anybody, and writes files that must survive anything."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Protocol

from duologue.store.on_its_way import on_its_way


class Unreadable(Exception):
    """A file that cannot be read as text; its text says why."""


class Gone(Unreadable):
    """There is no such file."""


class Refused(Unreadable):
    """A file that the disk did not give just now; it may be whole, and come another time."""


class NotWritten(Exception):
    """Nothing was written, and what was there before is whole; its text says why, for people."""


class Changed(NotWritten):
    """A file is not as we left it: somebody else was at it. Nothing was written."""


class Disk(Protocol):
    """What the store does with files, wherever they really lie. A path is always the couple's name of it."""

    def read(self, path: Path, at_most: int, *, trusted: bool) -> bytes:
        """What stands in a regular file of at most so many bytes; a link is followed only where it is
        `trusted`. Raises Unreadable."""

    def exists(self, path: Path) -> bool:
        """Whether something lies there, be it a link to nothing; not where the disk does not say."""

    def listed(self, folder: Path, pattern: str) -> list[Path]:
        """What matches in a folder, by name; hidden files are left out, and `/` at the end means folders.
        Nothing where the folder is not there or closed. Raises OSError where the disk does not answer."""

    def stamps(self, folder: Path) -> Iterator[tuple[str, str]]:
        """The files of a folder, and how to tell whether one has changed. Raises OSError."""

    def stamp(self, path: Path) -> str:
        """How to tell whether a file has changed; nothing where there is none."""

    def as_stored(self, path: Path, data: bytes) -> tuple[Path, bytes]:
        """Where a file of this name really lies, and the bytes that really stand in it. Raises NotWritten."""

    def is_closed(self, folder: Path) -> bool:
        """Whether there is a folder that cannot be looked into."""

    def make_folder(self, path: Path) -> None:
        """Make a folder that only its owner can open, and those above it. Raises NotWritten."""

    def write(self, path: Path, data: bytes, seen: str | None = None) -> None:
        """Put a whole file there, on the disk by then, or leave what was there before.

        Raises NotWritten; Changed where `seen` is given and is not the stamp of what lies there.
        """

    def append(self, path: Path, data: bytes, after: int) -> None:
        """Add to a file of just so many bytes, on the disk by then, or leave it as it was.

        Raises NotWritten; Changed where it is not there any more, or has another length.
        """

    def remove(self, path: Path) -> None:
        """Remove a file, if it is there. Raises NotWritten."""

    def replace(self, source: Path, place: Path) -> None:
        """Move a file, in place of what may lie there; one that is gone has been moved before.
        Raises NotWritten."""

    def remove_all(self, folder: Path) -> None:
        """Remove a folder with all that is in it; a link is removed, not followed. Raises NotWritten."""

    def tidy(self, folder: Path, up_to: Path) -> None:
        """Remove the folders in which nothing lies any more, from this one up to another."""

    def sync(self, folder: Path) -> None:
        """Make what was put into a folder last through a power cut. Raises NotWritten."""


class Witness(Protocol):
    """Is told what is put on the disk, as it lies there. Raises nothing."""

    def writing(self, path: Path, data: bytes) -> None:
        """Just these bytes are about to be put there."""

    def moving(self, source: Path, place: Path) -> None:
        """A file is about to be put somewhere else."""

    def removing(self, path: Path) -> None:
        """A file is about to go, if it is there."""


_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is full",
    errno.EFBIG: "the disk takes no more",
    errno.EIO: "the disk reports an error",
}
_REASONS_WITH_PLACE = {
    errno.EROFS: "the disk can only be read",
    errno.EACCES: "writing is not allowed",
    errno.EPERM: "writing is not allowed",
    errno.ENOTDIR: "a file stands where a folder is needed",
    errno.EEXIST: "a file stands where a folder is needed",
}


def in_words(error: OSError) -> str:
    """What the system says of it, as it stands in a sentence."""
    return os.strerror(error.errno or 0).lower()


@contextmanager
def saying_why(path: Path) -> Iterator[None]:
    """Turns a failure to write into NotWritten, in words that a person understands."""
    try:
        yield
    except OSError as error:
        number = error.errno or 0
        reason = _REASONS.get(number)
        if reason is None:
            reason = f"{_REASONS_WITH_PLACE.get(number, in_words(error))} in {path.parent}"
        raise NotWritten(reason) from error


class PlainDisk:
    """Files under their own names."""

    def read(self, path: Path, at_most: int, *, trusted: bool) -> bytes:
        flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | (0 if trusted else os.O_NOFOLLOW)
        try:
            handle = os.open(path, flags)
        except OSError as error:
            if error.errno == errno.ELOOP:
                raise Unreadable("is a link; a regular file is needed.") from error
            kind = Gone if error.errno == errno.ENOENT else Refused
            raise kind(f"cannot be opened: {in_words(error)}.") from error
        try:
            about = os.fstat(handle)
            if not stat.S_ISREG(about.st_mode):
                raise Unreadable("is not a regular file.")
            if about.st_size > at_most:
                raise Unreadable(f"is larger than {at_most} bytes.")
            data = _read_all(handle, at_most + 1)
        except OSError as error:
            raise Refused(f"cannot be read: {in_words(error)}.") from error
        finally:
            with suppress(OSError):  # All that was asked for has been read by then.
                os.close(handle)
        if len(data) > at_most:
            raise Unreadable(f"is larger than {at_most} bytes.")
        return data

    def exists(self, path: Path) -> bool:
        return os.path.lexists(path)

    def listed(self, folder: Path, pattern: str) -> list[Path]:
        *above, last = pattern.rstrip("/").split("/")
        within = [folder]
        for part in above:
            within = [
                Path(entry.path) for each in within for entry in _matching(each, part) if entry.is_dir()
            ]
        entries = [entry for each in within for entry in _matching(each, last)]
        return sorted(Path(entry.path) for entry in entries if not pattern.endswith("/") or entry.is_dir())

    def stamps(self, folder: Path) -> Iterator[tuple[str, str]]:
        with os.scandir(folder) as entries:
            for entry in entries:
                yield entry.name, stamp_of(entry.stat(follow_symlinks=False))

    def stamp(self, path: Path) -> str:
        try:
            return stamp_of(path.lstat())
        except OSError:
            return ""

    def as_stored(self, path: Path, data: bytes) -> tuple[Path, bytes]:
        return path, data

    def is_closed(self, folder: Path) -> bool:
        try:
            os.scandir(folder).close()
        except FileNotFoundError:
            return os.path.lexists(folder)
        except OSError:
            return True
        return False

    def make_folder(self, path: Path) -> None:
        with saying_why(path / "…"):
            missing = [folder for folder in (path, *path.parents) if not folder.exists()]
            for folder in reversed(missing):
                folder.mkdir(mode=0o700, exist_ok=True)
                sync_folder(folder.parent)
            path.mkdir(exist_ok=True)

    def write(self, path: Path, data: bytes, seen: str | None = None) -> None:
        self.make_folder(path.parent)
        tell(lambda witness: witness.writing(path, data))
        temporary = on_its_way(path)
        with saying_why(path):
            try:
                write_new(temporary, data)
                if seen is not None and self.stamp(path) != seen:
                    raise Changed(f"somebody else has changed {path}")
                temporary.replace(path)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
            sync_folder(path.parent)

    def append(self, path: Path, data: bytes, after: int) -> None:
        with saying_why(path):
            try:
                handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW)
            except FileNotFoundError as error:
                raise Changed(f"{path} is gone") from error
            try:
                if os.fstat(handle).st_size != after:
                    raise Changed(f"somebody else has changed {path}")
                _append_whole(handle, data)
            finally:
                with suppress(OSError):  # It is on the disk, and must not be told to be not.
                    os.close(handle)

    def remove(self, path: Path) -> None:
        with saying_why(path), suppress(FileNotFoundError):
            tell(lambda witness: witness.removing(path))
            path.unlink(missing_ok=True)
            sync_folder(path.parent)

    def replace(self, source: Path, place: Path) -> None:
        self.make_folder(place.parent)
        with saying_why(place):
            if is_there(source):
                tell(lambda witness: witness.moving(source, place))
                source.replace(place)
            sync_folder(place.parent)
            if source.parent.exists():
                sync_folder(source.parent)

    def remove_all(self, folder: Path) -> None:
        with saying_why(folder):
            entries = sorted(folder.iterdir())
        for entry in entries:
            if entry.is_dir() and not entry.is_symlink():
                self.remove_all(entry)
            else:
                with saying_why(entry):
                    _unlink(entry)
        with saying_why(folder):
            folder.rmdir()
            sync_folder(folder.parent)

    def tidy(self, folder: Path, up_to: Path) -> None:
        with suppress(OSError):
            while folder.is_relative_to(up_to):
                folder.rmdir()
                folder = folder.parent

    def sync(self, folder: Path) -> None:
        with saying_why(folder / "…"):
            sync_folder(folder)


PLAIN: Disk = PlainDisk()

_witnesses: list[Witness] = []


def attend(witness: Witness) -> None:
    """From now on it is told of all that is written."""
    _witnesses.append(witness)


def leave(witness: Witness) -> None:
    """It is told nothing more."""
    if witness in _witnesses:
        _witnesses.remove(witness)


def tell(doing: Callable[[Witness], None]) -> None:
    """Tell those who want to know."""
    for witness in _witnesses:
        doing(witness)


def _matching(folder: Path, pattern: str) -> list[os.DirEntry[str]]:
    """What is not hidden and matches; nothing where the folder is not there or closed. Raises OSError.

    pathlib's own way is silent about folders that it was not let into.
    """
    try:
        with os.scandir(folder) as entries:
            return [each for each in entries if fnmatchcase(each.name, pattern) and each.name[0] != "."]
    except OSError as error:
        if error.errno in {errno.ENOENT, errno.ENOTDIR, errno.EACCES}:
            return []
        raise


def is_there(path: Path) -> bool:
    """Whether something lies there, be it a link to nothing. Raises OSError where the disk does not say."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def stamp_of(about: os.stat_result) -> str:
    """Another text as soon as a file has changed."""
    return f"{about.st_mtime_ns}:{about.st_size}:{about.st_ino}"


def write_new(path: Path, data: bytes) -> None:
    """Write a file that must not exist yet, readable by its owner only. Raises OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    handle = os.open(path, flags, 0o600)
    try:
        write_all(handle, data)
        os.fsync(handle)
    finally:
        os.close(handle)


def write_all(handle: int, data: bytes) -> None:
    """Write every byte. On a full disk a short write comes first, so the count is checked. Raises OSError."""
    view = memoryview(data)
    while view:
        written = os.write(handle, view)
        view = view[written:]


def _read_all(handle: int, at_most: int) -> bytes:
    """As many bytes as there are, or as are asked for. Raises OSError."""
    chunks = []
    while at_most > 0 and (chunk := os.read(handle, min(at_most, 1024 * 1024))):
        chunks.append(chunk)
        at_most -= len(chunk)
    return b"".join(chunks)


def sync_folder(path: Path) -> None:
    """Make a folder's entries last through a power cut. Raises OSError."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unlink(path: Path) -> None:
    """Remove a file, if it is there, and say so before. Raises OSError."""
    tell(lambda witness: witness.removing(path))
    path.unlink(missing_ok=True)


def _append_whole(handle: int, data: bytes) -> None:
    before = os.fstat(handle).st_size
    try:
        write_all(handle, data)
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, before)
        raise
