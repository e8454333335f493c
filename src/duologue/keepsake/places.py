"""Where a keepsake is put: a file or a folder that is not there yet, unless it may be replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from duologue.core.memory import Memory
from duologue.keepsake import markdown_form
from duologue.store.files import write_bytes, write_text


class NoPlace(Exception):
    """Nothing is written here; its text says why, for people."""

    is_taken = False
    """Whether something is there that could be replaced."""


class Occupied(NoPlace):
    """Something is there already."""

    is_taken = True


def check_file(file: Path, *, replace: bool) -> None:
    """Raises NoPlace where the file cannot be written, or is there already and may not be replaced."""
    if not file.absolute().parent.is_dir():
        raise NoPlace(f"There is no folder {file.absolute().parent}.")
    if file.is_dir():
        raise NoPlace(f"{file} is a folder; a name for a file is needed.")
    if not replace and (file.exists() or file.is_symlink()):
        raise Occupied(f"{file} is there already and stays as it is.")


def check_folder(folder: Path, *, replace: bool) -> None:
    """Raises NoPlace where a file stands, or where something lies in the folder that may not be replaced."""
    if (folder.exists() or folder.is_symlink()) and not folder.is_dir():
        raise NoPlace(f"{folder} is a file; a name for a folder is needed.")
    if not replace and folder.is_dir() and any(folder.iterdir()):
        raise Occupied(f"{folder} is not empty; what is in it stays as it is.")


def write_folder(folder: Path, memories: Iterable[Memory], picture: Callable[[str], bytes | None]) -> int:
    """Write a file for each memory, and beside them the pictures; returns how many. Raises NotWritten."""
    names = set()
    for memory in memories:
        write_text(folder / markdown_form.file_name(memory), markdown_form.write(memory))
        names.add(memory.picture)
    found = [(name, data) for name in sorted(names - {""}) if (data := picture(name)) is not None]
    for name, data in found:
        write_bytes(folder / markdown_form.PICTURES / name, data)
    return len(found)


def usual_place(home: Path, today: date) -> Path:
    """A file in this folder that is not there yet, named after the day."""
    place, number = home / f"duologue-keepsake-{today}.html", 1
    while place.exists() or place.is_symlink():
        number += 1
        place = home / f"duologue-keepsake-{today}-{number}.html"
    return place
