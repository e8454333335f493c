"""What is not the same in several versions of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_PARTS = re.compile(r"\w+|\W")


def unlike(words: str, others: Iterable[str]) -> tuple[int, int]:
    """The stretch of `words`, in characters, outside of which all others are the same; whole words.

    Empty where nothing differs, and where the others only have more.
    """
    parts = _PARTS.findall(words)
    alike = [_alike(parts, _PARTS.findall(other)) for other in others if other != words]
    if not alike:
        return 0, 0
    start, end = (min(each) for each in zip(*alike, strict=True))
    return len("".join(parts[:start])), len(words) - len("".join(parts[len(parts) - end :]))


def _alike(one: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    """How many parts are the same at the beginning, and how many of the rest at the end."""
    most = min(len(one), len(other))
    start = next((place for place in range(most) if one[place] != other[place]), most)
    end = next((place for place in range(most - start) if one[-1 - place] != other[-1 - place]), most - start)
    return start, end
