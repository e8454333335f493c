"""The power fails at the worst moments: what was secret stays so, what was shown stays shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal.conftest import Start
from tests.terminal.playing import (
    AT_HOME,
    SHELF,
    Deck,
    both_say,
    deck_on,
    in_pane,
    mask,
    play_to,
    to_the_unseen,
    wait_in_pane,
    wait_to_type,
)
from tests.terminal.terminal import Terminal
from tests.terminal.turns import (
    both_see,
    cut_off,
    end_here,
    full_disk,
    go_on,
    hear_out,
    holding,
    is_handed,
    on_disk,
    other,
    records,
    says,
    take_the_keyboard,
    turn_over,
    write_by_hand,
)

TRUTH, GUESS = "the smell of chalk", "a wet dog"


def look_for_feeling(terminal: Terminal, word: str) -> None:
    """Search among the feelings until the mark is on this one."""
    terminal.wait("type to search")
    terminal.type(word)
    terminal.find(rf"› +{word}")


def test_in_the_middle_of_unseen_writing(start: Start, home: Path) -> None:
    terminal = start("play", "guess-me", "--seed", "7")
    deck = to_the_unseen(terminal)
    asked, guesser = deck.names["asked"], deck.names["guesser"]
    take_the_keyboard(terminal, asked)
    wait_to_type(terminal, asked)
    terminal.type(TRUTH)
    on_disk(terminal, home, TRUTH)
    cut_off(terminal)
    assert TRUTH.encode() not in terminal.raw
    journal = home / "journal.jsonl"
    noted = journal.read_bytes()
    journal.write_bytes(noted + noted.splitlines(keepends=True)[-1][:-3])

    again = start()
    go_on(again)
    wait_in_pane(again, asked, mask(TRUTH), "● writing unseen")
    wait_in_pane(again, guesser, f"Look away, {guesser}.")
    wait_to_type(again, asked)
    again.type("!")
    wait_in_pane(again, asked, mask(TRUTH + "!"))
    again.press("enter")
    write_by_hand(again, guesser, GUESS)
    both_see(again, "○ face down")
    assert TRUTH.encode() not in again.raw
    turn_over(again, guesser, GUESS)
    turn_over(again, asked, TRUTH + "!")

    assert holding(home, TRUTH)
    end_here(again, deck)
    again.press("ctrl+q")
    assert again.status() == 0
    assert holding(home, TRUTH) == holding(home, GUESS) == []
    [summary] = records(home, "sessions")
    assert summary["decks"] == ["guess-me"]


def test_what_is_closed_for_good_is_gone(start: Start, home: Path) -> None:
    terminal = start("play", "guess-me", "--seed", "7")
    deck = to_the_unseen(terminal)
    write_by_hand(terminal, deck.names["asked"], TRUTH)
    take_the_keyboard(terminal, deck.names["guesser"])
    wait_to_type(terminal, deck.names["guesser"])
    terminal.type(GUESS)
    on_disk(terminal, home, GUESS)
    cut_off(terminal)

    again = start()
    again.wait("Go on where you were?")
    again.press("x")
    again.wait("Close last time's session?")
    again.press("x")
    again.gone("Go on where you were?")
    assert holding(home, TRUTH) == holding(home, GUESS) == []
    assert len(records(home, "sessions")) == 1


@pytest.mark.parametrize("how", ["a power cut", "a full disk"])
def test_nothing_stays_of_a_session_at_its_farewell(start: Start, home: Path, how: str) -> None:
    terminal = start("play", "guess-me", "--seed", "7")
    deck = to_the_unseen(terminal)
    write_by_hand(terminal, deck.names["asked"], TRUTH)
    write_by_hand(terminal, deck.names["guesser"], GUESS)
    both_see(terminal, "○ face down")
    terminal.press("escape")
    terminal.wait("Time-out", "end here")
    terminal.press("x")
    terminal.wait(deck.first_words(deck.values["farewell"]))
    if how == "a full disk":
        with full_disk(terminal):
            terminal.press("space")
            terminal.wait(*AT_HOME, "The summary was not written")
    cut_off(terminal)

    again = start()
    again.wait(*SHELF)
    again.expect(lambda: not (home / "journal.jsonl").exists(), "the journal is still there")
    again.gone("Go on where you were?")
    assert holding(home, TRUTH) == holding(home, GUESS) == []
    assert len(records(home, "sessions")) == 1


def test_in_a_pick(start: Start, home: Path) -> None:
    assert home.is_dir()
    terminal = start("play", "tell-and-retell", "--seed", "7")
    deck = deck_on(terminal, "tell-and-retell")
    play_to(terminal, deck, "pick")
    first = is_handed(terminal)
    second = other(first)
    take_the_keyboard(terminal, first, "picking")
    look_for_feeling(terminal, "tender")
    terminal.press("enter")
    take_the_keyboard(terminal, second, "picking")
    look_for_feeling(terminal, "shaky")
    cut_off(terminal)

    again = start()
    go_on(again)
    wait_in_pane(again, second, "● picking unseen")
    wait_in_pane(again, first, f"Look away, {first}.")
    look_for_feeling(again, "proud")
    again.press("enter")
    both_see(again, "○ face down")
    turn_over(again, second, "proud")
    turn_over(again, first, "tender")
    assert not again.shows("shaky"), "it was looked at, and not picked"


def test_in_a_reveal(start: Start, home: Path) -> None:
    assert home.is_dir()
    terminal = start("play", "guess-me", "--seed", "7")
    deck = to_the_unseen(terminal)
    asked, guesser = deck.names["asked"], deck.names["guesser"]
    write_by_hand(terminal, asked, TRUTH)
    write_by_hand(terminal, guesser, GUESS)
    turn_over(terminal, guesser, GUESS)
    cut_off(terminal)
    assert TRUTH.encode() not in terminal.raw

    again = start()
    go_on(again)
    wait_in_pane(again, guesser, GUESS, "● turned over")
    wait_in_pane(again, asked, "○ face down", "turn mine over")
    assert not again.shows("go on")
    assert TRUTH.encode() not in again.raw
    turn_over(again, asked, TRUTH)
    assert in_pane(again, guesser, GUESS)
    again.wait("space go on")


def test_in_a_hush(start: Start, home: Path) -> None:
    assert home.is_dir()
    terminal = start("play", "hold", "--seed", "7")
    deck = Deck.named("hold", "Ana")
    *before, hush = deck.opening
    hear_out(terminal, deck, *before)
    terminal.wait(*deck.said(hush))
    cut_off(terminal)

    again = start()
    go_on(again)
    again.wait(*deck.said(hush), "that was good")
    both_see(again, "No words needed.")
    says(again, "Ben", "pass")
    again.wait("round 1 of 2", "● the floor is yours")


def test_what_one_said_before_a_deep_deck_is_asked_again(start: Start, home: Path) -> None:
    assert home.is_dir()
    terminal = start("play", "all-of-me", "--seed", "7")
    says(terminal, "Ana", "not now")
    wait_in_pane(terminal, "Ana", "Your answer is in.")
    cut_off(terminal)
    again = start()
    go_on(again)
    both_see(again, "now is good")
    both_say(again, "now is good")
    again.gone("now is good")
    again.wait("All of me")
