"""What is read after the first frame, in a thread, so that no screen waits for it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING

from duologue.core.problem import Problem
from duologue.store.files import NotWritten, Unreadable
from duologue.store.paths import Paths

if TYPE_CHECKING:
    from random import Random

    from duologue.core.evening import Asked, Composer
    from duologue.core.glance import Shelf
    from duologue.core.hand import Chosen
    from duologue.core.theme import Theme
    from duologue.core.wishes import CommonGround
    from duologue.store.access import Pen


def read_everything(paths: Paths) -> tuple[Shelf, dict[str, Theme], list[Problem]]:
    """All decks and themes, and what is wrong with the rest."""
    from duologue.store.decks import load_shelf, remembered_shelf
    from duologue.store.feelings import load_feelings
    from duologue.store.settings import setting_problems
    from duologue.store.stars import star_problems
    from duologue.store.themes import load_themes

    shelf = remembered_shelf(paths) or load_shelf(paths)
    themes, problems = load_themes(paths)
    _, mistaken = load_feelings(paths)
    kept = [*setting_problems(paths), *star_problems(paths)]
    return shelf, themes, [*kept, *shelf.problems, *problems, *mistaken]


def finish_arriving(paths: Paths) -> None:
    """Put into the jar what was brought in and had not come to its place, and remove what was cut off on its
    way; else it is for the next time."""
    from duologue.store.arrivals import settle
    from duologue.store.leftovers import sweep

    with suppress(NotWritten):
        settle(paths)
    sweep(paths)


def bring_up_to_date(paths: Paths, today: datetime) -> None:
    """Bring files of an older format to the newest one; where the disk refuses, they are read as they are."""
    from duologue.store.migration import migrate

    with suppress(NotWritten):
        migrate(paths, today)


def put_in_order(paths: Paths, pen: Pen) -> str:
    """Close to others what was opened to them, in words for people, and keep the manifest short."""
    from duologue.store.modes import mend

    if pen.manifest is not None:
        pen.manifest.tidy()
    return mend(paths).words


def unfinished(paths: Paths, today: Callable[[], datetime]) -> str | None:
    """What was not finished, in words; None where there is nothing to go on with.

    A session that was left at its closing line is finished now, so that nothing written in it stays.
    Raises Unreadable, with words for people.
    """
    from duologue.play import Play
    from duologue.store.journal import Journal

    replay = Journal(paths.journal).replay()
    if replay is None:
        words = "Last time's session cannot be read. It is set aside when a new one begins."
        raise Unreadable(words)
    if not replay.session.ended:
        deck = replay.session.deck
        return f"{deck.title}, round {replay.session.round} of {deck.all_rounds}"
    with suppress(NotWritten):
        play = Play.resume(paths, monotonic)
        if play is not None:
            play.finish(today())
    return None


def warm_up() -> None:
    """Import what the first session needs, so that the first card comes at once."""
    import duologue.play
    import duologue.ui.screens.session  # noqa: F401


def deck_to_play(paths: Paths, deck_id: str, random: Random) -> list[Chosen]:
    """The deck, and something light in its stead if it goes deep; nothing where it cannot be played."""
    from duologue.core.deck import DEEP, Deck
    from duologue.core.evening import light_decks
    from duologue.core.hand import Chosen
    from duologue.store.decks import deck_named, load_decks

    deck = deck_named(paths, deck_id)
    if not isinstance(deck, Deck):
        return []
    chosen = [Chosen(deck_id, deck)]
    if deck.depth == DEEP:
        decks, _ = load_decks(paths)
        light = light_decks({other: each for other, (each, _) in decks.items()})
        chosen += [other._replace(instead_of=0) for other in random.sample(light, min(1, len(light)))]
    return chosen


def composer(paths: Paths, asked: Asked, ground: CommonGround) -> Composer:
    """Puts an evening together from all decks, with those played last at the end of the line."""
    from duologue.core.evening import Composer
    from duologue.store.decks import load_decks
    from duologue.store.summaries import decks_played_last

    decks, _ = load_decks(paths)
    known = {deck_id: deck for deck_id, (deck, _) in decks.items()}
    return Composer(known, asked, ground, decks_played_last(paths))
