"""What can be wrong with a deck although each of its values is fine alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from duologue.core import turn_faults
from duologue.core.deck import CARD_PLACEHOLDER, SEAT_PLACEHOLDERS, Deck
from duologue.core.problem import unknown
from duologue.core.text import PLACEHOLDER
from duologue.core.toml_gate import Path
from duologue.core.turn_faults import Fault, WrongPlaceholders
from duologue.core.turns import BOTH, PROMISE_PLACEHOLDER, Confirm, Keep, Pick, Reveal, Talk, Turn, Write

WHEN = ("opening", "round", "closing")
RESERVED = (CARD_PLACEHOLDER, *SEAT_PLACEHOLDERS, BOTH, PROMISE_PLACEHOLDER)


def faults(deck: Deck) -> Iterator[Fault]:
    """Every fault of a deck whose values are each fine."""
    yield from faults_of_parts(deck)
    yield from _confirm_faults(deck)
    yield from _name_faults(deck)
    yield from _set_faults(deck)
    yield from _floor_faults(deck, "")
    if any(turn.spare for turn in deck.turns):
        yield from _short_faults(deck)


def faults_of_parts(deck: Deck) -> Iterator[Fault]:
    """Faults of single turns and cards, which are the same whatever else is in the deck."""
    if deck.roles[0] == deck.roles[1]:
        yield ("roles", 1), "both roles have the same name; the two partners need one each."
    for name in {*deck.roles} & {*RESERVED}:
        yield ("roles",), f"“{name}” stands for something else; another name, please."
    check = WrongPlaceholders(deck.roles)
    for index, turn in enumerate(deck.turns):
        yield from turn_faults.faults_of(turn, ("turn", index), deck.roles, check)
    if deck.with_its_cards and deck.rules is None:
        yield ("with_its_cards",), "goes with `rules`, which names the deck whose cards are meant."
    yield from check(deck.change, ("change",))
    yield from _only_seats(deck.farewell, ("farewell",), "farewells")
    for index, cards in enumerate(deck.sets):
        yield from check(cards.say, ("set", index, "say"))
    yield from _card_faults(deck)


def _confirm_faults(deck: Deck) -> Iterator[Fault]:
    for when in WHEN:
        before: Turn | None = None
        for index, turn in deck.turns_at(when):
            if isinstance(turn, Confirm):
                yield from _confirm_after(before, turn, ("turn", index))
            before = turn


def _confirm_after(before: Turn | None, turn: Confirm, path: Path) -> Iterator[Fault]:
    if not isinstance(before, Talk):
        yield path, "a confirm turn closes the talk turn right before it; none is there."
    elif before.floor == BOTH:
        yield path, "both just spoke; only what one of them said can be confirmed by the other."
    elif before.floor == turn.asks:
        yield (*path, "asks"), f"“{turn.asks}” just spoke; the other one confirms."
    elif before.spare and not turn.spare:
        yield (*path, "spare"), "the talk turn it closes is spare, so it has to be as well."


def _name_faults(deck: Deck) -> Iterator[Fault]:
    """What is shown or kept must have been written or picked before."""
    names: dict[str, Turn] = {}
    shown: set[str] = set()
    for when in WHEN:
        for index, turn in deck.turns_at(when):
            if isinstance(turn, Write | Pick):
                names[turn.name] = turn
            elif isinstance(turn, Reveal) and turn.shows not in names:
                yield ("turn", index, "shows"), unknown(turn.shows, "written or picked before", names)
            elif isinstance(turn, Reveal):
                shown.add(turn.shows)
            elif isinstance(turn, Keep) and turn.keeps == "circles":
                yield from _circles_faults(turn, ("turn", index, "from"), names, shown)
            elif isinstance(turn, Keep) and turn.written is not None:
                written = [name for name, made in names.items() if isinstance(made, Write)]
                if turn.written not in written:
                    yield ("turn", index, "from"), unknown(turn.written, "written before", written)


def _circles_faults(turn: Keep, path: Path, names: dict[str, Turn], shown: set[str]) -> Iterator[Fault]:
    """Circles are kept only where both could turn them over."""
    circles = [name for name, made in names.items() if isinstance(made, Pick) and made.source == "circles"]
    if turn.written is None:
        return
    if turn.written not in circles:
        yield path, unknown(turn.written, "picked from circles before", circles)
    elif turn.written not in shown:
        yield path, f"“{turn.written}” is not turned over before; a reveal turn has to show it first."


def _floor_faults(deck: Deck, form: str) -> Iterator[Fault]:
    """Roles swap from round to round, so only turns played once can make the floor unequal."""
    for when in ("opening", "closing"):
        minutes = dict.fromkeys(deck.roles, 0.0)
        for _, turn in deck.turns_at(when):
            if isinstance(turn, Talk) and turn.floor in minutes:
                minutes[turn.floor] += turn.minutes
        if len(set(minutes.values())) > 1:
            said = " and ".join(f"{role} {time:g} min" for role, time in minutes.items())
            yield ("turn",), f"the {when} gives the partners unequal time{form}: {said}. Both need the same."
    if not any(isinstance(turn, Talk) for turn in deck.turns):
        yield ("turn",), f"nobody ever has the floor{form}; a deck needs at least one talk turn."
    if not any(deck.turns_at("round")):
        yield ("turn",), f"every turn is played only once{form}; a round needs at least one of its own."


def _short_faults(deck: Deck) -> Iterator[Fault]:
    """Where the time is short, the deck must still be whole and fair."""
    short = deck.short
    if list(_floor_faults(deck, "")):
        return
    yield from _floor_faults(short, " without its spare turns")
    if not list(_name_faults(deck)):
        for _, reason in _name_faults(short):
            yield ("turn",), f"without its spare turns: {reason}"


def _set_faults(deck: Deck) -> Iterator[Fault]:
    for index, cards in enumerate(deck.sets):
        count = sum(card.set == index + 1 for card in deck.cards)
        if count < deck.rounds:
            yield ("set", index), f"has {count} cards; a set of {deck.rounds} rounds needs as many."
        if cards.depth > deck.depth:
            yield ("set", index, "depth"), f"depth {cards.depth}, deeper than the deck's {deck.depth}."
    for index, (one, following) in enumerate(pairwise(deck.sets)):
        if not one.depth <= following.depth <= one.depth + 1:
            reason = f"depth {following.depth} after {one.depth}; sets rise one step at a time."
            yield ("set", index + 1, "depth"), reason


def _card_faults(deck: Deck) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for index, card in enumerate(deck.cards):
        text = card.text.casefold()
        if text in first:
            yield ("card", index, "text"), f"the same text as card {first[text] + 1}."
        first.setdefault(text, index)
        if card.depth > deck.depth:
            yield ("card", index, "depth"), f"depth {card.depth}, deeper than the deck's {deck.depth}."
        if card.set and card.set <= len(deck.sets) and card.depth > deck.sets[card.set - 1].depth:
            reason = f"depth {card.depth}, deeper than its set's {deck.sets[card.set - 1].depth}."
            yield ("card", index, "depth"), reason
        if (card.set or 0) > len(deck.sets) or (deck.sets and not card.set):
            allowed = f"1 to {len(deck.sets)}" if deck.sets else "none, since the deck has no sets"
            yield ("card", index, "set"), f"{card.set or 'no set'} is found; allowed: {allowed}."
        yield from _only_seats(card.text, ("card", index, "text"), "cards")


def _only_seats(sentence: str, path: Path, where: str) -> Iterator[Fault]:
    """Where no role is given yet, or none any more, only the seats can be named."""
    known = [f"{{{name}}}" for name in SEAT_PLACEHOLDERS]
    for found in PLACEHOLDER.findall(sentence):
        if found not in SEAT_PLACEHOLDERS:
            yield path, unknown(f"{{{found}}}", f"a placeholder of {where}", known)
