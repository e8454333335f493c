"""One session as a pure state machine: `session.after(event)` answers the next one and changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import singledispatchmethod

from duologue.core import events
from duologue.core.couple import Couple
from duologue.core.deck import Card, Confirm, Read, Talk, Turn
from duologue.core.events import AnyEvent
from duologue.core.hand import Hand
from duologue.core.pace import Pace, common
from duologue.core.script import Step, script
from duologue.core.seats import Pair, Seat
from duologue.core.states import ENDS, STATE_OF_TURN, TABLE, WAITS, State

MORE_TIME = 60.0
"""Seconds that "a little more time" gives; from now on, where the candle is out already."""


class NotNow(Exception):
    """The event is not legal in the session's state. Nothing has changed."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A favourite moment on its way to the jar."""

    yes: Pair[bool] = field(default_factory=lambda: Pair.both(False))
    """Who has said yes to what is being asked now."""
    title: str = ""
    lines: Pair[str] = field(default_factory=lambda: Pair.both(""))
    draft: str = ""
    """What is being typed, as last noted."""

    @property
    def writer(self) -> Seat:
        """Whose line is being written: the left one first."""
        return Seat.RIGHT if self.lines.left else Seat.LEFT


@dataclass(frozen=True, slots=True)
class Session:
    """Everything there is to know about a running session. Times are in seconds of the session's own time."""

    couple: Couple
    hand: Hand
    script: tuple[Step, ...]
    state: State
    wishes: Pair[Pace]
    """Each partner's own pace; the slower one holds."""
    step: int = 0
    """Index into the script."""
    attempt: int = 1
    """Which try of a confirm loop this is."""
    card_index: int = 0
    """Which of the hand's cards lies on the table."""
    told: bool = False
    """Whether somebody has finished talking about this card."""
    now: float = 0.0
    """When the last event happened."""
    lit: float = 0.0
    """When this turn's candle was lit; moved on by every break."""
    extra: float = 0.0
    """Seconds of more time given in this turn."""
    resting_from: State | None = None
    """The state a time-out interrupted."""
    floor_time: Pair[float] = field(default_factory=lambda: Pair.both(0.0))
    """Seconds each partner has held the floor."""
    moment: Moment = field(default_factory=Moment)
    cards_played: tuple[int, ...] = (0,)
    """The hand's cards that were dealt and not swapped away."""

    @classmethod
    def begin(cls, began: events.Began) -> Session:
        """The session as it begins."""
        steps = script(began.hand)
        wishes = Pair[Pace].both(began.pace)
        session = cls(began.couple, began.hand, steps, State.READING, wishes, now=began.at, lit=began.at)
        return session._entered(0)

    # What the state means

    @property
    def here(self) -> Step:
        """The step being played."""
        return self.script[self.step]

    @property
    def turn(self) -> Turn | None:
        """The turn being played, or None at a change-over."""
        return self.here.turn

    @property
    def card(self) -> Card:
        """The card on the table."""
        return self.hand.cards[self.card_index]

    @property
    def round(self) -> int:
        """Counted from 1."""
        return self.here.round

    @property
    def pace(self) -> Pace:
        """The pace that holds: the slower wish."""
        return common(self.wishes)

    @property
    def playing(self) -> State:
        """What is being played, also while the session rests."""
        return self.resting_from or self.state

    @property
    def floor(self) -> Seat | None:
        """Who may speak now, or None where both do."""
        return self.here.floor if self.playing is State.TALKING else None

    @property
    def can_swap(self) -> bool:
        """Whether another card may be asked for."""
        return self.state is State.READING and not self.told and len(self.hand.cards) > 1

    @property
    def ended(self) -> bool:
        """Whether nothing more can be played."""
        return self.state in ENDS

    @property
    def length(self) -> float:
        """Seconds this turn's candle burns at the present pace; 0 where none is lit."""
        if self.turn is None or self.playing not in {State.TALKING, State.BREATHING}:
            return 0.0
        return self.turn.candle * 60 * self.pace.factor + self.extra

    def left(self, now: float) -> float:
        """Seconds until the candle is out, never below 0. Time stands still while the session waits."""
        moment = self.now if self.state in WAITS else now
        return max(0.0, self.length - (moment - self.lit))

    @property
    def moment_id(self) -> str:
        """Names the moment being kept; the same after a replay, so that it is never kept twice."""
        return f"{self.hand.key}-{self.step}"

    def name(self, seat: Seat) -> str:
        """The name of the partner in this seat."""
        return self.couple.of(seat)

    def allows(self, event: type[AnyEvent]) -> bool:
        """Whether this kind of event is legal in this state."""
        return event in TABLE[self.state]

    # What events do

    def after(self, event: AnyEvent) -> Session:
        """The session after this event.

        Raises NotNow, and changes nothing, where the event is not legal or its time runs backwards.
        """
        targets = TABLE[self.state].get(type(event))
        if targets is None:
            raise NotNow(f"{type(event).__name__} while {self.state}")
        if event.at < self.now:
            raise NotNow(f"an event of {event.at:g} s after one of {self.now:g} s")
        session = replace(self._apply(event), now=event.at)
        if session.state not in targets:
            raise AssertionError(f"the table knows no way from {self.state} to {session.state}")
        return session

    @singledispatchmethod
    def _apply(self, event: AnyEvent) -> Session:
        raise AssertionError(f"no rule for {type(event).__name__}")

    @_apply.register(events.TurnFinished)
    def _(self, event: events.TurnFinished) -> Session:
        if self.state is State.CLOSING:
            return replace(self, state=State.ENDED)
        return self._going_on(event.at)

    @_apply.register(events.Passed)
    def _(self, event: events.Passed) -> Session:
        return self._going_on(event.at, steps=2 if self._to_be_confirmed else 1)

    @_apply.register(events.CardSwapped)
    def _(self, _: events.CardSwapped) -> Session:
        if not self.can_swap:
            raise NotNow("this card has been told about")
        card = self._next_card
        dealt = replace(self, card_index=card, cards_played=(*self.cards_played[:-1], card))
        return dealt._entered(self._first_reading)

    @_apply.register(events.Slower)
    def _(self, event: events.Slower) -> Session:
        return self._wishing(event.seat, self.wishes.of(event.seat).slower)

    @_apply.register(events.Faster)
    def _(self, event: events.Faster) -> Session:
        return self._wishing(event.seat, self.wishes.of(event.seat).faster)

    @_apply.register(events.MoreTime)
    def _(self, event: events.MoreTime) -> Session:
        overrun = max(0.0, event.at - self.lit - self.length)
        return replace(self, extra=self.extra + overrun + MORE_TIME)

    @_apply.register(events.Ticked)
    def _(self, _: events.Ticked) -> Session:
        return self

    @_apply.register(events.TimeOut)
    def _(self, _: events.TimeOut) -> Session:
        return replace(self, resting_from=self.state, state=State.RESTING)

    @_apply.register(events.Back)
    def _(self, event: events.Back) -> Session:
        assert self.resting_from is not None
        return replace(self, state=self.resting_from, resting_from=None, lit=self.lit + event.at - self.now)

    @_apply.register(events.Confirmed)
    def _(self, event: events.Confirmed) -> Session:
        if not isinstance(self.turn, Confirm) or event.seat is not self.here.owner:
            raise NotNow("only the one whose story it is confirms")
        if event.answer >= len(self.turn.answers):
            raise NotNow(f"there is no answer {event.answer}")
        if event.answer == 0:
            return self._going_on(event.at)
        if self.attempt >= self.turn.repeat:
            return replace(self, state=State.LETTING_BE)
        again = replace(self, lit=event.at, extra=0.0)._entered(self.step - 1)
        return replace(again, attempt=self.attempt + 1)

    @_apply.register(events.Kept)
    def _(self, event: events.Kept) -> Session:
        yes = self.moment.yes.having(event.seat, True)
        moment = replace(self.moment, yes=yes)
        if not (yes.left and yes.right):
            return replace(self, moment=moment)
        if self.state is State.OFFERING:
            return replace(self, state=State.NAMING, moment=Moment())
        return replace(self, state=State.SAVING, moment=moment)

    @_apply.register(events.LetGo)
    def _(self, event: events.LetGo) -> Session:
        return self._going_on(event.at)

    @_apply.register(events.Titled)
    def _(self, event: events.Titled) -> Session:
        return replace(self, state=State.WRITING, moment=Moment(title=event.title))

    @_apply.register(events.Drafted)
    def _(self, event: events.Drafted) -> Session:
        return replace(self, moment=replace(self.moment, draft=event.text))

    @_apply.register(events.Wrote)
    def _(self, event: events.Wrote) -> Session:
        if event.seat is not self.moment.writer:
            raise NotNow("the other one is writing")
        lines = self.moment.lines.having(event.seat, event.line)
        done = bool(lines.left and lines.right)
        state = State.REVEALING if done else State.WRITING
        return replace(self, state=state, moment=replace(self.moment, lines=lines, draft=""))

    @_apply.register(events.Saved)
    def _(self, _: events.Saved) -> Session:
        return replace(self, state=State.SAVED)

    @_apply.register(events.Ended)
    def _(self, event: events.Ended) -> Session:
        if self.state is State.CLOSING:
            return replace(self, state=State.ENDED)
        return replace(self._having_talked(event.at), state=State.CLOSING, resting_from=None)

    @property
    def _first_reading(self) -> int:
        """Where this round first reads its card."""
        here = self.here
        steps = enumerate(self.script)
        return next(
            i
            for i, step in steps
            if step.round == here.round
            and isinstance(step.turn, Read)
            and (step.turn.at == here.turn.at if here.turn else True)
        )

    @property
    def _next_card(self) -> int:
        return (self.card_index + 1) % len(self.hand.cards)

    @property
    def _to_be_confirmed(self) -> bool:
        """Whether this is a try that the next step confirms."""
        following = self.script[self.step + 1 : self.step + 2]
        return isinstance(self.turn, Talk) and any(isinstance(step.turn, Confirm) for step in following)

    def _wishing(self, seat: Seat, pace: Pace) -> Session:
        return replace(self, wishes=self.wishes.having(seat, pace))

    def _having_talked(self, at: float) -> Session:
        """The floor time of whoever has been talking, added up."""
        if self.floor is None:
            return self
        until = self.now if self.state is State.RESTING else at
        spoken = self.floor_time.of(self.floor) + (until - self.lit)
        return replace(self, floor_time=self.floor_time.having(self.floor, spoken))

    def _going_on(self, at: float, steps: int = 1) -> Session:
        """The next step, with a fresh candle, or the closing line after the last one."""
        left = self._having_talked(at)
        told = self.told or (isinstance(self.turn, Talk) and self.turn.at == "round")
        attempt = self.attempt if self._to_be_confirmed and steps == 1 else 1
        left = replace(left, attempt=attempt, lit=at, extra=0.0, moment=Moment(), told=told)
        return left._entered(self.step + steps)

    def _entered(self, step: int) -> Session:
        """At this step, in the state that its turn asks for."""
        if step >= len(self.script):
            return replace(self, state=State.CLOSING)
        turn = self.script[step].turn
        if turn is not None:
            return replace(self, step=step, state=STATE_OF_TURN[type(turn)])
        card = self._next_card
        return replace(
            self,
            step=step,
            state=State.CHANGING,
            card_index=card,
            cards_played=(*self.cards_played, card),
            told=False,
        )
