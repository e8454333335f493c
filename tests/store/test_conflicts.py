"""What a sync or git makes of one file is read as two versions, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.core.memory import Memory
from duologue.core.problem import Problem
from duologue.store.conflicts import sides
from duologue.store.jar import Jar
from duologue.store.paths import Paths
from duologue.store.records import load_kept, load_versions
from tests.store.moments import WHEN, keep, moment

NOW = WHEN + timedelta(days=3)
COPIES = (
    "a.sync-conflict-20261125-101010-ABCDEFG.toml",
    "a (conflicted copy 2026-11-25).toml",
    "a (Ben's laptop's conflicted copy 2026-11-25).toml",
    "a-2.toml",
)

line = st.text("ab =<>|", max_size=9).filter(
    lambda text: not text.startswith(("<<<<<<< ", "||||||| ", ">>>>>>> ")) and text.rstrip() != "======="
)
some_lines = st.lists(line, max_size=4).map(lambda lines: "".join(f"{each}\n" for each in lines))


def merged(ours: str, theirs: str, base: str | None = None) -> str:
    """What git leaves of two texts."""
    between = "" if base is None else f"||||||| 1a2b3c\n{base}"
    return f"<<<<<<< HEAD\n{ours}{between}=======\n{theirs}>>>>>>> laptop\n"


@given(some_lines, some_lines, some_lines, st.none() | some_lines, some_lines)
def test_both_sides_are_whole(before: str, ours: str, theirs: str, base: str | None, after: str) -> None:
    text = f"{before}{merged(ours, theirs, base)}{after}"
    assert sides(text) == (f"{before}{ours}{after}", f"{before}{theirs}{after}")


@given(some_lines)
def test_a_text_without_marks_is_left_alone(text: str) -> None:
    assert sides(text) == (text,)


def test_several_places_in_one_file() -> None:
    text = "".join(["1\n", merged("a\n", "b\n"), "2\n", merged("c\n", "d\n", "x\n"), "3\n"])
    assert sides(text) == ("1\na\n2\nc\n3\n", "1\nb\n2\nd\n3\n")


@pytest.fixture
def file(paths: Paths) -> Path:
    """The file of a memory."""
    return keep(paths, moment("a"))[0]


@pytest.fixture
def jar(paths: Paths) -> Iterator[Jar]:
    with closing(Jar(paths)) as opened:
        yield opened


def changed(text: str, title: str) -> str:
    """The same file with another title."""
    return text.replace('title = "Moment a"', f'title = "{title}"')


def by_git(file: Path) -> None:
    """Leave git's marks in it."""
    lines = file.read_text().splitlines(keepends=True)
    place = next(number for number, each in enumerate(lines) if each.startswith("title"))
    text = merged('title = "Hers"\n', 'title = "His"\n')
    file.write_text("".join([*lines[:place], text, *lines[place + 1 :]]))


@pytest.mark.parametrize("copy", COPIES)
def test_a_copy_that_a_sync_makes_is_the_other_version(file: Path, jar: Jar, copy: str) -> None:
    file.with_name(copy).write_text(changed(file.read_text(), "His"))
    jar.index.refresh()
    [glimpse] = jar.index.glimpses()
    assert glimpse.is_torn
    torn = jar.kept("a")
    assert torn is not None
    assert {each.title for each in torn.standing} == {"Moment a", "His"}


@pytest.mark.parametrize("copy", COPIES)
def test_a_copy_that_says_the_same_is_none(file: Path, jar: Jar, copy: str) -> None:
    file.with_name(copy).write_bytes(file.read_bytes())
    jar.index.refresh()
    assert [glimpse.is_torn for glimpse in jar.index.glimpses()] == [False]


@pytest.mark.parametrize("keeps_both", [False, True])
@pytest.mark.parametrize("made_by", ["git", "sync"])
def test_from_the_files_to_a_choice(
    file: Path, jar: Jar, paths: Paths, made_by: str, keeps_both: bool
) -> None:
    if made_by == "git":
        by_git(file)
    else:
        file.with_name(COPIES[0]).write_text(changed(file.read_text(), "His"))
        file.write_text(changed(file.read_text(), "Hers"))
    before = {each: each.read_bytes() for each in file.parent.iterdir()}
    jar.index.refresh()
    torn = jar.kept("a")
    assert torn is not None
    his = next(each for each in torn.standing if each.title == "His")
    if keeps_both:
        jar.keep_apart(torn, his, NOW)
        jar.keep_apart(torn, his, NOW)  # As if the first time had been cut off at its end.
    else:
        jar.change(torn, his, {}, NOW)
    kept, problems = load_kept(paths.memories, Memory)
    assert not problems
    assert sorted(each.now.title for each in kept) == (["Hers", "His"] if keeps_both else ["His"])
    assert next(each for each in kept if each.root == "a").now.title == "His"
    if not keeps_both:
        assert not kept[0].is_torn
        assert {each.title for each in kept[0].earlier} == {"Hers", "His"}
    assert {each: each.read_bytes() for each in before} == before


@pytest.mark.parametrize(
    "text",
    [
        "<<<<<<< HEAD\nnonsense\n=======\nmore\n>>>>>>> laptop\n",
        merged('title = "no end"\n', 'id = "a"\n'),
    ],
)
def test_sides_that_cannot_be_read_are_told_and_left_alone(file: Path, jar: Jar, text: str) -> None:
    file.write_text(text)
    found = load_versions(file, Memory)
    assert isinstance(found, Problem)
    assert "git could not finish" in found.reason
    jar.index.refresh()
    assert jar.index.glimpses() == []
    assert [problem.file for problem in jar.index.problems()] == [str(file)]
    assert file.read_text() == text


def test_one_good_side_is_not_taken_for_the_whole(file: Path) -> None:
    good = file.read_text()
    file.write_text(merged(good, "cut off\n"))
    assert isinstance(load_versions(file, Memory), Problem)
