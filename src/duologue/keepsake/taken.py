"""What is taken out of the jar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from duologue.core.kept import AnyVersion, Kept
from duologue.core.memory import Memory
from duologue.core.note import Note
from duologue.core.problem import Problem
from duologue.keepsake.book import book
from duologue.keepsake.colours import chosen_colours
from duologue.keepsake.json_form import Archive
from duologue.keepsake.pictures import for_a_page
from duologue.store.files import Unreadable
from duologue.store.paths import Paths
from duologue.store.pictures import picture_bytes
from duologue.store.records import load_kept
from duologue.store.settings import load_couple


@dataclass(frozen=True)
class Period:
    """Days from the first to the last, both with it; the day is the one that it was where they were."""

    first: date = date.min
    last: date = date.max

    def those_within(self, all_kept: Iterable[Kept[AnyVersion]]) -> tuple[Kept[AnyVersion], ...]:
        """What happened on these days, in the same order."""
        return tuple(kept for kept in all_kept if self.first <= kept.now.when.date() <= self.last)


@dataclass
class Taken:
    """What was found, and which files could not be read and why; `problems` grows with the pictures."""

    paths: Paths
    archive: Archive
    problems: list[Problem] = field(default_factory=list)

    @property
    def memories(self) -> list[Memory]:
        """All moments as they stand."""
        return [kept.now for kept in self.archive.memories]

    @property
    def torn(self) -> int:
        """How many moments wait for a choice between two versions."""
        return sum(kept.is_torn for kept in self.archive.memories)

    def picture(self, name: str) -> bytes | None:
        """A picture as it is in the jar; None, and a problem more, where it is gone."""
        try:
            return picture_bytes(self.paths, name)
        except Unreadable as error:
            self._cannot_read(name, error)
            return None

    def pictured(self, name: str) -> str | None:
        """A picture for a page; None, and a problem more, where it is gone."""
        try:
            return for_a_page(picture_bytes(self.paths, name))
        except Unreadable as error:
            self._cannot_read(name, error)
            return None

    def with_pictures(self) -> Archive:
        """The archive, and in it every picture of every version."""
        versions = [each for kept in self.archive.memories for each in (*kept.standing, *kept.earlier)]
        names = dict.fromkeys(memory.picture for memory in versions if memory.picture)
        found = {name: self.picture(name) for name in names}
        return replace(
            self.archive, pictures={name: data for name, data in found.items() if data is not None}
        )

    def book(self, today: date) -> str:
        """The keepsake as a page. There must be at least one memory."""
        couple, colours = load_couple(self.paths), chosen_colours(self.paths)
        return book(self.memories, couple, colours, self.pictured, today)

    def _cannot_read(self, name: str, why: Unreadable) -> None:
        problem = Problem(str(self.paths.pictures / name), 1, "file", str(why))
        if problem not in self.problems:
            self.problems.append(problem)


def take(paths: Paths, period: Period = Period(), *, notes: bool = False, letters: bool = False) -> Taken:
    """Read moments, and promises and plans or also letters where they are asked for."""
    memories, problems = load_kept(paths.memories, Memory)
    promises = _notes(paths, "promise", period, problems) if notes else ()
    plans = _notes(paths, "plan", period, problems) if notes else ()
    read = _notes(paths, "letter", period, problems) if letters else ()
    return Taken(paths, Archive(period.those_within(memories), promises, plans, read), problems)


def _notes(paths: Paths, kind: str, period: Period, problems: list[Problem]) -> tuple[Kept[Note], ...]:
    notes, unread = load_kept(paths.notes(kind), Note)
    problems += unread
    return period.those_within(notes)
