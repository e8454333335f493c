"""The demo home: the same years every time, all of them readable, and nobody else's folder is touched."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs.demo.__main__ import MARKER, NotADemo, clear, keepsake, make_demo
from docs.demo.home import furnish
from docs.demo.rhythm import evenings
from docs.demo.scenes import painters
from docs.demo.words import Moment, Written, last_time, read_words, years_before
from duologue.core.memory import Memory
from duologue.keepsake.taken import Period, take
from duologue.store.access import take_pen
from duologue.store.closeness import load_closeness
from duologue.store.decks import load_decks
from duologue.store.notes import load_kept_notes
from duologue.store.paths import Paths
from duologue.store.records import load_kept
from duologue.store.settings import load_couple
from duologue.store.stars import load_stars, star_problems
from duologue.store.summaries import load_summaries
from duologue.store.trash import in_trash

TODAY = date(2026, 11, 20)
WORDS = read_words()
ANY_DAY = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paths]:
    """The demo, once for all who only look."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setattr("os.fsync", lambda _: None)  # Power cuts are tested elsewhere.
        paths = Paths.under(tmp_path_factory.mktemp("demo"))
        furnish(paths, TODAY)
        yield paths


def _bytes(home: Path) -> dict[str, bytes]:
    files = (file for file in home.rglob("*") if file.is_file())
    return {str(file.relative_to(home)): file.read_bytes() for file in files}


def test_all_of_it_is_there_and_only_one_file_cannot_be_read(home: Paths, tmp_path: Path) -> None:
    memories, problems = load_kept(home.memories, Memory)
    assert [problem.reason for problem in problems] == [
        "is cut off: its last table, [end] with complete = true, is missing."
    ]
    assert len(memories) == len(WORDS.memory) - 3, "two were let go, one was cut off"
    assert sum(memory.is_torn for memory in memories) == 1
    assert sum(bool(memory.earlier) and not memory.is_torn for memory in memories) == 2
    assert len(in_trash(home)) == 2
    pictures = {memory.now.picture for memory in memories if memory.now.picture}
    assert {file.name for file in home.pictures.iterdir()} == pictures

    standings = {kept.now.standing for kept in load_kept_notes(home, "promise")[0]}
    assert standings == {"open", "kept", "trying", "let go"}
    for kind, notes in WORDS.notes.items():
        found, problems = load_kept_notes(home, kind)
        assert (len(found), problems) == (len(notes), [])
        assert not any(note.is_torn for note in found)

    summaries, problems = load_summaries(home)
    assert 140 <= len(summaries) <= 190
    assert problems == []
    circles, problems = load_closeness(home)
    assert len(circles) >= 8
    assert problems == []
    assert (len(load_stars(home)), star_problems(home)) == (len(WORDS.star), [])
    decks, problems = load_decks(home)
    assert problems == []
    assert {deck_id for deck_id, (_, own) in decks.items() if own} == {card.deck for card in WORDS.own_card}
    assert load_couple(home) is not None

    # The keepsake can be made of it, with every picture.
    taken = take(home, Period())
    assert taken.book(TODAY).count("<img") == len(pictures)
    assert len(taken.problems) == 1

    again = Paths.under(tmp_path / "again")
    furnish(again, TODAY)
    assert _bytes(again.data) == _bytes(home.data), "the same seed and day make the same files"


def test_what_they_played_fits_what_they_kept(home: Paths) -> None:
    decks = {deck_id: deck for deck_id, (deck, _) in load_decks(home)[0].items()}
    titles = {deck.title: deck for deck in decks.values()}
    summaries, _ = load_summaries(home)
    for summary in summaries:
        dealt = {card.text for deck_id in summary.decks for card in decks[deck_id].cards}
        assert set(summary.cards) <= dealt
        assert summary.when.date() < TODAY
        assert summary.floor_seconds.left + summary.floor_seconds.right < summary.seconds
    played = {summary.when.date(): summary for summary in summaries}
    for kept in load_kept(home.memories, Memory)[0]:
        assert all(memory.made.date() < TODAY for memory in (*kept.standing, *kept.earlier))
        memory = kept.now
        if memory.deck:
            assert not memory.card or memory.card in [card.text for card in titles[memory.deck].cards]
            assert not memory.card or memory.card in played[memory.when.date()].cards


