"""One running session: on the disk before it applies, and where it was when the lid opens again."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from threading import Event as Signal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duologue.core.deck import Deck
from duologue.core.events import Confirmed, Drafted, Ended, Event, Kept, Saved, Slower, TimeOut
from duologue.core.hand import Chosen
from duologue.core.memory import memory_of
from duologue.core.pace import Pace
from duologue.core.seats import Seat
from duologue.core.session import NotNow, Session
from duologue.core.states import State
from duologue.play import Play
from duologue.store.files import NotWritten
from duologue.store.journal import Journal
from duologue.store.paths import Paths
from duologue.store.records import load_memories
from duologue.store.summaries import cards_seen
from tests.builders import DONE, NAMES, ROADS, WHEN, FakeClock, Happened, deck, landed, nearly, some_plays
from tests.store.disks import fill, no_file_longer_than

PATIENCE = 30.0


def begin(paths: Paths, clock: FakeClock, *, keeps: bool = True, seed: int = 1) -> Play:
    return play_of(paths, clock, deck(), keeps=keeps, seed=seed)


def play_of(paths: Paths, clock: FakeClock, *decks: Deck, keeps: bool = True, seed: int = 1) -> Play:
    chosen = [Chosen(of.title.lower(), of) for of in decks]
    return Play.begin(paths, NAMES, chosen, Pace.STEADY, Random(seed), clock, keeps=keeps)


def resume(paths: Paths, clock: FakeClock) -> Play:
    play = Play.resume(paths, clock)
    assert play is not None
    return play


def on_disk(paths: Paths) -> Session:
    replay = Journal(paths.journal).replay()
    assert replay is not None
    return replay.session


def road(play: Play, state: State) -> None:
    """Go to this state, whoever tells first."""
    for event in ROADS[state].events:
        owner = play.session.here.owner
        play.do(event.model_copy(update={"seat": owner}) if isinstance(event, Confirmed) else event)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def play(paths: Paths, clock: FakeClock) -> Play:
    return begin(paths, clock)


def test_it_begins_on_the_disk(paths: Paths, play: Play) -> None:
    assert on_disk(paths) == play.session
    assert (play.session.state, play.now, play.trouble) == (State.BREATHING, 0, "")


def test_what_happens_is_on_the_disk_when_it_has_happened(paths: Paths, play: Play, clock: FakeClock) -> None:
    for event in (DONE, DONE, Slower(seat=Seat.LEFT)):
        clock.pass_by(12.5)
        play.do(event)
        assert on_disk(paths) == play.session
    assert play.session.now == play.now == 37.5


def test_it_is_on_the_disk_before_it_applies(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    assert play.journal
    seen: list[State] = []
    append = play.journal.append

    def noted(event: Event) -> None:
        append(event)
        seen.append(play.session.state)

    monkeypatch.setattr(play.journal, "append", noted)
    play.do(DONE)
    assert seen == [State.BREATHING]


def test_what_is_refused_leaves_no_trace(paths: Paths, play: Play) -> None:
    before = paths.journal.read_bytes(), play.session
    for event in (landed(Seat.LEFT), Drafted(text="x")):
        with pytest.raises(NotNow):
            play.do(event)
    assert (paths.journal.read_bytes(), play.session) == before


# After a crash or a closed lid


def test_it_goes_on_at_the_same_turn_card_try_pace_and_time_left(
    paths: Paths, play: Play, clock: FakeClock
) -> None:
    owner = play.session.part.first
    for event in (DONE, DONE, DONE, DONE, nearly(owner), Slower(seat=owner)):
        clock.pass_by(10)
        play.do(event)
    clock.pass_by(20)
    play.tick()
    before, left = play.session, play.time_left
    assert (before.state, before.attempt, before.pace, left) == (State.TALKING, 2, Pace.EASY, 45)
    clock.pass_by(5)
    again = resume(paths, FakeClock(seconds=3.0))
    assert again.session == before
    assert again.session.card == before.card
    assert again.time_left == left, "what burned since the last tick burns once more, and no more than that"
    assert again.now == before.now


@settings(max_examples=25)
@given(happened=some_plays(at_most=15), elsewhere=st.floats(0, 1e6))
def test_wherever_it_was_it_goes_on_there(
    tmp_path_factory: pytest.TempPathFactory, happened: Happened, elsewhere: float
) -> None:
    paths, clock = Paths.under(tmp_path_factory.mktemp("couple")), FakeClock(0)
    play = play_of(paths, clock, *(part.deck for part in happened.began.hand.parts))
    for event in happened.events:
        clock.seconds = event.at
        try:
            play.do(event)
        except NotNow:
            clock.seconds = play.session.now
    again = resume(paths, FakeClock(elsewhere))
    assert again.session == play.session
    assert again.time_left == pytest.approx(play.time_left)


def test_the_time_while_it_was_closed_does_not_count(paths: Paths, play: Play, clock: FakeClock) -> None:
    for event in (DONE, DONE):
        play.do(event)
    clock.pass_by(30)
    play.tick()
    later = FakeClock(99_999)
    again = resume(paths, later)
    later.pass_by(10)
    assert (again.now, again.time_left) == (40, 80)
    again.do(DONE)
    assert sum((again.session.floor_time.left, again.session.floor_time.right)) == 40


def test_it_may_be_closed_again_and_again(paths: Paths, play: Play) -> None:
    for _ in range(4):
        play.do(DONE)
        play = resume(paths, FakeClock(7))
    assert (play.session.state, on_disk(paths)) == (State.CONFIRMING, play.session)


def test_a_break_is_still_a_break(paths: Paths, play: Play, clock: FakeClock) -> None:
    play.do(DONE)
    play.do(DONE)
    clock.pass_by(20)
    assert play.pause()
    clock.pass_by(500)
    again = resume(paths, clock)
    assert (again.session.state, again.time_left) == (State.RESTING, 100)
    clock.pass_by(500)
    again.go_on()
    assert (again.session.state, again.time_left) == (State.TALKING, 100)


def test_a_pause_is_offered_only_where_something_can_go_on(play: Play) -> None:
    assert play.pause()
    assert not play.pause(), "it rests already"
    play.go_on()
    play.do(Ended())
    assert not play.pause()


def test_a_torn_line_is_mended_and_the_session_goes_on(paths: Paths, play: Play, clock: FakeClock) -> None:
    play.do(DONE)
    before = play.session
    clock.pass_by(1)
    play.do(DONE)
    paths.journal.write_bytes(paths.journal.read_bytes()[:-20])
    again = resume(paths, clock)
    assert again.session == before
    again.do(DONE)
    assert on_disk(paths) == again.session


def test_a_journal_that_goes_before_anything_happens_again_is_written_anew(
    paths: Paths, play: Play, clock: FakeClock
) -> None:
    play.do(DONE)
    again = resume(paths, clock)
    paths.journal.unlink()
    again.do(DONE)
    assert again.trouble == ""
    assert on_disk(paths) == again.session


def test_where_nothing_waits_nothing_is_resumed(paths: Paths, clock: FakeClock) -> None:
    assert Play.resume(paths, clock) is None


def test_a_clock_that_goes_back_never_takes_the_session_back(play: Play, clock: FakeClock) -> None:
    clock.pass_by(50)
    play.do(DONE)
    clock.pass_by(-30)
    assert play.now == 50
    assert play.do(DONE).now == 50


@pytest.mark.parametrize(
    ("state", "burns"),
    [(State.TALKING, True), (State.BREATHING, True), (State.READING, False), (State.RESTING, False)],
)
def test_the_candle_is_noted_only_while_it_burns(paths: Paths, play: Play, state: State, burns: bool) -> None:
    road(play, state)
    before = paths.journal.stat().st_size
    play.tick()
    assert (paths.journal.stat().st_size > before) is burns


# A disk that fills up meanwhile


def test_on_a_full_disk_the_session_goes_on_and_what_is_missing_is_written_later(
    paths: Paths, play: Play, clock: FakeClock
) -> None:
    play.do(DONE)
    before = on_disk(paths)
    with no_file_longer_than(paths.journal.stat().st_size + 10):
        for event in (DONE, Slower(seat=Seat.RIGHT), DONE):
            clock.pass_by(5)
            play.do(event)
            assert play.trouble
        assert on_disk(paths) == before, "whole, as it was"
    assert (play.session.state, play.session.step) == (State.TALKING, 3)
    clock.pass_by(5)
    play.do(TimeOut())
    assert play.trouble == ""
    assert on_disk(paths) == play.session
    assert on_disk(paths).wishes.right is Pace.EASY


def test_trouble_is_said_so_that_people_understand_it(play: Play, full: Callable[[int], None]) -> None:
    full(5)
    play.do(DONE)
    assert play.trouble.startswith("the disk is full")


def test_on_a_disk_that_is_really_full_the_session_goes_on_too(small_disk: Path, clock: FakeClock) -> None:
    paths = Paths.under(small_disk)
    play = begin(paths, clock)
    road(play, State.WRITING)
    filler = fill(small_disk)
    said = []
    for number in range(60):
        clock.pass_by(1)
        play.do(Drafted(text=f"{number} " + "word " * 40))
        said.append(play.trouble)
    assert said[-1], "the disk took more than it can hold"
    assert on_disk(paths).state is State.WRITING
    assert on_disk(paths) != play.session
    filler.unlink()
    clock.pass_by(1)
    play.do(Drafted(text="the last words"))
    assert play.trouble == ""
    assert on_disk(paths) == play.session
    assert resume(paths, clock).session.draft == "the last words"


@pytest.mark.parametrize("room", [0, 100])
def test_where_no_journal_can_be_begun_it_says_so(
    paths: Paths, clock: FakeClock, full: Callable[[int], None], room: int
) -> None:
    full(room)
    with pytest.raises(NotWritten, match="the disk is full"):
        begin(paths, clock)


# Keeping and the end


def test_a_moment_is_saved_once_however_often_it_is_tried(paths: Paths, play: Play, clock: FakeClock) -> None:
    road(play, State.SAVING)
    play.save_kept(WHEN)
    again = resume(paths, clock)
    again.save_kept(WHEN)
    assert load_memories(paths) == ([memory_of(play.session, WHEN)], [])
    assert again.do(Saved()).state is State.SAVED


def test_a_moment_saved_again_after_a_crash_is_still_one(paths: Paths, play: Play, clock: FakeClock) -> None:
    """The disk had it, but the app died before it could note so; the second try comes a minute later."""
    road(play, State.SAVING)
    play.save_kept(WHEN)
    resume(paths, clock).save_kept(WHEN.replace(minute=WHEN.minute + 1))
    assert [kept.id for kept in load_memories(paths)[0]] == [play.session.moment_id]


def test_a_moment_that_could_not_be_saved_is_not_said_to_be(
    paths: Paths, play: Play, full: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    road(play, State.SAVING)
    full(20)
    with pytest.raises(NotWritten, match="the disk is full"):
        play.save_kept(WHEN)
    monkeypatch.undo()
    assert play.session.state is State.SAVING
    assert load_memories(paths) == ([], [])
    play.save_kept(WHEN)
    assert len(load_memories(paths)[0]) == 1


def test_after_the_end_only_a_summary_stays(paths: Paths, play: Play, clock: FakeClock) -> None:
    road(play, State.READING)
    play.do(Ended())
    cards = [play.session.card.text]
    play.finish(WHEN)
    assert not paths.journal.exists()
    assert Play.resume(paths, clock) is None
    assert cards_seen(paths) == cards
    following = begin(paths, clock, seed=2)
    assert following.session.deck.cards[-1].text == cards[0], "what was seen comes last the next time"


def test_a_summary_that_could_not_be_kept_leaves_the_journal(
    paths: Paths, play: Play, full: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    road(play, State.CLOSING)
    full(0)
    with pytest.raises(NotWritten):
        play.finish(WHEN)
    monkeypatch.undo()
    assert on_disk(paths) == play.session
    play.finish(WHEN)
    assert not paths.journal.exists()


def test_who_leaves_while_it_is_being_put_away_puts_away_nothing_twice(
    paths: Paths, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    road(play, State.READING)
    play.do(Ended())
    begun, go_on, times = Signal(), Signal(), 0

    def look_back(*_: object) -> None:
        nonlocal times
        times += 1
        begun.set()
        assert go_on.wait(PATIENCE)

    monkeypatch.setattr("duologue.play.look_back", look_back)
    with ThreadPoolExecutor(2) as both:
        closing = both.submit(play.finish, WHEN)
        assert begun.wait(PATIENCE)
        leaving = both.submit(play.finish, WHEN)
        go_on.set()
        closing.result(PATIENCE)
        leaving.result(PATIENCE)
    assert times == 1
    assert not paths.journal.exists()


def test_a_window_that_does_not_write_plays_and_keeps_nothing(paths: Paths, clock: FakeClock) -> None:
    first = begin(paths, clock)
    first.do(DONE)
    journal = paths.journal.read_bytes()
    second = begin(paths, clock, keeps=False)
    road(second, State.OFFERING)
    with pytest.raises(NotNow, match="nothing can be kept"):
        second.do(Kept(seat=Seat.LEFT))
    second.finish(WHEN)
    assert second.trouble == ""
    assert paths.journal.read_bytes() == journal, "what the other window plays is left alone"
    assert load_memories(paths) == ([], [])
    assert not paths.sessions.exists()
