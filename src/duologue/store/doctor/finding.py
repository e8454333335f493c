"""One thing that was found: what, where, and what to do about it. No words of the couple are ever in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from itertools import islice
from pathlib import Path

from duologue.core.problem import shortened
from duologue.core.text import clean

AT_MOST = 12
"""Files named one by one in an area; of the others only how many there are is told."""
_LONGEST = 1000
"""Characters of one sentence."""


class Level(Enum):
    """How much it matters."""

    FINE = "fine"
    NOTE = "to know"
    """Good to know; nothing is wrong."""
    LOOK = "to look at"


@dataclass(frozen=True)
class Finding:
    """Cleaned of everything that must not reach a terminal."""

    area: str
    level: Level
    what: str
    where: str = ""
    to_do: str = ""

    def __post_init__(self) -> None:
        for name in ("what", "where", "to_do"):
            object.__setattr__(self, name, clean(shortened(getattr(self, name), _LONGEST)))

    def as_json(self) -> dict[str, str]:
        """For other programs."""
        return {**asdict(self), "level": self.level.value}


def fine(area: str, what: str, where: Path | str = "") -> Finding:
    """All is well there."""
    return Finding(area, Level.FINE, what, str(where))


def note(area: str, what: str, where: Path | str = "", to_do: str = "") -> Finding:
    """Good to know."""
    return Finding(area, Level.NOTE, what, str(where), to_do)


def look(area: str, what: str, where: Path | str = "", to_do: str = "") -> Finding:
    """Something to look at."""
    return Finding(area, Level.LOOK, what, str(where), to_do)


def the_first(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The first few, and how many more there are."""
    each = iter(findings)
    first = list(islice(each, AT_MOST))
    yield from first
    if more := sum(1 for _ in each):
        yield Finding(first[-1].area, first[-1].level, f"and {counted(more, 'more file')}.")


def counted(number: int, what: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def all_fine(findings: Sequence[Finding]) -> bool:
    """Whether there is nothing to look at."""
    return all(finding.level is not Level.LOOK for finding in findings)
