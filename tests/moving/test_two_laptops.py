"""Two laptops keep one jar: by git, by Syncthing or with a stick. Nothing is lost, and they choose."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from duologue.core.kept import Kept
from duologue.core.memory import Memory
from duologue.core.note import Note
from duologue.store.access import take_pen
from duologue.store.jar import Jar
from duologue.store.notes import stand
from duologue.store.paths import Paths
from duologue.store.records import load_kept
from tests.moving.jars import MAY, a_home, a_letter, a_memory, contents, save

LATER = MAY + timedelta(days=1)
THE_JAR = Path(__file__).resolve().parents[2] / "docs" / "the-jar.md"

Sync = Callable[[], None]
"""Brings both laptops to the same."""


def git(home: Path, *arguments: str, may_fail: bool = False) -> str:
    where = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    names = ("-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "init.defaultBranch=main")
    command = ["git", "-C", str(home), *names, *arguments]
    done = subprocess.run(command, env=where, capture_output=True, text=True, check=False)
    assert may_fail or done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def one(tmp_path: Path) -> Paths:
    """Ana's laptop, with a memory and a promise."""
    paths = a_home(tmp_path / "one")
    save(paths, a_memory("walk"), a_letter("fern", kind="promise"))
    return paths


@pytest.fixture
def other(tmp_path: Path) -> Paths:
    """Ben's laptop; what is in it comes by syncing."""
    return Paths.under(tmp_path / "other")


def by_git(one: Paths, other: Paths) -> Sync:
    """Both commit, and each takes in what the other has."""
    git(one.data, "init", "--quiet")
    for line in ignored():
        with (one.data / ".gitignore").open("a") as file:
            file.write(f"{line}\n")
    git(one.data, "add", "--all")
    git(one.data, "commit", "--quiet", "--message", "first")
    git(one.data, "clone", "--quiet", str(one.data), str(other.data))
    git(one.data, "remote", "add", "origin", str(other.data))

    def sync() -> None:
        for paths in (one, other):
            git(paths.data, "add", "--all")
            git(paths.data, "commit", "--quiet", "--allow-empty", "--message", "more")
        for paths in (one, other):
            git(paths.data, "pull", "--quiet", "--no-rebase", "--no-edit", "origin", "main", may_fail=True)

    return sync


def by_syncthing(one: Paths, other: Paths) -> Sync:
    """What one has, the other gets; where both changed a file, a copy with a long name stays beside it."""
    known: dict[Path, bytes] = {}

    def sync() -> None:
        files = {path.relative_to(home.data) for home in (one, other) for path in files_of(home.data)}
        for file in sorted(files):
            mine, theirs = one.data / file, other.data / file
            if mine.exists() and theirs.exists() and mine.read_bytes() != theirs.read_bytes():
                if known.get(file) not in (mine.read_bytes(), theirs.read_bytes()):
                    copy = file.with_name(f"{file.stem}.sync-conflict-20240518-101010-ABC1234{file.suffix}")
                    for home in (one, other):
                        shutil.copy(theirs, home.data / copy)
                    shutil.copy(mine, theirs)
                elif mine.read_bytes() == known[file]:
                    shutil.copy(theirs, mine)
                else:
                    shutil.copy(mine, theirs)
            for here, there in ((mine, theirs), (theirs, mine)):
                if here.exists() and not there.exists():
                    there.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(here, there)
            known[file] = mine.read_bytes()

    sync()
    return sync


def by_stick(one: Paths, other: Paths) -> Sync:
    """Each folder is copied over the other; a file that is there is kept."""

    def sync() -> None:
        for source, target in ((one, other), (other, one)):
            for file in files_of(source.data):
                place = target.data / file.relative_to(source.data)
                place.parent.mkdir(parents=True, exist_ok=True)
                if not place.exists():
                    shutil.copy(file, place)

    sync()
    return sync


def files_of(home: Path) -> list[Path]:
    files = (path for path in home.rglob("*") if path.is_file())
    return [path for path in files if not {"cache", ".git"} & {*path.relative_to(home).parts}]


def ignored() -> list[str]:
    """The lines that our own page gives for a folder that holds everything."""
    found = re.search(r"```\n(/cache\n.*?)```", THE_JAR.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1].splitlines()


def the_memory(paths: Paths) -> Kept[Memory]:
    (kept,), problems = load_kept(paths.memories, Memory)
    assert not problems
    return kept


