"""A command in a pseudo-terminal as the two in front of it see it: a screen, keys and a mouse."""

from __future__ import annotations

import codecs
import re
import sys
import termios
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte

from tests.terminal.pseudo_terminal import PATIENCE, Process, PseudoTerminal, Spawn, spawned

_KEYS = {
    "space": " ", "enter": "\r", "tab": "\t", "escape": "\x1b", "backspace": "\x7f",
    "up": "\x1b[A", "down": "\x1b[B", "pagedown": "\x1b[6~",
    "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~",
}  # fmt: skip
_LAUNCHER = str(Path(__file__).with_name("launcher.py"))
_NO_WIDTH = re.compile("[\u200b-\u200f\u2060\ufe00-\ufe0f\U000e0020-\U000e007f]")
"""What pyte stumbles over: joiners and the like, which take no cell."""


def key_code(name: str) -> str:
    """What a terminal sends for this key."""
    if name.startswith("ctrl+"):
        return chr(ord(name[-1]) & 0x1F)
    return _KEYS.get(name, name)


def launched(traits: str = "controlled") -> Spawn:
    """Starts a command anew, with the traits that `launcher.py` knows."""

    def spawn(command: Sequence[str], env: Mapping[str, str], terminal: int) -> Process:
        return spawned([sys.executable, "-I", "-S", _LAUNCHER, traits, *command], env, terminal)

    return spawn


class Terminal(PseudoTerminal):
    """Waits for what is seen; never for time to pass."""

    def __init__(
        self,
        command: Sequence[str],
        env: Mapping[str, str],
        *,
        columns: int = 80,
        rows: int = 24,
        spawn: Spawn | None = None,
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._lines: dict[int, str] = {}
        self._stream = pyte.Stream(self.screen)
        self._decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
        super().__init__(command, env, columns=columns, rows=rows, spawn=spawn or launched())

    def took(self, data: bytes) -> None:
        super().took(data)
        self._stream.feed(_NO_WIDTH.sub("", self._decode(data)))

    # What is seen

    @property
    def lines(self) -> list[str]:
        """The rows of the screen."""
        buffer, across = self.screen.buffer, range(self.screen.columns)
        for row in self.screen.dirty:
            self._lines[row] = "".join(buffer[row][column].data for column in across)
        self.screen.dirty.clear()
        return [self._lines.get(row, "") for row in range(self.screen.lines)]

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(line.rstrip() for line in self.lines)

    def shows(self, text: str) -> bool:
        """Whether this stands in one row of the screen."""
        return any(text in line for line in self.lines)

    def place(self, text: str) -> tuple[int, int]:
        """The row and the column of the first letter of this text, once it is there."""
        self.wait(text)
        row = next(row for row, line in enumerate(self.lines) if text in line)
        return row, self._column(row, self.lines[row].index(text))

    def background(self, column: int = 0, row: int = 0) -> str:
        """The colour behind a cell, as `rrggbb`; black where none was set."""
        colour = self.screen.buffer[row][column].bg
        return colour if len(colour) == 6 and set(colour) <= set("0123456789abcdef") else "000000"

    def find(self, pattern: str) -> re.Match[str]:
        """What matches on the screen, once it is there."""
        self.expect(lambda: re.search(pattern, self.text) is not None, f"nothing matches {pattern!r}")
        found = re.search(pattern, self.text)
        assert found is not None
        return found

    def expect(self, holds: Callable[[], bool], otherwise: str, patience: float = PATIENCE) -> None:
        """Wait until this holds; shows the screen where it does not."""
        if not self.until(holds, patience):
            ended = "" if self.process.returncode is None else f"; it ended with {self.process.returncode}"
            raise AssertionError(f"{otherwise}{ended}. The screen:\n{self}")

    def wait(self, *texts: str) -> None:
        """Wait until all of these are on the screen together."""
        self.expect(lambda: all(map(self.shows, texts)), f"not on the screen together: {texts}")

    def gone(self, *texts: str) -> None:
        """Wait until none of these is on the screen any more."""
        self.expect(lambda: not any(map(self.shows, texts)), f"still on the screen: {texts}")

    def ends_well(self) -> None:
        """Wait until it has ended with nothing to complain of; shows what it said at its end where it has."""
        status = self.status()
        said = self.raw.rpartition(b"\x1b[?1049l")[2].decode(errors="replace")
        assert status == 0, f"it ended with {status}:\n{said}"

    def be_at_rest(self) -> None:
        """Take in all that is being drawn."""
        while self.writes_within(0.1):
            pass

    def __str__(self) -> str:
        return self.text

    @property
    def is_restored(self) -> bool:
        """Whether a shell can be used here again: the usual screen, a cursor, no mouse, letters echoed."""
        echoes = bool(termios.tcgetattr(self.master)[3] & termios.ECHO)
        modes = {b"\x1b[?1049": b"l", b"\x1b[?25": b"h", b"\x1b[?1000": b"l", b"\x1b[?1006": b"l"}
        last = {mode: self.raw[self.raw.rfind(mode) + len(mode) :][:1] for mode in modes}
        return echoes and all(last[mode] == state for mode, state in modes.items())

    # What they do

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        self.send("".join(map(key_code, keys)).encode())

    def type(self, text: str) -> None:
        """Type letters."""
        self.send(text.encode())

    def click(self, text: str) -> None:
        """Click on the first place where this text stands, once it is there and the screen is at rest."""
        self.wait(text)
        self.be_at_rest()
        row, column = self.place(text)
        for ending in "Mm":
            self.send(f"\x1b[<0;{column + 1};{row + 1}{ending}".encode())

    def changes(self, done: Callable[[], None]) -> None:
        """Do something, and wait until the screen shows it."""
        before = self.text
        done()
        self.expect(lambda: self.text != before, "nothing has changed")

    def scroll_to(self, text: str, *, over: str) -> None:
        """Turn the wheel over a place, until the text is on the screen."""
        row, column = self.place(over)
        while not self.shows(text):
            self.changes(lambda: self.send(f"\x1b[<65;{column + 1};{row + 1}M".encode()))

    def _column(self, row: int, index: int) -> int:
        """The cell in which the row's text has come this far."""
        length = 0
        for column in range(self.screen.columns):
            length += len(self.screen.buffer[row][column].data)
            if length > index:
                return column
        raise AssertionError(f"row {row} is shorter than {index}")

    def resize(self, columns: int, rows: int) -> None:
        """Make the window this large; what was drawn before is not looked at again."""
        self.screen.resize(rows, columns)
        self.screen.erase_in_display(2)
        self.set_size(columns, rows)
