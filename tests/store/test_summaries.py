"""Of a session that was played only this stays: when, how long, which decks and cards, who had the floor."""

from __future__ import annotations

import os
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duologue.core.events import CardSwapped, Ended, Event, LeftBlank, Noted, Picked, WoundDown
from duologue.core.problem import Problem
from duologue.core.seats import Pair
from duologue.core.session import Session
from duologue.core.states import State
from duologue.store.paths import Paths
from duologue.store.summaries import (
    LATELY,
    cards_seen,
    decks_played_last,
    floor_seconds,
    forget,
    forget_all,
    load_summaries,
    newest_first,
    save_summary,
)
from duologue.store.toml_files import load_text
from tests.builders import ANA, DONE, NAMES, WHEN, an_evening, begun, deck, played, session_in
from tests.core.small_decks import PAPER


def summary_of(paths: Paths, session: Session) -> dict[str, object]:
    save_summary(paths, session, WHEN)
    (path,) = paths.sessions.rglob("*.toml")
    return tomllib.loads(path.read_text())


def test_a_summary_holds_nothing_that_was_said(paths: Paths) -> None:
    summary = summary_of(paths, session_in(State.SAVING, seconds=10))
    (path,) = paths.sessions.rglob("*.toml")
    assert path.relative_to(paths.data).as_posix() == "sessions/2024/05/k3yk3y.toml"
    assert summary == {
        "format": 1,
        "id": "k3yk3y",
        "when": WHEN,
        "names": {"left": "Ana", "right": "Ben"},
        "decks": ["weather"],
        "seconds": 170,
        "cards": ["A walk", "A meal"],
        "floor_seconds": {"left": 20, "right": 20},
        "end": {"complete": True},
    }, "neither the pace nor a word of the two"


def test_nothing_that_was_written_or_picked_is_in_a_summary(paths: Paths) -> None:
    written: list[Event] = [DONE, DONE, Noted(text="Secret rain"), DONE, Noted(text="Secret mail"), DONE]
    session = played(begun(deck(PAPER)), *written, Picked(choice="Think along"), Ended())
    save_summary(paths, session, WHEN)
    (path,) = paths.sessions.rglob("*.toml")
    assert not [words for words in ("Secret", "Think along", "declined") if words in path.read_text()]


def test_decks_of_an_evening_are_told_once_each_and_only_those_that_were_played(paths: Paths) -> None:
    blank = LeftBlank()
    reading = played(begun(an_evening()), blank, blank, DONE, blank, blank)
    session = played(reading, WoundDown(), DONE, DONE, DONE, Ended())
    summary = summary_of(paths, session)
    assert (summary["decks"], summary["cards"]) == (["paper", "made"], ["A page", "A star", "A lamp"])


def test_a_card_that_was_swapped_away_was_not_played(paths: Paths) -> None:
    session = played(session_in(State.READING), CardSwapped(seat=ANA), Ended())
    assert summary_of(paths, session)["cards"] == ["A meal"]


def played_on(paths: Paths, key: str, values: str, days: int = 0) -> Path:
    """A session of so many days ago, in a file of the same moment as all others."""
    when = WHEN - timedelta(days=days)
    path = paths.sessions / f"{when:%Y}" / f"{when:%m}" / f"{key}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'id = "{key}"\nwhen = {when.isoformat()}\n{values}\n[end]\ncomplete = true\n')
    os.utime(path, (1_700_000_000,) * 2)
    return path


# Cards rest


def test_cards_played_lately_are_known_oldest_first_whatever_the_deck(paths: Paths) -> None:
    for key, days in (("b", 2), ("a", 1), ("c", 3)):
        played_on(paths, key, f'decks = ["{key}"]\ncards = ["{key}1", "{key}2"]', days=days)
    assert cards_seen(paths) == ["c1", "c2", "b1", "b2", "a1", "a2"]
    assert decks_played_last(paths) == ["a"]


def test_only_the_last_sessions_are_looked_at(paths: Paths) -> None:
    for day in range(60):
        played_on(paths, f"s{day}", f'cards = ["card {day}"]', days=day)
    assert cards_seen(paths) == [f"card {day}" for day in range(39, -1, -1)]


def test_before_the_first_session_nothing_is_known(paths: Paths) -> None:
    assert (cards_seen(paths), decks_played_last(paths)) == ([], [])
    assert floor_seconds(paths, NAMES) == Pair(0.0, 0.0)
    assert not paths.data.exists(), "looking makes nothing"


NONSENSE = [
    *("", "not TOML", "decks = 5", "cards = 5", "cards = [5]", 'names = "Ana"\nfloor_seconds = 5'),
    'names = { left = "Ana" }\nfloor_seconds = { left = "long" }',
    'names = { left = "Ana" }\nfloor_seconds = { left = nan }',
    'names = { left = "Ana" }\nfloor_seconds = { left = -5 }',
    'names = { left = "Ana" }\nfloor_seconds = { left = inf }',
    'names = { left = ["Ana"] }\nfloor_seconds = { left = 5 }',
]


