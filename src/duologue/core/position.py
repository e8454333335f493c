"""Where a session stands: what has happened so far, and what that means for the two of them now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from duologue.core.couple import Couple
from duologue.core.deck import Card, Deck
from duologue.core.events import AnyEvent, WoundDown
from duologue.core.hand import Hand, OpenPromise, Part
from duologue.core.pace import Pace, common
from duologue.core.script import Step
from duologue.core.seats import Pair, Seat
from duologue.core.states import ENDS, TABLE, WAITS, State
from duologue.core.turns import CIRCLES, CLOSENESS, Keep, Pick, Reveal, Turn

CANDLES = frozenset({State.TALKING, State.BREATHING, State.HUSHED})
"""Where a candle burns."""
SWAPPED_EARLY = frozenset({State.TALKING, State.HANDING_OVER, State.NOTING, State.PICKING})
"""Where another card may be asked for, if the round begins there."""

QUIETER = 0.7
"""Somebody is the quieter one who has had less than this part of the other's time on the floor."""
ENOUGH_TO_TELL = 300.0
"""Seconds that the other must have had before that means anything."""
MORE_ROOM = 1.25
"""How many times longer the candle of the quieter one burns."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A favourite moment on its way to the jar."""

    title: str = ""
    lines: Pair[str] = field(default_factory=lambda: Pair.both(""))

    @property
    def writer(self) -> Seat:
        """Whose line is being written: the left one first."""
        return Seat.RIGHT if self.lines.left else Seat.LEFT


Written = tuple[int, str, Seat | None]
"""The part, the name of the turn, and who wrote; None where both did."""


