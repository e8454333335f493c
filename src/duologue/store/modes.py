"""Who may read the couple's files: nobody but the two. What was opened to others is closed at the start."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from duologue.core.text import clean
from duologue.store.ours import bases, below, our_tops
from duologue.store.paths import Paths

FILE, FOLDER = 0o600, 0o700
OTHERS = 0o077


@dataclass(frozen=True)
class Mended:
    """What was open to others on this computer."""

    files: int
    folders: int
    left: tuple[Path, ...] = ()
    """What still is, since it could not be closed."""

    @property
    def words(self) -> str:
        """What happened, for people; nothing where nothing did."""
        counts = ((self.files, "file"), (self.folders, "folder"))
        closed = " and ".join(f"{count} {what}{'s' * (count > 1)}" for count, what in counts if count)
        sentences = (
            [f"{closed} could be read by others on this computer; now only you can."] if closed else []
        )
        if self.left:
            named = ", ".join(clean(str(path)) for path in self.left[:3])
            more = f" and {len(self.left) - 3} more" if len(self.left) > 3 else ""
            sentences.append(f"Others may still read {named}{more}; that could not be changed.")
        return " ".join(sentences)


def mend(paths: Paths) -> Mended:
    """Close all that is ours to others: files become 0600, folders 0700. Links are left alone.

    A base in which somebody else's things lie as well stays as it is, and so do they.
    """
    files = folders = 0
    left: list[Path] = []
    for path, is_folder in open_to_others(paths):
        if not _close(path, FOLDER if is_folder else FILE):
            left.append(path)
        elif is_folder:
            folders += 1
        else:
            files += 1
    return Mended(files, folders, tuple(left))


def open_to_others(paths: Paths) -> Iterator[tuple[Path, bool]]:
    """All that is ours and that others may look into or change: each with whether it is a folder, and each
    folder before what is in it."""
    tops = list(our_tops(paths))
    shared = {base for base, _, ours in tops if not ours}
    for base in (*bases(paths), paths.backups):
        if base not in shared and _is_open(base):
            yield base, True
    for _, top, ours in tops:
        for entry in (top, *below(top.path)) if ours else ():
            is_folder = entry.is_dir(follow_symlinks=False)
            if (is_folder or entry.is_file(follow_symlinks=False)) and _lets_others(entry):
                yield Path(entry.path), is_folder


def _is_open(folder: Path) -> bool:
    try:
        about = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(about.st_mode) and bool(about.st_mode & OTHERS)


def _lets_others(entry: os.DirEntry[str]) -> bool:
    try:
        return bool(entry.stat(follow_symlinks=False).st_mode & OTHERS)
    except OSError:
        return False


def _close(path: Path, mode: int) -> bool:
    """Through a handle: what has become a link in between is not followed."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return not os.path.lexists(path)
    try:
        os.fchmod(handle, mode)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True
