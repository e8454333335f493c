"""Makes text from outside safe to draw: no control codes, no hidden direction changes, no towers of marks."""

from __future__ import annotations

import re
import unicodedata
from itertools import filterfalse
from typing import NewType

Clean = NewType("Clean", str)
"""A text that `clean` went through. Nothing else may be called so; `make check` looks after it."""

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
"""A gap in a sentence, filled with a name or the card when it is shown."""

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
"""Stands where a character was that must not reach the terminal."""

MARKS_AT_MOST = 4
"""Combining marks kept on one letter. Living scripts need up to three; dozens climb over other lines."""

_HIGHEST = 4 * MARKS_AT_MOST
"""Marks on one letter that are put in their order at all."""

_JOINERS = frozenset("\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")
"""Needed to write Persian and many emoji."""


def _is_flag_tag(character: str) -> bool:
    return "\U000e0020" <= character <= "\U000e007f"


def _drawable(character: str) -> str:
    if character in _JOINERS or _is_flag_tag(character):
        return character
    category = unicodedata.category(character)
    return REPLACEMENT if category in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"} else character


def clean(text: str, *, lines: bool = False) -> Clean:
    """Text that can be drawn anywhere: NFC, tabs as spaces, unsafe characters replaced, marks limited.

    Line breaks stay only where `lines` is true; elsewhere they become spaces.
    """
    if text.isascii() and text.isprintable():
        return Clean(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    text = _without_towers(text, _HIGHEST)  # Or it takes minutes to put 100,000 marks in their order.
    text = _without_towers(unicodedata.normalize("NFC", text), MARKS_AT_MOST)
    characters = set(text)  # Looked at once each: a text may be long, and made to take long.
    drawn = {ord(character): _drawable(character) for character in characters}
    return Clean(text.translate(drawn | {ord("\n"): "\n" if lines else " "}))


def plain(text: str) -> Clean:
    """Any text as it may be drawn where no markup is read; its line breaks stay."""
    return clean(text, lines=True)


def _without_towers(text: str, at_most: int) -> str:
    marks = {character for character in set(text) if unicodedata.category(character).startswith("M")}
    if not marks:
        return text
    kept: list[str] = []
    height = 0
    for character in text:
        if character in marks:
            height += 1
        elif character not in _JOINERS and not _is_flag_tag(character):
            height = 0
        if height <= at_most:
            kept.append(character)
    return "".join(kept)


def trimmed(text: str) -> str:
    """Clean text in one line, without blanks around it."""
    return clean(text).strip()


def trimmed_lines(text: str) -> str:
    """Clean text that keeps its line breaks, without blanks around it."""
    return clean(text, lines=True).strip()


def folded(text: str) -> str:
    """The text as it is searched and compared: case and accents make no difference."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", _bare(text)).casefold())
    return _bare(apart)


def _bare(text: str) -> str:
    """Without accents that stand alone; thousands of them would take minutes to be put in their order."""
    return text if text.isascii() else "".join(filterfalse(unicodedata.combining, text))
