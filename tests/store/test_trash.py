"""The trash: what is let go goes whole, comes back whole, and is gone for good only when it should be."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TypeAlias
from unittest.mock import patch

import pytest

from duologue.core.kept import Kept
from duologue.core.memory import Memory
from duologue.store import trash
from duologue.store.files import NotWritten
from duologue.store.jar import Jar
from duologue.store.paths import Paths
from duologue.store.records import load_kept
from tests.store.moments import WHEN, keep, moment

TODAY = date(2026, 11, 25)
LATER = WHEN + timedelta(days=1)
Seen: TypeAlias = tuple[list[str], list[str]]
"""What stands and what was before, by titles."""


@pytest.fixture
def jar(paths: Paths) -> Iterator[Jar]:
    """With one memory that was changed on both sides after it had been changed, and another one."""
    changes = [
        moment("b", of="a", revises=("a",), written=LATER, title="Better"),
        moment("c", of="a", revises=("b",), written=LATER + timedelta(days=1), title="Hers"),
        moment("d", of="a", revises=("b",), written=LATER + timedelta(days=2), title="His"),
    ]
    keep(paths, moment("a"), *changes, moment("z", title="Another"))
    with closing(Jar(paths)) as opened:
        yield opened


def kept(jar: Jar, root: str = "a") -> Kept[Memory]:
    jar.index.refresh()
    found = jar.kept(root)
    assert found is not None
    return found


def seen(paths: Paths) -> list[Seen]:
    """What stands in the jar, and what was before, by titles."""
    found, problems = load_kept(paths.memories, Memory)
    assert not problems
    return [([v.title for v in each.standing], [v.title for v in each.earlier]) for each in found]


WHOLE: Seen = (["His", "Hers"], ["Better", "Moment a"])
ANOTHER: Seen = (["Another"], [])


def files(folder: Path) -> dict[str, bytes]:
    """What lies in a folder."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_there_and_back_again(jar: Jar, paths: Paths) -> None:
    before = files(paths.memories)
    jar.let_go(kept(jar), TODAY)
    assert seen(paths) == [ANOTHER]
    [gone] = trash.in_trash(paths)
    assert (gone.kept.now.title, gone.kept.is_torn, gone.since) == ("His", True, TODAY)
    assert gone.until == date(2026, 12, 25)
    trash.bring_back(paths, gone)
    assert files(paths.memories) == before
    assert trash.in_trash(paths) == []
    assert not list(paths.trash.iterdir())


def failing_at(count: int) -> Callable[[str, str], None]:
    """A rename that fails at this call alone."""
    real, calls = os.replace, iter(range(1, 100))

    def unless_it_is_its_turn(source: str, target: str) -> None:
        if next(calls) == count:
            raise OSError(5, "Input/output error")
        real(source, target)

    return unless_it_is_its_turn


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_move_that_fails_leaves_the_memory_whole_with_its_versions(
    jar: Jar, paths: Paths, count: int
) -> None:
    whole = kept(jar)
    before = files(paths.memories)
    with patch.object(os, "replace", failing_at(count)), pytest.raises(NotWritten, match="disk reports"):
        jar.let_go(whole, TODAY)
    assert files(paths.memories) == before
    assert trash.in_trash(paths) == []
    jar.let_go(whole, TODAY)
    assert seen(paths) == [ANOTHER]


class PowerCut(BaseException):
    """Nothing more is done."""


@pytest.mark.parametrize("count", [1, 2, 3, 4])
@pytest.mark.parametrize("next_day", [0, 1])
def test_after_a_power_cut_it_stands_and_can_be_let_go_again(
    jar: Jar, paths: Paths, count: int, next_day: int
) -> None:
    order: list[str] = []
    real = os.replace

    def one_more(source: Path, target: Path) -> None:
        if len(order) == count - 1:
            raise PowerCut
        order.append(Path(source).name)
        real(source, target)

    with patch.object(os, "replace", one_more), pytest.raises(PowerCut):
        jar.let_go(kept(jar), TODAY)
    assert order == ["a.toml", "b.toml", "c.toml"][: count - 1]
    (standing, _), another = sorted(seen(paths), key=lambda each: each == ANOTHER)
    assert standing[0] == "His", "what was shown is shown"
    assert another == ANOTHER
    jar.let_go(kept(jar), TODAY + timedelta(days=next_day))
    assert seen(paths) == [ANOTHER]
    [gone] = trash.in_trash(paths)
    assert (len(gone.files), gone.since) == (4, TODAY + timedelta(days=next_day))
    trash.bring_back(paths, gone)
    assert WHOLE in seen(paths)


