"""Care: always at hand, the same words for both, and the curtain over all of it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

import pytest

from duologue.core.states import State
from duologue.ui import care
from duologue.ui.sessions import Opening
from tests.ui.conftest import SetTable
from tests.ui.playing import Table

SHOES = Opening("in-your-shoes", seed=7)
SIZES = [(120, 36), (60, 20)]


async def _at_home(table: Table) -> None:
    await table.sees("On the shelf")


async def _talking(table: Table) -> None:
    await table.press("down", "enter")
    await table.sees("breathe with the line.")
    await table.play_until(State.TALKING)


async def _in_a_break(table: Table) -> None:
    await _talking(table)
    await table.press("escape")
    await table.sees("A break, then.")


PLACES: dict[str, Callable[[Table], Awaitable[None]]] = {
    "home": _at_home,
    "talk": _talking,
    "break": _in_a_break,
}


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("place", list(PLACES))
async def test_help_begins_with_care_and_a_key_opens_all_of_it(
    set_table: SetTable, place: str, size: tuple[int, int]
) -> None:
    async with set_table(size=size) as table:
        await PLACES[place](table)
        below = table.app.screen
        await table.press("f1")
        await table.sees("a couples therapist can help; going early is a strength.")
        assert "c more about care" in table.words()
        await table.press("c")
        await table.sees("What this is not")
        await table.press("escape", "escape")
        assert table.app.screen is below


async def test_the_page_can_be_read_to_its_end_in_a_small_window(set_table: SetTable) -> None:
    async with set_table(size=(60, 20)) as table:
        await table.press("f1", "c")
        for heading in care.CARE:
            await table.until(lambda: bool(table.words()), "a page")
            for _ in range(30):
                if heading in table.words():
                    break
                await table.press("down")
            assert heading in table.words()
        await table.press("space", "space", "space")
        await table.sees(care.GROUNDING_AFTER)
        assert "esc back" in table.words()


@pytest.mark.parametrize("name", ["Care: what this is", "Grounding: five things"])
async def test_the_palette_finds_it(set_table: SetTable, name: str) -> None:
    seen = {"Care: what this is": "What this is not", "Grounding: five things": care.GROUNDING}
    async with set_table(opening=SHOES) as table:
        await table.play_until(State.TALKING)
        await table.press("ctrl+p")
        await table.type(name)
        await table.sees(name)
        await table.press("enter")
        await table.sees(seen[name])
        await table.press("escape")
        assert table.state() is State.TALKING


async def test_grounding_is_at_hand_in_a_break_and_leads_back_to_it(set_table: SetTable) -> None:
    async with set_table(opening=SHOES, size=(60, 20)) as table:
        await table.press("escape")
        await table.sees("A break, then.")
        await table.press("g")
        for count, things in care.GROUNDING_STEPS.items():
            assert f"{count} {things}" in table.words()
        assert "A break, then." not in table.words()
        assert "esc back" in table.words()
        await table.press("escape")
        await table.sees("A break, then.")
        assert table.state() is State.RESTING


@pytest.mark.parametrize("keys", [("f1",), ("f1", "c"), ("f1", "c", "g"), ("f1", "g")])
async def test_the_curtain_hides_it_and_f1_puts_it_away(set_table: SetTable, keys: tuple[str, ...]) -> None:
    async with set_table() as table:
        await table.press(*keys)
        shown = table.words()
        await table.press("f2")
        assert table.words() == "$"
        await table.press("c", "g", "f1", "escape")
        assert table.words() == "$"
        await table.press("f2")
        assert table.words() == shown
        await table.press(*("f1" for _ in keys))
        await table.sees("On the shelf")
        assert "Care" not in table.words()


async def test_all_of_it_can_be_clicked(set_table: SetTable) -> None:
    async with set_table() as table:
        await table.press("f1")
        await table.click("more about care")
        await table.sees("What this is not")
        await table.click("five things you see")
        await table.sees(care.GROUNDING)
        await table.click("esc back")
        await table.click("esc back")
        await table.click("esc back")
        await table.sees("On the shelf")


def test_the_words_name_no_place_no_number_and_nobody() -> None:
    words = " ".join([care.IN_SHORT, *care.CARE.values(), care.GROUNDING, care.GROUNDING_AFTER])
    assert not re.search(r"\d(?<!f1)(?<!f2)", words), (
        "numbers go out of date, and differ from country to country"
    )
    assert not re.search(r"www|http|@|!", words)
    assert not re.search(r"\b(he|she|his|her|him|husband|wife|victim|abuser)\b", words.lower())
    assert "not therapy" in care.IN_SHORT
