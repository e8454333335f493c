"""The couple's names and what they chose. Keys that this version does not know survive a rewrite."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duologue.core.couple import Couple, NotAName, a_name
from duologue.core.guidance import Guidance
from duologue.core.pace import AT_FIRST, EVENING_MINUTES, Pace
from duologue.core.problem import Problem
from duologue.core.toml_text import Document
from duologue.store import toml_files
from duologue.store.files import Changed, NotWritten, exists, replace, set_aside, stamp
from duologue.store.paths import Paths

DEFAULT_THEME = "hearth"
TRIES = 5
"""How often it is tried to write a file that somebody else changes at the same time."""


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


def load_couple(paths: Paths) -> Couple | None:
    """The two names, or None where they are not known yet or cannot be read."""
    document = toml_files.load(paths.couple)
    if isinstance(document, Problem):
        return None
    try:
        return Couple(a_name(document.values["left"]), a_name(document.values["right"]))
    except (KeyError, TypeError, AttributeError, NotAName):
        return None


def save_couple(paths: Paths, couple: Couple) -> None:
    """Keep the two names. Raises NotWritten."""
    _update(paths.couple, {"format": 1, "left": couple.left, "right": couple.right})


def load_settings(paths: Paths) -> Settings:
    """What was chosen; a value that makes no sense counts as not chosen."""
    document = toml_files.load(paths.settings)
    values = document.values if isinstance(document, Document) else {}
    theme, pace = values.get("theme"), values.get("pace")
    digits, guidance = values.get("digits"), values.get("guidance")
    minutes = values.get("evening_minutes")
    return Settings(
        theme=theme if isinstance(theme, str) else DEFAULT_THEME,
        pace=Pace(pace) if pace in list(Pace) else AT_FIRST,
        digits=digits is True,
        guidance=Guidance(guidance) if guidance in list(Guidance) else Guidance.FULL,
        evening_minutes=minutes if minutes in EVENING_MINUTES else Settings.evening_minutes,
    )


def save_settings(paths: Paths, settings: Settings, before: Settings | None = None) -> None:
    """Keep what was chosen; where it is known what was chosen `before`, only what is another choice now, so
    that what somebody changed in the file meanwhile stays. Raises NotWritten."""
    values, known = _values(settings), _values(before) if before is not None else {}
    chosen = {key: value for key, value in values.items() if key not in known or known[key] != value}
    _update(paths.settings, {"format": 1, **chosen})


def _values(settings: Settings) -> dict[str, Any]:
    return {
        "theme": settings.theme,
        "pace": settings.pace.value,
        "digits": settings.digits,
        "guidance": settings.guidance.value,
        "evening_minutes": settings.evening_minutes,
    }


def _update(path: Path, values: dict[str, Any]) -> None:
    for _ in range(TRIES):
        with suppress(Changed):
            return _update_once(path, values)
    raise NotWritten(f"somebody else keeps changing {path}")


def _update_once(path: Path, values: dict[str, Any]) -> None:
    seen = stamp(path)
    document = toml_files.load(path)
    if isinstance(document, Problem):
        _begin_anew(path, values, document)
    elif {**document.values, **values} != document.values:
        toml_files.save(path, {**document.values, **values}, seen=seen)


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
