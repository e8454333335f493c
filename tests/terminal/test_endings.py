"""However it ends, the terminal is as it was, and the session waits."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.terminal.conftest import Start
from tests.terminal.playing import SHELF, SHOES, deck_on, mask, play_to, to_the_writing
from tests.terminal.terminal import Terminal

pytestmark = pytest.mark.from_scratch


def talking(start: Start, traits: str = "controlled") -> Terminal:
    """Somebody has the floor."""
    terminal = start("play", SHOES, "--seed", "7", traits=traits)
    play_to(terminal, deck_on(terminal), "talk")
    assert not terminal.is_restored
    return terminal


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it_in_order(start: Start, home: Path, number: signal.Signals) -> None:
    terminal = talking(start)
    terminal.kill(number)
    assert terminal.status() == 128 + number
    assert terminal.is_restored
    assert (home / "journal.jsonl").exists()
    assert "Traceback" not in terminal.raw.decode(errors="replace")


def test_leaving_restores_the_terminal(start: Start, home: Path) -> None:
    terminal = talking(start)
    terminal.press("ctrl+q")
    assert terminal.status() == 0
    assert terminal.is_restored
    assert "Your session waits for you" in terminal.raw.decode()
    assert (home / "journal.jsonl").exists()


@pytest.mark.parametrize(
    "traits",
    [
        pytest.param("controlled", id="as a window closes"),
        pytest.param("controlled,deaf", id="SIGHUP ignored"),
        pytest.param("plain", id="no SIGHUP sent"),
    ],
)
def test_a_closed_window_ends_it(start: Start, home: Path, traits: str) -> None:
    terminal = talking(start, traits)
    terminal.hang_up()
    assert terminal.status() == 128 + signal.SIGHUP
    assert (home / "journal.jsonl").exists()
    again = start()
    again.wait("Go on where you were?")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGQUIT, None])
def test_no_letter_is_lost_however_it_ends(start: Start, home: Path, how: signal.Signals | None) -> None:
    """By a signal, or as the window is closed."""
    terminal = start("play", SHOES, "--seed", "7")
    to_the_writing(terminal)
    terminal.type("dear")
    terminal.wait(mask("dear"))
    if how is None:
        terminal.hang_up()
    else:
        terminal.kill(how)
    assert terminal.status() == 128 + (how or signal.SIGHUP)
    assert how is None or terminal.is_restored
    assert "dear" in (home / "journal.jsonl").read_text(encoding="utf-8")


def test_a_signal_at_home_ends_it(start: Start, home: Path) -> None:
    assert home.is_dir()
    terminal = start()
    terminal.wait(*SHELF)
    terminal.kill(signal.SIGTERM)
    assert terminal.status() == 128 + signal.SIGTERM
    assert terminal.is_restored
