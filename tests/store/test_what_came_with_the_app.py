"""The decks and themes that come with the app are found, and none of them is faulty."""

from __future__ import annotations

from duologue.store.decks import load_shelf
from duologue.store.paths import Paths
from duologue.store.themes import load_themes

SHIPPED_THEMES = {"contrast", "hearth", "linen", "midnight"}


def test_every_deck_that_came_with_the_app_is_without_fault(paths: Paths) -> None:
    shelf = load_shelf(paths)
    assert [str(problem) for problem in shelf.problems] == []
    shipped = {path.stem for path in paths.shipped_decks.glob("*.toml")}
    assert {glance.id for glance in shelf.glances} == shipped
    assert not any(glance.own for glance in shelf.glances)


def test_every_theme_that_came_with_the_app_can_be_read(paths: Paths) -> None:
    themes, problems = load_themes(paths)
    assert [str(problem) for problem in problems] == []
    assert set(themes) >= SHIPPED_THEMES
