"""The pieces that screens are made of, without a screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App
from textual.content import Content
from textual.widgets import Static

from duologue.core.seats import Seat
from duologue.ui.commands import ANYWHERE, HOME, SEATED, SHARED, Hint
from duologue.ui.content import filled, fitted, put
from duologue.ui.widgets.breath import IN_SECONDS, OUT_SECONDS, breath_at
from duologue.ui.widgets.candle import clock_face, lying, upright
from duologue.ui.widgets.field import masked
from duologue.ui.widgets.hints import lines_of


def _wax(part: float, rows: int) -> int:
    """Quarters of a row of wax that are left."""
    texts = [text for row in upright(part, rows) for text, piece in row if piece == "wax"]
    return sum(" ▂▄▆█".index(text.strip()[0]) for text in texts)


@given(st.floats(0, 1), st.floats(0, 1), st.integers(6, 30))
def test_a_candle_never_grows_while_it_burns(one: float, other: float, rows: int) -> None:
    assert _wax(max(one, other), rows) >= _wax(min(one, other), rows)


@given(st.floats(0, 1), st.integers(1, 40), st.sampled_from(["", "12:34"]))
def test_a_standing_candle_fills_its_place(part: float, rows: int, clock: str) -> None:
    picture = upright(part, rows, clock)
    assert len(picture) == rows
    assert all(cell_len(text) == 9 for row in picture for text, _ in row)


@given(st.floats(0, 1), st.integers(12, 120), st.sampled_from(["", "2:34"]))
def test_a_lying_candle_fits_its_row(part: float, cells: int, clock: str) -> None:
    assert sum(cell_len(text) for text, _ in lying(part, cells, clock)) <= cells


@pytest.mark.parametrize(
    ("seconds", "face"), [(0, "0:00"), (0.2, "0:01"), (59.5, "1:00"), (60, "1:00"), (185, "3:05")]
)
def test_the_clock_rounds_up(seconds: float, face: str) -> None:
    assert clock_face(seconds) == face


def test_the_breath_goes_in_then_out() -> None:
    words = [breath_at(second, moves=False).plain for second in range(IN_SECONDS + OUT_SECONDS)]
    assert words == ["breathe in"] * IN_SECONDS + ["breathe out"] * OUT_SECONDS
    lengths = [breath_at(second, moves=True).plain.count("━") for second in range(IN_SECONDS + OUT_SECONDS)]
    assert lengths[:IN_SECONDS] == sorted(lengths[:IN_SECONDS])
    assert lengths[IN_SECONDS:] == sorted(lengths[IN_SECONDS:], reverse=True)


@given(st.text())
def test_a_mask_tells_nothing_but_its_width(text: str) -> None:
    mask = masked(text)
    assert len(mask) == len(text)
    assert set(mask) <= {" ", "•", "＊", "\N{ZERO WIDTH NON-JOINER}"}


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"])), st.integers(1, 60))
def test_fitted_text_is_exactly_as_wide_as_asked(text: str, cells: int) -> None:
    assert cell_len(fitted(text, cells)) == cells


@given(st.lists(st.integers(1, 30), min_size=1, max_size=8), st.integers(36, 120))
def test_no_key_is_broken_in_two(lengths: list[int], width: int) -> None:
    hints = [Hint("k", "x" * length, "screen.act('go-on')") for length in lengths]
    lines = lines_of(hints, "$text", width).plain.splitlines()
    assert all(cell_len(line) <= width for line in lines)
    assert [part for line in lines for part in line.split("   ")] == [f"k {hint.label}" for hint in hints]


def test_a_placeholder_nobody_knows_is_shown_as_written() -> None:
    assert filled("Hello {you} and { end", {}).plain == "Hello {you} and { end"


def test_no_two_commands_share_a_key_where_both_are_heard() -> None:
    for heard in ([*SEATED, *SHARED, *ANYWHERE], [*HOME, *ANYWHERE]):
        keys = [command.key for command in heard]
        assert len(keys) == len(set(keys))


def test_the_hands_are_mirrored() -> None:
    rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"]
    places = {
        letter: (row, index) for row, letters in enumerate(rows) for index, letter in enumerate(letters)
    }
    for left in (command for command in SEATED if command.seat is Seat.LEFT):
        twin = next(command for command in SEATED if command.id == left.id.replace("left", "right"))
        row, index = places[left.key]
        assert places[twin.key] == (row, len(rows[row]) - 1 - index)


async def test_the_same_name_in_another_colour_is_drawn_anew() -> None:
    app: App[None] = App()
    async with app.run_test():
        words = Static(Content.styled("Alex", "$left-partner"))
        put(words, Content.styled("Alex", "$right-partner"))
        assert isinstance(words.content, Content)
        assert words.content.is_same(Content.styled("Alex", "$right-partner"))
