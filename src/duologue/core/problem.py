"""What is wrong with a file from outside, said so that a person can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from duologue.core.text import clean

AT_MOST = 100
"""Problems told of one file: nobody mends more at a time, and a file made to harm gets no more of ours."""
_LONGEST = {"file": 4096, "key": 200, "reason": 2000}
"""Characters of what is told, which may be a part of the file."""
_A_WORD = 64
"""Characters up to which a word is likened to others."""


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
        for name, longest in _LONGEST.items():
            object.__setattr__(self, name, clean(shortened(getattr(self, name), longest)))

    @property
    def is_refused(self) -> bool:
        """Whether the disk did not give the file just now, which says nothing about what stands in it."""
        return self.key == "file" and self.reason.startswith("cannot be ")

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key}: {self.reason}"


def first_ones(problems: Iterable[Problem]) -> list[Problem]:
    """The first problems of one file, in the order of its lines; the others are not even looked for."""
    return sorted(islice(problems, AT_MOST), key=lambda problem: problem.line)


def shortened(text: str, longest: int = _A_WORD) -> str:
    """The text, or its beginning and “…”."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like this one, or None where none is close."""
    from difflib import get_close_matches

    if len(word) > _A_WORD:
        return None
    by_lower = {name.lower(): name for name in known}
    close = get_close_matches(word.lower(), list(by_lower), n=1, cutoff=0.5)
    return by_lower[close[0]] if close else None


def unknown(word: str, what: str, known: Iterable[str]) -> str:
    """The reason for a word that is not one of the known ones, with the nearest and all that are allowed."""
    names = list(islice(known, AT_MOST))
    guess = nearest(word, names)
    hint = f"Did you mean “{guess}”? " if guess else ""
    return clean(f"“{shortened(word)}” is not {what}. {hint}Known: {', '.join(names)}.")
