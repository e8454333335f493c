"""On which evenings two invented people sat down, and what they played: in the rhythm that years have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from docs.demo.words import Away, years_before

YEARS = 3
CIRCLES_DECK = "closer-by-degrees"
_BETWEEN_CIRCLES = 113
"""Days."""
_LULLS = 6
_SUNDAY, _WEEKEND = 6, {4, 5}

_OPENING = ("good-news", "guess-me", "curious-about-you", "laugh-again", "how-are-you-really")
_DEEPER = ("tell-and-retell", "in-your-shoes", "makes-sense", "i-feel", "how-to-treat-me", "still-us")
_LIGHT = ("laugh-again", "watched-together", "guess-me", "hold", "something-new")
_SHORT = ("how-are-you-really", "just-listen", "thank-you-for", "what-would-help")

Wanted = Mapping[date, Sequence[str]]
"""The ids of decks that were played on certain days."""


@dataclass(frozen=True)
class Evening:
    """One session."""

    day: date
    decks: tuple[str, ...]
    """Their ids, in order."""


def evenings(today: date, wanted: Wanted, away: Away, random: Random) -> Iterator[Evening]:
    """All evenings before today, the oldest first, those that are wanted among them."""
    first = years_before(today, YEARS)
    days = (today - first).days
    lulls = _lulls(first, days, random)
    for day in (first + timedelta(days=number) for number in range(days)):
        by_chance = _decks_of(day, random)
        if decks := tuple(dict.fromkeys(wanted.get(day, ()))):
            yield Evening(day, decks)
        elif away.holds(day, today):
            if day.weekday() == _SUNDAY and random.random() < 0.3:
                yield Evening(day, ("far-apart",))
        elif (day - first).days % _BETWEEN_CIRCLES == _BETWEEN_CIRCLES // 2:
            yield Evening(day, (CIRCLES_DECK,))
        elif by_chance and day not in lulls:
            yield Evening(day, by_chance)


def _lulls(first: date, days: int, random: Random) -> frozenset[date]:
    """Weeks in which nothing came of it."""
    found: set[date] = set()
    for number in range(_LULLS):
        begins = number * days // _LULLS + random.randrange(days // _LULLS - 30)
        found |= {first + timedelta(days=begins + day) for day in range(random.randint(12, 26))}
    return frozenset(found)


def _decks_of(day: date, random: Random) -> tuple[str, ...]:
    """What they would play on such a day; nothing, on most."""
    chance = random.random()
    if f"{day:%m-%d}" >= "12-23" or f"{day:%m-%d}" <= "01-02":
        return (random.choice(_LIGHT),) if chance < 0.25 else ()
    if "07-20" <= f"{day:%m-%d}" <= "08-12":
        return (random.choice((*_LIGHT, "where-we-are-going")),) if chance < 0.1 else ()
    if day.weekday() == _SUNDAY:
        return ("sunday-table",) if chance < 0.4 else ()
    if day.weekday() in _WEEKEND and chance < 0.1:
        return ("our-intention", random.choice(_OPENING), random.choice(_DEEPER), "goodnight")
    return (random.choice(_SHORT),) if chance < 0.03 else ()
