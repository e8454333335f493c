"""Keeps what a parcel brings: nothing twice, and all of it or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from duologue.core.memory import Memory
from duologue.core.note import Note
from duologue.core.problem import Problem
from duologue.moving import pictures
from duologue.moving.parcel import Arriving, Parcel, Photo
from duologue.store import arrivals
from duologue.store.files import Unreadable, exists
from duologue.store.paths import Paths
from duologue.store.records import load_versions
from duologue.store.survey import Survey
from duologue.store.trash import in_trash


@dataclass
class Sifted:
    """What of a parcel is new here."""

    new: list[Arriving] = field(default_factory=list)
    here: int = 0
    """How many lie in the jar already, as they are."""
    let_go: int = 0
    """How many are in the trash, and stay there."""
    without_picture: list[Problem] = field(default_factory=list)
    """Which pictures could not be brought along; known once all is kept."""


def sift(paths: Paths, parcel: Parcel) -> Sifted:
    """Tell what is new from what is here already. Touches nothing."""
    sifted = Sifted()
    gone = {each.kept.root for each in in_trash(paths)}
    here: dict[tuple[str, str], list[Memory | Note]] = {}
    for version in _of_the_same_name(paths, parcel):
        here.setdefault(_key(version), []).append(version)
    for arriving in parcel.arriving:
        record = arriving.record
        same = here.setdefault(_key(record), [])
        if isinstance(record, Memory) and record.root in gone:
            sifted.let_go += 1
        elif any(_says_the_same(version, arriving) for version in same):
            sifted.here += 1
        else:
            same.append(record)
            sifted.new.append(arriving)
    return sifted


def keep(paths: Paths, sifted: Sifted) -> bool:
    """Keep what is new: all of it, or nothing. Only for whoever holds the pen.

    Answers whether everything is in its place by now; where not, it is on the disk and comes to its place
    when Duologue is next opened. Raises NotWritten.
    """
    return not sifted.new or arrivals.bring_in(paths, _files(paths, sifted))


def _key(record: Memory | Note) -> tuple[str, str]:
    return (record.kind if isinstance(record, Note) else "memory", record.id)


def _folder(paths: Paths, record: Memory | Note) -> Path:
    return paths.notes(record.kind) if isinstance(record, Note) else paths.memories


def _of_the_same_name(paths: Paths, parcel: Parcel) -> Iterator[Memory | Note]:
    """What is here in files that are named after what arrives: opening all 50,000 would take too long."""
    wanted: dict[Path, tuple[type[Memory] | type[Note], set[str]]] = {}
    for arriving in parcel.arriving:
        record = arriving.record
        _, names = wanted.setdefault(_folder(paths, record), (type(record), set()))
        names.add(record.id)
    for folder, (kind, names) in wanted.items():
        for file in Survey(folder).files():
            if file.stem in names or re.sub(r"-\d+$", "", file.stem) in names:
                found = load_versions(file, kind)
                yield from () if isinstance(found, Problem) else found


def _says_the_same(here: Memory | Note, arriving: Arriving) -> bool:
    if arriving.ours or not isinstance(here, Memory):
        return here == arriving.record
    assert isinstance(arriving.record, Memory)
    return _words(here) == _words(arriving.record)


def _words(memory: Memory) -> tuple[object, ...]:
    """What a journal says itself. Names, seats and feelings are only how it was read on that day."""
    return memory.when, memory.title, memory.place, {memory.left.line, memory.right.line}


def _files(paths: Paths, sifted: Sifted) -> Iterator[tuple[Path, bytes]]:
    """Every file to keep; a picture is read and made smaller only when its turn comes."""
    for arriving in sifted.new:
        record = arriving.record
        if arriving.photo is not None and isinstance(record, Memory):
            try:
                name, data = _picture(arriving.photo, record.picture)
            except Unreadable as error:
                sifted.without_picture.append(Problem(arriving.photo.name, 1, record.title, str(error)))
            else:
                record = record.model_copy(update={"picture": name})
                if not exists(paths.pictures / name):
                    yield paths.pictures.relative_to(paths.data) / name, data
        yield arrivals.as_file(paths, _folder(paths, record), record)


def _picture(photo: Photo, name: str) -> tuple[str, bytes]:
    """As another Duologue kept it under this name, or made ready to be kept where it has none yet."""
    data = photo.read()
    return (name, pictures.as_it_is(name, data)) if name else pictures.taken_in(data)
