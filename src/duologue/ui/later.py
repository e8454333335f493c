"""What is read after the first frame, in a thread, so that no screen waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duologue.core.problem import Problem
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


def unfinished(paths: Paths) -> str | None:
    """What was not finished, in words; None where there is nothing to go on with."""
    from duologue.store.journal import Journal

    replay = Journal(paths.journal).replay()
    if replay is None or replay.session.ended:
        return None
    deck = replay.session.hand.deck
    return f"{deck.title}, round {replay.session.round} of {deck.rounds}"


def warm_up() -> None:
    """Import what the first session needs, so that the first card comes at once."""
    import duologue.play
    import duologue.ui.screens.session  # noqa: F401
