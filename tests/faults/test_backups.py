"""Backing up, restoring and wiping, whatever call to the disk fails or is the last."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from duologue.cli.commands import cli
from duologue.store import restoring
from duologue.store.arrivals import settle
from duologue.store.backed_up import Contents, opened
from duologue.store.backups import backups, make
from duologue.store.files import NotWritten, Unreadable
from duologue.store.paths import HOME_VARIABLE, Paths
from duologue.store.restoring import Chest
from duologue.store.wipe import look, wipe
from tests.backups.folders import NOW, everything, kept_in, put
from tests.faults.seam import Killed, Seam, failing, seam

FAULTS: list[tuple[Callable[[], BaseException], bool]] = [
    (failing(errno.ENOSPC), True),
    (failing(errno.EROFS), True),
    (failing(errno.EIO), False),
    (failing(errno.EPERM), False),
    (Killed, True),
]
NAMES = ["full from then on", "read-only from then on", "an error once", "not allowed once", "killed"]
KEPT = {"couple.toml": b"names\n", "memories/2026/02/a.toml": b"a moment\n", "decks/b.toml": b"a deck\n"}

STRIDE = 1 if os.environ.get("EVERY_CALL") else 11
"""Each fault tries every so many calls, and each one others; `make faults` tries them all."""

every_fault = pytest.mark.parametrize(("failure", "forever"), FAULTS, ids=NAMES)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here it matters which call goes wrong, not what a power cut leaves."""
    monkeypatch.setattr("os.fsync", lambda _: None)


def fresh(folder: Path) -> Paths:
    """A small folder, anew."""
    shutil.rmtree(folder, ignore_errors=True)
    paths = Paths.under(folder / "couple")
    for name, content in KEPT.items():
        put(paths.data / name, content)
    return paths


def tried(deed: str, calls: Seam, failure: Callable[[], BaseException]) -> range:
    """The numbers of the calls that go wrong."""
    first = [each for each, _ in FAULTS].index(failure) * 2 % STRIDE
    numbers = range(1 + first, calls.count + 1, STRIDE)
    print(f"TRIED {deed} {len(numbers)}")
    return numbers


def whole_backups(paths: Paths) -> list[dict[str, bytes]]:
    """What each backup holds that counts as one; each is gone through to its end."""
    found = []
    for each in backups(paths):
        with opened(each.path) as file:
            found.append({name: b"".join(chunks) for name, chunks in Contents(file, paths.kept)})
    return found


@every_fault
def test_a_backup_is_whole_or_not_there_and_what_is_kept_is_as_it_was(
    tmp_path: Path, failure: Callable[[], BaseException], forever: bool
) -> None:
    paths = fresh(tmp_path)
    with seam() as calls:
        make(paths, "by-hand", NOW)
    for number in tried("back up", calls, failure):
        paths = fresh(tmp_path)
        made = None
        with seam(number, failure, forever=forever), suppress(NotWritten, Killed):
            made = make(paths, "by-hand", NOW)
        where = f"call {number} ({calls.names[number - 1]})"
        assert kept_in(paths) == KEPT, where
        found = whole_backups(paths)
        may_remain = forever  # Nothing can be removed either.
        assert len(found) in ({1} if made else {0, 1} if may_remain else {0}), where
        for each in found:
            missing = made.missing if made else {}
            lost = {name for name in KEPT if any(name.startswith(gone.rstrip("/")) for gone in missing)}
            assert each == {name: data for name, data in KEPT.items() if name not in lost}, where
        assert make(paths, "by-hand", NOW).files == len(KEPT)
        assert KEPT in whole_backups(paths), where


def damaged(folder: Path) -> tuple[Paths, Chest, restoring.Preview]:
    """A folder with a backup, where one file is gone, one is another, and one is new."""
    paths = fresh(folder)
    chest = Chest(make(paths, "weekly", NOW).path)
    (paths.data / "memories" / "2026" / "02" / "a.toml").unlink()
    put(paths.data / "decks" / "b.toml", b"changed\n")
    put(paths.data / "decks" / "c.toml", b"new\n")
    return paths, chest, restoring.look(paths, chest)


def restored(paths: Paths) -> dict[str, bytes]:
    """How it should be then."""
    del paths
    return KEPT | {"decks/c.toml": b"new\n", f"trash/{NOW.date()}/decks/b.toml": b"changed\n"}


