"""Two people play both rounds, put the story right once, and keep a moment."""

from __future__ import annotations

import json
import shutil
import subprocess
import tomllib
from pathlib import Path

from tests.terminal.conftest import Start
from tests.terminal.playing import (
    NAMES,
    PROGRAM,
    SHELF,
    SHOES,
    Deck,
    answer,
    both_say,
    deck_on,
    give_title,
    memories,
    play_to,
    to_the_reveal,
    to_the_writing,
    write_unseen,
)
from tests.terminal.pseudo_terminal import environment
from tests.terminal.terminal import Terminal
from tests.terminal.turns import end_here, hear_out, say_goodbye

HERS = "you hummed on the stairs"
HIS = "your hand found mine"


def test_two_rounds_are_played_and_a_moment_is_kept(start: Start, home: Path) -> None:
    terminal = start("play", SHOES, "--seed", "7", size=(120, 36))
    deck = deck_on(terminal)
    first_round(terminal, deck)
    keep_a_moment(terminal)
    check_record(home)

    terminal.press("space")
    terminal.wait(deck.first_words(deck.values["change"]), "round 2 of 2")
    terminal.press("space")
    play_to(terminal, deck.swapped, "keep")
    terminal.press("space")
    hear_out(terminal, deck.swapped, *deck.closing)
    say_goodbye(terminal, deck)
    terminal.wait(*NAMES, *SHELF)
    assert not (home / "journal.jsonl").exists(), "what was written unseen dies with the session"

    look_into_the_jar(terminal, deck)
    terminal.press("ctrl+q")
    assert terminal.status() == 0
    assert listed(home) == [("The blue door", deck.values["title"])]


def first_round(terminal: Terminal, deck: Deck) -> None:
    """The story lands at the second try."""
    confirm = play_to(terminal, deck, "confirm")
    answer(terminal, "Nearly")
    terminal.wait(deck.first_words(deck.turn("talk")["again"]))
    terminal.press("space")
    for turn in deck.turns[deck.turns.index(confirm) :]:
        terminal.wait(*deck.said(turn))
        if turn["kind"] == "confirm":
            answer(terminal, "That's me")
        elif turn["kind"] != "keep":
            terminal.press("space")


def keep_a_moment(terminal: Terminal) -> None:
    """Both say yes, write unseen, and keep."""
    both_say(terminal, "yes")
    give_title(terminal, "The blue door")
    secret_from = len(terminal.raw)
    write_unseen(terminal, "Ana", HERS)
    terminal.wait("Look away, Ana")
    assert HERS.encode() not in terminal.raw[secret_from:]
    write_unseen(terminal, "Ben", HIS)
    terminal.wait(HERS, HIS)
    both_say(terminal, "keep")
    terminal.wait("Saved", "The blue door", HERS, HIS)


def check_record(home: Path) -> None:
    """The moment is on the disk as soon as the screen says so, for nobody else to read."""
    [record] = memories(home)
    kept = tomllib.loads(record.read_text(encoding="utf-8"))
    assert kept["title"] == "The blue door"
    assert (kept["left"], kept["right"]) == ({"name": "Ana", "line": HERS}, {"name": "Ben", "line": HIS})
    assert kept["end"] == {"complete": True}
    others = 0o077
    assert [
        path for path in home.rglob("*") if path.name != "couple.toml" and path.stat().st_mode & others
    ] == []


def look_into_the_jar(terminal: Terminal, deck: Deck) -> None:
    """The moment is listed, and opens in full."""
    terminal.press("j")
    terminal.wait("The blue door", "one moment", deck.values["title"])
    terminal.press("enter")
    terminal.wait("The blue door", HERS, HIS, " Ana ", " Ben ")
    terminal.press("escape")
    terminal.wait("one moment")
    terminal.press("escape")
    terminal.gone("one moment")


def listed(home: Path) -> list[tuple[str, str]]:
    """Title and deck of each memory, as the command line lists them."""
    command = [str(PROGRAM), "memories", "list", "--json"]
    where = environment(DUOLOGUE_HOME=str(home))
    done = subprocess.run(command, env=where, capture_output=True, check=True)
    return [(memory["title"], memory["deck"]) for memory in json.loads(done.stdout)]


def test_the_same_seed_deals_the_same_card(start: Start, home: Path) -> None:
    cards = set()
    for _ in range(2):
        shutil.rmtree(home / "sessions", ignore_errors=True)  # What was played lately is dealt last.
        terminal = start("play", SHOES, "--seed", "7")
        deck = deck_on(terminal)
        cards.add(next(card["text"] for card in deck.values["card"] if terminal.shows(card["text"])))
        end_here(terminal, deck)
        terminal.press("ctrl+q")
        assert terminal.status() == 0
    assert len(cards) == 1


def test_space_passes_without_keeping(start: Start, home: Path) -> None:
    terminal = start("play", SHOES, "--seed", "7")
    deck = deck_on(terminal)
    play_to(terminal, deck, "keep")
    terminal.press("a", "space")
    terminal.wait(deck.first_words(deck.values["change"]), "round 2 of 2")
    assert memories(home) == []


def test_one_of_them_lets_go_what_both_have_read(start: Start, home: Path) -> None:
    terminal = start("play", SHOES, "--seed", "7")
    deck = to_the_reveal(terminal, HERS, HIS)
    terminal.press("l")
    terminal.wait("● keep")
    answer(terminal, "let it go")
    terminal.wait(deck.first_words(deck.values["change"]), "round 2 of 2")
    terminal.gone(HERS, HIS)
    assert memories(home) == []


def test_a_moment_is_let_go_while_it_is_written(start: Start, home: Path) -> None:
    terminal = start("play", SHOES, "--seed", "7")
    deck = to_the_writing(terminal)
    terminal.type("al q")
    terminal.wait("•• •")
    terminal.press("f4")
    terminal.wait(deck.first_words(deck.values["change"]), "round 2 of 2")
    assert memories(home) == []


def test_letters_and_the_key_that_ends_them_may_come_at_once(start: Start, home: Path) -> None:
    terminal = start("play", SHOES, "--seed", "7")
    to_the_writing(terminal)
    terminal.send(f"{HERS}\x13".encode())
    write_unseen(terminal, "Ben", HIS)
    terminal.wait(HERS, HIS)
    assert memories(home) == []
