"""However many backups have served by now: the one just made stays, and so does the one they bring back."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from duologue.store.backups import backups, make
from duologue.store.paths import Paths
from tests.backups.conftest import Run
from tests.backups.folders import NOW, close, filled, kept_in
from tests.backups.test_restore_locked import lock
from tests.moving.jars import a_memory, save


@pytest.fixture
def oldest(home: Paths) -> Path:
    """The first of five backups of one week long ago: the next time one is made it has served."""
    filled(home)
    return _of_one_week(home)


def _of_one_week(home: Paths) -> Path:
    made = [make(home, "by-hand", NOW - timedelta(days=4000, minutes=minutes)) for minutes in range(5, 0, -1)]
    return made[0].path


def _by_name(path: Path) -> str:
    return path.name


def _by_path(path: Path) -> str:
    return os.path.relpath(path)


def _by_link(path: Path) -> str:
    link = path.parent.parent / "link.tar"
    link.symlink_to(path)
    return str(link)


@pytest.mark.parametrize("named", [_by_name, _by_path, _by_link])
def test_the_backup_they_bring_back_is_still_there_to_come(
    run: Run, home: Paths, oldest: Path, named: Callable[[Path], str]
) -> None:
    kept = kept_in(home)
    (home.memories / "2024" / "05" / "walk.toml").unlink()
    told = run("restore", named(oldest), typed="y\n")
    assert told.exit_code == 0, told.output
    assert kept_in(home) == kept
    assert oldest.exists()


def test_the_backup_that_brings_a_key_back_is_still_there_to_come(run: Run, home: Paths) -> None:
    save(home, a_memory("walk"))
    lock(home)
    oldest = _of_one_week(home)
    home.identity.unlink()
    told = run("restore", oldest.name, "--with-key", typed="four words of ours\ny\n")
    assert (told.exit_code, oldest.exists()) == (0, True), told.output
    assert "Your key is back." in told.output
    close()
    assert home.identity.exists()


def test_the_one_just_made_stays_where_the_clock_was_ahead_and_the_disk_is_nearly_full(
    home: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(home, a_memory("walk"))
    for days in (30, 20, 10):
        make(home, "weekly", NOW + timedelta(days=days))
    monkeypatch.setattr("duologue.store.backups._check_room", lambda *_: None)
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 0}))
    made = make(home, "by-hand", NOW)
    assert made.path in {each.path for each in backups(home)}
