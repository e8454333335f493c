"""A deck may play by another's rules, and bring only cards."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Protocol

from duologue.core.deck import Deck
from duologue.core.problem import Problem, unknown
from duologue.core.toml_text import Document

OF_THE_RULES = ("roles", "rounds", "turn", "set")
"""What a deck may not bring if it plays by another's rules."""


class Others(Protocol):
    """The decks that rules may be taken from."""

    @property
    def ids(self) -> Collection[str]:
        """All their ids."""

    def text_of(self, deck_id: str, besides: frozenset[str]) -> tuple[str, str] | None:
        """The text and the file of a deck, leaving out these files; None where there is none."""


class NoOthers:
    """A deck that stands alone."""

    ids: Collection[str] = ()

    def text_of(self, deck_id: str, besides: frozenset[str]) -> tuple[str, str] | None:  # noqa: ARG002
        """None, whatever is asked for."""
        return None


def rules_of(document: Document, others: Others, besides: frozenset[str]) -> tuple[str, str] | Problem | None:
    """The text and the file of the deck by whose rules this one plays, None for its own, or what is wrong."""
    rules = document.values.get("rules")
    if not isinstance(rules, str):
        return None
    for key in OF_THE_RULES:
        if key in document.values:
            return document.problem((key,), f"comes from the rules of “{rules}”; leave it out here.")
    found = others.text_of(rules, besides | {document.file})
    if found is not None:
        return found
    if others.text_of(rules, frozenset()) is not None:
        return document.problem(("rules",), f"“{rules}” plays by the rules of this deck: a loop.")
    return document.problem(("rules",), unknown(rules, "a deck here", sorted(others.ids)))


def by_rules(values: dict[str, Any], rules: Deck) -> dict[str, Any]:
    """The values of a whole deck: what this one says, and for the rest what its rules say."""
    cards = values.get("card", [])
    base = rules.model_dump(by_alias=True, exclude_unset=True, exclude={"rules", "with_its_cards"})
    merged = {**base, **values}
    if values.get("with_its_cards") is True and isinstance(cards, list):
        merged["card"] = [*cards, *base["card"]]
    elif "card" not in values:
        del merged["card"]
    return merged
