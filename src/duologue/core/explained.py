"""Says in our own words what pydantic finds wrong with one value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from duologue.core.problem import shortened

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

REASONS: Mapping[str, str] = {
    "missing": "is missing.",
    "empty": "is empty; at least 1 character is needed.",
    "long": "is {actual_length} characters long; at most {max_length} fit.",
    "literal_error": "{input} is found; allowed: {expected}.",
    "enum": "{input} is found; allowed: {expected}.",
    "bool_type": "{input} is found; true or false is needed.",
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
}


def why(detail: ErrorDetails, reasons: Mapping[str, str] = REASONS) -> str:
    """What was found and what is allowed."""
    kind, given = detail["type"], detail.get("input")
    if isinstance(given, str):
        kind = {"too_short": "empty", "too_long": "long"}.get(kind, kind)
    message = detail["msg"][:1].lower() + detail["msg"][1:]
    context = detail.get("ctx", {})
    return reasons.get(kind, "{message}.").format(input=shown(given), message=message, **context)


def first_hand(details: list[ErrorDetails]) -> list[ErrorDetails]:
    """Without "too few" of things that are only missing because each of them is faulty."""
    faulty = {detail["loc"][:length] for detail in details for length in range(len(detail["loc"]))}
    return [detail for detail in details if detail["type"] != "too_short" or detail["loc"] not in faulty]


def shown(given: object) -> str:
    """What was found, short enough for one line."""
    if isinstance(given, bool):
        return str(given).lower()
    text = f"“{given}”" if isinstance(given, str) else str(given)
    return shortened(text)
