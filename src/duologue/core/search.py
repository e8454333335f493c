"""Search as one types: in any script, in the middle of words too, accents and case ignored.

Scripts that are written without spaces have no words to look up, so this looks for the letters themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from duologue.core.text import folded


def searched(parts: Iterable[str]) -> str:
    """All that is looked through of one thing, as it is compared."""
    return "\n".join(folded(part) for part in parts)


def found(texts: Sequence[str], query: str) -> list[int]:
    """Which of these texts, made by `searched`, hold every word of the query. All hold an empty one."""
    words = folded(query).split()
    places = list(range(len(texts)))
    for word in sorted(words, key=len, reverse=True):
        places = [place for place in places if word in texts[place]]
    return places
