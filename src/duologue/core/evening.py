"""An evening put together from decks: it arrives, opens, deepens, softens and closes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from duologue.core.deck import DEEP, Deck, Purpose, Stage
from duologue.core.hand import Chosen
from duologue.core.pace import Pace, minutes_at
from duologue.core.wishes import CommonGround, within

if TYPE_CHECKING:
    from random import Random

CALM = 0.08
"""What a minute in the heart of the evening is worth: one thing in peace rather than many in a hurry."""
NO_HURRY = 10.0
"""Minutes at the steady pace from which every evening arrives first."""
PARTS_AT_MOST = 6
TRIES = 150
"""Plans that are drawn by chance, of which the best is taken."""

TASTE, MADE_FOR_IT, ONE_MORE, PLAYED_LAST = 3.0, 2.0, 2.0, 4.0
"""What a deck is worth at the most by chance, more if it is made for this purpose alone, less for being one
more, and much less if it was played last."""

_WORTH: Final = {Stage.ARRIVE: 1.0, Stage.OPEN: 1.0, Stage.DEEPEN: 2.0, Stage.SOFTEN: 1.0}
"""How much better an evening is with a deck of this stage."""
_MIDDLE: Final = (Stage.OPEN, Stage.DEEPEN, Stage.SOFTEN)
_ORDER: Final = list(Stage)


@dataclass(frozen=True, slots=True)
class Asked:
    """What kind of evening they would like."""

    minutes: int
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """One deck of the plan."""

    deck_id: str
    deck: Deck
    """As it will be played: with what both would like, and short where time is short."""
    stage: Stage

    @property
    def steady_minutes(self) -> float:
        """How long it takes at the steady pace."""
        return self.deck.steady_minutes


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts of an evening, in order."""

    asked: Asked
    ground: CommonGround
    parts: tuple[PlannedPart, ...]
    light: tuple[PlannedPart, ...]
    """What can stand in for deep parts, should either say “not now”, in the order it is taken."""

    @property
    def minutes(self) -> int:
        """Whole minutes at the pace that holds."""
        return minutes_at(sum(part.steady_minutes for part in self.parts), self.ground.pace)

    def dropped(self, index: int) -> Plan:
        """Without this part; the close stays, so that every evening ends light."""
        if self.parts[index].stage is Stage.CLOSE:
            return self
        parts = (*self.parts[:index], *self.parts[index + 1 :])
        return replace(self, parts=parts) if _rises_gently(parts) else self

    @property
    def chosen(self) -> list[Chosen]:
        """The decks to deal, each deep one followed by a light one in its stead."""
        decks: list[Chosen] = []
        taken = {part.deck_id for part in self.parts}
        light = (part for part in self.light if part.deck_id not in taken)
        for part in self.parts:
            decks.append(Chosen(part.deck_id, part.deck))
            instead = next(light, None) if part.deck.depth == DEEP else None
            if instead is not None:
                decks.append(Chosen(instead.deck_id, instead.deck, len(decks) - 1))
        return decks


