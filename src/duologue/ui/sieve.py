"""What is asked of the jar: words, a year, a deck, a feeling, a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duologue.core.search import found
from duologue.core.text import clean
from duologue.store.index import Glimpse


@dataclass(frozen=True)
class Sieve:
    """Lets through what is asked for; the empty one lets all through."""

    words: str = ""
    year: int | None = None
    deck: str | None = None
    feeling: str | None = None
    roots: frozenset[str] | None = None
    """Of those on or near this day in earlier years."""
    roots_are: str = ""
    """What these are, in words."""

    @property
    def holds_back(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.told)

    @property
    def told(self) -> list[str]:
        """All that is asked for, in words."""
        asked = [self.roots_are, str(self.year or ""), self.deck or "", self.feeling or ""]
        words = f"“{clean(self.words).strip()}”" if self.words.strip() else ""
        return [clean(each) for each in (*asked, words) if each]

    def through(self, glimpses: Sequence[Glimpse], texts: Sequence[str]) -> Sequence[Glimpse]:
        """Those of these that are asked for; `texts` is what is searched of each."""
        if not self.holds_back:
            return glimpses
        passed = [glimpses[place] for place in found(texts, self.words)]
        if self.year is not None:
            passed = [each for each in passed if each.day.year == self.year]
        if self.deck is not None:
            passed = [each for each in passed if each.deck == self.deck]
        if self.feeling is not None:
            passed = [each for each in passed if self.feeling in each.feelings]
        if self.roots is not None:
            passed = [each for each in passed if each.root in self.roots]
        return passed
