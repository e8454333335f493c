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
