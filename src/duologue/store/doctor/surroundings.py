"""The terminal, as far as can be told without asking it, and versions."""

from __future__ import annotations

import locale
import os
import platform
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime

from duologue.store.doctor.finding import Finding, fine, look, note
from duologue.store.paths import Paths

COLUMNS, ROWS = 60, 20
_PACKAGES = ("duologue", "textual", "pydantic", "pyrage", "pillow")
_NO_PASTE = {"linux", "dumb", "cons25", "vt52"}
"""Terminals without a bracketed paste."""
_KEYBOARDS = {
    "KITTY_WINDOW_ID": "kitty",
    "WEZTERM_PANE": "wezterm",
    "GHOSTTY_RESOURCES_DIR": "ghostty",
    "ALACRITTY_WINDOW_ID": "alacritty",
}
"""Variables of terminals that tell every key apart, and their names."""


def terminal(_: Paths, __: datetime) -> Iterator[Finding]:
    """What this terminal can do."""
    yield from looked_at(os.environ, _size(), _encoding())


def looked_at(
    environment: Mapping[str, str], size: tuple[int, int] | None, encoding: str
) -> Iterator[Finding]:
    """What a terminal of this size, in columns and rows, can do; None where there is none."""
    area, kind = "terminal", environment.get("TERM", "")
    if size is None:
        yield note(area, "There is none here; run this in the one you play in.")
        return
    columns, rows = size
    words = f"{columns} columns, {rows} rows."
    if columns < COLUMNS or rows < ROWS:
        yield look(area, words, "", f"Make the window larger, {COLUMNS} by {ROWS} at least.")
    else:
        yield fine(area, words)
    if kind in {"", "dumb", "unknown"}:
        words = "Use another terminal, or set TERM to what yours is, such as xterm-256color."
        yield look(area, f"TERM is “{kind}”, which says that it can draw nothing.", "", words)
    else:
        yield fine(area, f"TERM is {kind}; {_colours(environment, kind)}.")
    if encoding.replace("-", "").lower() == "utf8":
        yield fine(area, "Text is UTF-8.")
    else:
        words = "Set LANG to a UTF-8 one, such as C.UTF-8."
        yield look(area, f"Text is {encoding}; names and candles need UTF-8.", "", words)
    yield from _keys(environment, kind)


def _colours(environment: Mapping[str, str], kind: str) -> str:
    if "NO_COLOR" in environment:
        return "NO_COLOR is set, so all is grey"
    if environment.get("COLORTERM", "") in {"truecolor", "24bit"} or kind.endswith("-direct"):
        return "16 million colours"
    return "256 colours" if "256color" in kind else "16 colours, or more than it says"


def _keys(environment: Mapping[str, str], kind: str) -> Iterator[Finding]:
    area = "terminal"
    if kind in _NO_PASTE:
        yield note(area, "It cannot tell a paste from typing; paste little by little.")
    else:
        yield fine(area, "A paste is told from typing, as far as TERM says.")
    known = next((name for variable, name in _KEYBOARDS.items() if variable in environment), "")
    words = f"Every key is told apart ({known})." if known else "Keys come as in most terminals."
    yield fine(area, words)
    through = [name for name, variable in (("tmux", "TMUX"), ("screen", "STY"), ("ssh", "SSH_TTY"))
               if environment.get(variable)]  # fmt: skip
    if through:
        words = "Copying may need a setting there, and the scrollback is kept by it."
        yield note(area, f"It runs inside {' and '.join(through)}.", "", words)


def _size() -> tuple[int, int] | None:
    for stream in (sys.__stdout__, sys.__stdin__, sys.__stderr__):
        with suppress(OSError, ValueError, AttributeError):
            size = os.get_terminal_size(stream.fileno() if stream is not None else -1)
            return size.columns, size.lines
    return None


def _encoding() -> str:
    return "utf-8" if sys.flags.utf8_mode else locale.getencoding()


def versions(_: Paths, __: datetime) -> Iterator[Finding]:
    """Of what this runs on."""
    from importlib.metadata import PackageNotFoundError, version

    told = []
    for name in _PACKAGES:
        with suppress(PackageNotFoundError):
            told.append(f"{name} {version(name)}")
    yield fine("versions", f"{', '.join(told)}.")
    yield fine("versions", f"Python {platform.python_version()}, {platform.system()} {platform.machine()}.")
