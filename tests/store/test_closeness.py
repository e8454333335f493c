"""Circles on the disk: only what both kept, whole or told why not, and each evening once."""

from __future__ import annotations

import tomllib

import pytest

from duologue.core.events import Event, Kept, Picked, Saved, TurnedOver
from duologue.core.hand import Hand
from duologue.core.session import Session
from duologue.core.states import State
from duologue.play import Play
from duologue.store.closeness import load_closeness, save_closeness
from duologue.store.files import NotWritten
from duologue.store.journal import Journal
from duologue.store.paths import Paths
from tests.builders import ANA, BEN, DONE, WHEN, FakeClock, began, begun, deck, hand, played
from tests.core.small_decks import TELLS, made_of
from tests.store.disks import no_file_longer_than

TURNS = (
    'kind = "pick"\nname = "a"\nfrom = "circles"\nsay = "Which?"\n',
    'kind = "reveal"\nshows = "a"\nsay = "Turn it over."\nfree = true\n',
    'kind = "keep"\nkeeps = "circles"\nfrom = "a"\n',
)
PICKED: list[Event] = [DONE, Picked(choice="6"), DONE, Picked(choice="2")]
TURNED: list[Event] = [TurnedOver(seat=ANA), TurnedOver(seat=BEN), DONE]
YES: list[Event] = [Kept(seat=ANA), Kept(seat=BEN)]


def dealt(key: str = "k3yk3y") -> Hand:
    return hand(deck(made_of(*TURNS, TELLS))).model_copy(update={"key": key})


def kept(key: str = "k3yk3y") -> Session:
    return played(begun(dealt(key)), *PICKED, *TURNED, *YES)


def test_a_record_holds_which_of_the_seven_and_no_more(paths: Paths) -> None:
    path = save_closeness(paths, kept(), WHEN)
    assert path.relative_to(paths.data).as_posix() == "closeness/2024/05/k3yk3y-2.toml"
    assert path.stat().st_mode & 0o777 == 0o600
    assert tomllib.loads(path.read_text()) == {
        "format": 1,
        "id": "k3yk3y-2",
        "when": WHEN,
        "deck": "Made",
        "left": {"name": "Ana", "circle": 6},
        "right": {"name": "Ben", "circle": 2},
        "end": {"complete": True},
    }


def test_they_are_read_with_the_oldest_first_and_a_copy_counts_once(paths: Paths) -> None:
    save_closeness(paths, kept("new"), WHEN)
    old = save_closeness(paths, kept("old"), WHEN.replace(year=2023))
    old.with_name("copy.toml").write_bytes(old.read_bytes())
    found, problems = load_closeness(paths)
    assert ([each.id for each in found], problems) == (["old-2", "new-2"], [])


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("[end]\ncomplete = true\n", "", "cut off"),
        ("circle = 6", "circle = 8", "less than or equal to 7"),
        ("circle = 6", "circle = 0", "greater than or equal to 1"),
        ("format = 1", "format = 2", "newer Duologue"),
    ],
)
def test_what_cannot_be_read_is_told_and_left(paths: Paths, was: str, becomes: str, says: str) -> None:
    path = save_closeness(paths, kept(), WHEN)
    text = path.read_text()
    assert was in text
    path.write_text(text.replace(was, becomes))
    found, (problem,) = load_closeness(paths)
    assert (found, problem.file) == ([], str(path))
    assert says in problem.reason
    assert path.read_text() == text.replace(was, becomes)


@pytest.fixture
def play(paths: Paths) -> Play:
    start = began(dealt())
    journal = Journal(paths.journal)
    journal.start(start)
    return Play(Session.begin(start), paths, journal, FakeClock())


def test_only_what_both_kept_is_on_the_disk_and_a_crash_keeps_it_once(paths: Paths, play: Play) -> None:
    for event in [*PICKED, *TURNED, YES[0]]:
        play.do(event)
    assert not paths.closeness.exists(), "one yes is none"
    play.do(YES[1])
    play.save_kept(WHEN)
    again = Play.resume(paths, FakeClock())
    assert again is not None
    assert again.session.state is State.SAVING, "nobody noted yet that it was saved"
    again.save_kept(WHEN.replace(hour=22))
    again.do(Saved())
    assert len(load_closeness(paths)[0]) == 1
    assert not list(paths.data.glob("plans/**/*.toml")), "it is no note"


@pytest.mark.parametrize(
    "events", [[*PICKED, DONE, DONE], [*PICKED, *TURNED, DONE]], ids=["unseen", "not now"]
)
def test_what_was_not_kept_leaves_no_trace_when_the_session_ends(
    paths: Paths, play: Play, events: list[Event]
) -> None:
    for event in events:
        play.do(event)
    play.finish(WHEN)
    assert not paths.closeness.exists()
    assert not [path for path in paths.data.rglob("*.toml") if "circle" in path.read_text()]


def test_a_disk_that_refuses_says_so(paths: Paths, play: Play) -> None:
    for event in [*PICKED, *TURNED, *YES]:
        play.do(event)
    with no_file_longer_than(16), pytest.raises(NotWritten):
        play.save_kept(WHEN)
    assert load_closeness(paths) == ([], [])
    assert [*paths.data.rglob("*.part")] == []
