"""What two people do in front of the program, and what they expect to read there."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from tests.terminal.terminal import Terminal

PROGRAM = Path(sys.executable).with_name("duologue")
"""The installed program."""
CHECKOUT = Path(__file__).resolve().parents[2]
SHOES = "in-your-shoes"
AT_HOME = ("On the shelf", "enter play")
"""What stands at home and nowhere else."""
SHELF = (*AT_HOME, "Tonight", "Our intention")
"""What stands there while nobody has looked through the shelf."""
AT_TABLE = "esc time-out"
"""Stands on the screen while something is played, and nowhere else."""
NAMES = ("Ana", "Ben")
"""Who sits on the left, and who on the right."""
ACCENT = tomllib.loads((CHECKOUT / "themes" / "hearth.toml").read_text(encoding="utf-8"))["accent"][1:]
"""The colour of the cursor, as `rrggbb`."""

_FIRST_WORDS = 20
"""Characters of a sentence that stand in one row even in a narrow pane."""
_FIRST_SENTENCE = 40
"""Characters by which two sentences can be told apart."""


@dataclass(frozen=True)
class Deck:
    """A deck as its file tells it, with the names of the two who play it by their roles."""

    values: dict[str, Any]
    names: dict[str, str]

    @classmethod
    def named(cls, deck_id: str, one: str) -> Deck:
        """The deck with this id, where this one plays the first role."""
        values = tomllib.loads((CHECKOUT / "decks" / f"{deck_id}.toml").read_text(encoding="utf-8"))
        other = NAMES[1 - NAMES.index(one)]
        return cls(values, dict(zip(values["roles"], (one, other), strict=True)))

    @property
    def opening(self) -> list[dict[str, Any]]:
        """The turns before the first round."""
        return self._turns_at("opening")

    @property
    def turns(self) -> list[dict[str, Any]]:
        """The turns of a round."""
        return self._turns_at("round")

    @property
    def closing(self) -> list[dict[str, Any]]:
        """The turns after the last round."""
        return self._turns_at("closing")

    def _turns_at(self, at: str) -> list[dict[str, Any]]:
        return [turn for turn in self.values["turn"] if turn.get("at", "round") == at]

    @property
    def swapped(self) -> Deck:
        """The next round: the roles change."""
        one, other = self.values["roles"]
        return replace(self, names={one: self.names[other], other: self.names[one]})

    def begins_on(self, terminal: Terminal) -> bool:
        """Whether the first turn of a round is on the screen, each sentence on the side of its role."""
        return all(
            in_pane(terminal, self.names[role], self.told(sentence)[:_FIRST_SENTENCE])
            for role, sentence in self.turns[0]["each"].items()
        )

    def told(self, sentence: str) -> str:
        """A sentence with the names of the two in it."""
        return sentence.format(**self.names, left=NAMES[0], right=NAMES[1])

    def first_words(self, sentence: str) -> str:
        """The beginning of a sentence, short enough for one row."""
        told = self.told(sentence)
        return told if len(told) <= _FIRST_WORDS else told[: _FIRST_WORDS + 1].rsplit(" ", 1)[0]

    def said(self, turn: dict[str, Any]) -> list[str]:
        """The first words of all that a turn says to begin with."""
        if turn["kind"] in {"write", "pick"}:
            return ["this is for you"]
        sentences = turn["each"].values() if "each" in turn else [turn["say"]]
        if turn["kind"] == "talk":
            sentences = [turn[key] for key in ("say", "listen") if key in turn]
        return [self.first_words(sentence) for sentence in sentences]

    def turn(self, kind: str) -> dict[str, Any]:
        """The first turn of this kind."""
        return next(turn for turn in self.turns if turn["kind"] == kind)


def deck_on(terminal: Terminal, deck_id: str = SHOES) -> Deck:
    """The deck whose first card lies on the table: who plays which role is read from the panes."""
    deck = Deck.named(deck_id, NAMES[0])
    terminal.wait("round 1 of 2")
    for name in NAMES:
        terminal.find(titled(name))
    terminal.expect(lambda: deck.begins_on(terminal) or deck.swapped.begins_on(terminal), "no first turn")
    return deck if deck.begins_on(terminal) else deck.swapped


def take_from_shelf(terminal: Terminal, title: str) -> None:
    """Look through the shelf at home until this deck is there, and take it."""
    terminal.wait(*AT_HOME)
    terminal.gone("Taking the decks")
    while not terminal.shows(title):
        terminal.changes(lambda: terminal.press("pagedown"))
        terminal.be_at_rest()
    terminal.click(title)


def titled(name: str) -> str:
    """Matches the upper border of this one's pane."""
    return rf"[─━] +{re.escape(name)} +[─━]"


def pane_at(terminal: Terminal, row: int, column: int) -> str:
    """Whose pane this cell is in; nobody's above the panes."""
    titles: list[tuple[int, int, str]] = []
    for name in NAMES:
        title = re.compile(titled(name))
        titles += [
            (above, found.start() - 2, name)
            for above, line in enumerate(terminal.lines)
            if (found := title.search(line))
        ]
    return max((title for title in titles if title[0] <= row and title[1] <= column), default=(0, 0, ""))[2]


