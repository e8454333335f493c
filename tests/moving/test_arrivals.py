"""What comes from outside: whatever happens on the way, all of it comes or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from duologue.store.arrivals import as_file, bring_in, settle
from duologue.store.files import NotWritten
from duologue.store.paths import Paths
from duologue.store.records import load_memories
from tests.moving.crashes import PowerCut, failing, nothing_fails, power_cut, refusal
from tests.moving.jars import a_home, a_memory, contents, hidden, save

HERE = a_memory("here")
COMING = (a_memory("walk"), a_memory("sea", day=40))
PICTURE = (Path("pictures") / f"{'a' * 32}.jpg", b"a picture")


def the_files(paths: Paths) -> list[tuple[Path, bytes]]:
    return [as_file(paths, paths.memories, memory) for memory in COMING] + [PICTURE]


def fresh(folder: Path) -> Paths:
    paths = a_home(folder)
    save(paths, HERE)
    return paths


def steps_of_all(folder: Path) -> int:
    paths = fresh(folder)
    with failing(10_000, nothing_fails) as count:
        assert bring_in(paths, the_files(paths))
    return count[0]


def test_everything_comes_to_its_place_and_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    paths = fresh(tmp_path)
    assert bring_in(paths, the_files(paths))
    assert {memory.id for memory in load_memories(paths)[0]} == {"here", "walk", "sea"}
    assert contents(tmp_path)[str(PICTURE[0])] == PICTURE[1]
    assert not hidden(tmp_path)
    for path in (paths.memories / "2024").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0


def test_whenever_the_power_fails_all_of_it_comes_or_nothing(tmp_path: Path) -> None:
    steps = steps_of_all(tmp_path / "whole")
    everything = contents(tmp_path / "whole")
    ends = []
    for step in range(1, steps + 1):
        folder = tmp_path / str(step)
        paths = fresh(folder)
        before = contents(folder)
        with failing(step, power_cut), pytest.raises(PowerCut):
            bring_in(paths, the_files(paths))
        seen = contents(folder)
        assert seen.items() >= before.items()
        assert len(seen) == len(before) or str(PICTURE[0]) in seen, "a memory without its picture"
        settle(paths)
        assert contents(folder) in (before, everything), f"a part of it stays after step {step}"
        assert not hidden(folder)
        ends.append(contents(folder) == everything)
    assert ends == sorted(ends)
    assert {*ends} == {False, True}


def test_a_power_cut_while_it_is_put_in_place_is_made_good_the_next_time(tmp_path: Path) -> None:
    steps_of_all(tmp_path / "whole")
    everything = contents(tmp_path / "whole")
    step = 0
    while True:
        step += 1
        folder = tmp_path / str(step)
        paths = fresh(folder)
        arrived = folder / ".arriving-abc"
        for place, content in the_files(paths):
            (arrived / place).parent.mkdir(parents=True, exist_ok=True)
            (arrived / place).write_bytes(content)
        try:
            with failing(step, power_cut):
                settle(paths)
        except PowerCut:
            settle(paths)
            assert contents(folder) == everything
            assert not hidden(folder)
        else:
            break
    assert step > 10


def test_a_disk_that_refuses_keeps_all_of_it_or_nothing_and_says_which(tmp_path: Path) -> None:
    steps = steps_of_all(tmp_path / "whole")
    everything = contents(tmp_path / "whole")
    told = set()
    for step in range(1, steps + 1):
        folder = tmp_path / str(step)
        paths = fresh(folder)
        before = contents(folder)
        try:
            with failing(step, refusal):
                in_place = bring_in(paths, the_files(paths))
        except NotWritten as error:
            assert contents(folder) == before
            told.add(str(error))
            settle(paths)
            assert contents(folder) == before
        else:
            told.add(f"in place: {in_place}")
            assert not in_place or contents(folder) == everything
            settle(paths)
            assert contents(folder) == everything
        assert not hidden(folder)
    assert {"the disk reports an error", "in place: False"} <= told


def test_what_fails_while_it_is_read_leaves_nothing(tmp_path: Path) -> None:
    paths = fresh(tmp_path)
    before = contents(tmp_path)

    def halfway() -> Iterator[tuple[Path, bytes]]:
        yield the_files(paths)[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring_in(paths, halfway())
    assert contents(tmp_path) == before
    assert not hidden(tmp_path)


def test_what_lies_there_already_stays_and_what_differs_comes_beside_it(tmp_path: Path) -> None:
    paths = fresh(tmp_path)
    other = a_memory("here", title="Another title")
    files = [as_file(paths, paths.memories, memory) for memory in (HERE, other, other)]
    assert bring_in(paths, files)
    assert sorted(contents(tmp_path)) == ["memories/2024/05/here-2.toml", "memories/2024/05/here.toml"]
    assert "Another title" in contents(tmp_path)["memories/2024/05/here-2.toml"].decode()


def test_a_link_in_a_folder_that_arrived_is_not_followed(tmp_path: Path) -> None:
    paths = fresh(tmp_path / "home")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "diary.toml").write_text("mine")
    arrived = paths.data / ".arriving-abc"
    arrived.mkdir()
    (arrived / "memories").symlink_to(outside)
    (paths.data / ".importing-abc").symlink_to(outside)
    settle(paths)
    assert (outside / "diary.toml").read_text() == "mine"
    assert "diary" not in str(contents(paths.data))
