"""The table at the end of `make faults` tells what failed and what was not run."""

from __future__ import annotations

import pytest

from tests.long import __main__ as long
from tests.long.__main__ import Ran, table


def test_what_held_and_what_did_not() -> None:
    held = Ran("power", 0, 3.2, ["some words", "FIGURE 12 cuts", "NOT RUN XFS is not here"])
    failed = Ran("strace", 1, 61.0, ["FIGURE 7 kills"])
    killed = Ran("seam", -9, 5.0)
    assert table([held, failed, killed]).splitlines() == [
        "power (3 s): held",
        "    12 cuts",
        "    NOT RUN XFS is not here",
        "strace (61 s): failed",
        "    7 kills",
        "seam (5 s): failed",
        "2 figures, 1 not run, 2 failed",
    ]


def test_one_that_fails_fails_all(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(long, "run", lambda name: Ran(name, int(name == "seam"), 1.0, ["FIGURE 1 thing"]))
    assert long.main(["seam", "strace"]) == 1
    assert long.main(["strace"]) == 0
    assert long.main(["no-such"]) == 2
    assert "seam (1 s): failed" in capsys.readouterr().out


def test_all_are_found() -> None:
    assert {"seam", "strace", "power"} <= set(long.names())
