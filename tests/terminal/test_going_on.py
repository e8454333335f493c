"""A session that was cut off is offered again, where it was."""

from __future__ import annotations

import stat
from pathlib import Path
from time import monotonic

from tests.terminal.conftest import Start
from tests.terminal.playing import (
    SHELF,
    SHOES,
    clock,
    deck_on,
    mask,
    memories,
    play_to,
    to_the_reveal,
    to_the_writing,
    wait_to_type,
)
from tests.terminal.turns import cut_off

QUESTION = "Go on where you were?"
AGREED = r"You agreed to come back (tomorrow|today) at (?P<hour>\d\d:\d\d)\."
"""Tomorrow may come while this is played."""
NOTED_EVERY = 5
"""Seconds of play that a crash costs at the most."""


def test_a_talk_goes_on_where_it_was(start: Start, home: Path) -> None:
    terminal = start("play", SHOES, "--seed", "7")
    deck = deck_on(terminal)
    talk = play_to(terminal, deck, "talk")
    card = next(card["text"] for card in deck.values["card"] if terminal.shows(card["text"]))
    terminal.press("t", "q")
    terminal.wait("lingering")
    full = clock(terminal)
    terminal.expect(lambda: clock(terminal) <= full - NOTED_EVERY - 2, "the candle does not burn")
    left = clock(terminal)
    cut_off(terminal)

    again = start()
    again.wait(QUESTION, deck.values["title"])
    again.press("g")
    began = monotonic()
    again.wait(card, "round 1 of 2", "lingering", *deck.said(talk))
    left_again = clock(again)
    went_on = monotonic() - began + 1
    assert left - went_on <= left_again <= left + NOTED_EVERY + 1
    again.press("space")
    again.wait(*deck.said(deck.turn("confirm")))
    assert (home / "journal.jsonl").exists()


def test_what_is_torn_at_the_end_is_dropped(start: Start, home: Path) -> None:
    terminal = start("play", SHOES, "--seed", "7")
    deck = deck_on(terminal)
    talk = play_to(terminal, deck, "talk")
    cut_off(terminal)
    journal = home / "journal.jsonl"
    journal.write_bytes(journal.read_bytes() + b'{"crc":"00000000","event":{"at":9')

    again = start()
    again.wait(QUESTION)
    again.press("g")
    again.wait("round 1 of 2", *deck.said(talk))
    again.press("space")
    again.wait(*deck.said(deck.turn("confirm")))
    assert b"crc" in journal.read_bytes().splitlines()[-1], "what happens now is noted after what was whole"


def test_what_was_being_written_is_still_there(start: Start, home: Path) -> None:
    words = "the smell of rain"
    terminal = start("play", SHOES, "--seed", "7")
    to_the_writing(terminal)
    terminal.type(words)
    terminal.wait(mask(words))
    journal = home / "journal.jsonl"
    terminal.expect(lambda: words.encode() in journal.read_bytes(), "what was typed is not noted")
    cut_off(terminal)

    again = start()
    again.wait(QUESTION)
    again.press("g")
    again.wait("The blue door", "Look away, Ben", mask(words))
    wait_to_type(again, "Ana")
    again.type(" at six")
    again.wait(mask(words + " at six"))
    assert words.encode() not in again.raw
    again.press("f3")
    again.wait(words + " at six")
    again.press("ctrl+s")
    again.wait("Look away, Ana")
    again.gone(words)


def test_leaving_keeps_the_last_letters(start: Start, home: Path) -> None:
    words = "half a sen"
    terminal = start("play", SHOES, "--seed", "7")
    to_the_writing(terminal)
    terminal.type(words)
    terminal.wait(mask(words))
    terminal.press("ctrl+q")
    assert terminal.status() == 0
    assert "Your session waits for you" in terminal.raw.decode()
    assert words in (home / "journal.jsonl").read_text(encoding="utf-8")

    again = start()
    again.wait(QUESTION)
    again.press("g")
    again.wait("The blue door", mask(words))


def test_a_moment_cut_off_before_it_is_kept_is_kept_once(start: Start, home: Path) -> None:
    terminal = start("play", SHOES, "--seed", "7")
    to_the_reveal(terminal, "hers", "his")
    terminal.press("a")
    terminal.wait("● keep")
    cut_off(terminal)
    again = start()
    again.wait(QUESTION)
    again.press("g")
    again.wait("hers", "his", "● keep")
    again.press("l")
    again.wait("Saved")
    cut_off(again)
    third = start()
    third.wait(QUESTION)
    third.press("g")
    third.wait("Saved", "hers", "his")
    assert len(memories(home)) == 1


def test_a_session_can_be_let_be(start: Start, home: Path) -> None:
    terminal = start("play", SHOES, "--seed", "7")
    play_to(terminal, deck_on(terminal), "talk")
    cut_off(terminal)
    again = start()
    again.wait(QUESTION, "close it")
    again.press("x")
    again.wait("Close last time's session?", "close it for good")
    again.press("x")
    again.gone(QUESTION)
    again.expect(lambda: not (home / "journal.jsonl").exists(), "the journal is still there")
    again.press("ctrl+q")
    assert again.status() == 0
    third = start()
    third.wait(*SHELF)
    assert QUESTION not in third.raw.decode()


def test_an_agreed_hour_outlasts_a_restart(start: Start, home: Path) -> None:
    terminal = start("play", SHOES, "--seed", "7")
    play_to(terminal, deck_on(terminal), "talk")
    terminal.press("escape")
    terminal.wait("A break, then.", "another day")
    terminal.press("d")
    terminal.wait("When would be good for both of you?", "agree on tomorrow")
    terminal.press("enter")
    agreed = terminal.find(AGREED)["hour"]
    terminal.press("ctrl+q")
    assert terminal.status() == 0
    assert stat.S_IMODE((home / "agreed.toml").stat().st_mode) == 0o600

    again = start(size=(60, 20))
    again.wait(QUESTION)
    assert again.find(AGREED)["hour"] == agreed
    again.press("g")
    again.wait("Good to have you both back.")
    again.press("space")
    again.wait("round 1 of 2", "● the floor is yours")
    assert not (home / "agreed.toml").exists()
    again.press("ctrl+q")
    assert again.status() == 0

    third = start()
    third.wait(QUESTION)
    assert "You agreed" not in third.raw.decode()
