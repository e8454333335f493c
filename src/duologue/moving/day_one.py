"""What the journal app Day One gives away as JSON: one file, or a zip file of it with its photos."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from math import inf
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from duologue.core.couple import Couple
from duologue.core.explained import why
from duologue.core.feelings import Feelings
from duologue.core.memory import Line, Memory
from duologue.core.problem import Problem
from duologue.core.seats import Seat
from duologue.core.text import folded, trimmed, trimmed_lines
from duologue.core.toml_text import key_name
from duologue.moving.parcel import Arriving, Parcel, Photo

TITLE_AT_MOST = 80
LINE_AT_MOST = 2000
"""Characters that a line of a memory holds."""
FEELINGS_AT_MOST = 12
TAG_AT_MOST = 64
"""Characters; no feeling has more."""
ENTRIES_AT_MOST = 100_000

_MOMENT = re.compile(r"!\[[^\[\]\n]{0,200}\]\(dayone-moment:[^()\n]{0,200}\)")
"""Bounded, so that no text makes it look at all that follows again and again."""
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_HEADING = re.compile(r"^#{1,6}\s+")

FindPhoto = Callable[[str], Photo | None]
"""Finds a photo by the name that it has in the folder `photos/`, without what stands after the dot."""


def _or_empty(value: object) -> object:
    return "" if value is None else value


_Word = Annotated[str, BeforeValidator(_or_empty)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Place(_Part):
    name: _Word = Field("", alias="placeName")
    town: _Word = Field("", alias="localityName")


class _Photo(_Part):
    identifier: _Word = ""
    md5: _Word = ""


class _Entry(_Part):
    uuid: _Word = ""
    created: AwareDatetime = Field(alias="creationDate")
    zone: _Word = Field("", alias="timeZone")
    text: _Word = ""
    tags: tuple[str, ...] | None = None
    location: _Place | None = None
    photos: tuple[_Photo, ...] | None = None


@dataclass(frozen=True)
class Reader:
    """How entries of a journal become memories of this couple."""

    couple: Couple
    by: Seat
    """Who wrote the journal."""
    feelings: Feelings

    def read(self, values: Mapping[str, Any], file: str, find_photo: FindPhoto) -> Parcel:
        """All entries of one journal. `file` is the name used in problems."""
        entries = values.get("entries")
        if not isinstance(entries, list):
            return Parcel(problems=(Problem(file, 1, "entries", "a list of entries is needed here."),))
        if len(entries) > ENTRIES_AT_MOST:
            return Parcel(problems=(Problem(file, 1, "entries", f"are more than {ENTRIES_AT_MOST}."),))
        read = [_entry(value, number, file) for number, value in enumerate(entries)]
        good = [entry for entry in read if isinstance(entry, _Entry)]
        memories = [self._memory(entry) for entry in good]
        return Parcel(
            tuple(
                Arriving(memory, _first_photo(entry, find_photo), ours=False)
                for entry, (memory, _) in zip(good, memories, strict=True)
            ),
            tuple(entry for entry in read if isinstance(entry, Problem)),
            sum(was_cut for _, was_cut in memories),
        )

    def _memory(self, entry: _Entry) -> tuple[Memory, bool]:
        """The memory, and whether its text had to be shortened."""
        when = _local(entry)
        place = trimmed((entry.location.name or entry.location.town) if entry.location else "")
        title, line = _title_and_line(entry.text)
        words = shortened(line, LINE_AT_MOST)
        lines = {seat: words if seat is self.by else "" for seat in Seat}
        memory = Memory(
            id=_id_of(entry),
            when=when,
            deck="",
            card="",
            title=title or shortened(place, TITLE_AT_MOST) or f"{when:%Y-%m-%d}",
            feelings=self._felt(entry.tags or ()),
            place=shortened(place, LINE_AT_MOST),
            left=Line(name=self.couple.left, line=lines[Seat.LEFT]),
            right=Line(name=self.couple.right, line=lines[Seat.RIGHT]),
        )
        return memory, words != line

    def _felt(self, tags: tuple[str, ...]) -> tuple[str, ...]:
        """Those tags that are words for feelings; others mean nothing here."""
        words = {folded(word): word for family in self.feelings.families for word in family.words}
        found = (words.get(folded(tag)) for tag in tags if len(tag) <= TAG_AT_MOST)
        return tuple(dict.fromkeys(word for word in found if word))[:FEELINGS_AT_MOST]


def shortened(text: str, at_most: int) -> str:
    """The text, or as many whole words of it as there is room for, and “…”."""
    if len(text) <= at_most:
        return text
    whole = text[:at_most].rpartition(" ")[0]
    return f"{(whole if len(whole) > at_most // 2 else text[: at_most - 1]).rstrip()}…"


def _title_and_line(text: str) -> tuple[str, str]:
    """The first line, and the rest; all of it again where the first line is too long or the only one."""
    plain = trimmed_lines(_ESCAPED.sub(r"\1", _MOMENT.sub("", text)))
    rows = [row for row in (" ".join(_HEADING.sub("", row).split()) for row in plain.splitlines()) if row]
    if not rows:
        return "", ""
    title = shortened(rows[0], TITLE_AT_MOST)
    rest = rows[1:] if len(rows) > 1 and title == rows[0] else rows
    return title, " ".join(rest)


def _local(entry: _Entry) -> datetime:
    """When it was written, in the time zone in which it was."""
    when = entry.created.replace(microsecond=0)
    try:
        return when.astimezone(ZoneInfo(entry.zone)) if entry.zone else when
    except (KeyError, ValueError, OSError, OverflowError):
        return when


def _id_of(entry: _Entry) -> str:
    """The same for the same entry, whenever it comes."""
    known_by = entry.uuid.replace("-", "").lower() or f"{entry.created.isoformat()} {entry.text}"
    return f"day-one-{blake2b(known_by.encode('utf-8', 'replace'), digest_size=12).hexdigest()}"


def _first_photo(entry: _Entry, find_photo: FindPhoto) -> Photo | None:
    """What stands first in the text, or else in the list; None where there is none or it is not at hand."""

    def place(photo: _Photo) -> float:
        index = entry.text.find(photo.identifier) if photo.identifier else -1
        return index if index >= 0 else inf

    by_place = sorted(entry.photos or (), key=place)
    found = (find_photo(name) for photo in by_place for name in (photo.md5, photo.identifier) if name)
    return next((photo for photo in found if photo is not None), None)


def _entry(value: object, number: int, file: str) -> _Entry | Problem:
    if not isinstance(value, dict):
        return Problem(file, 1, key_name(("entries", number)), "is no entry of a journal.")
    try:
        return _Entry.model_validate(value)
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        return Problem(file, 1, key_name(("entries", number, *detail["loc"])), why(detail))
