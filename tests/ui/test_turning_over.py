"""What was written or picked lies face down, and only its writer turns it over."""

from __future__ import annotations

from pathlib import Path

import pytest

from duologue.core.seats import Seat
from duologue.core.states import State
from duologue.store.paths import Paths
from duologue.ui.sessions import Opening
from tests.ui.conftest import SetTable
from tests.ui.evenings import (
    BOTH_SIZES,
    FREELY,
    MADE,
    TURN_OVER,
    WRITE,
    act,
    closes,
    everything,
    few_decks,
    on_disk,
    on_the_shelf,
    pane_of,
    write_unseen,
)
from tests.ui.playing import Table

PAPER = on_the_shelf(WRITE, TURN_OVER)
FREE_PAPER = on_the_shelf(WRITE, FREELY)
HERS, HIS = "marmalade", "thistledown"
YES, PASS = {Seat.LEFT: "a", Seat.RIGHT: "l"}, {Seat.LEFT: "e", Seat.RIGHT: "i"}


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A couple with few decks."""
    return few_decks(tmp_path, "kind-to-myself")


@pytest.mark.parametrize("size", BOTH_SIZES)
async def test_each_turns_over_only_their_own_one_after_the_other(
    set_table: SetTable, size: tuple[int, int]
) -> None:
    async with set_table(opening=MADE, before=PAPER, size=size) as table:
        await write_unseen(table, HERS, HIS)
        assert table.words().count("○ face down") == 2
        await table.press("space")
        assert table.state() is State.SHOWING
        assert not {HERS, HIS} & set(everything(table).split())
        await table.press("l")
        assert pane_of(table, Seat.RIGHT) == HIS
        assert HERS not in everything(table)
        await table.press("space", "l", "escape", "space")
        assert table.state() is State.SHOWING
        await table.press("a")
        assert pane_of(table, Seat.LEFT) == HERS
        assert pane_of(table, Seat.RIGHT) == HIS
        await table.press("space")
        assert table.state() is State.TALKING
        assert not {HERS, HIS} & set(everything(table).split())


async def test_a_click_turns_over_only_the_one_clicked_on(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=PAPER) as table:
        await write_unseen(table, HERS, HIS)
        await table.click("l turn mine over")
        assert pane_of(table, Seat.RIGHT) == HIS
        assert HERS not in everything(table)
        await table.click("a turn mine over")
        await table.click("space go on")
        assert table.state() is State.TALKING


async def test_whoever_would_rather_not_leaves_the_other_room(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=PAPER) as table:
        await write_unseen(table, HERS, HIS)
        await table.press("e")
        assert table.state() is State.SHOWING
        await table.press("a")
        assert HERS not in everything(table)
        await table.press("l")
        assert pane_of(table, Seat.RIGHT) == HIS
        await table.press("space")
        assert table.state() is State.TALKING
        assert HERS not in everything(table)


async def test_where_it_may_stay_closed_space_goes_on_and_shows_nothing(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=FREE_PAPER) as table:
        await write_unseen(table, HERS, HIS)
        assert "It may stay so." in table.words()
        await table.press("space")
        assert table.state() is State.TALKING
        assert not {HERS, HIS} & set(everything(table).split())


async def test_what_was_turned_over_is_there_again_after_a_quit(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=PAPER) as table:
        await write_unseen(table, HERS, HIS)
        await table.press("a", "ctrl+q")
    async with set_table() as table:
        await table.sees("Go on where you were?")
        await table.press("g")
        await table.sees("l turn mine over")
        assert pane_of(table, Seat.LEFT) == HERS
        assert HIS not in everything(table)


async def test_a_long_text_is_read_to_its_end(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=PAPER, size=(60, 20)) as table:
        await write_unseen(table, "word " * 390 + HERS, HIS)
        await table.press("a", "l")
        assert HERS not in table.words()
        for _ in range(30):
            if HERS in table.words():
                break
            await table.press("pagedown")
        assert HERS in table.words()
        await table.press("space")
        assert table.state() is State.TALKING


async def blamed(table: Table) -> Seat:
    """From the beginning to the first reader's page, with both texts of both written."""
    await act(table, "go-on")
    await write_unseen(table, HERS, HIS)
    await write_unseen(table, "kettle", "lantern")
    await act(table, "go-on")
    assert table.state() is State.SHOWING
    [reader] = table.session.here.askers
    return reader


async def test_what_one_writes_alone_is_shown_by_nobody_else(set_table: SetTable) -> None:
    async with set_table(opening=Opening("kind-to-myself", seed=2)) as table:
        reader = await blamed(table)
        theirs = {Seat.LEFT: HERS, Seat.RIGHT: HIS}
        assert pane_of(table, reader.other) == ""
        await table.press(YES[reader.other], PASS[reader.other])
        assert table.state() is State.SHOWING
        assert not {HERS, HIS} & set(everything(table).split())
        await table.press(YES[reader])
        assert pane_of(table, reader) == theirs[reader]
        assert theirs[reader.other] not in everything(table)
        await table.press("space", "space")
        assert table.state() is State.TALKING
        assert not {HERS, HIS, "kettle", "lantern"} & set(everything(table).split())


async def test_what_one_wrote_alone_is_nowhere_once_the_session_is_over(set_table: SetTable) -> None:
    async with set_table(opening=Opening("kind-to-myself", seed=2)) as table:
        await blamed(table)
        assert on_disk(table.paths, HERS) == ["journal.jsonl"]
        await closes(table)
        await table.press("space")
        await table.sees("On the shelf")
        for words in (HERS, HIS, "kettle", "lantern"):
            assert words not in everything(table)
            assert on_disk(table.paths, words) == []
