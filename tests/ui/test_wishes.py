"""Private wishes: each alone, unseen, and nothing afterwards tells who wished what."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from duologue.core.pace import Pace
from duologue.core.seats import Seat
from duologue.core.states import State
from duologue.store.paths import Paths
from duologue.store.settings import load_settings
from duologue.ui.screens.plan import PlanScreen
from duologue.ui.screens.wishes import WishesScreen
from duologue.ui.sessions import Opening
from tests.ui.conftest import SetTable
from tests.ui.evenings import (
    ENOUGH_FOR_EVENINGS,
    act,
    begun,
    closes,
    everything,
    few_decks,
    files_of,
    sheet_of,
)
from tests.ui.playing import Table

SEED = 11
GENTLE, BOLD = ("1", "7", "f", "i"), ("5", "9", "a")


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A couple with few decks."""
    return few_decks(tmp_path, *ENOUGH_FOR_EVENINGS)


class Seen(NamedTuple):
    """What both could see and find at one moment."""

    when: str
    screen: str
    files: dict[str, bytes]


def look(table: Table, when: str) -> Seen:
    """All that is drawn, with its colours, and all files."""
    table.app.clear_notifications()
    strips = table.app.screen._compositor.render_strips()
    screen = "\n".join("".join(f"{part.text}{part.style}" for part in strip) for strip in strips)
    return Seen(when, screen, files_of(table.paths))


async def asked_for_wishes(table: Table) -> None:
    """From home to the first hand-over."""
    table.app.plan_evening(Opening(None, seed=SEED))
    await table.sees("How much time do you have?")
    await table.press("w")
    await table.sees("Ana, this is for you alone.")


async def wish(table: Table, keys: Sequence[str]) -> None:
    """One wishes, while the screen stays as it is."""
    await table.press("space")
    before = look(table, "")
    await table.press(*keys)
    assert look(table, "") == before
    await table.press("enter")


async def an_evening(table: Table, left: Sequence[str], right: Sequence[str], pages: int) -> list[Seen]:
    """An evening from its wishes to its first page; or so many pages more of it, and home again."""
    await asked_for_wishes(table)
    seen = [look(table, "before Ana")]
    await wish(table, left)
    seen.append(look(table, "before Ben"))
    await wish(table, right)
    await table.until(lambda: isinstance(table.app.screen, PlanScreen), "the plan")
    await table.pilot.pause()
    seen.append(look(table, "the plan"))
    for key in ("s", "d"):
        await table.press(key)
        seen.append(look(table, f"after {key}"))
    await begun(table)
    seen.append(look(table, "the first page"))
    for page in range(pages):
        await act(table, "left.yes", "right.yes", "go-on")
        seen.append(look(table, f"page {page}"))
    if not pages:
        return seen
    await table.press("escape")
    await table.sees("come back now")
    seen.append(look(table, "a break"))
    await table.press("x")
    await table.until(lambda: table.state() is State.CLOSING, "its close")
    await table.pilot.pause()
    seen.append(look(table, "the close"))
    await table.press("space")
    await table.sees("On the shelf")
    await table.until(lambda: not table.paths.session_waits, "the journal to go")
    seen.append(look(table, "home"))
    return seen


def a_new_home(paths: Paths) -> None:
    """Nothing there yet."""
    shutil.rmtree(paths.data, ignore_errors=True)


@pytest.mark.parametrize(
    ("one", "other", "pages"),
    [(GENTLE, BOLD, 8), (("2",), (), 0), (("h", "b"), ("d",), 0)],
    ids=["all", "pace", "topics"],
)
async def test_nothing_tells_who_wished_what(
    set_table: SetTable, paths: Paths, one: Sequence[str], other: Sequence[str], pages: int
) -> None:
    evenings = []
    for left, right in ((one, other), (other, one)):
        a_new_home(paths)
        async with set_table() as table:
            evenings.append(await an_evening(table, left, right, pages))
    for first, second in zip(*evenings, strict=True):
        assert first.when == second.when
        assert first.screen == second.screen, first.when
        assert first.files == second.files, first.when


async def test_the_masks_are_the_same_whatever_is_chosen_until_its_owner_looks(set_table: SetTable) -> None:
    async with set_table() as table:
        await asked_for_wishes(table)
        await table.press("space")
        masked = table.screen()
        assert masked.count("•") == 18
        for key in ("1", "5", "9", "7", "a", "j", "a"):
            await table.press(key)
            assert table.screen() == masked
        await table.press("f3")
        for chosen in ("5 ● brisk", "7 ● light", "j ● how I see myself"):
            assert chosen in table.words()
        assert sheet_of(table).count("●") == 3
        await table.press("f3")
        assert table.screen() == masked
        await table.press("f3", "enter")
        assert not set("●○•") & set(sheet_of(table))
        await table.press("space")
        assert table.screen().replace("Ana", "Ben") == masked.replace("Ana", "Ben")
        await table.press("f3")
        assert "2 ● gentle" in table.words()
        assert "8 ● warm" in table.words()
        assert "j ○ how I see myself" in table.words()


