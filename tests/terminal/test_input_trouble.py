"""Windows pulled about, pastes of any size, bytes no keyboard sends: it plays on, and nothing is lost."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from duologue.ui.pasting import AT_MOST, BEGIN, END, PATIENCE, Pastes
from tests.terminal.conftest import Start
from tests.terminal.playing import (
    SHELF,
    SHOES,
    deck_on,
    mask,
    memories,
    play_to,
    to_the_writing,
    write_unseen,
)
from tests.terminal.terminal import Terminal
from tests.terminal.turns import on_disk

HUGE = ("The quick brown ♥ fox jumps.\n" * 20_000).encode()[:500_000]
LEAVES = 0x11
"""The byte of ctrl+q."""


def pour(terminal: Terminal, data: bytes) -> None:
    """Send more than a terminal takes at once, and take in what is written meanwhile."""
    os.set_blocking(terminal.master, False)
    while data:
        terminal.pump(0)
        try:
            data = data[os.write(terminal.master, data[:4096]) :]
        except BlockingIOError:
            terminal.pump(0.01)
    os.set_blocking(terminal.master, True)


def pasted(data: bytes) -> bytes:
    """As a terminal brings a paste."""
    return BEGIN.encode() + data + END.encode()


def test_a_storm_of_resizes_while_talking_and_typing(start: Start, home: Path) -> None:
    terminal = start("play", SHOES, "--seed", "7", size=(100, 30))
    random, letters = Random(5), ""
    deck = deck_on(terminal)
    play_to(terminal, deck, "talk")
    sizes = [(1, 1), (400, 200), *((random.randint(1, 400), random.randint(1, 200)) for _ in range(98))]
    for size in sizes:
        terminal.set_size(*size)
        terminal.pump(0)
    terminal.resize(100, 30)
    terminal.wait("the floor is yours")  # The rest may have fallen quiet by then.
    terminal.press("space")
    terminal.wait("That's me")
    terminal.press("a", "l")
    for turn in deck.turns[deck.turns.index(deck.turn("confirm")) + 1 :]:
        terminal.wait(*deck.said(turn))
        terminal.press(*(("a", "l") if turn["kind"] == "keep" else ("space",)))
    terminal.wait("What shall we call it?")
    for number, size in enumerate(sizes[:50]):
        terminal.set_size(*size)
        letters += chr(ord("a") + number % 26)
        terminal.type(letters[-1])
        terminal.pump(0)
    terminal.resize(100, 30)
    terminal.wait("What shall we call it?", letters)
    on_disk(terminal, home, letters)


def test_pastes_of_500_kilobytes(start: Start, new_home: Path) -> None:
    terminal = start()
    terminal.wait("Who sits on the left?")
    pour(terminal, pasted(HUGE))
    terminal.wait("The quick brown")
    terminal.press("enter")
    terminal.wait("up to 40 fit")
    terminal.press("ctrl+u")
    terminal.gone("quick brown", "fox jumps")
    for name, then in (("Ana", ["And who sits on the right?"]), ("Ben", SHELF)):
        terminal.type(f"{name}\r")
        terminal.wait(*then)
    pour(terminal, pasted(HUGE))
    terminal.press("down", "pagedown")
    terminal.be_at_rest()
    terminal.press("ctrl+q")
    terminal.ends_well()

    again = start("play", SHOES, "--seed", "7")
    play_to(again, deck_on(again), "talk")
    pour(again, pasted(HUGE))
    again.press("t")
    again.find(r"(?<!\S)\d:\d\d(?!\S)")
    again.press("ctrl+q")
    again.ends_well()
    assert (new_home / "journal.jsonl").stat().st_size < 100_000


def test_a_paste_of_500_kilobytes_fills_a_field_and_no_more(start: Start, home: Path) -> None:
    terminal = start("play", SHOES, "--seed", "7")
    to_the_writing(terminal)
    pour(terminal, pasted(HUGE))
    terminal.wait("That is all that fits")
    on_disk(terminal, home, "The quick brown ♥ fox jumps.")
    terminal.press("ctrl+s")
    write_unseen(terminal, "Ben", "his")
    terminal.wait("The quick brown", "his", "a keep")
    assert memories(home) == []


GARBAGE = {
    "a paste without an end": BEGIN.encode() + b"never",
    "escapes and ends within a paste": pasted(b"\x1b[31m\x1b\x1b[A\x1b[201" + b"x" * 40),
    "half a sequence": b"\x1b[<0;12",
    "a key that does not exist": b"\x1b[99999999u\x1b[999999999999;5u\x1b[1;\xd9\xa1\xd9\xa2u",
    "a mouse far away": b"\x1b[<0;99999;99999M\x1b[<64;-5;0M\x1b[<35;1;1m\x1b[M   \x1b[M\xff\xff\xff",
    "a window as large as the moon": b"\x1b[48;99999999;99999999;1;1t\x1b[48;0;0;0;0t",
    "answers nobody asked for": b"\x1b[?2048;9$y\x1b[?61;4c\x1b[24;80R\x1b]11;rgb:0/0/0\x07\x1bP1$r0m\x1b\\",
    "no letters": b"\xff\xfe\xc3(\xf0\x9f\xed\xa0\x80\xc0\x80",
}


def test_what_no_keyboard_sends_is_taken_for_letters_at_the_most(start: Start, home: Path) -> None:
    terminal = start("play", SHOES, "--seed", "7")
    to_the_writing(terminal)
    for number, garbage in enumerate(GARBAGE.values()):
        terminal.send(garbage)
        terminal.until(lambda: False, 2 * PATIENCE if garbage.startswith(BEGIN.encode()) else 0.2)
        word = f"still{number}"
        terminal.type(f" {word} ")
        on_disk(terminal, home, word)
    terminal.press("ctrl+s")
    write_unseen(terminal, "Ben", "his")
    terminal.wait("his", "a keep")


def test_a_screen_is_left_before_it_is_there(start: Start, home: Path) -> None:
    assert home.is_dir()
    terminal = start("play", SHOES, "--seed", "7")
    deck = deck_on(terminal)
    play_to(terminal, deck, "talk")
    for opens, closes in (
        ("\x1b[27u", " "),
        ("\x1bOP", "\x1b[27u"),
        ("\x1bOQ", "\x1bOQ"),
        ("\x10", "\x1b[27u"),
    ):
        terminal.type((opens + closes) * 8)
    terminal.be_at_rest()
    assert terminal.process.poll() is None
    terminal.expect(lambda: leaves(terminal), "it cannot be left")
    terminal.ends_well()
    start().wait("Go on where you were?")


def leaves(terminal: Terminal) -> bool:
    """Whether it has ended, having asked for it: one press may be the end of what the noise began."""
    if terminal.process.poll() is None:
        terminal.press("ctrl+q")
    return terminal.until(lambda: terminal.process.poll() is not None, 2)


@pytest.mark.parametrize("seed", [0])
def test_random_bytes_for_a_while(start: Start, home: Path, seed: int) -> None:
    terminal = start("play", SHOES, "--seed", "7")
    to_the_writing(terminal)
    terminal.type("before")
    terminal.wait(mask("before"))
    random = Random(seed)
    for _ in range(20):
        pour(terminal, random.randbytes(100).replace(bytes([LEAVES]), b""))
    terminal.be_at_rest()
    assert terminal.process.poll() is None
    pour(terminal, b"\x1b[201~")
    terminal.expect(lambda: leaves(terminal), "it cannot be left")
    terminal.ends_well()
    assert terminal.is_restored
    again = start()
    again.wait("Go on where you were?")
    assert "before" in (home / "journal.jsonl").read_text(encoding="utf-8", errors="replace")


# The reader of pastes alone

STREAM = f"ab{BEGIN}x\x1b[31my\x1b{END}q\x1b{BEGIN}z{BEGIN}w{END}{END}k"
READ = f"ab{BEGIN}x[31my{END}q\x1b{BEGIN}z[200~w{END}{END}k"


def test_pastes_are_found_however_they_arrive() -> None:
    random = Random(3)
    for _ in range(500):
        cuts = sorted(random.sample(range(1, len(STREAM)), random.randint(0, 30)))
        pastes = Pastes()
        parts = [
            pastes.through(STREAM[cut:end], 0.0)
            for cut, end in zip([0, *cuts], [*cuts, len(STREAM)], strict=True)
        ]
        assert "".join(parts) == READ, cuts


def test_a_paste_is_bounded_and_ends_in_silence() -> None:
    pastes = Pastes()
    taken = "".join(pastes.through(part, 1.0) for part in (BEGIN, "x" * AT_MOST, "y" * 9))
    assert taken == BEGIN + "x" * AT_MOST
    assert pastes.after_silence(1.0 + PATIENCE / 2) == ""
    assert pastes.after_silence(1.0 + PATIENCE) == END
    assert pastes.after_silence(9.0) == ""
    assert pastes.through("typed\x1b", 9.0) == "typed\x1b"
