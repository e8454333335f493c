"""Writing unseen: masked, handed over, and nothing of it lost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from duologue.core.events import WORDS_AT_MOST
from duologue.core.pace import Pace
from duologue.core.seats import Seat
from duologue.core.states import State
from duologue.store.paths import Paths
from tests.ui.conftest import SetTable
from tests.ui.evenings import (
    BOTH_SIZES,
    LETTER,
    MADE,
    TURN_OVER,
    WRITE,
    every_frame,
    everything,
    few_decks,
    field_of,
    is_told,
    on_the_shelf,
    pane_of,
    write,
    write_unseen,
)

PAPER = on_the_shelf(WRITE, TURN_OVER)
HERS, HIS = "marmalade", "thistledown"


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A couple with few decks."""
    return few_decks(tmp_path)


@pytest.mark.parametrize("size", BOTH_SIZES)
async def test_what_is_written_unseen_is_nowhere_on_the_screen(
    set_table: SetTable, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    async with set_table(opening=MADE, before=PAPER, size=size) as table:
        frames = every_frame(monkeypatch)
        assert pane_of(table, Seat.LEFT) == "Ana, this is for you alone. You write unseen."
        assert pane_of(table, Seat.RIGHT) == "Ben, look away for a while."
        await table.press("space")
        await write(table, HERS)
        assert "•" * len(HERS) in table.words()
        assert HERS not in everything(table) + "".join(frames)
        await table.press("f3")
        assert HERS in table.words()
        await table.press("f3")
        assert HERS not in everything(table)
        frames.clear()
        await table.press("ctrl+s")
        assert pane_of(table, Seat.RIGHT) == "Ben, this is for you alone. You write unseen."
        assert pane_of(table, Seat.LEFT) == "Ana, look away for a while."
        await table.press("space")
        await table.press("ctrl+z", "ctrl+y")
        assert field_of(table).text == ""
        await write(table, HIS)
        assert "•" * len(HIS) in table.words()
        await table.press("ctrl+s")
        assert table.state() is State.SHOWING
        seen = everything(table) + "".join(frames)
        assert HERS not in seen
        assert HIS not in seen


async def test_what_is_typed_too_late_never_reaches_the_other(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=PAPER) as table:
        await table.press("space")
        await table.press("h", "ctrl+s", "x", "y", "ctrl+s", "space")
        assert table.session.asked is Seat.RIGHT
        assert field_of(table).text == ""
        assert table.session.words("words", Seat.LEFT) == "h"


@pytest.mark.parametrize("keys", [["space", "f4", "f4"], ["e", "e"]])
async def test_leaving_it_blank_twice_never_speaks_for_the_other(
    set_table: SetTable, keys: Sequence[str]
) -> None:
    async with set_table(opening=MADE, before=PAPER) as table:
        await table.press(*keys)
        assert table.state() is State.HANDING_OVER
        assert table.session.asked is Seat.RIGHT


async def test_a_small_window_a_break_and_the_curtain_lose_no_letter(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=PAPER) as table:
        await table.press("space")
        await write(table, f"{HERS} ")
        await table.pilot.resize_terminal(30, 8)
        await table.sees("A little more room, please.")
        await table.type("qe")
        await table.pilot.resize_terminal(60, 20)
        await table.sees("enter done")
        await table.press("escape")
        await table.sees("A break, then.")
        assert table.session.draft == f"{HERS} qe"
        assert HERS not in everything(table)
        await table.press("space")
        await table.press("f2")
        assert table.words() == "$"
        await table.press("f2")
        await table.type("x")
        assert field_of(table).text == f"{HERS} qex"
        assert f"{'•' * len(HERS)} •••" in table.words()
        assert HERS not in everything(table)


async def test_words_that_were_looked_at_are_masked_again_in_a_break(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=PAPER, size=(60, 20)) as table:
        await table.press("space")
        await write(table, f"{HERS} " * 20)
        await table.press("f3", "escape")
        await table.sees("A break, then.")
        assert HERS not in everything(table)


async def test_words_that_were_looked_at_are_masked_when_the_curtain_rises(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=PAPER) as table:
        await table.press("space")
        await write(table, HERS)
        await table.press("f3", "f2", "f2")
        await table.sees("enter done")
        assert HERS not in everything(table)


async def test_another_day_the_words_are_there_and_masked(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=PAPER) as table:
        await table.press("space")
        await write(table, HERS)
        await table.press("ctrl+q")
    async with set_table() as table:
        await table.sees("Go on where you were?")
        await table.press("g")
        await table.sees("Look away, Ben.")
        assert field_of(table).text == HERS
        assert HERS not in everything(table)
        await table.type("x")
        await table.press("ctrl+s")
        assert table.session.words("words", Seat.LEFT) == f"{HERS}x"


async def test_two_thousand_letters_fit_and_then_it_is_told_quietly(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=PAPER) as table:
        await table.press("space")
        await write(table, "\x1b[2J" + "one two\nthree " * 400)
        field = field_of(table)
        await table.sees("That is all that fits. What you wrote stays.")
        assert len(field.text) == WORDS_AT_MOST
        assert not {"\x1b", "\n"} & set(field.text)
        await table.press("y")
        assert len(field.text) == WORDS_AT_MOST
        await table.press("ctrl+s")
        assert table.session.words("words", Seat.LEFT) == field.text.strip()


async def test_what_was_copied_comes_in_no_further_than_it_fits(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=PAPER) as table:
        await table.press("space", "f3")
        await write(table, "word " * 300)
        await table.press("f7", "ctrl+c", "right", "ctrl+v")
        await is_told(table, "That is all that fits. What you wrote stays.")
        assert len(field_of(table).text) == WORDS_AT_MOST


async def test_a_long_text_wraps_inside_its_pane_and_its_end_is_in_sight(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=PAPER, size=(60, 20)) as table:
        await table.press("space", "f3")
        await write(table, "a word and another " * 30 + HERS)
        assert HERS in table.words()
        field, pane = field_of(table), table.app.screen.query_one("#left-pane")
        assert pane.region.contains_region(field.region)
        await table.pilot.resize_terminal(100, 30)
        await table.sees(HERS)


async def test_one_step_back_takes_back_the_last_words(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=PAPER) as table:
        await table.press("space")
        await table.type("ab")
        await write(table, " cd")
        await table.press("ctrl+z")
        assert field_of(table).text == "ab"
        await table.press("ctrl+y")
        assert field_of(table).text == "ab cd"


async def test_masked_words_are_never_copied(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=PAPER) as table:
        await table.press("space")
        await write(table, HERS)
        await table.press("f7", "ctrl+c", "ctrl+x")
        assert table.app.clipboard == ""
        assert field_of(table).text == HERS
        await table.press("f3", "ctrl+c")
        assert table.app.clipboard == HERS


async def test_letters_stay_letters_whatever_is_pressed_before(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=PAPER) as table:
        await table.press("q")
        assert table.session.pace is Pace.LINGERING
        await table.press("space")
        before = table.session
        await table.press("tab", "q", "shift+tab", "e", "f1")
        await table.sees("It is not therapy")
        await table.press("escape", "i")
        assert field_of(table).text == "qei"
        assert table.session.wishes == before.wishes
        assert table.state() is State.NOTING


async def test_a_letter_keeps_its_paragraphs(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=on_the_shelf(LETTER, TURN_OVER)) as table:
        await table.press("space")
        await write(table, "Dear Ben,\r\n\r\nsoon")
        await table.press("enter", "x")
        assert table.state() is State.NOTING
        await table.press("ctrl+s")
        assert table.session.words("words", Seat.LEFT) == "Dear Ben,\n\nsoon\nx"


async def test_either_would_rather_not_and_nobody_has_to(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=PAPER) as table:
        await table.press("e", "space", "ctrl+s")
        await table.sees("A word is enough. Or leave it blank with f4.")
        await write(table, HIS)
        await table.press("f4")
        assert table.state() is State.TALKING
        assert table.session.written == {}
        assert HIS not in everything(table)


async def test_all_of_it_can_be_clicked(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=PAPER) as table:
        await table.click("space begin")
        await write(table, HERS)
        await table.click("show my words")
        assert HERS in table.words()
        await table.click("done")
        assert table.session.words("words", Seat.LEFT) == HERS
        await table.click("space begin")
        await table.click("leave it blank")
        assert table.state() is State.SHOWING
        assert "a turn mine over" in table.words()
        assert "l turn mine over" not in table.words()


async def test_both_may_write_one_text_in_the_open(set_table: SetTable) -> None:
    hour = 'kind = "write"\nat = "opening"\nname = "hour"\ntogether = "Write it down, {left} and {right}."\n'
    async with set_table(opening=MADE, before=on_the_shelf(hour)) as table:
        assert "Write it down, Ana and Ben." in table.words()
        await write(table, "Saturday at ten")
        assert "Saturday at ten" in table.words()
        await table.press("enter")
        assert table.session.words("hour", None) == "Saturday at ten"


async def test_both_write_and_both_are_read(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=PAPER) as table:
        await write_unseen(table, HERS, HIS)
        await table.press("a", "l")
        assert HERS in table.words()
        assert HIS in table.words()
