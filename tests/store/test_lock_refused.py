"""A locked folder on a disk that refuses single calls: nothing is lost, and nothing is written openly."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from duologue.store import files, locking
from duologue.store.disk import PLAIN, NotWritten
from duologue.store.paths import Paths
from duologue.store.settings import load_couple, save_couple
from tests.builders import NAMES
from tests.faults.seam import failing, seam
from tests.store.locked import close_it, lock_it, open_it

EIO = failing(errno.EIO)
WORDS = {"memories/2026/01/a.toml": "the rain", "memories/2026/02/b.toml": "the mail"}


@pytest.fixture
def full(paths: Paths) -> Paths:
    """A couple with two moments, nothing locked."""
    save_couple(paths, NAMES)
    for name, words in WORDS.items():
        PLAIN.write(paths.data / name, words.encode())
    return paths


def kept(paths: Paths) -> dict[str, str]:
    """What is found of the words, wherever they lie."""
    return {name: files.read_text(paths.data / name) for name in WORDS if files.exists(paths.data / name)}


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
        if locking.is_locked(full):
            open_it(full)
            locking.take_off(full)
        assert not list(full.data.rglob("*.age")), where
        assert kept(full) == WORDS, where
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
    assert locking.is_locked(full)
    open_it(full)
    assert kept(full) == WORDS
