"""What stays of sessions, on the disk: what the next one needs of them, and how they are forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice

from duologue.core.couple import Couple
from duologue.core.problem import Problem
from duologue.core.seats import Pair, Seat
from duologue.core.session import Session
from duologue.core.summary import Summary, summary_of
from duologue.store.files import NotWritten, remove
from duologue.store.paths import Paths
from duologue.store.records import load_all, load_record, save_record
from duologue.store.survey import Survey
from duologue.store.toml_files import toml_files

LOOKED_BACK_ON = 40
"""How many past sessions the deal considers, so that cards rest."""
LATELY = 5
"""How many past sessions count for the time each had the floor."""


def save_summary(paths: Paths, session: Session, when: datetime) -> None:
    """Keep what was played. Raises NotWritten."""
    summary = summary_of(session, when)
    save_record(paths.sessions, summary.when, summary.id, summary.record())


def load_summaries(paths: Paths) -> tuple[list[Summary], list[Problem]]:
    """All sessions that were played, the newest first, and which files could not be read and why."""
    found, problems = load_all(paths.sessions, Summary)
    once = {each.id: each for each in reversed(found)}
    return sorted(once.values(), key=_when, reverse=True), problems


def newest_first(paths: Paths) -> Iterator[Summary]:
    """The sessions that were played, and of their files only as many opened as are asked for.

    The months go by their folders, and within a month what stands in the files counts: after a copy or a
    clone every file is of the same moment.
    """
    for month in reversed(list(Survey(paths.sessions).months())):
        read = [load_record(path, Summary) for path in toml_files(month)]
        found = {each.id: each for each in read if not isinstance(each, Problem)}
        yield from sorted(found.values(), key=_when, reverse=True)


def cards_seen(paths: Paths) -> list[str]:
    """Texts of the cards played lately, oldest first."""
    lately = list(islice(newest_first(paths), LOOKED_BACK_ON))
    return [card for summary in reversed(lately) for card in summary.cards]


def decks_played_last(paths: Paths) -> list[str]:
    """Ids of the decks of the last session; empty where there was none."""
    last = next(newest_first(paths), None)
    return list(last.decks) if last is not None else []


def floor_seconds(paths: Paths, couple: Couple) -> Pair[float]:
    """Seconds each of these two has had the floor lately, wherever they sat."""
    spoken = Pair(0.0, 0.0)
    for summary in islice(newest_first(paths), LATELY):
        for seat in Seat:
            spoken = spoken.having(seat, spoken.of(seat) + summary.floor_of(couple.of(seat)))
    return spoken


def forget(paths: Paths, summary_id: str) -> int:
    """Remove what stayed of one session, for good; returns how many files that was. Raises NotWritten."""
    return _remove(paths, lambda summary: summary.id == summary_id)


def forget_all(paths: Paths) -> int:
    """Remove what stayed of all sessions, for good; returns how many files that was.

    A file that is none of ours stays as it is. Raises NotWritten, also for one that the disk does not give.
    """
    return _remove(paths, lambda _: True)


def _remove(paths: Paths, goes: Callable[[Summary], bool]) -> int:
    removed, survey = 0, Survey(paths.sessions)
    unread: list[Problem] = []
    for file in list(survey.files()):
        found = load_record(file, Summary)
        if isinstance(found, Problem):
            unread += [found] if found.is_refused else []
        elif goes(found):
            remove(file)
            removed += 1
    if unread := survey.closed + unread:
        raise NotWritten(f"{unread[0].file} {unread[0].reason.rstrip('.')}")
    return removed


def _when(summary: Summary) -> datetime:
    return summary.when
