"""What goes wrong is said kindly, and the rest works on."""

from __future__ import annotations

import base64
import signal
from pathlib import Path

import pytest

from tests.terminal.conftest import Start
from tests.terminal.playing import (
    AT_TABLE,
    CHECKOUT,
    SHELF,
    SHOES,
    both_say,
    deck_on,
    memories,
    play_to,
    take_from_shelf,
    to_the_reveal,
    tree,
)
from tests.terminal.turns import full_disk

HERS = "the lamp you mended"
HIS = "a long way home"


def test_a_full_disk_takes_no_words_away(start: Start, home: Path) -> None:
    terminal = start("play", SHOES, "--seed", "7")
    deck = to_the_reveal(terminal, HERS, HIS)
    with full_disk(terminal):
        terminal.press("a")
        terminal.wait("● keep", HERS, HIS)
        terminal.find("the disk takes no more|file too large")
        terminal.press("l")
        terminal.wait("Not saved yet", HERS, HIS, "r try again", "c copy the words")
        assert not terminal.shows("Saved")
        terminal.press("c")
        words = base64.b64encode(f"The blue door\nAna: {HERS}\nBen: {HIS}".encode())
        terminal.expect(lambda: words in terminal.raw, "nothing was copied")
        terminal.press("r")
        terminal.wait("Not saved yet", HERS, HIS)
        assert memories(home) == []
    terminal.press("r")
    terminal.wait("Saved", HERS, HIS)
    [record] = memories(home)
    assert record.read_text(encoding="utf-8").rstrip().endswith("complete = true")

    terminal.press("space")
    terminal.wait(deck.first_words(deck.values["change"]), "round 2 of 2")
    terminal.kill(signal.SIGKILL)
    terminal.status()
    again = start()
    again.wait("Go on where you were?")
    again.press("g")
    again.wait(deck.first_words(deck.values["change"]), "round 2 of 2")
    assert memories(home) == [record]


def test_saving_is_tried_again_when_the_cause_is_gone(start: Start, home: Path) -> None:
    terminal = start("play", SHOES, "--seed", "7")
    to_the_reveal(terminal, HERS, HIS)
    (home / "memories").write_text("in the way", encoding="utf-8")
    both_say(terminal, "keep")
    terminal.wait("Not saved yet", HERS, HIS)
    terminal.find(r"a file stands\s+where a folder")
    assert not terminal.shows("Saved")
    (home / "memories").unlink()
    terminal.click("try again")
    terminal.wait("Saved", HERS, HIS)
    assert len(memories(home)) == 1


def test_what_cannot_be_saved_can_be_let_go(start: Start, home: Path) -> None:
    terminal = start("play", SHOES, "--seed", "7")
    deck = to_the_reveal(terminal, HERS, HIS)
    (home / "memories").write_text("in the way", encoding="utf-8")
    both_say(terminal, "keep")
    terminal.wait("Not saved yet")
    terminal.press("f4")
    terminal.wait(deck.first_words(deck.values["change"]))


def test_a_second_window_reads_only(start: Start, home: Path) -> None:
    first = start("play", SHOES, "--seed", "7")
    deck = deck_on(first)
    before = tree(home)

    second = start()
    second.wait(*SHELF)
    second.press("g")
    second.wait("open in another window", *SHELF)
    second.gone("Go on where you were?")
    second.press("x", "p", "down", "enter")
    second.wait("Nothing will be kept")
    second.press("enter")
    second.wait(AT_TABLE, "breathe")
    second.press("ctrl+q")
    assert second.status() == 0
    assert "waits for you" not in second.raw.decode()
    assert tree(home) == before

    first.press("space")
    first.wait(*deck.said(deck.turns[1]))
    first.press("ctrl+q")
    assert first.status() == 0
    third = start()
    third.wait("Go on where you were?")


def test_a_window_that_may_not_write_keeps_nothing(start: Start, home: Path) -> None:
    start().wait(*SHELF)
    second = start("play", SHOES, "--seed", "7")
    second.wait("Nothing will be kept", "another window")
    second.press("enter")
    play_to(second, deck_on(second), "keep")
    second.wait("This window keeps nothing")
    second.press("a", "l", "space")
    second.wait("round 2 of 2")
    assert memories(home) == []


