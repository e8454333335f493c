"""How much the app says while two people play who know the way."""

from __future__ import annotations

from enum import StrEnum


class Guidance(StrEnum):
    """From all the words to as few as can be."""

    FULL = "full"
    """What to say, and a line for the one who listens."""
    LIGHT = "light"
    """What to say, and nothing for the one who listens."""
    OFF = "off"
    """A few words that remind."""

    @property
    def following(self) -> Guidance:
        """The next one, and after the last the first."""
        every = list(Guidance)
        return every[(every.index(self) + 1) % len(every)]
