"""TOML files on the disk: read through the gate, written whole."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from duologue.core.problem import Problem
from duologue.core.toml_text import Document, parse
from duologue.store.files import Unreadable, listed, read_text, write_text


def load(path: Path, *, trusted: bool = False) -> Document | Problem:
    """The document in this file, or why there is none."""
    text = load_text(path, trusted=trusted)
    return text if isinstance(text, Problem) else parse(text, str(path))


def load_text(path: Path, *, trusted: bool = False) -> str | Problem:
    """The text of this file, or why it cannot be read."""
    try:
        return read_text(path, trusted=trusted)
    except Unreadable as error:
        return Problem(str(path), 1, "file", str(error))


def save(path: Path, values: Mapping[str, Any], *, seen: str | None = None) -> None:
    """Write these tables; where `seen` is given, only in place of the file of this stamp.

    Raises NotWritten; Changed where it is another one by now.
    """
    import tomli_w

    write_text(path, tomli_w.dumps(values, multiline_strings=False), seen=seen)


def toml_files(folder: Path) -> list[Path]:
    """The TOML files of one folder in the order of their names; none where it cannot be looked into."""
    try:
        return listed(folder, "*.toml")
    except OSError:
        return []
