"""What is read after the first frame, in a thread, so that no screen waits for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING

from duologue.core.problem import Problem
from duologue.store.files import NotWritten, Unreadable
from duologue.store.paths import Paths

if TYPE_CHECKING:
    from duologue.core.glance import Shelf
    from duologue.core.theme import Theme


def read_everything(paths: Paths) -> tuple[Shelf, dict[str, Theme], list[Problem]]:
    """All decks and themes, and what is wrong with the rest."""
    from duologue.store.decks import load_shelf, remembered_shelf
    from duologue.store.themes import load_themes

    shelf = remembered_shelf(paths) or load_shelf(paths)
    themes, problems = load_themes(paths)
    return shelf, themes, [*shelf.problems, *problems]


def unfinished(paths: Paths, today: Callable[[], datetime]) -> str | None:
    """What was not finished, in words; None where there is nothing to go on with.

    A session that was left at its closing line is finished now, so that nothing written in it stays.
    Raises Unreadable, with words for people.
    """
    from duologue.play import Play

    try:
        play = Play.resume(paths, monotonic)
        if play is not None and play.session.ended:
            play.finish(today())
            return None
    except NotWritten:
        return None
    if play is None:
        words = "Last time's session cannot be read. It is set aside when a new one begins."
        raise Unreadable(words)
    deck = play.session.hand.deck
    return f"{deck.title}, round {play.session.round} of {deck.rounds}"


def warm_up() -> None:
    """Import what the first session needs, so that the first card comes at once."""
    import duologue.play
    import duologue.ui.screens.session  # noqa: F401
