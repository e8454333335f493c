"""Locking a folder with a passphrase: set up, interrupted, opened, changed, taken off."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from duologue.core.passphrase import TooShort, check
from duologue.core.recovery import NotAKey, is_same, lines_of, secret_of
from duologue.store import files, locking
from duologue.store.access import Access, take_pen
from duologue.store.backups import backups, make
from duologue.store.disk import PLAIN, NotWritten
from duologue.store.locking import NotUnlocked, finish, is_open, lock, new_secret, secret_with
from duologue.store.paths import Paths
from duologue.store.sealed_backups import identity_beside
from duologue.store.settings import load_couple, save_couple
from tests.builders import NAMES
from tests.store.locked import (
    IDENTITY,
    PASSPHRASE,
    SECRET,
    age,
    bytes_below,
    close_it,
    kept,
    lock_it,
    open_it,
    opened_by_age,
    put,
)
from tests.terminal.pseudo_terminal import environment
from tests.terminal.terminal import Terminal

WORDS = {
    "memories/2026/01/a.toml": "the rain",
    "memories/2026/02/b.toml": "the mail",
    "trash/2026-02-01/memories/2025/12/c.toml": "the fern",
    "stars/d.toml": "the blue door",
    "journal.jsonl": "what nobody knows",
}
NOW = datetime(2026, 11, 22, 20, 30)


class Killed(BaseException):
    """The process is gone."""


@pytest.fixture
def full(paths: Paths) -> Paths:
    """A folder with something of each kind in it."""
    put(paths, WORDS)
    return paths


def no_word_is_in(data: bytes) -> bool:
    """Whether none of the couple's words stands in it."""
    return not any(
        word.encode() in data for word in (*WORDS.values(), '"Ana"', '"Ben"', "a.toml", "memories/2026")
    )


# Set up, opened, taken off


def test_where_the_system_keeps_such_things_apart(tmp_path: Path) -> None:
    paths = Paths(*(tmp_path / name for name in ("data", "config", "state", "cache", "backups")))
    save_couple(paths, NAMES)
    PLAIN.write(paths.journal, b"the rain")
    PLAIN.write(paths.agreed, b"the fern")
    lock_it(paths)
    assert no_word_is_in(bytes_below(tmp_path))
    open_it(paths)
    assert files.read_text(paths.journal) == "the rain"
    locking.take_off(paths)
    assert paths.journal.read_text(encoding="utf-8") == "the rain"
    assert paths.agreed.read_text(encoding="utf-8") == "the fern"
    assert not list(tmp_path.rglob("locked"))


def test_there_and_back_again(full: Paths) -> None:
    before = {path: path.read_bytes() for path in full.data.rglob("*.*") if path.is_file()}
    assert not full.is_locked
    lock_it(full)
    assert full.is_locked
    assert no_word_is_in(bytes_below(full.data))
    assert not is_open(full) or kept(full, WORDS) == {}
    open_it(full)
    assert is_open(full)
    assert kept(full, WORDS) == WORDS
    assert load_couple(full) == NAMES
    assert finish(full) == 0
    locking.take_off(full)
    assert not full.is_locked
    assert {path: path.read_bytes() for path in full.data.rglob("*.*") if path.is_file()} == before
    assert not full.locked.exists()