@dataclass(frozen=True, slots=True)
class Position:
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
    asker: int = 0
    """Index into the step's askers: whose turn it is to write or to pick."""
    dealt: tuple[tuple[int, int], ...] = ()
    """Every card that lay on the table, as (part, index into its cards), the last one now."""
    dealt_for: tuple[int, int] | None = None
    """The part and the round that the card on the table was dealt for."""
    swapped: frozenset[tuple[int, int]] = frozenset()
    """Those that were swapped away."""
    told: bool = False
    """Whether somebody has said or written something about this card."""
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
    yes: Pair[bool] = field(default_factory=lambda: Pair.both(False))
    """Who has said yes to keeping what is asked about now."""
    draft: str = ""
    """What is being typed, as last noted."""
    moment: Moment = field(default_factory=Moment)
    written: Mapping[Written, str] = field(default_factory=dict)
    """What was written or picked, until the session ends."""
    shown: frozenset[Written] = frozenset()
    """What its writer has turned over."""
    withheld: frozenset[Seat] = frozenset()
    """Who would rather not turn over what they wrote now."""
    declined: frozenset[int] = frozenset()
    """The deep parts that are not for now."""
    stars: frozenset[str] = frozenset()
    """Texts of the cards that carry a star."""

    # Where we are

    @property
    def here(self) -> Step:
        """The step being played."""
        return self.script[self.step]

    @property
    def turn(self) -> Turn | None:
        """The turn being played, or None between turns."""
        return self.here.turn

    @property
    def part(self) -> Part:
        """The part of the evening."""
        return self.hand.parts[self.here.part]

    @property
    def deck(self) -> Deck:
        """The deck being played."""
        return self.part.deck

    @property
    def card(self) -> Card:
        """The card on the table."""
        part, index = self.dealt[-1] if self.dealt else (self.here.part, 0)
        return self.deck.cards[index if part == self.here.part else 0]

    @property
    def card_played(self) -> str:
        """The text of this deck's card that was played last; empty where none was."""
        played = (place for place in reversed(self.dealt) if place not in self.swapped)
        return next((self.deck.cards[index].text for part, index in played if part == self.here.part), "")

    @property
    def cards_played(self) -> tuple[tuple[str, Card], ...]:
        """The cards that were not swapped away, each with its deck's id."""
        parts = self.hand.parts
        played = dict.fromkeys(place for place in self.dealt if place not in self.swapped)
        return tuple((parts[part].deck_id, parts[part].deck.cards[index]) for part, index in played)

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
    def ended(self) -> bool:
        """Whether nothing more can be played."""
        return self.state in ENDS

    def name(self, seat: Seat) -> str:
        """The name of the partner in this seat."""
        return self.couple.of(seat)

    def allows(self, event: type[AnyEvent]) -> bool:
        """Whether this kind of event is legal in this state."""
        return event in TABLE[self.state]

    # Who may do what

    @property
    def floor(self) -> Seat | None:
        """Who may speak now, or None where both do."""
        return self.here.floor if self.playing is State.TALKING else None

    @property
    def asked(self) -> Seat | None:
        """Who writes or picks now, or None where both do it together."""
        return self.here.askers[self.asker] if self.asker < len(self.here.askers) else None

    @property
    def can_swap(self) -> bool:
        """Whether another card may be asked for."""
        if not self.card_in_play or self.told or len(self.cards_of_set) < 2:
            return False
        begins = self.step == self.first_of_round and self.asker == 0
        return self.state is State.READING or (self.state in SWAPPED_EARLY and begins)

    @property
    def card_in_play(self) -> bool:
        """Whether the card on the table is what this turn is about."""
        return self.turn is not None and self.turn.at == "round"

    @property
    def first_of_round(self) -> int:
        """Index of the first turn that is played with this card."""
        here = (self.here.part, self.here.round)
        steps = enumerate(self.script)
        return next(
            index
            for index, step in steps
            if (step.part, step.round) == here and step.turn is not None and step.turn.at == "round"
        )

    @property
    def cards_of_set(self) -> tuple[int, ...]:
        """Indexes of the cards that may be dealt now."""
        cards = enumerate(self.deck.cards)
        return tuple(index for index, card in cards if not self.deck.sets or card.set == self.here.set)

    @property
    def can_wind_down(self) -> bool:
        """Whether there is a close to go to that has not begun."""
        return WoundDown in TABLE[self.playing] and self.close > self.step and not self.here.closes

    @property
    def close(self) -> int:
        """Index of the step where the close begins: of the evening, or of its last deck."""
        last = max(index for index, part in enumerate(self.hand.parts) if part.instead_of is None)
        if self.here.part < last:
            return next(index for index, step in enumerate(self.script) if step.part == last)
        return self.end_of_deck

    @property
    def end_of_deck(self) -> int:
        """Index of the first closing step of this deck, or of what follows it; past the script where nothing
        does."""
        part = self.here.part
        steps = enumerate(self.script)
        return next(
            (i for i, step in steps if step.part > part or (step.part == part and step.closes)),
            len(self.script),
        )

    # What was written

    def words(self, name: str, seat: Seat | None) -> str:
        """What was written or picked under this name in this part; empty where nothing was."""
        return self.written.get((self.here.part, name, seat), "")

    def waits_to_be_shown(self, seat: Seat) -> bool:
        """Whether this partner has something to turn over now."""
        turn = self.turn
        if not isinstance(turn, Reveal) or seat not in self.here.askers or seat in self.withheld:
            return False
        return bool(self.words(turn.shows, seat)) and not self.is_shown(turn.shows, seat)

    def is_shown(self, name: str, seat: Seat) -> bool:
        """Whether this partner has turned over what they wrote under this name."""
        return (self.here.part, name, seat) in self.shown

    @property
    def to_keep(self) -> tuple[tuple[Seat | None, str], ...]:
        """What was written or picked and is to be kept now, each with who did; None where both wrote it."""
        return self.to_keep_at(self.here)

    def to_keep_at(self, step: Step) -> tuple[tuple[Seat | None, str], ...]:
        """The same for any step. What could have been turned over and was not stays with its writer; and of
        circles one pair is never kept without the other."""
        turn, deck = step.turn, self.hand.parts[step.part].deck
        if not isinstance(turn, Keep) or turn.written is None:
            return ()
        if turn.keeps == "circles" and not self.shown.issuperset(
            (step.part, turn.written, seat) for seat in Seat
        ):
            return ()
        is_turned = any(isinstance(other, Reveal) and other.shows == turn.written for other in deck.turns)
        hidden = is_turned and turn.keeps != "letter"
        found = ((seat, (step.part, turn.written, seat)) for seat in (*Seat, None))
        return tuple(
            (seat, self.written[key])
            for seat, key in found
            if key in self.written and (seat is None or not hidden or key in self.shown)
        )

    @property
    def words_to_copy(self) -> list[str]:
        """What is being kept, in lines, should the disk refuse it; nothing of letters, which are closed."""
        if isinstance(self.turn, Keep) and self.turn.keeps == "letter":
            return []
        if self.to_keep:
            circles = isinstance(self.turn, Keep) and self.turn.keeps == "circles"
            in_words = dict(zip(CIRCLES, CLOSENESS, strict=True)) if circles else {}
            words = [(seat, in_words.get(text, text)) for seat, text in self.to_keep]
            return [f"{self.name(seat)}: {text}" if seat else text for seat, text in words]
        lines = self.moment.lines
        return [self.moment.title, *(f"{self.name(seat)}: {lines.of(seat)}" for seat in Seat)]

    @property
    def looked_back_on(self) -> tuple[tuple[OpenPromise, str], ...]:
        """The promises of last time that were looked back on, each with the answer."""
        return tuple(
            (promise, answer)
            for step in self.script
            if isinstance(step.turn, Pick) and step.turn.source == "promise"
            for seat in step.askers
            if (promise := self.hand.promises.of(seat)) is not None
            and (answer := self.written.get((step.part, step.turn.name, seat), ""))
        )

    @property
    def in_sight(self) -> tuple[tuple[Seat, str], ...]:
        """What was picked openly in this round, or in this opening or closing, by whom."""
        here = self.here
        if here.turn is None:
            return ()
        place = (here.part, here.round, here.turn.at)
        return tuple(
            (seat, words)
            for step in self.script[: self.step]
            if isinstance(step.turn, Pick) and step.turn.open
            if (step.part, step.round, step.turn.at) == place
            for seat in step.askers
            if (words := self.words(step.turn.name, seat))
        )

    @property
    def moment_id(self) -> str:
        """Names what is being kept; the same after a replay, so that it is never kept twice."""
        return f"{self.hand.key}-{self.step}"

    # Time

    @property
    def quieter(self) -> Seat | None:
        """Who has clearly had less time on the floor, in this session and the last ones."""
        for seat in Seat:
            own = self.hand.spoken.of(seat) + self.floor_time.of(seat)
            others = self.hand.spoken.of(seat.other) + self.floor_time.of(seat.other)
            if others >= ENOUGH_TO_TELL and own < QUIETER * others:
                return seat
        return None

    @property
    def more_room(self) -> bool:
        """Whether the one who has the floor is offered a little more of it."""
        return self.floor is not None and self.floor is self.quieter

    @property
    def length(self) -> float:
        """Seconds this turn's candle burns at the present pace; 0 where none is lit."""
        if self.turn is None or self.playing not in CANDLES:
            return 0.0
        room = MORE_ROOM if self.more_room else 1.0
        return self.turn.candle * 60 * self.pace.factor * room + self.extra

    def left(self, now: float) -> float:
        """Seconds until the candle is out, never below 0. Time stands still while the session waits."""
        moment = self.now if self.state in WAITS else now
        return max(0.0, self.length - (moment - self.lit))
