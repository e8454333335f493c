"""Reads what the program writes to its terminal, byte by byte, and knows no sequence but those it needs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_MODES = "7|25|1000|1003|1004|1006|1015|1016|1049|2004|2026|2048"
"""Line wrap, cursor, mouse, focus, the second screen, bracketed paste, frames drawn at once, window sizes."""
SEQUENCES = re.compile(
    "|".join(
        (
            r"\x1b\[[0-9;]*m",  # A colour.
            r"\x1b\[[0-9]+;[0-9]+H",  # A place.
            rf"\x1b\[\?(?:{_MODES})[hl]",  # A mode, on or off.
            r"\x1b\[\?(?:2026|2048)\$p",  # Whether there is such a mode.
            r"\x1b\[(?:>[0-9]+|<)u",  # How keys are told.
            r"\x1b\]22;[a-z-]+\x07",  # The shape of the pointer.
            r"\r?\n",
        )
    )
)
CLIPBOARD = re.compile(r"\x1b\]52;c;[A-Za-z0-9+/=]*\x07")
"""Puts something into the clipboard."""
_HARMLESS = {"\N{ZERO WIDTH JOINER}", "\N{ZERO WIDTH NON-JOINER}"}
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
_BLINKS_OR_HIDES = re.compile(r"\x1b\[(?:[0-9;]*;)?(?:5|6|8)(?:;[0-9;]*)?m")


def text_in(raw: bytes) -> str:
    """All that was written, without the sequences that the program needs. Raises UnicodeDecodeError."""
    return SEQUENCES.sub("", raw.decode())


def is_foul(character: str) -> bool:
    """Whether a terminal may take this for more than a letter."""
    if character in _HARMLESS or "\U000e0020" <= character <= "\U000e007f":
        return False
    return unicodedata.category(character) in _UNSEEN


def foul(raw: bytes, *, copied: bool = False) -> list[str]:
    """Every place where something else was written, with what stands around it; empty where there is none.

    What puts something into the clipboard is foul too, unless somebody `copied`.
    """
    written = CLIPBOARD.sub("", raw.decode()) if copied else raw.decode()
    return list(_foul(written))


def _foul(written: str) -> Iterator[str]:
    text = SEQUENCES.sub("", written)
    for found in re.finditer(r"[^ -~]", text):
        if is_foul(found[0]):
            yield repr(text[max(found.start() - 30, 0) : found.end() + 30])
    for colour in set(re.findall(r"\x1b\[[0-9;]*m", written)):
        if _BLINKS_OR_HIDES.fullmatch(_without_colours(colour)):
            yield f"letters that blink or hide: {colour!r}"


def _without_colours(sequence: str) -> str:
    """The sequence without `38;2;r;g;b` and the like, whose numbers mean no style."""
    return re.sub(r"(?<=[\[;])[34]8;(?:2;\d+;\d+;\d+|5;\d+)(?:;|(?=m))", "", sequence)