def test_a_folder_that_cannot_be_written(start: Start, home: Path) -> None:
    home.chmod(0o500)
    before = tree(home)
    terminal = start(traits="controlled,humble")
    terminal.wait("Nothing can be kept", "not allowed", "Ana", *SHELF)
    terminal.press("down", "enter")
    terminal.wait("Nothing will be kept", "play without keeping")
    terminal.press("enter")
    terminal.wait(AT_TABLE)
    terminal.press("ctrl+q")
    assert terminal.status() == 0
    assert tree(home) == before


def test_a_first_run_where_nothing_can_be_written(start: Start, new_home: Path) -> None:
    new_home.write_text("in the way", encoding="utf-8")
    terminal = start()
    terminal.wait("Who sits on the left?")
    terminal.type("Ana")
    terminal.press("enter")
    terminal.wait("And who sits on the right?")
    terminal.type("Ben")
    terminal.press("enter")
    terminal.wait("Ana", "Ben", *SHELF, "Nothing can be kept")
    terminal.press("down", "enter")
    terminal.wait("Nothing will be kept")
    terminal.press("enter")
    terminal.wait(AT_TABLE)
    assert new_home.read_text(encoding="utf-8") == "in the way"


@pytest.fixture
def broken(home: Path) -> Path:
    """A folder with a deck and a theme of the couple's own that cannot be used, and a deck that can."""
    for name in ("decks", "themes"):
        (home / name).mkdir()
    text = (CHECKOUT / "decks" / f"{SHOES}.toml").read_text(encoding="utf-8")
    torn = text.replace('"In your shoes"', '"Broken"').replace("rounds   = 2", "rounds   = 3")
    (home / "decks" / "broken.toml").write_text(torn, encoding="utf-8")
    ours = text.replace('"In your shoes"', '"Our [b]own[/] deck"')
    (home / "decks" / "ours.toml").write_text(ours, encoding="utf-8")
    text = (CHECKOUT / "themes" / "linen.toml").read_text(encoding="utf-8")
    pale = text.replace("#f6efe4", "#3a2d25").replace('"Linen"', '"Pale"')
    (home / "themes" / "pale.toml").write_text(pale, encoding="utf-8")
    (home / "settings.toml").write_text('format = 1\ntheme = "pale"\n', encoding="utf-8")
    return home


def test_broken_decks_and_themes_are_named_and_the_rest_works(start: Start, broken: Path) -> None:
    before = tree(broken / "decks")
    terminal = start(size=(120, 36))
    terminal.wait(*SHELF, "Left out")
    terminal.find(r"broken\.toml:5: rounds: ")
    terminal.find(r"pale\.toml:\d+: \w+: ")
    assert not terminal.shows("Broken")
    take_from_shelf(terminal, "Our [b]own[/] deck")
    terminal.wait("Our [b]own[/] deck · round 1 of 2")
    terminal.press("ctrl+q")
    assert terminal.status() == 0
    assert tree(broken / "decks") == before


def test_playing_a_broken_deck_says_what_is_wrong(start: Start, broken: Path) -> None:
    assert broken.is_dir()
    terminal = start("play", "broken", size=(120, 36))
    assert terminal.status() == 1
    assert b"broken.toml:5: rounds: " in terminal.raw
    assert b"\x1b[?1049h" not in terminal.raw


def test_an_unreadable_memory_is_named_in_the_jar(start: Start, home: Path) -> None:
    terminal = start("play", SHOES, "--seed", "7")
    to_the_reveal(terminal, HERS, HIS)
    both_say(terminal, "keep")
    terminal.wait("Saved")
    terminal.kill(signal.SIGKILL)
    terminal.status()
    [record] = memories(home)
    cut = record.with_name("cut.toml")
    cut.write_bytes(record.read_bytes()[:-20])
    again = start(size=(120, 36))
    again.wait(*SHELF)
    again.press("j")
    again.wait("The blue door", "could not be read")
    again.press("u")
    again.wait("cut.toml, line ")
    assert cut.read_bytes() == record.read_bytes()[:-20]
