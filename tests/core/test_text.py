"""Text from outside can be drawn without harm, and what people really write stays as it is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.core.text import MARKS_AT_MOST, clean

ACUTE = "\N{COMBINING ACUTE ACCENT}"
FLAG_OF_WALES = "🏴" + "".join(chr(0xE0000 + ord(letter)) for letter in "gbwls") + "\U000e007f"


@pytest.mark.parametrize(
    "text",
    [
        "Ana & Ben, “hello” — 100 %",
        "ไม่เป็นไร",
        "می‌خواهم",
        "क्षमा करें",
        "👩‍❤️‍👨",
        FLAG_OF_WALES,
        "[@click=app.quit]no markup[/]",
        "Việt Nam",
        "e" + "\N{COMBINING CEDILLA}" * 3,
    ],
)
def test_what_people_write_stays(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        pytest.param("a\x1b[2Jb", "a�[2Jb", id="escape sequence"),
        pytest.param("a\x9b31mb", "a�31mb", id="C1 control"),
        pytest.param("a\x00b\x07c\x7f", "a�b�c�", id="null, bell, delete"),
        pytest.param("a\u202eb\u2066c\u200fd", "a�b�c�d", id="hidden direction"),
        pytest.param("a\u2028b\u2029c", "a�b�c", id="line and paragraph separators"),
        pytest.param("a\ue000b\U000f0000c", "a�b�c", id="private use"),
        pytest.param("a\ud800b", "a�b", id="lone surrogate"),
        pytest.param("a\u00adb\ufeffc", "a�b�c", id="invisible format characters"),
        pytest.param("a\tb", "a    b", id="tab"),
        pytest.param("a\r\nb\rc\nd", "a b c d", id="line breaks"),
        pytest.param("e" + ACUTE, "é", id="composed"),
    ],
)
def test_what_could_harm_is_replaced(text: str, drawn: str) -> None:
    assert clean(text) == drawn


def test_line_breaks_stay_where_they_are_wanted() -> None:
    assert clean("a\r\nb\rc\nd", lines=True) == "a\nb\nc\nd"


@pytest.mark.parametrize("between", ["", "\N{ZERO WIDTH JOINER}", "\N{ZERO WIDTH NON-JOINER}", "\U000e0067"])
def test_towers_of_marks_do_not_climb_over_other_lines(between: str) -> None:
    """Marks sit on the last letter that can be seen; what is invisible between them does not carry any."""
    tower = "x" + (ACUTE * MARKS_AT_MOST + between) * 10
    assert clean(tower).count(ACUTE) <= MARKS_AT_MOST


_HOSTILE = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs", "Cc", "Cf", "Mn"]),
        st.sampled_from("\n\r\t\x1b\u200d" + ACUTE),
    )
)


@given(_HOSTILE, st.booleans())
def test_any_text_can_be_drawn(text: str, lines: bool) -> None:
    drawn = clean(text, lines=lines)
    forbidden = {"Cc", "Co", "Cs", "Zl", "Zp"}
    assert not [c for c in drawn if unicodedata.category(c) in forbidden and not (lines and c == "\n")]
    assert lines or "\n" not in drawn
    drawn.encode()


@given(_HOSTILE, st.booleans())
def test_cleaning_twice_changes_nothing(text: str, lines: bool) -> None:
    """What was cleaned, kept and read again is what was kept."""
    once = clean(text, lines=lines)
    assert clean(once, lines=lines) == once
