"""The circles that both chose to keep, on the disk."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from duologue.core.closeness import Closeness, closeness_of
from duologue.core.problem import Problem
from duologue.core.session import Session
from duologue.store.paths import Paths
from duologue.store.records import load_all, save_record


def save_closeness(paths: Paths, session: Session, when: datetime) -> Path:
    """Put the circles that both just kept on the disk; returns their file. Raises NotWritten."""
    closeness = closeness_of(session, when)
    return save_record(paths.closeness, closeness.when, closeness.id, closeness.record())


def load_closeness(paths: Paths) -> tuple[list[Closeness], list[Problem]]:
    """All circles that were kept, the oldest first, and which files could not be read and why."""
    found, problems = load_all(paths.closeness, Closeness)
    once = {each.id: each for each in reversed(found)}
    return sorted(once.values(), key=lambda closeness: closeness.when), problems