def test_a_folder_found_locked_is_closed_until_it_is_opened(
    full: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock_it(full)
    monkeypatch.setenv("DUOLOGUE_HOME", str(full.data))
    found = Paths.find()
    assert not is_open(found)
    assert load_couple(found) is None
    with pytest.raises(NotWritten):
        save_couple(found, NAMES)
    assert no_word_is_in(bytes_below(full.data))


@pytest.mark.parametrize("direction", ["in", "out"])
def test_killed_between_any_two_files_it_goes_on(full: Paths, direction: str) -> None:
    done = 0
    while True:
        if direction == "out":
            lock_it(full)
            open_it(full)

        def progress(count: int, of: int, at: int = done) -> None:
            del of
            if count == at:
                raise Killed

        try:
            if direction == "in":
                lock(full, SECRET, IDENTITY, progress)
            else:
                locking.take_off(full, progress)
        except Killed:
            close_it()
            assert full.is_locked, f"after {done}"
            open_it(full)
            assert kept(full, WORDS) == WORDS, f"after {done}"
            assert load_couple(full) == NAMES
            assert finish(full) >= 1
            close_it()
        else:
            break
        done += 1
        if direction == "in":
            assert no_word_is_in(bytes_below(full.data)), f"after {done}"
            open_it(full)
            locking.take_off(full)
        assert not full.is_locked
        assert kept(full, WORDS) == WORDS
    assert done == len(WORDS) + 1


def test_what_a_sync_brings_openly_is_locked_at_the_next_start(full: Paths) -> None:
    lock_it(full)
    PLAIN.write(full.memories / "2026" / "03" / "new.toml", b"from the other laptop")
    PLAIN.write(full.data / "memories/2026/01/a.toml", b"changed there")
    open_it(full)
    assert finish(full) == 2
    assert not full.memories.exists()
    month = full.memories / "2026" / "01"
    assert {files.read_text(each) for each in files.listed(month, "*.toml")} == {"the rain", "changed there"}


def test_a_file_that_cannot_be_read_does_not_keep_the_others_open(full: Paths, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.toml"
    target.write_text("somebody else's", encoding="utf-8")
    (full.memories / "2026" / "01" / "link.toml").symlink_to(target)
    os.mkfifo(full.memories / "2026" / "01" / "pipe.toml")
    lock_it(full)
    assert target.read_text(encoding="utf-8") == "somebody else's"
    assert sorted(path.name for path in full.memories.rglob("*.toml")) == ["link.toml", "pipe.toml"]


def test_an_index_and_a_shelf_in_the_open_go(full: Paths) -> None:
    for name in ("jar.sqlite", "jar.sqlite-journal", "shelf.json"):
        PLAIN.write(full.cache / name, b"the rain")
    lock_it(full)
    assert no_word_is_in(bytes_below(full.data, full.cache))


def test_a_mark_left_from_before_does_not_take_a_new_lock_off(full: Paths) -> None:
    PLAIN.write(full.locked / ".unlocking", b"")
    lock_it(full)
    open_it(full)
    finish(full)
    assert full.is_locked


def test_a_first_file_is_locked_and_opened_before_anything_changes(full: Paths) -> None:
    before = bytes_below(full.data)
    locking.prove(full, SECRET)
    assert bytes_below(full.data) == before


def test_a_full_disk_stops_it_and_nothing_is_lost(full: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    real, room = os.write, 3

    def full_soon(handle: int, data: bytes) -> int:
        nonlocal room
        room -= 1
        if room < 0:
            raise OSError(28, "No space left on device")
        return real(handle, data)

    with monkeypatch.context() as disk:
        disk.setattr("os.write", full_soon)
        with pytest.raises(NotWritten, match="the disk is full"):
            lock(full, SECRET, IDENTITY)
    close_it()
    open_it(full)
    assert kept(full, WORDS) == WORDS
    finish(full)
    assert no_word_is_in(bytes_below(full.data))


# Keys and passphrases


def test_the_passphrase_gives_the_key_and_another_one_nothing(full: Paths) -> None:
    lock_it(full)
    before = bytes_below(full.data)
    assert secret_with(full, PASSPHRASE) == SECRET
    for wrong in ("", "four quiet words", PASSPHRASE.upper(), "x" * 5000, "\0\ud83d".encode(errors="ignore")):
        with pytest.raises(NotUnlocked, match=r"not the passphrase.*as often as you like"):
            secret_with(full, str(wrong))
    assert bytes_below(full.data) == before


def test_age_opens_every_file_with_the_passphrase(full: Paths) -> None:
    """As somebody would without us: `age -d -i identity.age FILE | tar x`."""
    lock_it(full)
    command = f"for file in locked/*.age; do {age()} -d -i identity.age $file | tar x && echo opened; done"
    terminal = Terminal(["sh", "-c", f"cd {full.data} && {command}"], environment(), rows=60)
    try:
        for number in range(1, len(WORDS) + 2):
            asked = partial(_said, terminal, b"Enter passphrase", number)
            terminal.expect(asked, "it does not ask")
            terminal.type(f"{PASSPHRASE}\r")
            terminal.expect(partial(_said, terminal, b"opened", number), "it was not opened")
    finally:
        terminal.close()
    assert {name: (full.data / name).read_text(encoding="utf-8") for name in WORDS} == WORDS


def _said(terminal: Terminal, words: bytes, times: int) -> bool:
    """Whether it said this so often by now."""
    return terminal.raw.count(words) == times


MAC = b"A" * 43
HEADER = b"age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA %s\n" + MAC + b"\n--- " + MAC + b"\n"
HOSTILE = {
    "64 GiB of work": HEADER % b"26",
    "ages of work": HEADER % b"999",
    "work that is no number": HEADER % b"-1",
    "no work": HEADER % b"0",
    "a plugin": b"age-encryption.org/v1\n-> yubikey AAAA\n" + b"A" * 43 + b"\n--- " + b"A" * 43 + b"\n",
    "two passphrases": (HEADER % b"16").replace(b"--- ", b"-> scrypt AAAAAAAAAAAAAAAAAAAAAA 16\n--- "),
    "a key for x25519": b"age-encryption.org/v1\n-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n--- ",
    "armoured": b"-----BEGIN AGE ENCRYPTED FILE-----\n" + b"A" * 64 + b"\n-----END AGE ENCRYPTED FILE-----\n",
    "garbage": bytes(range(256)) * 100,
    "nothing": b"",
    "a megabyte": IDENTITY + bytes(1_000_000),
    "plain": SECRET.encode(),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_identity_is_refused_before_any_work(paths: Paths, name: str) -> None:
    PLAIN.write(paths.identity, HOSTILE[name])
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    quickest, words = 1e9, ""
    for _ in range(3):
        began = time.perf_counter()
        with pytest.raises(NotUnlocked) as refused:
            secret_with(paths, PASSPHRASE)
        quickest = min(quickest, time.perf_counter() - began)
        words = str(refused.value)
    assert str(paths.identity) in words
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime == children, "no process was started for it"
    assert quickest < 0.1
    assert paths.identity.read_bytes() == HOSTILE[name]


@pytest.mark.parametrize("kind", ["cut", "a link", "a folder", "another's key"])
def test_an_identity_that_is_none_is_refused(full: Paths, tmp_path: Path, kind: str) -> None:
    lock_it(full)
    if kind == "another's key":
        with pytest.raises(NotUnlocked, match="belongs to another folder"):
            locking.open_with(full, new_secret())
        return
    full.identity.unlink()
    if kind == "cut":
        full.identity.write_bytes(IDENTITY[:-3])
    elif kind == "a link":
        (tmp_path / "real").write_bytes(IDENTITY)
        full.identity.symlink_to(tmp_path / "real")
    else:
        full.identity.mkdir()
    with pytest.raises(NotUnlocked):
        secret_with(full, PASSPHRASE)


def test_another_passphrase_for_the_same_key(full: Paths) -> None:
    lock_it(full)
    open_it(full)
    before = {file.name: file.read_bytes() for file in full.locked.glob("*.age")}
    locking.change_key(full, IDENTITY.replace(b" 4\n", b" 5\n"))
    assert full.identity.read_bytes() != IDENTITY
    assert {file.name: file.read_bytes() for file in full.locked.glob("*.age")} == before


def test_another_passphrase_holds_though_its_copy_beside_the_backups_cannot_be_written(full: Paths) -> None:
    """On a full disk of backups they are not told that the old one holds, when only the new one opens."""
    make(full, "before-lock", NOW)
    lock_it(full)
    open_it(full)
    sealed = IDENTITY.replace(b" 4\n", b" 5\n")
    identity_beside(full).unlink()
    identity_beside(full).mkdir()
    locking.change_key(full, sealed)
    assert full.identity.read_bytes() == sealed


def test_a_second_window_that_looked_before_writes_nothing_openly(full: Paths) -> None:
    """The folder is locked by another window, and then that one is closed."""
    lock_it(full)
    pen = take_pen(full)
    try:
        assert pen.access is Access.LOCKED
        assert "passphrase" in pen.reason
    finally:
        pen.put_down()
    open_it(full)
    pen = take_pen(full)
    pen.put_down()
    assert pen.writes
    identity = full.identity.read_bytes()
    full.identity.unlink()
    pen = take_pen(full)
    pen.put_down()
    assert pen.writes
    assert files.mounted() == (), "the lock was taken off elsewhere"
    full.identity.write_bytes(identity)


# The sheet, and what is a passphrase


def test_the_sheet_gives_the_key_however_it_is_typed() -> None:
    lines = lines_of(SECRET)
    assert len(lines) == 6
    assert all(len(line) <= 11 for line in lines)
    typings: list[Callable[[str], str]] = [str, str.lower, lambda text: text.replace(" ", "")]
    for typing in typings:
        for between in ("\n", " ", "", ", ", "\r\n\r\n"):
            assert secret_of(typing(between.join(lines))) == SECRET
    assert secret_of(SECRET) == SECRET
    assert is_same("r6azm arks0", lines[0])
    assert not is_same("r6azm arks1", lines[0])
    for missing in ("", lines[0], SECRET[:-1], SECRET + "Q"):
        with pytest.raises(NotAKey, match="58"):
            secret_of(missing)


def test_a_letter_that_is_wrong_is_noticed(full: Paths) -> None:
    lock_it(full)
    wrong = secret_of(" ".join(lines_of(SECRET)).replace("R6AZM", "R6AZN"))
    with pytest.raises(NotUnlocked, match="letter by letter"):
        locking.open_with(full, wrong)
    assert not is_open(full)


@pytest.mark.parametrize("short", ["", "   ", "secret", "11 letters!", "aaaaaaaaaaaaaaa", "abababababab"])
def test_a_passphrase_that_would_not_hold_is_kindly_refused(short: str) -> None:
    with pytest.raises(TooShort, match="Four or five words"):
        check(short)


@pytest.mark.parametrize(
    "good", [PASSPHRASE, "für uns zwei allein", "われら二人だけの言葉がここに", "kite-moth-salt"]
)
def test_a_passphrase_that_holds(good: str) -> None:
    check(good)


# Backups that were made before


def test_backups_made_before_are_sealed_and_those_made_later_are_as_they_are(
    full: Paths, tmp_path: Path
) -> None:
    make(full, "before-lock", NOW)
    lock_it(full)
    open_it(full)
    make(full, "weekly", NOW.replace(hour=21))
    finish(full)
    later, before = backups(full)
    assert before.is_sealed
    assert not later.is_sealed
    assert no_word_is_in(bytes_below(full.backups).replace(b"2026-11-22", b""))
    assert identity_beside(full).read_bytes() == IDENTITY
    identity = tmp_path / "key.txt"
    identity.write_text(SECRET, encoding="ascii")
    assert b"the rain" in opened_by_age(identity, before.path)
    locking.take_off(full)
    assert [each.is_sealed for each in backups(full)] == [False, False]
    assert b"the rain" in bytes_below(full.backups)
    assert not identity_beside(full).exists()


def test_a_backup_that_could_not_be_sealed_is_sealed_at_the_next_start(
    full: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(full, "before-lock", NOW)
    with monkeypatch.context() as disk:
        disk.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 0}))
        lock_it(full)
    assert not backups(full)[0].is_sealed
    open_it(full)
    finish(full)
    assert backups(full)[0].is_sealed
    assert len(list(full.backups.iterdir())) == 2
