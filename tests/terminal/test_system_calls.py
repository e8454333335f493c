"""A few system calls of the installed program refused, and killed at: the whole of it is in `make faults`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.long._traced import Figures, fresh
from tests.long._traced_app import PLAYS, play_once
from tests.long.strace import COMMANDS, try_command

needs_strace = pytest.mark.skipif(
    shutil.which("strace") is None,
    reason="NOT RUN: no system call was made to fail, since strace is not here",
)


@needs_strace
def test_a_few_calls(tmp_path: Path) -> None:
    figures = try_command(COMMANDS[0], tmp_path / "c", at_most=1, only="rename")
    assert figures.broken == []
    assert figures.kills
    assert figures.faults


@needs_strace
@pytest.mark.parametrize(
    ("name", "inject"),
    [
        ("lock", "rename:signal=KILL:when=6"),
        ("remove", "unlink:error=EROFS:when=3+"),
    ],
)
def test_a_call_that_goes_wrong_while_the_lock_is_changed(tmp_path: Path, name: str, inject: str) -> None:
    [play] = [play for play in PLAYS if play.name == name]
    figures = Figures()
    assert play_once(play, figures, (fresh(tmp_path / "p"), tmp_path / "log"), inject)
    assert figures.broken == []
