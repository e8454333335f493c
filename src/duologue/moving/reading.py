"""Finds out what a file or a folder from outside is, and reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from duologue.core.problem import Problem
from duologue.keepsake import json_form, markdown_form
from duologue.keepsake.form import NotInThisForm
from duologue.moving import json_text
from duologue.moving.parcel import Arriving, Parcel, Photo, together
from duologue.moving.pictures import BYTES_AT_MOST as PICTURE_AT_MOST
from duologue.store import archives
from duologue.store.files import Unreadable, read_bytes, read_text

if TYPE_CHECKING:
    from duologue.moving.day_one import FindPhoto, Reader

PHOTOS = "photos"
"""The folder of photos in what Day One gives away."""
NEITHER = "is neither a JSON file of Duologue's nor a journal of Day One's."

WhoWrote = Callable[[], "Reader"]
"""Asks who wrote a journal; called only where one is found."""


def read(path: Path, who_wrote: WhoWrote, open_files: ExitStack) -> Parcel:
    """What this file or folder brings; what cannot be read of it stands in its problems.

    Photos can be read until `open_files` is closed. A link is followed, since the couple named it themselves.
    """
    if path.is_dir():
        notes = sorted(path.glob("*.md"))
        journals = [] if notes else sorted(path.glob("*.json"))
        if not notes and not journals:
            return refused(path, "holds neither Markdown files nor a journal of Day One's.")
        return _markdown(notes) if notes else together(_file(each, who_wrote) for each in journals)
    if path.suffix.lower() == ".md":
        return _markdown([path])
    if path.suffix.lower() != ".zip":
        return _file(path, who_wrote)
    try:
        return _zip(path, open_files.enter_context(archives.opened(path)), who_wrote)
    except Unreadable as error:
        return refused(path, str(error))


def refused(path: Path, reason: str) -> Parcel:
    """Nothing, and why."""
    return Parcel(problems=(Problem(str(path), 1, "file", reason),))


def ours(text: str, file: str) -> Parcel:
    """What a JSON file of Duologue's holds."""
    try:
        archive = json_form.parse(text)
    except NotInThisForm as error:
        return Parcel(problems=(error.problem(file),))
    memories = (memory for each in archive.memories for memory in (*each.standing, *each.earlier))
    kept = (*archive.promises, *archive.plans, *archive.letters)
    notes = (note for each in kept for note in (*each.standing, *each.earlier))
    return Parcel(
        (
            *(Arriving(memory, _embedded(memory.picture, archive.pictures)) for memory in memories),
            *(Arriving(note) for note in notes),
        ),
        tuple(fault.problem(file) for fault in archive.faults),
    )


def _embedded(name: str, pictures: Mapping[str, bytes]) -> Photo | None:
    return Photo(name, partial(pictures.__getitem__, name)) if name in pictures else None


def _file(path: Path, who_wrote: WhoWrote) -> Parcel:
    try:
        data = read_bytes(path, json_text.BYTES_AT_MOST, trusted=True)
    except Unreadable as error:
        return refused(path, str(error))
    there = {each.stem.lower(): each for each in sorted((path.parent / PHOTOS).glob("*.*"))}

    def beside(name: str) -> Photo | None:
        photo = there.get(name.lower())
        return Photo(photo.name, partial(read_bytes, photo, PICTURE_AT_MOST)) if photo else None

    return _json(data, str(path), who_wrote, beside)


def _zip(path: Path, archive: archives.Archive, who_wrote: WhoWrote) -> Parcel:
    """The journals that lie in it, each beside its photos."""
    places = [PurePosixPath(name) for name in archive.names]
    hidden = {place for place in places if any(part.startswith((".", "__MACOSX")) for part in place.parts)}
    journals = [place for place in places if place.suffix == ".json" and place not in hidden]
    there = {(place.parent, place.stem.lower()): place for place in places if place.parent.name == PHOTOS}
    if not journals:
        return refused(path, "holds no journal: a JSON file is needed in it.")

    def journal(place: PurePosixPath) -> Parcel:
        def beside(name: str) -> Photo | None:
            photo = there.get((place.parent / PHOTOS, name.lower()))
            return Photo(photo.name, partial(archive.read, str(photo), PICTURE_AT_MOST)) if photo else None

        file = f"{path}/{place}"
        try:
            return _json(archive.read(str(place), json_text.BYTES_AT_MOST), file, who_wrote, beside)
        except Unreadable as error:
            return refused(Path(file), str(error))

    return together(journal(place) for place in journals)


def _json(data: bytes, file: str, who_wrote: WhoWrote, find_photo: FindPhoto) -> Parcel:
    values = json_text.parse(data, file)
    if isinstance(values, Problem):
        return Parcel(problems=(values,))
    if "kind" in values:
        return ours(data.decode("utf-8-sig"), file)
    if "entries" in values:
        return who_wrote().read(values, file, find_photo)
    return refused(Path(file), NEITHER)


def _markdown(files: Iterable[Path]) -> Parcel:
    """A memory of each file, with the pictures that lie beside them."""
    arriving: list[Arriving] = []
    problems: list[Problem] = []
    for file in files:
        try:
            memory = markdown_form.parse(read_text(file))
        except Unreadable as error:
            problems.append(Problem(str(file), 1, "file", str(error)))
        except NotInThisForm as error:
            problems.append(error.problem(str(file)))
        else:
            picture = file.parent / markdown_form.PICTURES / memory.picture
            photo = Photo(memory.picture, partial(read_bytes, picture, PICTURE_AT_MOST))
            arriving.append(Arriving(memory, photo if memory.picture else None))
    return Parcel(tuple(arriving), tuple(problems))
