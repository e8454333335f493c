"""Tonight: asked for, planned, changed, played, and always ended light and with thanks."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import OptionList

from duologue.core.deck import Purpose, Stage
from duologue.core.script import Stop
from duologue.core.states import State
from duologue.store.paths import Paths
from duologue.store.settings import load_settings
from duologue.ui.screens.plan import PlanScreen
from duologue.ui.sessions import Opening
from tests.ui.conftest import SetTable
from tests.ui.evenings import (
    ENOUGH_FOR_EVENINGS,
    act,
    begun,
    closes,
    few_decks,
    find,
    go_on_until,
    plan_of,
    planned,
    thanked,
)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A couple with few decks."""
    return few_decks(tmp_path, *ENOUGH_FOR_EVENINGS)


async def test_tonight_is_the_first_thing_at_home(set_table: SetTable) -> None:
    async with set_table() as table:
        await table.sees("Our intention")
        shelf = table.words().partition("On the shelf")[2]
        assert shelf.split()[0] == "Tonight"
        await table.press("enter")
        await table.sees("How much time do you have?")
        await table.press("escape")
        await table.press("down", "t")
        await table.sees("How much time do you have?")
        await table.press("escape")
        await table.click("Tonight")
        await table.sees("What is it for?")


async def test_how_long_and_what_for_with_the_keys_and_the_length_is_remembered(set_table: SetTable) -> None:
    async with set_table(size=(60, 20)) as table:
        table.app.plan_evening(Opening(None, seed=4))
        await table.sees("What is it for?")
        await table.press("left", "left", "left", "left", "right", "up", "enter")
        await table.sees("Tonight: play")
        assert plan_of(table).asked.minutes == 20
        assert plan_of(table).asked.purpose is Purpose.PLAY
        assert "of your 20 minutes" in table.words()
        assert plan_of(table).minutes <= 20
        await table.until(lambda: load_settings(table.paths).evening_minutes == 20, "it to be remembered")


async def test_how_long_and_what_for_with_the_mouse(set_table: SetTable) -> None:
    async with set_table() as table:
        table.app.plan_evening(Opening(None, seed=4))
        await table.sees("What is it for?")
        await table.click(" 45 ")
        await table.click("more time")
        await table.click("less time")
        await table.click("Check-in")
        await table.sees("Tonight: check-in")
        assert plan_of(table).asked.minutes == 45


async def test_any_part_is_swapped_or_left_out_but_the_close(set_table: SetTable) -> None:
    async with set_table() as table:
        await planned(table, seed=4)
        first = [part.deck_id for part in plan_of(table).parts]
        await table.press(*["s", "down"] * len(first))
        swapped = [part.deck_id for part in plan_of(table).parts]
        assert swapped != first
        assert len(swapped) == len(first)
        await table.press("end", "d")
        await table.sees("This one holds the evening together. It stays.")
        await table.press("home", "d")
        assert [part.deck_id for part in plan_of(table).parts] == swapped[1:]
        shown = [part.deck.title for part in plan_of(table).parts]
        places = [table.words().index(title) for title in shown]
        assert places == sorted(places)
        await begun(table)
        wanted = [part.deck_id for part in table.session.hand.parts if part.instead_of is None]
        assert wanted == swapped[1:]


async def test_the_plan_is_changed_and_begun_with_the_mouse(set_table: SetTable) -> None:
    async with set_table(size=(60, 20)) as table:
        await planned(table, seed=4)
        before = plan_of(table).parts
        await table.click("leave it out")
        assert plan_of(table).parts == before[1:]
        await table.click("swap this one")
        titles = [part.deck.title for part in plan_of(table).parts]
        assert all(title in table.words() for title in titles)
        await table.click("enter begin")
        await table.until(lambda: table.app.play is not None, "the evening")
        assert table.session.deck.title == titles[0]


async def test_nothing_begins_before_both_have_seen_the_plan(set_table: SetTable) -> None:
    async with set_table() as table:
        await planned(table, seed=4)
        await table.press("escape")
        await table.sees("How much time do you have?")
        await table.press("escape")
        assert table.app.play is None
        assert not table.paths.session_waits
        assert "How much time do you have?" not in table.words()


async def test_an_evening_goes_from_deck_to_deck_and_ends_light_with_thanks(set_table: SetTable) -> None:
    async with set_table(size=(60, 20)) as table:
        await planned(table, seed=4, minutes=20)
        parts = plan_of(table).parts
        await begun(table)
        for part in parts[1:]:
            await go_on_until(table, lambda session: session.here.stop is Stop.ARRIVAL, "the next deck")
            assert f"Next: {part.deck.title}" in table.words()
            await act(table, "go-on")
        await closes(table)
        assert parts[-1].stage is Stage.CLOSE
        assert table.session.deck.depth == 1
        await thanked(table)
        assert not table.paths.session_waits


async def test_with_five_minutes_left_the_evening_still_ends_light_and_with_thanks(
    set_table: SetTable,
) -> None:
    async with set_table() as table:
        await planned(table, seed=4)
        close = plan_of(table).parts[-1].deck
        await begun(table)
        await find(table, "we have", "We have five minutes")
        await table.until(lambda: table.session.deck.title == close.title, "the close")
        assert table.session.here.part == max(step.part for step in table.session.script)
        await closes(table)
        await thanked(table)


async def test_an_evening_ended_in_a_break_ends_with_thanks_too(set_table: SetTable) -> None:
    async with set_table() as table:
        await planned(table, seed=4)
        await begun(table)
        await table.press("escape", "x")
        await table.until(lambda: table.state() is State.CLOSING, "its close")
        await thanked(table)


async def test_an_evening_left_for_another_day_goes_on_with_the_same_parts(set_table: SetTable) -> None:
    async with set_table() as table:
        await planned(table, seed=4)
        await begun(table)
        await go_on_until(table, lambda session: session.here.part == 1, "the second deck")
        before = table.session
        await table.press("ctrl+q")
    async with set_table() as table:
        await table.sees("Go on where you were?")
        await table.sees(before.deck.title)
        await planned(table, seed=4)
        await table.press("enter")
        await table.sees("close it, and begin this evening")
        await table.press("g")
        await table.until(lambda: table.app.play is not None, "the evening")
        assert table.session.hand == before.hand
        assert table.session.here == before.here


async def test_an_evening_asked_for_in_full_shows_its_plan_at_once(set_table: SetTable) -> None:
    async with set_table() as table:
        table.app.plan_evening(Opening(None, seed=1, minutes=45, purpose="after-a-hurt"))
        await table.until(lambda: isinstance(table.app.screen, PlanScreen), "the plan")
        await table.sees("Tonight: after a hurt")
        rows = table.app.screen.query_one("#parts", OptionList).options
        for row, part in zip(rows, plan_of(table).parts, strict=True):
            assert str(row.prompt).endswith("deep") == (part.deck.depth == 3)
