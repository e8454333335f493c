"""Formats of the files that are written more than once: from each to the next, as pure tables.

Records are written once and keep the format they were born with. What is written over and over is brought to
the newest format by `migrated`, one tested step at a time. Keys that no step knows are handed on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, Literal

Kind = Literal["couple", "settings"]
Values = Mapping[str, Any]
Step = Callable[[Values], dict[str, Any]]

END = {"complete": True}
"""The last table of a file; where it is missing, something of the file is."""
NEWER = "comes from a newer Duologue; this one leaves it as it is."
"""What is said of a file of a newer format, whatever its kind."""
CUT_OFF = "is cut off: its last table, [end] with complete = true, is missing."
FORMAT_AT_MOST = 1_000_000


def _noted(values: Values) -> dict[str, Any]:
    """From 0 to 1: files from before formats were noted. Nothing else is different."""
    return dict(values)


def _closed(values: Values) -> dict[str, Any]:
    """From 1 to 2: `[end]` comes last, so that a file which was cut off shows."""
    return {**values, "end": dict(END)}


STEPS: Mapping[Kind, tuple[Step, ...]] = {"couple": (_noted, _closed), "settings": (_noted, _closed)}
"""Of each kind, what leads from format n to n + 1."""


class Standing(Enum):
    """How the format of a file stands to the one that is written here."""

    OLDER = "older"
    SAME = "same"
    NEWER = "newer"
    UNKNOWN = "unknown"
    """No format at all."""


def newest(kind: Kind) -> int:
    """The format that is written here."""
    return len(STEPS[kind])


def format_of(values: Values) -> int | None:
    """The format of a file, 0 where none is noted; None where what is noted is no format."""
    noted = values.get("format", 0)
    is_format = isinstance(noted, int) and not isinstance(noted, bool) and 0 <= noted <= FORMAT_AT_MOST
    return noted if is_format else None


def is_newer(values: Values, known: int) -> bool:
    """Whether a file is of a format that comes after the one that is known here."""
    noted = values.get("format", 0)
    return isinstance(noted, int) and noted > known


def standing(kind: Kind, values: Values) -> Standing:
    """How a file of this kind stands."""
    if is_newer(values, newest(kind)):
        return Standing.NEWER
    found = format_of(values)
    if found is None:
        return Standing.UNKNOWN
    return Standing.OLDER if found < newest(kind) else Standing.SAME


def is_cut_off(kind: Kind, values: Values) -> bool:
    """Whether the end is missing of a file whose format has one."""
    return standing(kind, values) is Standing.SAME and not is_complete(values)


def is_complete(values: Values) -> bool:
    """Whether the last table stands there. Whoever adds a line at the end of a file adds it to that table."""
    end = values.get("end")
    return isinstance(end, Mapping) and end.get("complete") is True


def migrated(kind: Kind, values: Values) -> dict[str, Any]:
    """The same in the newest format, with the table `end` last; what is not older stays as it is."""
    if standing(kind, values) is not Standing.OLDER:
        return dict(values)
    found = format_of(values) or 0
    for step in STEPS[kind][found:]:
        values = step(values)
    return {"format": newest(kind), **{key: value for key, value in values.items() if key != "format"}}