def test_two_are_of_this_very_day(home: Paths) -> None:
    days = [kept.now.when.date() for kept in load_kept(home.memories, Memory)[0]]
    assert sorted(day.year for day in days if (day.month, day.day) == (11, 20)) == [2024, 2025]


def test_the_words_are_worth_reading() -> None:
    titles = [memory.title for memory in WORDS.memory]
    lines = [line for memory in WORDS.memory for line in (memory.left, memory.right)]
    assert len(set(titles)) == len(titles) >= 60
    every = [*titles, *lines, *(note.text for notes in WORDS.notes.values() for note in notes)]
    every += [card.text for card in WORDS.own_card]
    assert [text for text in every if "!" in text or len(text) > 900] == []
    assert min(map(len, lines)) < 10
    assert 230 < max(map(len, lines)) <= 300
    assert {memory.picture for memory in WORDS.memory} - {""} == set(painters())


@given(ANY_DAY)
def test_whatever_today_is_every_day_told_is_before_it_and_in_its_season(today: date) -> None:
    first = years_before(today, 3)
    everything: tuple[Moment | Written, ...] = (*WORDS.memory, *WORDS.promise, *WORDS.plan, *WORDS.letter)
    for each in everything:
        day = each.day(today)
        assert day < today
        assert not each.deck or day >= first
        if each.days is None and each.on != "today":
            assert f"{day:%m-%d}" == each.on
    assert timedelta(0) < today - last_time("06-21", today) <= timedelta(366)


@given(ANY_DAY, st.integers(0, 9))
def test_evenings_are_in_order_and_hold_what_is_wanted(today: date, seed: int) -> None:
    wanted = {today - timedelta(days=9): ["mending"], today - timedelta(days=400): ["hold", "good-news"]}
    found = list(evenings(today, wanted, WORDS.away, Random(seed)))
    days = [evening.day for evening in found]
    assert days == sorted(set(days))
    assert {
        day: list(decks) for day, decks in ((each.day, each.decks) for each in found) if day in wanted
    } == wanted
    apart = [
        evening for evening in found if WORDS.away.holds(evening.day, today) and evening.day not in wanted
    ]
    assert {evening.decks for evening in apart} <= {("far-apart",)}


def test_a_demo_is_made_anew_and_nothing_else_is_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled: list[date] = []
    monkeypatch.setattr("docs.demo.__main__.furnish", lambda _, today: filled.append(today))
    home = tmp_path / "demo"
    make_demo(home, TODAY)
    (home / "memories").mkdir()
    make_demo(home, TODAY)
    assert not (home / "memories").exists(), "the old one is gone"
    assert len(filled) == 2

    ours = tmp_path / "ours"
    ours.mkdir()
    (ours / "couple.toml").write_text("left = 'Ana'")
    with pytest.raises(NotADemo, match="not empty, and not a demo"):
        make_demo(ours, TODAY)
    with pytest.raises(NotADemo, match="not a folder"):
        make_demo(ours / "couple.toml", TODAY)
    assert _bytes(ours) == {"couple.toml": b"left = 'Ana'"}
    assert len(filled) == 2


@pytest.mark.parametrize("prints", [True, False])
def test_a_keepsake_is_made_and_printed_where_a_browser_is(
    home: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prints: bool
) -> None:
    browser = tmp_path / "bin" / "chromium"
    browser.parent.mkdir()
    if prints:
        browser.write_text(
            '#!/bin/sh\nfor each; do case $each in --print-to-pdf=*) : > "${each#*=}";; esac; done'
        )
        browser.chmod(0o700)
    monkeypatch.setenv("PATH", str(browser.parent))
    mine = tmp_path / "demo"
    shutil.copytree(home.data, mine)
    made = keepsake(mine)
    assert [file.name for file in made] == ["keepsake.html", "keepsake.pdf"][: 1 + prints]
    assert "The night bus, and how we met" in made[0].read_text("utf-8")
    assert all(file.stat().st_mode & 0o077 == 0 for file in made), "only theirs to read"


def test_a_demo_that_is_open_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / MARKER).touch()
    pen = take_pen(Paths.under(tmp_path))
    with pytest.raises(NotADemo, match="open in a window"):
        clear(tmp_path)
    pen.put_down()
    assert (tmp_path / MARKER).exists()
    clear(tmp_path)
    assert not tmp_path.exists()
