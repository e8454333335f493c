"""Locked with a passphrase, in the installed program: set up, opened, killed, opened with the sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from duologue.cli.commands import cli
from duologue.core.couple import Couple
from duologue.store.paths import Paths
from duologue.store.settings import load_couple
from tests.store.locked import PASSPHRASE as QUICK
from tests.store.locked import bytes_below, lock_it, open_it
from tests.terminal.conftest import Start
from tests.terminal.playing import AT_HOME, to_the_unseen, tree
from tests.terminal.terminal import Terminal
from tests.terminal.turns import cut_off, go_on, take_the_keyboard, write_by_hand

PASSPHRASE = "kite moth salt für uns"
TRUTH = "the smell of chalk"
WORDS = ("Ana", "Ben", "chalk", "guess-me", "Guess me")


def set_up(terminal: Terminal) -> list[str]:
    """Lock everything; answers the lines of the sheet."""
    terminal.wait("Lock what you keep", "enter go on")
    terminal.press("enter")
    terminal.wait("The same again")
    terminal.type("short\r")
    terminal.wait("12 characters at least")
    terminal.press(*["backspace"] * 5)
    terminal.gone("•")
    terminal.type(f"{PASSPHRASE}\t{PASSPHRASE}")
    terminal.wait("•" * 4)
    terminal.press("enter")
    terminal.wait("The recovery sheet", "it is on paper")
    lines = re.findall(r"[1-6] {3}([A-Z0-9]{5}(?: [A-Z0-9]{1,5})?)", terminal.text)
    assert len(lines) == 6
    terminal.press("enter")
    number = int(terminal.find(r"Please type line (\d)")[1])
    terminal.type("nonsense\r")
    terminal.wait("letter by letter")
    terminal.press(*["backspace"] * 8)
    terminal.gone("nonsense")
    terminal.type(lines[number - 1].lower() + "\r")
    terminal.wait("Lock it, both of you?")
    assert not terminal.shows(lines[number - 1])
    terminal.press("a", "l")
    terminal.wait("It is locked.")
    return lines


def unlock(terminal: Terminal, passphrase: str = PASSPHRASE) -> None:
    """Type the passphrase where it is asked for."""
    terminal.wait("What you keep is locked.", "enter open")
    terminal.type(passphrase)
    terminal.wait("•" * 4)
    terminal.press("enter")


def test_from_the_first_to_the_last(start: Start, home: Path) -> None:
    terminal = start("lock")
    lines = set_up(terminal)
    terminal.wait(*AT_HOME)
    terminal.press("ctrl+q")
    assert terminal.status() == 0
    written = bytes_below(home, home.with_name("d-backups"))
    assert not [word for word in WORDS if word.encode() in written]

    again = start("play", "guess-me", "--seed", "7")
    again.wait("What you keep is locked.")
    assert not again.shows("Ana")
    before = tree(home)
    unlock(again, PASSPHRASE + "?")
    again.wait("That is not the passphrase")
    assert tree(home) == before
    again.press("f3")
    again.wait(f"{PASSPHRASE}?")
    again.press("backspace")
    again.gone("?")
    again.press("enter")
    deck = to_the_unseen(again)
    asked = deck.names["asked"]
    write_by_hand(again, asked, TRUTH)
    take_the_keyboard(again, deck.names["guesser"])
    cut_off(again)
    written = bytes_below(home, home.with_name("d-backups"))
    assert not [word for word in WORDS if word.encode() in written]

    after = start()
    unlock(after)
    go_on(after)
    after.wait(f"Look away, {asked}")
    after.press("ctrl+q")
    assert after.status() == 0

    with_sheet = start("lock", "--recover")
    with_sheet.wait("The key from the recovery sheet")
    with_sheet.type(" ".join(lines).lower() + "\r")
    with_sheet.wait("A new passphrase")
    with_sheet.press("escape")
    with_sheet.wait("Go on where you were?")
    with_sheet.press("ctrl+q")
    assert with_sheet.status() == 0


COMMANDS = (
    ("memories", "list"),
    ("memories", "show", "x"),
    ("memories", "export", "--json", "-"),
    ("sessions", "list"),
    ("sessions", "forget", "--all", "--yes"),
    ("swap", "pack", "parcel.age", "--from", "left"),
    ("couple", "--left", "Eve", "--right", "Ben"),
    ("decks", "list"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command[:2]))
def test_without_a_terminal_a_command_does_nothing_and_says_why(home: Path, command: Sequence[str]) -> None:
    lock_it(Paths.under(home))
    before = tree(home)
    ran = CliRunner().invoke(cli, command, env={"DUOLOGUE_HOME": str(home)})
    assert ran.exit_code == 1
    assert ran.stdout == ""
    assert "What you keep is locked" in ran.stderr
    assert tree(home) == before


def test_it_says_whether_it_is_locked(home: Path) -> None:
    where = {"DUOLOGUE_HOME": str(home)}
    assert CliRunner().invoke(cli, ["lock", "--status"], env=where).stdout == "Not locked.\n"
    assert "Nothing is locked here" in CliRunner().invoke(cli, ["lock", "--change"], env=where).stderr
    lock_it(Paths.under(home))
    status = CliRunner().invoke(cli, ["lock", "--status"], env=where).stdout
    assert status == f"Locked with a passphrase: {home / 'locked'}\n"
    assert "It is locked already" in CliRunner().invoke(cli, ["lock"], env=where).stderr


def test_a_command_asks_for_the_passphrase(start: Start, home: Path) -> None:
    paths = Paths.under(home)
    lock_it(paths)
    terminal = start("couple", "--left", "Eve", "--right", "Ben")
    terminal.wait("Passphrase:")
    terminal.type("not the right one\r")
    terminal.wait("That is not the passphrase.")
    terminal.expect(lambda: terminal.text.count("Passphrase:") == 2, "it does not ask again")
    terminal.type(f"{QUICK}\r")
    terminal.wait("Welcome, Eve on the left")
    assert terminal.status() == 0
    assert not terminal.shows(QUICK)
    assert b"Eve" not in bytes_below(home)
    open_it(paths)
    assert load_couple(paths) == Couple("Eve", "Ben")
