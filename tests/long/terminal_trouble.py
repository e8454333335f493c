"""Every way to end, on every screen of the installed program; and random bytes, longer than anybody waits."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random

from duologue.core.session import Session
from duologue.store.journal import Journal
from tests.terminal.playing import PROGRAM, SHELF, SHOES, deck_on, mask, play_to, to_the_writing
from tests.terminal.pseudo_terminal import environment
from tests.terminal.terminal import Terminal, launched
from tests.terminal.test_input_trouble import leaves

SECONDS = 1.0
"""From a closed window to the end, and of work in between."""
SEEDS = 40
LEAVES, BYTES = b"\x11", 2000


@contextmanager
def a_window(
    *arguments: str, names: bool = True, traits: str = "controlled"
) -> Iterator[tuple[Terminal, Path]]:
    """The program in a window of its own, and its folder."""
    folder = Path(tempfile.mkdtemp(prefix="duologue-trouble-"))
    home = folder / "d"
    home.mkdir(mode=0o700)
    if names:
        (home / "couple.toml").write_text('format = 1\nleft = "Ana"\nright = "Ben"\n', encoding="utf-8")
    command = [str(PROGRAM), *arguments]
    terminal = Terminal(
        command, environment(DUOLOGUE_HOME=str(home)), columns=80, rows=24, spawn=launched(traits)
    )
    try:
        yield terminal, home
    finally:
        terminal.close()
        shutil.rmtree(folder)


def at_home(*keys: str, seen: str) -> Callable[[Terminal], None]:
    """From home, by these keys."""

    def go(terminal: Terminal) -> None:
        terminal.wait(*SHELF)
        terminal.gone("Taking the decks")
        terminal.press(*keys)
        terminal.wait(seen)

    return go


def at_the_table(*keys: str, seen: str) -> Callable[[Terminal], None]:
    """From a talk, by these keys."""

    def go(terminal: Terminal) -> None:
        play_to(terminal, deck_on(terminal), "talk")
        terminal.press(*keys)
        terminal.expect(lambda: terminal.shows(seen), seen)

    return go


def writing(terminal: Terminal) -> None:
    """Where somebody writes unseen."""
    to_the_writing(terminal)
    terminal.type("dear")
    terminal.wait(mask("dear"))


PLAY = ("play", SHOES, "--seed", "7")
SCREENS: dict[str, tuple[tuple[str, ...], Callable[[Terminal], None]]] = {
    "welcome": ((), lambda terminal: terminal.wait("Who sits on the left?")),
    "home": ((), at_home(seen="On the shelf")),
    "help": ((), at_home("f1", seen="more about care")),
    "palette": ((), at_home("ctrl+p", seen="Search for commands")),
    "jar": ((), at_home("j", seen="Empty yet")),
    "tonight": ((), at_home("t", seen="What is it for?")),
    "looking back": ((), at_home("l", seen="esc back")),
    "a moment": (("memories", "new"), lambda terminal: terminal.wait("A moment to keep")),
    "talk": (PLAY, at_the_table(seen="the floor is yours")),
    "time-out": (PLAY, at_the_table("escape", seen="end here")),
    "curtain": (PLAY, at_the_table("f2", seen="$")),
    "writing": (PLAY, writing),
}
SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)


def check(holds: bool, what: str) -> int:
    """Says what does not hold; answers 1 then, to be counted."""
    if not holds:
        print(f"FAILED {what}", flush=True)
    return int(not holds)


def journal_is_whole(home: Path, screen: str) -> bool:
    """Whether the session waits, where one was played."""
    path = home / "journal.jsonl"
    if not path.exists():
        return SCREENS[screen][0] != PLAY
    replay = Journal(path).replay()
    whole = replay is not None and isinstance(replay.session, Session)
    return whole and (screen != "writing" or b"dear" in path.read_bytes())


def signals() -> int:
    """Every signal on every screen."""
    failed = 0
    for screen, (arguments, go) in SCREENS.items():
        for number in SIGNALS:
            with a_window(*arguments, names=screen != "welcome") as (terminal, home):
                go(terminal)
                terminal.kill(number)
                ended = terminal.status() == 128 + number and terminal.is_restored
                failed += check(ended, f"{number.name} at {screen}: {terminal.process.returncode}")
                failed += check(
                    journal_is_whole(home, screen), f"the journal after {number.name} at {screen}"
                )
    print(f"FIGURE {len(SIGNALS)} signals on {len(SCREENS)} screens: {failed} failed")
    return failed


def hang_ups() -> int:
    """The window closes under every screen, with a SIGHUP and without."""
    failed, slowest, busiest = 0, 0.0, 0.0
    for screen, (arguments, go) in SCREENS.items():
        for traits in ("controlled", "plain"):
            with a_window(*arguments, names=screen != "welcome", traits=traits) as (terminal, home):
                go(terminal)
                terminal.be_at_rest()
                pid = terminal.process.pid
                fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
                before = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
                began = time.monotonic()
                terminal.hang_up()
                _, status, used = os.wait4(pid, 0)
                took, worked = time.monotonic() - began, used.ru_utime + used.ru_stime - before
                terminal.process.returncode = os.waitstatus_to_exitcode(status)
                slowest, busiest = max(slowest, took), max(busiest, worked)
                failed += check(terminal.process.returncode == 128 + signal.SIGHUP, f"closed at {screen}")
                failed += check(took < SECONDS, f"closed at {screen}: took {took:.2f} s")
                failed += check(worked < SECONDS, f"closed at {screen}: worked {worked:.2f} s")
                failed += check(journal_is_whole(home, screen), f"the journal after closing at {screen}")
    print(f"FIGURE a closed window on {len(SCREENS)} screens, twice each: {failed} failed, "
          f"at most {slowest:.2f} s to the end, {busiest:.2f} s of work")  # fmt: skip
    return failed


def random_bytes() -> int:
    """Garbage on the keyboard, from where somebody writes."""
    failed, ended = 0, 0
    for seed in range(SEEDS):
        random = Random(seed)
        with a_window(*PLAY) as (terminal, home):
            writing(terminal)
            for _ in range(BYTES // 100):
                terminal.send(random.randbytes(100).replace(LEAVES, b""))
                terminal.pump(0.01)
            terminal.be_at_rest()
            failed += check(terminal.process.poll() is None, f"it ended by itself, seed {seed}")
            with suppress(OSError):
                terminal.send(b"\x1b[201~")
            left = terminal.until(lambda: leaves(terminal)) and terminal.status() == 0
            failed += check(left, f"leaving, seed {seed}: {terminal.process.returncode}")
            journal = home / "journal.jsonl"
            if journal.exists():
                failed += check(Journal(journal).replay() is not None, f"the journal, seed {seed}")
            else:
                ended += 1
    print(f"FIGURE {SEEDS} times {BYTES} random bytes while writing: {failed} failed; "
          f"the session was whole in {SEEDS - ended}, and {ended} times they had ended it")  # fmt: skip
    return failed


def main() -> int:
    """Answers 0 when all held."""
    return int(any([signals(), hang_ups(), random_bytes()]))
