"""What comes from outside arrives whole or not at all.

Everything is first written into a hidden folder beside the jar and synced. Renaming that folder is the one
moment that counts: what fails before it leaves nothing behind, and what fails after it is put into place by
whoever holds the pen next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from duologue.store.files import (
    NotWritten,
    Unreadable,
    as_stored,
    exists,
    make_folder,
    move,
    read_bytes,
    remove,
    saying_why,
    sync,
    sync_folder,
    write_new,
)
from duologue.store.paths import Paths

if TYPE_CHECKING:
    from duologue.core.record import Record

COMING, ARRIVED = ".importing-", ".arriving-"
"""What the hidden folder's name begins with before and after that moment."""


def bring_in(paths: Paths, files: Iterable[tuple[Path, bytes]]) -> bool:
    """Keep these files, each with its place below the couple's folder: all of them, or none.

    What lies in a place already stays; what differs is put beside it. Answers whether everything is in its
    place by now; where not, it is on the disk and `settle` puts it there. Only for whoever holds the pen.
    Raises NotWritten, or what `files` raises; then nothing has come.
    """
    from secrets import token_hex

    settle(paths)
    name = token_hex(6)
    coming, arrived = paths.data / f"{COMING}{name}", paths.data / f"{ARRIVED}{name}"
    try:
        _write(paths, coming, files)
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


def as_file(paths: Paths, folder: Path, record: Record) -> tuple[Path, bytes]:
    """The place of a record below the couple's folder, and what stands in its file."""
    import tomli_w

    month = folder.relative_to(paths.data) / f"{record.when:%Y}" / f"{record.when:%m}"
    return month / f"{record.id}.toml", tomli_w.dumps(record.record()).encode()


def _folders(paths: Paths, beginning: str) -> list[Path]:
    with saying_why(paths.data / "…"):
        return [path for path in paths.data.glob(f"{beginning}*") if path.is_dir() and not path.is_symlink()]


def _write(paths: Paths, coming: Path, files: Iterable[tuple[Path, bytes]]) -> None:
    """Write them below the hidden folder as they will lie below the couple's own."""
    make_folder(coming)
    written: dict[Path, bytes] = {}
    for wished, content in files:
        place = _place_for(paths.data / wished, content, written)
        if place is None:
            continue
        written[place] = _digest(content)
        real, stored = as_stored(place, content)
        file = coming / real.relative_to(paths.data)
        make_folder(file.parent)
        with saying_why(file):
            write_new(file, stored)
    with saying_why(coming):
        folders = [coming, *coming.rglob("*/")]
    for folder in folders:
        sync(folder)


def _place_for(wished: Path, content: bytes, written: Mapping[Path, bytes]) -> Path | None:
    """Where nothing lies and nothing is to come; None where the same lies or comes already."""
    place, number = wished, 1
    while place in written or exists(place):
        if written.get(place) == _digest(content) or _holds(place, content):
            return None
        number += 1
        place = wished.with_name(f"{wished.stem}-{number}{wished.suffix}")
    return place


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest()


def _put_in_place(paths: Paths, arrived: Path) -> None:
    """Pictures first, so that no memory is ever seen without its own."""
    with saying_why(arrived):
        files = [file for file in _files(arrived) if file.is_file() and not file.is_symlink()]
    for file in sorted(files, key=lambda file: (file.suffix == ".toml", file)):
        place = paths.data / file.relative_to(arrived)
        with saying_why(file):
            is_copy = _holds(place, file.read_bytes())
        if is_copy:
            remove(file)
        else:
            move(file, place)
    _clear(arrived)


def _holds(place: Path, content: bytes) -> bool:
    """Whether just these bytes lie in that place."""
    try:
        return read_bytes(place, len(content)) == content
    except Unreadable:
        return False


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())


def _clear(folder: Path) -> None:
    """Remove a hidden folder with all that is still in it. Raises NotWritten."""
    with saying_why(folder):
        files = list(_files(folder))
    for file in files:
        remove(file)
    with saying_why(folder):
        for within in sorted(folder.rglob("*/"), reverse=True):
            within.rmdir()
        if folder.exists():
            folder.rmdir()
        sync_folder(folder.parent)
