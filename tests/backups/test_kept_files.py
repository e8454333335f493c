"""Nothing odd among what is kept stands in the way of a backup: it is named, and the rest is in it."""

from __future__ import annotations

import os
import tarfile
from pathlib import Path

import pytest

from duologue.store.backups import is_due, make
from duologue.store.paths import Paths
from tests.backups.conftest import Run
from tests.backups.folders import NOW, filled
from tests.backups.test_backups import inside
from tests.store.conftest import SomebodyElse

LINK = "is a link, or not a regular file"


def test_a_link_to_itself_is_named_and_all_else_is_in_the_backup(run: Run, home: Paths) -> None:
    kept = filled(home)
    (home.memories / "loop").symlink_to("loop")
    assert is_due(home, NOW)
    made = make(home, "weekly", NOW)
    assert (inside(made.path, home), made.missing) == (kept, {"memories/loop": LINK})
    told = run("backup")
    assert (told.exit_code, f"memories/loop {LINK}" in told.output) == (1, True)


def test_a_link_into_a_closed_folder_is_named_and_all_else_is_in_the_backup(
    open_folder: Path, somebody_else: SomebodyElse
) -> None:
    there = Paths.under(open_folder / "couple")
    kept = filled(there)
    (open_folder / "closed").mkdir()
    (there.memories / "link").symlink_to(open_folder / "closed" / "inside")
    for path in [open_folder, *open_folder.rglob("*")]:
        os.chown(path, *(2 * (65534,)) if os.geteuid() == 0 else (-1, -1), follow_symlinks=False)
    (open_folder / "closed").chmod(0)
    with somebody_else():
        made = make(there, "weekly", NOW)
        assert (inside(made.path, there), made.missing) == (kept, {"memories/link": LINK})


@pytest.mark.parametrize(
    ("when", "told"), [(-1, 0), (8**11 - 1, 8**11 - 1), (8**11, 8**11 - 1), (2**34 - 1, 8**11 - 1)]
)
def test_a_file_of_any_date_is_in_the_backup(home: Paths, when: int, told: int) -> None:
    """A clock that was wrong once may have left one of the year 2300."""
    kept = filled(home)
    os.utime(home.settings, (when, when))
    made = make(home, "weekly", NOW)
    assert (inside(made.path, home), made.missing) == (kept, {})
    with tarfile.open(made.path) as archive:
        assert archive.getmember("settings.toml").mtime == told
