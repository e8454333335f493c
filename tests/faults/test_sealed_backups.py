"""Whatever call to the disk fails while the lock is set up or taken off: no backup is left open, or lost."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from duologue.cli.commands import cli
from duologue.store import locking
from duologue.store.backups import backups, make
from duologue.store.disk import NotWritten
from duologue.store.paths import HOME_VARIABLE, Paths
from duologue.store.sealed_backups import identity_beside
from tests.backups.folders import NOW, put
from tests.faults.seam import failing, seam
from tests.store.locked import IDENTITY, SECRET, close_it, lock_it, open_it

EIO = failing(errno.EIO)


def fresh(folder: Path, name: str) -> Paths:
    """A folder with a moment, and two backups of it."""
    close_it()
    paths = Paths.under(folder / name / "home")
    put(paths.memories / "2026" / "02" / "a.toml", b"the rain\n")
    for reason in ("weekly", "by-hand"):
        make(paths, reason, NOW)
    return paths


def test_taking_the_lock_off_leaves_a_key_to_whatever_is_still_sealed(tmp_path: Path) -> None:
    def locked(name: str) -> Paths:
        paths = fresh(tmp_path, name)
        lock_it(paths)
        open_it(paths)
        return paths

    paths = locked("once")
    with seam(asking=True) as calls:
        locking.take_off(paths)
    assert [each.is_sealed for each in backups(paths)] == [False, False]
    for call in range(1, calls.count + 1):
        paths = locked(str(call))
        with seam(call, EIO, asking=True), suppress(NotWritten):
            locking.take_off(paths)
        sealed = any(each.is_sealed for each in backups(paths))
        keys = [key for key in (paths.identity, identity_beside(paths)) if key.exists()]
        assert not sealed or keys, f"{call}: {calls.names[call - 1]}"
        assert len({each.path.name.removesuffix(".age") for each in backups(paths)}) == 2


def test_no_backup_lies_open_once_the_folder_is_opened_again(tmp_path: Path) -> None:
    with seam(asking=True) as calls:
        lock_it(fresh(tmp_path, "once"))
    for call in range(1, calls.count + 1):
        paths = fresh(tmp_path, str(call))
        with seam(call, EIO, asking=True), suppress(NotWritten, locking.NotUnlocked):
            locking.lock(paths, SECRET, IDENTITY)
        close_it()
        if paths.is_locked:
            open_it(paths)
            locking.finish(paths)
            assert all(each.is_sealed for each in backups(paths)), f"{call}: {calls.names[call - 1]}"


class Locking:
    """Locks the folder once, right after a call of something else."""

    def __init__(self, paths: Paths, at: int) -> None:
        self.paths, self.left = paths, at
        self.lay_open: list[str] = []
        """What words lay open in among the backups, as soon as all was locked."""

    def made(self, *_: object) -> None:
        """A call was made; those of locking are none of the others'."""
        self.left -= 1
        if self.left == 0:
            locking.lock(self.paths, SECRET, IDENTITY)
            self.lay_open = open_ones(self.paths)


def open_ones(paths: Paths) -> list[str]:
    """The files among the backups in which words lie openly."""
    files = [file for file in paths.backups.iterdir() if file.is_file()]
    return [file.name for file in files if b"the rain" in file.read_bytes()]


def test_a_backup_that_is_being_made_while_all_is_locked_stays_open_nowhere(tmp_path: Path) -> None:
    paths = fresh(tmp_path, "once")
    counting = Locking(paths, 0)
    with seam(watcher=counting):
        make(paths, "slow", NOW)
    stopped, count = list[str](), -counting.left
    for call in range(1, count + 1):
        paths = fresh(tmp_path, str(call))
        locks = Locking(paths, call)
        where = f"after {call} of {count}"
        try:
            with seam(watcher=locks):
                made = make(paths, "slow", NOW)
        except NotWritten as error:
            stopped.append(str(error))
        else:
            assert {made.path, made.path.with_name(f"{made.path.name}.age")} & set(paths.backups.iterdir())
        assert locks.left <= 0, where
        assert (locks.lay_open, open_ones(paths)) == ([], []), where
        assert [file.name for file in paths.backups.glob(".*")] == [], where
    assert set(stopped) == {"what you keep was locked meanwhile"}
    assert len(stopped) < count


def test_what_was_cut_off_on_its_way_does_not_stay_open_beside_the_sealed_ones(tmp_path: Path) -> None:
    paths = fresh(tmp_path, "home")
    part = paths.backups / ".2026-02-14T203000-slow.tar.0123456789ab.part"
    others = paths.backups / "notes.tar"
    for file in (part, others):
        put(file, b"the rain\n")
    lock_it(paths)
    assert open_ones(paths) == [others.name]


def test_backups_that_do_not_show_are_not_told_to_be_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = fresh(tmp_path, "home")
    scandir = os.scandir

    def refused(folder: str) -> object:
        if Path(folder) == paths.backups:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refused)
    monkeypatch.setattr(os, "listdir", refused)
    told = CliRunner().invoke(cli, ["backup", "--list"], env={HOME_VARIABLE: str(paths.data)})
    assert told.exit_code == 1
    assert "no backup" not in told.output
    assert f"{paths.backups} cannot be read: input/output error." in told.output
