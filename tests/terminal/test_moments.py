"""A moment written down with the real program, and kept by both."""

from __future__ import annotations

import stat
import subprocess
import tomllib
from pathlib import Path

from tests.terminal.conftest import Start
from tests.terminal.playing import AT_HOME, PROGRAM, memories
from tests.terminal.pseudo_terminal import environment

LONG = "雨の中を二人で歩いて帰った。傘は猫にあげてしまった。" * 20


def test_a_moment_is_written_down_and_kept_by_both(start: Start, home: Path) -> None:
    terminal = start("memories", "new")
    terminal.wait("A moment to keep", "Ana", "Ben", "ctrl+s done")
    terminal.type("The walk home\t")
    terminal.press(*["backspace"] * 10)
    terminal.wait("2019-06-01")  # An example, where nothing stands.
    terminal.type(f"1.6.2019\t{LONG}\tNobody minded.\ttender, silly")
    terminal.wait("1.6.2019", "Nobody minded.", "tender, silly")
    terminal.press("f2")
    terminal.gone("The walk home")
    terminal.press("f2")
    terminal.resize(30, 8)
    terminal.wait("A little more room, please.")
    terminal.resize(80, 24)
    terminal.wait("The walk home", "傘は猫に", "Nobody minded.")
    terminal.press("ctrl+s")
    terminal.wait("Keep this, both of you?", "Saturday, 1 June 2019")
    terminal.press("a")
    terminal.wait("a ●")
    assert memories(home) == []
    terminal.press("l")
    terminal.wait("Saved. It is in your jar.", *AT_HOME)
    [file] = memories(home)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    kept = tomllib.loads(file.read_text(encoding="utf-8"))
    assert kept["title"] == "The walk home"
    assert f"{kept['when']:%Y-%m-%d %H:%M}" == "2019-06-01 12:00"
    assert kept["left"] == {"name": "Ana", "line": LONG}
    assert kept["right"] == {"name": "Ben", "line": "Nobody minded."}
    assert kept["feelings"] == ["tender", "silly"]
    assert (kept["deck"], kept["card"], kept["end"]) == ("", "", {"complete": True})
    terminal.press("ctrl+q")
    assert terminal.status() == 0
    command = [str(PROGRAM), "memories", "list"]
    where = environment(DUOLOGUE_HOME=str(home))
    listed = subprocess.run(command, env=where, capture_output=True, encoding="utf-8", check=True)
    assert "The walk home" in listed.stdout


def test_a_second_window_says_that_nothing_can_be_kept_in_it(start: Start, home: Path) -> None:
    first = start()
    first.wait(*AT_HOME)
    first.until((home / "duologue.lock").exists)
    second = start("memories", "new")
    second.wait("This window keeps nothing")
    assert not second.shows("A moment to keep")
