"""At a real terminal: a backup by itself, a loss, bringing it back, and removing everything."""

from __future__ import annotations

from pathlib import Path

from duologue.store.backups import backups
from duologue.store.paths import Paths
from duologue.store.records import load_memories
from tests.moving.jars import a_memory, save
from tests.terminal.conftest import Start
from tests.terminal.playing import SHELF
from tests.terminal.terminal import Terminal


def answer(terminal: Terminal, question: str, text: str) -> None:
    """Type something when it is asked for."""
    terminal.wait(question)
    terminal.type(f"{text}\r")


def test_a_backup_by_itself_a_loss_bringing_it_back_and_removing_everything(start: Start, home: Path) -> None:
    paths = Paths.under(home)
    [walk, tea] = save(paths, a_memory("walk"), a_memory("tea", 1))

    window = start()
    window.wait(*SHELF)
    window.expect(lambda: len(backups(paths)) == 1, "there is no backup of this week")
    refused = start("wipe")
    refused.wait("open in another window")
    assert refused.status() == 1
    window.type("\x11")
    assert window.status() == 0

    walk.unlink()
    tea.write_bytes(tea.read_bytes()[:40])
    terminal = start("restore", size=(100, 30))
    answer(terminal, "Bring this back?", "y")
    terminal.wait("Restored: 2 files.")
    assert terminal.status() == 0
    memories, problems = load_memories(paths)
    assert (sorted(memory.title for memory in memories), problems) == (["The tea", "The walk"], [])
    assert [each.reason for each in backups(paths)] == ["before-restore", "weekly"]

    terminal = start("wipe", size=(100, 40))
    terminal.wait("This goes, for good", "2  moments", "2  backups")
    answer(terminal, "Ana, type your name", "Ana")
    answer(terminal, "Ben, type your name", "Ben")
    terminal.wait("All of it is gone.")
    assert terminal.status() == 0
    assert list(home.parent.iterdir()) == []
