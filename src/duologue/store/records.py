"""One record, one TOML file: `FOLDER/YYYY/MM/ID.toml`, readable in any editor."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from duologue.core.memory import Memory
from duologue.core.problem import Problem
from duologue.core.record import Record
from duologue.core.toml_text import Document
from duologue.store import toml_files
from duologue.store.files import saying_why, sync_folder
from duologue.store.paths import Paths

AnyRecord = TypeVar("AnyRecord", bound=Record)


def save_memory(paths: Paths, memory: Memory) -> Path:
    """Put a memory into the jar; returns its file, which is on the disk by then. Raises NotWritten."""
    return save_record(paths.memories, memory.when, memory.id, memory.record())


def load_memories(paths: Paths) -> tuple[list[Memory], list[Problem]]:
    """All memories, the newest first, and which files could not be read and why. Nothing is changed."""
    return load_records(paths.memories, Memory)


def load_records(folder: Path, kind: type[AnyRecord]) -> tuple[list[AnyRecord], list[Problem]]:
    """All records of a folder, the newest first, and which files could not be read and why."""
    records: list[AnyRecord] = []
    problems: list[Problem] = []
    for path in record_files(folder):
        record = load_record(path, kind)
        if isinstance(record, Problem):
            problems.append(record)
        else:
            records.append(record)
    records.sort(key=lambda record: record.when, reverse=True)
    return records, problems


def load_record(path: Path, kind: type[AnyRecord]) -> AnyRecord | Problem:
    """One record, or why its file is none."""
    from pydantic import ValidationError

    document = toml_files.load(path)
    if isinstance(document, Problem):
        return document
    if document.values.get("end") != {"complete": True}:
        return document.problem((), "is cut off: its last table, [end] with complete = true, is missing.")
    try:
        return kind.model_validate(document.values)
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        return document.problem(tuple(detail["loc"]), detail["msg"])


def record_files(folder: Path) -> Iterator[Path]:
    """The files of all records in a folder, in no order."""
    if not os.access(folder, os.R_OK | os.X_OK):
        return iter(())
    return (path for path in folder.glob("[0-9]*/[0-9]*/*.toml") if not path.name.startswith("."))


def save_record(folder: Path, when: datetime, name: str, values: dict[str, Any]) -> Path:
    """Put a record into its month's folder; returns its file, on the disk by then. Raises NotWritten.

    Saving the same again changes nothing; a different one of the same id is kept beside it.
    """
    for kept in sorted(folder.glob(f"[0-9]*/[0-9]*/{name}*.toml")):
        document = toml_files.load(kept)
        if isinstance(document, Document) and {**document.values, "when": values["when"]} == values:
            with saying_why(kept):
                sync_folder(kept.parent)
            return kept
    within = folder / f"{when:%Y}" / f"{when:%m}"
    path, number = within / f"{name}.toml", 1
    while path.exists():
        number += 1
        path = within / f"{name}-{number}.toml"
    toml_files.save(path, values)
    return path
