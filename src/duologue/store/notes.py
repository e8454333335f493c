"""Promises, plans and letters on the disk."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from duologue.core.couple import Couple
from duologue.core.hand import OpenPromise
from duologue.core.note import STANDING_OF_ANSWER, Kind, Note, notes_of
from duologue.core.problem import Problem
from duologue.core.seats import Pair, Seat
from duologue.core.session import Session
from duologue.core.toml_text import Document
from duologue.store import toml_files
from duologue.store.files import NotWritten, remove
from duologue.store.paths import Paths
from duologue.store.records import load_record, load_records, record_files, save_record


def save_notes(paths: Paths, session: Session, when: datetime) -> None:
    """Put what both just kept on the disk: all of it, or nothing. Raises NotWritten."""
    saved: list[Path] = []
    try:
        for note in notes_of(session, when):
            path = save_record(paths.notes(note.kind), note.when, note.id, note.record())
            saved.append(path)
    except NotWritten:
        for path in saved:
            with suppress(NotWritten):
                remove(path)
        raise


def load_notes(paths: Paths, kind: Kind) -> tuple[list[Note], list[Problem]]:
    """All promises, plans or letters, the newest first, and which files could not be read and why."""
    return load_records(paths.notes(kind), Note)


def open_promises(paths: Paths, couple: Couple) -> Pair[OpenPromise | None]:
    """What each of them promised last and is still to be looked back on."""
    notes, _ = load_notes(paths, "promise")
    found: Pair[OpenPromise | None] = Pair(None, None)
    for seat in Seat:
        made = (note for note in notes if note.by == couple.of(seat) and note.is_open)
        last = next(made, None)
        found = found.having(seat, OpenPromise(id=last.id, text=last.text) if last else None)
    return found


def look_back(paths: Paths, session: Session) -> None:
    """Note how the promises stand that were looked back on. Raises NotWritten."""
    answers = {promise.id: answer for promise, answer in session.looked_back_on}
    for path in record_files(paths.notes("promise")) if answers else ():
        note = load_record(path, Note)
        if isinstance(note, Note) and note.id in answers:
            document = toml_files.load(path)
            if not isinstance(document, Document):
                continue
            end = document.values.pop("end")
            standing = STANDING_OF_ANSWER[answers[note.id]]
            toml_files.save(path, {**document.values, "standing": standing, "end": end})
