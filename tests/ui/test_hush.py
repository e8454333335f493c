"""Together and silent, with a candle and no digits; either may end it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from duologue.core.pace import Pace
from duologue.core.states import State
from duologue.store.paths import Paths
from duologue.ui.sessions import Opening
from tests.ui.conftest import SetTable
from tests.ui.evenings import BOTH_SIZES, MADE, act, few_decks, on_the_shelf

HUSH = 'kind = "hush"\nat = "opening"\nsay = "Look at each other, {left} and {right}."\nminutes = 2\n'


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A couple with few decks."""
    return few_decks(tmp_path, "hold")


@pytest.mark.parametrize("size", BOTH_SIZES)
async def test_a_silence_has_a_candle_and_never_digits(set_table: SetTable, size: tuple[int, int]) -> None:
    async with set_table(opening=MADE, before=on_the_shelf(HUSH), size=size) as table:
        assert "Look at each other, Ana and Ben." in table.words()
        assert table.words().count("○ together") == 2
        assert "clock" not in table.words()
        await table.until(lambda: "███" in table.screen() or "━━━ ●" in table.screen(), "the candle")
        await table.press("t")
        await table.pass_time(60)
        assert not re.search(r"\d:\d\d", table.screen())
        assert "slower" not in table.words()
        await table.press("x")
        assert "q slower" in table.words()
        await table.pass_time(121)
        await table.sees("Stay as long as you like.")
        await table.pass_time(600)
        assert table.state() is State.HUSHED


async def test_either_ends_it_or_both(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=on_the_shelf(*[HUSH] * 4)) as table:
        for count, key in enumerate(["space", "e", "i"], start=1):
            await table.press(key)
            assert table.session.step == count
        await table.click("that was good")
        assert table.state() is State.TALKING


async def test_time_in_a_silence_stands_still_in_a_break_and_follows_the_pace(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=on_the_shelf(HUSH)) as table:
        play = table.app.play
        assert play is not None
        assert table.session.length == 180
        await table.press("p")
        assert table.session.pace is Pace.LINGERING
        assert table.session.length == 240
        await table.press("w")
        assert table.session.length == 300
        await table.pass_time(30)
        await table.press("escape")
        await table.sees("A break, then.")
        table.clock.pass_by(5000)
        await table.press("space")
        assert table.state() is State.HUSHED
        assert play.time_left == 270
        await table.press("f2")
        table.clock.pass_by(5000)
        await table.press("f2")
        assert play.time_left == 270
        await table.press("ctrl+q")
    async with set_table() as table:
        await table.sees("Go on where you were?")
        await table.press("g")
        await table.sees("No words needed.")
        assert table.app.play is not None
        assert table.app.play.time_left == 270


async def test_a_deck_of_touch_begins_with_asking_and_every_silence_may_be_ended(set_table: SetTable) -> None:
    async with set_table(opening=Opening("hold", seed=1)) as table:
        assert "ask before you touch" in table.words()
        said = 0
        while table.state() is not State.CLOSING:
            if table.state() is State.HUSHED:
                said += 1
                assert "Either of you may end it." in table.words()
            await act(table, "go-on")
        assert said == 5
