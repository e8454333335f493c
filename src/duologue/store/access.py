"""Who may write: one window at a time, and only where the folder allows it."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from duologue.store.disk import attend, in_words, leave
from duologue.store.files import NotWritten, is_mounted, make_folder
from duologue.store.paths import Paths

if TYPE_CHECKING:
    from filelock import BaseFileLock

    from duologue.store.checksums import Manifest


class Access(Enum):
    """What this window may do with the couple's folder."""

    WRITES = "writes"
    ANOTHER_WINDOW = "another window writes"
    NOT_WRITABLE = "the folder cannot be written"
    LOCKED = "the folder is locked, and this window has no key to it"


@dataclass
class Pen:
    """The right to write, held while the app runs."""

    access: Access
    reason: str = ""
    """Why not, for people; empty where it may write."""
    lock: BaseFileLock | None = None
    manifest: Manifest | None = None
    """Notes what is written while this is held."""

    @property
    def writes(self) -> bool:
        """Whether what is kept here stays."""
        return self.access is Access.WRITES

    def put_down(self) -> None:
        """Let another window write."""
        if self.manifest is not None:
            leave(self.manifest)
        if self.lock is not None:
            with suppress(OSError):  # The system lets go of it all the same.
                self.lock.release()


def take_pen(paths: Paths, *, unopened: bool = False) -> Pen:
    """Take the right to write, or say why it cannot be had.

    A folder that is locked has to be open to be written, but for those who write nothing that is locked in
    it, and say `unopened`.
    """
    from filelock import FileLock, Timeout

    try:
        for folder in dict.fromkeys((paths.data, paths.config, paths.state)):
            make_folder(folder)
            _try_writing(folder)
    except NotWritten as error:
        return Pen(Access.NOT_WRITABLE, f"Nothing can be kept: {error}.")
    lock = FileLock(paths.lock, mode=0o600, thread_local=False)  # Taken in a thread, put down elsewhere.
    try:
        lock.acquire(blocking=False)
    except Timeout:
        reason = "Duologue is open in another window, and that one writes. Here you can look around and play."
        return Pen(Access.ANOTHER_WINDOW, reason)
    except OSError as error:
        return Pen(Access.NOT_WRITABLE, f"Nothing can be kept: {in_words(error)}.")
    if not unopened and (reason := _why_not(paths)):
        lock.release()
        return Pen(Access.LOCKED, reason)
    from duologue.store.checksums import Manifest

    manifest = Manifest(paths)
    attend(manifest)
    return Pen(Access.WRITES, lock=lock, manifest=manifest)


def _why_not(paths: Paths) -> str:
    """Why nothing may be written although the pen is ours: the folder is locked, and not open to us."""
    if not paths.is_locked and not is_mounted(paths.couple):
        return ""
    from duologue.store.locking import why_not_to_write

    return why_not_to_write(paths)


def _try_writing(folder: Path) -> None:
    if not os.access(folder, os.W_OK | os.X_OK):
        raise NotWritten(f"writing is not allowed in {folder}")
