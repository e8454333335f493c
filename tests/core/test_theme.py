"""A theme is refused where somebody could not read it, and says why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.core.problem import Problem
from duologue.core.theme import CONTRAST_AT_LEAST, Theme, contrast, luminance, read_theme

FILE = "ember.toml"
EMBER = """\
format = 1
title = "Ember"
background = "#101010"
surface = "#181818"
panel = "#202020"
text = "#F0F0F0"
muted = "#a0a0a0"
accent = "#ffb060"
left = "#ff9080"
right = "#80d0b0"
"""

GROUNDS = ("background", "surface", "panel")
INKS = ("text", "muted", "accent", "left", "right")
COLOUR = st.tuples(*[st.integers(0, 255)] * 3).map(lambda rgb: "#{:02x}{:02x}{:02x}".format(*rgb))


def theme(text: str = EMBER) -> Theme:
    read = read_theme(text, FILE)
    assert isinstance(read, Theme), "\n".join(map(str, read))
    return read


def problems(text: str) -> list[Problem]:
    read = read_theme(text, FILE)
    assert isinstance(read, list)
    return read


def test_a_theme_is_read_whole() -> None:
    ember = theme()
    assert (ember.title, ember.panel, ember.text, ember.right) == ("Ember", "#202020", "#F0F0F0", "#80d0b0")
    assert ember.dark


def test_a_light_theme_is_known_as_light() -> None:
    paper = EMBER
    for dark, light in [
        ("101010", "ffffff"),
        ("181818", "fafafa"),
        ("202020", "f0f0f0"),
        ("F0F0F0", "101010"),
    ]:
        paper = paper.replace(dark, light)
    for ink in ("a0a0a0", "ffb060", "ff9080", "80d0b0"):
        paper = paper.replace(ink, "404040")
    assert not theme(paper).dark


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
        ("#0a0a0a", "#000000", 1.06),
    ],
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


@given(COLOUR, COLOUR)
def test_contrast_is_the_same_both_ways_and_within_its_bounds(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.001
    assert 0 <= luminance(one) <= 1.001


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "Ember"\n', "", ["1: title: is missing."]),
        ('title = "Ember"', 'title = ""', ["2: title: a text of 1 to 40 characters is needed."]),
        ('title = "Ember"', f'title = "{"x" * 41}"', ["2: title: a text of 1 to 40 characters is needed."]),
        ("format = 1", "format = 2", ["1: format: 2 is found; 1 is allowed."]),
        ('left = "#ff9080"\n', "", ["1: left: is missing."]),
        ("#ff9080", "red", ["9: left: “red” is found; a colour is written “#rrggbb”."]),
        ("#ff9080", "#fff", ["9: left: “#fff” is found; a colour is written “#rrggbb”."]),
        ("#ff9080", "#ff9080\\n", ["9: left: “#ff9080 ” is found; a colour is written “#rrggbb”."]),
        ('"#ff9080"', "7", ["9: left: 7 is found; a colour is written “#rrggbb”."]),
        ("panel =", "pannel =", ["1: panel: is missing.", "5: pannel: “pannel” is not a key of a theme. "]),
        ("#a0a0a0", "#606060", [f"7: muted: stands on {ground} with a contrast of " for ground in GROUNDS]),
        ("#202020", "#808080", [f"{6 + n}: {ink}: stands on panel with a " for n, ink in enumerate(INKS)]),
        ("format = 1", "format = ", ["1: file: not TOML: "]),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_line_key_and_reason(old: str, new: str, said: list[str]) -> None:
    assert old in EMBER
    found = [str(problem) for problem in problems(EMBER.replace(old, new))]
    assert len(found) == len(said), found
    for one, start in zip(found, said, strict=True):
        assert one.startswith(f"{FILE}:{start}")


def test_what_is_told_of_a_hostile_theme_can_be_drawn() -> None:
    text = '"\\u001b[2J" = 1\n' + EMBER.replace("#ff9080", "\\u009b2J").replace("Ember", "E\\u001b[31m")
    assert not set("".join(map(str, problems(text)))) & set("\x1b\x9b")
    assert theme(EMBER.replace("Ember", "E\\u001b")).title == "E�"


def test_a_theme_needs_a_title_that_can_be_seen() -> None:
    assert [problem.key for problem in problems(EMBER.replace("Ember", "  "))] == ["title"]


@given(st.dictionaries(st.sampled_from(["background", "surface", "text", "muted", "left"]), COLOUR))
def test_whatever_is_let_through_can_be_read(colours: dict[str, str]) -> None:
    text = "\n".join(
        f'{key} = "{colours[key]}"' if (key := line.partition(" ")[0]) in colours else line
        for line in EMBER.splitlines()
    )
    read = read_theme(text, FILE)
    if isinstance(read, Theme):
        assert contrast(read.text, read.background) >= CONTRAST_AT_LEAST
        assert contrast(read.muted, read.panel) >= CONTRAST_AT_LEAST
        assert contrast(read.left, read.surface) >= CONTRAST_AT_LEAST
    else:
        assert all("contrast" in problem.reason for problem in read)
