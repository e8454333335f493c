"""What was read from outside, before any of it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from duologue.core.memory import Memory
from duologue.core.note import Note
from duologue.core.problem import Problem


@dataclass(frozen=True)
class Photo:
    """A picture that comes with a memory and is read when its turn comes."""

    name: str
    """What it is called where it comes from."""
    read: Callable[[], bytes]
    """Its bytes. Raises Unreadable."""


@dataclass(frozen=True)
class Arriving:
    """One record on its way."""

    record: Memory | Note
    photo: Photo | None = None
    ours: bool = True
    """Whether it was written by Duologue; else names, seats and feelings are only how it was read today."""


@dataclass(frozen=True)
class Parcel:
    """All that one file or folder brings."""

    arriving: tuple[Arriving, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What could not be read, and why."""
    shortened: int = 0
    """How many texts were longer than a memory holds."""


def together(parcels: Iterable[Parcel]) -> Parcel:
    """All of these as one."""
    each = list(parcels)
    return Parcel(
        tuple(arriving for parcel in each for arriving in parcel.arriving),
        tuple(problem for parcel in each for problem in parcel.problems),
        sum(parcel.shortened for parcel in each),
    )
