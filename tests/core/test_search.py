"""Search as one types: any script, accents and case ignored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.core.search import found, searched

TEXTS = [
    searched(["The blue door", "Über den Wolken, in Łódź", "søster lo", "Café Ångström"]),
    searched(["電車を逃した", "花火の夜", "Straße nach Hause", ""]),
    searched(["고양이가 웃었다", "می‌خواهم", "Это был дождь ❤️", "Ünïcödé"]),
]


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("", [0, 1, 2]),
        ("   ", [0, 1, 2]),
        ("BLUE", [0]),
        ("doo blu", [0]),
        ("uber", [0]),
        ("über", [0]),
        ("lodz", [0]),
        ("soster", [0]),
        ("SØSTER", [0]),
        ("angstrom cafe", [0]),
        ("strasse", [1]),
        ("車", [1]),
        ("花火 電", [1]),
        ("고양", [2]),
        ("고야", [2]),
        ("می\N{ZERO WIDTH NON-JOINER}خواهم", [2]),
        ("میخواهم", [2]),
        ("дожд", [2]),
        ("❤", [2]),
        ("unicode", [2]),
        ("o", [0, 2]),
        ("blue 車", []),
        ("zzz", []),
    ],
)
def test_what_is_found(query: str, places: list[int]) -> None:
    assert found(TEXTS, query) == places


def test_a_word_does_not_reach_from_one_line_into_the_next() -> None:
    assert found([searched(["rain", "bow"])], "rainbow") == []


@given(st.lists(st.text(max_size=8), max_size=6), st.text(max_size=8))
def test_it_finds_each_text_that_holds_every_word(lines: list[str], query: str) -> None:
    texts = [searched([line]) for line in lines]
    words = searched([query]).split()
    assert found(texts, query) == [
        place for place, text in enumerate(texts) if all(word in text for word in words)
    ]
