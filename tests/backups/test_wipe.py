"""`duologue wipe`: all that is ours goes, once both say so, and nothing of anybody else's."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from duologue.cli.commands import cli
from duologue.store import locking
from duologue.store.access import take_pen
from duologue.store.backups import backups, make
from duologue.store.files import mounted, unmount
from duologue.store.paths import HOME_VARIABLE, Paths
from duologue.store.wipe import look, wipe
from tests.backups.folders import NOW, everything, filled, kept_in, put
from tests.faults.seam import Killed, seam
from tests.moving.jars import a_memory, save
from tests.store.conftest import SomebodyElse

Run = Callable[..., Result]
BOTH = "Ana\nBen\n"
PAGES = "pages/0123456789abcdef"
OURS = (
    "memories/2026/02/a.toml", "memories/2026/02/a-2.toml", "memories/2026/02/.a.toml.0123456789ab.part",
    "promises/2026/02/a.toml", "plans/2026/02/a.toml", "letters/2026/02/a.toml", "closeness/2026/02/a.toml",
    "sessions/2026/02/a.toml", f"pictures/{'0' * 32}.png", "stars/a.toml", "decks/a.toml",
    "decks/words/feelings.toml", "themes/a.toml", f"{PAGES}/identity.age", f"{PAGES}/locked/a.age",
    f"locked/{'0' * 32}.age", "locked/.unlocking", "trash/2026-02-01/memories/2026/01/a.toml",
    "trash/.emptying", "couple.toml", "couple-2.toml", "settings.toml", "identity.age", "identity-2.age",
    "journal.jsonl", "journal-aside-3fa9c1.jsonl", "journal.torn", "agreed.toml", "checksums.txt",
    "backup-refused.txt", "cache/shelf.json", "cache/jar.sqlite", "cache/jar.sqlite-journal",
    ".couple.toml.0123456789ab.part",
    f"cache/locked/{'1' * 32}.age", ".importing-0123ab/memories/2026/02/a.toml",
    ".arriving-0123ab/.instead.json",
)  # fmt: skip
SOME = (
    "identity.age", f"{PAGES}/identity.age", f"locked/{'0' * 32}.age", "memories/2026/02/a.toml",
    "journal.jsonl", "couple.toml",
)  # fmt: skip
NOT_OURS = (
    "notes.txt", "couples-holiday.toml", "photos/a.png", "memories/notes.txt", "memories/2026/about.md",
    "pictures/holiday.png", ".git/config", ".hidden", "decks/README.md", "identity.txt", "journal.txt",
    "locked/keys.txt", "cache/other.sqlite", "Documents/memories/2026/02/a.toml",
)  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Paths:
    return Paths.under(tmp_path / "home")


@pytest.fixture
def run(home: Paths) -> Iterator[Run]:
    def running(*arguments: str, typed: str = "", home: Paths = home) -> Result:
        told = CliRunner().invoke(
            cli, ["wipe", *arguments], input=typed, env={HOME_VARIABLE: str(home.data), "COLUMNS": "300"}
        )
        assert told.exception is None or isinstance(told.exception, SystemExit), told.exception
        return told

    yield running
    for disk in mounted():
        unmount(disk)


def test_all_of_it_is_gone_folders_and_backups_too(run: Run, home: Paths, tmp_path: Path) -> None:
    filled(home)
    make(home, "weekly", NOW)
    put(home.backups / ".2026-02-14T203000-weekly.tar.0123456789ab.part", b"cut off")
    put(home.backups / "2026-02-14T203000-weekly-2.tar.age", b"sealed")
    put(home.backups / "identity.age", b"the key to it")
    told = run(typed=BOTH)
    assert told.exit_code == 0, told.output
    assert told.output.endswith("All of it is gone.\n")
    assert everything(tmp_path) == {}


def test_what_is_of_others_stays_byte_for_byte(run: Run, home: Paths) -> None:
    filled(home)
    for name in (*OURS, *NOT_OURS):
        put(home.data / name, name.encode())
    put(home.backups / "other.tar", b"not ours")
    told = run(typed="wipe\nwipe\n")
    assert told.exit_code == 0, told.output
    files = {name: data for name, data in everything(home.data).items() if data is not None}
    assert files == {name: name.encode() for name in NOT_OURS}
    assert everything(home.backups) == {"other.tar": b"not ours"}
    assert f"Something else lies in {home.data}, " in told.output
    assert str(home.memories) in told.output
    assert not (home.memories / "2024").exists()


@pytest.mark.parametrize("name", OURS)
def test_each_of_our_files_is_known(home: Paths, name: str) -> None:
    put(home.data / name, b"x")
    assert [each.path for each in look(home)] == [home.data / name]


def test_links_go_and_what_they_lead_to_stays(run: Run, home: Paths, tmp_path: Path) -> None:
    filled(home)
    there = tmp_path / "elsewhere"
    put(there / "2026" / "02" / "a.toml", b"x")
    put(there / "a.toml", b"x")
    before = everything(there)
    shutil.rmtree(home.themes, ignore_errors=True)
    links = (
        home.themes, home.memories / "2030", home.memories / "2024" / "06",
        home.memories / "2024" / "05" / "b.toml", home.journal.with_name("journal-aside-012345.jsonl"),
        home.data / "trash" / "2026-02-02",
    )  # fmt: skip
    for link in links:
        link.symlink_to(there / "a.toml" if link.suffix else there)
    mine = home.data / "link of mine"
    mine.symlink_to(there)
    told = run(typed=BOTH)
    assert told.exit_code == 0
    assert everything(there) == before
    assert [link for link in links if link.is_symlink()] == []
    assert mine.is_symlink()
    assert list(home.data.iterdir()) == [mine]


def test_it_says_first_what_goes_and_what_it_cannot_promise(run: Run, home: Paths) -> None:
    kept = filled(home)
    make(home, "weekly", NOW)
    before = everything(home.data.parent)
    told = run("--dry-run")
    assert told.exit_code == 0
    for words in (
        "4  moments", "1  letters", "1  backups", "1  private pages", str(home.data), str(home.backups),
        "nothing can be brought back", "Flash disks", "snapshots", "file syncs", "swap", "keepsakes",
    ):  # fmt: skip
        assert words in told.output
    assert everything(home.data.parent) == before
    assert kept_in(home) == kept


@pytest.mark.parametrize(
    "typed", ["", "Ana\n", "Ana\nAna\n", "Ben\nAna\n", "wipe\nwipe\n", "Ana\nBenn\n", "\n\n", "y\ny\n"]
)
def test_it_takes_both_of_them(run: Run, home: Paths, typed: str) -> None:
    kept = filled(home)
    told = run(typed=typed)
    assert told.exit_code == 1
    assert "Nothing was removed" in told.output
    assert kept_in(home) == kept


@pytest.mark.parametrize("typed", ["ana\nBEN\n", " Ana \n Ben \n"])
def test_names_are_taken_as_one_types_them(run: Run, home: Paths, typed: str) -> None:
    filled(home)
    assert run(typed=typed).exit_code == 0


def test_where_nobody_is_known_each_types_a_word(run: Run, home: Paths) -> None:
    put(home.memories / "2026" / "02" / "a.toml", b"x")
    assert run(typed="wipe\n").exit_code == 1
    assert home.memories.exists()
    assert run(typed="wipe\nwipe\n").exit_code == 0
    assert not home.data.exists()


def test_a_locked_folder_needs_no_passphrase_and_its_key_goes_first(run: Run, home: Paths) -> None:
    save(home, a_memory())
    secret = locking.new_secret()
    locking.lock(home, secret, b"a key under a passphrase")
    for disk in mounted():
        unmount(disk)
    assert look(home)[0].path == home.identity
    told = run(typed="wipe\nwipe\n")
    assert told.exit_code == 0
    assert not home.data.exists()


def test_an_open_window_is_closed_first(run: Run, home: Paths) -> None:
    kept = filled(home)
    pen = take_pen(home)
    try:
        told = run(typed=BOTH)
    finally:
        pen.put_down()
    assert told.exit_code == 1
    assert "open in another window" in told.output
    assert kept_in(home) == kept


def test_the_backups_stay_with_one_of_now_where_they_say_so(run: Run, home: Paths) -> None:
    kept = filled(home)
    old = make(home, "weekly", NOW).path
    told = run("--keep-backups", typed=BOTH)
    assert told.exit_code == 0
    assert "all backups stay" in told.output
    assert not home.data.exists()
    found = backups(home)
    assert [each.reason for each in found] == ["before-wipe", "weekly"]
    assert found[1].path == old
    told = CliRunner().invoke(
        cli, ["restore"], input="y\n", env={HOME_VARIABLE: str(home.data), "COLUMNS": "300"}
    )
    assert told.exit_code == 0
    assert kept_in(home) == kept


def test_what_has_arrived_can_come_back_too_and_a_waiting_session_is_named(run: Run, home: Paths) -> None:
    filled(home)
    put(home.data / ".arriving-0123456789ab" / "memories" / "2026" / "02" / "late.toml", b"# arrived\n")
    put(home.journal, b"the running session\n")
    told = run("--keep-backups", typed=BOTH)
    assert told.exit_code == 0
    assert "a session that is not finished: that is in no backup, and goes." in told.output
    back = CliRunner().invoke(cli, ["restore"], input="y\n", env={HOME_VARIABLE: str(home.data)})
    assert back.exit_code == 0
    assert (home.memories / "2026" / "02" / "late.toml").read_bytes() == b"# arrived\n"
    assert not home.journal.exists()


def test_without_the_backup_they_asked_for_nothing_goes(
    run: Run, home: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = filled(home)
    monkeypatch.setattr("duologue.store.backups.SPARE", 10**15)
    told = run("--keep-backups", typed=f"{BOTH}y\n")
    assert told.exit_code == 1
    assert "the disk is too full" in told.output
    assert kept_in(home) == kept


def test_nothing_of_ours_is_said(run: Run, home: Paths) -> None:
    put(home.data / "notes.txt", b"x")
    told = run()
    assert (told.exit_code, told.output) == (0, "There is nothing of Duologue here.\n")
    assert (home.data / "notes.txt").exists()


def test_what_cannot_be_removed_is_named_and_the_rest_goes(
    run: Run, open_folder: Path, somebody_else: SomebodyElse
) -> None:
    there = Paths.under(open_folder / "couple")
    filled(there)
    for path in [open_folder, *open_folder.rglob("*")]:
        os.chown(path, *(2 * (65534,)) if os.geteuid() == 0 else (-1, -1))
    closed = there.memories / "2024" / "05"
    closed.chmod(0o500)
    with somebody_else():
        told = run(typed=BOTH, home=there)
        assert told.exit_code == 1
        assert f"{closed / 'walk.toml'}: permission denied" in told.output
        assert "could not be removed. “duologue wipe” can be done again." in told.output
        assert "All of it is gone" not in told.output
        left = [each.path for each in look(there)]
        assert left
        assert all(path.parent == closed for path in left)
        closed.chmod(0o700)
        assert run(typed="wipe\nwipe\n", home=there).exit_code == 0
    assert not there.data.exists()


def test_killed_anywhere_it_can_be_done_again_and_keys_go_first(tmp_path: Path) -> None:
    def fresh() -> Paths:
        shutil.rmtree(tmp_path / "t", ignore_errors=True)
        paths = replace(Paths.under(tmp_path / "t" / "home"), cache=tmp_path / "t" / "cache")
        for name in SOME:
            put(paths.data / name, b"x")
        put(paths.index, b"all words")
        put(paths.data / "notes.txt", b"theirs")
        put(paths.backups / "2026-02-14T203000-weekly.tar", b"x")
        return paths

    paths = fresh()
    with seam() as calls:
        assert wipe(paths) == []
    for number in range(1, calls.count + 1):
        paths = fresh()
        with seam(number, Killed, forever=True), pytest.raises(Killed):
            wipe(paths)
        places = {each.place for each in look(paths)}
        keys = {place for place in places if "identity" in place}
        assert not keys or "" in places, "the keys go before the backups"
        assert "" not in places or paths.index.exists(), "the backups go before the words"
        assert wipe(paths) == []
        assert everything(tmp_path / "t") == {"home": None, "home/notes.txt": b"theirs"}
