"""The circles that both chose to keep, on the disk."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from duologue.core.closeness import Closeness, closeness_of
from duologue.core.problem import Problem
from duologue.core.session import Session
from duologue.store.paths import Paths
from duologue.store.records import closed_folders, load_record, record_files, save_record


def save_closeness(paths: Paths, session: Session, when: datetime) -> Path:
    """Put the circles that both just kept on the disk; returns their file. Raises NotWritten."""
    closeness = closeness_of(session, when)
    return save_record(paths.closeness, closeness.when, closeness.id, closeness.record())


def load_closeness(paths: Paths) -> tuple[list[Closeness], list[Problem]]:
    """All circles that were kept, the oldest first, and which files could not be read and why."""
    problems = closed_folders(paths.closeness)
    found: dict[str, Closeness] = {}
    for path in record_files(paths.closeness):
        read = load_record(path, Closeness)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            found.setdefault(read.id, read)
    return sorted(found.values(), key=lambda closeness: closeness.when), problems
