"""Looking back, together: five pictures, kind where they are empty, and no figure that ranks anybody."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from duologue.core.closeness import Circles
from duologue.core.seats import Pair, Seat
from duologue.core.states import State
from duologue.store.closeness import load_closeness
from duologue.store.paths import Paths
from duologue.ui.screens.looking_back import EMPTY, SECTIONS, LookingBackScreen
from duologue.ui.widgets.calendar import KEPT, NOTHING, SAT
from duologue.ui.widgets.circles_over_time import ROWS, drawing
from tests.ui.conftest import SetTable
from tests.ui.evenings import MADE, few_decks, on_the_shelf
from tests.ui.keepsakes import fill, played_on
from tests.ui.playing import Table

SIZES = [(120, 36), (80, 24), (60, 20)]
CJK = "アレクサンドラ・ヴァシリエヴナ・長い名前です"


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A couple with few decks."""
    return few_decks(tmp_path, "in-your-shoes", "hold")


async def look_back(table: Table) -> None:
    """Open it, and wait until everything is read."""
    await table.press("l")
    await table.sees("Agreed")
    screen = table.app.screen
    assert isinstance(screen, LookingBackScreen)
    await table.until(lambda: screen.whole, "everything to be read")
    await table.pilot.pause()


@pytest.mark.parametrize("size", SIZES[1:])
async def test_where_nothing_was_kept_each_picture_says_how_it_fills(
    set_table: SetTable, size: tuple[int, int]
) -> None:
    async with set_table(size=size) as table:
        await look_back(table)
        for section in SECTIONS:
            await table.sees(EMPTY[section])
            assert NOTHING * 3 not in table.screen().replace(" ", "")
            await table.press("up", "down", "pagedown")
            await table.press("right")
        await table.sees(EMPTY["year"])


@pytest.mark.parametrize("size", SIZES)
async def test_the_year_has_a_mark_for_a_day_and_another_one_for_a_moment(
    set_table: SetTable, size: tuple[int, int]
) -> None:
    async with set_table(size=size, before=fill) as table:
        await look_back(table)
        await table.sees("2026")
        await table.sees("May")
        await table.sees(f"{SAT} you sat together")
        calendar = str(table.app.screen.query_one("#calendar").render())
        assert [calendar.count(mark) for mark in (SAT, KEPT, NOTHING)] == [1, 2, 362]
        drawn = table.screen()
        assert [drawn.count(mark) for mark in (SAT, KEPT)] == [3, 3], "the year, its legend, and where we are"


async def test_the_year_before_and_back_again_and_no_further(set_table: SetTable) -> None:
    async with set_table(before=fill) as table:
        await look_back(table)
        assert "↓" not in table.words(), "nobody looks into the future"
        await table.press("up")
        await table.sees("↓ 2026")
        assert "↑" not in table.words()
        calendar = str(table.app.screen.query_one("#calendar").render())
        assert (calendar.count(SAT), calendar.count(KEPT)) == (1, 0)
        await table.press("up")
        assert "2025" in table.words()
        await table.click("↓ 2026")
        await table.sees("↑ 2025")


async def test_an_evening_after_midnight_is_marked_on_its_evening(set_table: SetTable) -> None:
    def before(paths: Paths) -> None:
        played_on(paths, datetime(2026, 1, 1, 0, 5, tzinfo=UTC), "hold")

    async with set_table(before=before) as table:
        await look_back(table)
        assert SAT not in str(table.app.screen.query_one("#calendar").render())
        await table.press("up")
        assert SAT in str(table.app.screen.query_one("#calendar").render())


@pytest.mark.parametrize("size", SIZES[1:])
async def test_the_pictures_hold_what_was_played_felt_and_agreed(
    set_table: SetTable, size: tuple[int, int]
) -> None:
    async with set_table(size=size, before=fill) as table:
        await look_back(table)
        await table.press("right")
        await table.sees("What you talked about")
        assert re.search(r"everyday +━+", table.screen())
        await table.press("pagedown", "pagedown")
        await table.press("up", "down")
        for words in ("●●○ In your shoes", "Our old one"):
            await table.sees(words)
        await table.press("right")
        await table.sees("● tender")
        await table.sees("• calm")
        await table.press("right", "right")
        await table.sees("Walk to the lake ○ ahead of you" if size[0] < 76 else "○ ahead of you")
        await table.press("pagedown", "pagedown")
        promises = table.words()
        assert promises.index("Call early") < promises.index("Water the fern")
        await table.sees("◐ Ben, still trying")


@pytest.mark.parametrize("size", SIZES)
async def test_each_has_their_own_line_in_their_own_place(set_table: SetTable, size: tuple[int, int]) -> None:
    names = Pair(CJK, "Ben 🌻")
    async with set_table(names, size=size, before=lambda paths: fill(paths, names)) as table:
        await look_back(table)
        await table.click("Circles")
        await table.sees("17 May 2026: a little together")
        await table.press("pagedown", "pagedown")
        await table.sees("17 May 2026: mostly together")
        left, right = (table.app.screen.query_one(f"#circles-{seat}") for seat in Seat)
        assert not left.region.overlaps(right.region)
        assert left.size.width == right.size.width
        assert CJK[:6] in str(left.border_title)
        colours = [table.app.theme_variables[f"{seat}-partner"] for seat in Seat]
        assert colours[0] != colours[1]


