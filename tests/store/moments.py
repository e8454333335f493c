"""Memories made for tests of the jar."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from duologue.core.memory import Line, Memory
from duologue.store.paths import Paths
from duologue.store.records import save_memory

WHEN = datetime(2024, 5, 3, 20, 30, tzinfo=UTC)


def moment(name: str, **values: Any) -> Memory:
    """A memory with this id, and with these values in place of the usual ones."""
    usual: dict[str, Any] = {
        "id": name,
        "when": WHEN,
        "deck": "Weather",
        "card": "A meal",
        "title": f"Moment {name}",
        "left": Line(name="Ana", line="Rain first."),
        "right": Line(name="Ben", line="Then sun."),
    }
    return Memory.model_validate(usual | values)


def keep(paths: Paths, *memories: Memory) -> list[Path]:
    """Put these into the jar."""
    return [save_memory(paths, memory) for memory in memories]
