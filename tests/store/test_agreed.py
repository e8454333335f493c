"""The agreed hour on the disk."""

from __future__ import annotations

import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from random import Random

import pytest

from duologue.core.hand import Chosen
from duologue.core.pace import Pace
from duologue.play import Play
from duologue.store.agreed import forget_hour, load_hour, save_hour
from duologue.store.files import NotWritten
from duologue.store.paths import Paths
from tests.builders import NAMES, FakeClock, deck

WHEN = datetime(2026, 11, 27, 20, 0, tzinfo=timezone(timedelta(hours=1)))


def begin(paths: Paths, *, keeps: bool = True) -> Play:
    """A session that has just begun."""
    decks = [Chosen("weather", deck())]
    return Play.begin(paths, NAMES, decks, Pace.STEADY, Random(1), FakeClock(), keeps=keeps)


def write(paths: Paths, text: str) -> None:
    """Put this in the place of the hour."""
    paths.agreed.parent.mkdir(parents=True, exist_ok=True)
    paths.agreed.write_text(text, encoding="utf-8")


def test_an_hour_comes_back_as_the_same_instant(paths: Paths) -> None:
    assert load_hour(paths) is None
    save_hour(paths, WHEN)
    assert load_hour(paths) == WHEN
    assert paths.agreed.read_text() == "format = 1\nwhen = 2026-11-27 20:00:00+01:00\n"
    assert stat.S_IMODE(paths.agreed.stat().st_mode) == 0o600
    forget_hour(paths)
    assert load_hour(paths) is None
    forget_hour(paths)


def test_it_is_told_in_the_zone_of_this_place(paths: Paths, zone: Callable[[str], None]) -> None:
    save_hour(paths, WHEN)
    for rule, hour in (("UTC", 19), ("CET-1CEST,M3.5.0,M10.5.0/3", 20), ("EST5", 14)):
        zone(rule)
        read = load_hour(paths)
        assert read is not None
        assert (read, read.hour) == (WHEN, hour)


def test_the_hour_holds_over_a_change_of_the_clocks(paths: Paths, zone: Callable[[str], None]) -> None:
    zone("CET-1CEST,M3.5.0,M10.5.0/3")
    chosen_in_summer = datetime(2026, 10, 25, 20, 0).astimezone()
    save_hour(paths, chosen_in_summer)
    read = load_hour(paths)
    assert read is not None
    assert (read.hour, read.utcoffset()) == (20, timedelta(hours=1))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "when = 2026-11-27T20:00:00+01:00",
        "format = 2\nwhen = 2026-11-27T20:00:00+01:00",
        "format = 1",
        "format = 1\nwhen = 2026-11-27T20:00:00",
        "format = 1\nwhen = 2026-11-27",
        "format = 1\nwhen = 20:00:00",
        'format = 1\nwhen = "2026-11-27T20:00:00+01:00"',
        "format = 1\nwhen = 2026-13-27T20:00:00+01:00",
        "format = 1\nwhen = 0001-01-01T00:00:00+14:00",
        "format = 1\nwhen = [2026-11-27T20:00:00+01:00]",
        "format = 1\nwhen = 2026-11-27T20:00",
        "\x00\x1b[2J",
    ],
)
def test_anything_odd_counts_as_none(paths: Paths, text: str) -> None:
    write(paths, text)
    assert load_hour(paths) is None


def test_a_link_or_a_folder_in_its_place_counts_as_none(paths: Paths) -> None:
    paths.state.mkdir(parents=True)
    elsewhere = paths.state / "elsewhere.toml"
    elsewhere.write_text("format = 1\nwhen = 2026-11-27T20:00:00+01:00\n")
    paths.agreed.symlink_to(elsewhere)
    assert load_hour(paths) is None
    paths.agreed.unlink()
    paths.agreed.mkdir()
    assert load_hour(paths) is None
    with pytest.raises(NotWritten):
        forget_hour(paths)


def test_keys_of_a_later_version_do_no_harm(paths: Paths) -> None:
    write(paths, 'format = 1\nwhen = 2026-11-27T20:00:00+01:00\nwhere = "kitchen"\n')
    assert load_hour(paths) == WHEN


# While a session is played


def test_it_goes_when_the_session_is_finished(paths: Paths) -> None:
    play = begin(paths)
    play.agree_on(WHEN)
    assert load_hour(paths) == WHEN
    play.finish(datetime(2026, 11, 27, 21, 0, tzinfo=UTC))
    assert not paths.agreed.exists()


def test_it_goes_when_another_session_begins(paths: Paths) -> None:
    begin(paths).agree_on(WHEN)
    begin(paths)
    assert not paths.agreed.exists()


def test_looking_at_what_waits_leaves_it(paths: Paths) -> None:
    begin(paths).agree_on(WHEN)
    assert Play.resume(paths, FakeClock()) is not None
    assert load_hour(paths) == WHEN


def test_where_nothing_is_kept_nothing_is_touched(paths: Paths) -> None:
    begin(paths).agree_on(WHEN)
    other = begin(paths, keeps=False)
    assert not other.keeps
    other.agree_on(WHEN + timedelta(days=1))
    other.finish(WHEN)
    assert load_hour(paths) == WHEN


def test_an_hour_that_cannot_be_forgotten_stops_nothing(paths: Paths) -> None:
    play = begin(paths)
    paths.agreed.mkdir()
    play.finish(WHEN)
    assert not paths.journal.exists()
    assert begin(paths).keeps
