"""What is beside the records: checksums, the index, the running session, leftovers, the passphrase."""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from duologue.store import checksums, sealing
from duologue.store.arrivals import ARRIVED, COMING
from duologue.store.backups import kept_files
from duologue.store.decks import remembered_shelf
from duologue.store.disk import PLAIN, Unreadable
from duologue.store.doctor.finding import Finding, counted, fine, look, note, the_first
from duologue.store.files import is_mounted
from duologue.store.index import MAKE
from duologue.store.journal import Journal
from duologue.store.locking import IDENTITY_AT_MOST, LEAVING
from duologue.store.on_its_way import meant_name
from duologue.store.ours import bases, below, entries, is_our_folder, kind_of
from duologue.store.paths import Paths
from duologue.store.survey import Survey

A_DAY = 24 * 60 * 60
"""Seconds after which a leftover is nobody's any more."""
_ASIDE = re.compile(r"[^.].*-aside-[^-]+|[^.].*\.torn")
"""How a file of ours is called that was set aside, in full or in part."""
_YOURS_TO_CHANGE = ("decks", "themes", "couple.toml", "settings.toml")


def sums(paths: Paths, _: datetime) -> Iterator[Finding]:
    """Which files changed without us."""
    area, found = "checksums", checksums.compare(paths)
    if found.noted.newer:
        yield note(area, "come from a newer Duologue; here nothing is known of them.", paths.checksums)
        return
    mend = (
        "Where you changed it yourselves, or a file sync did, all is well; `duologue doctor --mend` notes "
        "it as it is now."
    )
    yield from the_first(_changed(paths, path, mend) for path in found.changed)
    yield from the_first(
        note(
            area,
            "was written here and is not there any more.",
            path,
            f"Where you removed it, all is well. {_ANEW}",
        )
        for path in found.gone
    )
    if found.unread:
        yield look(area, f"{counted(found.unread, 'file')} could not be read.", paths.data)
    if found.noted.damaged:
        yield note(area, "Lines of the list itself are damaged, and not believed.", paths.checksums, _ANEW)
    words = f"{counted(found.same, 'file')} as they were written"
    others = f"; {found.unknown:,} not written here, so nothing is known of them" if found.unknown else ""
    yield fine(area, f"{words}{others}.")


_ANEW = "`duologue doctor --mend` writes the list anew."


def _changed(paths: Paths, path: Path, mend: str) -> Finding:
    name = path.relative_to(paths.data).parts[0] if path.is_relative_to(paths.data) else path.name
    level = note if name in _YOURS_TO_CHANGE else look
    return level(
        "checksums", "changed without Duologue.", path, f"{mend} Else a backup may have it as it was."
    )


def index(paths: Paths, _: datetime) -> Iterator[Finding]:
    """Whether the index of the jar opens, and knows the files as they are."""
    area, file = "index", paths.index
    if is_mounted(file):
        yield fine(area, "is locked with all else.")
    elif not os.path.lexists(file):
        yield fine(area, "is not made yet; the jar makes it.")
    elif (stamps := known_stamps(file)) is None:
        yield look(
            area,
            "cannot be used; the jar is slower, and complete.",
            file,
            "`duologue doctor --mend` removes it; the jar makes it anew.",
        )
    else:
        there = {os.fsencode(path): stamp for path, stamp in Survey(paths.memories).stamps()}
        behind = len({path for path in {*there, *stamps} if there.get(path) != stamps.get(path)})
        words = (
            f"{counted(behind, 'file')} will be read anew when the jar opens."
            if behind
            else "matches the files."
        )
        yield fine(area, words)