@every_fault
def test_all_of_a_backup_comes_or_nothing(
    tmp_path: Path, failure: Callable[[], BaseException], forever: bool
) -> None:
    paths, chest, preview = damaged(tmp_path)
    before = kept_in(paths)
    with seam() as calls:
        assert restoring.restore(paths, chest, preview, NOW.date())
    assert kept_in(paths) == restored(paths)
    for number in tried("restore", calls, failure):
        paths, chest, preview = damaged(tmp_path)
        came = refused = False
        with seam(number, failure, forever=forever):
            try:
                came = restoring.restore(paths, chest, preview, NOW.date())
            except (NotWritten, Unreadable, Killed):
                refused = True
        where = f"call {number} ({calls.names[number - 1]})"
        if came:
            assert {name: kept_in(paths).get(name) for name in KEPT if name != "decks/b.toml"} == {
                name: content for name, content in KEPT.items() if name != "decks/b.toml"
            }, where
        settle(paths)
        now = kept_in(paths)
        beside = KEPT | {
            "decks/b.toml": b"changed\n",
            "decks/b-2.toml": b"a deck\n",
            "decks/c.toml": b"new\n",
        }
        assert now in (restored(paths), beside) or (refused and now == before), where
        if now == before:
            assert restoring.restore(paths, chest, preview, NOW.date()), where
            assert kept_in(paths) == restored(paths), where
        assert not [name for name in everything(paths.data) if name.startswith(".")], where


@every_fault
def test_what_is_on_its_way_gets_there_whatever_happens_again(
    tmp_path: Path, failure: Callable[[], BaseException], forever: bool
) -> None:
    """Cut off once after the moment that counts, and once more while it is being finished."""

    def cut_off() -> Paths:
        paths, chest, preview = damaged(tmp_path)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("duologue.store.arrivals._put_in_place", _refuse)
            assert not restoring.restore(paths, chest, preview, NOW.date())
        return paths

    paths = cut_off()
    with seam() as calls:
        settle(paths)
    for number in tried("settle", calls, failure):
        paths = cut_off()
        with seam(number, failure, forever=forever), suppress(NotWritten, Killed):
            settle(paths)
        settle(paths)
        assert kept_in(paths) == restored(paths), f"call {number} ({calls.names[number - 1]})"


def _refuse(*_: object) -> None:
    raise NotWritten("the disk is full")


@pytest.mark.parametrize(("failure", "forever"), FAULTS[:4], ids=NAMES[:4])
def test_restored_is_said_only_of_what_is_there(
    tmp_path: Path, failure: Callable[[], BaseException], forever: bool
) -> None:
    """The command itself, with a fault somewhere after the question."""
    for number in range(1, 200, STRIDE):
        paths, chest, _ = damaged(tmp_path)
        with seam(number, failure, forever=forever) as calls:
            told = CliRunner().invoke(
                cli, ["restore", str(chest.path)], input="y\nn\n", env={HOME_VARIABLE: str(paths.data)}
            )
        if "safe on the disk" in told.output:
            settle(paths)
        elif "Restored:" not in told.output:
            assert told.exit_code == 1
            assert "othing was restored" in told.output, told.output
            continue
        there = kept_in(paths)
        assert {*KEPT.values(), b"changed\n", b"new\n"} <= set(there.values())
        if calls.count < number:
            return


@every_fault
def test_what_was_not_removed_is_named_and_goes_the_next_time(
    tmp_path: Path, failure: Callable[[], BaseException], forever: bool
) -> None:
    def ready() -> Paths:
        paths = fresh(tmp_path)
        make(paths, "weekly", NOW)
        put(paths.data / "notes.txt", b"theirs")
        return paths

    paths = ready()
    with seam() as calls:
        assert wipe(paths) == []
    for number in tried("wipe", calls, failure):
        paths, killed = ready(), False
        with seam(number, failure, forever=forever):
            try:
                left = wipe(paths)
            except Killed:
                killed, left = True, []
        where = f"call {number} ({calls.names[number - 1]})"
        still = [each.path for each in look(paths)]
        named = {each.path for each in left}
        assert killed or all(path in named or calls.names[number - 1] == "scandir" for path in still), where
        assert wipe(paths) == [], where
        assert everything(tmp_path) == {"couple": None, "couple/notes.txt": b"theirs"}, where
