"""Promises, plans and letters on the disk."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from duologue.core.couple import Couple
from duologue.core.hand import OpenPromise
from duologue.core.kept import Kept, revision
from duologue.core.note import STANDING_OF_ANSWER, Kind, Note, Standing, notes_of
from duologue.core.problem import Problem
from duologue.core.seats import Pair, Seat
from duologue.core.session import Session
from duologue.store.files import NotWritten, remove
from duologue.store.paths import Paths
from duologue.store.records import load_kept, new_id, save_record


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
    kept, problems = load_kept(paths.notes(kind), Note)
    return [note.now for note in kept], problems


def open_promises(paths: Paths, couple: Couple) -> Pair[OpenPromise | None]:
    """What each of them promised last and is still to be looked back on."""
    notes, _ = load_notes(paths, "promise")
    found: Pair[OpenPromise | None] = Pair(None, None)
    for seat in Seat:
        made = (note for note in notes if note.by == couple.of(seat) and note.is_open)
        last = next(made, None)
        found = found.having(seat, OpenPromise(id=last.root, text=last.text) if last else None)
    return found


def look_back(paths: Paths, session: Session, when: datetime) -> None:
    """Note how the promises stand that were looked back on. Raises NotWritten."""
    answers = {promise.id: answer for promise, answer in session.looked_back_on}
    kept, _ = load_kept(paths.notes("promise"), Note) if answers else ([], [])
    for promise in kept:
        answer = answers.get(promise.root)
        if answer is not None:
            stand(paths, promise, STANDING_OF_ANSWER[answer], when)


def stand(paths: Paths, kept: Kept[Note], standing: Standing, when: datetime) -> None:
    """Note how a promise or a plan stands now. Raises NotWritten."""
    if kept.is_torn or kept.now.standing != standing:
        note = revision(kept, kept.now, {"standing": standing}, version_id=new_id(), now=when)
        save_record(paths.notes(note.kind), note.when, note.id, note.record())
