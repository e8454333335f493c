"""Ten thousand turns in one window of the installed program, session after session, with flat memory."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from pathlib import Path

from tests.terminal.playing import AT_HOME, PROGRAM, take_from_shelf
from tests.terminal.pseudo_terminal import PseudoTerminal, environment
from tests.terminal.terminal import Terminal

TURNS = 10_000
WARM_AFTER = 2_500
"""Turns until all is loaded, and Python's own stores are as large as they get."""
GROWS_AT_MOST = 12.0
"""MB from then on; a leak of one screen a session would be ten times that."""
DECK = """
format   = 1
title    = "Soak"
about    = "Turn after turn"
roles    = ["one", "other"]
rounds   = 2
depth    = 1
topics   = []
source   = "Made for a test"
language = "en"
license  = "CC0-1.0"
change   = "Now the other way round."
farewell = "That was a lot."
""" + "".join(
    f"""
[[turn]]
kind    = "talk"
floor   = "one"
say     = "Say the word {number} in a sentence of {{other}}."
listen  = "Listen for the word {number}."
minutes = 1

[[turn]]
kind = "read"
say  = "Turn {number}: look at each other."
"""
    for number in range(12)
)
CARDS = "".join(f'\n[[card]]\ntext = "Card {number}"\n' for number in range(8))


ESCAPE = "\x1b[27u"
"""As newer terminals send it, which is never taken for the beginning of something else."""
LOOKS = (("f1", ESCAPE), ("ctrl+p", ESCAPE), ("f2", "f2"), (ESCAPE, "space"))
"""Help, the palette, the curtain and a time-out: what opens each, and what closes it."""


class Window(Terminal):
    """A window that nobody looks at once it is `dark`; looking takes longer than playing."""

    dark = False

    def took(self, data: bytes) -> None:
        (PseudoTerminal.took if self.dark else Terminal.took)(self, data)


class Soak:
    """One window, and how it has fared."""

    def __init__(self, home: Path, terminal: Window) -> None:
        self.home = home
        self.terminal = terminal
        self.turns = 0
        self.sessions = 0

    @property
    def megabytes(self) -> float:
        """What the program holds in memory."""
        status = Path(f"/proc/{self.terminal.process.pid}/status").read_text(encoding="utf-8")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found is not None
        return int(found[1]) / 1024

    @property
    def handles(self) -> int:
        """How many files and the like are open."""
        return len([*Path(f"/proc/{self.terminal.process.pid}/fd").iterdir()])

    @property
    def threads(self) -> int:
        """How many threads there are."""
        return len([*Path(f"/proc/{self.terminal.process.pid}/task").iterdir()])

    def _noted(self) -> int:
        journal = self.home / "journal.jsonl"
        try:
            return journal.read_bytes().count(b'"turn finished"')
        except FileNotFoundError:
            return -1

    def _go_on(self) -> None:
        """To the next turn, from whatever lies over the table."""
        before = self._noted()
        for number in range(1, 60):
            self.terminal.press("space")
            if self.terminal.until(lambda: self._noted() != before, 2):
                return
            if number % 3 == 0:  # A space more comes back from the time-out that this may be.
                self.terminal.press(ESCAPE)
                self.terminal.be_at_rest()
        raise AssertionError(
            f"turn {self.turns} stands still; it wrote:\n{self.terminal.raw[-2000:].decode()}"
        )

    def session(self) -> None:
        """Play one from home to home, and look at this and that on the way."""
        window, journal = self.terminal, self.home / "journal.jsonl"
        while not journal.exists():
            window.press("enter")
            if not window.until(journal.exists, 0.5):
                window.press(ESCAPE)  # From whatever opened after it was to be closed.
        window.be_at_rest()
        for opens, closes in LOOKS:
            window.press(opens)
            window.be_at_rest()
            window.press(closes)
            window.be_at_rest()
        while self._noted() >= 0:
            self._go_on()
            self.turns += 1
        window.be_at_rest()
        if self.sessions % 5 == 0:
            window.press("j")
            window.be_at_rest()
            window.press(ESCAPE)
            window.be_at_rest()
        shutil.rmtree(self.home / "sessions")
        self.sessions += 1
        window.raw.clear()


def end_here(terminal: Terminal) -> None:
    """End the session early; the mark at home is on its deck from then on."""
    terminal.press("escape")
    terminal.wait("Time-out", "end here")
    terminal.press("x")
    terminal.wait("That was a lot.")
    terminal.press("space")
    terminal.wait(*AT_HOME)


def main(turns: int = TURNS, warm_after: int = WARM_AFTER) -> int:
    """Answers 0 where the memory has stayed flat."""
    folder = Path(tempfile.mkdtemp(prefix="duologue-soak-"))
    home = folder / "d"
    (home / "decks").mkdir(parents=True)
    (home / "couple.toml").write_text('format = 1\nleft = "Ana"\nright = "Ben"\n', encoding="utf-8")
    (home / "decks" / "soak.toml").write_text(DECK + CARDS, encoding="utf-8")
    terminal = Window([str(PROGRAM)], environment(DUOLOGUE_HOME=str(home)), columns=80, rows=24)
    try:
        return _soak(Soak(home, terminal), turns, warm_after)
    finally:
        terminal.close()
        shutil.rmtree(folder)


def _soak(soak: Soak, turns: int, warm_after: int) -> int:
    soak.terminal.wait(*AT_HOME)
    take_from_shelf(soak.terminal, "Turn after turn")
    soak.terminal.wait("round 1 of 2")
    end_here(soak.terminal)
    soak.terminal.dark = True
    began = time.monotonic()
    warm: tuple[int, float, int, int] | None = None
    while soak.turns < turns:
        soak.session()
        now = (soak.turns, soak.megabytes, soak.handles, soak.threads)
        if warm is None and soak.turns >= warm_after:
            warm = now
        if soak.sessions % 10 == 0:
            print("turns {}, {:.1f} MB, {} handles, {} threads".format(*now), flush=True)
    assert warm is not None
    grown = soak.megabytes - warm[1]
    seconds = time.monotonic() - began
    print(f"FIGURE {soak.turns} turns in {soak.sessions} sessions, one process, {seconds:.0f} s")
    print(f"FIGURE memory after {warm[0]} turns {warm[1]:.1f} MB, at the end {soak.megabytes:.1f} MB; "
          f"grown by {grown:+.1f} MB, {GROWS_AT_MOST:g} allowed")  # fmt: skip
    print(f"FIGURE open handles {warm[2]} and {soak.handles}, threads {warm[3]} and {soak.threads}")
    return int(grown > GROWS_AT_MOST or soak.handles > warm[2] or soak.threads > warm[3])
