"""Cards that carry a star, one file each, so that they merge in any file sync."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from duologue.core.formats import CUT_OFF, END, NEWER, is_complete, is_newer
from duologue.core.ids import is_id
from duologue.core.problem import Problem
from duologue.core.text import clean
from duologue.store import toml_files
from duologue.store.files import remove
from duologue.store.paths import Paths

if TYPE_CHECKING:
    from duologue.core.session import Session

SENTENCE_AT_MOST = 200
"""Characters of a card, as decks have them."""


@dataclass(frozen=True, order=True)
class Star:
    """One card that one of them would like to see again."""

    deck_id: str
    card: str


def load_stars(paths: Paths) -> list[Star]:
    """All cards with a star. A file that is none is left alone."""
    return sorted(star for star in _read(paths) if isinstance(star, Star))


def star_problems(paths: Paths) -> list[Problem]:
    """Which files of stars could not be read, and why."""
    return [problem for problem in _read(paths) if isinstance(problem, Problem)]


def _read(paths: Paths) -> list[Star | Problem]:
    return [_star(path) for path in toml_files.toml_files(paths.stars)]


def save_stars(paths: Paths, session: Session) -> None:
    """Keep the stars that were given in a session, and take away those that were taken. Raises NotWritten."""
    for part in session.hand.parts:
        for card in part.deck.cards:
            star = Star(part.deck_id, card.text)
            if (card.text in session.stars) != (card.text in session.hand.starred):
                _change(_path(paths, star), star if card.text in session.stars else None)


def _change(path: Path, star: Star | None) -> None:
    """Put a star there, or take it away; what a newer Duologue wrote there stays as it is."""
    document = toml_files.load(path)
    if not isinstance(document, Problem) and is_newer(document.values, 1):
        return
    if star is None:
        remove(path)
    else:
        toml_files.save(path, {"format": 1, "deck": star.deck_id, "card": star.card, "end": END})


def _path(paths: Paths, star: Star) -> Path:
    return paths.stars / f"{sha256(f'{star.deck_id} {star.card}'.encode()).hexdigest()[:16]}.toml"


def _star(path: Path) -> Star | Problem:
    document = toml_files.load(path)
    if isinstance(document, Problem):
        return document
    if is_newer(document.values, 1):
        return document.problem(("format",), NEWER)
    if not is_complete(document.values):
        return document.problem((), CUT_OFF)
    deck_id, card = document.values.get("deck"), document.values.get("card")
    if not isinstance(deck_id, str) or not is_id(deck_id):
        return document.problem(("deck",), "has to be the id of a deck.")
    if not isinstance(card, str) or len(card) > SENTENCE_AT_MOST:
        return document.problem(("card",), f"has to be a text of at most {SENTENCE_AT_MOST} characters.")
    return Star(deck_id, clean(card))
