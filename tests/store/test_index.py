"""The index of the jar: what it shows is what the files say, whatever happens to it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duologue.core.memory import Memory
from duologue.store import base
from duologue.store.index import Index
from duologue.store.paths import Paths
from duologue.store.records import load_kept
from tests.bench.many_memories import fill
from tests.store.moments import WHEN, keep, moment


@pytest.fixture
def index(paths: Paths) -> Iterator[Index]:
    with closing(Index(paths.index, paths.memories)) as opened:
        yield opened


def titles(index: Index) -> list[str]:
    return [glimpse.title for glimpse in index.glimpses()]


def seen_anew(paths: Paths) -> list[str]:
    """What somebody who opens the jar now sees, once all is read."""
    with closing(Index(paths.index, paths.memories)) as index:
        index.refresh()
        return titles(index)


def test_a_glimpse_shows_what_a_list_needs(paths: Paths, index: Index) -> None:
    keep(paths, moment("a", feelings=("calm", "proud"), place="Łódź"))
    assert index.glimpses() == []
    assert index.refresh()
    [glimpse] = index.glimpses()
    assert (glimpse.root, glimpse.day, glimpse.title) == ("a", date(2024, 5, 3), "Moment a")
    assert (glimpse.deck, glimpse.feelings, glimpse.is_torn) == ("Weather", ("calm", "proud"), False)
    for word in ("moment a", "rain first.", "then sun.", "lodz"):
        assert word in glimpse.searched
    assert not index.refresh(), "nothing has changed since"


def test_new_changed_and_vanished_files_are_seen(paths: Paths, index: Index) -> None:
    first, second = keep(paths, moment("a"), moment("b", when=WHEN + timedelta(days=1)))
    index.refresh()
    assert titles(index) == ["Moment b", "Moment a"]
    first.write_text(first.read_text().replace("Moment a", "Another title"))
    second.unlink()
    keep(paths, moment("c", when=WHEN - timedelta(days=400)))
    assert index.refresh()
    assert titles(index) == ["Another title", "Moment c"]


def test_the_newest_come_first_and_no_more_than_asked_for(paths: Paths, index: Index) -> None:
    keep(paths, *(moment(f"m{day}", when=WHEN + timedelta(days=day)) for day in range(5)))
    index.refresh()
    assert [glimpse.root for glimpse in index.glimpses(2)] == ["m4", "m3"]


def test_what_was_read_is_remembered(paths: Paths, index: Index) -> None:
    keep(paths, moment("a"))
    index.refresh()
    with closing(Index(paths.index, paths.memories)) as other:
        assert titles(other) == ["Moment a"]


def test_only_its_owner_can_read_it(paths: Paths, index: Index) -> None:
    index.refresh()
    assert [path for path in paths.cache.iterdir() if path.stat().st_mode & 0o077] == []


def changed(memory: Memory, name: str, title: str, *revises: str, days: int = 1) -> Memory:
    return moment(
        name, of=memory.root, revises=revises, title=title, when=memory.when, written=WHEN + timedelta(days)
    )


def test_a_change_takes_the_place_of_what_was(paths: Paths, index: Index) -> None:
    first = moment("a")
    keep(paths, first, changed(first, "b", "Better", "a"))
    index.refresh()
    assert titles(index) == ["Better"]
    assert not index.glimpses()[0].is_torn


def test_two_changes_of_the_same_are_two_versions_and_the_newer_is_shown(paths: Paths, index: Index) -> None:
    first = moment("a")
    older = changed(first, "b", "Older", "a", days=1).model_copy(update={"when": WHEN + timedelta(days=90)})
    keep(paths, first, older, changed(first, "c", "Newer", "a", days=2))
    index.refresh()
    [glimpse] = index.glimpses()
    assert (glimpse.title, glimpse.day, glimpse.is_torn) == ("Newer", WHEN.date(), True)
    assert len(index.files_of("a")) == 3


def test_a_copy_of_a_file_is_no_second_version(paths: Paths, index: Index) -> None:
    [file] = keep(paths, moment("a"))
    file.with_name("copy.toml").write_bytes(file.read_bytes())
    index.refresh()
    assert [glimpse.is_torn for glimpse in index.glimpses()] == [False]


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcd"), st.sampled_from(["", *"abcd"]), st.sets(st.sampled_from("abcd")),
            st.integers(0, 2), st.sampled_from(["One", "Two"]),
        ),
        max_size=6,
    )
)  # fmt: skip
def test_it_shows_what_the_files_say(versions: list[tuple[str, str, set[str], int, str]]) -> None:
    """Also where versions revise one another in circles, or come with ids that others have."""
    with TemporaryDirectory() as folder:
        paths = Paths.under(Path(folder))
        for name, of, revises, days, title in versions:
            written = WHEN + timedelta(days=days)
            memory = moment(name, of=of or None, revises=sorted(revises), title=title, written=written)
            keep(paths, memory)
        with closing(Index(paths.index, paths.memories)) as index:
            index.refresh()
            seen = {each.root: (each.title, each.is_torn) for each in index.glimpses()}
            kept, _ = load_kept(paths.memories, Memory)
            assert seen == {each.root: (each.now.title, each.is_torn) for each in kept}


def test_what_cannot_be_read_is_named_with_its_reason(paths: Paths, index: Index) -> None:
    [file] = keep(paths, moment("a"))
    cut = file.with_name("cut.toml")
    cut.write_text('title = "Half"\n')
    os.mkfifo(file.with_name("pipe.toml"))
    index.refresh()
    assert titles(index) == ["Moment a"]
    reasons = {Path(problem.file).name: problem.reason for problem in index.problems()}
    assert "is cut off" in reasons["cut.toml"]
    assert set(reasons) == {"cut.toml", "pipe.toml"}
    cut.unlink()
    index.refresh()
    assert [Path(problem.file).name for problem in index.problems()] == ["pipe.toml"]


def test_a_name_that_is_no_text_is_no_obstacle(paths: Paths, index: Index) -> None:
    [file] = keep(paths, moment("a"))
    strange = os.fsencode(file.parent) + b"/\xff\xfe.toml"
    os.rename(file, strange)  # noqa: PTH104 - a Path cannot name it
    index.refresh()
    assert titles(index) == ["Moment a"]
    assert [os.fsencode(path) for path in index.files_of("a")] == [strange]


def test_progress_is_told_and_a_stop_is_heard_between_two_files(
    paths: Paths, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("duologue.store.index.BATCH", 3)
    keep(paths, *(moment(f"m{number}") for number in range(10)))
    told: list[tuple[int, int]] = []
    asked = iter([False] * 17)
    index.refresh(lambda done, of: told.append((done, of)), lambda: next(asked, True))
    assert told[0] == (3, 10)
    assert 3 <= len(titles(index)) < 10
    index.refresh(lambda done, of: told.append((done, of)))
    assert len(titles(index)) == 10
    assert told[-1][0] == told[-1][1] < 10, "what was read before the stop was not read again"


# What may happen to its file


def _damage(file: Path) -> None:
    file.write_bytes(b"This is no database at all. " * 400)


def _damage_inside(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[4096:] = b"\xee" * (len(data) - 4096)
    file.write_bytes(data)


def _another_make(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA user_version = 999")


def _strange_tables(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other:
        other.executescript(
            "ALTER TABLE version RENAME TO hidden;"
            "CREATE VIEW version AS"
            " WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT x FROM n;"
        )


def _strange_values(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other, other:
        other.execute("UPDATE version SET day = 99999999999, title = 7, path = 5, searched = x'ff'")


def _strange_text(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other, other:
        other.execute("UPDATE version SET title = CAST(x'ff' AS TEXT)")


def _folder_in_its_place(file: Path) -> None:
    file.unlink()
    (file / "within").mkdir(parents=True)


def _pipe_in_its_place(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


DAMAGES: list[Callable[[Path], None]] = [
    *(_damage, _damage_inside, _another_make, _strange_tables, _strange_values, _strange_text),
    *(_folder_in_its_place, _pipe_in_its_place, Path.unlink),
]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_whatever_happens_to_its_file_the_jar_is_whole(paths: Paths, damage: Callable[[Path], None]) -> None:
    keep(paths, moment("a"), moment("b", when=WHEN + timedelta(days=1)))
    assert seen_anew(paths) == ["Moment b", "Moment a"]
    damage(paths.index)
    with closing(Index(paths.index, paths.memories)) as index:
        index.glimpses()
        index.problems()
        index.files_of("a")
        index.refresh()
        assert titles(index) == ["Moment b", "Moment a"]
        assert len(index.files_of("a")) == 1
    assert seen_anew(paths) == ["Moment b", "Moment a"]


def test_a_link_in_its_place_is_not_followed(paths: Paths, tmp_path: Path) -> None:
    keep(paths, moment("a"))
    precious = tmp_path / "precious"
    precious.write_bytes(b"")
    paths.cache.mkdir(parents=True)
    paths.index.symlink_to(precious)
    assert seen_anew(paths) == ["Moment a"]
    assert precious.read_bytes() == b""


def test_no_file_is_opened_because_an_index_says_so(paths: Paths) -> None:
    keep(paths, moment("a"))
    seen_anew(paths)
    with closing(sqlite3.connect(paths.index)) as other, other:
        other.execute("UPDATE version SET path = ?", (b"../couple.toml",))
    with closing(Index(paths.index, paths.memories)) as index:
        assert index.files_of("a") == []


def test_while_another_program_holds_it_the_jar_is_read_without_it(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "_PATIENCE", 0.01)
    keep(paths, moment("a"))
    seen_anew(paths)
    keep(paths, moment("b", when=WHEN + timedelta(days=1)))
    with closing(sqlite3.connect(paths.index, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert seen_anew(paths) == ["Moment b", "Moment a"]
        other.execute("ROLLBACK")
        assert other.execute("SELECT title FROM version").fetchall() == [("Moment a",)], "it was left alone"


def test_where_the_disk_takes_no_index_there_is_one_in_memory(paths: Paths) -> None:
    keep(paths, moment("a"))
    paths.cache.write_text("a file where its folder should be")
    assert seen_anew(paths) == ["Moment a"]


def test_two_windows_share_one_index(paths: Paths, index: Index) -> None:
    with closing(Index(paths.index, paths.memories)) as other:
        for number in range(4):
            keep(paths, moment(f"m{number}"))
            (index, other)[number % 2].refresh()
        assert len(titles(index)) == len(titles(other)) == 4


def test_two_windows_that_begin_at_once_both_see_all(paths: Paths) -> None:
    keep(paths, *(moment(f"m{number}") for number in range(30)))
    seen: list[int] = []
    windows = [Thread(target=lambda: seen.append(len(seen_anew(paths)))) for _ in range(4)]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    assert seen == [30] * 4


def test_once_closed_it_ends_what_runs_and_leaves_the_file(paths: Paths, index: Index) -> None:
    fill(paths.memories, 300)
    index.refresh(lambda *_: index.close())
    assert index.glimpses() == []
    with closing(Index(paths.index, paths.memories)) as other:
        assert 0 < len(titles(other)) < 300
