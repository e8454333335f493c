"""Windows of every size: nothing needed is missing, and no resize loses anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal.conftest import Start
from tests.terminal.playing import (
    NAMES,
    SHELF,
    SHOES,
    both_say,
    deck_on,
    mask,
    play_to,
    titled,
    to_the_writing,
    turns_until,
    wait_to_type,
    write_unseen,
)

NEEDED = {
    "read": ("go on", "time-out", "q slower", "p slower"),
    "talk": ("the floor is yours", "listening", "I'm done", "q slower", "p slower", "e pass", "i pass"),
    "confirm": ("That's me", "Nearly", "Not quite me", "only you can say", "time-out"),
    "keep": ("a yes", "l yes", "s not now", "k not now", "go on"),
}
"""What must stand on the screen in each kind of turn."""


@pytest.mark.parametrize("size", [(120, 36), (60, 20)], ids="{0[0]}x{0[1]}".format)
def test_all_that_is_needed_is_there(start: Start, home: Path, size: tuple[int, int]) -> None:
    assert home.is_dir()
    terminal = start("play", SHOES, "--seed", "7", size=size)
    deck = deck_on(terminal)
    for turn in turns_until(terminal, deck, "keep"):
        terminal.wait("round 1 of 2", "gentle", *NEEDED[turn["kind"]])
        for name in NAMES:
            terminal.find(titled(name))
    both_say(terminal, "yes")
    terminal.wait("What shall we call it?", "let it go")
    wait_to_type(terminal)
    terminal.type("Ours")
    terminal.wait("Ours")
    terminal.press("enter")
    terminal.wait("Ours", "What would you like to", "Look away, Ben", "ctrl+s", "let it go")
    write_unseen(terminal, "Ana", "hers")
    terminal.wait("What would you like to", "Look away, Ana", "ctrl+s")
    write_unseen(terminal, "Ben", "his")
    terminal.wait("Ours", "hers", "his", "a keep", "l keep", "let it go")
    both_say(terminal, "keep")
    terminal.wait("Saved", "Ours", "hers", "his", "go on")
    terminal.press("space")
    terminal.wait(deck.first_words(deck.values["change"]), "go on")


@pytest.mark.parametrize("size", [(120, 36), (60, 20)], ids="{0[0]}x{0[1]}".format)
def test_home_and_jar_fit(start: Start, home: Path, size: tuple[int, int]) -> None:
    assert home.is_dir()
    terminal = start(size=size)
    terminal.wait(*NAMES, *SHELF, "min", "j jar", "f1 help", "ctrl+q leave")
    terminal.press("j")
    terminal.wait("The jar", "Empty yet", "back")


def test_a_window_that_is_too_small_is_told_kindly(start: Start, home: Path) -> None:
    assert home.is_dir()
    terminal = start(size=(60, 20))
    terminal.wait(*SHELF)
    for size in ((59, 24), (80, 19), (20, 6)):
        terminal.resize(*size)
        terminal.wait("A little more room")
        terminal.gone(*SHELF)
        terminal.resize(60, 20)
        terminal.wait(*SHELF)
        terminal.gone("A little more room")


def test_a_resize_while_talking_loses_nothing(start: Start, home: Path) -> None:
    assert home.is_dir()
    terminal = start("play", SHOES, "--seed", "7", size=(100, 30))
    deck = deck_on(terminal)
    talk = play_to(terminal, deck, "talk")
    terminal.press("q", "t")
    terminal.wait("lingering")
    terminal.resize(30, 8)
    terminal.wait("A little more room", "Nothing is lost")
    terminal.gone("lingering")
    for size in ((100, 30), (60, 20), (200, 60), (80, 24)):
        terminal.resize(*size)
        terminal.wait("lingering", "round 1 of 2", "the floor is yours", *deck.said(talk))
    terminal.press("space")
    terminal.wait(*deck.said(deck.turn("confirm")))


def test_a_resize_while_writing_loses_nothing(start: Start, home: Path) -> None:
    assert home.is_dir()
    words = "a kettle, a quilt, a key"
    terminal = start("play", SHOES, "--seed", "7", size=(100, 30))
    to_the_writing(terminal)
    terminal.type(words)
    terminal.wait(mask(words))
    terminal.resize(30, 8)
    terminal.wait("A little more room")
    terminal.gone("•")
    terminal.resize(100, 30)
    terminal.wait("Look away, Ben", mask(words))
    wait_to_type(terminal, "Ana")
    terminal.type(" +")
    terminal.wait(mask(words + " +"))
    terminal.press("ctrl+s")
    write_unseen(terminal, "Ben", "his")
    terminal.wait("his", words)


def test_what_is_typed_into_a_tiny_window_is_not_a_command(start: Start, home: Path) -> None:
    assert home.is_dir()
    terminal = start("play", SHOES, "--seed", "7", size=(100, 30))
    to_the_writing(terminal)
    terminal.type("ab")
    terminal.wait("••")
    terminal.resize(30, 8)
    terminal.wait("A little more room")
    terminal.type("skip")
    terminal.resize(100, 30)
    terminal.wait("The blue door", "Look away, Ben", "••", "gentle")
    wait_to_type(terminal, "Ana")
    terminal.type("!")
    terminal.wait("•••", "gentle")
