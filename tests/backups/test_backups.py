"""A backup holds all that is kept, as it lies; it is whole, or it is not there and they are told why."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from duologue.store import backups as backing_up
from duologue.store.backed_up import Contents, opened
from duologue.store.backups import backups, is_due, make
from duologue.store.disk import NotWritten, Unreadable
from duologue.store.paths import Paths
from duologue.store.trash import let_go
from tests.backups.folders import NOW, everything, filled, kept_in, put
from tests.store.conftest import SomebodyElse


def inside(file: Path, paths: Paths) -> dict[str, bytes]:
    """What a backup holds, having been checked to its end."""
    with opened(file) as readable:
        found = Contents(readable, paths.kept)
        return {name: b"".join(chunks) for name, chunks in found}


def test_it_holds_what_is_kept_and_neither_the_journal_nor_the_index(paths: Paths) -> None:
    kept = filled(paths)
    made = make(paths, "by-hand", NOW)
    assert (made.files, made.missing) == (len(kept), {})
    assert inside(made.path, paths) == kept
    assert made.path.name == "2026-02-14T203000-by-hand.tar"
    assert made.size == made.path.stat().st_size
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(paths.backups.stat().st_mode) == 0o700
    assert not paths.backups.is_relative_to(paths.data)


def test_tar_brings_it_back_without_us(paths: Paths, tmp_path: Path) -> None:
    kept = filled(paths)
    there = tmp_path / "there"
    there.mkdir()
    subprocess.run(["tar", "xf", make(paths, "by-hand", NOW).path, "-C", there], check=True)
    found = {name: content for name, content in everything(there).items() if content is not None}
    assert set(found) == {*kept, "backup.json"}
    assert {name: found[name] for name in kept} == kept


def test_python_brings_it_back_without_us(paths: Paths) -> None:
    kept = filled(paths)
    with tarfile.open(make(paths, "by-hand", NOW).path) as archive:
        read = {each.name: archive.extractfile(each) for each in archive}
        assert {name: read[name].read() for name in kept} == kept  # type: ignore[union-attr]


def test_two_of_one_second_lie_beside_each_other_and_the_newest_comes_first(paths: Paths) -> None:
    filled(paths)
    made = [make(paths, reason, NOW).path for reason in ("weekly", "by-hand", "by-hand", "before-import")]
    assert [each.path for each in backups(paths)] == made[::-1]
    assert len({*made}) == 4


def test_what_else_lies_there_is_no_backup(paths: Paths) -> None:
    filled(paths)
    made = make(paths, "by-hand", NOW)
    for name in ("notes.txt", "2026-02-14.tar", "2026-13-45T203000-weekly.tar", "x-2026-02-14T203000-a.tar"):
        put(paths.backups / name, b"x")
    (paths.backups / "2026-02-15T203000-weekly.tar").symlink_to(made.path)
    (paths.backups / "2026-02-16T203000-weekly.tar").mkdir()
    assert [each.path for each in backups(paths)] == [made.path]


def test_one_that_is_cut_off_or_cannot_be_read_is_listed_and_named(paths: Paths, somebody_else: SomebodyElse,
                                                                   open_folder: Path) -> None:  # fmt: skip
    there = Paths.under(open_folder / "couple")
    put(there.backups / "2026-02-14T203000-weekly.tar", b"cut off" * 200)
    put(there.backups / "2026-02-15T203000-weekly.tar.age", b"no age file")
    closed = there.backups / "2026-02-16T203000-weekly.tar"
    put(closed, bytes(2048))
    closed.chmod(0)
    there.backups.chmod(0o755)
    with somebody_else():
        found = backups(there)
    assert [each.problem for each in found] == [
        "cannot be read: permission denied.",
        "is not an age file.",
        "is cut off: its end is missing.",
    ]
    assert [each.is_sealed for each in found] == [False, True, False]
    del paths


# What changes meanwhile


def once(paths: Paths, deed: Callable[[], object], *, at: int) -> Callable[[], None]:
    """Something done in the middle of a backup, the moment it has begun with this file."""
    del paths
    count = 0

    def meanwhile() -> None:
        nonlocal count
        count += 1
        if count == at:
            deed()

    return meanwhile


@pytest.fixture
def memory(paths: Paths) -> Path:
    """One of the moments of a filled folder."""
    filled(paths)
    return paths.memories / "2024" / "05" / "walk.toml"


@pytest.mark.parametrize("at", range(1, 60, 6))
def test_what_goes_into_the_trash_meanwhile_is_in_it_all_the_same(
    paths: Paths, memory: Path, at: int
) -> None:
    content = memory.read_bytes()
    made = make(paths, "by-hand", NOW, once(paths, lambda: let_go(paths, [memory], NOW.date()), at=at))
    held = inside(made.path, paths)
    assert made.missing == {}
    assert content in [data for name, data in held.items() if name.endswith("walk.toml")]


@pytest.mark.parametrize("at", range(2, 40, 6))
def test_what_is_deleted_or_changed_meanwhile_is_in_it_as_it_was_or_as_it_is(
    paths: Paths, memory: Path, at: int
) -> None:
    couple = paths.couple
    before, after = couple.read_bytes(), b"new" * 1000

    def change() -> None:
        memory.unlink()
        new = couple.with_name("new")
        new.write_bytes(after)
        new.replace(couple)

    made = make(paths, "by-hand", NOW, once(paths, change, at=at))
    held = inside(made.path, paths)
    assert held["couple.toml"] in {before, after}
    assert made.missing == {}


def test_one_that_is_cut_off_while_it_is_read_is_noted_as_missing(
    paths: Paths, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fstat = os.fstat

    def longer(handle: int) -> os.stat_result:
        about = fstat(handle)
        is_it = stat.S_ISREG(about.st_mode) and about.st_ino == memory.stat().st_ino
        return os.stat_result((*about[:6], about.st_size + 10, *about[7:])) if is_it else about

    monkeypatch.setattr("os.fstat", longer)
    made = make(paths, "by-hand", NOW)
    assert made.missing == {"memories/2024/05/walk.toml": "became shorter while it was read"}
    held = inside(made.path, paths)
    assert "memories/2024/05/walk.toml" not in held
    assert len(held) == made.files == len(kept_in(paths)) - 1


# What cannot be read


def test_what_cannot_be_read_is_noted_and_the_rest_is_in_it(
    open_folder: Path, somebody_else: SomebodyElse
) -> None:
    there = Paths.under(open_folder / "couple")
    kept = filled(there)
    for path in [open_folder, *open_folder.rglob("*")]:
        os.chown(path, *(2 * (65534,)) if os.geteuid() == 0 else (-1, -1))
    (there.memories / "2024" / "05" / "walk.toml").chmod(0)
    there.stars.chmod(0)
    with somebody_else():
        made = make(there, "by-hand", NOW)
        assert set(made.missing) == {"memories/2024/05/walk.toml", "stars/"}
        assert all("permission denied" in why for why in made.missing.values())
        assert set(inside(made.path, there)) == set(kept) - {"memories/2024/05/walk.toml", "stars/empty.toml"}
    there.stars.chmod(0o700)


def test_a_folder_that_is_not_shown_from_some_look_on_is_told(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, scandir, calls = filled(paths), os.scandir, 0

    def refused(folder: Path) -> object:
        nonlocal calls
        calls += 1
        if calls > shown:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return scandir(folder)

    shown, incomplete = 0, 0
    monkeypatch.setattr(os, "scandir", refused)
    while shown == 0 or calls > shown:
        calls, shown = 0, shown + 1
        made = make(paths, "by-hand", NOW)
        held = set(inside(made.path, paths))
        lost = {name for name in kept if name not in held and not name.startswith(tuple(made.missing))}
        assert lost == set(), f"after {shown} looks"
        incomplete += bool(made.missing)
        made.path.unlink()
    assert incomplete > 3


def test_links_and_devices_are_not_followed_and_are_named(paths: Paths, tmp_path: Path) -> None:
    kept = filled(paths)
    put(tmp_path / "secret", b"not theirs")
    (paths.memories / "link.toml").symlink_to(tmp_path / "secret")
    (paths.memories / "linked").symlink_to(tmp_path)
    os.mkfifo(paths.memories / "pipe.toml")
    shutil.rmtree(paths.stars)
    paths.stars.symlink_to(tmp_path)
    put(paths.memories / "line\nbreak.toml", b"x")
    put(paths.memories.joinpath(*(20 * ["deep"]), "x.toml"), b"x")
    made = make(paths, "by-hand", NOW)
    assert inside(made.path, paths) == {
        name: data for name, data in kept.items() if not name.startswith("stars")
    }
    assert {name.split("/")[-1] or name for name in made.missing} == {
        "link.toml", "memories/linked/", "pipe.toml", "stars/", "line\nbreak.toml",
        "memories/" + 11 * "deep/",
    }  # fmt: skip


def test_a_folder_without_end_is_no_end_of_the_program(paths: Paths) -> None:
    filled(paths)
    here = Path.cwd()
    try:
        os.chdir(paths.memories)
        for _ in range(1500):
            Path("d").mkdir()
            os.chdir("d")
        os.chdir(here)
        assert list(make(paths, "by-hand", NOW).missing.values()) == ["lies too deep"]
    finally:
        os.chdir(here)
        subprocess.run(["rm", "-rf", paths.memories], check=True)


# Where it cannot be made


@pytest.fixture
def little_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of one megabyte, for the backups; only root can make one."""
    disk = tmp_path / "couple-backups"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m,mode=0700", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("making a disk takes root")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def test_a_disk_without_room_is_told_before_anything_is_written(paths: Paths, little_disk: Path) -> None:
    filled(paths)
    with pytest.raises(NotWritten, match=r"too full for a backup: .* MB are needed, .* MB are free"):
        make(paths, "by-hand", NOW)
    assert list(little_disk.iterdir()) == []


