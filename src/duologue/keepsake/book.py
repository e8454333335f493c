"""The keepsake: all moments as one page, a small book to read together or to print."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from duologue.core.couple import Couple
from duologue.core.memory import Memory
from duologue.core.when import date_of
from duologue.keepsake.colours import Colours

_TEMPLATES = Path(__file__).parent / "templates"
_KANA = re.compile("[\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9d]")
_HANGUL = re.compile("[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")

Pictured = Callable[[str], str | None]
"""Answers the `data:` address of a picture by its name, or None where it is gone."""


@dataclass(frozen=True)
class Month:
    """One chapter."""

    first: date
    moments: tuple[Memory, ...]

    @property
    def heading(self) -> str:
        """Such as “June 2025”."""
        return f"{self.first:%B} {self.first.year}"


def months_of(memories: Sequence[Memory]) -> list[Month]:
    """The chapters, the oldest first. A moment belongs to the day that it was where they were."""
    in_order = sorted(memories, key=lambda memory: (memory.when.date(), memory.when, memory.id))
    chapters = groupby(in_order, key=lambda memory: memory.when.date().replace(day=1))
    return [Month(first, tuple(moments)) for first, moments in chapters]


def book(
    memories: Sequence[Memory], couple: Couple | None, colours: Colours, pictured: Pictured, today: date
) -> str:
    """The page. It asks for nothing from elsewhere and runs no script; there is at least one memory.

    Where the couple is not known, the cover has the names that stand in the last moment.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    months = months_of(memories)
    last = months[-1].moments[-1]
    years = sorted({months[0].first.year, months[-1].first.year})
    surroundings = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    surroundings.filters |= {"tongue": tongue, "direction": direction, "day": _day, "parted": _parted}
    return surroundings.get_template("book.html.jinja").render(
        couple=couple or Couple(last.left.name, last.right.name),
        years=" – ".join(map(str, years)),
        months=months,
        moments=len(memories),
        light=colours.light,
        dark=colours.dark,
        pictured=pictured,
        made=f"{date_of(today)} {today.year}",
    )


def tongue(text: str) -> str:
    """The language to draw this text in: the same sign looks different in Japanese, Korean and Chinese."""
    if _KANA.search(text):
        return "ja"
    return "ko" if _HANGUL.search(text) else "und"


def direction(text: str) -> str:
    """The way this text runs, `ltr` or `rtl`: that of its first letter that runs one way."""
    ways = (unicodedata.bidirectional(letter) for letter in text)
    return "rtl" if next((way for way in ways if way in {"L", "R", "AL"}), "L") != "L" else "ltr"


def _day(memory: Memory) -> str:
    return f"{memory.when:%A}, {date_of(memory.when.date())}"


def _parted(memory: Memory) -> list[str]:
    """Deck and card, as far as there are any."""
    return [part for part in (memory.deck, memory.card) if part]
