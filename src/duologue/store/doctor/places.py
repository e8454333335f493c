"""Folders, who may look into them, who writes, how much room there is, and backups."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from duologue.store.backups import EVERY, SPARE, all_backups, kept_files
from duologue.store.disk import Refused, in_words
from duologue.store.doctor.finding import Finding, counted, fine, look, note
from duologue.store.modes import open_to_others
from duologue.store.ours import bases
from duologue.store.paths import Paths

_LITTLE = 1024**3
"""Bytes; with less free it is good to know."""
_LONG_AGO = timedelta(days=60)


def folders(paths: Paths, _: datetime) -> Iterator[Finding]:
    """Whether they are there, and can be looked into and written."""
    area, there = "folders", 0
    for folder in sorted({*bases(paths), paths.backups}):
        try:
            mode = folder.stat().st_mode
        except FileNotFoundError:
            if os.path.lexists(folder):
                yield look(
                    area, "is a link to nothing.", folder, "Mount the disk it points to, or remove it."
                )
            continue
        except OSError as error:
            yield look(
                area, f"cannot be reached: {in_words(error)}.", folder, "See who owns the folders above it."
            )
            continue
        there += 1
        if not stat.S_ISDIR(mode):
            yield look(area, "is a file, and a folder is needed there.", folder, "Move it away.")
        elif not os.access(folder, os.R_OK | os.X_OK):
            yield look(area, "cannot be looked into.", folder, "See who owns it; `chmod u+rwx` may help.")
        elif not os.access(folder, os.W_OK):
            words = "You can look around and play; to keep something, make it writable."
            yield look(area, "can only be read, so nothing can be kept.", folder, words)
    if not there:
        yield note(area, "Nothing is kept here yet.", paths.data)
    else:
        yield fine(area, f"{counted(there, 'folder')} found.", paths.data)


def modes(paths: Paths, _: datetime) -> Iterator[Finding]:
    """What others on this computer can read."""
    found = list(open_to_others(paths))
    if not found:
        yield fine("modes", "Nobody else on this computer can read it.")
        return
    words = "`duologue doctor --mend` closes all of them, and so does the next start."
    files = sum(not is_folder for _, is_folder in found)
    counts = [counted(files, "file")] * bool(files) + [counted(len(found) - files, "folder")] * (
        files < len(found)
    )
    yield look(
        "modes", f"Open to others on this computer: {' and '.join(counts)}, such as", found[0][0], words
    )


def room(paths: Paths, _: datetime) -> Iterator[Finding]:
    """How much is free."""
    seen: set[int] = set()
    for folder in (paths.data, paths.state, paths.backups):
        place = next(each for each in (folder, *folder.parents) if each.exists())
        with suppress(OSError):
            device, about = place.stat().st_dev, os.statvfs(place)
            free = shutil.disk_usage(place).free
            if device in seen:
                continue
            seen.add(device)
            words = f"{free / 1e9:,.1f} GB free."
            if free < SPARE or (about.f_files and not about.f_favail):
                yield look("room", f"The disk is all but full: {words}", place, "Make room.")
            elif free < _LITTLE:
                yield note("room", f"There is little room: {words}", place, "Make room before long.")
            else:
                yield fine("room", words, place)


def lock(paths: Paths, _: datetime) -> Iterator[Finding]:
    """Who holds the right to write."""
    area = "lock"
    if not paths.lock.exists():
        yield fine(area, "No window is open.")
        return
    holder = holder_of(paths.lock)
    if holder is None:
        yield fine(area, "No window is open; a lock file that is left over is no trouble.", paths.lock)
    elif holder == os.getpid():
        yield fine(area, "This window writes.", paths.lock)
    else:
        words = "What is written just now may look unfinished here."
        who = f", process {holder} ({_name_of(holder)})" if holder else ""
        yield note(area, f"Another window is open and writes{who}.", paths.lock, words)


def holder_of(file: Path) -> int | None:
    """The number of the process that holds this lock, 0 where it is not known; None where nobody does.

    On Linux the system is asked, so that nobody is kept from taking it meanwhile.
    """
    about = file.stat()
    place = f"{os.major(about.st_dev):02x}:{os.minor(about.st_dev):02x}:{about.st_ino}"
    try:
        lines = Path("/proc/locks").read_text(encoding="ascii").splitlines()
    except OSError:
        return _tried(file)
    fields = [line.split() for line in lines]
    held = [int(each[4]) for each in fields if len(each) > 5 and each[1] == "FLOCK" and each[5] == place]
    return max(held[0], 0) if held else None


def _tried(file: Path) -> int | None:
    """Elsewhere it is taken for a moment, together with anybody else who only looks."""
    import fcntl

    with file.open("rb") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return 0
    return None


def _name_of(process: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{process}/comm").read_text(encoding="utf-8", errors="replace").strip()
    return "unknown"


def kept_back(paths: Paths, now: datetime) -> Iterator[Finding]:
    """Backups: how old the newest is, and which cannot be used."""
    area = "backups"
    try:
        found = all_backups(paths)
    except Refused as error:
        words = "Your backups may be there all the same; see to the disk they lie on."
        yield look(area, str(error), paths.backups, words)
        return
    whole = [each for each in found if not each.problem]
    for each in found:
        if each.problem:
            words = "It is no use; remove it once another one is whole."
            if each.refused:
                words = "It may be whole; look again another time, and see to the disk it lies on."
            yield look(area, each.problem, each.path, words)
    if not whole:
        if kept_files(paths)[0]:
            words = "The next start makes one, and so does `duologue backup`."
            yield note(area, "There is no backup yet.", paths.backups, words)
        else:
            yield fine(area, "There is nothing to back up yet.")
        return
    age = now.replace(tzinfo=None) - whole[0].when
    words = f"{counted(len(whole), 'backup')}; the newest is of {whole[0].when:%Y-%m-%d}."
    if age > _LONG_AGO:
        yield note(area, words, paths.backups, "`duologue backup` makes one now, and so does the next start.")
    elif age < -EVERY:
        yield note(
            area, f"{words} That day is still to come.", paths.backups, "See whether the clock is right."
        )
    else:
        yield fine(area, words, paths.backups)
