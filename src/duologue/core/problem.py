"""What is wrong with a file from outside, said so that a person can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from duologue.core.text import clean


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend in a file."""

    file: str
    line: int
    """Counted from 1."""
    key: str
    """The key's path, such as `turn[2].floor`; `file` where the whole file is meant."""
    reason: str
    """What was found and what is allowed."""

    def __post_init__(self) -> None:
        for name in ("file", "key", "reason"):
            object.__setattr__(self, name, clean(getattr(self, name)))

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key}: {self.reason}"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like this one, or None where none is close."""
    from difflib import get_close_matches

    by_lower = {name.lower(): name for name in known}
    close = get_close_matches(word.lower(), list(by_lower), n=1, cutoff=0.5)
    return by_lower[close[0]] if close else None


def unknown(word: str, what: str, known: Iterable[str]) -> str:
    """The reason for a word that is not one of the known ones, with the nearest and all that are allowed."""
    names = list(known)
    guess = nearest(word, names)
    hint = f"Did you mean “{guess}”? " if guess else ""
    return f"“{word}” is not {what}. {hint}Known: {', '.join(names)}."
