"""The words for feelings: the couple's own list, or the one that came with the app."""

from __future__ import annotations

from pathlib import Path

from duologue.core.feelings import Feelings, read_feelings
from duologue.core.problem import Problem
from duologue.store.files import exists
from duologue.store.paths import Paths
from duologue.store.toml_files import load_text


def load_feelings(paths: Paths) -> tuple[Feelings, list[Problem]]:
    """The couple's own list where it can be used, else the shipped one, and what is wrong with any.

    Where neither can be read the list is empty: a broken file stops nobody.
    """
    problems: list[Problem] = []
    if exists(paths.feelings):
        own = _load(paths.feelings, trusted=False)
        if isinstance(own, Feelings):
            return own, problems
        problems += own
    shipped = _load(paths.shipped_feelings, trusted=True)
    if isinstance(shipped, Feelings):
        return shipped, problems
    return Feelings("Feelings", "en", ()), [*problems, *shipped]


def _load(path: Path, *, trusted: bool) -> Feelings | list[Problem]:
    text = load_text(path, trusted=trusted)
    return [text] if isinstance(text, Problem) else read_feelings(text, str(path))
