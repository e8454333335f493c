"""Emptying the trash that ends anywhere: the pictures go the next time, and none that something still has."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest

from duologue.store import trash
from duologue.store.arrivals import settle
from duologue.store.files import NotWritten, exists, remove, write_bytes
from duologue.store.jar import Jar
from duologue.store.paths import Paths
from tests.faults.seam import Killed, failing, seam
from tests.store.locked import close_it, lock_it, open_it
from tests.store.moments import keep, moment

TODAY = date(2026, 11, 25)
LATER = date(2026, 11, 26)
"""A start that has nothing to remove but what is noted."""
PICTURE, SHARED, WAITING = (f"{sign * 32}.png" for sign in "abc")


def fresh(folder: Path, *, locked: bool = False) -> Paths:
    """In the trash a moment with a picture of its own, one with that of another, and one let go later."""
    paths, prepared = Paths.under(folder / "home"), folder / "prepared"
    if not prepared.exists():
        _prepare(Paths.under(prepared), locked=locked)
    close_it()
    shutil.rmtree(paths.data, ignore_errors=True)
    shutil.copytree(prepared, paths.data)
    if locked:
        open_it(paths)
    return paths


def _prepare(paths: Paths, *, locked: bool) -> None:
    keep(paths, moment("a", picture=PICTURE), moment("b", picture=SHARED), moment("z", picture=SHARED))
    keep(paths, moment("y", picture=WAITING))
    for name in (PICTURE, SHARED, WAITING):
        write_bytes(paths.pictures / name, name.encode())
    with closing(Jar(paths)) as jar:
        jar.index.refresh()
        for root, day in (("a", date(2026, 10, 1)), ("b", date(2026, 10, 2)), ("y", TODAY)):
            gone = jar.kept(root)
            assert gone is not None
            jar.let_go(gone, day)
    if locked:
        lock_it(paths)


def purge(paths: Paths, today: date = TODAY) -> None:
    """As at a start."""
    close_it()
    if paths.is_locked:
        open_it(paths)
    with closing(Jar(paths)) as jar:
        jar.purge(today)


def left(paths: Paths) -> set[str]:
    """The pictures that are there."""
    return {name for name in (PICTURE, SHARED, WAITING) if exists(paths.pictures / name)}


@pytest.fixture(autouse=True)
def nothing_stays_mounted() -> Iterator[None]:
    yield
    close_it()


@pytest.mark.parametrize("failure", [Killed, failing(errno.ENOSPC)], ids=["killed", "full from then on"])
@pytest.mark.parametrize("locked", [False, True], ids=["open", "locked"])
def test_wherever_it_ends_the_picture_goes_at_the_next_start(
    tmp_path: Path, failure: Callable[[], BaseException], *, locked: bool
) -> None:
    purge(fresh(tmp_path, locked=locked))  # Nothing is imported from here on.
    paths = fresh(tmp_path, locked=locked)
    with closing(Jar(paths)) as jar, seam() as calls:
        jar.purge(TODAY)
    for call in range(1, calls.count + 1):
        paths = fresh(tmp_path, locked=locked)
        with suppress(Killed), closing(Jar(paths)) as jar, seam(call, failure, forever=True):
            jar.purge(TODAY)
        where = f"{call} ({calls.names[call - 1]})"
        assert {SHARED, WAITING} <= left(paths), where
        purge(paths, LATER)
        assert left(paths) == {SHARED, WAITING}, where
        assert not exists(paths.trash / ".emptying"), where


def _left_by_them(jar: Jar, paths: Paths) -> None:
    """They leave while it is emptied in its thread."""
    del paths
    look = jar.index.refresh
    jar.index.refresh = lambda: (look(), jar.close())[0]  # type: ignore[method-assign,misc,assignment,func-returns-value]


def _unreadable(jar: Jar, paths: Paths) -> None:
    """A file that may have it cannot be read just now."""
    del jar
    (paths.memories / "2024" / "05" / "torn.toml").write_text("cut o", encoding="utf-8")


def _arriving(jar: Jar, paths: Paths) -> None:
    """What has arrived with the same picture is not in its place yet."""
    del jar
    keep(Paths.under(paths.data / ".arriving-0a1b"), moment("c", picture=PICTURE))


@pytest.mark.parametrize("happens", [_left_by_them, _unreadable, _arriving], ids=lambda each: each.__name__)
def test_what_could_not_be_told_then_is_told_the_next_time(
    tmp_path: Path, happens: Callable[[Jar, Paths], None]
) -> None:
    paths = fresh(tmp_path)
    with closing(Jar(paths)) as jar:
        happens(jar, paths)
        jar.purge(TODAY)
    assert len(trash.in_trash(paths)) == 1
    assert PICTURE in left(paths)
    purge(paths, LATER)
    assert (PICTURE in left(paths)) == (happens is not _left_by_them)
    for torn in paths.memories.rglob("torn.toml"):
        remove(torn)
    settle(paths)
    purge(paths, LATER)
    assert (PICTURE in left(paths)) == (happens is _arriving)
    assert SHARED in left(paths)


def test_one_that_is_in_use_again_by_then_stays(tmp_path: Path) -> None:
    paths = fresh(tmp_path)
    with patch.object(Jar, "_remove_pictures"):
        purge(paths)
    keep(paths, moment("again", picture=PICTURE))
    purge(paths, LATER)
    assert left(paths) == {PICTURE, SHARED, WAITING}
    assert trash.going(paths) == set()


def test_nothing_but_pictures_goes_whatever_is_noted(tmp_path: Path) -> None:
    paths = fresh(tmp_path)
    precious = paths.data / "couple.toml"
    precious.write_text("x", encoding="utf-8")
    names = ["../couple.toml", str(precious), "", PICTURE.upper(), f"{PICTURE}/..", "\udcff"]
    (paths.trash / ".emptying").write_bytes("\n".join(names).encode(errors="surrogateescape"))
    purge(paths, date(2026, 10, 20))
    assert precious.exists()
    assert left(paths) == {PICTURE, SHARED, WAITING}


def test_a_disk_that_cannot_take_the_note_is_emptied_all_the_same(tmp_path: Path) -> None:
    paths = fresh(tmp_path)
    with patch.object(trash, "write_text", side_effect=NotWritten("the disk is full")):
        purge(paths)
    assert left(paths) == {SHARED, WAITING}
    assert len(trash.in_trash(paths)) == 1
