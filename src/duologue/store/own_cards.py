"""Cards of the couple's own, in a deck that stands in front of the one they were written for."""

from __future__ import annotations

import os
from typing import Any

from duologue.core.deck import Deck
from duologue.core.deck_text import read_deck
from duologue.store.decks import Library
from duologue.store.files import Changed, Unreadable, is_mounted, read_text, stamp, sync, write_text
from duologue.store.paths import Paths


class NotACard(Exception):
    """The card cannot be put into the deck; its text says why, for people."""


def add_card(paths: Paths, deck_id: str, text: str, set_number: int | None = None) -> None:
    """Put a card into the couple's deck of this name, which begins as the shipped one with their cards added.

    What they wrote into the file themselves stays. Raises NotACard and NotWritten.
    """
    import tomli_w

    path = paths.decks / f"{deck_id}.toml"
    seen = stamp(path)
    if seen:
        sync(path.parent)
    try:
        before = read_text(path) if seen else ""
    except Unreadable as error:
        raise NotACard(f"your deck {path.name} {error}") from error
    if before and not is_mounted(path) and not os.access(path, os.W_OK):
        raise NotACard(f"your deck {path.name} may not be written")
    if not before:
        before = tomli_w.dumps({"format": 1, "rules": deck_id, "with_its_cards": True})
    card: dict[str, Any] = {"text": text} | ({"set": set_number} if set_number else {})
    after = f"{before.rstrip()}\n\n[[card]]\n{tomli_w.dumps(card)}"
    deck = read_deck(after, str(path), Library(paths))
    if not isinstance(deck, Deck):
        raise NotACard(deck[0].reason.rstrip("."))
    try:
        write_text(path, after, seen=seen)
    except Changed:
        add_card(paths, deck_id, text, set_number)
