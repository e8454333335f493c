"""Picking one of several: unseen or in the open, options, feelings or circles."""

from __future__ import annotations

from pathlib import Path

import pytest

from duologue.core.pace import Pace
from duologue.core.seats import Seat
from duologue.core.states import State
from duologue.store.paths import Paths
from duologue.ui.widgets.circles_picker import CirclesPicker
from duologue.ui.widgets.feelings_picker import FeelingsPicker
from duologue.ui.widgets.options_picker import OptionsPicker
from duologue.ui.widgets.picker import Picker
from tests.ui.conftest import SetTable
from tests.ui.evenings import BOTH_SIZES, MADE, act, everything, few_decks, on_the_shelf, pane_of
from tests.ui.playing import Table


def pick(source: str, more: str = "") -> str:
    """A turn in which both pick unseen before the first round."""
    head = f'kind = "pick"\nat = "opening"\nname = "picked"\nfrom = "{source}"\nsay = "Pick one."\n'
    return head + more


OPTIONS = 'options = ["Only listen", "A walk", "Some tea"]\n'
TURN_OVER = 'kind = "reveal"\nat = "opening"\nshows = "picked"\nsay = "Turn yours over."\n'
IN_THE_OPEN = (
    f'kind = "pick"\nname = "help"\nfrom = "options"\nopen = true\n{OPTIONS}each.one = "What now?"\n'
)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A couple with few decks."""
    return few_decks(tmp_path)


def picker_of(table: Table) -> Picker:
    """Where somebody picks now."""
    return table.app.screen.query_one(Picker)


def picked(table: Table) -> list[str]:
    """What both have picked so far."""
    return [table.session.words("picked", seat) for seat in Seat]


@pytest.mark.parametrize("size", BOTH_SIZES)
async def test_options_are_picked_unseen_one_after_the_other(
    set_table: SetTable, size: tuple[int, int]
) -> None:
    before = on_the_shelf(pick("options", OPTIONS), TURN_OVER)
    async with set_table(opening=MADE, before=before, size=size) as table:
        assert pane_of(table, Seat.LEFT) == "Ana, this is for you alone. You pick unseen."
        await table.press("space")
        assert "● picking unseen" in table.words()
        assert "Look away, Ben." in table.words()
        await table.press("down", "q", "escape", "space")
        assert table.session.pace is Pace.LINGERING
        assert picker_of(table).picked == "A walk"
        await table.press("enter")
        assert "A walk" not in everything(table)
        await table.press("space")
        assert picker_of(table).picked == "Only listen"
        await table.press("3", "enter")
        assert not {"walk", "tea"} & set(everything(table).split())
        await table.press("a")
        assert pane_of(table, Seat.LEFT) == "A walk"
        assert "Some tea" not in everything(table)


async def test_what_is_picked_in_the_open_stays_in_sight_for_the_round(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=on_the_shelf(IN_THE_OPEN)) as table:
        asked = table.session.asked
        assert asked is not None
        assert table.state() is State.PICKING
        assert "● yours to pick" in table.words()
        assert pane_of(table, asked.other).endswith("choose. There is no hurry.")
        await table.click("Some tea")
        assert table.state() is State.TALKING
        assert f"{table.session.name(asked)}: Some tea" in table.words()
        await act(table, "go-on")
        assert table.state() is State.CHANGING
        await act(table, "go-on")
        assert table.session.asked is asked.other
        assert f"{table.session.name(asked)}: Some tea" not in table.words()


async def test_letters_typed_for_a_feeling_never_act_as_commands(set_table: SetTable) -> None:
    before = on_the_shelf(pick("feelings"), TURN_OVER)
    async with set_table(opening=MADE, before=before) as table:
        await table.press("space")
        session = table.session
        await table.press("q", "e", "b", "space", "z")
        assert table.session == session
        await table.press(*["backspace"] * 5)
        await table.type("lonel")
        await table.sees("lonel▏")
        await table.press("escape")
        await table.sees("A break, then.")
        await table.press("space")
        await table.pilot.resize_terminal(30, 8)
        await table.pilot.resize_terminal(60, 20)
        await table.sees("lonel▏")
        await table.press("enter", "space")
        assert picked(table) == ["lonely", ""]
        assert "lonel" not in table.words()
        await table.sees("type to search")


async def test_a_feeling_is_searched_for_and_clicked_on(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=on_the_shelf(pick("feelings"), TURN_OVER)) as table:
        await table.click("space begin")
        await table.type("grat")
        await table.click("grateful")
        assert picked(table)[0] == "grateful"
        assert "grateful" not in everything(table)
        assert not table.app.screen.query(FeelingsPicker)


@pytest.mark.parametrize("size", BOTH_SIZES)
async def test_circles_are_picked_unseen_and_drawn_once_turned_over(
    set_table: SetTable, size: tuple[int, int]
) -> None:
    before = on_the_shelf(pick("circles"), TURN_OVER)
    async with set_table(opening=MADE, before=before, size=size) as table:
        await table.press("space")
        await table.sees("partly together")
        await table.press("right", "right", "enter", "space")
        assert table.app.screen.query_one(CirclesPicker).step == 4
        await table.press("1", "enter")
        assert picked(table) == ["6", "1"]
        assert "mostly together" not in everything(table)
        await table.press("a")
        assert "mostly together" in pane_of(table, Seat.LEFT)
        assert "mostly together" in table.words()
        assert "apart" not in everything(table)
        await table.press("l")
        assert "apart" in table.words()


async def test_nobody_has_to_pick(set_table: SetTable) -> None:
    before = on_the_shelf(pick("options", OPTIONS), TURN_OVER)
    async with set_table(opening=MADE, before=before) as table:
        await table.press("e", "space")
        await table.click("leave it blank")
        assert table.state() is State.TALKING
        assert table.session.written == {}


async def test_another_day_the_first_pick_is_kept_and_the_second_is_still_theirs(set_table: SetTable) -> None:
    before = on_the_shelf(pick("options", OPTIONS), TURN_OVER)
    async with set_table(opening=MADE, before=before) as table:
        await table.press("space", "2", "enter", "space", "3", "ctrl+q")
    async with set_table() as table:
        await table.sees("Go on where you were?")
        await table.press("g")
        await table.until(lambda: bool(table.app.screen.query(OptionsPicker)), "the options")
        assert picked(table) == ["A walk", ""]
        assert table.session.asked is Seat.RIGHT