def known_stamps(file: Path) -> dict[bytes, str] | None:
    """What an index knows of the files; None where it cannot be used. Changes nothing."""
    if file.is_symlink() or not file.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=2)) as base:
            if base.execute("PRAGMA user_version").fetchone() != (MAKE,):
                return {}
            if base.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                return None
            return dict(base.execute("SELECT path, stamp FROM file").fetchall())
    except sqlite3.Error as error:
        is_held = getattr(error, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
        return {} if is_held else None


def shelf(paths: Paths, _: datetime) -> Iterator[Finding]:
    """Whether what home shows at once is remembered."""
    if os.path.lexists(paths.shelf) and remembered_shelf(paths) is None and not is_mounted(paths.shelf):
        yield fine("shelf", "is out of date, and made anew at the next start.", paths.shelf)
    else:
        yield fine("shelf", "is remembered." if paths.shelf.exists() else "is made at the next start.")


def journal(paths: Paths, _: datetime) -> Iterator[Finding]:
    """The session that was not finished, and what was set aside. None of its words are told."""
    area, file = "journal", paths.journal
    if paths.session_waits:
        replay = Journal(file).replay()
        if replay is None:
            words = "It is set aside when a new session begins. Nothing of it is removed."
            yield look(area, "A session waits that cannot be read here.", file, words)
        elif replay.torn:
            words = "It goes on from the last whole event; the rest is kept beside it until it ends."
            yield note(
                area, f"A session waits; its last {counted(replay.torn, 'byte')} are torn.", file, words
            )
        else:
            yield fine(area, "A session waits, and is whole.", file)
    else:
        yield fine(area, "No session waits.")
    words = "Words of yours may stand in it. Remove it when you need it no more."
    aside = [
        Path(entry.path)
        for base in bases(paths)
        for entry in entries(base)
        if _ASIDE.fullmatch(entry.name) and kind_of(entry.name)
    ]
    yield from the_first(note(area, "was set aside.", path, words) for path in aside)


def leftovers(paths: Paths, _: datetime) -> Iterator[Finding]:
    """What was on its way when somebody pulled the plug."""
    area, found = "leftovers", []
    for path, age in left_over(paths):
        if path.name.startswith(ARRIVED):
            words = "Start Duologue once; it puts everything into its place."
            found.append(look(area, "came with an import and is not in its place yet.", path, words))
        elif age > A_DAY:
            words = "It was never said to be saved. `duologue doctor --mend` removes it."
            found.append(note(area, "was cut off on its way.", path, words))
        else:
            found.append(note(area, "is on its way, or was cut off.", path))
    yield from the_first(found) if found else [fine(area, "There are none.")]


def left_over(paths: Paths) -> Iterator[tuple[Path, float]]:
    """Half-written files, and imports on their way, each with its age in seconds."""
    for base in (*bases(paths), paths.backups):
        for top in entries(base):
            is_folder = top.is_dir(follow_symlinks=False)
            if is_folder and top.name.startswith((COMING, ARRIVED)):
                yield Path(top.path), _age(top)
            elif is_folder and is_our_folder(top.name):
                yield from ((Path(each.path), _age(each)) for each in below(top.path) if _is_part(each))
            elif _is_part(top) and (kind_of(top.name) or base == paths.backups):
                yield Path(top.path), _age(top)


def _is_part(entry: os.DirEntry[str]) -> bool:
    return bool(meant_name(entry.name)) and entry.is_file(follow_symlinks=False)


def _age(entry: os.DirEntry[str]) -> float:
    with suppress(OSError):
        return time.time() - entry.stat(follow_symlinks=False).st_mtime
    return 0.0


def locked(paths: Paths, _: datetime) -> Iterator[Finding]:
    """Whether all is under a passphrase, and whether its key looks right."""
    area = "passphrase"
    if not paths.is_locked:
        yield from _not_locked(paths)
        return
    yield from _key(paths)
    files = entries(paths.locked)
    if any(entry.name == LEAVING for entry in files):
        yield note(area, "The lock is being taken off.", paths.locked, "It goes on when you open it next.")
    open_ones = [name for name in kept_files(paths)[0] if checksums.tells(name)]
    if open_ones:
        words = f"{counted(len(open_ones), 'file')} not locked yet."
        yield note(area, words, paths.data, "That is done when you open it next.")
    for entry in files:
        if not entry.name.startswith(".") and not _looks_sealed(Path(entry.path)):
            yield look(
                area, "is not a locked file, or is damaged.", entry.path, "A backup may have it whole."
            )


def _not_locked(paths: Paths) -> Iterator[Finding]:
    area = "passphrase"
    if any(entry.name.endswith(".age") for entry in entries(paths.locked)):
        words = "Without identity.age they do not open. A backup has it; the recovery sheet is the same key."
        yield look(area, "Locked files are there, and the key is not.", paths.identity, words)
    else:
        yield fine(area, "What you keep is not locked with a passphrase.")


def _key(paths: Paths) -> Iterator[Finding]:
    words = "A backup has another one, and the recovery sheet is the same key."
    try:
        sealing.look_at(PLAIN.read(paths.identity, IDENTITY_AT_MOST, trusted=False))
    except sealing.TooCostly:
        what = "was made to keep this laptop busy for minutes."
        yield look("passphrase", what, paths.identity, words)
    except (sealing.NotOpened, Unreadable):
        yield look("passphrase", "is damaged, or no key at all.", paths.identity, words)
    else:
        yield fine("passphrase", "What you keep is locked, and the key looks right.", paths.identity)


def _looks_sealed(path: Path) -> bool:
    with suppress(OSError), path.open("rb") as file:
        return file.read(22) == b"age-encryption.org/v1\n"
    return False
