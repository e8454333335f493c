"""What can be wrong with a deck although each of its values is fine alone."""

from __future__ import annotations

from collections.abc import Iterator

from duologue.core.deck import (
    CARD_PLACEHOLDER,
    SEAT_PLACEHOLDERS,
    Confirm,
    Deck,
    Read,
    Talk,
    Turn,
)
from duologue.core.problem import unknown
from duologue.core.text import PLACEHOLDER
from duologue.core.toml_gate import Path

Fault = tuple[Path, str]
"""Where, as a path into the file, and why."""


def faults(deck: Deck) -> Iterator[Fault]:
    """Every fault of a deck whose values are each fine."""
    yield from faults_of_parts(deck)
    yield from _confirm_faults(deck)
    yield from _floor_faults(deck)


def faults_of_parts(deck: Deck) -> Iterator[Fault]:
    """Faults of single turns and cards, which are the same whatever else is in the deck."""
    if deck.roles[0] == deck.roles[1]:
        yield ("roles", 1), "both roles have the same name; the two partners need one each."
    for name in {*deck.roles} & {CARD_PLACEHOLDER, *SEAT_PLACEHOLDERS}:
        yield ("roles",), f"“{name}” stands for something else in sentences; another name, please."
    for index, turn in enumerate(deck.turns):
        yield from _turn_faults(deck, ("turn", index), turn)
    for key in ("change", "farewell"):
        yield from _placeholder_faults(deck, (key,), getattr(deck, key))
    yield from _card_faults(deck)


def _turn_faults(deck: Deck, path: Path, turn: Turn) -> Iterator[Fault]:
    role, key = (turn.floor, "floor") if isinstance(turn, Talk) else (None, "")
    if isinstance(turn, Confirm):
        role, key = turn.asks, "asks"
    if role is not None and role not in deck.roles:
        yield (*path, key), unknown(role, "a role of this deck", deck.roles)
    for number, answer in enumerate(turn.answers if isinstance(turn, Confirm) else ()):
        if PLACEHOLDER.search(answer):
            yield (*path, "answers", number), "an answer stands beside a key and holds no placeholder."
    if isinstance(turn, Read):
        yield from _read_faults(deck, path, turn)
    for field in turn.speaks:
        if sentence := getattr(turn, field):
            written = "else" if field == "otherwise" else field
            yield from _placeholder_faults(deck, (*path, written), sentence)


def _read_faults(deck: Deck, path: Path, turn: Read) -> Iterator[Fault]:
    if (turn.say is None) == (turn.each is None):
        yield path, "a read turn needs either `say`, for both, or `each`, with a sentence for each role."
    for role, sentence in (turn.each or {}).items():
        if role not in deck.roles:
            yield (*path, "each", role), unknown(role, "a role of this deck", deck.roles)
        yield from _placeholder_faults(deck, (*path, "each", role), sentence)
    for role in deck.roles:
        if turn.each is not None and role not in turn.each:
            yield (*path, "each"), f"has no sentence for “{role}”; both roles need one."


def _placeholder_faults(deck: Deck, path: Path, sentence: str) -> Iterator[Fault]:
    known = (*deck.roles, CARD_PLACEHOLDER, *SEAT_PLACEHOLDERS)
    for found in PLACEHOLDER.findall(sentence):
        if found not in known:
            yield path, unknown(f"{{{found}}}", "a placeholder", [f"{{{name}}}" for name in known])


def _confirm_faults(deck: Deck) -> Iterator[Fault]:
    for when in ("opening", "round", "closing"):
        before: Turn | None = None
        for index, turn in deck.turns_at(when):
            if isinstance(turn, Confirm):
                if not isinstance(before, Talk):
                    yield (
                        ("turn", index),
                        "a confirm turn closes the talk turn right before it; none is there.",
                    )
                elif before.floor == turn.asks:
                    yield ("turn", index, "asks"), f"“{turn.asks}” just spoke; the other one confirms."
                if len(set(turn.answers)) < len(turn.answers):
                    yield ("turn", index, "answers"), "two answers are the same."
            before = turn


def _floor_faults(deck: Deck) -> Iterator[Fault]:
    """Roles swap from round to round, so only turns played once can make the floor unequal."""
    for when in ("opening", "closing"):
        minutes = dict.fromkeys(deck.roles, 0.0)
        for _, turn in deck.turns_at(when):
            if isinstance(turn, Talk) and turn.floor in minutes:
                minutes[turn.floor] += turn.minutes
        if len(set(minutes.values())) > 1:
            said = " and ".join(f"{role} {time:g} min" for role, time in minutes.items())
            yield ("turn",), f"the {when} gives the partners unequal time: {said}. Both need the same."
    if not any(isinstance(turn, Talk) for turn in deck.turns):
        yield ("turn",), "nobody ever has the floor; a deck needs at least one talk turn."
    if not any(deck.turns_at("round")):
        yield ("turn",), "every turn is played only once; a round needs at least one of its own."


def _card_faults(deck: Deck) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for index, card in enumerate(deck.cards):
        text = card.text.casefold()
        if text in first:
            yield ("card", index, "text"), f"the same text as card {first[text] + 1}."
        first.setdefault(text, index)
        if card.depth > deck.depth:
            yield ("card", index, "depth"), f"depth {card.depth}, deeper than the deck's {deck.depth}."
        for found in PLACEHOLDER.findall(card.text):
            if found not in SEAT_PLACEHOLDERS:
                known = [f"{{{name}}}" for name in SEAT_PLACEHOLDERS]
                yield ("card", index, "text"), unknown(f"{{{found}}}", "a placeholder of cards", known)
