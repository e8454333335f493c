"""Which backups have served: the older they are, the fewer are kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duologue.store.backups import Backup

ALL = timedelta(days=14)
WEEKLY = ALL + timedelta(weeks=8)
MONTHLY = WEEKLY + timedelta(days=365)
AT_LEAST = 3
"""So many are kept, however little room there is."""
AT_ONCE = 2
"""So many go at a time, so that a clock that is wrong for once does little harm."""


def served(
    backups: Sequence[Backup], now: datetime, free: int, spared: Collection[Path] = ()
) -> list[Backup]:
    """Those that can go, at most two, the oldest first.

    Kept are all of fourteen days, then one a week for eight weeks, one a month for a year, and one a year;
    fewer where together they take more bytes than are `free`, but never less than three. What cannot be
    read stands for nothing, and stays; what is `spared` stays, too, whatever it is called.
    """
    usable = sorted((each for each in backups if not each.problem), key=lambda each: each.when, reverse=True)
    if not usable:
        return []
    today = min(now, usable[0].when)
    kept: list[Backup] = []
    seen: set[tuple[int, ...]] = set()
    for backup in usable:
        span = _span(backup.when, today)
        if not span or span not in seen:
            kept.append(backup)
        seen.add(span)
    while len(kept) > AT_LEAST and sum(each.size for each in kept) > free:
        kept.pop()
    stay = {each.resolve() for each in (*spared, *(each.path for each in kept))}
    return [each for each in reversed(usable) if each.path.resolve() not in stay][:AT_ONCE]


def _span(when: datetime, today: datetime) -> tuple[int, ...]:
    """What it stands for: its week, month or year; nothing but itself while it is young."""
    age = today - when
    if age <= ALL:
        return ()
    if age <= WEEKLY:
        return (*when.isocalendar()[:2], 0)
    return (when.year, when.month) if age <= MONTHLY else (when.year,)


def remove_served(backups: Sequence[Backup], now: datetime, free: int, spared: Collection[Path] = ()) -> None:
    """Remove those that can go, where the disk allows it."""
    for backup in served(backups, now, free, spared):
        with suppress(OSError):
            backup.path.unlink(missing_ok=True)
