"""A session as the couple sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from duologue.core.pace import Pace
from duologue.core.seats import Seat
from duologue.core.states import State
from duologue.store.paths import Paths
from duologue.ui.sessions import Opening
from tests.ui.conftest import SetTable
from tests.ui.evenings import few_decks, go_on_until
from tests.ui.playing import Table

SHOES = Opening("in-your-shoes", seed=7)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A couple with few decks."""
    return few_decks(tmp_path, "in-your-shoes")


async def comes_to(table: Table, state: State) -> None:
    """Up to the first turn of this kind."""
    await go_on_until(table, lambda session: session.state is state, state.value)


async def test_the_card_and_what_each_does_are_on_the_screen(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        words = table.words()
        assert table.session.card.text in words
        assert "round 1 of 2" in words
        assert "pace ●●○○○ gentle" in words
        for name in ("Ana", "Ben"):
            assert name in words
        assert "q slower" in words
        assert "i another card" in words


async def test_another_card_lies_on_the_table_when_either_asks(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        first = table.session.card.text
        await table.press("i")
        second = table.session.card.text
        assert second != first
        await table.sees(second)
        await table.press("e")
        assert table.session.card.text not in {first, second}


async def test_another_card_begins_the_round_anew(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        await table.press("space")
        assert "seat" in table.words()
        second_reading = table.session.step
        await table.press("e")
        assert table.session.step < second_reading
        assert "Pick a moment from your own days" in table.words()


async def test_the_floor_is_told_in_words_marks_and_look(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        await comes_to(table, State.TALKING)
        floor = table.session.floor
        assert floor is not None
        words = table.words()
        assert "● the floor is yours" in words
        assert "○ listening" in words
        assert table.app.screen.query_one(f"#{floor}-pane").has_class("floor")
        assert table.app.screen.query_one(f"#{floor.other}-pane").has_class("resting")


async def test_the_slower_wish_holds_at_once_and_going_faster_takes_both(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        await comes_to(table, State.TALKING)
        gentle = table.session.length
        await table.press("q")
        assert table.session.length == gentle * 2.0 / 1.5
        await table.sees("pace ●○○○○ lingering")
        await table.press("z", "z")
        await table.sees("pace ●●○○○ gentle")
        assert table.session.wishes.of(Seat.LEFT) is Pace.EASY
        await table.press("m")
        await table.sees("pace ●●●○○ easy")


async def test_when_the_time_is_out_the_app_waits(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        await comes_to(table, State.TALKING)
        turn = table.session.step
        await table.pass_time(table.session.length + 1)
        await table.sees("Finish your thought.")
        await table.pass_time(600)
        assert table.session.step == turn
        await table.press("w")
        assert "Finish your thought." not in table.words()
        assert "● the floor is yours" in table.words()
        await table.press("space")
        assert table.state() is State.CONFIRMING


async def test_a_little_more_time_gives_a_minute(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        await comes_to(table, State.TALKING)
        before = table.session.length
        await table.press("o")
        assert table.session.length == before + 60


async def test_digits_only_when_asked_for(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        await comes_to(table, State.TALKING)
        assert "3:00" not in table.screen()
        await table.press("t")
        assert "3:00" in table.screen()
        await table.pass_time(60)
        assert "2:00" in table.screen()
        await table.press("t")
        assert "2:00" not in table.screen()


async def test_the_candle_burns_down(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        await comes_to(table, State.TALKING)
        tall = table.screen().count("███")
        await table.pass_time(120)
        assert 0 < table.screen().count("███") < tall


async def test_a_resized_candle_is_whole(set_table: SetTable) -> None:
    async with set_table(opening=SHOES, size=(60, 20)) as table:
        await comes_to(table, State.TALKING)
        assert "━━━ ●" in table.screen()
        await table.pilot.resize_terminal(100, 30)
        await table.until(lambda: table.screen().count("███") == 10, "the candle to stand")
        lines = table.screen().splitlines()
        foot = max(y for y, line in enumerate(lines) if "▀▀▀▀▀▀▀" in line)
        assert all("███" in line for line in lines[foot - 10 : foot])


async def test_the_screen_falls_quiet_while_somebody_talks_and_wakes(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        await comes_to(table, State.TALKING)
        assert "A good guess is enough." in table.words()
        await table.pass_time(10)
        quiet = table.words()
        assert "A good guess is enough." not in quiet
        assert "what I saw, wanted, felt." in quiet
        assert "slower" not in quiet
        await table.press("x")
        assert "A good guess is enough." in table.words()
        assert table.state() is State.TALKING


async def test_only_the_owner_of_the_story_confirms(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        await comes_to(table, State.CONFIRMING)
        owner = table.session.here.owner
        mine, theirs = ("a", "l") if owner is Seat.LEFT else ("l", "a")
        await table.press(theirs)
        assert table.state() is State.CONFIRMING
        await table.press(mine)
        assert table.state() is not State.CONFIRMING


async def test_nearly_leads_to_another_try_and_then_kindly_on(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        for _ in range(2):
            await comes_to(table, State.CONFIRMING)
            await table.press("s", "k")
            assert table.state() is State.TALKING
            assert "once more" in table.words()
            await table.press("space")
        await table.press("d", "j")
        assert table.state() is State.LETTING_BE
        assert "That was close enough for tonight." in table.words()
        await table.press("space")
        assert table.state() is State.TALKING


async def test_wrong_keys_do_nothing(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        before = table.session
        await table.press("a", "l", "s", "k", "w", "o", "y", "1", "enter", "tab", "up", "r", "c", "f4")
        assert table.session == before


async def test_a_whole_session_ends_with_thanks_and_leads_home(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        await comes_to(table, State.CHANGING)
        assert "Change places if you like" in table.words()
        await table.press("space")
        assert "round 2 of 2" in table.words()
        await comes_to(table, State.CLOSING)
        assert "You have both been somewhere else tonight" in table.words()
        await table.press("space")
        await table.sees("On the shelf")
        assert not table.paths.session_waits
        assert list(table.paths.sessions.rglob("*.toml"))


async def test_every_key_can_be_clicked(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        first = table.session.card.text
        await table.click("another card")
        assert table.session.card.text != first
        await table.click("slower")
        assert table.session.pace is Pace.LINGERING
        await table.click("go on")
        await table.click("go on")
        assert table.state() is State.TALKING
        await table.click("I'm done")
        assert table.state() is State.CONFIRMING
        await table.click("That's me")
        assert table.state() is State.TALKING
        await table.click("time-out")
        await table.sees("A break, then.")
        await table.click("come back now")
        assert table.state() is State.TALKING


async def test_names_are_data_never_markup(set_table: SetTable) -> None:
    from duologue.core.seats import Pair

    async with set_table(couple=Pair("[red]", "[/]"), opening=SHOES) as table:
        assert "[red]" in table.words()
        assert "[/]" in table.words()
        await comes_to(table, State.CLOSING)


async def test_narrow_screens_stack_the_panes(set_table: SetTable) -> None:
    async with set_table(opening=SHOES, size=(60, 20)) as table:
        await comes_to(table, State.TALKING)
        left, right = (table.app.screen.query_one(f"#{seat}-pane").region for seat in Seat)
        assert left.x == right.x
        assert left.bottom <= right.y
        assert "● the floor is yours" in table.words()


async def test_too_small_a_window_is_told_kindly_and_loses_nothing(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        await comes_to(table, State.TALKING)
        before = table.session
        await table.pilot.resize_terminal(30, 8)
        await table.sees("A little more room, please.")
        await table.pilot.resize_terminal(100, 30)
        await table.sees("● the floor is yours")
        assert table.session == before


async def test_for_whom_a_deck_is_not_is_said_where_there_is_room(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        assert "One that still hurts can wait." in table.words()
        await table.pilot.resize_terminal(60, 20)
        await table.until(lambda: "One that still hurts" not in table.words(), "the note to make room")
        await table.press("space")
        await table.pilot.resize_terminal(100, 30)
        await table.sees("Give Ben your seat")
        assert "One that still hurts" not in table.words()
