"""One window writes. Whoever may not write is told so, and can still look around and play."""

from __future__ import annotations

import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from duologue.core.memory import memory_of
from duologue.core.states import State
from duologue.store.access import Access, take_pen
from duologue.store.decks import load_shelf, remembered_shelf
from duologue.store.feelings import load_feelings
from duologue.store.notes import load_notes, open_promises
from duologue.store.paths import Paths
from duologue.store.records import load_memories, save_memory, save_record
from duologue.store.settings import load_couple, load_settings, save_couple
from duologue.store.stars import load_stars
from duologue.store.summaries import cards_seen, decks_played_last, floor_seconds
from duologue.store.themes import load_themes
from tests.builders import NAMES, WHEN, session_in
from tests.core.small_decks import WEATHER
from tests.store.conftest import SomebodyElse

pytestmark = pytest.mark.usefixtures("few_shipped")


def test_the_first_window_writes_and_the_second_does_not(paths: Paths) -> None:
    first, second = take_pen(paths), take_pen(paths)
    assert (first.access, first.writes, first.reason) == (Access.WRITES, True, "")
    assert (second.access, second.writes) == (Access.ANOTHER_WINDOW, False)
    assert "another window" in second.reason
    second.put_down()
    assert not take_pen(paths).writes, "the second one cannot give away what it never had"
    first.put_down()
    third = take_pen(paths)
    assert third.writes
    third.put_down()


def test_two_couples_do_not_wait_for_each_other(tmp_path: Path) -> None:
    one, other = take_pen(Paths.under(tmp_path / "one")), take_pen(Paths.under(tmp_path / "other"))
    assert one.writes
    assert other.writes
    one.put_down()
    other.put_down()


def test_only_its_owner_can_open_what_is_made(paths: Paths) -> None:
    pen = take_pen(paths)
    assert stat.S_IMODE(paths.data.stat().st_mode) == 0o700
    assert stat.S_IMODE(paths.lock.stat().st_mode) == 0o600
    pen.put_down()


def test_a_pen_left_behind_by_a_crash_is_free(paths: Paths) -> None:
    paths.data.mkdir()
    paths.lock.write_text("")
    pen = take_pen(paths)
    assert pen.writes
    pen.put_down()


def test_a_file_in_place_of_the_folder_is_told(paths: Paths) -> None:
    paths.data.write_text("a file")
    pen = take_pen(paths)
    assert (pen.access, pen.writes) == (Access.NOT_WRITABLE, False)
    assert "a file stands where a folder is needed" in pen.reason
    assert str(paths.data) in pen.reason


@pytest.mark.parametrize("mode", [0o555, 0o000])
def test_a_folder_that_is_not_ours_to_write_is_told(
    open_folder: Path, somebody_else: SomebodyElse, mode: int
) -> None:
    home = open_folder / "couple"
    home.mkdir()
    home.chmod(mode)
    with somebody_else():
        pen = take_pen(Paths.under(home))
    assert (pen.access, pen.writes) == (Access.NOT_WRITABLE, False)
    assert "not allowed" in pen.reason
    assert "  " not in pen.reason


def test_a_folder_that_cannot_be_made_is_told(open_folder: Path, somebody_else: SomebodyElse) -> None:
    open_folder.chmod(0o555)
    with somebody_else():
        pen = take_pen(Paths.under(open_folder / "couple"))
    assert pen.access is Access.NOT_WRITABLE
    assert "not allowed" in pen.reason


def test_a_disk_that_can_only_be_read_is_told(small_disk: Path) -> None:
    (small_disk / "couple").mkdir()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert take_pen(Paths.under(small_disk / "couple")).access is Access.NOT_WRITABLE
    assert take_pen(Paths.under(small_disk / "another")).access is Access.NOT_WRITABLE


READS: list[Callable[[Paths], object]] = [
    load_shelf,
    remembered_shelf,
    load_themes,
    load_settings,
    load_couple,
    load_memories,
    load_stars,
    load_feelings,
    cards_seen,
    decks_played_last,
    lambda paths: load_notes(paths, "promise"),
    lambda paths: open_promises(paths, NAMES),
    lambda paths: floor_seconds(paths, NAMES),
]


def furnished(home: Path) -> Paths:
    paths = Paths.under(home)
    save_couple(paths, NAMES)
    save_memory(paths, memory_of(session_in(State.SAVING), WHEN))
    promise = {"id": "p1", "kind": "promise", "when": WHEN, "by": "Ana", "text": "x", "end": {}}
    save_record(paths.notes("promise"), WHEN, "p1", promise)
    paths.stars.mkdir()
    (paths.stars / "one.toml").write_text('deck = "weather"\ncard = "A walk"\n')
    paths.decks.mkdir()
    (paths.decks / "own.toml").write_text(WEATHER)
    return paths


def test_where_writing_is_not_allowed_everything_can_still_be_read(
    open_folder: Path, somebody_else: SomebodyElse
) -> None:
    paths = furnished(open_folder / "couple")
    for path in [paths.data, *paths.data.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    with somebody_else():
        assert not take_pen(paths).writes
        assert load_couple(paths) == NAMES
        assert len(load_memories(paths)[0]) == 1
        assert "own" in {glance.id for glance in load_shelf(paths).glances}


@pytest.mark.parametrize("closed", [".", "decks", "memories/2024", "promises/2024", "stars", "cache"])
def test_a_folder_that_cannot_even_be_read_never_stops_the_app(
    open_folder: Path, somebody_else: SomebodyElse, closed: str
) -> None:
    paths = furnished(open_folder / "couple")
    load_shelf(paths)
    for path in [paths.data, *paths.data.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    (paths.data / closed).chmod(0)
    with somebody_else():
        for read in READS:
            read(paths)
        assert "in-your-shoes" in {glance.id for glance in load_shelf(paths).glances}, (
            "shipped decks are there"
        )
