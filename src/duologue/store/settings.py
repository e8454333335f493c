"""The couple's names and what they chose. Keys that this version does not know survive a rewrite."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duologue.core.couple import Couple, NotAName, a_name
from duologue.core.guidance import Guidance
from duologue.core.ids import is_id
from duologue.core.pace import AT_FIRST, EVENING_MINUTES, Pace
from duologue.core.problem import Problem
from duologue.core.toml_text import Document
from duologue.store import toml_files
from duologue.store.files import set_aside
from duologue.store.paths import Paths

DEFAULT_THEME = "hearth"


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
        theme=theme if isinstance(theme, str) and is_id(theme) else DEFAULT_THEME,
        pace=Pace(pace) if pace in list(Pace) else AT_FIRST,
        digits=digits is True,
        guidance=Guidance(guidance) if guidance in list(Guidance) else Guidance.FULL,
        evening_minutes=minutes if minutes in EVENING_MINUTES else Settings.evening_minutes,
    )


def save_settings(paths: Paths, settings: Settings) -> None:
    """Keep what was chosen. Raises NotWritten."""
    values = {
        "format": 1,
        "theme": settings.theme,
        "pace": settings.pace.value,
        "digits": settings.digits,
        "guidance": settings.guidance.value,
        "evening_minutes": settings.evening_minutes,
    }
    _update(paths.settings, values)


def _update(path: Path, values: dict[str, Any]) -> None:
    document = toml_files.load(path)
    if isinstance(document, Problem):
        set_aside(path)
        toml_files.save(path, values)
    elif {**document.values, **values} != document.values:
        toml_files.save(path, {**document.values, **values})
