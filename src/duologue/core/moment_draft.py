"""A moment while it is written down: what stands in each field, and what is read from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import TYPE_CHECKING

from duologue.core.moment_date import NotADay, a_day
from duologue.core.seats import Pair
from duologue.core.text import folded, trimmed

if TYPE_CHECKING:
    from duologue.core.memory import Memory

FEELINGS_AT_MOST = 12
"""Words for how it felt."""
THE_PICTURE = "the one it has"
"""Stands in the field while a memory keeps its picture; nobody knows it by the name of its file."""

_COMMAS = re.compile("[,;،、，；]")


class NotYet(ValueError):
    """A field that cannot be kept as it is; the text says kindly why."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True)
class Draft:
    """What stands in the fields, named as a memory names them."""

    title: str = ""
    when: str = ""
    left: str = ""
    right: str = ""
    feelings: str = ""
    place: str = ""
    picture: str = ""
    """The path of a file, or `THE_PICTURE`."""


@dataclass(frozen=True)
class Told:
    """What was read from them. The picture is a file, and others look at it."""

    title: str
    day: date
    lines: Pair[str]
    feelings: tuple[str, ...]
    place: str


def draft_of(memory: Memory) -> Draft:
    """What stands in the fields when a memory is to be changed."""
    return Draft(
        title=memory.title,
        when=f"{memory.when:%Y-%m-%d}",
        left=memory.left.line,
        right=memory.right.line,
        feelings=", ".join(memory.feelings),
        place=memory.place,
        picture=THE_PICTURE if memory.picture else "",
    )


def told(draft: Draft, latest: date) -> Told:
    """Read what was written. `latest` is the last day it can have been. Raises NotYet."""
    if not (title := trimmed(draft.title)):
        raise NotYet("title", "A few words to find it by, please.")
    try:
        day = a_day(draft.when, latest)
    except NotADay as reason:
        raise NotYet("when", str(reason)) from reason
    lines = Pair(trimmed(draft.left), trimmed(draft.right))
    return Told(title, day, lines, _feelings(draft.feelings), trimmed(draft.place))


def noon(day: date, zone: tzinfo | None) -> datetime:
    """When it was, where only the day is known."""
    return datetime.combine(day, time(12), zone)


def _feelings(text: str) -> tuple[str, ...]:
    words = (" ".join(word.split()) for word in _COMMAS.split(trimmed(text)))
    found: dict[str, str] = {}
    for word in filter(None, words):
        found.setdefault(folded(word), word)
    if len(found) > FEELINGS_AT_MOST:
        raise NotYet("feelings", f"Up to {FEELINGS_AT_MOST} words, please; these are {len(found)}.")
    return tuple(found.values())
