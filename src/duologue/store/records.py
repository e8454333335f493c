"""One record, one TOML file: `FOLDER/YYYY/MM/ID.toml`, readable in any editor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import Any, TypeVar

from pydantic import BaseModel

from duologue.core.formats import CUT_OFF, NEWER, is_complete, is_newer
from duologue.core.kept import AnyVersion, Kept, gather
from duologue.core.memory import Memory
from duologue.core.problem import Problem
from duologue.core.toml_text import Document, parse
from duologue.store import conflicts, toml_files
from duologue.store.files import exists, sync
from duologue.store.paths import Paths
from duologue.store.survey import Survey

AnyRecord = TypeVar("AnyRecord", bound=BaseModel)


def save_memory(paths: Paths, memory: Memory) -> Path:
    """Put a memory into the jar; returns its file, which is on the disk by then. Raises NotWritten."""
    return save_record(paths.memories, memory.when, memory.id, memory.record())


def load_memories(paths: Paths) -> tuple[list[Memory], list[Problem]]:
    """All memories as they stand, the newest first, and which files could not be read and why."""
    kept, problems = load_kept(paths.memories, Memory)
    return [memory.now for memory in kept], problems


def load_kept(folder: Path, kind: type[AnyVersion]) -> tuple[list[Kept[AnyVersion]], list[Problem]]:
    """All that was kept in a folder, the newest first, and which files could not be read and why."""
    versions, problems = load_all(folder, kind)
    return gather(versions), problems


def load_all(folder: Path, kind: type[AnyRecord]) -> tuple[list[AnyRecord], list[Problem]]:
    """What all files of a folder hold, month by month, and which could not be read and why."""
    records: list[AnyRecord] = []
    problems: list[Problem] = []
    survey = Survey(folder)
    for path in survey.files():
        found = load_versions(path, kind)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            records += found
    return records, survey.closed + problems


def load_versions(path: Path, kind: type[AnyRecord]) -> list[AnyRecord] | Problem:
    """What one file holds: one record, both sides where git could not merge it, or why it is none."""
    text = toml_files.load_text(path)
    return text if isinstance(text, Problem) else versions_in(text, str(path), kind)


def versions_in(text: str, file: str, kind: type[AnyRecord]) -> list[AnyRecord] | Problem:
    """What the text of this file holds: one record, both sides, or why it is none."""
    sides = conflicts.sides(text)
    records = [_read(parse(side, file), kind) for side in sides]
    good = [record for record in records if not isinstance(record, Problem)]
    if len(good) == len(sides):
        return good
    if len(sides) > 1:
        return Problem(file, 1, "file", "holds the marks of a merge that git could not finish.")
    return next(record for record in records if isinstance(record, Problem))


def load_record(path: Path, kind: type[AnyRecord]) -> AnyRecord | Problem:
    """One record, or why its file is none."""
    found = load_versions(path, kind)
    return found if isinstance(found, Problem) else found[0]


def _read(document: Document | Problem, kind: type[AnyRecord]) -> AnyRecord | Problem:
    from pydantic import ValidationError

    if isinstance(document, Problem):
        return document
    if is_newer(document.values, 1):
        return document.problem(("format",), NEWER)
    if not is_complete(document.values):
        return document.problem((), CUT_OFF)
    try:
        return kind.model_validate(document.values)
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        return document.problem(tuple(detail["loc"]), detail["msg"])


def new_id() -> str:
    """An id that no other record has, on this laptop or another."""
    return token_hex(8)


def save_record(folder: Path, when: datetime, name: str, values: dict[str, Any]) -> Path:
    """Put a record into its month's folder; returns its file, on the disk by then. Raises NotWritten.

    Saving the same again changes nothing, though a session that was cut off may be gone on with up to a year
    later; a different one of the same id is kept beside it. The thousandth costs what the first one did.
    """
    for month in _last_months(folder, when):
        for kept in _numbered(month, name):
            document = toml_files.load(kept)
            there = document.values if isinstance(document, Document) else {}
            if {**there, "when": values["when"]} == _as_read(values):
                sync(kept.parent)
                return kept
    within = _month(folder, when.year, when.month)
    path = within / _file(name, 1 + len(list(_numbered(within, name))))
    toml_files.save(path, values)
    return path


def _month(folder: Path, year: int, month: int) -> Path:
    return folder / f"{year:04}" / f"{month:02}"


def _last_months(folder: Path, when: datetime) -> Iterator[Path]:
    """The month of this time and the twelve before it, whether there is such a folder or not."""
    for ago in range(13):
        years, month = divmod(when.month - 1 - ago, 12)
        yield _month(folder, when.year + years, month + 1)


def _as_read(values: dict[str, Any]) -> dict[str, Any]:
    """TOML knows lists only."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


def _numbered(month: Path, name: str) -> Iterator[Path]:
    """The files of this id that are there: `ID.toml`, `ID-2.toml` and so on."""
    number = 1
    while exists(path := month / _file(name, number)):
        yield path
        number += 1


def _file(name: str, number: int) -> str:
    return f"{name}.toml" if number == 1 else f"{name}-{number}.toml"
