"""`python -m tests.long [NAME…]`: runs every long test, or those named, and ends with all their figures.

A module prints lines that begin with `FIGURE`, and with `NOT RUN` for what this machine can't show; its
`main` answers 0 when everything held.
"""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
RUN = "import importlib, sys; sys.exit(importlib.import_module('tests.long.' + sys.argv[1]).main())"


@dataclass
class Ran:
    """One module, when it has run."""

    name: str
    status: int = 0
    seconds: float = 0.0
    lines: list[str] = field(default_factory=list)

    def starting(self, word: str) -> list[str]:
        """What it said after this word."""
        return [line.removeprefix(word).strip() for line in self.lines if line.startswith(word)]


def names() -> list[str]:
    """All long tests."""
    return sorted(file.stem for file in Path(__file__).parent.glob("*.py") if not file.stem.startswith("_"))


def run(name: str) -> Ran:
    """Run one in a process of its own, so that nothing it did to this one can help another."""
    print(f"\n== {name}", flush=True)
    ran, began = Ran(name), time.monotonic()
    command = [sys.executable, "-u", "-c", RUN, name]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, errors="replace") as child:
        assert child.stdout is not None
        for line in child.stdout:
            print(line, end="", flush=True)
            ran.lines.append(line.rstrip())
    ran.status, ran.seconds = child.returncode, time.monotonic() - began
    return ran


def table(all_ran: list[Ran]) -> str:
    """Every figure, what could not be run, and what did not hold."""
    lines = []
    for ran in all_ran:
        lines.append(f"{ran.name} ({ran.seconds:.0f} s): {'failed' if ran.status else 'held'}")
        lines.extend(f"    {figure}" for figure in ran.starting("FIGURE"))
        lines.extend(f"    NOT RUN {missing}" for missing in ran.starting("NOT RUN"))
    figures = sum(len(ran.starting("FIGURE")) for ran in all_ran)
    missing = sum(len(ran.starting("NOT RUN")) for ran in all_ran)
    failed = sum(bool(ran.status) for ran in all_ran)
    return "\n".join([*lines, f"{figures} figures, {missing} not run, {failed} failed"])


def main(wanted: list[str]) -> int:
    """Run what is wanted, or everything."""
    unknown = sorted(set(wanted) - set(names()))
    if unknown:
        print(f"no such long test: {', '.join(unknown)}; there are {', '.join(names())}")
        return 2
    all_ran = [run(name) for name in wanted or names()]
    print("\n== All figures\n" + table(all_ran))
    return int(any(ran.status for ran in all_ran))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
