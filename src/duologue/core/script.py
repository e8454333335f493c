"""The whole session laid out in advance: every turn of every round of every part, and who plays which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from duologue.core.deck import DEEP
from duologue.core.hand import Hand, Part
from duologue.core.seats import Pair, Seat
from duologue.core.turns import BOTH, Confirm, Pick, Reveal, Talk, Turn, Write


class Stop(StrEnum):
    """What a step without a turn is for."""

    ARRIVAL = "arrival"
    """Another deck comes next."""
    CONSENT = "consent"
    """A deep deck comes next, if both say that now is good."""
    CHANGE = "change"
    """Another round comes next, and the roles swap."""
    FIRST_SET = "first set"
    """The first of several sets of cards comes next."""
    SET = "set"
    """A set of cards that goes further comes next, if both like."""


@dataclass(frozen=True, slots=True)
class Step:
    """One stop on the way through a session."""

    turn: Turn | None
    stop: Stop | None
    """What it is for, where there is no turn."""
    part: int
    """Index of the hand's part."""
    set: int
    """Counted from 1, also in a deck without sets."""
    round: int
    """Counted from 1, through all sets. Opening turns belong to the first round, closing ones to the last."""
    roles: Pair[str]
    """Which role each seat plays."""
    askers: tuple[Seat, ...] = ()
    """Who writes, picks or turns over here, in this order."""

    def seat_of(self, role: str) -> Seat:
        """Where the partner with this role sits."""
        return Seat.LEFT if self.roles.left == role else Seat.RIGHT

    @property
    def floor(self) -> Seat | None:
        """Who may speak, or None where both do."""
        if not isinstance(self.turn, Talk) or self.turn.floor == BOTH:
            return None
        return self.seat_of(self.turn.floor)

    @property
    def owner(self) -> Seat | None:
        """Who confirms, or None where nobody has to."""
        return self.seat_of(self.turn.asks) if isinstance(self.turn, Confirm) else None

    @property
    def closes(self) -> bool:
        """Whether it belongs to the end of its deck."""
        return self.turn is not None and self.turn.at == "closing"


def script(hand: Hand) -> tuple[Step, ...]:
    """Every step of a session with this hand, part after part."""
    return tuple(step for number in range(len(hand.parts)) for step in _steps_of_part(hand, number))


def _steps_of_part(hand: Hand, number: int) -> Iterator[Step]:
    part = hand.parts[number]
    deck = part.deck
    at_start = Step(None, None, number, 1, 1, _roles(part, 1))
    if number > 0:
        yield replace(at_start, stop=Stop.ARRIVAL)
    if deck.depth == DEEP:
        yield replace(at_start, stop=Stop.CONSENT)
    yield from _turns(hand, at_start, "opening")
    last = at_start
    for count in range(1, deck.all_rounds + 1):
        set_number, within = divmod(count - 1, deck.rounds)
        last = replace(at_start, set=set_number + 1, round=count, roles=_roles(part, count))
        if within == 0 and deck.sets:
            yield replace(last, stop=Stop.SET if set_number > 0 else Stop.FIRST_SET)
        elif count > 1 and deck.change_over:
            yield replace(last, stop=Stop.CHANGE)
        yield from _turns(hand, last, "round")
    yield from _turns(hand, last, "closing")


def _turns(hand: Hand, like: Step, when: str) -> Iterator[Step]:
    """The turns played then; one that has nobody to ask is left out."""
    deck = hand.parts[like.part].deck
    for _, turn in deck.turns_at(when):
        askers = _askers(hand, like, turn)
        if askers or not (isinstance(turn, Pick) and turn.source == "promise"):
            yield replace(like, turn=turn, askers=askers)


def _askers(hand: Hand, step: Step, turn: Turn) -> tuple[Seat, ...]:
    deck = hand.parts[step.part].deck
    if isinstance(turn, Reveal):
        return tuple(Seat) if turn.whose is None else (step.seat_of(turn.whose),)
    if not isinstance(turn, Write | Pick):
        return ()
    seats = tuple(step.seat_of(role) for role in turn.asked(deck.roles))
    if isinstance(turn, Pick) and turn.source == "promise":
        return tuple(seat for seat in seats if hand.promises.of(seat) is not None)
    return seats


def _roles(part: Part, number: int) -> Pair[str]:
    one, two = part.deck.roles
    left_plays_one = (part.first is Seat.LEFT) == (number % 2 == 1)
    return Pair(one, two) if left_plays_one else Pair(two, one)
