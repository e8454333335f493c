"""Breaks, the curtain, and leaving."""

from __future__ import annotations

import pytest

from duologue.core.events import Ended
from duologue.core.states import State
from duologue.store.journal import Journal
from duologue.store.paths import Paths
from duologue.ui.sessions import Opening
from tests.builders import began
from tests.ui.conftest import SetTable

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
        await table.sees("Everything stays as it is.")
        await table.press(back)
        assert table.state() is State.TALKING
        assert table.app.play.time_left == left


async def test_another_day_waits_at_home(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        await table.play_until(State.TALKING)
        turn, card = table.session.step, table.session.card
        await table.press("escape", "d")
        await table.sees("Go on where you were?")
        await table.sees("In your shoes, round 1 of 2")
        await table.press("g")
        await table.sees("A break, then.")
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
        await table.press("escape", "d")
        await table.sees("Go on where you were?")
        await table.press("enter")
        await table.sees("close it, and begin How are you, really")
        await table.press("escape")
        replay = Journal(table.paths.journal).replay()
        assert replay is not None
        assert replay.session.hand.deck_id == "in-your-shoes"
        await table.press("enter", "n")
        await table.sees("Breathe with the line.")
        assert table.session.hand.deck_id == "how-are-you-really"


async def test_letting_it_be_closes_last_times_session(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        await table.press("escape", "d")
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
        assert replay.session.moment.draft == "Nearly lost"


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
        assert "Go on where you were?" not in table.words()
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
        await table.pilot.press("enter", "f2")
        assert table.words() == "$"
        await table.press("f2")
        await table.sees("Breathe with the line.")


async def test_what_was_typed_before_the_curtain_is_noted(set_table: SetTable) -> None:
    async with set_table(opening=Opening("how-are-you-really", seed=3)) as table:
        await table.play_until(State.OFFERING)
        await table.press("a", "l")
        await table.type("my words")
        await table.press("f2", "ctrl+q")
        replay = Journal(table.paths.journal).replay()
        assert replay is not None
        assert replay.session.moment.draft == "my words"


async def test_a_session_that_cannot_be_read_is_told_and_set_aside(set_table: SetTable) -> None:
    def garbage(paths: Paths) -> None:
        paths.journal.parent.mkdir(parents=True, exist_ok=True)
        paths.journal.write_text("garbage of ours\n")

    async with set_table(before=garbage) as table:
        await table.sees("session cannot be read.")
        assert "Go on where you were?" not in table.words()
        await table.press("enter")
        await table.sees("Breathe with the line.")
        [aside] = table.paths.journal.parent.glob("*aside*")
        assert aside.read_text() == "garbage of ours\n"
