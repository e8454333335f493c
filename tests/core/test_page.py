"""A private page: what it is called, and how it changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from duologue.core.kept import gather
from duologue.core.page import TEXT_AT_MOST, Page, another_version, empty_page, not_saved

NOW = datetime(2026, 2, 14, 20, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=3)


def page(title: str, text: str, page_id: str = "p1") -> Page:
    """A page written at once."""
    return empty_page(page_id, NOW).having(title, text, NOW)


def test_it_is_called_by_its_title_or_by_how_it_begins() -> None:
    assert page("  The lake ", "Cold feet.").name == "The lake"
    assert page("", "\n  \nCold feet.\nAnd more.").name == "Cold feet."
    long = page("", "wind " * 100).name
    assert len(long) <= 60
    assert long.endswith("wind…")
    assert page("", "").name == ""


def test_its_file_says_nothing_of_any_deck_and_ends_with_its_end() -> None:
    record = page("The lake", "Cold feet.").record()
    assert list(record) == ["format", "id", "when", "revises", "title", "text", "end"]


def test_a_change_takes_the_place_of_what_stands_and_keeps_its_day() -> None:
    first = page("The lake", "Cold feet.")
    changed = another_version(gather([first])[0], "p2", LATER).having("The lake", "Warm feet.", LATER)
    [kept] = gather([first, changed])
    assert kept.now.text == "Warm feet."
    assert (kept.now.when, kept.now.made) == (NOW, LATER)
    assert [version.text for version in kept.earlier] == ["Cold feet."]


def test_where_two_versions_stand_the_next_one_begins_with_the_words_of_both() -> None:
    first = page("The lake", "Cold feet.")
    [kept] = gather([first])
    sides = [
        another_version(kept, f"p{number}", LATER + timedelta(hours=number)).having("The lake", text, LATER)
        for number, text in ((2, "One."), (3, "Other."))
    ]
    [torn] = gather([first, *sides])
    assert torn.is_torn
    both = another_version(torn, "p4", LATER)
    assert {"One.", "Other."} == set(both.text.split("\n\n"))
    [whole] = gather([first, *sides, both])
    assert not whole.is_torn
    assert {version.text for version in whole.earlier} == {"Cold feet.", "One.", "Other."}


def test_two_long_versions_are_not_cut_off_but_the_newer_one_goes_on() -> None:
    long = "x" * TEXT_AT_MOST
    first = page("The lake", "Cold feet.")
    [kept] = gather([first])
    sides = [another_version(kept, f"p{number}", LATER).having("", long, LATER) for number in (2, 3)]
    [torn] = gather([first, *sides])
    assert another_version(torn, "p4", LATER).text == long


def test_a_draft_of_what_was_saved_is_over() -> None:
    drafts = [page("", "saved", "p1"), page("", "waits", "p2")]
    assert [draft.text for draft in not_saved(drafts, [page("", "saved", "p1")])] == ["waits"]
