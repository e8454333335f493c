"""How fast Duologue is beside a bare Textual app, as ratios: figures differ between machines, ratios hardly.

Everything is measured from outside, in real pseudo-terminals, with both apps in turns. Linux only: the CPU
clock of another process is read with its clock id.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.terminal.pseudo_terminal import PseudoTerminal

START_PAIRS = 15
PRESS_PAIRS = 61
CPU_PAIRS = 9
CPU_SECONDS = 15.0
WARM_UPS = 2
TURNS_AT_MOST = 5
"""Turns that may stand before the first talk."""
COLUMNS, ROWS = 120, 36

HOME = (b"Ana", b"Ben", b"Tonight", b"Our intention", b"Goodnight")
DUOLOGUE = (str(Path(sys.executable).with_name("duologue")),)
BARE = (sys.executable, str(Path(__file__).with_name("bare.py")))


class NotMeasured(Exception):
    """What was waited for did not come."""


@dataclass(frozen=True)
class Result:
    """Medians of both apps, in seconds."""

    what: str
    ours: float
    bare: float
    pairs: int
    at_most: float

    @property
    def ratio(self) -> float:
        """How many times as long ours takes."""
        return self.ours / self.bare

    def __str__(self) -> str:
        verdict = "holds" if self.ratio <= self.at_most else "DOES NOT HOLD"
        figures = f"{self.ours * 1000:9.1f} ms {self.bare * 1000:9.1f} ms {self.ratio:7.2f}"
        return f"{self.what:<44}{figures} {self.at_most:9.2f}  {verdict} ({self.pairs} pairs)"


class Bench:
    """Runs both apps in one couple's folder."""

    def __init__(self, home: Path) -> None:
        from tests.terminal.pseudo_terminal import environment

        names = 'format = 2\nleft = "Ana"\nright = "Ben"\n\n[end]\ncomplete = true\n'
        (home / "couple.toml").write_text(names, encoding="utf-8")
        self.home = home
        self.env = environment(DUOLOGUE_HOME=str(home))

    def open(self, *command: str) -> PseudoTerminal:
        """Start a command in a window of its own."""
        from tests.terminal.pseudo_terminal import PseudoTerminal

        return PseudoTerminal(command, self.env, columns=COLUMNS, rows=ROWS)

    def first_frames(self) -> Result:
        """From the start to the first frame: names and decks here, the one text there."""
        ours: list[float] = []
        bare: list[float] = []
        for number in range(WARM_UPS + START_PAIRS):
            pair = [(ours, DUOLOGUE, HOME), (bare, BARE, (b"pressed 0 times.",))]
            for times, command, marks in pair if number % 2 else reversed(pair):
                began = time.monotonic()
                with self.open(*command) as terminal:
                    await_marks(terminal, 0, *marks)
                    times.append(time.monotonic() - began)
        return result("first frame of home", ours[WARM_UPS:], bare[WARM_UPS:], at_most=1.15)

    def key_presses(self) -> Result:
        """From a key to what it changed on the screen. In the session the key is journalled on the way."""
        ours: list[float] = []
        bare: list[float] = []
        with self.talking() as session, self.open(*BARE) as other:
            await_marks(other, 0, b"pressed 0 times.")
            for number in range(WARM_UPS + PRESS_PAIRS):
                key, pace = (b"q", b"lingering") if number % 2 == 0 else (b"z", b"gentle")
                ours.append(press(session, key, pace))
                bare.append(press(other, b"t", b"pressed %d times." % (number + 1)))
        return result("key press to repaint in a talk", ours[WARM_UPS:], bare[WARM_UPS:], at_most=3)

    def candle(self) -> Result:
        """CPU of a talk turn with its candle burning, beside a clock; both in the same seconds."""
        ours: list[float] = []
        bare: list[float] = []
        with self.talking() as session, self.open(*BARE, "clock") as other:
            press(session, b"q", b"lingering")
            await_marks(other, 0, b"Bell")
            watch(2, session, other)
            for _ in range(CPU_PAIRS):
                before = cpu(session), cpu(other)
                watch(CPU_SECONDS, session, other)
                ours.append(cpu(session) - before[0])
                bare.append(cpu(other) - before[1])
        return result(f"CPU of {CPU_SECONDS:g} s with the candle burning", ours, bare, at_most=1.5)

    def talking(self) -> PseudoTerminal:
        """A session in which somebody has the floor."""
        (self.home / "journal.jsonl").unlink(missing_ok=True)
        with ExitStack() as stack:
            terminal = stack.enter_context(self.open(*DUOLOGUE, "play", "in-your-shoes", "--seed", "7"))
            await_marks(terminal, 0, b"another card")
            for _ in range(TURNS_AT_MOST):
                if b"I'm done" in terminal.raw:
                    stack.pop_all()
                    return terminal
                terminal.send(b" ")
                watch(1, terminal)
        raise NotMeasured("nobody ever had the floor")


def await_marks(terminal: PseudoTerminal, start: int, *marks: bytes) -> int:
    """Wait until all of these were written from this byte on; answers how much was written by then."""
    if not terminal.until(lambda: all(terminal.raw.find(mark, start) >= 0 for mark in marks)):
        raise NotMeasured(f"never on the screen: {marks}")
    return len(terminal.raw)


def press(terminal: PseudoTerminal, key: bytes, mark: bytes) -> float:
    """Seconds from a key to this mark. The screen is at rest when the next key comes."""
    start = len(terminal.raw)
    began = time.monotonic()
    terminal.send(key)
    await_marks(terminal, start, mark)
    took = time.monotonic() - began
    while terminal.writes_within(0.03):
        pass
    return took


def watch(seconds: float, *terminals: PseudoTerminal) -> None:
    """Let them run, taking in what they write."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        for terminal in terminals:
            terminal.pump(min(left, 0.25))
            if terminal.process.poll() is not None:
                raise NotMeasured(f"ended with {terminal.process.returncode}")


def cpu(terminal: PseudoTerminal) -> float:
    """Seconds of CPU that a process has taken, user and system, in all threads (clock_getcpuclockid(3))."""
    return time.clock_gettime((~terminal.process.pid << 3) | 2)


def result(what: str, ours: list[float], bare: list[float], *, at_most: float) -> Result:
    """The medians of two series."""
    return Result(what, median(ours), median(bare), len(ours), at_most)


def main() -> int:
    sys.path.insert(0, str(Path(__file__).parents[2]))
    print(f"Medians, Duologue beside a bare Textual app, in windows of {COLUMNS} x {ROWS}")
    print(f"{'':<44}{'Duologue':>12} {'bare':>12} {'ratio':>7} {'at most':>9}", flush=True)
    with tempfile.TemporaryDirectory(prefix="duologue-bench-") as folder:
        bench = Bench(Path(folder))
        measures: list[Callable[[], Result]] = [bench.first_frames, bench.key_presses, bench.candle]
        for measure in measures:
            try:
                print(measure(), flush=True)
            except NotMeasured as error:
                print(f"{measure.__name__}: not measured: {error}", file=sys.stderr)
                return 1
    from tests.bench import jar

    return jar.main()


if __name__ == "__main__":
    sys.exit(main())
