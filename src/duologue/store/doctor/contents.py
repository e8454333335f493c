"""What is in the files that are kept: which cannot be read, which are of another version, and conflicts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel

from duologue.core.closeness import Closeness
from duologue.core.formats import CUT_OFF, NEWER
from duologue.core.kept import gather
from duologue.core.memory import Memory
from duologue.core.note import Note
from duologue.core.problem import Problem
from duologue.core.record import Version
from duologue.core.summary import Summary
from duologue.store import trash
from duologue.store.backups import kept_files
from duologue.store.conflicts import sides
from duologue.store.decks import load_decks
from duologue.store.doctor.finding import Finding, counted, fine, look, note, the_first
from duologue.store.feelings import load_feelings
from duologue.store.files import Unreadable, exists, listed, read_text
from duologue.store.listing import LOCKED
from duologue.store.migration import old_copy, older
from duologue.store.paths import Paths
from duologue.store.records import load_versions
from duologue.store.settings import places, setting_problems
from duologue.store.stars import star_problems
from duologue.store.survey import Survey
from duologue.store.themes import load_themes

_COPY = re.compile(r"sync-conflict|conflicted copy|\([^)]*conflict[^)]*\)|\.orig$|\.rej$", re.IGNORECASE)
"""How file syncs and git name what they could not merge."""
_FROM_A_BACKUP = "A backup may have it whole; `duologue restore` shows what is in one."


class Read:
    """All records, read once."""

    def __init__(self, paths: Paths) -> None:
        self.problems: list[Problem] = []
        self.marked: list[Path] = []
        """Files with git's marks, of which both sides can be read."""
        self.torn: list[tuple[Path, int]] = []
        """Folders, and how many in it were changed on two laptops."""
        self.pictures: set[str] = set()
        self.paths: set[Path] = set()
        kinds: list[tuple[Path, type[BaseModel]]] = [
            (paths.memories, Memory),
            *((paths.notes(kind), Note) for kind in ("promise", "plan", "letter")),
            (paths.closeness, Closeness),
            (paths.sessions, Summary),
        ]
        for folder, kind in kinds:
            self._read(folder, kind)

    def _read(self, folder: Path, kind: type[BaseModel]) -> None:
        versions: list[Version] = []
        survey = Survey(folder)
        for path in survey.files():
            self.paths.add(path)
            found = load_versions(path, kind)
            if isinstance(found, Problem):
                self.problems.append(found)
                continue
            versions += [each for each in found if isinstance(each, Version)]
            if len(found) > 1:
                self.marked.append(path)
        self.problems += survey.closed
        self.pictures |= {each.picture for each in versions if isinstance(each, Memory) and each.picture}
        if torn := sum(kept.is_torn for kept in gather(versions)):
            self.torn.append((folder, torn))


def records(paths: Paths, _: datetime) -> Iterator[Finding]:
    """Which files cannot be read, and which were changed on two laptops."""
    read = Read(paths)
    yield from _unreadable([*read.problems, *trash.look(paths)[1], *star_problems(paths)])
    gone = sorted(name for name in read.pictures if not exists(paths.pictures / name))
    yield from the_first(
        look(
            "unreadable", "A moment names this picture, which is gone.", paths.pictures / name, _FROM_A_BACKUP
        )
        for name in gone
    )
    told = {problem.file for problem in read.problems}
    missing = {name: why for name, why in kept_files(paths)[1].items() if str(paths.data / name) not in told}
    yield from the_first(
        look("unreadable", f"{reason}.", paths.data / name, "It is left as it is, and is in no backup.")
        for name, reason in sorted(missing.items())
    )
    if not read.problems and not gone and not missing:
        yield fine("unreadable", f"{counted(len(read.paths), 'record')} can be read.")
    yield from _conflicts(paths, read)


def _unreadable(problems: Iterable[Problem]) -> Iterator[Finding]:
    return the_first(
        look("unreadable", plainly(problem), _place(problem), _what_to_do(problem)) for problem in problems
    )


