"""What comes from outside arrives whole or not at all.

Everything is first written into a hidden folder beside the jar and synced. Renaming that folder is the one
moment that counts: what fails before it leaves nothing behind, and what fails after it is put into place by
whoever holds the pen next.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import partial
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from duologue.store.disk import Witness, tell
from duologue.store.files import (
    NotWritten,
    Unreadable,
    as_stored,
    exists,
    free_place,
    holds,
    make_folder,
    read_bytes,
    remove,
    replace,
    saying_why,
    stamp,
    sync,
    sync_folder,
    write_bytes,
    write_new,
)
from duologue.store.paths import Paths

if TYPE_CHECKING:
    from duologue.core.record import Record

_INSTEAD = ".instead.json"
"""Says of what comes which of it takes the place of something, and how to tell whether that has changed."""
_INSTEAD_AT_MOST = 64 * 1024 * 1024
COMING, ARRIVED = ".importing-", ".arriving-"
"""What the hidden folder's name begins with before and after that moment."""


def bring_in(
    paths: Paths, files: Iterable[tuple[Path, bytes]], instead: Mapping[Path, str] = MappingProxyType({})
) -> bool:
    """Keep these files, each with its place below the couple's folder: all of them, or none.

    What lies in a place already stays; what differs is put beside it. Only what is named in `instead`, with
    the stamp of what lies there, takes that one's place, unless that has changed by then. Answers whether
    everything is in its place by now; where not, it is on the disk and `settle` puts it there. Only for
    whoever holds the pen.
    Raises NotWritten, or what `files` raises; then nothing has come.
    """
    from secrets import token_hex

    settle(paths)
    name = token_hex(6)
    coming, arrived = paths.data / f"{COMING}{name}", paths.data / f"{ARRIVED}{name}"
    try:
        _write(paths, coming, files, instead)
        with saying_why(coming):
            coming.rename(arrived)
    except BaseException:
        with suppress(NotWritten):
            _clear(coming)
        raise
    try:
        with saying_why(arrived):
            sync_folder(paths.data)
        _put_in_place(paths, arrived)
    except NotWritten:
        return False
    return True


def settle(paths: Paths) -> None:
    """Put what has arrived into its place, and remove what was cut off on its way.

    Only for whoever holds the pen. Raises NotWritten; what has arrived stays for the next time.
    """
    for folder in _folders(paths, COMING):
        _clear(folder)
    for folder in _folders(paths, ARRIVED):
        _put_in_place(paths, folder)


def are_waiting(paths: Paths) -> bool:
    """Whether something has arrived that is not in its place yet. Raises NotWritten."""
    return bool(_folders(paths, ARRIVED))


def as_file(paths: Paths, folder: Path, record: Record) -> tuple[Path, bytes]:
    """The place of a record below the couple's folder, and what stands in its file."""
    import tomli_w

    month = folder.relative_to(paths.data) / f"{record.when:%Y}" / f"{record.when:%m}"
    return month / f"{record.id}.toml", tomli_w.dumps(record.record()).encode()


def _folders(paths: Paths, beginning: str) -> list[Path]:
    with saying_why(paths.data / "…"):
        return [path for path in paths.data.glob(f"{beginning}*") if path.is_dir() and not path.is_symlink()]


def _write(
    paths: Paths, coming: Path, files: Iterable[tuple[Path, bytes]], instead: Mapping[Path, str]
) -> None:
    """Write them below the hidden folder as they will lie below the couple's own."""
    make_folder(coming)
    written: dict[Path, bytes] = {}
    stamps: dict[str, str] = {}
    for wished, content in files:
        place: Path | None = _place_of(paths, wished)
        if place is not None and (wished not in instead or place in written):
            place = _place_for(place, content, written)
        if place is None:
            continue
        written[place] = _digest(content)
        real, stored = as_stored(place, content)
        file = coming / (real.relative_to(paths.data) if real.is_relative_to(paths.data) else real.name)
        make_folder(file.parent)
        with saying_why(file):
            write_new(file, stored)
        if place == _place_of(paths, wished) and wished in instead:
            stamps[file.relative_to(coming).as_posix()] = instead[wished]
    if stamps:
        with saying_why(coming / _INSTEAD):
            write_new(coming / _INSTEAD, json.dumps(stamps).encode())
    with saying_why(coming):
        folders, _ = _all_in(coming)
    for folder in folders:
        sync(folder)


def _place_for(wished: Path, content: bytes, written: Mapping[Path, bytes]) -> Path | None:
    """Where nothing lies and nothing is to come; None where the same lies or comes already."""
    place, number = wished, 1
    while place in written or exists(place):
        if written.get(place) == _digest(content) or holds(place, content):
            return None
        number += 1
        place = wished.with_name(f"{wished.stem}-{number}{wished.suffix}")
    return place


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest()


def _place_of(paths: Paths, within: Path) -> Path:
    """Where this goes: below the data folder, but for the settings."""
    is_setting = len(within.parts) == 1 and within.name.startswith(paths.settings.stem)
    return (paths.config if is_setting else paths.data) / within


def _put_in_place(paths: Paths, arrived: Path) -> None:
    """Pictures first, so that no memory is ever seen without its own."""
    stamps = _stamps_in(arrived)
    with saying_why(arrived):
        files = [file for file in _all_in(arrived)[1] if file.is_file() and not file.is_symlink()]
    for file in sorted(files, key=lambda file: (file.suffix == ".toml", file)):
        within = file.relative_to(arrived)
        place = _place_of(paths, within)
        if within.name == _INSTEAD:
            continue
        with saying_why(file):
            content = file.read_bytes()
        if holds(place, content):
            remove(file)
            continue
        if stamp(place) != stamps.get(within.as_posix()):
            place = free_place(place)
        if place.is_relative_to(paths.data):
            tell(partial(_about_to_lie, place, content))
            replace(file, place)
        else:  # It may be another disk.
            write_bytes(place, content)
            remove(file)
    _clear(arrived)


def _about_to_lie(place: Path, content: bytes, witness: Witness) -> None:
    witness.writing(place, content)


def _stamps_in(arrived: Path) -> dict[str, str]:
    """What these files take the place of. Raises NotWritten where that cannot be told just now."""
    if not exists(arrived / _INSTEAD):
        return {}
    try:
        stamps = json.loads(read_bytes(arrived / _INSTEAD, _INSTEAD_AT_MOST))
    except (Unreadable, ValueError) as error:
        raise NotWritten(f"{arrived / _INSTEAD} cannot be read") from error
    return {str(name): str(stamp) for name, stamp in stamps.items()} if isinstance(stamps, dict) else {}


def _all_in(folder: Path) -> tuple[list[Path], list[Path]]:
    """All folders, the outer ones first, and all files and links; whoever missed one would remove it with the
    rest. Raises OSError."""

    def refuse(error: OSError) -> None:
        raise error

    folders, files = [folder], []
    for top, within, names in os.walk(folder, onerror=refuse):
        entries = [Path(top, name) for name in within]
        folders += [entry for entry in entries if not entry.is_symlink()]
        files += [Path(top, name) for name in names] + [entry for entry in entries if entry.is_symlink()]
    return folders, files


def _clear(folder: Path) -> None:
    """Remove a hidden folder with all that is still in it. Raises NotWritten."""
    if not exists(folder):
        return
    with saying_why(folder):
        folders, files = _all_in(folder)
    for file in files:
        remove(file)
    with saying_why(folder):
        for within in reversed(folders):
            within.rmdir()
        sync_folder(folder.parent)
