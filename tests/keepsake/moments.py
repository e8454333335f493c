"""Moments and notes to take out of a jar."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from duologue.core.memory import Line, Memory
from duologue.core.note import Kind, Note

PICTURE = "0123456789abcdef0123456789abcdef.png"
EVENING = datetime(2025, 6, 1, 20, 15, tzinfo=UTC)


def a_memory(memory_id: str, *, left: str = "Rain first.", right: str = "Then sun.", **values: Any) -> Memory:
    """A moment that Ana and Ben kept; `values` are the others of its values."""
    lines = {"left": Line(name="Ana", line=left), "right": Line(name="Ben", line=right)}
    usual = {"title": "The walk home", "when": EVENING, "deck": "", "card": ""}
    return Memory.model_validate({"id": memory_id, **usual, **lines, **values})


def a_note(note_id: str, kind: Kind, text: str = "Water the fern") -> Note:
    """A note that Ana wrote for Ben."""
    return Note(id=note_id, when=EVENING, deck="", card="", kind=kind, by="Ana", to="Ben", text=text)
