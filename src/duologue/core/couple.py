"""The two people, by name and seat."""

from __future__ import annotations

from duologue.core.seats import Pair
from duologue.core.text import clean

NAME_AT_MOST = 40
"""Characters in a name."""


class NotAName(ValueError):
    """What was given cannot be a name; the text says kindly what can."""


Couple = Pair[str]
"""The names of the partners, each in their seat."""


def a_name(text: str) -> str:
    """The name as it will be shown: cleaned, trimmed, 1 to 40 characters in any script.

    Raises NotAName for an empty, blank or overlong name.
    """
    name = " ".join(clean(text).split())
    if not any(character.isprintable() and not character.isspace() for character in name):
        raise NotAName("A name, please. Any name you like to be called by.")
    if len(name) > NAME_AT_MOST:
        raise NotAName(f"That is {len(name)} characters; up to {NAME_AT_MOST} fit. A shorter one, please.")
    return name
