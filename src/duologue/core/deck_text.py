"""Reads a deck from its text, and says of a faulty one all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from duologue.core.deck import Card, CardSet, Deck
from duologue.core.deck_faults import faults, faults_of_parts
from duologue.core.deck_rules import NoOthers, Others, by_rules, rules_of
from duologue.core.explained import REASONS, first_hand, why
from duologue.core.problem import Problem, first_ones, unknown
from duologue.core.toml_gate import Path
from duologue.core.toml_text import Document, parse
from duologue.core.turn_faults import Fault
from duologue.core.turns import KINDS, Piece

_REASONS = {
    **REASONS,
    "multiple_of": "{input} is odd; an even number, so that both partners play both roles.",
    "union_tag_not_found": "a turn needs its `kind`: " + ", ".join(KINDS) + ".",
}

_MODELS: dict[str, type[Piece]] = {"card": Card, "set": CardSet}


def read_deck(
    text: str, file: str, others: Others | None = None, besides: frozenset[str] = frozenset()
) -> Deck | list[Problem]:
    """The deck, or every problem found, in the order of lines. `file` is the name used in problems.

    Where it plays by another deck's rules, that one is taken from `others`; `besides` are files that are
    waiting for this one, and so cannot give it rules.
    """
    document = parse(text, file)
    if isinstance(document, Problem):
        return [document]
    values = _whole(document, others or NoOthers(), besides)
    if isinstance(values, Problem):
        return [values]
    try:
        deck = Deck.model_validate(values)
    except ValidationError as error:
        details = error.errors(include_url=False)
        found = chain(map(_explained, first_hand(details)), _faults_of_the_rest(values, details))
        return first_ones(document.problem(path, reason) for path, reason in found)
    return first_ones(document.problem(path, reason) for path, reason in faults(deck)) or deck


def _whole(document: Document, others: Others, besides: frozenset[str]) -> dict[str, Any] | Problem:
    """The document's values, with what comes from another deck's rules, or what is wrong with these."""
    found = rules_of(document, others, besides)
    if found is None or isinstance(found, Problem):
        return found or document.values
    text, file = found
    rules = read_deck(text, file, others, besides | {document.file})
    if isinstance(rules, Deck):
        return by_rules(document.values, rules)
    return document.problem(("rules",), f"that deck needs mending first: {rules[0]}")


def _faults_of_the_rest(values: dict[str, Any], details: list[ErrorDetails]) -> Iterator[Fault]:
    """What is wrong with the turns and cards whose values are fine, so that one check tells everything."""
    faulty = {tuple(detail["loc"][:2]) for detail in details}
    if any(path[0] not in {"turn", "card"} or len(path) < 2 for path in faulty):
        return
    whole = {
        key: [(index, part) for index, part in enumerate(values[key]) if (key, index) not in faulty]
        for key in ("turn", "card")
    }
    try:
        deck = Deck.model_validate({**values, **{key: [part for _, part in whole[key]] for key in whole}})
    except ValidationError:
        return
    for path, reason in faults_of_parts(deck):
        places = whole.get(str(path[0]), []) if len(path) > 1 else []
        yield (path[0], places[int(path[1])][0], *path[2:]) if places else path, reason


def _explained(detail: ErrorDetails) -> tuple[Path, str]:
    path: Path = tuple(detail["loc"])
    model: Any = Deck
    if path[0] == "turn" and len(path) > 2 and path[2] in KINDS:
        model = KINDS[str(path[2])]
        path = (*path[:2], *path[3:])
    elif path[0] in _MODELS and len(path) > 2:
        model = _MODELS[str(path[0])]
    kind = detail["type"]
    if kind == "extra_forbidden":
        names = [field.alias or name for name, field in model.model_fields.items()]
        return path, unknown(str(path[-1]), "a key here", names)
    if kind == "union_tag_invalid":
        return (*path, "kind"), unknown(str(detail["ctx"]["tag"]), "a kind of turn", KINDS)
    if kind == "missing" and path[0] in {"turn", "card"} and len(path) == 1:
        return path, f"there is no [[{path[0]}]]; at least one is needed."
    return path, why(detail, _REASONS)
