"""Reads a deck from its text, and says of a faulty one all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from duologue.core import deck as decks
from duologue.core.deck import KINDS, Deck
from duologue.core.deck_faults import Fault, faults, faults_of_parts
from duologue.core.problem import Problem, unknown
from duologue.core.toml_gate import Path
from duologue.core.toml_text import parse

_REASONS = {
    "missing": "is missing.",
    "empty": "is empty; at least 1 character is needed.",
    "long": "is {actual_length} characters long; at most {max_length} fit.",
    "multiple_of": "{input} is odd; an even number, so that both partners play both roles.",
    "literal_error": "{input} is found; allowed: {expected}.",
    "string_pattern_mismatch": "{input} is found; small letters, digits and hyphens are allowed.",
    "string_type": "{input} is found; a text in quotes is needed.",
    "int_type": "{input} is found; a whole number is needed.",
    "float_type": "{input} is found; a number is needed.",
    "greater_than": "{input} is found; more than {gt} is needed.",
    "greater_than_equal": "{input} is found; at least {ge} is needed.",
    "less_than_equal": "{input} is found; at most {le} is allowed.",
    "too_short": "has {actual_length}; at least {min_length} needed.",
    "too_long": "has {actual_length}; at most {max_length} allowed.",
    "tuple_type": "{input} is found; a list is needed.",
    "union_tag_not_found": "a turn needs its `kind`: " + ", ".join(KINDS) + ".",
}


def read_deck(text: str, file: str) -> Deck | list[Problem]:
    """The deck, or every problem found, in the order of lines. `file` is the name used in problems."""
    document = parse(text, file)
    if isinstance(document, Problem):
        return [document]
    try:
        deck = Deck.model_validate(document.values)
    except ValidationError as error:
        details = error.errors(include_url=False)
        found = [*map(_explained, _first_hand(details)), *_faults_of_the_rest(document.values, details)]
        return _sorted([document.problem(path, reason) for path, reason in found])
    problems = [document.problem(path, reason) for path, reason in faults(deck)]
    return _sorted(problems) if problems else deck


def _first_hand(details: list[ErrorDetails]) -> list[ErrorDetails]:
    """Without "too few" of things that are only missing because each of them is faulty."""
    faulty = {detail["loc"][0] for detail in details if len(detail["loc"]) > 1}
    return [
        detail
        for detail in details
        if detail["type"] != "too_short" or detail["loc"][0] not in faulty or len(detail["loc"]) > 1
    ]


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


def _sorted(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.line)


def _explained(detail: ErrorDetails) -> tuple[Path, str]:
    path: Path = tuple(detail["loc"])
    model: Any = Deck
    if path[0] == "turn" and len(path) > 2 and path[2] in KINDS:
        model = KINDS[str(path[2])]
        path = (*path[:2], *path[3:])
    elif path[0] == "card" and len(path) > 2:
        model = decks.Card
    kind, given = detail["type"], detail.get("input")
    if isinstance(given, str):
        kind = {"too_short": "empty", "too_long": "long"}.get(kind, kind)
    if kind == "extra_forbidden":
        names = [field.alias or name for name, field in model.model_fields.items()]
        return path, unknown(str(path[-1]), "a key here", names)
    if kind == "union_tag_invalid":
        return (*path, "kind"), unknown(str(detail["ctx"]["tag"]), "a kind of turn", KINDS)
    if kind == "missing" and path[0] in {"turn", "card"} and len(path) == 1:
        return path, f"there is no [[{path[0]}]]; at least one is needed."
    context = detail.get("ctx", {})
    reason = _REASONS.get(kind, "{message}.").format(
        input=_shown(given), message=_lowered(detail["msg"]), **context
    )
    return path, reason


def _shown(given: object) -> str:
    if isinstance(given, bool):
        return str(given).lower()
    text = f"“{given}”" if isinstance(given, str) else str(given)
    return text if len(text) <= 60 else text[:57] + "…"


def _lowered(message: str) -> str:
    return message[:1].lower() + message[1:]