@pytest.mark.parametrize("size", SIZES[1:])
async def test_nothing_is_counted(set_table: SetTable, size: tuple[int, int]) -> None:
    """No figure but years and days of the calendar."""
    async with set_table(size=size, before=fill) as table:
        await look_back(table)
        for _ in SECTIONS:
            figures = re.findall(r"[0-9]+", table.words())
            assert set(figures) <= {"2025", "2026", "17", "16"}, table.screen()
            await table.press("right")


async def test_names_are_clicked_and_it_closes(set_table: SetTable) -> None:
    async with set_table(before=fill) as table:
        await table.press("l")
        await table.sees("The year")
        await table.click("Feelings")
        await table.sees("tender")
        await table.click("← before")
        await table.sees("Where you walked")
        await table.click("esc back")
        await table.sees("On the shelf")


async def test_it_is_found_in_the_palette(set_table: SetTable) -> None:
    async with set_table() as table:
        await table.press("ctrl+p")
        await table.type("looking back")
        await table.sees("Looking back, together")
        await table.press("enter", "enter")
        await table.sees(EMPTY["year"])


async def test_asked_for_twice_it_opens_once(set_table: SetTable) -> None:
    async with set_table(before=fill) as table:
        table.app.action_looking_back()
        await look_back(table)
        await table.press("escape")
        await table.sees("On the shelf")


async def test_it_waits_behind_the_curtain(set_table: SetTable) -> None:
    async with set_table(before=fill) as table:
        await table.press("f2")
        table.app.action_looking_back()
        await table.pilot.pause()
        assert "The year" not in table.words()
        await table.press("f2")
        await table.sees("you sat together")


async def test_it_can_be_left_before_anything_is_read(set_table: SetTable) -> None:
    async with set_table(before=fill) as table:
        table.app.action_looking_back()
        await table.sees("The year")
        await table.press("escape")
        await table.sees("On the shelf")
        await look_back(table)
        await table.sees("2026")


@pytest.mark.parametrize("circles", [[4], [1, 7], [7, 1, 7], [1, 2, 3, 4, 5, 6, 7] * 30], ids=len)
@pytest.mark.parametrize("width", [1, 7, 27, 80])
def test_a_line_fits_its_place_and_closer_is_higher(circles: list[int], width: int) -> None:
    drawn = drawing(circles, width)
    assert [len(row) for row in drawn] == [width] * ROWS
    marks = sorted((x, y) for y, row in enumerate(drawn) for x, cell in enumerate(row) if cell == "●")
    assert marks[0] == (0, ROWS - circles[0]), "it begins where they began"
    if len(circles) > 1 and width >= 7:
        assert marks[-1][1] == ROWS - circles[-1], "and ends where they are"


# Keeping circles at the end of a deck

TURNS = (
    'kind = "pick"\nat = "opening"\nname = "a"\nfrom = "circles"\nsay = "Which two?"\n',
    'kind = "reveal"\nat = "opening"\nshows = "a"\nfree = true\nsay = "Turn yours over if you like."\n',
    'kind = "keep"\nat = "opening"\nkeeps = "circles"\nfrom = "a"\nsay = "Keep these circles?"\n',
)
PUT = on_the_shelf(*TURNS)
PICK = ("space", "6", "enter", "space", "2", "enter")


@pytest.mark.parametrize("size", [(60, 20)])
async def test_both_keep_their_circles_and_find_them_again(
    set_table: SetTable, size: tuple[int, int]
) -> None:
    async with set_table(opening=MADE, before=PUT, size=size) as table:
        await table.press(*PICK, "a", "l", "space")
        await table.sees("Keep these circles?")
        for words in ("mostly together", "touching", "a yes s not now", "l yes k not now"):
            await table.sees(words)
        await table.press("a")
        assert load_closeness(table.paths) == ([], []), "one yes is none"
        await table.press("l")
        await table.sees("Saved.")
        [record] = load_closeness(table.paths)[0]
        assert (record.left, record.right) == (Circles(name="Ana", circle=6), Circles(name="Ben", circle=2))
        await table.press("escape", "x", "space")
        await table.sees("On the shelf")
        await look_back(table)
        await table.click("Circles")
        await table.sees("22 Nov 2026: mostly together")


@pytest.mark.parametrize("keys", [["s"], ["space"], ["a", "k"]])
async def test_not_now_keeps_nothing_and_names_nobody(set_table: SetTable, keys: list[str]) -> None:
    async with set_table(opening=MADE, before=PUT) as table:
        await table.press(*PICK, "a", "l", "space", *keys)
        assert table.state() is State.TALKING
        assert not table.paths.closeness.exists()


async def test_what_lies_face_down_is_not_asked_about(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=PUT) as table:
        await table.press(*PICK, "a", "space")
        assert table.state() is State.TALKING
        assert "Keep these circles?" not in table.words()
