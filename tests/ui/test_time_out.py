"""Breaks, the curtain, and leaving."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from duologue.core.events import Ended
from duologue.core.states import State
from duologue.store.files import NotWritten
from duologue.store.journal import Journal
from duologue.store.paths import Paths
from duologue.ui.sessions import Opening
from duologue.ui.widgets.hints import Hints
from tests.builders import began
from tests.ui.conftest import SetTable

pytestmark = pytest.mark.usefixtures("zone")

SHOES = Opening("in-your-shoes", seed=7)


@pytest.mark.parametrize("back", ["space", "escape"])
async def test_time_stands_still_in_a_break(set_table: SetTable, back: str) -> None:
    async with set_table(opening=SHOES) as table:
        await table.play_until(State.TALKING)
        assert table.app.play is not None
        await table.pass_time(30)
        left = table.app.play.time_left
        await table.press("escape")
        await table.sees("Everything waits for you.")
        table.clock.pass_by(5000)
        await table.press("w")
        await table.sees("Twenty minutes at least")
        await table.press(back)
        assert table.state() is State.TALKING
        assert table.app.play.time_left == left


async def test_two_minutes_with_the_breath_then_both_decide(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        await table.play_until(State.TALKING)
        await table.press("escape", "b")
        await table.sees("Two minutes with the breath.")
        assert "two minutes with" not in table.words(), "the screen is quiet"
        await table.pass_time(119)
        assert "Two minutes with the breath." in table.words()
        assert not re.search(r"\d", table.text_of("#rest")), "no digits count the time"
        await table.pass_time(1)
        await table.sees("What would be good now, for both of you?")
        assert "b two minutes with the breath" in table.words()
        assert table.state() is State.RESTING
        await table.press("b")
        await table.pass_time(60)
        await table.sees("Two minutes with the breath.")


@pytest.mark.parametrize("sooner", [True, False])
async def test_twenty_minutes_and_a_promise_to_return(set_table: SetTable, sooner: bool) -> None:
    async with set_table(opening=SHOES) as table:
        await table.play_until(State.TALKING)
        await table.press("escape", "w")
        await table.sees("Promise each other to meet here from 20:50 on.")
        assert "breathe" not in table.words()
        await table.pass_time(1199)
        await table.sees("come back sooner, if you both wish")
        if not sooner:
            await table.pass_time(1)
            await table.sees("Twenty minutes have gone by.")
            assert "come back now" in table.words()
        await table.press("space")
        assert table.state() is State.TALKING


async def test_asking_for_twenty_minutes_twice_does_not_begin_them_anew(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        await table.press("escape", "w")
        await table.pass_time(1000)
        await table.press("w")
        await table.pass_time(200)
        await table.sees("Twenty minutes have gone by.")


async def test_time_behind_the_curtain_and_a_closed_lid_counts(set_table: SetTable) -> None:
    evening = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
    day = [evening]
    async with set_table(opening=SHOES, today=lambda: day[0]) as table:
        await table.press("escape", "w")
        await table.sees("Twenty minutes at least")
        await table.press("f2")
        table.clock.pass_by(600)
        await table.press("f2")
        await table.pass_time(500)
        await table.sees("Twenty minutes at least")
        day[0] = evening + timedelta(minutes=21)
        await table.pass_time(1)
        await table.sees("Twenty minutes have gone by.")


@pytest.mark.parametrize("size", [(120, 36), (60, 20)], ids=str)
async def test_nothing_of_a_break_moves_when_the_time_has_passed(
    set_table: SetTable, size: tuple[int, int]
) -> None:
    async with set_table(opening=SHOES, size=size) as table:
        await table.press("escape")
        places = set()
        for key, seconds in (("", 0), ("b", 0), ("", 120), ("w", 0), ("", 1200)):
            if key:
                await table.press(key)
            await table.pass_time(seconds)
            places.add(table.app.screen.query_one(".sheet").region)
            shown = [each for each in table.app.screen.query(Hints) if each.region.height]
            sheet = table.app.screen.query_one(".sheet").region
            assert all(sheet.contains_region(each.region) for each in shown)
            assert "end here" in table.words()
        assert len(places) == 1


async def test_another_day_waits_at_home(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        await table.play_until(State.TALKING)
        turn, card = table.session.step, table.session.card
        await table.press("escape", "d", "n")
        await table.sees("Go on where you were?")
        await table.sees("In your shoes, round 1 of 2")
        await table.press("g")
        await table.sees("Good to have you both back.")
        await table.press("space")
        assert (table.session.step, table.session.card) == (turn, card)
        assert table.state() is State.TALKING


async def test_ending_here_ends_kindly(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        await table.play_until(State.TALKING)
        await table.press("escape", "x")
        await table.sees("You have both been somewhere else tonight")
        await table.press("space")
        await table.sees("On the shelf")
        assert not table.paths.session_waits


async def test_the_curtain_hides_everything_and_stops_the_time(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        await table.play_until(State.TALKING)
        assert table.app.play is not None
        left = table.app.play.time_left
        await table.press("f2")
        assert table.words() == "$"
        table.clock.pass_by(900)
        await table.press("space", "a", "escape")
        assert table.words() == "$"
        await table.press("f2")
        await table.sees("● the floor is yours")
        assert table.app.play.time_left == left


async def test_a_deck_begun_while_another_waits_asks_first(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        await table.play_until(State.TALKING)
        await table.press("escape", "d", "n")
        await table.sees("Go on where you were?")
        await table.press("down", "enter")
        await table.sees("close it, and begin Our intention")
        await table.press("escape")
        replay = Journal(table.paths.journal).replay()
        assert replay is not None
        assert replay.session.part.deck_id == "in-your-shoes"
        await table.press("enter", "n")
        await table.sees("breathe with the line.")
        assert table.session.part.deck_id == "our-intention"


async def test_letting_it_be_closes_last_times_session(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        await table.press("escape", "d", "n")
        await table.sees("Go on where you were?")
        await table.press("x")
        await table.sees("Close last time's session?")
        assert table.paths.session_waits
        await table.press("x")
        await table.until(lambda: "Go on where you were?" not in table.words(), "the question to go")
        assert not table.paths.session_waits


async def test_leaving_keeps_what_was_being_typed(set_table: SetTable) -> None:
    async with set_table(opening=Opening("how-are-you-really", seed=3)) as table:
        await table.play_until(State.OFFERING)
        await table.press("a", "l")
        await table.type("Nearly lost")
        await table.press("ctrl+q")
        replay = Journal(table.paths.journal).replay()
        assert replay is not None
        assert replay.session.draft == "Nearly lost"


async def test_a_session_left_at_its_closing_line_leaves_nothing_written_behind(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        await table.press("escape", "x")
        await table.sees("You have both been somewhere else tonight")
        await table.press("ctrl+q")
        assert not table.paths.session_waits
        assert list(table.paths.sessions.rglob("*.toml"))


async def test_a_session_that_ended_without_us_is_closed_at_the_next_start(set_table: SetTable) -> None:
    def ended(paths: Paths) -> None:
        journal = Journal(paths.journal)
        journal.start(began())
        journal.append(Ended())

    async with set_table(before=ended) as table:
        await table.until(lambda: not table.paths.session_waits, "the journal to go")
        await table.until(lambda: "Go on where you were?" not in table.words(), "the question to go")
        assert list(table.paths.sessions.rglob("*.toml"))


@pytest.mark.parametrize("opens", ["escape", "f1", "ctrl+p"])
async def test_the_curtain_falls_over_everything_and_nothing_opens_over_it(
    set_table: SetTable, opens: str
) -> None:
    async with set_table(opening=SHOES) as table:
        await table.play_until(State.TALKING)
        await table.press(opens)
        await table.press("f2")
        assert table.words() == "$"
        await table.press("f1", "ctrl+p", "escape", "enter")
        assert table.words() == "$"
        await table.press("f2")
        assert table.words() != "$"


async def test_what_opens_late_waits_behind_the_curtain(set_table: SetTable) -> None:
    async with set_table() as table:
        await table.pilot.press("down", "enter", "f2")
        assert table.words() == "$"
        await table.press("f2")
        await table.sees("breathe with the line.")


async def test_what_was_typed_before_the_curtain_is_noted(set_table: SetTable) -> None:
    async with set_table(opening=Opening("how-are-you-really", seed=3)) as table:
        await table.play_until(State.OFFERING)
        await table.press("a", "l")
        await table.type("my words")
        await table.press("f2", "ctrl+q")
        replay = Journal(table.paths.journal).replay()
        assert replay is not None
        assert replay.session.draft == "my words"


async def test_a_session_that_cannot_be_read_is_told_and_set_aside(set_table: SetTable) -> None:
    def garbage(paths: Paths) -> None:
        paths.journal.parent.mkdir(parents=True, exist_ok=True)
        paths.journal.write_text("garbage of ours\n")

    async with set_table(before=garbage) as table:
        await table.sees("session cannot be read.")
        assert "Go on where you were?" not in table.words()
        await table.press("down", "enter")
        await table.sees("breathe with the line.")
        [aside] = table.paths.journal.parent.glob("*aside*")
        assert aside.read_text() == "garbage of ours\n"


def _not_finished(paths: Paths) -> None:
    Journal(paths.journal).start(began())


async def test_a_session_that_the_disk_gives_only_later_is_asked_for_then(
    set_table: SetTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    replay = Journal.replay

    def not_just_now(paths: Paths) -> None:
        _not_finished(paths)
        monkeypatch.setattr(Journal, "replay", lambda _: None)

    async with set_table(before=not_just_now) as table:
        await table.sees("session cannot be read.")
        before = table.paths.journal.read_bytes()
        monkeypatch.setattr(Journal, "replay", replay)
        await table.press("down", "enter")
        await table.sees("close it, and begin Our intention")
        await table.press("escape")
        await table.sees("Weather, round 1 of")
        assert table.paths.journal.read_bytes() == before


async def test_a_torn_session_is_offered_though_the_disk_is_full(
    set_table: SetTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    def torn(paths: Paths) -> None:
        _not_finished(paths)
        with paths.journal.open("ab") as file:
            file.write(b"torn")
        monkeypatch.setattr("duologue.store.journal.write_bytes", refused)

    def refused(*_: object) -> None:
        raise NotWritten("the disk is full")

    async with set_table(before=torn) as table:
        await table.sees("Weather, round 1 of")
        before = table.paths.journal.read_bytes()
        await table.press("g")
        await table.sees("could not be opened")
        await table.press("down", "enter")
        await table.sees("close it, and begin Our intention")
        await table.press("n")
        await table.sees("could not begin")
        assert table.paths.journal.read_bytes() == before
        await table.sees("Weather, round 1 of")
