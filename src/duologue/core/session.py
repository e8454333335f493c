"""One session as a pure state machine: `session.after(event)` answers the next one and changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import singledispatchmethod

from duologue.core import events
from duologue.core.deck import DEEP
from duologue.core.events import AnyEvent
from duologue.core.pace import Pace
from duologue.core.position import Moment, Position
from duologue.core.script import Step, Stop, script
from duologue.core.seats import Pair, Seat
from duologue.core.states import STATE_OF_TURN, TABLE, State
from duologue.core.turns import Confirm, Keep, Pick, Reveal, Talk, Write

MORE_TIME = 60.0
"""Seconds that "a little more time" gives; from now on, where the candle is out already."""

_NOBODY = Pair.both(False)


class NotNow(Exception):
    """The event is not legal in the session's state. Nothing has changed."""


@dataclass(frozen=True, slots=True)
class Session(Position):
    """Where a session stands, and by which rules it goes on."""

    @classmethod
    def begin(cls, began: events.Began) -> Session:
        """The session as it begins."""
        session = cls(
            began.couple,
            began.hand,
            script(began.hand),
            State.READING,
            Pair[Pace].both(began.pace),
            now=began.at,
            lit=began.at,
            stars=frozenset(began.hand.starred),
        )
        return session._entered(0)

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

    # What events do

    @singledispatchmethod
    def _apply(self, event: AnyEvent) -> Session:
        raise AssertionError(f"no rule for {type(event).__name__}")

    @_apply.register(events.TurnFinished)
    def _(self, event: events.TurnFinished) -> Session:
        if self.state is State.CLOSING:
            return replace(self, state=State.ENDED)
        if self.state is State.HANDING_OVER:
            return replace(self, state=State.NOTING if isinstance(self.turn, Write) else State.PICKING)
        if isinstance(self.turn, Reveal) and not self.turn.free and any(map(self.waits_to_be_shown, Seat)):
            raise NotNow("somebody has not turned over what they wrote")
        return self._going_on(event.at)

    @_apply.register(events.Passed)
    def _(self, event: events.Passed) -> Session:
        if self.state is State.HANDING_OVER:
            if event.seat is not self.asked:
                raise NotNow("only the one who is asked may leave it")
            return self._asked_next(event.at)
        if self.state is State.SHOWING:
            return self._withholding(event)
        return self._going_on(event.at, steps=2 if self._to_be_confirmed else 1)

    @_apply.register(events.CardSwapped)
    def _(self, event: events.CardSwapped) -> Session:
        if not self.can_swap:
            raise NotNow("this card has been told about")
        talked = self._having_talked(event.at)
        swapped = replace(talked, swapped=self.swapped | {self.dealt[-1]}, lit=event.at, extra=0.0)
        return swapped._with_next_card(self.here)._entered(self.first_of_round)

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

    @_apply.register(events.Starred)
    def _(self, _: events.Starred) -> Session:
        if not self.card_in_play:
            raise NotNow("no card is in play")
        return replace(self, stars=self.stars ^ {self.card.text})

    @_apply.register(events.WoundDown)
    def _(self, event: events.WoundDown) -> Session:
        if not self.can_wind_down:
            raise NotNow("this is the close already")
        return self._going_on(event.at, steps=self.close - self.step)

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

    @_apply.register(events.Agreed)
    def _(self, event: events.Agreed) -> Session:
        return self._going_on(event.at)

    @_apply.register(events.Declined)
    def _(self, event: events.Declined) -> Session:
        if self.here.stop is Stop.CONSENT:
            return replace(self, declined=self.declined | {self.here.part})._going_on(event.at)
        return self._going_on(event.at, steps=self.end_of_deck - self.step)

    @_apply.register(events.Noted)
    def _(self, event: events.Noted) -> Session:
        return self._writing(event.text)._asked_next(event.at)

    @_apply.register(events.Picked)
    def _(self, event: events.Picked) -> Session:
        assert isinstance(self.turn, Pick)
        if self.turn.choices and event.choice not in self.turn.choices:
            raise NotNow("this is not there to be picked")
        return self._writing(event.choice)._asked_next(event.at)

    @_apply.register(events.LeftBlank)
    def _(self, event: events.LeftBlank) -> Session:
        return self._asked_next(event.at)

    @_apply.register(events.TurnedOver)
    def _(self, event: events.TurnedOver) -> Session:
        if not self.waits_to_be_shown(event.seat):
            raise NotNow("there is nothing to turn over")
        assert isinstance(self.turn, Reveal)
        return replace(self, shown=self.shown | {(self.here.part, self.turn.shows, event.seat)})

    @_apply.register(events.Kept)
    def _(self, event: events.Kept) -> Session:
        yes = self.yes.having(event.seat, True)
        if not (yes.left and yes.right):
            return replace(self, yes=yes)
        if self.state is State.OFFERING and isinstance(self.turn, Keep) and self.turn.keeps == "moment":
            return replace(self, state=State.NAMING, moment=Moment(), yes=_NOBODY)
        return replace(self, state=State.SAVING, yes=yes)

    @_apply.register(events.LetGo)
    def _(self, event: events.LetGo) -> Session:
        return self._going_on(event.at)

    @_apply.register(events.Titled)
    def _(self, event: events.Titled) -> Session:
        return replace(self, state=State.WRITING, moment=Moment(title=event.title), draft="")

    @_apply.register(events.Drafted)
    def _(self, event: events.Drafted) -> Session:
        return replace(self, draft=event.text)

    @_apply.register(events.Wrote)
    def _(self, event: events.Wrote) -> Session:
        if event.seat is not self.moment.writer:
            raise NotNow("the other one is writing")
        lines = self.moment.lines.having(event.seat, event.line)
        done = bool(lines.left and lines.right)
        state = State.REVEALING if done else State.WRITING
        return replace(self, state=state, moment=replace(self.moment, lines=lines), draft="")

    @_apply.register(events.Saved)
    def _(self, _: events.Saved) -> Session:
        return replace(self, state=State.SAVED)

    @_apply.register(events.Ended)
    def _(self, event: events.Ended) -> Session:
        if self.state is State.CLOSING:
            return replace(self, state=State.ENDED)
        return replace(self._having_talked(event.at), state=State.CLOSING, resting_from=None)

    # The ways from one step to another

    @property
    def _to_be_confirmed(self) -> bool:
        """Whether this is a try that the next step confirms."""
        following = self.script[self.step + 1 : self.step + 2]
        return isinstance(self.turn, Talk) and any(isinstance(step.turn, Confirm) for step in following)

    def _wishing(self, seat: Seat, pace: Pace) -> Session:
        return replace(self, wishes=self.wishes.having(seat, pace))

    def _writing(self, words: str) -> Session:
        """With these words under the name of this turn; what was there before is gone."""
        assert isinstance(self.turn, Write | Pick)
        key = (self.here.part, self.turn.name, self.asked)
        told = self.told or self.card_in_play
        return replace(self, written={**self.written, key: words}, shown=self.shown - {key}, told=told)

    def _withholding(self, event: events.Passed) -> Session:
        """One would rather not turn theirs over; where nothing is left to look at, it goes on."""
        if not self.waits_to_be_shown(event.seat):
            raise NotNow("there is nothing to hold back")
        assert isinstance(self.turn, Reveal)
        left = replace(self, withheld=self.withheld | {event.seat})
        turned_over = any(self.is_shown(self.turn.shows, seat) for seat in self.here.askers)
        waiting = any(map(left.waits_to_be_shown, Seat))
        return left if turned_over or waiting else left._going_on(event.at)

    def _asked_next(self, at: float) -> Session:
        """The next one writes or picks; after the last one it goes on."""
        if self.asker + 1 >= len(self.here.askers):
            return self._going_on(at)
        state = State.PICKING if _in_the_open(self.here) else State.HANDING_OVER
        return replace(self, asker=self.asker + 1, state=state, draft="")

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
        told = self.told or (isinstance(self.turn, Talk) and self.card_in_play)
        attempt = self.attempt if self._to_be_confirmed and steps == 1 else 1
        return replace(left, attempt=attempt, lit=at, extra=0.0, told=told)._entered(self.step + steps)

    def _entered(self, number: int) -> Session:
        """At this step, or the next one that makes sense, in the state that it asks for."""
        while number < len(self.script) and self._is_idle(self.script[number]):
            number += 1
        fresh = replace(self, asker=0, yes=_NOBODY, draft="", moment=Moment(), withheld=frozenset())
        if number >= len(self.script):
            return replace(fresh, state=State.CLOSING)
        step = self.script[number]
        entered = replace(fresh._without_words_for(step), step=number, state=_state_at(step))
        deals = step.turn is not None and step.turn.at == "round"
        if not deals or (step.part, step.round) == self.dealt_for:
            return entered
        return entered._with_next_card(step)

    def _without_words_for(self, step: Step) -> Session:
        """Without what was written or picked here last time: what is left blank stays blank."""
        turn = step.turn
        if not isinstance(turn, Write | Pick):
            return self
        old = {(step.part, turn.name, seat) for seat in (step.askers or (None,))}
        written = {key: words for key, words in self.written.items() if key not in old}
        return replace(self, written=written, shown=self.shown - old)

    def _is_idle(self, step: Step) -> bool:
        """Whether there is nothing to do at a step: its deck is not for now, or nothing was written."""
        part = self.hand.parts[step.part]
        if step.part in self.declined or part.instead_of not in {None, *self.declined}:
            return True
        turn = step.turn
        if isinstance(turn, Reveal):
            return not any((step.part, turn.shows, seat) in self.written for seat in step.askers)
        return isinstance(turn, Keep) and turn.written is not None and not self.to_keep_at(step)

    def _with_next_card(self, step: Step) -> Session:
        """With the next card on the table: one nobody has seen, no more than a step deeper."""
        cards = self.hand.parts[step.part].deck.cards
        before = [place for place in self.dealt if place[0] == step.part]
        played = [index for part, index in before if (part, index) not in self.swapped]
        of_set = [index for index, card in enumerate(cards) if card.set in {None, step.set}]
        fresh = [index for index in of_set if (step.part, index) not in before]
        again = [index for _, index in reversed(dict.fromkeys(reversed(before))) if index in of_set]
        lightest = min(cards[index].depth for index in of_set)
        last = cards[played[-1]].depth if played else lightest if before else DEEP
        fitting = (index for index in (*fresh, *again) if cards[index].depth <= last + 1)
        found = next(fitting, (*fresh, *again)[0])
        place = (step.part, found)
        return replace(
            self,
            dealt=(*self.dealt, place),
            dealt_for=(step.part, step.round),
            swapped=self.swapped - {place},
            told=False,
        )


def _state_at(step: Step) -> State:
    """What a session is doing when it comes to this step."""
    if step.turn is None:
        return State.ASKING if step.stop in {Stop.CONSENT, Stop.SET} else State.CHANGING
    if _in_the_open(step):
        return State.NOTING if isinstance(step.turn, Write) else State.PICKING
    return STATE_OF_TURN[type(step.turn)]


def _in_the_open(step: Step) -> bool:
    """Whether what is written or picked here needs no handing over."""
    turn = step.turn
    return (isinstance(turn, Write) and turn.together is not None) or (isinstance(turn, Pick) and turn.open)