@pytest.mark.parametrize("text", NONSENSE)
def test_a_summary_that_makes_no_sense_never_stops_the_next_session(paths: Paths, text: str) -> None:
    names = 'names = { left = "Ana", right = "Ben" }\nfloor_seconds = { left = 60, right = 30 }'
    played_on(paths, "good", f'decks = ["weather"]\ncards = ["A walk"]\n{names}', days=1)
    played_on(paths, "bad", text)
    assert "A walk" in cards_seen(paths)
    assert floor_seconds(paths, NAMES) == Pair(60.0, 30.0)
    assert isinstance(decks_played_last(paths), list)


def test_a_link_to_nowhere_never_stops_the_next_session(paths: Paths) -> None:
    played_on(paths, "good", 'cards = ["A walk"]').with_name("gone.toml").symlink_to(paths.data / "nowhere")
    assert cards_seen(paths) == ["A walk"]


# All of them


def test_all_are_listed_newest_first_and_what_an_older_file_lacks_is_missed_by_nobody(paths: Paths) -> None:
    for key, days in (("b", 40), ("a", 1), ("c", 300)):
        played_on(paths, key, f'decks = ["{key}"]\nseconds = {days * 60}', days)
    played_on(paths, "d", "mood = 'added by hand'", 2)
    summaries, problems = load_summaries(paths)
    assert [(each.id, each.decks, each.minutes) for each in summaries] == [
        ("a", ("a",), 1),
        ("d", (), 1),
        ("b", ("b",), 40),
        ("c", ("c",), 300),
    ]
    assert problems == []
    assert list(newest_first(paths)) == summaries


def test_what_was_copied_beside_itself_counts_once(paths: Paths) -> None:
    path = played_on(paths, "a", 'cards = ["A walk"]')
    path.with_name("a (copy).toml").write_bytes(path.read_bytes())
    assert len(load_summaries(paths)[0]) == len(list(newest_first(paths))) == 1
    assert forget(paths, "a") == 2


def test_a_long_history_costs_no_more_than_a_short_one(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in range(0, 3000, 10):
        played_on(paths, f"s{day}", f'cards = ["card {day}"]\ndecks = ["d{day}"]', days=day)
    opened: list[Path] = []

    def counting(path: Path) -> str | Problem:
        opened.append(path)
        return load_text(path)

    monkeypatch.setattr("duologue.store.toml_files.load_text", counting)
    assert decks_played_last(paths) == ["d0"]
    assert len(opened) <= 4, "those of the newest month"
    opened.clear()
    assert len(cards_seen(paths)) == 40
    assert len(opened) <= 44


# Forgetting


def test_forgetting_one_leaves_the_others_and_forgetting_all_leaves_what_cannot_be_read(paths: Paths) -> None:
    for day in range(3):
        played_on(paths, f"s{day}", 'decks = ["weather"]', day)
    newer = played_on(paths, "newer", "format = 2")
    assert forget(paths, "s1") == 1
    assert [each.id for each in load_summaries(paths)[0]] == ["s0", "s2"]
    assert forget(paths, "nobody") == 0
    assert forget_all(paths) == 2
    assert load_summaries(paths)[0] == []
    assert newer.exists()


# Who had the floor


def floor(left: tuple[str, int], right: tuple[str, int]) -> str:
    return (
        f'names = {{ left = "{left[0]}", right = "{right[0]}" }}\n'
        f"floor_seconds = {{ left = {left[1]}, right = {right[1]} }}"
    )


def test_the_time_on_the_floor_goes_with_the_name_and_not_with_the_seat(paths: Paths) -> None:
    played_on(paths, "a", floor(("Ana", 100), ("Ben", 40)), days=2)
    played_on(paths, "b", floor(("Ben", 10), ("Ana", 200)), days=1)
    assert floor_seconds(paths, NAMES) == Pair(300.0, 50.0)
    assert floor_seconds(paths, Pair("Ben", "Ana")) == Pair(50.0, 300.0)


def test_the_time_of_somebody_else_is_not_theirs(paths: Paths) -> None:
    played_on(paths, "a", floor(("Cleo", 100), ("Dan", 40)))
    played_on(paths, "b", floor(("Ana", 20), ("Dan", 40)))
    assert floor_seconds(paths, NAMES) == Pair(20.0, 0.0)


def test_only_the_last_few_sessions_count(paths: Paths) -> None:
    for day in range(LATELY + 3):
        played_on(paths, f"s{day}", floor(("Ana", 10**day), ("Ben", 0)), days=day)
    assert floor_seconds(paths, NAMES).left == sum(10**day for day in range(LATELY))


@settings(max_examples=20)
@given(left=st.integers(0, 9999), right=st.integers(0, 9999))
def test_what_was_noted_of_the_floor_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, left: int, right: int
) -> None:
    paths = Paths.under(tmp_path_factory.mktemp("couple"))
    session = begun()
    for at in (0, 0, left, left + right):
        session = session.after(DONE.stamped(at))
    save_summary(paths, session, WHEN)
    assert floor_seconds(paths, NAMES) == Pair(float(left), float(right))
