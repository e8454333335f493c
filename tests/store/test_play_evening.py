"""An evening being played: what was kept comes along, and what both keep is on the disk at its end."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from duologue.core.deck import Deck
from duologue.core.events import (
    Agreed,
    Declined,
    Ended,
    Event,
    Kept,
    LeftBlank,
    Noted,
    Picked,
    Saved,
    Starred,
    WoundDown,
)
from duologue.core.hand import Chosen, OpenPromise
from duologue.core.pace import Pace
from duologue.core.seats import Pair, Seat
from duologue.core.states import State
from duologue.play import Play
from duologue.store.files import NotWritten
from duologue.store.notes import load_notes, open_promises
from duologue.store.paths import Paths
from duologue.store.records import load_memories
from duologue.store.stars import Star, load_stars
from duologue.store.summaries import cards_seen, decks_played_last, floor_seconds
from tests.builders import DONE, NAMES, WHEN, FakeClock, deck
from tests.core.small_decks import CLOSE, DEGREES, PAPER, TELLS, WEATHER, made_of

DEEP = made_of(TELLS, depth=3)
BOTH: list[Event] = [Kept(seat=seat) for seat in Seat]


def chosen(*texts: str, instead_of: dict[int, int] | None = None) -> list[Chosen]:
    decks: list[Deck] = [deck(text) for text in texts]
    light = instead_of or {}
    return [Chosen(f"{of.title.lower()}-{number}", of, light.get(number)) for number, of in enumerate(decks)]


def begin(paths: Paths, decks: list[Chosen], *, keeps: bool = True, seed: int = 1) -> Play:
    return Play.begin(paths, NAMES, decks, Pace.STEADY, Random(seed), FakeClock(), keeps=keeps)


def do(play: Play, *events: Event) -> Play:
    for event in events:
        play.do(event)
    return play


def resumed(paths: Paths) -> Play:
    play = Play.resume(paths, FakeClock(5))
    assert play is not None
    return play


def promising(paths: Paths) -> Play:
    """At the end of a deck, after both have promised something, and said yes to keeping it."""
    play = begin(paths, chosen(PAPER))
    do(play, DONE, LeftBlank(), LeftBlank(), Starred(), WoundDown(), DONE, Noted(text="Sunday, the lake"))
    do(play, DONE, DONE, Noted(text="Water the fern"), DONE, Noted(text="Call early"), *BOTH)
    assert play.session.state is State.SAVING
    return play


# What comes along


def test_what_was_kept_comes_along_the_next_time(paths: Paths) -> None:
    play = promising(paths)
    promised = {seat: play.session.words("promise", seat) for seat in Seat}
    play.save_kept(WHEN)
    do(play, Saved(), Ended())
    (starred,) = play.session.stars
    play.finish(WHEN)
    following = begin(paths, chosen(PAPER), seed=2).session
    assert following.state is State.HANDING_OVER, "the promise is looked back on"
    for seat in Seat:
        promise = following.hand.promises.of(seat)
        assert isinstance(promise, OpenPromise)
        assert promise.text == promised[seat]
    assert following.stars == {starred}


def test_the_floor_of_the_last_sessions_comes_along(paths: Paths) -> None:
    clock = FakeClock()
    play = Play.begin(paths, NAMES, chosen(CLOSE), Pace.STEADY, Random(1), clock, keeps=True)
    speaker = play.session.floor
    assert speaker is not None
    clock.pass_by(400)
    do(play, DONE, Ended())
    play.finish(WHEN)
    spoken = Pair(0.0, 0.0).having(speaker, 400.0)
    assert floor_seconds(paths, NAMES) == spoken
    following = begin(paths, chosen(CLOSE)).session
    assert following.hand.spoken == spoken
    assert following.quieter is speaker.other


def test_the_card_that_was_wished_for_is_the_first_one(paths: Paths) -> None:
    decks = chosen(WEATHER)
    for seed in range(5):
        play = Play.begin(
            paths,
            NAMES,
            decks,
            Pace.STEADY,
            Random(seed),
            FakeClock(),
            keeps=False,
            wanted="A call",
            private=True,
        )
        assert do(play, DONE).session.card.text == "A call"
        assert play.session.hand.private


# Whether now is good


@pytest.mark.parametrize("answer", [Agreed(), Declined()], ids=["agreed", "declined"])
def test_what_both_answered_is_the_same_when_it_is_opened_again(paths: Paths, answer: Event) -> None:
    play = begin(paths, chosen(DEEP, WEATHER, CLOSE, instead_of={1: 0}))
    do(play, answer)
    again = resumed(paths)
    assert again.session == play.session
    played = {deck_id for deck_id, _ in do(again, DONE, DONE, WoundDown(), DONE).session.cards_played}
    agreed = isinstance(answer, Agreed)
    assert ("made-0" in played, "weather-1" in played) == (agreed, not agreed)


def test_a_window_that_keeps_nothing_is_asked_just_the_same(paths: Paths) -> None:
    decks = chosen(DEEP, WEATHER, CLOSE, instead_of={1: 0})
    writes, reads = begin(paths, decks), begin(paths, decks, keeps=False)
    for play in (writes, reads):
        assert play.session.state is State.ASKING
        do(play, Declined())
    assert writes.session == reads.session


def test_the_journal_tells_nobody_who_said_no(paths: Paths) -> None:
    do(begin(paths, chosen(DEEP)), Declined())
    last = paths.journal.read_text().splitlines()[-1]
    assert "declined" in last
    assert not [seat for seat in Seat if seat in last]


# What both keep


def test_what_both_keep_is_on_the_disk_once_however_often_it_is_tried(paths: Paths) -> None:
    play = promising(paths)
    play.save_kept(WHEN)
    resumed(paths).save_kept(WHEN.replace(minute=WHEN.minute + 1))
    notes, problems = load_notes(paths, "promise")
    assert ({each.by for each in notes}, len(notes), problems) == ({"Ana", "Ben"}, 2, [])
    assert load_memories(paths) == ([], []), "a promise is no moment"


def test_a_window_that_keeps_nothing_cannot_keep_a_promise(paths: Paths) -> None:
    play = begin(paths, chosen(PAPER), keeps=False)
    with pytest.raises(NotWritten, match="keeps nothing"):
        play.save_kept(WHEN)
    assert not paths.data.exists()


def test_after_the_end_nothing_that_was_written_unseen_is_left(paths: Paths) -> None:
    play = begin(paths, chosen(PAPER))
    do(play, DONE, DONE, Noted(text="A secret of mine"), DONE, Noted(text="A secret of yours"), Ended())
    play.finish(WHEN)
    for path in paths.data.rglob("*"):
        assert path.is_dir() or b"secret" not in path.read_bytes()
    assert not paths.journal.exists()


def test_the_end_looks_back_on_promises_and_keeps_what_was_played(paths: Paths) -> None:
    promising_play = promising(paths)
    promising_play.save_kept(WHEN)
    do(promising_play, Saved(), Ended())
    promising_play.finish(WHEN)
    play = do(
        begin(paths, chosen(PAPER, CLOSE)), DONE, Picked(choice="Kept"), DONE, Picked(choice="Let it go")
    )
    do(play, DONE, LeftBlank(), LeftBlank(), WoundDown(), DONE, DONE, Ended())
    assert open_promises(paths, NAMES) != Pair(None, None), "nothing is noted before the end"
    play.finish(WHEN)
    assert open_promises(paths, NAMES) == Pair(None, None)
    assert decks_played_last(paths) == ["paper-0", "made-1"]
    assert len(cards_seen(paths)) == 3, "one of the first evening, and two of this"


@pytest.mark.parametrize("room", [0, 40, 200])
def test_where_the_disk_is_full_at_the_end_it_can_be_tried_again(
    paths: Paths, full: Callable[[int], None], monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    play = do(begin(paths, chosen(WEATHER)), DONE, Starred(), Ended())
    starred = play.session.card.text
    full(room)
    with pytest.raises(NotWritten):
        play.finish(WHEN)
    monkeypatch.undo()
    assert resumed(paths).session == play.session
    play.finish(WHEN)
    assert load_stars(paths) == [Star("weather-0", starred)]
    assert not paths.journal.exists()
    assert decks_played_last(paths) == ["weather-0"]


def test_an_evening_of_every_kind_of_deck_can_be_closed_and_opened_anywhere(paths: Paths) -> None:
    play = begin(paths, chosen(PAPER, DEGREES, WEATHER, CLOSE, instead_of={2: 1}))
    doing: list[Event] = [Declined(), Noted(text="Words"), Picked(choice="Think along"), DONE]
    while not play.session.ended:
        session = play.session
        if session.state is State.SHOWING:
            doing_now: list[Event] = [WoundDown()] if session.can_wind_down else [Ended()]
        else:
            doing_now = [event for event in doing if session.allows(type(event))][:1] or [Ended()]
        do(play, *doing_now)
        again = resumed(paths)
        assert again.session == play.session
        play = again
    assert play.session.here.part == 3
