"""How a file is called while it is being written, and how one is told that never came to its place."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_ON_ITS_WAY = re.compile(r"\.([^/]+)\.([0-9a-f]{6})[0-9a-f]{6}\.part")


@cache
def _mark() -> str:
    """Of this process: what another one left half written can be told from what is being written now."""
    from secrets import token_hex

    return token_hex(3)


def on_its_way(path: Path) -> Path:
    """A name beside a file's own, for while it is being written."""
    from secrets import token_hex

    return path.with_name(f".{path.name}.{_mark()}{token_hex(3)}.part")


def meant_name(name: str) -> str:
    """What a file of this name was to be called once it was written; nothing where it is not on its way."""
    found = _ON_ITS_WAY.fullmatch(name)
    return found[1] if found is not None else ""


def is_left_over(name: str) -> bool:
    """Whether a file of this name was being written by a process that is not this one."""
    found = _ON_ITS_WAY.fullmatch(name)
    return found is not None and found[2] != _mark()
