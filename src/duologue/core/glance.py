"""What home shows of a deck, light enough to be there in the first frame."""

from __future__ import annotations

from dataclasses import dataclass

from duologue.core.problem import Problem


@dataclass(frozen=True, slots=True)
class Glance:
    """A deck seen from outside its box."""

    id: str
    title: str
    about: str
    steady_minutes: float
    depth: int
    own: bool
    """Whether it is the couple's own."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """All decks that can be played, and what is wrong with the others."""

    glances: tuple[Glance, ...]
    problems: tuple[Problem, ...]
