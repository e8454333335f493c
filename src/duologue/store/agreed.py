"""The hour at which two people agreed to go on. It is a reminder, so whatever is odd in it counts as none."""

from __future__ import annotations

from datetime import datetime

from duologue.core.formats import is_newer
from duologue.core.problem import Problem
from duologue.store import toml_files
from duologue.store.files import remove, set_aside
from duologue.store.paths import Paths

_FORMAT = 1


def load_hour(paths: Paths) -> datetime | None:
    """The hour they agreed on, in the zone this laptop is in now; None where there is none."""
    document = toml_files.load(paths.agreed)
    if isinstance(document, Problem) or document.values.get("format") != _FORMAT:
        return None
    when = document.values.get("when")
    if not isinstance(when, datetime) or when.tzinfo is None:
        return None
    try:
        return when.astimezone()
    except (OverflowError, ValueError, OSError):  # At the ends of the calendar, differently on each system.
        return None


def save_hour(paths: Paths, when: datetime) -> None:
    """Keep the hour, which knows its zone. Raises NotWritten."""
    _set_aside_a_newer_one(paths)
    toml_files.save(paths.agreed, {"format": _FORMAT, "when": when.replace(microsecond=0)})


def forget_hour(paths: Paths) -> None:
    """It has been kept, or means nothing any more. Raises NotWritten."""
    _set_aside_a_newer_one(paths)
    remove(paths.agreed)


def _set_aside_a_newer_one(paths: Paths) -> None:
    """What a newer Duologue wrote is not for this one to remove."""
    document = toml_files.load(paths.agreed)
    if not isinstance(document, Problem) and is_newer(document.values, _FORMAT):
        set_aside(paths.agreed)
