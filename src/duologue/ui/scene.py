"""What the session screen shows at one moment, derived from the session alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from textual.content import Content

from duologue.core.seats import Pair, Seat
from duologue.ui.commands import Hint


class Look(StrEnum):
    """How a pane stands out."""

    FLOOR = "floor"
    """Bright, in the partner's colour: they act now."""
    RESTING = "resting"
    """Quiet: they listen or wait."""
    TOGETHER = "together"
    """Both act, or nobody."""


@dataclass(frozen=True)
class PaneScene:
    """One partner's side."""

    text: Content
    status: str
    """In words and a mark, so that it needs no colour."""
    look: Look
    hints: tuple[Hint, ...] = ()
    brief: Content | None = None
    """What is left of `text` when the screen falls quiet."""


@dataclass(frozen=True)
class Field:
    """Somewhere to type."""

    seat: Seat | None
    """Whose pane it stands in; None for the middle."""
    at_most: int
    """Characters."""
    masked: bool
    draft: str
    """What was typed before a break or a crash."""
    key: str
    """Changes when another text is to be typed."""
    lines: bool = False
    """Whether it may have several lines."""


@dataclass(frozen=True)
class Choice:
    """Something to pick from."""

    seat: Seat | None
    """Whose pane it stands in; None for the middle."""
    source: Literal["options", "feelings", "circles"]
    options: tuple[str, ...]
    """What there is where the source is `options`; empty otherwise."""
    key: str
    """Changes when something else is to be picked."""


@dataclass(frozen=True)
class Scene:
    """The whole screen."""

    heading: Content
    """The card, or what stands in its place."""
    panes: Pair[PaneScene]
    hints: tuple[Hint, ...]
    """For both, at the foot of the screen."""
    note: Content | None = None
    """A line below the heading."""
    field: Field | None = None
    choice: Choice | None = None
    breath: bool = False
    """Whether the line to breathe with is shown."""
    may_fall_quiet: bool = False