class Composer:
    """Puts evenings together from the decks that there are."""

    def __init__(
        self, decks: Mapping[str, Deck], asked: Asked, ground: CommonGround, played_last: Collection[str]
    ) -> None:
        self.asked = asked
        self.ground = ground
        self.played_last = frozenset(played_last)
        liked = ((deck_id, within(deck, ground)) for deck_id, deck in sorted(decks.items()))
        self.decks = {deck_id: deck for deck_id, deck in liked if deck is not None}

    @property
    def budget(self) -> float:
        """Minutes at the steady pace."""
        return self.asked.minutes / self.ground.pace.factor

    def compose(self, random: Random) -> Plan:
        """The best of many evenings drawn by chance. The same `random` state draws the same."""
        taste = {deck_id: random.random() * TASTE for deck_id in self.decks}
        drawn = [self._drawn(random) for _ in range(TRIES)]
        parts = max(drawn, key=lambda parts: self._worth(parts, taste))
        return Plan(self.asked, self.ground, parts, tuple(self._light(random)))

    def swapped(self, plan: Plan, index: int) -> Plan:
        """With the next deck of the same stage in place of this one, where another fits."""
        part = plan.parts[index]
        rest = (*plan.parts[:index], *plan.parts[index + 1 :])
        taken = {other.deck_id for other in rest}
        room = self.budget - sum(other.steady_minutes for other in rest)
        others = [each for each in self._parts_of(part.stage) if each.deck_id not in taken]
        after = [each for each in others if each.deck_id > part.deck_id]
        before = [each for each in others if each.deck_id < part.deck_id]
        for each in (*after, *before):
            parts = (*plan.parts[:index], each, *plan.parts[index + 1 :])
            if each.steady_minutes <= room and _rises_gently(parts):
                return replace(plan, parts=parts)
        return plan

    def _parts_of(self, stage: Stage, *, purposeful: bool = True) -> Iterator[PlannedPart]:
        """Each deck of this stage that fits the purpose, in full and short."""
        for deck_id, deck in self.decks.items():
            if deck.stage is stage and (not purposeful or self.asked.purpose in deck.purposes):
                yield PlannedPart(deck_id, deck, stage)
                if deck.short != deck:
                    yield PlannedPart(deck_id, deck.short, stage)

    def _drawn(self, random: Random) -> tuple[PlannedPart, ...]:
        """One evening drawn by chance that fits the time and never goes deeper by more than a step."""
        parts: list[PlannedPart] = []
        in_a_hurry = self.budget < NO_HURRY and random.random() < 0.5
        for stage in (Stage.CLOSE,) if in_a_hurry else (Stage.CLOSE, Stage.ARRIVE):
            forms = list(self._parts_of(stage, purposeful=False))
            random.shuffle(forms)
            taken = sum(part.steady_minutes for part in parts)
            parts += [form for form in forms if taken + form.steady_minutes <= self.budget][:1]
        offered = [part for stage in _MIDDLE for part in self._parts_of(stage)]
        random.shuffle(offered)
        for part in offered:
            if len(parts) == PARTS_AT_MOST or part.deck_id in {other.deck_id for other in parts}:
                continue
            with_it = sorted((*parts, part), key=_place)
            fits = sum(each.steady_minutes for each in with_it) <= self.budget
            if fits and _rises_gently(with_it):
                parts = with_it
        return tuple(sorted(parts, key=_place))

    def _worth(self, parts: Sequence[PlannedPart], taste: Mapping[str, float]) -> float:
        """How good an evening is: it has every stage, is made for its purpose, is new, and fills the time."""
        stages = {part.stage for part in parts}
        worth = sum(_WORTH.get(stage, 0.0) for stage in stages)
        for part in parts:
            if part.stage in _MIDDLE:
                worth += taste[part.deck_id] + MADE_FOR_IT / len(part.deck.purposes)
                worth += CALM * part.steady_minutes if part.stage is Stage.DEEPEN else 0.0
                worth -= ONE_MORE + PLAYED_LAST * (part.deck_id in self.played_last)
        return worth + 2.0 * sum(part.steady_minutes for part in parts) / self.budget

    def _light(self, random: Random) -> Iterator[PlannedPart]:
        """The decks that can stand in for a deep one, those of the same purpose first."""
        light = light_decks(self.decks)
        random.shuffle(light)
        light.sort(key=lambda chosen: self.asked.purpose not in chosen.deck.purposes)
        return (PlannedPart(chosen.deck_id, chosen.deck, Stage.SOFTEN) for chosen in light)


def _place(part: PlannedPart) -> tuple[int, int]:
    """Where a part stands in its evening: stage by stage, and the lighter before the deeper."""
    return _ORDER.index(part.stage), part.deck.depth


def light_decks(decks: Mapping[str, Deck]) -> list[Chosen]:
    """The decks that can stand in for a deep one: light, short, and kind."""
    found = ((deck_id, deck) for deck_id, deck in sorted(decks.items()) if deck.stage is Stage.SOFTEN)
    return [Chosen(deck_id, deck.short) for deck_id, deck in found if deck.depth == 1]


def _rises_gently(parts: Sequence[PlannedPart]) -> bool:
    """Whether no part is more than a step deeper than the deepest before it."""
    deepest = 1
    for part in parts:
        lightest = part.deck.sets[0].depth if part.deck.sets else part.deck.depth
        if lightest > deepest + 1:
            return False
        deepest = max(deepest, part.deck.depth)
    return True


def usual_ground(pace: Pace, purpose: Purpose) -> CommonGround:
    """Where nobody wished for anything. After a hurt, going deep is what they came for."""
    return CommonGround(pace, DEEP) if purpose is Purpose.AFTER_A_HURT else CommonGround(pace)
