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
    kept, problems = load_kept_notes(paths, kind)
    return [note.now for note in kept], problems


def load_kept_notes(paths: Paths, kind: Kind) -> tuple[list[Kept[Note]], list[Problem]]:
    """The same with all their versions. What lies in the wrong folder is not shown: a letter is closed."""
    folder = paths.notes(kind)
    found, problems = load_kept(folder, Note)
    kept = [each for each in found if all(note.kind == kind for note in each.standing)]
    strangers = [each for each in found if each not in kept]
    problems += [
        Problem(str(folder), 1, "kind", f"{each.root} is a {each.now.kind} and lies among the {kind}s.")
        for each in strangers
    ]
    return kept, problems


def open_promises(paths: Paths, couple: Couple) -> Pair[OpenPromise | None]:
    """What each of them promised last and is still to be looked back on; not while it has two versions."""
    kept, _ = load_kept_notes(paths, "promise")
    notes = [each.now for each in kept if not each.is_torn]
    found: Pair[OpenPromise | None] = Pair(None, None)
    for seat in Seat:
        made = (note for note in notes if note.by == couple.of(seat) and note.is_open)
        last = next(made, None)
        found = found.having(seat, OpenPromise(id=last.root, text=last.text) if last else None)
    return found


def look_back(paths: Paths, session: Session, when: datetime) -> None:
    """Note how the promises stand that were looked back on. Raises NotWritten."""
    answers = {promise.id: answer for promise, answer in session.looked_back_on}
    kept, _ = load_kept_notes(paths, "promise") if answers else ([], [])
    for promise in kept:
        answer = answers.get(promise.root)
        if answer is not None:
            stand(paths, promise, STANDING_OF_ANSWER[answer], when)


def stand(
    paths: Paths, kept: Kept[Note], standing: Standing, when: datetime, base: Note | None = None
) -> None:
    """Note how a promise or a plan stands now, with the words of `base` where there are several versions.

    Raises NotWritten.
    """
    if kept.is_torn or kept.now.standing != standing:
        note = revision(kept, base or kept.now, {"standing": standing}, version_id=new_id(), now=when)
        save_record(paths.notes(note.kind), note.when, note.id, note.record())