def words_of(terminal: Terminal, name: str) -> str:
    """All that stands on this one's side, its lines joined, with the status at the end."""
    lines, border = terminal.lines, re.compile(rf"[╭┏][─━]*{titled(name)}[─━]*[╮┓]")
    words: list[str] = []
    for row, title in enumerate(lines):
        if (match := border.search(title)) is None:
            continue
        for line in lines[row + 1 :]:
            words += line[match.start() + 1 : match.end() - 1].strip("─━ ").split()
            if line[match.start()] in "╰┗":
                return " ".join(words)
    return ""


def in_pane(terminal: Terminal, name: str, *texts: str) -> bool:
    """Whether all of these stand on this one's side, however they wrap."""
    words = words_of(terminal, name)
    return all(text in words for text in texts)


def wait_in_pane(terminal: Terminal, name: str, *texts: str) -> None:
    """Wait until all of these stand on this one's side together."""
    terminal.expect(lambda: in_pane(terminal, name, *texts), f"{name} does not see {texts}")


@cache
def is_near(colour: str, wanted: str) -> bool:
    """Whether two colours, as `rrggbb`, look the same; a rounded one is one step off."""
    pairs = zip(bytes.fromhex(colour), bytes.fromhex(wanted), strict=True)
    return all(abs(one - other) <= 1 for one, other in pairs)


def wait_to_type(terminal: Terminal, name: str | None = "") -> None:
    """Wait until the cursor stands in this one's pane; above the panes, or anywhere where `name` is None."""

    def cursor_is_there() -> bool:
        return any(
            is_near(terminal.background(column, row), ACCENT)
            and name in {None, pane_at(terminal, row, column)}
            for row in range(terminal.screen.lines)
            for column in range(terminal.screen.columns)
        )

    terminal.expect(cursor_is_there, f"no cursor for {name or 'both'}")


def keys_of(terminal: Terminal, label: str, count: int = 1) -> list[str]:
    """The keys that stand before this label on the screen, once there are as many."""
    pattern = re.compile(rf"(?<!\S)(\S) {re.escape(label)}")
    terminal.expect(
        lambda: len(pattern.findall(terminal.text)) >= count, f"there are no {count} keys for {label!r}"
    )
    return pattern.findall(terminal.text)


def answer(terminal: Terminal, label: str) -> None:
    """Press the key that stands before this label."""
    terminal.press(keys_of(terminal, label)[0])


def turns_until(terminal: Terminal, deck: Deck, kind: str) -> Iterator[dict[str, Any]]:
    """Play turn after turn until one of this kind is on the screen; each is given before it is played."""
    for turn in deck.turns:
        terminal.wait(*deck.said(turn))
        yield turn
        if turn["kind"] == kind:
            return
        if turn["kind"] == "confirm":
            answer(terminal, turn["answers"][0])
        else:
            terminal.press("space")
    raise AssertionError(f"the deck has no {kind} turn")


def play_to(terminal: Terminal, deck: Deck, kind: str) -> dict[str, Any]:
    """Play on until a turn of this kind is on the screen."""
    return [*turns_until(terminal, deck, kind)][-1]


def to_the_writing(terminal: Terminal, title: str = "The blue door") -> Deck:
    """Play on until Ana writes her line about a moment."""
    deck = deck_on(terminal)
    play_to(terminal, deck, "keep")
    both_say(terminal, "yes")
    give_title(terminal, title)
    terminal.wait("Look away, Ben", "ctrl+s")
    wait_to_type(terminal, "Ana")
    return deck


def give_title(terminal: Terminal, title: str) -> None:
    """Name the moment together."""
    terminal.wait("What shall we call it?")
    wait_to_type(terminal)
    terminal.type(title)
    terminal.wait(title)
    terminal.press("enter")


def to_the_reveal(terminal: Terminal, left: str, right: str) -> Deck:
    """Play on until what both wrote stands on the screen."""
    deck = to_the_writing(terminal)
    write_unseen(terminal, "Ana", left)
    write_unseen(terminal, "Ben", right)
    terminal.wait(left, right)
    return deck


def write_unseen(terminal: Terminal, name: str, words: str) -> None:
    """Write a line that only shows as marks, while the other one looks away, and end it."""
    reader = next(other for other in NAMES if other != name)
    terminal.wait(f"Look away, {reader}", "ctrl+s")
    wait_to_type(terminal, name)
    terminal.type(words)
    terminal.wait(mask(words))
    terminal.press("ctrl+s")


def mask(words: str) -> str:
    """What is seen of words that only the writer knows."""
    return "".join(" " if letter == " " else "•" for letter in words)


def both_say(terminal: Terminal, label: str) -> None:
    """Both press their own key with this label."""
    terminal.press(*keys_of(terminal, label, count=2))


def clock(terminal: Terminal) -> int:
    """The seconds left, as the digits beside the candle say."""
    minutes, seconds = terminal.find(r"(?<!\S)(\d+):(\d\d)(?!\S)").groups()
    return int(minutes) * 60 + int(seconds)


def memories(home: Path) -> list[Path]:
    """Everything in the jar."""
    return [path for path in (home / "memories").rglob("*") if path.is_file()]


def tree(home: Path) -> dict[str, bytes]:
    """Every file of a folder and what is in it."""
    return {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}


def to_the_unseen(terminal: Terminal) -> Deck:
    """Play on until somebody is handed the keyboard."""
    deck = deck_on(terminal, "guess-me")
    play_to(terminal, deck, "write")
    return deck
