"""The whole session laid out in advance: every turn of every round, in order, with who plays which role."""

from __future__ import annotations

from dataclasses import dataclass

from duologue.core.deck import Confirm, Talk, Turn
from duologue.core.hand import Hand
from duologue.core.seats import Pair, Seat


@dataclass(frozen=True, slots=True)
class Step:
    """One stop on the way through a session."""

    turn: Turn | None
    """None at the change-over between two rounds."""
    round: int
    """Counted from 1. Opening turns belong to the first round, closing turns to the last."""
    roles: Pair[str]
    """Which role each seat plays."""

    def seat_of(self, role: str) -> Seat:
        """Where the partner with this role sits."""
        return Seat.LEFT if self.roles.left == role else Seat.RIGHT

    @property
    def floor(self) -> Seat | None:
        """Who may speak, or None where both do."""
        return self.seat_of(self.turn.floor) if isinstance(self.turn, Talk) else None

    @property
    def owner(self) -> Seat | None:
        """Who confirms, or None where nobody has to."""
        return self.seat_of(self.turn.asks) if isinstance(self.turn, Confirm) else None


def script(hand: Hand) -> tuple[Step, ...]:
    """Every step of a session with this hand: opening, rounds with change-overs between them, closing."""
    deck = hand.deck
    steps: list[Step] = []
    for number in range(1, deck.rounds + 1):
        roles = _roles(hand, number)
        if number == 1:
            steps += [Step(turn, number, roles) for _, turn in deck.turns_at("opening")]
        else:
            steps.append(Step(None, number, roles))
        steps += [Step(turn, number, roles) for _, turn in deck.turns_at("round")]
        if number == deck.rounds:
            steps += [Step(turn, number, roles) for _, turn in deck.turns_at("closing")]
    return tuple(steps)


def _roles(hand: Hand, number: int) -> Pair[str]:
    one, two = hand.deck.roles
    left_plays_one = (hand.first is Seat.LEFT) == (number % 2 == 1)
    return Pair(one, two) if left_plays_one else Pair(two, one)
