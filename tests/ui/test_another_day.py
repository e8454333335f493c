"""Another day: a day and an hour are agreed on, kept, told at home, and forgotten in time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from duologue.core.states import State
from duologue.store.access import take_pen
from duologue.store.agreed import load_hour, save_hour
from duologue.store.paths import Paths
from duologue.ui.screens.hour import HourScreen
from duologue.ui.sessions import Opening
from tests.ui.conftest import SetTable
from tests.ui.playing import Table

pytestmark = pytest.mark.usefixtures("zone")

SHOES = Opening("in-your-shoes", seed=7)
SUNDAY = datetime(2026, 11, 22, 20, 40, tzinfo=UTC)


@dataclass
class Calendar:
    """A day that goes by when it is told to."""

    now: datetime = SUNDAY

    def __call__(self) -> datetime:
        return self.now


async def break_off(table: Table) -> None:
    """Come to where the hour is asked for."""
    await table.play_until(State.TALKING)
    await table.press("escape", "d")
    await table.sees("When would be good for both of you?")


async def test_enter_agrees_on_tomorrow_at_this_time(set_table: SetTable) -> None:
    async with set_table(opening=SHOES, today=Calendar()) as table:
        await break_off(table)
        assert "agree on tomorrow at 20:30" in table.words()
        assert "Ana" not in table.text_of("#agreeing")
        await table.press("enter")
        await table.sees("You agreed to come back tomorrow at 20:30.")
        assert load_hour(table.paths) == datetime(2026, 11, 23, 20, 30, tzinfo=UTC)
        assert table.paths.session_waits


@pytest.mark.parametrize("size", [(120, 36), (60, 20)], ids=str)
async def test_the_arrows_choose_a_day_and_an_hour(set_table: SetTable, size: tuple[int, int]) -> None:
    async with set_table(opening=SHOES, today=Calendar(), size=size) as table:
        await break_off(table)
        await table.press("up", "up", "left", "down", "down", "down", "down", "right", "up")
        await table.sees("agree on Friday at 19:00")
        await table.press("left", "end")
        await table.sees("agree on Sunday 6 December at 19:00")
        await table.press("enter")
        await table.sees("You agreed to come back on Sunday 6 December at 19:00.")


async def test_so_does_the_mouse(set_table: SetTable) -> None:
    async with set_table(opening=SHOES, today=Calendar()) as table:
        await break_off(table)
        await table.click("Wednesday")
        await table.click("21:00")
        await table.sees("agree on Wednesday at 21:00")
        assert isinstance(table.app.screen, HourScreen), "a click chooses, and does not agree yet"
        await table.click("agree on")
        await table.sees("You agreed to come back on Wednesday at 21:00.")


async def test_what_is_past_cannot_be_chosen(set_table: SetTable) -> None:
    async with set_table(opening=SHOES, today=Calendar()) as table:
        await break_off(table)
        await table.press("left", "up")
        await table.sees("agree on today at 21:00")
        await table.press("right", "home")
        await table.sees("agree on today at 21:00")
        await table.press("right", "down", "left", "down")
        await table.sees("agree on tomorrow at 21:30")
        await table.press("right", "home")
        await table.sees("agree on tomorrow at 00:00")


async def test_looking_at_today_does_not_lose_the_hour(set_table: SetTable) -> None:
    async with set_table(opening=SHOES, today=Calendar()) as table:
        await break_off(table)
        await table.press("left", "up")
        await table.sees("agree on today at 21:00")
        await table.press("down")
        await table.sees("agree on tomorrow at 20:30")


async def test_no_hour_just_another_day(set_table: SetTable) -> None:
    async with set_table(opening=SHOES, today=Calendar()) as table:
        await break_off(table)
        await table.press("n")
        await table.sees("Go on where you were?")
        assert "You agreed" not in table.words()
        assert not table.paths.agreed.exists()


async def test_not_now_leads_back_into_the_break(set_table: SetTable) -> None:
    async with set_table(opening=SHOES, today=Calendar()) as table:
        await break_off(table)
        await table.press("escape")
        await table.sees("A break, then.")
        assert table.state() is State.RESTING
        await table.press("space")
        assert table.state() is State.TALKING
        assert not table.paths.agreed.exists()


async def test_keys_pressed_twice_are_one_answer(set_table: SetTable) -> None:
    async with set_table(opening=SHOES, today=Calendar()) as table:
        await break_off(table)
        screen = table.app.screen
        assert isinstance(screen, HourScreen)
        screen.action_act("agree")
        screen.action_act("agree")
        await table.sees("On the shelf")
        assert load_hour(table.paths) == datetime(2026, 11, 23, 20, 30, tzinfo=UTC)


async def test_home_says_it_anew_as_the_days_go_by(set_table: SetTable) -> None:
    calendar = Calendar()
    async with set_table(opening=SHOES, today=calendar) as table:
        await break_off(table)
        await table.press("enter")
        for passed, words in (
            (timedelta(), "You agreed to come back tomorrow at 20:30."),
            (timedelta(hours=4), "You agreed to come back today at 20:30."),
            (timedelta(hours=24), "You agreed on 20:30 today. Whenever you are both ready."),
            (timedelta(days=3), "You agreed on Monday at 20:30. Whenever you are both ready."),
        ):
            calendar.now = SUNDAY + passed
            assert table.app.home is not None
            await table.until(lambda: table.app.screen is table.app.home, "home")
            table.app.home.look_at_the_clock()
            await table.sees(words)


def _kept(paths: Paths) -> None:
    save_hour(paths, datetime(2026, 11, 23, 20, 30, tzinfo=UTC))


async def _go_on(table: Table) -> None:
    await table.press("g")
    await table.sees("Good to have you both back.")


async def _let_be(table: Table) -> None:
    await table.press("x")
    await table.sees("Close last time's session?")
    await table.press("x")
    await table.until(lambda: not table.paths.session_waits, "the session to be closed")


async def _begin_another(table: Table) -> None:
    await table.press("down", "enter")
    await table.sees("close it, and begin")
    await table.press("n")
    await table.sees("breathe with the line.")


@pytest.mark.parametrize("goes", [_go_on, _let_be, _begin_another])
async def test_it_is_forgotten_when_it_means_nothing_any_more(
    set_table: SetTable, goes: Callable[[Table], object]
) -> None:
    async with set_table(opening=SHOES, today=Calendar()) as table:
        await break_off(table)
        await table.press("n")
    async with set_table(today=Calendar(), before=_kept) as table:
        await table.sees("You agreed to come back tomorrow at 20:30.")
        going = goes(table)
        assert hasattr(going, "__await__")
        await going
        await table.until(lambda: not table.paths.agreed.exists(), "the hour to be forgotten")
        await table.until(lambda: "You agreed" not in table.words(), "home to forget it too")


async def test_the_first_frame_knows_it_already(set_table: SetTable) -> None:
    async with set_table(opening=SHOES, today=Calendar()) as table:
        await break_off(table)
        await table.press("enter")
        await table.sees("On the shelf")
    async with set_table(today=Calendar()) as table:
        assert table.app.agreed is not None
        assert "You agreed to come back tomorrow at 20:30." in table.text_of("#question")


async def test_an_hour_that_cannot_be_kept_is_told_and_the_session_waits(set_table: SetTable) -> None:
    async with set_table(opening=SHOES, today=Calendar()) as table:
        table.paths.agreed.mkdir()
        await break_off(table)
        await table.press("enter")
        await table.sees("Go on where you were?")
        await table.sees("The hour was not kept:")
        assert "You agreed" not in table.words()
        await table.press("g")
        await table.sees("Good to have you both back.")


async def test_where_nothing_is_kept_no_hour_is_asked(set_table: SetTable, paths: Paths) -> None:
    pen = take_pen(paths)
    try:
        async with set_table(today=Calendar()) as table:
            await table.press("down", "enter")
            await table.sees("Nothing will be kept")
            await table.press("enter")
            await table.sees("breathe with the line.")
            await table.press("escape")
            await table.sees("leave; this window keeps nothing")
            await table.press("d")
            await table.sees("On the shelf")
            assert not paths.agreed.exists()
    finally:
        pen.put_down()


async def test_the_curtain_hides_the_question_too(set_table: SetTable) -> None:
    async with set_table(opening=SHOES, today=Calendar()) as table:
        await break_off(table)
        await table.press("f2")
        assert table.words() == "$"
        await table.press("enter", "n", "escape")
        assert table.words() == "$"
        await table.press("f2")
        await table.sees("agree on tomorrow at 20:30")
