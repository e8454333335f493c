"""Decks: those that came with the app and the couple's own, through one loader."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import astuple
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

from duologue.core.glance import Glance, Shelf
from duologue.core.ids import is_id
from duologue.core.problem import Problem
from duologue.core.text import trimmed
from duologue.store.files import NotWritten, Unreadable, read_text, stamp, write_text
from duologue.store.paths import Paths
from duologue.store.toml_files import load_text, toml_files

if TYPE_CHECKING:
    from duologue.core.deck import Deck

SHELF_FORMAT = 2
_DEPTH_AT_MOST = 3
_TITLE_AT_MOST = 100
"""As decks have them, whose model would be slow to import here."""


class Library:
    """All deck files, for decks that play by another's rules."""

    def __init__(self, paths: Paths, beside: Path | None = None) -> None:
        """Decks `beside` a file that is being checked come first."""
        self.paths = paths
        self.found = deck_paths(paths)
        for path in toml_files(beside) if beside else ():
            self.found.setdefault(path.stem, []).insert(0, path)

    @property
    def ids(self) -> Collection[str]:
        """All their ids."""
        return self.found

    def text_of(self, deck_id: str, besides: frozenset[str]) -> tuple[str, str] | None:
        """The text and the file of a deck, leaving out these files; None where there is none."""
        for path in self.found.get(deck_id, []):
            text = load_text(path, trusted=path.parent == self.paths.shipped_decks)
            if str(path) not in besides and isinstance(text, str):
                return text, str(path)
        return None


def load_deck(path: Path, library: Library, *, trusted: bool = False) -> Deck | list[Problem]:
    """The deck in this file, or every problem found."""
    from duologue.core.deck_text import read_deck

    if not is_id(path.stem):
        reason = "the file's name is the deck's id: small letters, digits and hyphens, 64 at most."
        return [Problem(str(path), 1, "file", reason)]
    text = load_text(path, trusted=trusted)
    return [text] if isinstance(text, Problem) else read_deck(text, str(path), library)


def deck_paths(paths: Paths) -> dict[str, list[Path]]:
    """Where each deck lies, by id: the couple's own before a shipped one of the same id."""
    found: dict[str, list[Path]] = {}
    for folder in (paths.decks, paths.shipped_decks):
        for path in toml_files(folder):
            found.setdefault(path.stem, []).append(path)
    return found


def deck_named(paths: Paths, deck_id: str) -> Deck | list[Problem] | None:
    """One deck by its id, or what is wrong with it; None where there is none of this id.

    Where the couple's own deck is faulty, the shipped one of the same id is taken.
    """
    problems: list[Problem] | None = None
    library = Library(paths)
    for path in library.found.get(deck_id, []):
        deck = load_deck(path, library, trusted=path.parent == paths.shipped_decks)
        if not isinstance(deck, list):
            return deck
        problems = [*(problems or []), *deck]
    return problems


def load_decks(paths: Paths) -> tuple[dict[str, tuple[Deck, bool]], list[Problem]]:
    """All decks that can be played, by id, each with whether it is the couple's own, and what is wrong with
    the others."""
    from duologue.core.deck import Deck

    decks: dict[str, tuple[Deck, bool]] = {}
    problems: list[Problem] = []
    library = Library(paths)
    for deck_id, places in library.found.items():
        for path in places:
            own = path.parent == paths.decks
            deck = load_deck(path, library, trusted=not own)
            if isinstance(deck, Deck):
                decks[deck_id] = deck, own
                break
            problems += deck
    return decks, problems


def load_shelf(paths: Paths) -> Shelf:
    """Every deck seen from outside, by reading all of them; remembered for the next start."""
    key = _key(deck_paths(paths))  # Before reading, so that what changes meanwhile is looked at again.
    decks, problems = load_decks(paths)
    glances = [
        Glance(deck_id, deck.title, deck.about, deck.steady_minutes, deck.depth, own=own)
        for deck_id, (deck, own) in decks.items()
    ]
    glances.sort(key=lambda glance: (glance.depth, glance.steady_minutes, glance.title))
    shelf = Shelf(tuple(glances), tuple(problems))
    _remember(paths, key, shelf)
    return shelf


def remembered_shelf(paths: Paths) -> Shelf | None:
    """The shelf as last seen, if no deck has changed since; None where it must be loaded."""
    try:
        kept = json.loads(read_text(paths.shelf))
        if kept["key"] != _key(deck_paths(paths)):
            return None
        glances = tuple(_glance(Glance(*values)) for values in kept["glances"])
        problems = tuple(Problem(file, int(line), *why) for file, line, *why in kept["problems"])
        return Shelf(glances, problems)
    except (Unreadable, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _glance(kept: Glance) -> Glance:
    """A deck as it was remembered; the file may have been changed since. Raises TypeError, ValueError."""
    title, about = (trimmed(text[:_TITLE_AT_MOST]) for text in (kept.title, kept.about))
    if not (is_id(kept.id) and isfinite(kept.steady_minutes) and 1 <= kept.depth <= _DEPTH_AT_MOST):
        raise ValueError(kept.id)
    return Glance(kept.id, title, about, float(kept.steady_minutes), int(kept.depth), own=kept.own is True)


def _key(found: dict[str, list[Path]]) -> list[object]:
    """Changes whenever a deck file does."""
    key: list[object] = [SHELF_FORMAT]
    key += ([str(path), stamp(path)] for places in found.values() for path in places)
    return key


def _remember(paths: Paths, key: list[object], shelf: Shelf) -> None:
    kept = {
        "key": key,
        "glances": [astuple(glance) for glance in shelf.glances],
        "problems": [astuple(problem) for problem in shelf.problems],
    }
    try:
        write_text(paths.shelf, json.dumps(kept))
    except NotWritten:
        return  # A start without it is a little slower, and that is all.
