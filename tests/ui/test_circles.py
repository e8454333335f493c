"""The circles come closer with every step, are round, and fit their room."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.core.turns import CLOSENESS
from duologue.ui.circles import circles, circles_content, lens

STEPS = range(1, len(CLOSENESS) + 1)
Dots = set[tuple[int, int]]
BITS = {(0, 0): 1, (0, 1): 2, (0, 2): 4, (1, 0): 8, (1, 1): 16, (1, 2): 32, (0, 3): 64, (1, 3): 128}


def dots(step: int, width: int, height: int) -> Dots:
    found: Dots = set()
    for row, line in enumerate(circles(step, width, height)):
        for column, character in enumerate(line):
            bits = 0 if character == " " else ord(character) - 0x2800
            found |= {(2 * column + x, 4 * row + y) for (x, y), bit in BITS.items() if bits & bit}
    return found


def across(found: Dots) -> int:
    return max(x for x, _ in found) - min(x for x, _ in found) + 1


@given(st.sampled_from(STEPS), st.integers(0, 70), st.integers(0, 30))
def test_they_fill_exactly_their_place(step: int, width: int, height: int) -> None:
    drawn = circles(step, width, height)
    assert [len(line) for line in drawn] == [width] * height
    assert set("".join(drawn)) <= {" ", *map(chr, range(0x2801, 0x2900))}
    content = circles_content(step, width, height)
    assert len(content.plain.split("\n")) == max(height, 1)


@given(st.integers(26, 60), st.integers(3, 25))
def test_every_step_brings_them_closer(width: int, height: int) -> None:
    widths = [across(dots(step, width, height)) for step in STEPS]
    assert all(wider >= narrower for wider, narrower in pairwise(widths))
    assert widths[0] > widths[3] > widths[6]
    assert len({tuple(circles(step, width, height)) for step in STEPS}) == len(STEPS)


@given(st.integers(8, 60), st.integers(2, 25))
def test_apart_is_apart(width: int, height: int) -> None:
    found = dots(1, width, height)
    assert {x for x, _ in found}.isdisjoint({width - 1, width}), "nothing in the middle"
    left = {(x, y) for x, y in found if x < width}
    assert found - left == {(2 * width - 1 - x, y) for x, y in left}, "one mirrors the other"


@given(st.integers(26, 60), st.integers(4, 25))
def test_they_are_as_high_as_wide(width: int, height: int) -> None:
    left = {(x, y) for x, y in dots(1, width, height) if x < width}
    high = max(y for _, y in left) - min(y for _, y in left) + 1
    assert abs(high - across(left)) <= 1


@pytest.mark.parametrize(("distance", "shared"), [(0, 1), (2, 0), (3, 0), (1, 0.391)])
def test_the_lens_is_reckoned_right(distance: float, shared: float) -> None:
    """For a distance of one radius it is 2/3 - sqrt(3)/(2 pi)."""
    assert lens(distance) == pytest.approx(shared, abs=0.001)


@pytest.mark.parametrize(("step", "shared"), zip(STEPS, (0, 0.1, 0.2, 0.3, 0.55, 0.65, 0.85), strict=True))
def test_they_share_what_their_step_says(step: int, shared: float) -> None:
    """Told from their width: the whole is two radii and the distance of the centres."""
    width, height = 140, 40
    radius = across({(x, y) for x, y in dots(1, width, height) if x < width}) / 2
    distance = across(dots(step, width, height)) / radius - 2
    assert lens(distance) == pytest.approx(shared, abs=0.02)


def test_the_colours_are_the_partners() -> None:
    content = circles_content(4, 40, 12)
    assert {str(span.style) for span in content.spans} == {"$left-partner", "$right-partner", "$accent"}
    assert content.plain.split("\n")[-1].strip() == "partly together"
