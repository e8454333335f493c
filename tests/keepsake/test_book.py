"""The book: what stands in it, in which order, and that nobody's words become markup."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.core.couple import Couple
from duologue.core.memory import Memory
from duologue.core.theme import contrast
from duologue.keepsake.book import book, direction, months_of, tongue
from duologue.keepsake.colours import Colours, chosen_colours
from duologue.store.paths import Paths
from duologue.store.settings import Settings, save_settings
from tests.keepsake.moments import PICTURE, a_memory

TODAY = date(2026, 11, 25)
HOSTILE = (
    "<script>alert(1)</script>",
    "</style></title><img src=http://127.0.0.1/x onerror=alert(1)>",
    "{{ 7 * 7 }} {% raw %} {# gone #}",
    "\" onload=\"alert(1)' x='",
    "&lt;b&gt; &amp; &#60;",
    "]]> --> <!--",
    "javascript:alert(1)",
)


COLOURS = chosen_colours(Paths.under(Path("/nobody")))
WHOLE = (
    *("June 2025", "The walk home", "Sunday, 1 June · The river", "Ana Rain first.", "Ben Then sun."),
    *("Calm · Glad", "In your shoes — A morning", "February 2026", "Soup", "2 moments, kept by both"),
    "25 November 2026",
)


class Read(HTMLParser):
    """What a reader of the page finds: its tags, their attributes, and the text outside of the style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self._in_style = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        self._in_style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._in_style &= tag != "style"

    def handle_data(self, data: str) -> None:
        if not self._in_style:
            self.text += data

    @property
    def words(self) -> str:
        """The text with one space between words."""
        return " ".join(self.text.split())


def a_book(paths: Paths, *memories: Memory, picture: str | None = None) -> str:
    """The page of Ana and Ben."""
    return book(memories, Couple("Ana", "Ben"), chosen_colours(paths), lambda _: picture, TODAY)


def on(year: int, month: int, day: int, hour: int = 20) -> datetime:
    """An hour in Greenwich."""
    return datetime(year, month, day, hour, tzinfo=UTC)


def test_a_book_has_all_that_was_kept(paths: Paths) -> None:
    whole = a_memory(
        "m1", deck="In your shoes", card="A morning", feelings=("Calm", "Glad"), place="The river"
    )
    read = Read(a_book(paths, whole, a_memory("m2", title="Soup", when=on(2026, 2, 3))))
    assert read.words.startswith("Ana & Ben, 2025 – 2026")
    for text in WHOLE:
        assert text in read.words
    assert read.words.index("The walk home") < read.words.index("Soup")
    assert (read.tags.count("section"), read.tags.count("h3")) == (2, 2)


def test_what_is_empty_leaves_no_trace(paths: Paths) -> None:
    read = Read(a_book(paths, a_memory("m1", right="")))
    assert "1 June Ana Rain first. One moment" in read.words
    assert "img" not in read.tags


def test_the_names_of_the_last_moment_stand_in_where_nobody_is_known(paths: Paths) -> None:
    page = book([a_memory("m1")], None, chosen_colours(paths), lambda _: None, TODAY)
    assert Read(page).words.startswith("Ana & Ben, 2025")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_word_of_theirs_becomes_markup(paths: Paths, text: str) -> None:
    """The page has the same tags whatever stands in it, and shows the text letter by letter."""
    memory = a_memory(
        "m1", left=text, right=text, title=text, deck=text, card=text, feelings=(text,), place=text
    )
    harmless = a_memory("m1", deck="a", card="a", feelings=("a",), place="a")
    names = Couple(text, text)
    page = book([memory], names, chosen_colours(paths), lambda _: None, TODAY)
    read = Read(page)
    assert read.tags == Read(a_book(paths, harmless)).tags
    assert read.text.count(text) == 11  # Both names twice, and seven texts of the moment.
    assert not {name for name, _ in read.attributes if name.startswith("on")}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_title_that_names_a_picture_stays_text(paths: Paths, text: str) -> None:
    page = a_book(paths, a_memory("m1", title=text, picture=PICTURE), picture="data:image/png;base64,AAAA")
    attributes = Read(page).attributes
    assert ("alt", text) in attributes
    assert [value for name, value in attributes if name == "src"] == ["data:image/png;base64,AAAA"]


@given(st.lists(st.text(max_size=40), min_size=3, max_size=3))
def test_any_text_is_shown_as_it_is(texts: list[str]) -> None:
    title, left, right = texts
    memory = a_memory("m1", title=title, left=left, right=right)
    page = book([memory], None, COLOURS, lambda _: None, TODAY)
    read = Read(page)
    for text in (memory.title, memory.left.line, memory.right.line):
        assert text in read.text


def test_it_asks_for_nothing_from_elsewhere(paths: Paths) -> None:
    page = a_book(paths, a_memory("m1", picture=PICTURE), picture="data:image/png;base64,AAAA")
    read = Read(page)
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert ("content", policy) in read.attributes
    assert not {"script", "link", "iframe", "object", "embed", "form", "base"} & set(read.tags)
    assert not re.search(r"https?:|//[a-z]|@import|url\(", page)


def test_a_picture_that_is_gone_leaves_its_place(paths: Paths) -> None:
    read = Read(a_book(paths, a_memory("m1", picture=PICTURE)))
    assert "img" not in read.tags
    assert "There was a picture here." in read.words


def test_a_day_is_the_one_that_it_was_where_they_were() -> None:
    """Before midnight in one place is after midnight in another; the calendar on the wall counts."""
    east, west = timezone(timedelta(hours=9)), timezone(timedelta(hours=-8))
    july = a_memory("a", when=datetime(2025, 7, 1, 1, tzinfo=east))
    june = a_memory("b", when=datetime(2025, 6, 30, 23, tzinfo=west))
    months = months_of([july, june])
    assert [(month.heading, [each.id for each in month.moments]) for month in months] == [
        ("June 2025", ["b"]),
        ("July 2025", ["a"]),
    ]


@pytest.mark.parametrize(
    ("text", "way", "language"),
    [
        ("Rain", "ltr", "und"),
        ("שלום Ana", "rtl", "und"),
        ("(1) مرحبا", "rtl", "und"),
        ("Ana שלום", "ltr", "und"),
        ("", "ltr", "und"),
        ("12 🎆", "ltr", "und"),
        ("没有计划", "ltr", "und"),
        ("雨の日", "ltr", "ja"),
        ("비 오는 날", "ltr", "ko"),
    ],
)
def test_a_text_runs_and_is_drawn_as_it_is_written(text: str, way: str, language: str) -> None:
    assert (direction(text), tongue(text)) == (way, language)


@pytest.mark.parametrize(
    ("theme", "light", "dark"),
    [
        ("hearth", "Linen", "Hearth"),
        ("linen", "Linen", "Hearth"),
        ("midnight", "Linen", "Midnight"),
        ("no-such", "Linen", "Hearth"),
    ],
)
def test_it_wears_their_theme_by_day_and_by_night(paths: Paths, theme: str, light: str, dark: str) -> None:
    save_settings(paths, Settings(theme=theme))
    colours = chosen_colours(paths)
    assert (colours.light.title, colours.dark.title) == (light, dark)
    page = a_book(paths, a_memory("m1"))
    assert page.index(colours.light.background) < page.index("@media screen and (prefers-color-scheme: dark)")
    assert colours.dark.background in page


def test_what_is_printed_can_be_read_on_white_paper(paths: Paths) -> None:
    worn: Colours = chosen_colours(paths)
    for ink in ("text", "muted", "left", "right"):
        assert contrast(getattr(worn.light, ink), "#ffffff") >= 4.5
