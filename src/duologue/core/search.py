"""Search as one types: in any script, in the middle of words too; case and accents make no difference.

Scripts that are written without spaces have no words to look up, so this looks for the letters themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress, repeat
from operator import contains

from duologue.core.text import folded

_UNSEEN = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}\N{VARIATION SELECTOR-16}"
"""What is not seen is not searched for: joiners, and whether a heart is drawn in colour."""
_PLAIN = str.maketrans("øłđðħı", "olddhi", _UNSEEN) | str.maketrans({"þ": "th", "æ": "ae", "œ": "oe"})
"""Letters that Unicode does not take apart, as people type them on another keyboard."""


def searched(parts: Iterable[str]) -> str:
    """All that is looked through of one thing, as it is compared."""
    return "\n".join(_plain(part) for part in parts)


def found(texts: Sequence[str], query: str) -> list[int]:
    """Which of these texts, made by `searched`, hold every word of the query. All hold an empty one."""
    words = set(_plain(query).split())
    # What is within another word is found with it; the longer a word, the fewer texts are left for the next.
    needed = (word for word in words if not any(word != other and word in other for other in words))
    places = list(range(len(texts)))
    left = texts
    for word in sorted(needed, key=len, reverse=True):
        has_it = list(map(contains, left, repeat(word)))
        places, left = list(compress(places, has_it)), list(compress(left, has_it))
    return places


def _plain(text: str) -> str:
    return folded(text).translate(_PLAIN)
