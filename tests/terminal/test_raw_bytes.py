"""Whatever a text or a file's name holds: the terminal gets letters, and the few sequences the app needs."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.terminal.conftest import Start
from tests.terminal.hostile_home import BROKEN_FILE, FILE, FOUL, WORDS, WORSE, make_hostile
from tests.terminal.playing import PROGRAM, SHELF
from tests.terminal.pseudo_terminal import PATIENCE, environment
from tests.terminal.strict import CLIPBOARD, foul, is_foul
from tests.terminal.terminal import Terminal
from tests.terminal.turns import from_palette

LEFT_OF_IT = "]0;mine"
"""What of the foul name is harmless, and to be seen."""
TYPED = "\x9b31m\u202eso\u2066it\u200bwas\ue000\x7f"


@pytest.fixture
def hostile(home: Path) -> Path:
    """A folder in which every text tries to be more than text."""
    make_hostile(home)
    (home / "settings.toml").write_text('format = 1\ntheme = "ours"\n', encoding="utf-8")
    return home


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        (b"\x1b[1;38;2;5;8;6mletters\x1b[0m\r\n\x1b[3;4H\xe2\x97\x8f\x1b[?25l", 0),
        (b"\x1b]0;title\x07", 2),
        (b"\x1b[2J", 1),
        (b"\x1b[38;2;1;2;3;5mblinks", 1),
        ("\x9b31m".encode(), 1),
        ("\u202eb\u2066\u200b".encode(), 3),
        (b"\x1b]52;c;b3c=\x07", 2),
        (b"\a\b\f\v\r\x7f\x00", 7),
    ],
)
def test_the_reader_itself_is_strict(written: bytes, wrong: int) -> None:
    assert len(foul(written)) == wrong


def test_no_screen_lets_anything_through(start: Start, hostile: Path) -> None:
    assert hostile.is_dir()
    terminal = start(size=(120, 36))
    terminal.wait(LEFT_OF_IT, *SHELF[2:3])
    terminal.wait("needs mending")
    left = ""
    for key, seen in (
        ("j", "could not be read"),
        ("enter", "e change"),
        ("escape", "could not be read"),
        ("u", ".toml"),
        ("escape", "could not be read"),
        ("escape", "l looking back"),
        ("l", "esc back"),
        ("right", "esc back"),
        ("right", "esc back"),
        ("escape", "l looking back"),
        ("t", "What is it for?"),
        ("escape", "l looking back"),
        ("ctrl+p", "Search for commands"),
    ):
        terminal.press(key)
        if key == "escape":  # What lies below a sheet is in sight before it has gone.
            terminal.gone(left)
        terminal.wait(seen)
        terminal.be_at_rest()
        left = seen
    terminal.press("pagedown")
    terminal.be_at_rest()
    terminal.press("escape")
    terminal.gone("Search for commands")
    from_palette(terminal, "letters", "Letters")
    terminal.wait(LEFT_OF_IT, "esc back")
    terminal.press("enter")
    terminal.be_at_rest()
    terminal.press("ctrl+q")
    assert terminal.status() == 0
    assert foul(bytes(terminal.raw)) == []


def test_no_session_lets_anything_through(start: Start, hostile: Path) -> None:
    assert hostile.is_dir()
    terminal = start("play", "ours", "--seed", "7", size=(120, 36))
    terminal.wait(LEFT_OF_IT, "esc time-out")
    go_on_until(terminal, hostile, "a yes")
    terminal.press("a", "l")
    write(terminal, "What shall we call it?")
    for _ in "ab":
        terminal.wait("Look away", "ctrl+s")
        write(terminal, "ctrl+s", "f3")
    terminal.wait("a keep", "soitwas")
    terminal.press("a", "l")
    terminal.wait("Saved")
    terminal.press("escape")
    terminal.wait("Time-out")
    terminal.press("x")
    go_on_until(terminal, hostile, "On the shelf")
    terminal.press("ctrl+q")
    assert terminal.status() == 0
    assert foul(bytes(terminal.raw)) == []


def go_on_until(terminal: Terminal, home: Path, text: str) -> None:
    """Go on, turn after turn; each is on the disk before the next."""
    journal = home / "journal.jsonl"

    def events() -> int:
        lines = journal.read_bytes().splitlines() if journal.exists() else []
        return len([line for line in lines if b'"ticked"' not in line])

    def goes_on_from(count: int) -> None:
        terminal.until(lambda: events() != count or terminal.shows(text), 5)

    terminal.be_at_rest()
    for _ in range(40):
        if terminal.shows(text):
            return
        before = events()
        terminal.press(*(("a", "l") if terminal.shows("That's me") else ("space",)))
        goes_on_from(before)
        terminal.be_at_rest()
    raise AssertionError(f"the session never came to {text!r}:\n{terminal}")


def write(terminal: Terminal, asked: str, *before: str) -> None:
    """Type and paste what is no text, and be done."""
    terminal.wait(asked)
    terminal.be_at_rest()
    terminal.press(*before)
    terminal.type(TYPED)
    terminal.type(f"\x1b[200~{WORSE}\x1b[201~")
    terminal.be_at_rest()
    terminal.press("ctrl+s")


def test_the_clipboard_is_written_when_somebody_copies(start: Start, home: Path) -> None:
    assert home.is_dir()
    terminal = start("memories", "new")
    terminal.wait("A moment to keep")
    terminal.type("the lake")
    terminal.wait("the lake")
    assert CLIPBOARD.search(terminal.raw.decode()) is None
    terminal.send(b"\x1b[1;2H\x03")  # Shift and home marks it, ctrl+c copies.
    terminal.expect(lambda: CLIPBOARD.search(terminal.raw.decode()) is not None, "nothing is copied")
    terminal.be_at_rest()  # Until then the last of it may be half a sequence.
    assert foul(bytes(terminal.raw), copied=True) == []


COMMANDS = (
    ("decks", "check", "decks"),
    ("themes", "check", "themes"),
    ("memories", "list"),
    ("memories", "show", "one"),
    ("memories", "export", "--json", FILE, "--html", BROKEN_FILE, "--letters"),
    ("memories", "export", "--json", FILE),
    ("sessions", "list"),
    ("swap", "unpack", f"decks/{BROKEN_FILE}"),
    ("couple", "--left", FOUL * 2, "--right", FOUL),
    ("play", FOUL),
    (f"--{WORDS}",),
)


def test_no_command_lets_anything_through(hostile: Path) -> None:
    found = {}
    for command in COMMANDS:
        done = subprocess.run(
            [PROGRAM, *map(os.fsencode, command)],
            env=environment(DUOLOGUE_HOME=str(hostile)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=hostile,
            timeout=PATIENCE,
            check=False,
        )
        assert done.stdout
        assert b"Traceback" not in done.stdout
        said = done.stdout.decode()
        found[command] = {repr(letter) for letter in set(said) - {"\n"} if is_foul(letter)}
    assert {command: letters for command, letters in found.items() if letters} == {}


def test_where_things_lie_is_told_in_letters(tmp_path: Path) -> None:
    folder = tmp_path / FOUL
    said = subprocess.run(
        [PROGRAM, "where"], env=environment(DUOLOGUE_HOME=str(folder)), capture_output=True, check=True
    ).stdout.decode()
    assert LEFT_OF_IT in said
    assert not {letter for letter in set(said) - {"\n"} if is_foul(letter)}
