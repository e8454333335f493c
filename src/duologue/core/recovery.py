"""The recovery sheet: the key to all that is locked, in lines that can be written down and typed again."""

from __future__ import annotations

import re

PREFIX = "AGE-SECRET-KEY-1"
"""How an identity of age begins (https://age-encryption.org/v1, native X25519 recipients)."""
CHARACTERS = 58
"""After that, in the letters of Bech32."""
IN_A_LINE, IN_A_GROUP = 10, 5

_NOT_ITS_LETTERS = re.compile(r"[^A-Z0-9]")


class NotAKey(ValueError):
    """What was typed is no key; its text says why, for people."""


def lines_of(secret: str) -> tuple[str, ...]:
    """The lines of the sheet, without the beginning that all keys share."""
    letters = secret.strip().removeprefix(PREFIX)
    return tuple(
        " ".join(
            letters[group : min(group + IN_A_GROUP, line + IN_A_LINE)]
            for group in range(line, min(line + IN_A_LINE, len(letters)), IN_A_GROUP)
        )
        for line in range(0, len(letters), IN_A_LINE)
    )


def is_same(typed: str, line: str) -> bool:
    """Whether a line was typed as it stands on the sheet; blanks and case make no difference."""
    return _letters(typed) == _letters(line)


def secret_of(typed: str) -> str:
    """The key that was typed, with or without its beginning, in one line or several. Raises NotAKey.

    Whether it is a key indeed is told by its checksum, when it is used.
    """
    letters = letters_of(typed)
    if len(letters) != CHARACTERS:
        raise NotAKey(f"The key has {CHARACTERS} letters and digits; this has {len(letters)}.")
    return PREFIX + letters


def letters_of(typed: str) -> str:
    """The letters and digits of a key that were typed, without the beginning that all keys share."""
    return _letters(typed).removeprefix(_letters(PREFIX))


def _letters(typed: str) -> str:
    return _NOT_ITS_LETTERS.sub("", typed.upper())
