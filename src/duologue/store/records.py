"""One record, one TOML file: `FOLDER/YYYY/MM/ID.toml`, readable in any editor."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from duologue.core.memory import Memory
from duologue.core.problem import Problem
from duologue.core.session import Session
from duologue.core.toml_text import Document
from duologue.store import toml_files
from duologue.store.files import saying_why, sync_folder
from duologue.store.paths import Paths

SESSIONS_LOOKED_BACK_ON = 40
"""How many past sessions the deal considers."""


def save_memory(paths: Paths, memory: Memory) -> Path:
    """Put a memory into the jar; returns its file, which is on the disk by then. Raises NotWritten.

    Saving the same memory again changes nothing; a different one of the same id is kept beside it.
    """
    return _save(paths.memories, memory.when, memory.id, memory.record())


def load_memories(paths: Paths) -> tuple[list[Memory], list[Problem]]:
    """All memories, the newest first, and which files could not be read and why. Nothing is changed."""
    memories: list[Memory] = []
    problems: list[Problem] = []
    for path in _files(paths.memories):
        memory = load_memory(path)
        if isinstance(memory, Memory):
            memories.append(memory)
        else:
            problems.append(memory)
    memories.sort(key=lambda memory: memory.when, reverse=True)
    return memories, problems


def load_memory(path: Path) -> Memory | Problem:
    """One memory, or why its file is none."""
    from pydantic import ValidationError

    document = toml_files.load(path)
    if isinstance(document, Problem):
        return document
    if document.values.get("end") != {"complete": True}:
        return document.problem((), "is cut off: its last table, [end] with complete = true, is missing.")
    try:
        return Memory.model_validate(document.values)
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        return document.problem(tuple(detail["loc"]), detail["msg"])


def save_summary(paths: Paths, session: Session, when: datetime) -> None:
    """Keep when a session was played, how long, by whom, and which cards; nothing that was said.

    Raises NotWritten.
    """
    cards = [session.hand.cards[index].text for index in session.cards_played]
    summary = {
        "format": 1,
        "id": session.hand.key,
        "when": when.replace(microsecond=0),
        "deck": session.hand.deck_id,
        "seconds": round(session.now),
        "pace": session.pace.value,
        "cards": cards,
        "floor_seconds": {"left": round(session.floor_time.left), "right": round(session.floor_time.right)},
        "end": {"complete": True},
    }
    _save(paths.sessions, when, session.hand.key, summary)


def cards_seen(paths: Paths, deck_id: str) -> list[str]:
    """Texts of this deck's cards played lately, oldest first."""
    recent = sorted(_files(paths.sessions), key=lambda path: path.lstat().st_mtime)[-SESSIONS_LOOKED_BACK_ON:]
    seen: list[str] = []
    for path in recent:
        document = toml_files.load(path)
        if isinstance(document, Document) and document.values.get("deck") == deck_id:
            cards = document.values.get("cards")
            seen += [str(card) for card in cards] if isinstance(cards, list) else []
    return seen


def _files(folder: Path) -> Iterator[Path]:
    if not os.access(folder, os.R_OK | os.X_OK):
        return iter(())
    return (path for path in folder.glob("[0-9]*/[0-9]*/*.toml") if not path.name.startswith("."))


def _save(folder: Path, when: datetime, name: str, values: dict[str, Any]) -> Path:
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
