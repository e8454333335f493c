"""The couple's own decks and themes stand beside those that came with the app; a broken one stops nobody."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from duologue.core.deck import Deck
from duologue.core.theme import Theme
from duologue.store import decks
from duologue.store.decks import Library, deck_named, load_deck, load_shelf, remembered_shelf
from duologue.store.paths import Paths
from duologue.store.themes import load_themes, theme_named
from tests.builders import deck
from tests.core.small_decks import WEATHER

SHIPPED_THEMES = {"contrast", "hearth", "linen", "midnight"}


pytestmark = pytest.mark.usefixtures("few_shipped")


def put(paths: Paths, name: str, text: str = WEATHER) -> Path:
    paths.decks.mkdir(parents=True, exist_ok=True)
    path = paths.decks / f"{name}.toml"
    path.write_text(text)
    return path


def test_own_decks_are_read_beside_them(paths: Paths) -> None:
    put(paths, "our-weather")
    (own,) = [glance for glance in load_shelf(paths).glances if glance.own]
    assert (own.id, own.title, own.depth) == ("our-weather", "Weather", 2)
    assert own.steady_minutes == deck().steady_minutes
    assert deck_named(paths, "our-weather") == deck()
    assert deck_named(paths, "nowhere") is None


def test_an_own_deck_stands_in_front_of_one_of_the_same_id(paths: Paths) -> None:
    shipped = next(paths.shipped_decks.glob("*.toml")).stem
    put(paths, shipped)
    assert deck_named(paths, shipped) == deck()
    assert [glance.own for glance in load_shelf(paths).glances if glance.id == shipped] == [True]


def test_the_lightest_and_shortest_come_first(paths: Paths) -> None:
    put(paths, "a-deep-one", WEATHER.replace("depth = 2", "depth = 3", 1))
    put(paths, "a-light-one", WEATHER.replace("depth = 2", "depth = 1"))
    glances = load_shelf(paths).glances
    assert [glance.depth for glance in glances] == sorted(glance.depth for glance in glances)


def test_a_broken_deck_never_stops_the_rest(paths: Paths) -> None:
    before = load_shelf(paths).glances
    put(paths, "sentence", "not TOML")
    put(paths, "empty", "")
    put(paths, "faulty", WEATHER.replace("minutes = 2", "minutes = 99"))
    put(paths, "Not An Id")
    put(paths, "bad\x1b[2J")
    put(paths, "latin").write_bytes(b"title = '\xff'")
    put(paths, "large").write_bytes(b" " * 300_000)
    (paths.decks / "link.toml").symlink_to(put(paths, "good"))
    (paths.decks / "nowhere.toml").symlink_to(paths.decks / "none")
    (paths.decks / "folder.toml").mkdir()
    os.mkfifo(paths.decks / "fifo.toml")
    put(paths, ".hidden", "not TOML")
    shelf = load_shelf(paths)
    assert {glance.id for glance in shelf.glances} == {*(glance.id for glance in before), "good"}
    said = {Path(problem.file).stem: problem.reason for problem in shelf.problems}
    assert said["sentence"].startswith("not TOML")
    assert said["faulty"].startswith("99 is found; at most 30")
    assert said["Not An Id"].startswith("the file's name is the deck's id")
    assert said["latin"].startswith("is not UTF-8")
    assert said["large"].startswith("is larger than")
    assert said["link"] == said["nowhere"] == "is a link; a regular file is needed."
    assert said["folder"] == said["fifo"] == "is not a regular file."
    assert ".hidden" not in said


def test_the_name_of_a_file_cannot_steer_the_terminal(paths: Paths) -> None:
    put(paths, "bad\x1b[2J")
    said = "".join(map(str, load_shelf(paths).problems))
    assert "the file's name is the deck's id" in said
    assert "\x1b" not in said


@pytest.mark.parametrize("name", ["UP", "a_b", "-a", "a-", "a" * 65, "ä", "a.b", "a\n"])
def test_a_file_whose_name_is_no_id_is_told_so(paths: Paths, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.toml"
    path.write_text(WEATHER)
    assert isinstance(load_deck(path, Library(paths)), list)


@pytest.mark.parametrize("name", ["a", "0", "a-b", "a" * 64])
def test_a_file_whose_name_is_an_id_is_read(paths: Paths, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.toml"
    path.write_text(WEATHER)
    assert isinstance(load_deck(path, Library(paths)), Deck)


# The shelf as it is remembered


def test_the_shelf_is_remembered_for_the_next_start(paths: Paths) -> None:
    put(paths, "own")
    put(paths, "faulty", "x = ")
    assert remembered_shelf(paths) is None, "nothing is remembered before the first look"
    shelf = load_shelf(paths)
    assert shelf.problems
    assert remembered_shelf(paths) == shelf


def _changed(paths: Paths) -> None:
    put(paths, "own", WEATHER.replace("Weather", "Climate"))


def _changed_within_one_tick(paths: Paths) -> None:
    path = paths.decks / "own.toml"
    before = path.stat()
    path.write_text(WEATHER + "\n")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _replaced(paths: Paths) -> None:
    """As a file sync does: same size, same time, another file."""
    path = paths.decks / "own.toml"
    before = path.stat()
    new = put(paths, "new", WEATHER.replace("A walk", "A talk"))
    os.utime(new, ns=(before.st_atime_ns, before.st_mtime_ns))
    new.replace(path)


def _added(paths: Paths) -> None:
    put(paths, "another")


def _removed(paths: Paths) -> None:
    (paths.decks / "own.toml").unlink()


def _torn(paths: Paths) -> None:
    paths.shelf.write_text(paths.shelf.read_text()[:-9])


def _nonsense(paths: Paths) -> None:
    paths.shelf.write_text("[" * 100_000)


def _another_shape(paths: Paths) -> None:
    paths.shelf.write_text('{"key": 1}')


@pytest.mark.parametrize(
    "change",
    [_changed, _changed_within_one_tick, _replaced, _added, _removed, _torn, _nonsense, _another_shape],
)
def test_the_shelf_is_looked_at_anew_when_anything_changed(
    paths: Paths, change: Callable[[Paths], None]
) -> None:
    put(paths, "own")
    load_shelf(paths)
    assert remembered_shelf(paths) is not None
    change(paths)
    assert remembered_shelf(paths) is None
    load_shelf(paths)
    assert remembered_shelf(paths) is not None


def test_a_deck_that_changes_while_it_is_read_is_not_remembered_as_it_was(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(paths, "own")
    load = decks.load_deck

    def changed_meanwhile(path: Path, library: Library, *, trusted: bool = False) -> object:
        found = load(path, library, trusted=trusted)
        if path.stem == "own":
            put(paths, "own", WEATHER.replace("Weather", "Another title"))
        return found

    monkeypatch.setattr(decks, "load_deck", changed_meanwhile)
    load_shelf(paths)
    remembered = remembered_shelf(paths)
    assert remembered is None or "Another title" in {glance.title for glance in remembered.glances}


def test_the_shelf_is_shown_also_where_it_cannot_be_remembered(paths: Paths) -> None:
    put(paths, "own")
    paths.cache.write_text("a file")
    assert "own" in {glance.id for glance in load_shelf(paths).glances}


# Themes


def put_theme(paths: Paths, name: str, text: str) -> None:
    paths.themes.mkdir(parents=True, exist_ok=True)
    (paths.themes / f"{name}.toml").write_text(text)


def test_own_themes_stand_in_front_and_a_broken_one_stops_nobody(paths: Paths) -> None:
    hearth = (paths.shipped_themes / "hearth.toml").read_text()
    put_theme(paths, "ours", hearth.replace("Hearth", "Ours"))
    put_theme(paths, "linen", hearth.replace("Hearth", "Our linen"))
    put_theme(paths, "midnight", "not TOML")
    put_theme(paths, "pale", hearth.replace("#f3e7d9", "#333333"))
    themes, problems = load_themes(paths)
    assert set(themes) >= {*SHIPPED_THEMES, "ours"}
    assert themes["linen"].title == "Our linen"
    assert "pale" not in themes
    assert {Path(problem.file).stem for problem in problems} == {"midnight", "pale"}
    linen, midnight = theme_named(paths, "linen"), theme_named(paths, "midnight")
    assert linen == themes["linen"]
    assert isinstance(midnight, Theme), "the one that came with the app is still there"


@pytest.mark.parametrize("name", ["pale", "", "../couple", "a\0b", "a" * 300])
def test_a_theme_that_is_none_is_none(paths: Paths, name: str) -> None:
    assert theme_named(paths, name) is None
