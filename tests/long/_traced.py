"""What the tests under strace have in common: the program watched, and one of its calls going wrong."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from duologue.store.paths import Paths
from tests.terminal.playing import PROGRAM
from tests.terminal.pseudo_terminal import environment
from tests.terminal.terminal import Terminal

CALLS = "openat,read,write,fsync,rename,unlink,rmdir,mkdir,close,ftruncate,getdents64,pwrite64,flock"
WAYS = ("error=ENOSPC:when={}", "error=EIO:when={}", "error=EROFS:when={}+", "signal=KILL:when={}")

_LINE = re.compile(r"^(\d+) +(\w+)\(")


@dataclass
class Figures:
    """What was shown."""

    faults: int = 0
    kills: int = 0
    broken: list[str] = field(default_factory=list)


Answers = Sequence[tuple[str, str]]
"""What is asked, and what they type then."""


def run(
    paths: Paths, arguments: list[str], before: tuple[str, ...] = (), answers: Answers = ()
) -> subprocess.CompletedProcess[str]:
    """Run the program to its end; where it is to be answered, in a terminal."""
    where = environment(DUOLOGUE_HOME=str(paths.data), PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1")
    command = [*before, str(PROGRAM), *arguments]
    if not answers:
        return subprocess.run(
            command, env=where, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
        )
    with Terminal(command, where) as terminal:
        for question, answer in answers:
            if terminal.until(partial(_asks, terminal, question)):
                terminal.type(f"{answer}\r")
        status = terminal.status()
        told = terminal.raw.decode(errors="replace")
        return subprocess.CompletedProcess(command, status, told, told)


def _asks(terminal: Terminal, question: str) -> bool:
    return question.encode() in terminal.raw


def traced(log: Path, calls: str, inject: str = "") -> tuple[str, ...]:
    """What goes before a command so that strace watches it, and lets something go wrong.

    Under seccomp other calls cost nothing, but a signal does not arrive.
    """
    return (
        *("strace", "-f", "-qq", "-y", *(() if "signal" in inject else ("--seccomp-bpf",))),
        *("-o", str(log), "-e", f"trace={calls}"),
        *(("-e", f"inject={inject}") if inject else ()),
    )


def about(log: Path, folder: Path) -> Iterator[tuple[str, int]]:
    """The calls of the first thread about a folder: the name, and its number among all of that name."""
    counts: dict[str, int] = {}
    first = ""
    for line in log.read_text(errors="replace").splitlines():
        if (found := _LINE.match(line)) is None:
            continue
        first = first or found[1]
        if found[1] == first:
            counts[found[2]] = counts.get(found[2], 0) + 1
            if str(folder) in line:
                yield found[2], counts[found[2]]


def was_hit(log: Path, folder: Path) -> bool:
    """Whether a call about the folder was the one that went wrong: refused, or the last before a kill."""
    lines = log.read_text(errors="replace").splitlines()
    killed = any("killed by SIGKILL" in line for line in lines)
    calls = [line for line in lines if _LINE.match(line)]
    return any(
        str(folder) in line for line in (calls[-1:] if killed else calls) if killed or "INJECTED" in line
    )


def fresh(folder: Path) -> Paths:
    """An empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return Paths.under(folder / "d")
