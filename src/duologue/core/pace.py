"""How long turns last. Each partner has a wish; the slower one holds."""

from __future__ import annotations

import math
from enum import StrEnum

from duologue.core.seats import Pair


class Pace(StrEnum):
    """From the slowest to the fastest."""

    LINGERING = "lingering"
    GENTLE = "gentle"
    EASY = "easy"
    STEADY = "steady"
    BRISK = "brisk"

    @property
    def factor(self) -> float:
        """How many times its steady length a turn lasts."""
        return _FACTORS[self]

    @property
    def rank(self) -> int:
        """1 for the slowest to 5 for the fastest."""
        return list(Pace).index(self) + 1

    @property
    def slower(self) -> Pace:
        """One step slower, or the same where there is none."""
        return list(Pace)[max(self.rank - 2, 0)]

    @property
    def faster(self) -> Pace:
        """One step faster, or the same where there is none."""
        return list(Pace)[min(self.rank, len(Pace) - 1)]


_FACTORS = {
    Pace.LINGERING: 2.0,
    Pace.GENTLE: 1.5,
    Pace.EASY: 1.25,
    Pace.STEADY: 1.0,
    Pace.BRISK: 0.75,
}

EVENING_MINUTES = (10, 20, 30, 45, 60)
"""How long an evening may be."""

AT_FIRST = Pace.GENTLE
"""The pace of a couple that has not chosen one."""


def common(wishes: Pair[Pace]) -> Pace:
    """The pace that holds for both: the slower wish."""
    return min(wishes.left, wishes.right, key=lambda pace: pace.rank)


def minutes_at(steady_minutes: float, pace: Pace) -> int:
    """Whole minutes at this pace, at least one."""
    return max(1, math.ceil(steady_minutes * pace.factor))
