"""What a keepsake wears: the couple's theme, and one for the other light."""

from __future__ import annotations

from dataclasses import dataclass

from duologue.core.theme import Theme
from duologue.store.paths import Paths
from duologue.store.settings import DEFAULT_THEME, load_settings
from duologue.store.themes import theme_named

_LIGHT = "linen"
_DARK = "hearth"


@dataclass(frozen=True)
class Colours:
    """A light theme, which is printed too, and a dark one."""

    light: Theme
    dark: Theme


def chosen_colours(paths: Paths) -> Colours:
    """The theme the couple wears, with the one that stands in where it is too dark or too light."""
    chosen = theme_named(paths, load_settings(paths).theme) or _shipped(paths, DEFAULT_THEME)
    if chosen.dark:
        return Colours(_shipped(paths, _LIGHT), chosen)
    return Colours(chosen, _shipped(paths, _DARK))


def _shipped(paths: Paths, name: str) -> Theme:
    from duologue.store.themes import load_theme

    theme = load_theme(paths.shipped_themes / f"{name}.toml", trusted=True)
    assert isinstance(theme, Theme), theme
    return theme
