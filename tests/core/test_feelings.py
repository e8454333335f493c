"""The words for feelings are read whole or with every fault named, and found by typing a part of one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.core.feelings import Family, Feelings, read_feelings
from duologue.core.text import folded

FILE = "feelings.toml"
TEXT = """\
format = 1
language = "en"
title = "Feelings"
[[family]]
name = "glad"
shades = ["happy", "naïve", " at ease "]
[[family]]
name = "sad"
shades = [
    "lonely",
    "let down",
]
"""


def feelings(text: str = TEXT) -> Feelings:
    read = read_feelings(text, FILE)
    assert isinstance(read, Feelings), "\n".join(map(str, read))
    return read


def test_a_list_is_read_whole() -> None:
    families = (Family("glad", ("happy", "naïve", "at ease")), Family("sad", ("lonely", "let down")))
    assert feelings() == Feelings("Feelings", "en", families)
    assert families[1].words == ("sad", "lonely", "let down")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("format = 1\n", "", "1: format: is missing."),
        ("format = 1", "format = 2", "1: format: 2 is found; at most 1 is allowed."),
        ('title = "Feelings"', 'title = ""', "3: title: is empty; at least 1 character is needed."),
        ('"en"', '"EN"', "2: language: “EN” is found; "),
        ("title", "tilte", "3: tilte: “tilte” is not a key here. Did you mean “title”? "),
        ("shades = [\n", "shade = [\n", "9: family[2].shade: “shade” is not a key here. "),
        ('name = "sad"\n', "", "7: family[2].name: is missing."),
        ('"sad"', "7", "8: family[2].name: 7 is found; a text in quotes is needed."),
        ('"lonely"', '"  "', "10: family[2].shades[1]: is empty; at least 1 character is needed."),
        ('"lonely"', f'"{"x" * 25}"', "10: family[2].shades[1]: is 25 characters long; at most 24 fit."),
        ('"let down"', '"Happy"', "11: family[2].shades[2]: “Happy” stands on line 6 already; "),
        ('"let down"', '"naive"', "11: family[2].shades[2]: “naive” stands on line 6 already; "),
        ('"happy"', '"glad"', "6: family[1].shades[1]: “glad” stands on line 5 already; "),
        ('"naïve"', '"HAPPY"', "6: family[1].shades[2]: “HAPPY” stands on line 6 already; "),
        ('["happy", "naïve", " at ease "]', "[]", "6: family[1].shades: has 0; at least 1 needed."),
        ('["happy", "naïve", " at ease "]', '[""]', "6: family[1].shades[1]: is empty; "),
        ('["happy", "naïve", " at ease "]', '"happy"', "6: family[1].shades: “happy” is found; a list "),
        ("[[family]]", "[[kin]]", "4: kin: “kin” is not a key here."),
        ("[[family]]", "[family", "4: file: not TOML: "),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(old: str, new: str, said: str) -> None:
    read = read_feelings(TEXT.replace(old, new), FILE)
    assert isinstance(read, list)
    assert any(str(problem).startswith(f"{FILE}:{said}") for problem in read), "\n".join(map(str, read))


def test_no_family_at_all_is_said_as_it_is() -> None:
    read = read_feelings('format = 1\ntitle = "Feelings"', FILE)
    assert isinstance(read, list)
    assert [problem.reason for problem in read] == ["there is no [[family]]; at least one is needed."]


@pytest.mark.parametrize(("families", "shades"), [(21, 1), (1, 31)])
def test_a_list_is_not_endless(families: int, shades: int) -> None:
    text = 'format = 1\ntitle = "Feelings"\n'
    for family in range(families):
        words = [f"{family} {shade}" for shade in range(shades)]
        text += f'[[family]]\nname = "f{family}"\nshades = {words}\n'.replace("'", '"')
    read = read_feelings(text, FILE)
    assert isinstance(read, list)
    assert [problem.reason.split(";")[0] for problem in read] == [f"has {max(families, shades)}"]


def test_all_faults_are_told_in_the_order_of_lines() -> None:
    read = read_feelings(TEXT.replace('"lonely"', "7").replace('"glad"', '""').replace("= 1", "= 3"), FILE)
    assert isinstance(read, list)
    assert [problem.line for problem in read] == [1, 5, 10]


@given(st.text(max_size=400))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert read_feelings(text, FILE)


# Searching


@pytest.mark.parametrize(
    ("typed", "words", "best"),
    [
        ("", ["glad", "happy", "naïve", "at ease", "sad", "lonely", "let down"], "glad"),
        ("one", ["sad", "lonely"], "lonely"),
        ("NAIVE", ["glad", "naïve"], "naïve"),
        ("naï", ["glad", "naïve"], "naïve"),
        ("le", ["sad", "let down"], "let down"),
        ("l", ["glad", "happy", "naïve", "at ease", "sad", "lonely", "let down"], "lonely"),
        ("sad", ["sad", "lonely", "let down"], "sad"),
        ("t d", ["sad", "let down"], "let down"),
        ("xyz", [], None),
    ],
)
def test_a_word_is_found_by_a_part_of_it(typed: str, words: list[str], best: str | None) -> None:
    found = feelings().matching(typed)
    assert [word for family in found for word in family.words] == words
    assert feelings().best(typed) == best


@given(st.text(max_size=12))
def test_the_best_word_is_among_those_found(typed: str) -> None:
    found = [word for family in feelings().matching(typed) for word in family.words]
    best = feelings().best(typed)
    assert (best in found) if found else best is None


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing_more_for_searching(text: str) -> None:
    assert folded(text.upper()) == folded(folded(text.upper()))