def test_a_disk_that_gets_full_meanwhile_holds_no_half_backup(
    paths: Paths, little_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(paths)
    put(paths.memories / "2026" / "large.toml", os.urandom(3_000_000))
    monkeypatch.setattr(backing_up, "_check_room", lambda *_: None)
    with pytest.raises(NotWritten, match="the disk is full"):
        make(paths, "by-hand", NOW)
    assert list(little_disk.iterdir()) == []
    (paths.memories / "2026" / "large.toml").unlink()
    assert make(paths, "by-hand", NOW).files == len(kept_in(paths))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT])
def test_what_the_disk_says_is_told_in_words(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    filled(paths)
    before = everything(paths.data)

    def refused(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("os.write", refused)
    with pytest.raises(NotWritten, match="disk"):
        make(paths, "by-hand", NOW)
    assert everything(paths.data) == before
    assert everything(paths.backups) == {}


def test_what_was_written_is_read_again_before_it_counts(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that writes something else than it was given."""
    filled(paths)
    write = os.write

    def wrong(handle: int, data: bytes) -> int:
        changed = bytearray(data)
        if len(changed) > 2000:
            changed[600] ^= 1
        return write(handle, changed)

    monkeypatch.setattr("os.write", wrong)
    with pytest.raises(NotWritten, match="could not be read again"):
        make(paths, "by-hand", NOW)
    assert everything(paths.backups) == {}


def test_leaving_in_the_middle_leaves_nothing(paths: Paths) -> None:
    filled(paths)

    class Leaving(Exception):
        """They leave."""

    def leave() -> None:
        raise Leaving

    for at in range(1, 40, 5):
        with pytest.raises(Leaving):
            make(paths, "by-hand", NOW, once(paths, leave, at=at))
        assert everything(paths.backups) == {}


# When one is due


def test_one_is_due_each_week_and_not_while_nothing_is_kept(paths: Paths) -> None:
    assert not is_due(paths, NOW)
    filled(paths)
    assert is_due(paths, NOW)
    make(paths, "before-import", NOW)
    assert not is_due(paths, NOW + timedelta(days=6, hours=23))
    assert is_due(paths, NOW + timedelta(days=7))
    assert is_due(paths, NOW - timedelta(days=30)), "one from the future does not stop those of now"


def test_one_that_is_cut_off_does_not_count(paths: Paths) -> None:
    filled(paths)
    made = make(paths, "weekly", NOW).path
    os.truncate(made, made.stat().st_size - 512)
    assert is_due(paths, NOW)


def test_making_one_takes_the_place_of_those_that_have_served(paths: Paths) -> None:
    filled(paths)
    for days in range(94, 84, -1):
        make(paths, "by-hand", NOW - timedelta(days=days))
    assert len(backups(paths)) == 10
    made = make(paths, "weekly", NOW)
    assert len(backups(paths)) == 9, "two at a time"
    assert made.path.exists()


def test_what_was_cut_off_on_its_way_goes_after_a_day(paths: Paths) -> None:
    filled(paths)
    paths.backups.mkdir()
    name = ".2026-01-01T120000-weekly.tar.0123456789a{}.part"
    old, new, other = (paths.backups / each for each in (name.format(0), name.format(1), ".film.mkv.part"))
    for file in (old, new, other):
        file.write_bytes(b"x")
    os.utime(old, (0, 0))
    os.utime(other, (0, 0))
    make(paths, "weekly", NOW)
    assert (old.exists(), new.exists(), other.exists()) == (False, True, True), "only ours, and after a day"


def test_one_that_has_changed_is_refused_when_it_is_read(paths: Paths) -> None:
    filled(paths)
    made = make(paths, "by-hand", NOW).path
    data = bytearray(made.read_bytes())
    data[700] ^= 1
    made.write_bytes(data)
    with pytest.raises(Unreadable):
        inside(made, paths)