def test_what_stands_comes_back_first(jar: Jar, paths: Paths) -> None:
    jar.let_go(kept(jar), TODAY)
    [gone] = trash.in_trash(paths)
    with patch.object(os, "replace", failing_at(3)), pytest.raises(NotWritten):
        trash.bring_back(paths, gone)
    assert (["His", "Hers"], []) in seen(paths)
    trash.bring_back(paths, gone)
    assert WHOLE in seen(paths)
    assert trash.in_trash(paths) == []


def test_let_go_on_two_laptops_it_is_there_once_and_comes_back_once(jar: Jar, paths: Paths) -> None:
    before = files(paths.memories)
    jar.let_go(kept(jar), TODAY - timedelta(days=3))
    for name, content in before.items():
        if "z.toml" not in name:
            (paths.memories / name).write_bytes(content)
    jar.let_go(kept(jar), TODAY)
    [gone] = trash.in_trash(paths)
    assert (gone.since, gone.kept.now.title) == (TODAY, "His")
    trash.bring_back(paths, gone)
    assert files(paths.memories) == before
    assert trash.in_trash(paths) == []


def test_a_copy_is_not_doubled_and_what_differs_is_kept_beside(jar: Jar, paths: Paths) -> None:
    [file] = paths.memories.rglob("z.toml")
    original = file.read_bytes()
    jar.let_go(kept(jar, "z"), TODAY)
    file.write_bytes(original)
    jar.let_go(kept(jar, "z"), TODAY)
    assert len(files(paths.trash)) == len(files(paths.memories)) - 3
    file.write_bytes(original.replace(b"Another", b"Changed"))
    jar.let_go(kept(jar, "z"), TODAY)
    assert len(files(paths.trash)) == 2
    [gone] = trash.in_trash(paths)
    assert {each.title for each in gone.kept.standing} == {"Another", "Changed"}


def test_the_latest_comes_first(jar: Jar, paths: Paths) -> None:
    jar.let_go(kept(jar), TODAY - timedelta(days=9))
    jar.let_go(kept(jar, "z"), TODAY)
    assert [gone.kept.root for gone in trash.in_trash(paths)] == ["z", "a"]


@pytest.mark.parametrize(("days", "stays"), [(0, True), (30, True), (31, False)])
def test_it_lies_there_for_thirty_days(jar: Jar, paths: Paths, days: int, stays: bool) -> None:
    jar.let_go(kept(jar), TODAY)
    jar.purge(TODAY + timedelta(days=days))
    assert bool(trash.in_trash(paths)) == stays
    assert bool(files(paths.trash)) == stays


