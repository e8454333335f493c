"""Parses TOML from outside: the gate first, then the parser, with every error as a problem on a line."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import Any

from duologue.core.problem import Problem
from duologue.core.toml_gate import Lines, Path, look_through

_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


@dataclass(frozen=True)
class Document:
    """A parsed TOML text that still knows where its keys stand."""

    file: str
    values: dict[str, Any]
    lines: Lines

    def problem(self, path: Path, reason: str) -> Problem:
        """A problem with the value at this path."""
        return Problem(self.file, self.lines.of(path), key_name(path), reason)


def key_name(path: Path) -> str:
    """A path as people write it, arrays counted from 1: `turn[2].floor`."""
    name = ""
    for part in path:
        name += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if name else part
    return name or "file"


def parse(text: str, file: str) -> Document | Problem:
    """The document, or why the text is not TOML or is out of bounds."""
    lines, problem = look_through(text, file)
    if problem:
        return problem
    try:
        return Document(file, tomllib.loads(text), lines)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = _PLACE.search(message)
        line = int(place["line"]) if place and place["line"] else text.count("\n") + 1
        reason = _PLACE.sub("", message)
        return Problem(file, line, "file", f"not TOML: {reason[:1].lower()}{reason[1:]}")
    except (RecursionError, ValueError) as error:
        return Problem(file, 1, "file", f"not TOML that can be read: {type(error).__name__}")
