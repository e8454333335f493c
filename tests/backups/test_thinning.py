"""The older backups are, the fewer are kept; a clock that is wrong for once does little harm."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from duologue.store.backups import Backup
from duologue.store.thinning import AT_LEAST, AT_ONCE, served

NOW = datetime(2026, 6, 30, 12, 0)
PLENTY = 10**12


def one(age: float, size: int = 1000, problem: str = "") -> Backup:
    """A backup of so many days ago."""
    when = NOW - timedelta(days=age)
    return Backup(Path(f"/b/{when:%Y-%m-%dT%H%M%S}-weekly.tar"), when, "weekly", size, problem=problem)


def thinned(backups: list[Backup], now: datetime = NOW, free: int = PLENTY) -> list[Backup]:
    """What is left when nothing more goes."""
    left = list(backups)
    while gone := served(left, now, free):
        assert len(gone) <= AT_ONCE
        left = [each for each in left if each not in gone]
    return left


def ages(backups: list[Backup]) -> list[int]:
    """How many days old they are."""
    return [(NOW - each.when).days for each in backups]


@pytest.mark.parametrize(
    ("days", "left"),
    [
        ([], []),
        ([0], [0]),
        (range(15), range(15)),
        ([0, 0.1, 0.2, 13.9], [0, 0, 0, 13]),
        # Weeks go from Monday to Sunday; the newest of each stays. The 15th of June 2026 is a Monday.
        ([0, 15, 16, 17, 21, 22], [0, 15, 16]),
        ([0, 20, 20.1, 20.2], [0, 20]),
        # It is the newest of a month that stays, after ten weeks, and that of a year after another year.
        ([0, 90, 91, 119, 120, 121, 122], [0, 90, 91, 122]),
        ([0, 500, 545, 546, 600, 910, 911, 912], [0, 500, 546, 912]),
        ([4000], [4000]),
        ([4000, 4001, 4002], [4000, 4001, 4002]),
    ],
)
def test_what_is_kept(days: list[float], left: list[int]) -> None:
    found = thinned([one(age) for age in days])
    assert ages(found) == list(left)


def test_years_of_weeks_come_to_a_few_dozen() -> None:
    left = thinned([one(age) for age in range(0, 2200, 7)])
    assert len([age for age in ages(left) if age <= 14]) == 3
    assert len([age for age in ages(left) if 14 < age <= 70]) == 8
    assert 11 <= len([age for age in ages(left) if 70 < age <= 435]) <= 13
    assert len([age for age in ages(left) if age > 435]) <= 6


def test_a_backup_a_week_for_ten_years_never_leaves_a_gap_that_matters() -> None:
    """As it goes in life: one more each week, and each time two at the most go."""
    kept: list[Backup] = []
    for age in range(3650, -1, -7):
        now = NOW - timedelta(days=age)
        kept = [one(age), *kept]
        gone = served(kept, now, PLENTY)
        kept = [each for each in kept if each not in gone]
        old = sorted((now - each.when).days for each in kept)
        gaps = [later - earlier for earlier, later in pairwise(old)]
        assert all(gap <= (7 if start < 14 else 14 if start < 60 else 62 if start < 400 else 740)
                   for start, gap in zip(old, gaps, strict=False))  # fmt: skip
    assert len(kept) < 40


@pytest.mark.parametrize("jump", [-3650, -30, 30, 3650])
def test_a_clock_that_is_wrong_for_a_day_costs_two_at_the_most(jump: int) -> None:
    before = [one(age) for age in range(15)]
    wrong = NOW + timedelta(days=jump)
    made = Backup(Path("/b/wrong.tar"), wrong, "weekly", 1000)
    gone = served([made, *before], wrong, PLENTY)
    assert made not in gone
    assert len(gone) <= AT_ONCE
    later = NOW + timedelta(days=1)
    again = [each for each in [made, *before] if each not in gone]
    assert made not in served(again, later, PLENTY) or jump < -30


def test_what_comes_from_the_future_does_not_age_the_rest() -> None:
    future = one(-30)
    assert thinned([future, *(one(age) for age in range(10))]) == [future, *(one(age) for age in range(10))]


def test_little_room_takes_the_oldest_and_leaves_three() -> None:
    backups = [one(age, size=1000) for age in range(10)]
    assert ages(thinned(backups, free=5500)) == [0, 1, 2, 3, 4]
    assert len(thinned(backups, free=0)) == AT_LEAST


def test_what_cannot_be_read_stays_and_stands_for_nothing() -> None:
    broken = [one(20, problem="is cut off"), one(20.2, problem="is cut off")]
    assert thinned([one(0), *broken, one(20.1), one(20.3)]) == [one(0), *broken, one(20.1)]
    assert thinned(broken) == broken