def change(paths: Paths, title: str) -> None:
    jar = Jar(paths)
    try:
        kept = the_memory(paths)
        jar.change(kept, kept.now, {"title": title}, LATER)
    finally:
        jar.close()


def edit_by_hand(paths: Paths, title: str) -> None:
    file = next(paths.memories.rglob("walk.toml"))
    file.write_text(re.sub(r"title = .*", f'title = "{title}"', file.read_text()))


def titles(paths: Paths) -> set[str]:
    return {memory.title for memory in the_memory(paths).standing}


ALL_WAYS = pytest.mark.parametrize("way", [by_git, by_syncthing, by_stick])
AUTOMATIC = pytest.mark.parametrize("way", [by_git, by_syncthing])
Way = Callable[[Paths, Paths], Sync]


@ALL_WAYS
def test_what_one_changed_or_added_the_other_sees(one: Paths, other: Paths, way: Way) -> None:
    sync = way(one, other)
    change(one, "The long walk")
    save(other, a_letter("dear-ana", by="Ben"))
    sync()
    assert titles(one) == titles(other) == {"The long walk"}
    assert contents(one.data) == contents(other.data)


@ALL_WAYS
def test_what_both_changed_has_two_versions_until_they_choose(one: Paths, other: Paths, way: Way) -> None:
    sync = way(one, other)
    change(one, "The long walk")
    change(other, "The wet walk")
    sync()
    for paths in (one, other):
        assert the_memory(paths).is_torn
        assert titles(paths) == {"The long walk", "The wet walk"}
    jar = Jar(other)
    jar.index.refresh()
    assert [glimpse.is_torn for glimpse in jar.index.glimpses()] == [True]
    jar.close()
    change(one, "The long wet walk")
    sync()
    assert titles(one) == titles(other) == {"The long wet walk"}
    assert contents(one.data) == contents(other.data)


@ALL_WAYS
def test_a_promise_that_both_looked_back_on_keeps_both_answers(one: Paths, other: Paths, way: Way) -> None:
    sync = way(one, other)
    for paths, standing in ((one, "kept"), (other, "trying")):
        (promise,), _ = load_kept(paths.notes("promise"), Note)
        stand(paths, promise, standing, LATER)  # type: ignore[arg-type]
    sync()
    for paths in (one, other):
        (promise,), problems = load_kept(paths.notes("promise"), Note)
        assert {version.standing for version in promise.standing} == {"kept", "trying"}
        assert not problems


@AUTOMATIC
def test_a_file_that_both_edited_by_hand_has_two_versions(one: Paths, other: Paths, way: Way) -> None:
    sync = way(one, other)
    edit_by_hand(one, "By Ana's hand")
    edit_by_hand(other, "By Ben's hand")
    sync()
    for paths in (one, other):
        assert titles(paths) == {"By Ana's hand", "By Ben's hand"}


def test_git_never_has_to_merge_what_was_changed_in_the_jar(one: Paths, other: Paths) -> None:
    sync = by_git(one, other)
    for number in range(3):
        change(one, f"Ana {number}")
        change(other, f"Ben {number}")
        sync()
        for paths in (one, other):
            assert git(paths.data, "status", "--porcelain") == ""


def test_what_git_could_not_merge_can_be_chosen_between(one: Paths, other: Paths) -> None:
    sync = by_git(one, other)
    edit_by_hand(one, "By Ana's hand")
    edit_by_hand(other, "By Ben's hand")
    sync()
    marked = next(one.memories.rglob("walk.toml"))
    assert "<<<<<<<" in marked.read_text()
    change(one, "By both")
    assert titles(one) == {"By both"}


def test_what_is_of_one_laptop_only_is_left_out_of_git(one: Paths, other: Paths) -> None:
    by_git(one, other)
    pen = take_pen(one)
    try:
        for path in (one.journal, one.settings, one.agreed, one.index, one.cache / "shelf.json"):
            path.parent.mkdir(exist_ok=True)
            path.write_text("mine")
        one.journal.with_name("journal-aside-abc123.jsonl").write_text("mine")
        for name in (".importing-abc", ".arriving-abc"):
            (one.data / name / "memories").mkdir(parents=True)
            (one.data / name / "memories" / "half.toml").write_text("mine")
        assert git(one.data, "status", "--porcelain", "--untracked-files=all") == ""
        save(one, a_memory("sea"))
        seen = git(one.data, "status", "--porcelain", "--untracked-files=all")
        assert seen == "?? memories/2024/05/sea.toml\n"
    finally:
        pen.put_down()
