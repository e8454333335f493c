"""Cards with a star, one file each, so that they merge in any file sync."""

from __future__ import annotations

import tomllib
from collections.abc import Callable

import pytest

from duologue.core.events import Starred, WoundDown
from duologue.core.session import Session
from duologue.core.states import State
from duologue.store.files import NotWritten
from duologue.store.paths import Paths
from duologue.store.stars import Star, load_stars, save_stars
from tests.builders import DONE, begun, deck, hand_of, played, session_in
from tests.core.small_decks import CLOSE, WEATHER

STAR = Starred()
WALK, MEAL = Star("weather", "A walk"), Star("weather", "A meal")


def evening(*starred: str) -> Session:
    """At the first card of an evening of two decks, with these stars from before."""
    of = hand_of(deck(WEATHER), deck(CLOSE)).model_copy(update={"starred": starred})
    return played(begun(of), DONE)


def test_a_star_is_a_small_file_that_any_editor_reads(paths: Paths) -> None:
    save_stars(paths, played(evening(), STAR))
    (path,) = paths.stars.iterdir()
    assert tomllib.loads(path.read_text()) == {
        "format": 1,
        "deck": "weather",
        "card": "A walk",
        "end": {"complete": True},
    }
    assert load_stars(paths) == [WALK]


def test_without_a_star_nothing_is_written(paths: Paths) -> None:
    save_stars(paths, evening())
    save_stars(paths, played(evening(), STAR, STAR))
    assert not paths.data.exists()
    assert load_stars(paths) == []


def test_a_star_of_before_stays_and_one_taken_away_is_gone(paths: Paths) -> None:
    save_stars(paths, played(evening(), STAR))
    save_stars(paths, evening("A walk"))
    assert load_stars(paths) == [WALK]
    save_stars(paths, played(evening("A walk"), STAR))
    assert load_stars(paths) == []
    assert list(paths.stars.iterdir()) == []


def test_the_stars_of_a_whole_evening_go_with_their_decks(paths: Paths) -> None:
    save_stars(paths, played(evening(), STAR, WoundDown(), DONE, STAR))
    assert load_stars(paths) == [Star("made", "A star"), WALK]


def test_the_same_star_given_on_two_laptops_is_one(paths: Paths) -> None:
    for _ in range(2):
        save_stars(paths, played(evening(), STAR))
    assert len(list(paths.stars.iterdir())) == 1


def test_a_star_that_was_taken_away_elsewhere_may_be_taken_away_again(paths: Paths) -> None:
    save_stars(paths, played(evening("A walk"), STAR))
    assert load_stars(paths) == []


def test_stars_are_listed_in_an_order_that_stays(paths: Paths) -> None:
    save_stars(paths, played(session_in(State.CHANGING), DONE, STAR))
    save_stars(paths, played(evening(), STAR))
    assert load_stars(paths) == [MEAL, WALK]


NO_STARS = ["", "not TOML", "deck = 5\ncard = 'x'", "deck = 'weather'", "deck = '../up'\ncard = 'x'"]


@pytest.mark.parametrize("text", NO_STARS)
def test_a_file_that_is_no_star_is_left_alone_and_stops_nobody(paths: Paths, text: str) -> None:
    save_stars(paths, played(evening(), STAR))
    path = paths.stars / "other.toml"
    path.write_text(text)
    assert load_stars(paths) == [WALK]
    save_stars(paths, played(evening("A walk"), STAR))
    assert path.read_text() == text


def test_what_stands_in_a_file_can_be_drawn(paths: Paths) -> None:
    paths.stars.mkdir(parents=True)
    (paths.stars / "one.toml").write_text('deck = "weather"\ncard = "a\\u001b[2J"\n[end]\ncomplete = true\n')
    (star,) = load_stars(paths)
    assert "\x1b" not in star.card


def test_a_refusal_of_the_disk_is_told(paths: Paths, full: Callable[[int], None]) -> None:
    full(5)
    with pytest.raises(NotWritten, match="the disk is full"):
        save_stars(paths, played(evening(), STAR))
