"""What two people do in turns that are more than talking: write and pick unseen, turn over, keep."""

from __future__ import annotations

import re
import resource
import signal
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.terminal.playing import AT_HOME, NAMES, Deck, in_pane, mask, wait_in_pane, wait_to_type, words_of
from tests.terminal.terminal import Terminal

PICKED = {step: rf"(?<!○)(○ ?){{{step - 1}}}● ?(○ ?){{{7 - step}}}(?!○)" for step in range(1, 8)}
"""The marks under the circles, by the step that is shown."""
HANDED = r"(\w+), this is for you"
"""Says who is handed the keyboard."""


def other(name: str) -> str:
    """The other one of the two."""
    return NAMES[1 - NAMES.index(name)]


def first_to_speak(terminal: Terminal) -> str:
    """Who has the floor, where nobody had it before."""
    floor = "● the floor is yours"
    terminal.expect(lambda: any(in_pane(terminal, name, floor) for name in NAMES), "nobody has the floor")
    return next(name for name in NAMES if in_pane(terminal, name, floor))


def is_handed(terminal: Terminal) -> str:
    """Who is handed the keyboard now."""
    return str(terminal.find(HANDED)[1])


def running_text(terminal: Terminal) -> str:
    """The screen as one line, as a long card wraps."""
    return " ".join(terminal.text.split())


def card_on(terminal: Terminal, deck: Deck) -> str:
    """The text of the card on the table, once one is there."""
    found: list[str] = []

    def is_there() -> bool:
        found[:] = [card["text"] for card in deck.values["card"] if card["text"] in running_text(terminal)]
        return bool(found)

    terminal.expect(is_there, "no card of the deck is on the table")
    return max(found, key=len)


def key_of(terminal: Terminal, name: str, label: str) -> str:
    """The key that stands before this label in this one's pane, once it is there."""
    wait_in_pane(terminal, name, label)
    found = re.search(rf"(\S) {re.escape(label)}", words_of(terminal, name))
    assert found is not None
    return found[1]


def says(terminal: Terminal, name: str, label: str) -> None:
    """This one presses their own key with this label."""
    terminal.press(key_of(terminal, name, label))


def both_see(terminal: Terminal, text: str) -> None:
    """Wait until this text stands on both sides."""
    for name in NAMES:
        wait_in_pane(terminal, name, text)


def hears(terminal: Terminal, deck: Deck, turn: dict[str, Any], speaker: str) -> None:
    """Wait until this one has the floor for this turn, and the other one listens."""
    terminal.wait(*deck.said(turn))
    wait_in_pane(terminal, speaker, "● the floor is yours")
    wait_in_pane(terminal, other(speaker), "○ listening")


def hear_out(terminal: Terminal, deck: Deck, *turns: dict[str, Any]) -> None:
    """Turn after turn, wait for what it says, and go on with space."""
    for turn in turns:
        terminal.wait(*deck.said(turn))
        terminal.press("space")


# Writing and picking


def take_the_keyboard(terminal: Terminal, name: str, what: str = "writing") -> None:
    """This one is handed the keyboard, the other looks away."""
    terminal.wait(f"{name}, this is for you", f"{other(name)}, look away")
    terminal.press("space")
    terminal.wait(f"Look away, {other(name)}", f"● {what} unseen")


def write_by_hand(terminal: Terminal, name: str, words: str, *, ends: Sequence[str] = ("enter",)) -> None:
    """Once the keyboard is theirs, this one writes words that only show as marks, and ends."""
    take_the_keyboard(terminal, name)
    wait_to_type(terminal, name)
    terminal.type(words)
    terminal.wait(mask(words))
    terminal.press(*ends)


def write_together(terminal: Terminal, words: str) -> None:
    """Write a line in the open, in the middle."""
    wait_to_type(terminal)
    terminal.type(words)
    terminal.wait(words)
    terminal.press("enter")


def pick_circles(terminal: Terminal, name: str, step: int) -> None:
    """This one picks a pair of circles unseen."""
    take_the_keyboard(terminal, name, "picking")
    terminal.press(str(step))
    terminal.find(PICKED[step])
    terminal.press("enter")


def turn_over(terminal: Terminal, name: str, words: str) -> None:
    """This one turns over what they wrote; it stands on their side."""
    says(terminal, name, "turn mine over")
    wait_in_pane(terminal, name, words)


# What stays


@contextmanager
def full_disk(terminal: Terminal) -> Iterator[None]:
    """The system refuses every further byte that the program writes into a file."""
    soft, hard = resource.prlimit(terminal.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(terminal.process.pid, resource.RLIMIT_FSIZE, (0, hard))
    yield
    resource.prlimit(terminal.process.pid, resource.RLIMIT_FSIZE, (soft, hard))


def cut_off(terminal: Terminal) -> None:
    """The power fails."""
    terminal.kill(signal.SIGKILL)
    assert terminal.status() == -signal.SIGKILL


def go_on(terminal: Terminal) -> None:
    """Take the offer to go on with last time's session."""
    terminal.wait("Go on where you were?")
    terminal.press("g")
    terminal.gone(*AT_HOME)


def end_here(terminal: Terminal, deck: Deck) -> None:
    """End the session early, kindly, and go home."""
    terminal.press("escape")
    terminal.wait("Time-out", "end here")
    terminal.press("x")
    say_goodbye(terminal, deck)


def say_goodbye(terminal: Terminal, deck: Deck) -> None:
    """Read the farewell, and go home."""
    terminal.wait(deck.first_words(deck.values["farewell"]), "Look at each other")
    terminal.press("space")
    terminal.wait(*AT_HOME)


def holding(home: Path, words: str) -> list[str]:
    """The files under a folder that hold these words, whatever kind of file it is."""
    return [
        str(path.relative_to(home))
        for path in home.rglob("*")
        if path.is_file() and words.encode() in path.read_bytes()
    ]


def leaks(terminal: Terminal, words: str) -> bool:
    """Whether even one of these letters was ever written to the terminal."""
    return bool(set(words) & set(terminal.raw.decode(errors="replace")))


def on_disk(terminal: Terminal, home: Path, words: str) -> None:
    """Wait until these words are in the running session's journal."""
    journal = home / "journal.jsonl"
    terminal.expect(lambda: words.encode() in journal.read_bytes(), f"{words!r} is not noted")


def records(home: Path, kind: str) -> list[dict[str, Any]]:
    """What the files of one kind say, in the order in which they were made."""
    paths = sorted((home / kind).rglob("*.toml"), key=lambda path: path.stat().st_mtime_ns)
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in paths]


def from_palette(terminal: Terminal, typed: str, label: str) -> None:
    """Find something in the palette by typing, and take it."""
    terminal.press("ctrl+p")
    terminal.wait("Search for commands")
    terminal.type(typed)
    terminal.wait(typed)
    terminal.click(label)
