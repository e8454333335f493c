"""Welcome, home, the palette and the jar."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Paste
from textual.widgets import Input

from duologue.core.couple import Couple
from duologue.core.pace import Pace, minutes_at
from duologue.core.seats import Pair
from duologue.store.access import take_pen
from duologue.store.paths import Paths
from duologue.store.settings import load_couple, load_settings
from duologue.ui.screens.home import greeting
from tests.ui.conftest import SetTable
from tests.ui.playing import Table

HARD_NAMES = [
    Pair("[red]", "[/]"),
    Pair("[@click=app.exit]x[/]", "a]b[c"),
    Pair("李小龙", "안녕하세요"),
    Pair("👩‍🚀", "🏴󠁧󠁢󠁷󠁬󠁳󠁿"),
    Pair("שלום", "مرحبا"),
    Pair("A" * 40, "B" * 40),
]
ALL_DECKS = (100, 60)
"""A window in which all of the shelf is in sight."""


async def test_the_first_start_asks_two_names_and_goes_home(set_table: SetTable) -> None:
    async with set_table(couple=None) as table:
        await table.sees("Who sits on the left?")
        await table.type("Ana")
        await table.press("enter")
        await table.type("Ben")
        await table.press("enter")
        await table.sees("On the shelf")
        assert "Ana and Ben" in table.words()
        assert load_couple(table.paths) == Pair("Ana", "Ben")


async def test_enter_twice_at_the_names_is_once(set_table: SetTable) -> None:
    async with set_table(couple=None) as table:
        await table.type("Ana")
        await table.press("tab")
        await table.type("Ben")
        await table.pilot.press("enter", "enter")
        await table.until(lambda: table.app.home is not None, "home")
        await table.until(lambda: "Who sits" not in table.words(), "the names to go")
        assert load_couple(table.paths) == Pair("Ana", "Ben")
    async with set_table() as table:
        table.app.action_names()
        await table.sees("Who sits on the left?")
        await table.pilot.press("enter", "enter")
        await table.until(lambda: "Who sits" not in table.words(), "the names to go")
        assert table.app.home in table.app.screen_stack


async def test_what_must_not_reach_the_terminal_never_comes_into_a_name(set_table: SetTable) -> None:
    async with set_table(couple=None) as table:
        field = table.app.screen.query_one("#left-name", Input)
        field.post_message(Paste("A\x9b5mB\u202eC\x1b[2J"))
        await table.until(lambda: field.value != "", "the paste")
        assert field.value == "A�5mB�C�[2J"


async def test_two_quick_changes_of_pace_are_two(set_table: SetTable) -> None:
    async with set_table() as table:
        await table.pilot.press("p", "p")
        await table.sees("pace: steady")
        await table.until(lambda: load_settings(table.paths).pace.value == "steady", "the pace to be kept")


async def test_an_empty_name_is_asked_for_again_kindly(set_table: SetTable) -> None:
    async with set_table(couple=None) as table:
        await table.press("enter")
        await table.sees("A name, please.")
        await table.type("   ")
        await table.press("enter")
        await table.sees("A name, please.")
        assert load_couple(table.paths) is None
        await table.type("Ana")
        await table.press("enter")
        await table.sees("And who sits on the right?")


async def test_a_name_that_is_too_long_is_told_how_long(set_table: SetTable) -> None:
    async with set_table(couple=None) as table:
        table.app.screen.query_one("#left-name", Input).post_message(Paste("a" * 41))
        await table.press("enter")
        await table.sees("41 characters; up to 40 fit")


@pytest.mark.parametrize("couple", HARD_NAMES)
async def test_any_name_is_shown_as_it_is(set_table: SetTable, couple: Couple) -> None:
    async with set_table(couple=couple) as table:
        await table.sees("Our intention")
        assert table.text_of("#names") == f"{couple.left}  and  {couple.right}"


def row_of(table: Table, title: str) -> str:
    """The row of a deck on the shelf."""
    return next(line for line in table.screen().splitlines() if title in line)


async def test_home_lists_the_decks_with_minutes_at_this_pace(set_table: SetTable) -> None:
    async with set_table(size=ALL_DECKS) as table:
        await table.sees("In your shoes")
        assert table.app.shelf is not None
        [shoes] = [glance for glance in table.app.shelf.glances if glance.id == "in-your-shoes"]
        assert f"{minutes_at(shoes.steady_minutes, Pace.GENTLE)} min" in row_of(table, "In your shoes")
        await table.press("p")
        await table.sees("pace: easy")
        assert f"{minutes_at(shoes.steady_minutes, Pace.EASY)} min" in row_of(table, "In your shoes")
        assert load_settings(table.paths).pace.value == "easy"


async def test_home_is_whole_in_a_small_window(set_table: SetTable) -> None:
    async with set_table(size=(60, 20)) as table:
        await table.sees("Our intention")
        assert greeting(20) in table.words()
        for words in ("Tonight", "enter play", "j jar", "pace: gentle", "f1 help", "ctrl+q leave"):
            assert words in table.words()


async def test_enter_plays_the_marked_deck(set_table: SetTable) -> None:
    async with set_table() as table:
        await table.sees("Our intention")
        await table.press("down", "enter")
        await table.sees("Our intention pace ●")
        assert table.session.part.deck_id == "our-intention"


async def test_a_click_plays_a_deck(set_table: SetTable) -> None:
    async with set_table(size=ALL_DECKS) as table:
        await table.sees("Tell and retell")
        await table.click("Tell and retell")
        await table.sees("another card")
        assert table.session.part.deck_id == "tell-and-retell"


def _broken_files(paths: Paths) -> None:
    for folder, name in ((paths.decks, "mine.toml"), (paths.themes, "odd.toml")):
        folder.mkdir(parents=True)
        (folder / name).write_text("title = 3\n")
    shipped = paths.shipped_decks / "in-your-shoes.toml"
    (paths.decks / "ours.toml").write_text(shipped.read_text().replace('"In your shoes"', '"Our own [b]"'))


async def test_a_broken_file_never_stops_the_rest(set_table: SetTable) -> None:
    async with set_table(before=_broken_files, size=ALL_DECKS) as table:
        await table.sees("Left out, because something in it needs mending:")
        assert "mine.toml:1:" in table.words()
        assert "Our own [b]" in table.words()
        assert "How are you, really" in table.words()


async def test_a_second_window_reads_only_and_says_why(set_table: SetTable) -> None:
    pens = []
    async with set_table(before=lambda paths: pens.append(take_pen(paths))) as table:
        await table.sees("Duologue is open in another window")
        await table.press("down", "enter")
        await table.sees("play without keeping")
        await table.press("enter")
        await table.sees("Our intention pace ●")
        assert not table.paths.session_waits
        await table.press("p")
    pens[0].put_down()


async def test_a_theme_is_chosen_in_the_palette_and_remembered(set_table: SetTable) -> None:
    async with set_table() as table:
        await table.press("ctrl+p")
        await table.type("linen")
        await table.sees("Theme: Linen")
        await table.press("enter")
        await table.until(lambda: load_settings(table.paths).theme == "linen", "the theme to be remembered")
        assert table.app.theme == "duologue-linen"
        assert not table.app.current_theme.dark


def _own_theme(paths: Paths) -> None:
    paths.themes.mkdir(parents=True)
    text = (paths.shipped_themes / "linen.toml").read_text().replace('"Linen"', '"[/] ours"')
    (paths.themes / "ours.toml").write_text(text)


async def test_an_own_theme_is_found_in_the_palette(set_table: SetTable) -> None:
    async with set_table(before=_own_theme) as table:
        await table.press("ctrl+p")
        await table.type("ours")
        await table.sees("Theme: [/] ours")
        await table.press("enter")
        await table.until(lambda: load_settings(table.paths).theme == "ours", "the theme to be remembered")


async def test_names_can_be_changed_from_the_palette(set_table: SetTable) -> None:
    async with set_table() as table:
        await table.press("ctrl+p")
        await table.type("name")
        await table.sees("Names and seats")
        await table.press("enter")
        await table.sees("Who sits on the left?")
        await table.press("end", "x", "enter")
        await table.sees("Anax and Ben")
        assert load_couple(table.paths) == Pair("Anax", "Ben")
        await table.pilot.pause()


async def test_help_tells_the_keys_and_what_this_is_not(set_table: SetTable) -> None:
    async with set_table(size=(100, 260)) as table:
        await table.press("f1")
        await table.sees("It is not therapy")
        for key in ("a l", "space", "ctrl+s", "f2"):
            assert key in table.words()
        await table.press("escape")
        await table.sees("On the shelf")


async def test_an_empty_jar_says_what_goes_in(set_table: SetTable) -> None:
    async with set_table() as table:
        await table.press("j")
        await table.sees("Empty yet.")
        await table.press("escape")
        await table.sees("On the shelf")


def _cut_off(paths: Paths) -> None:
    folder = paths.memories / "2026" / "11"
    folder.mkdir(parents=True)
    (folder / "half.toml").write_text('title = "Half"\n')


async def test_the_jar_sets_a_cut_off_record_aside_with_its_reason(set_table: SetTable) -> None:
    async with set_table(before=_cut_off) as table:
        await table.press("j")
        await table.sees("which file could not be read, and why")
        await table.press("u")
        await table.sees("is cut off")
        assert Path(table.paths.memories / "2026" / "11" / "half.toml").read_text() == 'title = "Half"\n'
