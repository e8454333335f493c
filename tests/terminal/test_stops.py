"""Stopped and continued, not read from, half closed: the terminal is as it should be, and it plays on."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import termios
from pathlib import Path
from time import monotonic

import pytest

from tests.terminal.conftest import Start
from tests.terminal.playing import PROGRAM, SHOES, deck_on, mask, play_to, to_the_writing, wait_to_type
from tests.terminal.pseudo_terminal import PATIENCE, environment
from tests.terminal.terminal import Terminal
from tests.terminal.turns import on_disk

pytestmark = pytest.mark.from_scratch

AT_REST = 0.2
"""Of one core; what is left alone takes far less, and what spins takes all of it."""


def seconds_worked(terminal: Terminal) -> float:
    """Seconds for which the command has had a core."""
    fields = Path(f"/proc/{terminal.process.pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def is_stopped(terminal: Terminal) -> bool:
    """Whether the command is stopped."""
    return (
        Path(f"/proc/{terminal.process.pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
        == "T"
    )


def as_a_shell_would(terminal: Terminal) -> None:
    """Whoever has the terminal meanwhile sets it up for itself, and writes on it."""
    attributes = termios.tcgetattr(terminal.master)
    attributes[3] |= termios.ECHO | termios.ICANON | termios.ISIG
    termios.tcsetattr(terminal.master, termios.TCSANOW, attributes)
    terminal.took(b"\x1b[?1049l\x1b[?25h\x1b[2J\x1b[Hsomebody@laptop:~$ ")


@pytest.mark.parametrize("number", [signal.SIGSTOP, signal.SIGTSTP])
def test_it_stops_and_comes_back(start: Start, home: Path, number: signal.Signals) -> None:
    terminal = start("play", SHOES, "--seed", "7")
    to_the_writing(terminal)
    terminal.type("dear")
    terminal.wait(mask("dear"))
    terminal.kill(number)
    terminal.expect(lambda: is_stopped(terminal), "it goes on")
    terminal.be_at_rest()
    if number == signal.SIGTSTP:
        assert terminal.is_restored
        assert "dear" in (home / "journal.jsonl").read_text(encoding="utf-8")
    as_a_shell_would(terminal)
    terminal.kill(signal.SIGCONT)
    terminal.wait("The blue door", "Look away, Ben", mask("dear"))
    assert not terminal.shows("laptop:~$")
    wait_to_type(terminal, "Ana")
    terminal.be_at_rest()
    assert not terminal.is_restored, "it has the terminal again"
    terminal.type(" one")
    terminal.wait(mask("dear one"))
    on_disk(terminal, home, "dear one")
    assert len([*Path(f"/proc/{terminal.process.pid}/task").iterdir()]) <= 8, "threads stay behind"
    terminal.press("ctrl+q")
    assert terminal.status() == 0
    assert terminal.is_restored


def test_ctrl_z_takes_back_a_letter_and_stops_nothing(start: Start, home: Path) -> None:
    assert home.is_dir()
    terminal = start("play", SHOES, "--seed", "7")
    terminal.press("ctrl+z")
    to_the_writing(terminal)
    terminal.type("dear")
    terminal.wait(mask("dear"))
    terminal.press("ctrl+z")
    terminal.gone(mask("dear"))
    assert not is_stopped(terminal)


def test_a_terminal_that_is_not_read_from_for_a_while(start: Start, home: Path) -> None:
    assert home.is_dir()
    terminal = start("play", SHOES, "--seed", "7")
    deck = deck_on(terminal)
    play_to(terminal, deck, "talk")
    for number in range(200):
        terminal.set_size(60 + number % 40, 20 + number % 20)
    before = seconds_worked(terminal)
    subprocess.run(["sleep", "1"], check=True)  # Nobody reads for that long.
    assert seconds_worked(terminal) - before < 1 + AT_REST
    terminal.resize(100, 30)
    terminal.wait("round 1 of 2", "the floor is yours")
    terminal.press("space")
    terminal.wait(*deck.said(deck.turn("confirm")))


def test_a_closed_window_costs_no_second_and_no_core(start: Start, home: Path) -> None:
    terminal = start("play", SHOES, "--seed", "7", traits="plain")
    play_to(terminal, deck_on(terminal), "talk")
    worked, began = seconds_worked(terminal), monotonic()
    terminal.hang_up()
    used = os.wait4(terminal.process.pid, 0)[2]
    took = monotonic() - began
    terminal.process.returncode = 128 + signal.SIGHUP
    assert used.ru_utime + used.ru_stime - worked < 1
    assert took < PATIENCE / 4
    assert (home / "journal.jsonl").exists()


def test_only_the_keyboard_goes_away(home: Path) -> None:
    keyboard, its_end = pty.openpty()
    screen, screens_end = pty.openpty()
    command = [str(PROGRAM), "play", SHOES]
    where = environment(DUOLOGUE_HOME=str(home))
    with subprocess.Popen(
        command, stdin=its_end, stdout=screens_end, stderr=screens_end, env=where, start_new_session=True
    ) as process:
        os.close(its_end)
        os.close(screens_end)
        seen = b""
        while b"another card" not in seen:
            seen += os.read(screen, 65536)
        os.close(keyboard)
        try:
            while os.read(screen, 65536):
                pass
        except OSError:  # EIO: it has ended.
            pass
        assert process.wait(PATIENCE) == 128 + signal.SIGHUP
    os.close(screen)
    assert (home / "journal.jsonl").exists()


SURROUNDINGS = {
    "a dumb terminal of another alphabet": {"TERM": "dumb", "COLORTERM": "", "PYTHONIOENCODING": "latin-1"},
    "no name of a terminal, and no UTF-8": {
        "TERM": "", "COLORTERM": "",
        "LANG": "C", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0",
    },
}  # fmt: skip


@pytest.mark.parametrize("env", SURROUNDINGS.values(), ids=SURROUNDINGS)
def test_it_plays_in_odd_surroundings(start: Start, home: Path, env: dict[str, str]) -> None:
    assert home.is_dir()
    terminal = start("play", SHOES, "--seed", "7", env=env)
    deck_on(terminal)
    terminal.press("ctrl+q")
    assert terminal.status() == 0
