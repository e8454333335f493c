"""Picking: the keys, the mouse, and which keys stay the screen's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Static

from duologue.core.feelings import Family, Feelings
from duologue.core.seats import Seat
from duologue.core.turns import CLOSENESS
from duologue.ui.colours import VARIABLES
from duologue.ui.scene import Choice
from duologue.ui.widgets.picker import Picker
from duologue.ui.widgets.pickers import picker_for

STYLES = Path(__file__).parents[2] / "src" / "duologue" / "ui" / "styles"
FEELINGS = Feelings(
    "Feelings",
    "en",
    (
        Family("glad", ("happy", "naïve", "quiet", "at ease")),
        Family("sad", ("lonely", "let down", "blue")),
        Family("angry", ("annoyed", "[/]", "cross")),
    ),
)
LONG = "Ten quiet minutes side by side, without any talking at all"
OPTIONS = ("A hug", LONG, "[b]Tea[/b]", "Time alone")
Source = Literal["options", "feelings", "circles"]


class Host(App[None]):
    """A pane with a picker in it, on a screen that has commands on letters."""

    CSS_PATH = [STYLES / "base.tcss", STYLES / "picker.tcss"]
    CSS = "#pane { padding: 0; } Screen .picker { margin: 0; }"
    BINDINGS = [Binding(key, f"heard('{key}')") for key in ("q", "w", "e", "space", "escape", "1", "left")]

    def __init__(self, picker: Picker) -> None:
        super().__init__()
        self.picker = picker
        self.heard: list[str] = []
        self.chosen: list[tuple[str, str]] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict.fromkeys(VARIABLES, "#808080")

    def compose(self) -> ComposeResult:
        with Vertical(id="pane"):
            yield self.picker

    def on_mount(self) -> None:
        self.picker.focus()

    def action_heard(self, key: str) -> None:
        self.heard.append(key)

    def on_picker_chosen(self, message: Picker.Chosen) -> None:
        self.chosen.append((message.choice, message.key))


@dataclass
class Picking:
    """Somebody who picks."""

    app: Host
    pilot: Pilot[None]

    def lines(self) -> list[str]:
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    def marked(self) -> list[str]:
        """What stands in the marked line."""
        return [line[1:].strip() for line in self.lines() if line.startswith("›")]

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def click(self, text: str) -> None:
        y, x = next((y, row.find(text)) for y, row in enumerate(self.lines()) if text in row)
        await self.pilot.click(offset=(x, y))
        await self.pilot.pause()


@asynccontextmanager
async def picking(source: Source, size: tuple[int, int] = (45, 20)) -> AsyncIterator[Picking]:
    choice = Choice(Seat.LEFT, source, OPTIONS if source == "options" else (), "turn-3")
    app = Host(picker_for(choice, FEELINGS))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Picking(app, pilot)


# Options


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        ([], OPTIONS[0]),
        (["down"], OPTIONS[1]),
        (["up"], OPTIONS[3]),
        (["3"], OPTIONS[2]),
        (["end", "home", "pagedown"], OPTIONS[3]),
        (["4", "pageup"], OPTIONS[0]),
        (["3", "down", "down"], OPTIONS[0]),
    ],
)
async def test_an_option_is_picked_with_the_keys(keys: list[str], chosen: str) -> None:
    async with picking("options") as one:
        await one.press(*keys, "enter")
        assert one.app.chosen == [(chosen, "turn-3")]
        assert one.app.heard == []


async def test_an_option_is_picked_with_a_click() -> None:
    async with picking("options") as one:
        await one.click("[b]Tea[/b]")
        assert one.app.chosen == [("[b]Tea[/b]", "turn-3")]


async def test_a_click_on_the_second_line_of_a_long_option_picks_it() -> None:
    async with picking("options", (28, 12)) as one:
        await one.click("talking")
        assert one.app.chosen == [(LONG, "turn-3")]


async def test_a_click_beside_the_options_picks_nothing() -> None:
    async with picking("options") as one:
        await one.pilot.click(offset=(5, 15))
        assert one.app.chosen == []


async def test_the_keys_that_an_option_has_no_use_for_are_the_screens() -> None:
    async with picking("options") as one:
        await one.press("q", "space", "escape", "9", "e", "1")
        assert one.app.heard == ["q", "space", "escape", "e"]


@pytest.mark.parametrize("size", [(26, 4), (24, 4), (45, 20), (60, 25)])
async def test_every_option_can_be_read(size: tuple[int, int]) -> None:
    async with picking("options", size) as one:
        for index, option in enumerate(OPTIONS):
            await one.press(str(index + 1))
            lines = one.lines()
            shown = " ".join(line[4:-1].strip() if len(line) == size[0] else line[4:] for line in lines)
            assert option in " ".join(shown.split())


# Feelings


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        ([], "glad"),
        (["down"], "happy"),
        (["right"], "sad"),
        (["tab", "tab"], "angry"),
        (["tab", "tab", "tab"], "glad"),
        (["left"], "angry"),
        (["shift+tab", "shift+tab"], "sad"),
        (["right", "down", "down", "left"], "sad"),
        (["end"], "cross"),
        (["o", "n", "e"], "lonely"),
        (["L", "E", "T", "space"], "let down"),
        (["n", "a", "i", "v"], "naïve"),
        (["q"], "quiet"),
        (["w"], "let down"),
        (["x", "backspace", "down"], "happy"),
        (["s", "a", "d", "down", "down"], "let down"),
        (["b", "l", "backspace", "backspace"], "blue"),
    ],
)
async def test_a_feeling_is_picked_with_the_keys(keys: list[str], chosen: str) -> None:
    async with picking("feelings") as one:
        await one.press(*keys, "enter")
        assert one.app.chosen == [(chosen, "turn-3")]
        assert one.app.heard == []


async def test_letters_search_and_reach_no_command() -> None:
    async with picking("feelings") as one:
        await one.press("space", "q", "u", "i", "e", "t", "space", "w", "1")
        assert one.lines()[0].startswith("quiet w1")
        assert one.app.heard == []
        await one.press("escape")
        assert one.app.heard == ["escape"]


async def test_nothing_found_is_said_kindly_and_picks_nothing() -> None:
    async with picking("feelings", (26, 4)) as one:
        await one.press("z", "z", "down", "right", "left", "pagedown", "home", "end", "enter")
        assert "No word here" in " ".join(one.lines())
        await one.pilot.click(offset=(5, 2))
        assert one.app.chosen == []
        await one.press("backspace", "backspace", "enter")
        assert one.app.chosen == [("glad", "turn-3")]


@pytest.mark.parametrize("word", ["sad", "blue", "[/]"])
async def test_a_feeling_is_picked_with_a_click(word: str) -> None:
    async with picking("feelings", (45, 25)) as one:
        await one.click(word)
        assert one.app.chosen == [(word, "turn-3")]


@pytest.mark.parametrize("size", [(26, 4), (24, 4), (45, 20), (60, 25)])
async def test_every_feeling_can_be_come_to(size: tuple[int, int]) -> None:
    words = [word for family in FEELINGS.families for word in family.words]
    async with picking("feelings", size) as one:
        for word in words:
            assert one.marked()[0].split()[0] == word.split()[0]
            await one.press("down")
        assert one.marked()[0].startswith(words[0])


async def test_the_family_is_named_where_its_name_is_out_of_sight() -> None:
    async with picking("feelings", (26, 4)) as one:
        await one.press("right", "down", "down", "down")
        assert one.lines()[0].split() == ["type", "to", "search", "sad"]


async def test_the_wheel_turns_the_list() -> None:
    async with picking("feelings", (26, 4)) as one:
        rows = one.app.picker.query_one("Rows")
        rows.post_message(events.MouseScrollDown(rows, 5, 2, 0, 1, 0, False, False, False, 5, 2))
        await one.pilot.pause(0.3)
        assert "glad" not in one.lines()[1]


async def test_a_paste_is_searched_for_and_cleaned() -> None:
    async with picking("feelings") as one:
        one.app.picker.post_message(events.Paste("lo\x1bnely" + "x" * 50))
        await one.pilot.pause()
        assert "\x1b" not in one.lines()[0]
        assert len(one.lines()[0]) <= 25


async def test_an_empty_list_breaks_nothing() -> None:
    app = Host(picker_for(Choice(None, "feelings", (), "k"), Feelings("None", "en", ())))
    async with app.run_test(size=(26, 4)) as pilot:
        await pilot.press("down", "right", "left", "enter", "a", "backspace")
        assert app.chosen == []


# Circles


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        ([], "4"),
        (["left"], "3"),
        (["right", "right"], "6"),
        (["1"], "1"),
        (["7", "right"], "7"),
        (["home", "left"], "1"),
        (["end"], "7"),
    ],
)
async def test_circles_are_picked_with_the_keys(keys: list[str], chosen: str) -> None:
    async with picking("circles") as one:
        await one.press(*keys, "enter")
        assert one.app.chosen == [(chosen, "turn-3")]
        assert one.app.heard == []


async def test_what_circles_have_no_use_for_is_the_screens() -> None:
    async with picking("circles") as one:
        await one.press("q", "space", "escape", "8", "up")
        assert one.app.heard == ["q", "space", "escape"]


@pytest.mark.parametrize("size", [(26, 4), (26, 6), (26, 7), (45, 20), (60, 25)])
async def test_circles_are_moved_and_picked_with_the_mouse(size: tuple[int, int]) -> None:
    async with picking("circles", size) as one:
        for step in (1, 7, 3):
            y = size[1] - 1
            marks = [x for x, character in enumerate(one.lines()[y]) if character in "○●"]
            await one.pilot.click(offset=(marks[step - 1], y))
            await one.pilot.pause()
            assert CLOSENESS[step - 1] in " ".join(one.lines())
            assert one.lines()[y].replace(" ", "")[-7:].index("●") == step - 1
        assert one.app.chosen == []
        await one.pilot.click(offset=(size[0] // 2, 1))
        assert one.app.chosen == [("3", "turn-3")]


@pytest.mark.parametrize("size", [(24, 4), (26, 4), (26, 9), (60, 25)])
async def test_every_pair_of_circles_is_told_in_words(size: tuple[int, int]) -> None:
    async with picking("circles", size) as one:
        for step, words in enumerate(CLOSENESS, 1):
            await one.press(str(step))
            lines = one.lines()
            assert words in " ".join(lines)
            assert "".join(lines).count("○") == 6


# All


@pytest.mark.parametrize("source", ["options", "feelings", "circles"])
async def test_a_new_size_breaks_nothing(source: Source) -> None:
    async with picking(source) as one:
        await one.press("end", "1")
        for size in ((26, 4), (60, 25), (1, 1), (10, 2), (45, 20)):
            await one.pilot.resize_terminal(*size)
            await one.pilot.pause()
        await one.press("enter")
        assert len(one.app.chosen) == (source != "feelings")


@pytest.mark.parametrize("source", ["options", "feelings", "circles"])
async def test_ctrl_s_is_done_too_and_a_picker_says_so_when_asked(source: Source) -> None:
    async with picking(source) as one:
        await one.press("ctrl+s")
        one.app.picker.say_done()
        await one.pilot.pause()
        assert len(one.app.chosen) == 2


async def test_a_picker_stands_below_the_words_of_its_pane() -> None:
    app = Host(picker_for(Choice(Seat.LEFT, "feelings", (), "k"), FEELINGS))
    async with app.run_test(size=(45, 20)) as pilot:
        await app.query_one("#pane").mount(Static(Content("Pick")), before=0)
        await pilot.pause()
        assert app.picker.region.bottom == 20
