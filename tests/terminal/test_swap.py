"""Packing for the other and unpacking, typed at a real terminal; and age opens the file without us."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from duologue.store.paths import Paths
from duologue.store.records import load_memories
from tests.moving.jars import a_home, a_letter, a_memory, contents, save
from tests.terminal.conftest import Start
from tests.terminal.playing import PROGRAM
from tests.terminal.pseudo_terminal import environment
from tests.terminal.terminal import Terminal

COMPOSED = "caf\N{LATIN SMALL LETTER E WITH ACUTE} kettle tram"
DECOMPOSED = "cafe\N{COMBINING ACUTE ACCENT} kettle tram"
"""The same passphrase, as another keyboard types it."""


@contextmanager
def a_terminal(*command: str, **where: str) -> Iterator[Terminal]:
    """Any command, in a window of its own."""
    terminal = Terminal([*command], environment(**where), columns=80, rows=24)
    try:
        yield terminal
    finally:
        terminal.close()


def types_unseen(terminal: Terminal, question: str, text: str) -> None:
    terminal.wait(question)
    terminal.type(f"{text}\r")


@pytest.fixture
def packed(start: Start, home: Path, tmp_path: Path) -> Path:
    """What Ana packed for Ben."""
    save(Paths.under(home), a_memory("walk"), a_letter())
    file = tmp_path / "for-ben.age"
    terminal = start("swap", "pack", str(file))
    types_unseen(terminal, "Who packs, Ana or Ben?", "Ana")
    types_unseen(terminal, "Passphrase:", COMPOSED)
    types_unseen(terminal, "The same again:", COMPOSED)
    terminal.wait("memories: 1, letters: 1")
    assert terminal.status() == 0
    assert not terminal.shows("kettle")
    return file


def test_it_travels_and_anybody_with_the_passphrase_and_age_can_open_it(packed: Path, tmp_path: Path) -> None:
    there = a_home(tmp_path / "there")

    with a_terminal(str(PROGRAM), "swap", "unpack", str(packed), DUOLOGUE_HOME=str(there.data)) as terminal:
        types_unseen(terminal, "Passphrase:", DECOMPOSED)
        terminal.wait("2 came into the jar.")
        assert terminal.status() == 0
        assert not terminal.shows("kettle")
        assert not terminal.shows("it rained")
    assert [memory.title for memory in load_memories(there)[0]] == ["The walk"]
    assert len(contents(there.data)) == 2
    age = shutil.which("age")
    if age is None:
        pytest.skip("age is not installed, so nobody but Duologue has opened the file")
    opened = tmp_path / "opened.json"
    with a_terminal(age, "-d", "-o", str(opened), str(packed)) as terminal:
        types_unseen(terminal, "passphrase", COMPOSED)
        assert terminal.status() == 0
    values = json.loads(opened.read_text(encoding="utf-8"))
    assert [memory["title"] for memory in values["memories"]] == ["The walk"]
    assert [letter["by"] for letter in values["letters"]] == ["Ana"]


def test_what_had_arrived_when_the_power_failed_is_put_in_place_at_the_next_start(
    start: Start, home: Path
) -> None:
    saved, *_ = save(Paths.under(home / ".arriving-0a1b"), a_memory("walk"))
    save(Paths.under(home / ".importing-0a1b"), a_memory("half"))
    terminal = start()
    terminal.expect(lambda: not list(home.glob(".*")), "something is still on its way")
    assert list(contents(home)) == [str(saved.relative_to(home / ".arriving-0a1b"))]
