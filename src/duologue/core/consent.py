"""Two answers to “is now good?”, of which only the outcome is told."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from duologue.core.events import Agreed, Declined
from duologue.core.seats import Pair, Seat


@dataclass(frozen=True, slots=True)
class Consent:
    """What each has answered so far; held in memory only, and gone once both have."""

    answers: Pair[bool | None] = field(default_factory=lambda: Pair[bool | None](None, None))

    def answered(self, seat: Seat, yes: bool) -> Consent:
        """With this answer. Until the other has answered too, it can be changed."""
        return replace(self, answers=self.answers.having(seat, yes))

    def has_answered(self, seat: Seat) -> bool:
        """Whether this partner has answered, one way or the other."""
        return self.answers.of(seat) is not None

    @property
    def outcome(self) -> Agreed | Declined | None:
        """What follows; None until both have answered."""
        if None in {self.answers.left, self.answers.right}:
            return None
        return Agreed() if self.answers.left and self.answers.right else Declined()