async def test_nothing_can_be_wished_before_the_other_looks_away(set_table: SetTable) -> None:
    async with set_table() as table:
        await asked_for_wishes(table)
        await table.press("1", "a", "f3", "enter")
        screen = table.app.screen
        assert isinstance(screen, WishesScreen)
        assert [screen.seat] == [Seat.LEFT]
        assert screen.wishes.left == screen.wishes.right
        await table.press("space", "enter", "enter", "1", "enter", "space")
        assert [screen.seat] == [Seat.RIGHT]
        assert screen.wishes.left == screen.wishes.right


async def test_wishes_are_made_with_the_mouse_too(set_table: SetTable) -> None:
    async with set_table(size=(60, 20)) as table:
        await asked_for_wishes(table)
        await table.click("space begin")
        screen = table.app.screen
        assert isinstance(screen, WishesScreen)
        masked = table.screen()
        for words in ("brisk", "deep", "touch", "how I see myself"):
            await table.click(words)
        assert table.screen() == masked
        assert screen.wishes.left.pace is Pace.BRISK
        assert screen.wishes.left.depth == 3
        assert screen.wishes.left.resting == {"touch", "self"}
        await table.click("done")
        assert screen.seat is Seat.RIGHT
        await table.click("no wishes from me")
        await table.sees("Within your 30 minutes.")


async def test_the_gentler_wish_holds_and_both_their_topics_rest(set_table: SetTable) -> None:
    async with set_table() as table:
        await asked_for_wishes(table)
        await wish(table, ("1", "9", "f"))
        await wish(table, ("5", "7", "c"))
        await table.sees("Within your 30 minutes.")
        assert " min " not in sheet_of(table)
        await begun(table)
        assert table.session.pace is Pace.LINGERING
        assert "lingering" not in everything(table)
        assert table.text_of("#pace") == ""
        for part in table.session.hand.parts:
            assert part.deck.depth == 1
            topics = {*part.deck.topics, *(topic for card in part.deck.cards for topic in card.topics)}
            assert not topics & {"touch", "childhood"}


async def test_no_wish_is_in_the_journal_the_settings_or_the_summary(set_table: SetTable) -> None:
    async with set_table() as table:
        await asked_for_wishes(table)
        before = load_settings(table.paths)
        await wish(table, GENTLE)
        await wish(table, BOLD)
        await table.until(lambda: isinstance(table.app.screen, PlanScreen), "the plan")
        assert not table.paths.session_waits
        await begun(table)
        began = json.loads(table.paths.journal.read_text().splitlines()[0])["event"]
        assert set(began) == {"at", "type", "format", "couple", "hand", "pace"}
        known = {"key", "parts", "promises", "spoken", "starred", "private"}
        assert set(began["hand"]) == known
        await closes(table)
        await table.press("space")
        await table.until(lambda: not table.paths.session_waits, "the journal to go")
        assert load_settings(table.paths) == before
        [summary] = table.paths.sessions.rglob("*.toml")
        keys = {"format", "id", "when", "names", "decks", "seconds", "cards", "floor_seconds", "end"}
        assert set(tomllib.loads(summary.read_text())) == keys


async def test_the_curtain_falls_over_wishes(set_table: SetTable) -> None:
    async with set_table() as table:
        await asked_for_wishes(table)
        await table.press("space", "1", "f2")
        assert table.words() == "$"
        await table.press("5", "f2", "f3")
        assert "1 ● lingering" in table.words()


@pytest.mark.parametrize("keys", [["f2", "f2"], ["f1"]])
async def test_wishes_that_were_looked_at_are_masked_again_when_something_lies_over_them(
    set_table: SetTable, keys: Sequence[str]
) -> None:
    async with set_table() as table:
        await asked_for_wishes(table)
        await table.press("space", "1", "f3", *keys)
        assert "● lingering" not in everything(table)


async def test_whoever_has_no_wishes_leaves_the_other_theirs(set_table: SetTable) -> None:
    async with set_table() as table:
        await asked_for_wishes(table)
        screen = table.app.screen
        assert isinstance(screen, WishesScreen)
        await table.press("space", "1", "7", "escape")
        await table.sees("Ben, this is for you alone.")
        assert screen.wishes.left == screen.wishes.right
        await wish(table, ("1",))
        await table.sees("Within your 30 minutes.")
        await begun(table)
        assert table.session.pace is Pace.LINGERING
