"""While somebody writes unseen: a tiny window, a full disk, a second window, a curtain."""

from __future__ import annotations

from pathlib import Path

from tests.terminal.conftest import Start
from tests.terminal.playing import SHELF, deck_on, mask, play_to, tree, wait_in_pane, wait_to_type
from tests.terminal.terminal import Terminal
from tests.terminal.turns import (
    both_see,
    cut_off,
    full_disk,
    go_on,
    holding,
    on_disk,
    other,
    take_the_keyboard,
    turn_over,
    write_by_hand,
)

TRUTH, GUESS = "the smell of chalk", "a wet dog"


def writing(terminal: Terminal, typed: str = TRUTH) -> str:
    """Play on until somebody has typed this unseen; answers who."""
    deck = deck_on(terminal, "guess-me")
    play_to(terminal, deck, "write")
    asked = deck.names["asked"]
    take_the_keyboard(terminal, asked)
    wait_to_type(terminal, asked)
    terminal.type(typed)
    wait_in_pane(terminal, asked, mask(typed))
    return asked


def both_turn_over(terminal: Terminal, words: dict[str, str]) -> None:
    """Both turn over what they wrote, and neither has lost a letter."""
    for name, written in words.items():
        turn_over(terminal, name, written)
    terminal.wait("space go on")


def test_in_a_tiny_window_and_back(start: Start, home: Path) -> None:
    assert home.is_dir()
    terminal = start("play", "guess-me", "--seed", "7", size=(100, 30))
    asked = writing(terminal, "the smell")
    terminal.resize(30, 8)
    terminal.wait("A little more room", "Nothing is lost")
    terminal.gone("•")
    terminal.type(" of")
    terminal.resize(60, 20)
    wait_in_pane(terminal, asked, mask("the smell of"), "● writing unseen")
    terminal.resize(100, 30)
    wait_in_pane(terminal, asked, mask("the smell of"), "● writing unseen")
    wait_in_pane(terminal, other(asked), "Look away")
    wait_to_type(terminal, asked)
    terminal.type(" chalk")
    wait_in_pane(terminal, asked, mask(TRUTH))
    assert TRUTH.encode() not in terminal.raw
    terminal.press("enter")
    write_by_hand(terminal, other(asked), GUESS)
    both_turn_over(terminal, {asked: TRUTH, other(asked): GUESS})


def test_a_full_disk_takes_no_letter(start: Start, home: Path) -> None:
    terminal = start("play", "guess-me", "--seed", "7")
    asked = writing(terminal, "the smell")
    on_disk(terminal, home, "the smell")
    with full_disk(terminal):
        terminal.type(" of chalk")
        wait_in_pane(terminal, asked, mask(TRUTH))
        terminal.find(r"Not noted right now: .+\. Play on")
        terminal.press("enter")
        write_by_hand(terminal, other(asked), GUESS)
        both_see(terminal, "○ face down")
        turn_over(terminal, asked, TRUTH)
        assert holding(home, TRUTH) == [], "so it is on the screen alone"
    turn_over(terminal, other(asked), GUESS)
    terminal.gone("Not noted right now")
    assert holding(home, TRUTH) == ["journal.jsonl"]
    cut_off(terminal)

    again = start()
    go_on(again)
    wait_in_pane(again, asked, TRUTH)
    wait_in_pane(again, other(asked), GUESS)


def test_a_second_window_sees_and_changes_nothing(start: Start, home: Path) -> None:
    first = start("play", "guess-me", "--seed", "7")
    asked = writing(first)
    on_disk(first, home, TRUTH)
    before = tree(home)
    second = start()
    second.wait("open in another window", *SHELF)
    second.press("g")
    second.gone("Go on where you were?")
    second.press("ctrl+q")
    assert second.status() == 0
    assert TRUTH.encode() not in second.raw
    assert tree(home) == before

    first.press("enter")
    write_by_hand(first, other(asked), GUESS)
    both_turn_over(first, {asked: TRUTH, other(asked): GUESS})


COVERS = {
    "f2": ("$ ", "f2"),
    "escape": ("Time-out", "space"),
    "f1": ("Help", "escape"),
    "ctrl+p": ("Search for", "escape"),
}
"""What may come over the table: its key, what is seen of it, and the key that ends it. At the curtain one may
type what one likes."""


def test_whatever_comes_over_it_hides_what_is_written(start: Start, home: Path) -> None:
    assert home.is_dir()
    terminal = start("play", "guess-me", "--seed", "7")
    asked = writing(terminal)
    for key, (seen, back) in COVERS.items():
        terminal.press("f3")
        wait_in_pane(terminal, asked, TRUTH)
        terminal.press(key)
        terminal.wait(seen)
        terminal.gone(TRUTH)
        if key == "f2":
            terminal.expect(lambda: terminal.text.strip() == "$", "there is more than a curtain")
            terminal.type("ls x ")
        terminal.press(back)
        wait_in_pane(terminal, asked, "● writing unseen", mask(TRUTH))
        wait_to_type(terminal, asked)
    terminal.press("enter")
    write_by_hand(terminal, other(asked), GUESS)
    both_turn_over(terminal, {asked: TRUTH, other(asked): GUESS})
