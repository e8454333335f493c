"""Letting go, bringing back and choosing a version with the real program."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from duologue.core.memory import Memory
from duologue.store.paths import Paths
from duologue.store.records import load_kept
from tests.store.moments import keep, moment
from tests.terminal.conftest import Start
from tests.terminal.playing import AT_HOME

NOW = datetime.now().astimezone().replace(microsecond=0)


@pytest.fixture
def jar(home: Path) -> Paths:
    """A jar with a moment that was changed on two laptops, of which a sync made a copy, and another one."""
    paths = Paths.under(home)
    [file, _] = keep(
        paths,
        moment("bags", when=NOW - timedelta(days=1), title="On our bags"),
        moment("soup", when=NOW - timedelta(days=90), title="Cold soup"),
    )
    copy = file.with_name("bags.sync-conflict-20261125-101010-ABCDEFG.toml")
    copy.write_text(file.read_text(encoding="utf-8").replace("On our bags", "On the platform"), "utf-8")
    return paths


def standing(paths: Paths) -> list[list[str]]:
    """What stands, by titles."""
    return [[each.title for each in kept.standing] for kept in load_kept(paths.memories, Memory)[0]]


def test_choose_let_go_and_bring_back(start: Start, jar: Paths) -> None:
    terminal = start(size=(60, 20))
    terminal.wait(*AT_HOME)
    terminal.press("j")
    terminal.wait("2 moments you both kept")
    terminal.press("v")
    terminal.wait("Which one holds?", "› The newer one")
    terminal.press("enter")
    terminal.wait("Let this one stand?")
    terminal.press("a", "l")
    terminal.wait("Noted: that one holds.", "2 moments you both kept")
    chosen = standing(jar)[0]
    assert len(chosen) == 1

    terminal.press("x")
    terminal.wait("Let go of this moment?", chosen[0])
    terminal.press("a")
    terminal.wait("a ●")
    terminal.press("l")
    terminal.wait("It is in the trash until", "one moment you both kept")
    assert standing(jar) == [["Cold soup"]]

    terminal.press("t")
    terminal.wait("The trash", chosen[0], "let go today")
    terminal.press("b")
    terminal.wait("Nothing in here.")
    assert standing(jar) == [chosen, ["Cold soup"]]
    terminal.press("ctrl+q")
    assert terminal.status() == 0


def test_empty_the_trash_for_good(start: Start, jar: Paths) -> None:
    terminal = start()
    terminal.wait(*AT_HOME)
    terminal.press("j")
    terminal.wait("2 moments you both kept")
    terminal.press("x")
    terminal.wait("Let go of this moment?")
    terminal.press("a", "l")
    terminal.wait("one moment you both kept")
    terminal.press("t")
    terminal.wait("until", "let go today")
    terminal.click("empty the trash")
    terminal.wait("Empty it for good")
    terminal.press("a", "l")
    terminal.wait("The trash is empty.", "Nothing in here.")
    assert not list(jar.trash.rglob("*.toml"))
    assert standing(jar) == [["Cold soup"]]
