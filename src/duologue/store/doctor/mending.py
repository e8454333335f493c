"""Mends what is disposable or safe, and nothing else: no record is ever touched."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from duologue.core.text import clean
from duologue.store.arrivals import COMING
from duologue.store.checksums import Manifest, compare
from duologue.store.decks import load_shelf, remembered_shelf
from duologue.store.disk import PLAIN, NotWritten
from duologue.store.doctor.finding import counted
from duologue.store.doctor.traces import A_DAY, known_stamps, left_over
from duologue.store.files import is_mounted
from duologue.store.modes import mend as mend_modes
from duologue.store.paths import Paths


def mend(paths: Paths) -> list[str]:
    """Mend what can be; answers what was done and what could not be, a sentence each.

    For whoever holds the pen. Raises nothing.
    """
    done: list[str] = []
    for deed in (_modes, _leftovers, _index, _shelf, _manifest):
        try:
            done += [clean(sentence) for sentence in deed(paths)]
        except NotWritten as error:
            done.append(clean(f"Something could not be mended: {error}."))
    return done


def _modes(paths: Paths) -> Iterator[str]:
    if words := mend_modes(paths).words:
        yield words


def _leftovers(paths: Paths) -> Iterator[str]:
    """An import that has come whole is not among them: that is put into its place at the next start."""
    for path, age in left_over(paths):
        if age > A_DAY:
            if path.name.startswith(COMING):
                PLAIN.remove_all(path)
            elif path.is_file() and not path.is_symlink():
                PLAIN.remove(path)
            else:
                continue
            yield f"Removed {path}, which was cut off on its way."


def _index(paths: Paths) -> Iterator[str]:
    file = paths.index
    if is_mounted(file) or not os.path.lexists(file) or known_stamps(file) is not None:
        return
    if file.is_dir() and not file.is_symlink():
        yield f"{file} is a folder and was left alone; remove it yourselves."
        return
    for each in (file, file.with_name(f"{file.name}-journal")):
        PLAIN.remove(each)
    yield "Removed the index of the jar; the jar makes it anew."


def _shelf(paths: Paths) -> Iterator[str]:
    if os.path.lexists(paths.shelf) and not is_mounted(paths.shelf) and remembered_shelf(paths) is None:
        load_shelf(paths)
        yield "Made anew what home shows of the decks."


def _manifest(paths: Paths) -> Iterator[str]:
    found = compare(paths)
    if not (found.changed or found.gone or found.unknown or found.noted.damaged) or found.noted.newer:
        return
    for path in found.changed:
        yield f"{path} had changed without Duologue; how it is now is what is expected from here on."
    _make_way(paths.checksums)
    count = Manifest(paths).begin_anew()
    yield f"Noted the checksums of {counted(count, 'file')} as they are now."


def _make_way(file: Path) -> None:
    """A link in its place would be replaced, a folder would not."""
    with suppress(OSError):
        if file.is_dir() and not file.is_symlink():
            file.rmdir()
