"""Every deed on a disk that is really full, and on one that can really only be read."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.deeds import DEEDS, Deed
from tests.faults.trial import REFUSED, Trial, tokens, unmount_all
from tests.store.disks import fill

TRIED = [deed for deed in DEEDS if deed.name not in {"back up", "take the pen"}]
"""A backup asks for more room than this small disk ever has, and who may write depends on the disk alone."""

pytestmark = pytest.mark.usefixtures("few_shipped")


def _mount(*arguments: str) -> bool:
    mount = shutil.which("mount")
    return (
        mount is not None
        and not subprocess.run([mount, *arguments], capture_output=True, check=False).returncode
    )


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 2 MiB; only root can make one."""
    place = tmp_path / "disk"
    place.mkdir()
    if not _mount("-t", "tmpfs", "-o", "size=2m,mode=0700", "tmpfs", str(place)):
        pytest.skip("NOT RUN: no real disk was full or read-only, since making one takes root")
    try:
        yield place
    finally:
        unmount_all()
        subprocess.run(["umount", "-l", str(place)], check=True)


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """Not a byte more."""
    filler = fill(disk)
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def only_to_be_read(disk: Path) -> Iterator[None]:
    """Not to be written, by root either."""
    assert _mount("-o", "remount,ro", str(disk))
    try:
        yield
    finally:
        assert _mount("-o", "remount,rw", str(disk))


@pytest.mark.parametrize("deed", TRIED, ids=lambda deed: deed.name)
def test_a_real_disk(disk: Path, deed: Deed) -> None:
    trial = Trial(deed, disk / "trial")
    for refusing in (full, only_to_be_read):
        paths, doing = trial.fresh()
        refused = False
        with refusing(disk):
            with tokens():
                try:
                    doing()
                except REFUSED:
                    refused = True
            trial.look(paths, f"{deed.name}, {refusing.__name__}", refused=refused)
        trial.ends_well(paths, doing, f"{deed.name}, {refusing.__name__}", done=not refused)
