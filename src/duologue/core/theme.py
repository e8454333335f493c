"""The colours of the app, checked so that everybody can read what stands on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields

from duologue.core.explained import shown
from duologue.core.problem import Problem, first_ones, unknown
from duologue.core.text import clean
from duologue.core.toml_text import Document, parse

CONTRAST_AT_LEAST = 4.5
"""Of text on its background, after WCAG 2.2, success criterion 1.4.3."""

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_TITLE_AT_MOST = 40


@dataclass(frozen=True, slots=True)
class Theme:
    """Eight colours as `#rrggbb`."""

    title: str
    background: str
    surface: str
    """The pane with the floor, and the card."""
    panel: str
    """Quiet borders, and what the cursor is on."""
    text: str
    muted: str
    """What can be overlooked."""
    accent: str
    """The candle, and the one thing to do next."""
    left: str
    right: str
    """A partner's own colour, which means nobody else."""

    @property
    def dark(self) -> bool:
        """Whether light text stands on a dark background."""
        return luminance(self.background) < luminance(self.text)


COLOURS = tuple(field.name for field in fields(Theme) if field.name != "title")
_GROUNDS = ("background", "surface", "panel")
_INKS = ("text", "muted", "accent", "left", "right")


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1 (WCAG 2.2)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def read_theme(text: str, file: str) -> Theme | list[Problem]:
    """The theme, or every problem found. `file` is the name used in problems."""
    document = parse(text, file)
    if isinstance(document, Problem):
        return [document]
    if problems := first_ones(_value_problems(document)):
        return problems
    theme = Theme(**{key: clean(value) for key, value in document.values.items() if key != "format"})
    return _contrast_problems(document, theme) or theme


def _value_problems(document: Document) -> Iterator[Problem]:
    known = ("format", "title", *COLOURS)
    values = document.values
    for key in values:
        if key not in known:
            yield document.problem((key,), unknown(key, "a key of a theme", known))
    for key in known:
        if key not in values:
            yield Problem(document.file, 1, key, "is missing.")
    if values.get("format", 1) != 1:
        yield document.problem(("format",), f"{shown(values['format'])} is found; 1 is allowed.")
    title = values.get("title", "title")
    if not isinstance(title, str) or not 0 < len(title.strip()) <= _TITLE_AT_MOST:
        yield document.problem(("title",), f"a text of 1 to {_TITLE_AT_MOST} characters is needed.")
    for key in COLOURS:
        colour = values.get(key, "#000000")
        if not isinstance(colour, str) or not _HEX.fullmatch(colour):
            yield document.problem((key,), f"{shown(colour)} is found; a colour is written “#rrggbb”.")


def _contrast_problems(document: Document, theme: Theme) -> list[Problem]:
    problems = []
    for ink in _INKS:
        for ground in _GROUNDS:
            ratio = contrast(getattr(theme, ink), getattr(theme, ground))
            if ratio < CONTRAST_AT_LEAST:
                reason = (
                    f"stands on {ground} with a contrast of {ratio:.1f} : 1; {CONTRAST_AT_LEAST} is needed."
                )
                problems.append(document.problem((ink,), reason))
    return problems
