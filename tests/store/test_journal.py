"""Whatever happens to the laptop, the session goes on where it was."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings

from duologue.core.events import Began, Ended, Event, Slower, Ticked, TimeOut
from duologue.core.session import Session
from duologue.core.states import State
from duologue.store.files import NotWritten
from duologue.store.journal import Journal
from duologue.store.ours import kind_of
from duologue.store.paths import Paths
from tests.builders import BEN, DONE, ROADS, Happened, began, begun, deck, played, some_plays
from tests.store.disks import no_file_longer_than

EVENTS: list[Event] = [
    DONE.stamped(3),
    Slower(seat=BEN).stamped(4.5),
    DONE.stamped(60),
    Ticked().stamped(71.25),
]


def written(path: Path, events: Sequence[Event] = EVENTS, start: Began | None = None) -> Journal:
    journal = Journal(path)
    journal.start(start or began())
    for event in events:
        journal.append(event)
    return journal


def replayed(journal: Journal) -> Session:
    replay = journal.replay()
    assert replay is not None
    return replay.session


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return written(tmp_path / "journal.jsonl")


def test_a_replay_gives_the_session_as_it_was(journal: Journal) -> None:
    replay = journal.replay()
    assert replay is not None
    assert replay.session == played_through(EVENTS)
    assert replay.torn == 0


def played_through(events: Sequence[Event], start: Began | None = None) -> Session:
    session = Session.begin(start or began())
    for event in events:
        session = session.after(event)
    return session


@pytest.fixture(scope="module")
def one_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("journal") / "journal.jsonl"


@settings(max_examples=40)
@given(happened=some_plays(at_most=20))
def test_any_session_is_the_same_after_a_replay(one_path: Path, happened: Happened) -> None:
    journal = written(one_path, happened.events, happened.began)
    assert replayed(journal) == played_through(happened.events, happened.began)


@pytest.mark.parametrize("state", State)
def test_a_session_in_any_state_is_the_same_after_a_replay(tmp_path: Path, state: State) -> None:
    start = began(deck(ROADS[state].of))
    events = [event.stamped(number * 1.5) for number, event in enumerate(ROADS[state].events)]
    journal = written(tmp_path / "journal.jsonl", events, start)
    assert replayed(journal) == played_through(events, start)
    assert replayed(journal).state is state


def test_only_its_owner_can_read_it(journal: Journal) -> None:
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600


def test_each_event_is_a_line_that_says_what_happened(journal: Journal) -> None:
    lines = journal.path.read_text().splitlines()
    assert [json.loads(line)["event"]["type"] for line in lines] == [
        "began",
        "turn finished",
        "slower",
        "turn finished",
        "ticked",
    ]


def test_an_event_is_on_the_disk_when_it_returns(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    lengths: list[int] = []
    monkeypatch.setattr("os.fsync", lambda handle: lengths.append(os.fstat(handle).st_size))
    journal.append(TimeOut(at=80))
    assert lengths == [journal.path.stat().st_size], "brought to the disk after the last byte of it"


# Torn and damaged


def test_a_line_torn_at_any_byte_is_dropped_and_the_rest_is_whole(tmp_path: Path) -> None:
    """Cut the journal after every byte it has, as a power cut may."""
    whole = written(tmp_path / "whole.jsonl").path.read_bytes()
    ends = [end + 1 for end, byte in enumerate(whole) if byte == ord("\n")]
    torn = Journal(tmp_path / "journal.jsonl")
    for length in range(ends[0] - 5, len(whole) + 1):
        torn.path.write_bytes(whole[:length])
        replay = torn.replay()
        lines = sum(end <= length for end in ends)
        if lines == 0:
            assert replay is None, "there is nothing to go on with"
            continue
        assert replay is not None
        assert replay.session == played_through(EVENTS[: lines - 1])
        assert (replay.whole, replay.whole + replay.torn) == (ends[lines - 1], length)


def test_a_session_goes_on_wherever_its_last_line_was_torn(tmp_path: Path) -> None:
    whole = written(tmp_path / "whole.jsonl").path.read_bytes()
    start = whole[:-1].rindex(b"\n") + 1
    for length in range(start, len(whole)):
        torn = Journal(tmp_path / "journal.jsonl")
        torn.path.write_bytes(whole[:length])
        replay = torn.replay()
        assert replay is not None
        torn.mend(replay)
        torn.append(TimeOut(at=90))
        assert replayed(torn) == played_through([*EVENTS[:-1], TimeOut(at=90)])


@pytest.mark.parametrize(
    "garbage",
    [
        pytest.param(b"\0" * 300 + b"\n", id="zeros, as after a power cut"),
        pytest.param(b"\n", id="empty line"),
        pytest.param(b"\xff\xfe\n", id="no text"),
        pytest.param(b'{"crc":"00000000","event":{"type":"ended","at":62}}\n', id="wrong sum"),
        pytest.param(b"[" * 5000 + b"\n", id="brackets"),
    ],
)
def test_what_comes_after_garbage_is_set_aside_and_not_lost(journal: Journal, garbage: bytes) -> None:
    lines = journal.path.read_bytes().splitlines(keepends=True)
    rest = garbage + b"".join(lines[3:])
    journal.path.write_bytes(b"".join(lines[:3]) + rest)
    replay = journal.replay()
    assert replay is not None
    assert replay.session == played_through(EVENTS[:2])
    assert replay.torn == len(rest)
    journal.mend(replay)
    assert journal.path.read_bytes() == b"".join(lines[:3])
    assert journal.torn_path.read_bytes() == rest
    assert stat.S_IMODE(journal.torn_path.stat().st_mode) == 0o600


def test_an_event_that_was_not_legal_ends_the_replay(journal: Journal) -> None:
    journal.append(Ticked(at=1))
    journal.append(Ticked(at=100))
    assert replayed(journal).now == 71.25


@pytest.mark.parametrize("data", [b"", b"\n", b"{}\n", b"nothing"])
def test_where_nothing_was_begun_there_is_nothing_to_go_on_with(tmp_path: Path, data: bytes) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    assert journal.replay() is None
    journal.path.write_bytes(data)
    assert journal.replay() is None


def test_a_journal_that_begins_in_the_middle_is_none(journal: Journal) -> None:
    lines = journal.path.read_bytes().splitlines(keepends=True)
    journal.path.write_bytes(b"".join(lines[1:]))
    assert journal.replay() is None


# A disk that refuses


def refusal(journal: Journal) -> str:
    with pytest.raises(NotWritten) as refused:
        journal.append(TimeOut(at=90))
    return str(refused.value)


@pytest.mark.parametrize("room", [0, 1, 20, 50])
def test_a_short_write_leaves_the_journal_as_before(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, full: Callable[[int], None], room: int
) -> None:
    before = journal.path.read_bytes()
    full(room)
    refusal(journal)
    monkeypatch.undo()
    assert journal.path.read_bytes() == before
    journal.append(TimeOut(at=90))
    assert replayed(journal) == played_through([*EVENTS, TimeOut(at=90)])


def test_why_it_was_refused_is_said_so_that_people_understand_it(
    journal: Journal, full: Callable[[int], None]
) -> None:
    full(0)
    assert refusal(journal).startswith("the disk is full")


@pytest.mark.parametrize("more", [0, 1, 30])
def test_a_limit_of_the_system_leaves_the_journal_as_before(journal: Journal, more: int) -> None:
    before = journal.path.read_bytes()
    with no_file_longer_than(len(before) + more):
        refusal(journal)
    assert journal.path.read_bytes() == before


def test_what_may_not_have_reached_the_disk_is_taken_back(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: int) -> None:
        raise OSError(5, "Input/output error")

    before = journal.path.read_bytes()
    monkeypatch.setattr("os.fsync", fails)
    refusal(journal)
    assert journal.path.read_bytes() == before, "else the event would be there twice when it is written again"


def test_a_link_in_its_place_is_not_followed(journal: Journal) -> None:
    secret = journal.path.with_name("secret")
    journal.path.rename(secret)
    before = secret.read_bytes()
    journal.path.symlink_to(secret)
    refusal(journal)
    assert secret.read_bytes() == before


# The beginning and the end


def test_a_new_session_takes_the_place_of_one_that_ended(journal: Journal) -> None:
    journal.torn_path.write_text("torn")
    journal.append(Ended(at=90))
    journal.start(began(first=BEN))
    assert replayed(journal) == begun(first=BEN)
    assert list(journal.path.parent.iterdir()) == [journal.path]


def test_a_session_that_nobody_closed_is_set_aside_with_all_that_was_typed_in_it(journal: Journal) -> None:
    unfinished = journal.path.read_bytes()
    journal.torn_path.write_text("torn")
    journal.torn_path.with_name("journal-2.torn").write_text("torn, too")
    journal.start(began(first=BEN))
    assert replayed(journal) == begun(first=BEN)
    aside = [path for path in journal.path.parent.iterdir() if path != journal.path]
    assert {path.read_bytes() for path in aside} == {unfinished, b"torn", b"torn, too"}
    assert {kind_of(path.name) for path in aside} == {"journals"}, "so that all of it can be wiped"


def test_a_session_still_waits_where_the_disk_takes_no_new_one(
    journal: Journal, full: Callable[[int], None]
) -> None:
    unfinished = journal.path.read_bytes()
    full(0)
    with pytest.raises(NotWritten):
        journal.start(began(first=BEN))
    assert [path.read_bytes() for path in journal.path.parent.iterdir()] == [unfinished]


def test_after_the_end_nothing_that_was_written_is_left(journal: Journal) -> None:
    journal.torn_path.write_text("torn")
    journal.end()
    assert list(journal.path.parent.iterdir()) == []
    journal.end()


def test_what_was_played_by_the_clock_is_exact(tmp_path: Path) -> None:
    events = [DONE.stamped(0.1 + 0.2), DONE.stamped(1 / 3)]
    assert replayed(written(tmp_path / "journal.jsonl", events)).now == 1 / 3


def test_a_break_still_holds_after_a_replay(tmp_path: Path) -> None:
    session = played(played_through(EVENTS), TimeOut(), seconds=2)
    again = replayed(written(tmp_path / "journal.jsonl", [*EVENTS, TimeOut(at=73.25)]))
    assert again == session
    assert again.left(10_000) == session.left(session.now)


def test_a_journal_that_cannot_be_read_is_set_aside_and_not_overwritten(paths: Paths) -> None:
    paths.journal.parent.mkdir(parents=True)
    paths.journal.write_text("garbage of ours\n")
    Journal(paths.journal).start(began())
    kept = [path for path in paths.journal.parent.iterdir() if "aside" in path.name]
    assert [path.read_text() for path in kept] == ["garbage of ours\n"]


def test_nothing_half_written_outlives_the_session(paths: Paths) -> None:
    journal = Journal(paths.journal)
    journal.start(began())
    (paths.journal.parent / ".journal.jsonl.0a1b2c.part").write_text("secret")
    journal.end()
    assert list(paths.journal.parent.iterdir()) == []