def plainly(problem: Problem) -> str:
    """What is wrong, without anything that stands in the file but the names of keys that are ours."""
    reason = "is not TOML." if problem.reason.startswith("not TOML") else problem.reason
    return reason if problem.key == "file" else f"{problem.key}: {reason}"


def _place(problem: Problem) -> str:
    return f"{problem.file}:{problem.line}" if problem.line > 1 else problem.file


def _what_to_do(problem: Problem) -> str:
    if problem.reason == NEWER:
        return "Update Duologue on this laptop."
    if problem.reason.startswith("cannot be opened"):
        return "See who owns it; nothing of it is lost."
    if problem.reason.startswith("holds the marks"):
        return "Mend it in an editor: keep one side, and remove the marks."
    return f"It is left as it is. {_FROM_A_BACKUP}"


def _conflicts(paths: Paths, read: Read) -> Iterator[Finding]:
    area, found = "conflicts", []
    for folder, torn in read.torn:
        words = "Choose together in the jar, or in the list of promises, plans and letters."
        found.append(note(area, f"{counted(torn, 'record')} changed on two laptops.", folder, words))
    found += [
        note(area, "git could not merge it; both sides are shown as versions.", path, "Choose one together.")
        for path in read.marked
    ]
    kept = kept_files(paths)[0]
    beside = {file for base in (paths.data, paths.config) for file in listed(base, "*.toml")}
    for path in sorted({*kept.values(), *beside}):
        if _COPY.search(path.name):
            found.append(_copy(path, is_read=path in read.paths or path.parent.name == LOCKED))
        elif path.suffix == ".toml" and path not in read.paths and _has_marks(path):
            words = "Mend it in an editor: keep one side, and remove the marks."
            found.append(look(area, "holds the marks of a merge that git could not finish.", path, words))
    yield from the_first(found) if found else [fine(area, "There are none.")]


def _copy(path: Path, *, is_read: bool) -> Finding:
    """Of a locked file each copy is opened, whatever it is called."""
    if is_read:
        return note("conflicts", "is a copy that a file sync made; it is read as a version.", path)
    words = "Compare the two, keep what is right in the other, and remove this one."
    return look("conflicts", "is a copy that a file sync made, and is not read.", path, words)


def _has_marks(path: Path) -> bool:
    try:
        return len(sides(read_text(path))) > 1
    except Unreadable:
        return False


def chosen(paths: Paths, _: datetime) -> Iterator[Finding]:
    """Names, settings, and decks, themes and words of their own."""
    area, found = "formats", []
    for problem in setting_problems(paths):
        words = "Update Duologue on this laptop."
        if problem.reason in {CUT_OFF, "is empty."} or problem.reason.startswith("not TOML"):
            words = "What you choose next is written anew, and this file is set aside."
        found.append(look(area, plainly(problem), _place(problem), words))
    for path in older(paths).values():
        words = "The next start brings it up to date, after a backup."
        found.append(note(area, "is of an older format.", path, words))
    copies = [old_copy(path) for path in places(paths).values() if exists(old_copy(path))]
    words = "was kept from before a change of format."
    found += [note(area, words, path, "Start Duologue once.") for path in copies]
    yield from found or [fine(area, "Names and settings are as this version writes them.")]
    yield from _own(paths)


def _own(paths: Paths) -> Iterator[Finding]:
    """Decks, themes and words of their own. What stands in them is not told, only where it is wrong."""
    area = "own decks"
    says = {"decks": "`duologue decks check FILE` says what it is.",
            "themes": "`duologue themes check FILE` says what it is.",
            "words": "Home says what it is."}  # fmt: skip
    found = {"decks": load_decks(paths)[1], "themes": load_themes(paths)[1], "words": load_feelings(paths)[1]}
    first = {problem.file: (problem, kind) for kind, each in found.items() for problem in reversed(each)}
    if not first:
        yield fine(area, "Decks, themes and words of your own can be used.")
    words = "is left out, because something in it needs mending."
    yield from the_first(look(area, words, _place(problem), says[kind]) for problem, kind in first.values())
