"""A few system calls of the installed program refused, and killed at: the whole of it is in `make faults`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.long.strace import COMMANDS, try_command


def test_a_few_calls(tmp_path: Path) -> None:
    if shutil.which("strace") is None:
        pytest.skip("NOT RUN: no system call was made to fail, since strace is not here")
    figures = try_command(COMMANDS[0], tmp_path / "c", at_most=1, only="rename")
    assert figures.broken == []
    assert figures.kills
    assert figures.faults
