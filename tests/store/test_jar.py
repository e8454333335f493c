"""The jar: what a couple can do with a memory, seen through its index."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from duologue.core.kept import Kept
from duologue.core.memory import Memory
from duologue.store.jar import Jar
from duologue.store.paths import Paths
from tests.store.moments import WHEN, keep, moment

NOW = WHEN + timedelta(days=400)


@pytest.fixture
def jar(paths: Paths) -> Iterator[Jar]:
    keep(paths, moment("a"), moment("b"))
    with closing(Jar(paths)) as opened:
        opened.index.refresh()
        yield opened


def kept(jar: Jar, root: str) -> Kept[Memory]:
    found = jar.kept(root)
    assert found is not None
    return found


def titles(jar: Jar) -> list[str]:
    jar.index.refresh()
    return [glimpse.title for glimpse in jar.index.glimpses()]


def test_a_memory_is_read_in_full_from_its_file(jar: Jar) -> None:
    assert kept(jar, "a").now == moment("a")
    assert jar.kept("unknown") is None


def test_a_memory_whose_file_has_gone_is_none(jar: Jar) -> None:
    for file in jar.index.files_of("a"):
        file.unlink()
    assert jar.kept("a") is None


def test_a_change_stands_in_place_of_what_was_and_what_was_stays(jar: Jar) -> None:
    before = {file: file.read_bytes() for file in jar.index.files_of("a")}
    first = kept(jar, "a")
    jar.change(first, first.now, {"title": "Better"}, NOW)
    assert titles(jar) == ["Better", "Moment b"]
    after = kept(jar, "a")
    assert (after.now.title, [old.title for old in after.earlier]) == ("Better", ["Moment a"])
    assert {file: file.read_bytes() for file in before} == before


def test_a_change_that_makes_no_sense_changes_nothing(jar: Jar) -> None:
    first = kept(jar, "a")
    with pytest.raises(ValidationError):
        jar.change(first, first.now, {"title": "x" * 2001}, NOW)
    assert titles(jar) == ["Moment a", "Moment b"]


def test_two_changes_of_the_same_wait_for_a_choice_and_then_one_stands(jar: Jar) -> None:
    first = kept(jar, "a")
    for title in ("Hers", "His"):
        jar.change(first, first.now, {"title": title}, NOW)
    titles(jar)
    torn = kept(jar, "a")
    assert torn.is_torn
    hers = next(version for version in torn.standing if version.title == "Hers")
    jar.change(torn, hers, {}, NOW + timedelta(days=1))
    assert titles(jar) == ["Hers", "Moment b"]
    assert not kept(jar, "a").is_torn
    assert [glimpse.is_torn for glimpse in jar.index.glimpses()] == [False, False]


def test_what_is_let_go_is_gone_with_all_its_versions(jar: Jar, paths: Paths) -> None:
    first = kept(jar, "a")
    jar.change(first, first.now, {"title": "Better"}, NOW)
    titles(jar)
    jar.let_go(kept(jar, "a"), date(2026, 11, 22))
    assert titles(jar) == ["Moment b"]
    assert len([path for path in paths.trash.rglob("*.toml") if path.is_file()]) == 2
