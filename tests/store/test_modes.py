"""What is the couple's own is closed to others, and what is somebody else's is left alone."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from duologue.store.modes import Mended, mend
from duologue.store.paths import Paths
from duologue.store.settings import save_couple
from tests.builders import NAMES
from tests.store.moments import keep, moment


def mode(path: Path) -> int:
    """Its permissions."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def file(paths: Paths) -> Path:
    """A memory among a couple's files."""
    save_couple(paths, NAMES)
    return keep(paths, moment("one"))[0]


def test_what_we_write_needs_no_mending(paths: Paths, file: Path) -> None:
    assert (mode(file), mode(file.parent), mode(paths.data)) == (0o600, 0o700, 0o700)
    assert mend(paths).words == ""


def test_what_was_opened_is_closed_with_a_word(paths: Paths, file: Path) -> None:
    file.chmod(0o644)
    paths.couple.chmod(0o666)
    file.parent.chmod(0o755)
    assert mend(paths).words == (
        "2 files and 1 folder could be read by others on this computer; now only you can."
    )
    assert (mode(file), mode(paths.couple), mode(file.parent)) == (0o600, 0o600, 0o700)
    assert mend(paths) == Mended(0, 0)


def test_the_folder_of_all_and_the_backups_are_closed_too(paths: Paths, file: Path) -> None:
    assert file.exists()
    paths.backups.mkdir()
    paths.backups.chmod(0o755)
    paths.data.chmod(0o750)
    assert mend(paths) == Mended(0, 2)
    assert (mode(paths.data), mode(paths.backups)) == (0o700, 0o700)


def test_where_somebody_elses_things_lie_too_they_and_their_folder_stay(paths: Paths, file: Path) -> None:
    theirs = paths.data / "thesis.txt"
    theirs.write_text("not ours")
    theirs.chmod(0o644)
    paths.data.chmod(0o755)
    file.chmod(0o644)
    assert mend(paths) == Mended(1, 0)
    assert (mode(theirs), mode(paths.data), mode(file)) == (0o644, 0o755, 0o600)


def test_a_link_is_neither_followed_nor_changed(paths: Paths, file: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "x.toml").write_text("x")
    for path in (elsewhere, elsewhere / "x.toml"):
        path.chmod(0o755)
    paths.stars.symlink_to(elsewhere)
    file.with_name("link.toml").symlink_to(elsewhere / "x.toml")
    assert mend(paths) == Mended(0, 0)
    assert mode(elsewhere / "x.toml") == 0o755


def test_what_cannot_be_closed_is_named(paths: Paths, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = file.with_name("a\x1b[2J.toml")
    file.rename(odd)
    odd.chmod(0o644)

    def refuse(*_: object) -> None:
        raise PermissionError(1, "not yours")

    monkeypatch.setattr(os, "fchmod", refuse)
    mended = mend(paths)
    assert mended.left == (odd,)
    assert mended.words.startswith("Others may still read ")
    assert "\x1b" not in mended.words
    assert mended.words.endswith("that could not be changed.")


def test_where_nothing_is_nothing_is_made(paths: Paths) -> None:
    assert mend(paths) == Mended(0, 0)
    assert not paths.data.exists()
