"""The couple's names and what they chose. Keys that this version does not know survive a rewrite.

A file of an older format is read as it is, and written in the newest one. Of a file of a newer format that is
read which can be understood, and it is never written.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duologue.core import formats
from duologue.core.couple import Couple, NotAName, a_name
from duologue.core.guidance import Guidance
from duologue.core.ids import is_id
from duologue.core.pace import AT_FIRST, EVENING_MINUTES, Pace
from duologue.core.problem import Problem
from duologue.core.toml_text import Document
from duologue.store import toml_files
from duologue.store.files import Changed, NotWritten, exists, replace, set_aside, stamp
from duologue.store.paths import Paths

DEFAULT_THEME = "hearth"
TRIES = 5
"""How often it is tried to write a file that somebody else changes at the same time."""
AWAY_MINUTES = (0, 5, 15, 30)
"""What `lock_after` may be."""


@dataclass(frozen=True)
class Settings:
    """What a couple chose, or what they would choose if they had to."""

    theme: str = DEFAULT_THEME
    pace: Pace = AT_FIRST
    """The pace the next session begins with."""
    digits: bool = False
    """Whether the time left is shown in digits."""
    guidance: Guidance = Guidance.FULL
    evening_minutes: int = 30
    """How long the last evening was to be."""
    lock_after: int = 15
    """Minutes without a key or the mouse until a locked folder closes itself; 0 for never."""
    lock_with_curtain: bool = False
    """Whether the curtain closes it, too."""


def load_couple(paths: Paths) -> Couple | None:
    """The two names, or None where they are not known yet or cannot be read."""
    document = read("couple", paths.couple)
    if isinstance(document, Problem):
        return None
    try:
        return Couple(a_name(document.values["left"]), a_name(document.values["right"]))
    except (KeyError, TypeError, AttributeError, NotAName):
        return None


def save_couple(paths: Paths, couple: Couple) -> None:
    """Keep the two names. Raises NotWritten."""
    _update("couple", paths.couple, {"left": couple.left, "right": couple.right})


def load_settings(paths: Paths) -> Settings:
    """What was chosen; a value that makes no sense counts as not chosen."""
    document = read("settings", paths.settings)
    values = document.values if isinstance(document, Document) else {}
    theme, pace = values.get("theme"), values.get("pace")
    digits, guidance = values.get("digits"), values.get("guidance")
    minutes = values.get("evening_minutes")
    return Settings(
        theme=theme if isinstance(theme, str) and is_id(theme) else DEFAULT_THEME,
        pace=Pace(pace) if pace in list(Pace) else AT_FIRST,
        digits=digits is True,
        guidance=Guidance(guidance) if guidance in list(Guidance) else Guidance.FULL,
        evening_minutes=minutes if minutes in EVENING_MINUTES else Settings.evening_minutes,
        lock_after=after if (after := values.get("lock_after")) in AWAY_MINUTES else Settings.lock_after,
        lock_with_curtain=values.get("lock_with_curtain") is True,
    )


def save_settings(paths: Paths, settings: Settings, before: Settings | None = None) -> None:
    """Keep what was chosen; where it is known what was chosen `before`, only what is another choice now, so
    that what somebody changed in the file meanwhile stays. Raises NotWritten."""
    values, known = _values(settings), _values(before) if before is not None else {}
    chosen = {key: value for key, value in values.items() if key not in known or known[key] != value}
    _update("settings", paths.settings, chosen)


def _values(settings: Settings) -> dict[str, Any]:
    return {
        "theme": settings.theme,
        "pace": settings.pace.value,
        "digits": settings.digits,
        "guidance": settings.guidance.value,
        "evening_minutes": settings.evening_minutes,
        "lock_after": settings.lock_after,
        "lock_with_curtain": settings.lock_with_curtain,
    }


def setting_problems(paths: Paths) -> list[Problem]:
    """Which of the two files could not be read or will not be written, and why; none where there is none."""
    problems = []
    for kind, path in places(paths).items():
        found = read(kind, path)
        if isinstance(found, Problem):
            problems += [found] if exists(path) else []
        elif formats.standing(kind, found.values) is formats.Standing.NEWER:
            problems.append(found.problem(("format",), formats.NEWER))
    return problems


def places(paths: Paths) -> dict[formats.Kind, Path]:
    """Where each of the two lies."""
    return {"couple": paths.couple, "settings": paths.settings}


def read(kind: formats.Kind, path: Path) -> Document | Problem:
    """What stands in one of these files, whatever its format, or why it cannot be used."""
    document = toml_files.load(path)
    if isinstance(document, Problem):
        return document
    if not document.values:
        return document.problem((), "is empty.")
    if formats.is_cut_off(kind, document.values):
        return document.problem((), formats.CUT_OFF)
    return document


def written(kind: formats.Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """What is put into a file of this kind, its end last."""
    inside = {key: value for key, value in values.items() if key not in {"format", "end"}}
    end = values.get("end")
    return {
        "format": formats.newest(kind),
        **inside,
        "end": {**(end if isinstance(end, Mapping) else {}), **formats.END},
    }


def _update(kind: formats.Kind, path: Path, values: dict[str, Any]) -> None:
    """Raises NotWritten, also where a newer Duologue wrote it."""
    for _ in range(TRIES):
        with suppress(Changed):
            return _update_once(kind, path, values)
    raise NotWritten(f"somebody else keeps changing {path}")


def _update_once(kind: formats.Kind, path: Path, values: dict[str, Any]) -> None:
    seen = stamp(path)
    document = read(kind, path)
    if isinstance(document, Problem):
        _begin_anew(path, written(kind, values), document)
        return
    if formats.standing(kind, document.values) is formats.Standing.NEWER:
        raise NotWritten(f"{path.name} {formats.NEWER.rstrip('.')}")
    following = written(kind, {**formats.migrated(kind, document.values), **values})
    if following != document.values:
        toml_files.save(path, following, seen=seen)


def _begin_anew(path: Path, values: dict[str, Any], problem: Problem) -> None:
    """In place of a file that makes no sense, which stays beside it. One that the disk does not give just now
    may make sense."""
    if problem.is_refused and exists(path):
        raise NotWritten(f"{path} {problem.reason.rstrip('.')}")
    aside = set_aside(path)
    try:
        toml_files.save(path, values, seen="")
    except NotWritten:
        if aside is not None:
            with suppress(NotWritten):
                replace(aside, path)
        raise