def test_emptied_for_good_it_holds_nothing_of_theirs_and_leaves_the_rest_alone(
    jar: Jar, paths: Paths, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious").write_text("x")
    jar.let_go(kept(jar), TODAY)
    day = paths.trash / TODAY.isoformat()
    (day / "link").symlink_to(elsewhere)
    (day / ".hidden").write_text("x")
    (paths.trash / "2026-11-01").symlink_to(elsewhere)
    for name in ("2026-13-45", "notes"):
        (paths.trash / name).mkdir()
    trash.empty(paths)
    assert trash.in_trash(paths) == []
    assert not day.exists()
    assert (elsewhere / "precious").exists()
    assert (paths.trash / "notes").exists()
    assert seen(paths) == [ANOTHER]


PICTURE = f"{'a1' * 16}.png"


@pytest.mark.parametrize(
    ("others", "stays"), [((), False), ((PICTURE,), True)], ids=["nobody else's", "another moment's too"]
)
def test_a_picture_goes_with_the_last_moment_that_has_it(
    jar: Jar, paths: Paths, others: tuple[str, ...], stays: bool
) -> None:
    keep(paths, moment("p", picture=PICTURE))
    keep(paths, *(moment("q", picture=name) for name in others))
    paths.pictures.mkdir()
    (paths.pictures / PICTURE).write_bytes(b"a picture")
    jar.let_go(kept(jar, "p"), TODAY)
    jar.purge(TODAY)
    assert (paths.pictures / PICTURE).exists(), "it can still be brought back"
    jar.empty_trash()
    assert (paths.pictures / PICTURE).exists() == stays


def test_no_picture_goes_while_a_file_cannot_be_read(jar: Jar, paths: Paths) -> None:
    keep(paths, moment("p", picture=PICTURE))
    paths.pictures.mkdir()
    (paths.pictures / PICTURE).write_bytes(b"a picture")
    jar.let_go(kept(jar, "p"), TODAY)
    (paths.memories / "2024" / "05" / "torn.toml").write_text("cut o")
    jar.empty_trash()
    assert (paths.pictures / PICTURE).exists()


def _left(jar: Jar) -> None:
    """They leave, or lock what they keep, while the trash is emptied in its thread."""
    jar.close()


def _held(jar: Jar) -> None:
    """Another window holds the index for longer than anybody waits."""
    jar.index._base._connection.set_progress_handler(lambda: 1, 1)


def _damaged(jar: Jar) -> None:
    """Its file is not what was written."""
    jar.index._base._connection.execute("DROP TABLE version")


@pytest.mark.parametrize("happens", [_left, _held, _damaged], ids=lambda each: each.__name__)
@pytest.mark.parametrize("others", [True, False], ids=["another moment's too", "nobody else's"])
def test_whatever_becomes_of_the_index_no_picture_goes_that_another_moment_has(
    jar: Jar, paths: Paths, monkeypatch: pytest.MonkeyPatch, happens: Callable[[Jar], None], others: bool
) -> None:
    keep(paths, moment("p", picture=PICTURE), *([moment("q", picture=PICTURE)] if others else []))
    paths.pictures.mkdir()
    (paths.pictures / PICTURE).write_bytes(b"a picture")
    jar.let_go(kept(jar, "p"), TODAY)
    look, times = jar.index.refresh, iter(range(99))

    def looked() -> bool:
        changed = look()
        if next(times) == 0:
            happens(jar)
        return changed

    monkeypatch.setattr(jar.index, "refresh", looked)
    jar.empty_trash()
    assert (paths.pictures / PICTURE).exists() == (others or happens is _left)


def test_what_cannot_be_read_is_told_and_stays(jar: Jar, paths: Paths) -> None:
    jar.let_go(kept(jar, "z"), TODAY)
    [file] = paths.trash.rglob("*.toml")
    file.write_text("[[[")
    gone, problems = trash.look(paths)
    assert (gone, [problem.file for problem in problems]) == ([], [str(file)])
    assert file.read_text() == "[[["


def test_a_disk_that_does_not_answer(jar: Jar, paths: Paths) -> None:
    jar.let_go(kept(jar), TODAY)

    def refused(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with patch.object(os, "scandir", refused), patch.object(os, "listdir", refused):
        gone, [problem] = trash.look(paths)
        assert (gone, problem.file, problem.is_refused) == ([], str(paths.trash), True)
        with pytest.raises(NotWritten, match="trash cannot be opened: input/output error"):
            trash.empty(paths)
        jar.purge(TODAY + timedelta(days=99))
    assert len(trash.in_trash(paths)) == 1


def test_nothing_is_said_to_be_let_go_that_was_not_found(jar: Jar, paths: Paths, tmp_path: Path) -> None:
    unread = Jar(replace(paths, cache=tmp_path / "other cache"))
    with closing(unread), pytest.raises(NotWritten):
        unread.let_go(kept(jar), TODAY)
    assert WHOLE in seen(paths)


def test_a_version_that_cannot_be_read_just_now_keeps_all_where_it_is(jar: Jar, paths: Paths) -> None:
    whole = kept(jar)
    [file] = paths.memories.rglob("b.toml")
    file.write_text("half")
    with pytest.raises(NotWritten, match=r"b\.toml cannot be read"):
        jar.let_go(whole, TODAY)
    assert len(files(paths.memories)) == 5
