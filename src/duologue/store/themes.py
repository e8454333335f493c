"""Themes: those that came with the app and the couple's own, through one loader."""

from __future__ import annotations

from pathlib import Path

from duologue.core.ids import is_id
from duologue.core.problem import Problem
from duologue.core.theme import Theme, read_theme
from duologue.store.paths import Paths
from duologue.store.toml_files import load_text, toml_files


def load_theme(path: Path, *, trusted: bool = False) -> Theme | list[Problem]:
    """The theme in this file, or every problem found."""
    if not is_id(path.stem):
        reason = "the file's name is the theme's id: small letters, digits and hyphens, 64 at most."
        return [Problem(str(path), 1, "file", reason)]
    text = load_text(path, trusted=trusted)
    return [text] if isinstance(text, Problem) else read_theme(text, str(path))


def theme_named(paths: Paths, name: str) -> Theme | None:
    """One theme by its id, the couple's own before one of the same name; None where it cannot be used."""
    for path in (paths.themes / f"{name}.toml", paths.shipped_themes / f"{name}.toml"):
        if is_id(name) and path.is_file():
            theme = load_theme(path, trusted=path.parent == paths.shipped_themes)
            if isinstance(theme, Theme):
                return theme
    return None


def load_themes(paths: Paths) -> tuple[dict[str, Theme], list[Problem]]:
    """All themes that can be used, by id, and what is wrong with the others."""
    themes: dict[str, Theme] = {}
    problems: list[Problem] = []
    for folder in (paths.shipped_themes, paths.themes):
        for path in toml_files(folder):
            theme = load_theme(path, trusted=folder == paths.shipped_themes)
            if isinstance(theme, Theme):
                themes[path.stem] = theme
            else:
                problems += theme
    return themes, problems
