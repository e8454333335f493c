"""Folders of couples, and what one finds in them."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image

from duologue.core.couple import Couple
from duologue.core.memory import Line, Memory
from duologue.core.note import Kind, Note
from duologue.core.seats import Pair
from duologue.store.paths import Paths
from duologue.store.records import save_memory, save_record
from duologue.store.settings import save_couple

ANA_AND_BEN: Couple = Pair("Ana", "Ben")
MAY = datetime(2024, 5, 17, 21, 30, tzinfo=UTC)


def a_home(folder: Path) -> Paths:
    """The folder of Ana, on the left, and Ben."""
    paths = Paths.under(folder)
    save_couple(paths, ANA_AND_BEN)
    return paths


def a_memory(name: str = "walk", day: int = 0, **values: Any) -> Memory:
    """A moment of theirs."""
    usual = {
        "id": name,
        "when": MAY + timedelta(days=day),
        "deck": "",
        "card": "",
        "title": f"The {name}",
        "left": Line(name="Ana", line="Rain first."),
        "right": Line(name="Ben", line="Then sun."),
    }
    return Memory.model_validate(usual | values)


def a_letter(name: str = "letter", by: str = "Ana", kind: Kind = "letter", **values: Any) -> Note:
    """Something that one wrote for the other."""
    to = "Ben" if by == "Ana" else "Ana"
    usual = {"id": name, "when": MAY, "deck": "", "card": "", "kind": kind, "by": by, "to": to}
    return Note.model_validate(usual | {"text": f"Dear {to},\nit rained."} | values)


def save(paths: Paths, *records: Memory | Note) -> list[Path]:
    """Put these into the couple's folder."""
    return [
        save_memory(paths, record)
        if isinstance(record, Memory)
        else save_record(paths.notes(record.kind), record.when, record.id, record.record())
        for record in records
    ]


def contents(folder: Path) -> dict[str, bytes]:
    """All that one sees of the jar: every file that is not hidden and holds something of theirs."""
    parts = ("memories", "pictures", "promises", "plans", "letters")
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for part in parts
        for file in sorted((folder / part).rglob("*"))
        if file.is_file()
    }


def hidden(folder: Path) -> list[str]:
    """What was left lying around."""
    return [path.name for path in folder.glob(".*") if path.name not in {".git", ".gitignore"}]


def a_picture(form: str = "JPEG", size: tuple[int, int] = (64, 48), **more: Any) -> bytes:
    """A real picture."""
    made = io.BytesIO()
    Image.new("RGB", size, "teal").save(made, form, **more)
    return made.getvalue()
