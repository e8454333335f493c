"""A locked folder on a disk that refuses single calls: nothing is lost, and nothing is written openly."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import CalledProcessError
from typing import Any
from unittest.mock import patch

import pytest

from duologue.store import files, locking
from duologue.store.access import Access, take_pen
from duologue.store.arrivals import bring_in
from duologue.store.disk import PLAIN, NotWritten, Unreadable
from duologue.store.locking import NotUnlocked, WrongKey
from duologue.store.paths import HOME_VARIABLE, PRIVATE, Paths
from duologue.store.records import load_memories
from duologue.store.settings import load_couple
from duologue.store.survey import Survey
from duologue.store.vault import Vault
from tests.builders import NAMES
from tests.faults.seam import failing, seam
from tests.store.locked import (
    IDENTITY,
    PASSPHRASE,
    SECRET,
    bytes_below,
    close_it,
    kept,
    lock_it,
    open_it,
    put,
)

EIO = failing(errno.EIO)
WORDS = {"memories/2026/01/a.toml": "the rain", "memories/2026/02/b.toml": "the mail"}


@pytest.fixture
def full(paths: Paths) -> Paths:
    """A couple with two moments, nothing locked."""
    put(paths, WORDS)
    return paths


@contextmanager
def refusing(
    *where: Path, calls: tuple[str, ...] = ("stat", "lstat"), number: int = errno.EIO
) -> Iterator[None]:
    """These calls fail for these paths."""

    def refuse(real: Any) -> Any:
        def called(path: Any, *arguments: Any, **named: Any) -> Any:
            if path in where or path in {str(each) for each in where}:
                raise OSError(number, os.strerror(number), str(path))
            return real(path, *arguments, **named)

        return called

    with patch.multiple(os, **{name: refuse(getattr(os, name)) for name in calls}):
        yield


# Taking the lock off


def _taken_off(paths: Paths, call: int | None) -> list[str]:
    """Take the lock off with one call refused; answers the calls that were made."""
    lock_it(paths)
    open_it(paths)
    with seam(call, EIO, asking=True) as calls, suppress(NotWritten):
        locking.take_off(paths)
    return calls.names


def test_the_key_goes_only_when_nothing_is_locked_any_more(full: Paths) -> None:
    names = _taken_off(full, None)
    for call in range(1, len(names) + 1):
        _taken_off(full, call)
        where = f"{call}: {names[call - 1]}"
        close_it()
        if full.is_locked:
            open_it(full)
            locking.take_off(full)
        assert not list(full.data.rglob("*.age")), where
        assert kept(full, WORDS) == WORDS, where
        assert load_couple(full) == NAMES, where
        assert not (full.memories / "0000").exists(), where


def test_the_trash_is_not_said_to_be_empty_while_something_lies_in_it(full: Paths) -> None:
    gone = full.trash / "2026-02-01" / "c.toml"
    PLAIN.write(gone, b"the fern")
    lock_it(full)
    open_it(full)
    with refusing(full.locked), pytest.raises(NotWritten, match="the disk reports an error"):
        files.remove_all(full.trash)
    assert files.exists(gone)
    files.remove_all(full.trash)
    assert not files.exists(gone)


@pytest.mark.parametrize("at", [0, 1])
def test_who_has_no_key_any_more_does_not_take_the_lock_off(full: Paths, at: int) -> None:
    lock_it(full)
    vault = open_it(full)
    if at == 0:
        vault.close()

    def forget_the_key(done: int, of: int) -> None:
        if done == at < of:
            vault.close()

    with pytest.raises(NotWritten, match="is locked"):
        locking.take_off(full, forget_the_key)
    close_it()
    assert full.is_locked
    open_it(full)
    assert kept(full, WORDS) == WORDS


# Whether it is locked


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES, errno.ESTALE])
def test_where_the_disk_does_not_say_whether_it_is_locked_nothing_is_written_openly(
    full: Paths, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(full.data))
    lock_it(full)
    with refusing(full.identity, number=number):
        found = Paths.find()
        pen = take_pen(found)
    assert pen.access is Access.LOCKED
    assert "passphrase" in pen.reason
    assert not locking.is_open(found)
    with pytest.raises(NotWritten, match="is locked"):
        files.write_text(full.memories / "2026" / "03" / "new.toml", "the fern")
    assert not full.memories.exists()


def test_where_the_disk_does_not_say_the_open_folder_stays_open_to_this_window(full: Paths) -> None:
    lock_it(full)
    open_it(full)
    with refusing(full.identity):
        pen = take_pen(full)
        assert kept(full, WORDS) == WORDS
    pen.put_down()
    assert pen.writes
    assert locking.is_open(full)


def test_where_nothing_is_kept_yet_nothing_is_locked(paths: Paths) -> None:
    assert not paths.is_locked
    paths.data.write_bytes(b"a file stands here")
    assert not paths.is_locked


# Moving and adding


@pytest.mark.parametrize("is_locked", [False, True], ids=["open", "locked"])
def test_what_is_let_go_is_gone_or_they_are_told(full: Paths, is_locked: bool) -> None:
    if is_locked:
        lock_it(full)
    calls = _let_go(full, None, is_locked=is_locked)
    for call in range(1, calls + 1):
        _let_go(full, call, is_locked=is_locked)


def _let_go(paths: Paths, call: int | None, *, is_locked: bool) -> int:
    """Put a moment into the trash, and bring it back; answers how many calls to the disk the first took."""
    if is_locked:
        close_it()
        open_it(paths)
    source, place = paths.memories / "2026" / "01" / "a.toml", paths.trash / "2026-02-01" / "a.toml"
    with seam(call, EIO, asking=True) as calls:
        try:
            files.replace(source, place)
        except NotWritten:
            refused = True
        else:
            refused = False
    assert files.exists(source) <= refused, f"{call}: said to be let go, and still there"
    assert files.exists(source) or files.exists(place), f"{call}: lost"
    files.replace(place, source)
    assert kept(paths, WORDS) == WORDS
    return calls.count


def test_where_something_else_lies_openly_by_now_both_stay(full: Paths) -> None:
    path = full.memories / "2026" / "01" / "a.toml"
    lock_it(full)
    vault = open_it(full)
    PLAIN.write(path, b"theirs")
    with refusing(path), suppress(NotWritten):
        vault.bring_out(path)
    close_it()
    found = {each.read_bytes() for each in path.parent.iterdir()}
    open_it(full)
    assert b"theirs" in found
    assert "the rain" in {files.read_text(each) for each in files.listed(path.parent, "*.toml")}


# Setting it up


@pytest.mark.parametrize("kind", ["another's", "damaged"])
def test_among_files_of_another_key_no_lock_is_set_up_that_would_never_open(full: Paths, kind: str) -> None:
    other = Vault([full.data], PRIVATE)
    other.open(locking.new_secret())
    sealed = other.as_stored(full.memories / "b.toml", b"theirs")[1]
    PLAIN.write(full.locked / f"{'0' * 32}.age", sealed if kind == "another's" else b"garbage")
    before = bytes_below(full.data)
    with pytest.raises(NotUnlocked, match="wait for its identity"):
        locking.prove(full, SECRET)
    with pytest.raises(NotUnlocked, match=r"Nothing was locked.*move that folder elsewhere"):
        locking.lock(full, SECRET, IDENTITY)
    assert bytes_below(full.data) == before
    assert files.mounted() == ()
    full.locked.rename(full.data.with_name("elsewhere"))
    locking.prove(full, SECRET)
    lock_it(full)
    open_it(full)
    assert kept(full, WORDS) == WORDS


def test_a_folder_that_cannot_be_listed_is_told_before_anything_is_locked(full: Paths) -> None:
    month = full.memories / "2026" / "01"
    with (
        refusing(month, calls=("listdir", "scandir"), number=errno.EACCES),
        pytest.raises(NotUnlocked, match=r"2026/01 cannot be opened: permission denied. Nothing was locked."),
    ):
        locking.prove(full, SECRET)


# What has arrived


def test_what_has_arrived_lies_open_with_the_rest(full: Paths) -> None:
    lock_it(full)
    open_it(full)
    within = Path("memories/2026/03/new.toml")
    with patch.object(PLAIN, "replace", side_effect=NotWritten("the disk is full")):
        assert not bring_in(full, [(within, b"the fern")])
    locking.take_off(full)
    assert (full.data / within).read_bytes() == b"the fern"
    assert not list(full.data.rglob("*.age"))


# Opening


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES])
def test_no_wrong_key_opens_a_folder_that_cannot_be_listed(full: Paths, number: int) -> None:
    lock_it(full)
    with refusing(full.locked, calls=("scandir",), number=number):
        for secret in (locking.new_secret(), SECRET):
            with pytest.raises(NotUnlocked, match=r"What is locked here cannot be looked at: \w+"):
                locking.open_with(full, secret)
        assert not locking.is_open(full)
    with (
        refusing(*full.locked.glob("*.age"), calls=("open",), number=number),
        pytest.raises(NotUnlocked, match=r"What is locked here cannot be opened: \w+"),
    ):
        locking.open_with(full, SECRET)
    open_it(full)
    assert kept(full, WORDS) == WORDS


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES])
def test_the_pen_writes_nothing_into_a_folder_that_cannot_be_listed(full: Paths, number: int) -> None:
    lock_it(full)
    open_it(full)
    with refusing(full.locked, calls=("scandir",), number=number):
        pen = take_pen(full)
    assert not pen.writes
    assert "Nothing can be kept: what is locked cannot be looked at" in pen.reason
    assert kept(full, WORDS) == WORDS
    pen = take_pen(full)
    pen.put_down()
    assert pen.writes


# One file that the disk refuses


@pytest.mark.parametrize("call", ["open", "read"])
def test_one_refused_file_is_told_and_hides_no_other(full: Paths, call: str) -> None:
    lock_it(full)
    vault = open_it(full)
    refused = vault.stored_at(full.memories / "2026" / "01" / "a.toml")
    close_it()
    with _one_refused(refused, call):
        open_it(full)
        assert not files.exists(full.trash)
        assert not full.session_waits
        assert load_couple(full) == NAMES
        found = [each for month in Survey(full.memories).months() for each in files.listed(month, "*.toml")]
        assert [each.name for each in found] == [f"{refused.stem}.toml", "b.toml"]
        assert files.read_text(found[1]) == "the mail"
        _, problems = load_memories(full)
        assert [each.reason for each in problems if each.file == str(found[0])] == [_REFUSED[call]]
        with pytest.raises(NotWritten, match="input/output error"):
            locking.take_off(full)
    assert full.is_locked
    locking.take_off(full)
    assert kept(full, WORDS) == WORDS
    assert not (full.memories / "0000").exists()


_REFUSED = {"open": "cannot be opened: input/output error.", "read": "cannot be read: input/output error."}


@contextmanager
def _one_refused(file: Path, call: str) -> Iterator[None]:
    """This file cannot be opened, or not be read."""
    if call == "open":
        with refusing(file, calls=("open",)):
            yield
        return
    real, inode = os.read, file.stat().st_ino

    def read(handle: int, size: int) -> bytes:
        if os.fstat(handle).st_ino == inode:
            raise EIO()
        return real(handle, size)

    with patch("os.read", read):
        yield


def test_a_file_that_was_refused_once_comes_to_its_own_place(full: Paths) -> None:
    lock_it(full)
    vault = open_it(full)
    path = full.memories / "2026" / "01" / "a.toml"
    with _one_refused(vault.stored_at(path), "open"):
        close_it()
        open_it(full)
        [stray] = files.listed(full.memories / "0000" / "00", "*")
    with pytest.raises(Unreadable, match="cannot be opened"):
        files.read_text(stray)
    files.write_text(full.memories / "2026" / "03" / "new.toml", "the fern")
    assert files.listed(full.memories / "0000" / "00", "*") == []
    assert files.listed(path.parent, "*") == [path]


def test_a_file_whose_stamp_is_refused_or_that_goes_meanwhile_hides_no_other(full: Paths) -> None:
    lock_it(full)
    vault = open_it(full)
    one, other = (vault.stored_at(full.data / name) for name in WORDS)
    close_it()
    open_it(full)
    with refusing(one), refusing(other, number=errno.ENOENT):
        assert files.listed(full.memories, "*/*/*.toml") == [full.memories / "2026" / "01" / "a.toml"]


@pytest.mark.parametrize("failure", [OSError(errno.ENOMEM, "no memory"), CalledProcessError(-9, "python")])
def test_what_could_not_be_tried_is_not_said_to_be_damaged(full: Paths, failure: Exception) -> None:
    lock_it(full)
    with (
        patch("subprocess.run", side_effect=failure),
        pytest.raises(
            NotUnlocked, match=r"may be short of memory\. Nothing was changed; please try again"
        ) as told,
    ):
        locking.secret_with(full, PASSPHRASE)
    assert "damaged" not in str(told.value)
    assert not isinstance(told.value, WrongKey)
