"""Whatever call to the disk fails while all is removed: it is not said to be gone while something stays."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from click.testing import CliRunner, Result

from duologue.cli.commands import cli
from duologue.store.backups import make
from duologue.store.paths import HOME_VARIABLE, Paths
from duologue.store.wipe import look, wipe
from tests.backups.folders import NOW, everything, filled
from tests.faults.seam import failing, seam

BOTH = "Ana\nBen\n"


def fresh(folder: Path, name: str) -> Paths:
    """A folder with something of everything in it, and a backup."""
    paths = Paths.under(folder / name / "home")
    filled(paths)
    make(paths, "weekly", NOW)
    return paths


def run(paths: Paths, *arguments: str) -> Result:
    """What is typed, by both of them."""
    told = CliRunner().invoke(
        cli, ["wipe", *arguments], input=BOTH, env={HOME_VARIABLE: str(paths.data), "COLUMNS": "300"}
    )
    assert told.exception is None or isinstance(told.exception, SystemExit), told.exception
    return told


def test_one_refused_call_is_never_all_of_it_gone(tmp_path: Path) -> None:
    paths = fresh(tmp_path, "once")
    with seam() as calls:
        assert wipe(paths) == []
    for call in range(1, calls.count + 1):
        paths = fresh(tmp_path, str(call))
        with seam(call, failing(errno.EIO)):
            left = wipe(paths)
        where = f"{call}: {calls.names[call - 1]}"
        assert left or not look(paths), where
        assert wipe(paths) == [], where
        assert everything(paths.data.parent) == {}, where


@pytest.fixture
def home(tmp_path: Path) -> Paths:
    return fresh(tmp_path, "home")


@contextmanager
def closed(folder: Path, number: int) -> Iterator[None]:
    """Neither it nor what lies in it can be looked into."""
    scandir = os.scandir

    def refused(where: str | Path) -> object:
        if Path(where).is_relative_to(folder):
            raise OSError(number, os.strerror(number))
        return scandir(where)

    with patch.object(os, "scandir", refused):
        yield


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO])
@pytest.mark.parametrize("name", ["home/memories/2024", "home-backups"])
def test_a_folder_that_cannot_be_looked_into_is_named_and_is_no_success(
    home: Paths, name: str, number: int
) -> None:
    folder = home.data.parent / name
    before = everything(folder)
    named = f"{folder}: cannot be looked into: {os.strerror(number).lower()}\n"
    with closed(folder, number):
        told = run(home, "--dry-run")
        assert (told.exit_code, told.output.count(named)) == (0, 1)
        told = run(home)
    assert (told.exit_code, told.output.count(named)) == (1, 2), told.output
    assert told.output.endswith("1 could not be removed. “duologue wipe” can be done again.\n")
    assert everything(folder) == before
    assert not home.couple.exists()


@pytest.mark.parametrize("arguments", [(), ("--dry-run",), ("--keep-backups",)])
def test_a_home_that_cannot_be_looked_into_is_not_said_to_be_empty(
    home: Paths, arguments: tuple[str, ...]
) -> None:
    before = everything(home.data.parent)
    with closed(home.data.parent, errno.EIO):
        told = run(home, *arguments)
    assert told.exit_code == 1
    assert f"{home.data}: cannot be looked into: input/output error\n" in told.output
    assert told.output.endswith("Nothing was removed.\n")
    assert everything(home.data.parent) == before
