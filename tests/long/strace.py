"""The installed program, with every system call about the couple's folder refused, or the last one.

A first run under strace tells which calls there are; then one run for each call and each way to fail. A run
counts where strace says that just such a call was hit. Nothing of ours is in the way: no seam, no patch.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from duologue.core.problem import Problem
from duologue.store.arrivals import settle
from duologue.store.backups import backups
from duologue.store.paths import Paths
from duologue.store.records import load_memories, save_memory
from duologue.store.settings import load_couple
from duologue.store.summaries import load_summaries, save_summary
from tests.builders import WHEN, begun
from tests.faults.deeds import memory
from tests.terminal.playing import PROGRAM
from tests.terminal.pseudo_terminal import environment
from tests.terminal.terminal import Terminal

CALLS = "openat,read,write,fsync,rename,unlink,rmdir,mkdir,close,ftruncate,getdents64,pwrite64,flock"
OURS_ALONE = "fsync,rename,unlink,rmdir,ftruncate"
"""Calls that nothing in the app makes but for the couple's files."""
WAYS = ("error=ENOSPC:when={}", "error=EIO:when={}", "error=EROFS:when={}+", "signal=KILL:when={}")
AT_MOST = 24
"""Calls of one deed that are tried in each way; of more, some are taken evenly."""

_LINE = re.compile(r"^(\d+) +(\w+)\(")


@dataclass
class Figures:
    """What was shown."""

    faults: int = 0
    kills: int = 0
    broken: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Command:
    """Something done with the command line."""

    name: str
    ready: Callable[[Paths], list[str]]
    """Makes a folder ready; answers the arguments."""
    seen: Callable[[Paths], object]


def _couple(paths: Paths) -> list[str]:
    run(paths, ["couple", "--left", "Ana", "--right", "Ben"])
    return ["couple", "--left", "Anna", "--right", "Ben"]


def _forget(paths: Paths) -> list[str]:
    _couple(paths)
    save_summary(paths, begun(), WHEN)
    return ["sessions", "forget", "--all", "--yes"]


def _import(paths: Paths) -> list[str]:
    _couple(paths)
    save_memory(paths, memory(1))
    entries = [
        {"uuid": f"6F3{number}", "creationDate": "2024-01-05T03:02:50Z", "text": f"The tea {number}\nRain"}
        for number in (2, 3)
    ]
    parcel = paths.data.parent / "Journal.json"
    parcel.write_text(json.dumps({"entries": entries}), encoding="utf-8")
    return ["memories", "import", "--by", "left", str(parcel)]


def _backup(paths: Paths) -> list[str]:
    _couple(paths)
    save_memory(paths, memory(1))
    return ["backup"]


def _memories(paths: Paths) -> tuple[list[str], list[Problem]]:
    """As they are once Duologue is opened again: what had arrived comes into its place then."""
    settle(paths)
    kept, problems = load_memories(paths)
    return sorted(each.title for each in kept), problems


COMMANDS = (
    Command("couple", _couple, load_couple),
    Command("sessions forget", _forget, lambda paths: len(load_summaries(paths)[0])),
    Command("memories import", _import, _memories),
    Command("backup", _backup, lambda paths: {each.problem for each in backups(paths)}),
)


def run(paths: Paths, arguments: list[str], before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """Run the program to its end."""
    where = environment(DUOLOGUE_HOME=str(paths.data), PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1")
    command = [*before, str(PROGRAM), *arguments]
    return subprocess.run(
        command, env=where, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )


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


def try_command(command: Command, folder: Path, at_most: int = AT_MOST, only: str = CALLS) -> Figures:
    """Every call of a command, each way; of those named in `only`."""
    figures, log = Figures(), folder.parent / f"{folder.name}.log"
    paths = fresh(folder)
    arguments = command.ready(paths)
    before = command.seen(paths)
    whole = run(paths, arguments, traced(log, CALLS))
    after = command.seen(paths)
    assert whole.returncode == 0, whole.stderr
    assert before != after
    calls = [call for call in about(log, folder) if call[0] in only.split(",")]
    print(f"{command.name}: {len(calls)} calls about its folder", flush=True)
    for name, number in calls[:: max(1, -(-len(calls) // at_most))]:
        for way in WAYS:
            inject = f"{name}:{way.format(number)}"
            _one(figures, command, (fresh(folder), log), inject, (before, after))
    return figures


def _one(
    figures: Figures, command: Command, where: tuple[Paths, Path], inject: str, states: tuple[object, object]
) -> None:
    (paths, log), (before, after) = where, states
    arguments = command.ready(paths)
    ended = run(paths, arguments, traced(log, CALLS, inject))
    if not was_hit(log, paths.data.parent):
        return
    killed = "KILL" in inject
    figures.kills += killed
    figures.faults += not killed
    seen = command.seen(paths)
    told = f"{command.name}, {inject}: status {ended.returncode}, {ended.stdout!r} {ended.stderr[-300:]!r}"
    if seen != after and (seen != before or ended.returncode == 0) and "opened next" not in ended.stdout:
        figures.broken.append(f"{told}: seen is {seen}")
    if "Traceback" in ended.stderr:
        figures.broken.append(f"{told}: it is no word for people")
    again = run(paths, arguments)
    if (seen := command.seen(paths)) != after and again.returncode == 0:
        figures.broken.append(f"{told}: it could not be done again: {again.stderr[-300:]}, seen is {seen}")


# The app


SAVED = "Saved. It is in your jar."


def try_app(folder: Path, way: str) -> Figures:
    """Write a moment down and keep it, with each call in turn going wrong, until none is left to."""
    figures, log = Figures(), folder.parent / f"{folder.name}.log"
    for name in OURS_ALONE.split(","):
        number = 1
        while _app_once(figures, fresh(folder), log, f"{name}:{way.format(number)}"):
            number += 1
    return figures


def _app_once(figures: Figures, paths: Paths, log: Path, inject: str) -> bool:
    """Answers whether a call went wrong."""
    run(paths, ["couple", "--left", "Ana", "--right", "Ben"])
    save_memory(paths, memory(1))
    where = environment(DUOLOGUE_HOME=str(paths.data))
    command = [*traced(log, OURS_ALONE, inject), str(PROGRAM), "memories", "new"]
    with Terminal(command, where) as terminal:
        said = _keep_a_moment(terminal)
        terminal.press("ctrl+q")
    text = log.read_text(errors="replace")
    hit = "INJECTED" in text or "killed by SIGKILL" in text
    if hit:
        figures.kills += "KILL" in inject
        figures.faults += "KILL" not in inject
        titles, problems = _memories(paths)
        if problems or "The walk" not in titles or (said and "The walk home" not in titles):
            figures.broken.append(f"the app, {inject}: said {said}, and kept is {titles}, {problems}")
    return hit


def _keep_a_moment(terminal: Terminal) -> bool:
    """Whether “Saved” was seen. What has ended, or refuses, is left alone."""
    steps: tuple[tuple[str, Callable[[], None]], ...] = (
        ("A moment to keep", lambda: terminal.type("The walk home\t")),
        ("The walk home", lambda: terminal.press("ctrl+s")),
        ("Keep this, both of you?", lambda: terminal.press("a", "l")),
    )
    for text, step in steps:
        if not terminal.until(partial(terminal.shows, text), 15):
            return False
        terminal.be_at_rest()
        if terminal.process.poll() is not None:
            return False
        step()
    words = (SAVED, "not saved", "was not", "Nothing can be kept")
    terminal.until(lambda: any(map(terminal.shows, words)), 15)
    return terminal.shows(SAVED)


def main() -> int:
    """Answers 0 where all held."""
    if shutil.which("strace") is None:
        print("NOT RUN strace is not here: no system call of the installed program was made to fail")
        return 0
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="duologue-strace-") as folder,
        ThreadPoolExecutor(os.cpu_count() or 1) as workers,
    ):
        place = Path(folder)
        jobs = [
            workers.submit(try_command, each, place / f"c{number}") for number, each in enumerate(COMMANDS)
        ]
        jobs += [workers.submit(try_app, place / f"a{number}", way) for number, way in enumerate(WAYS)]
        all_figures = [job.result() for job in jobs]
    faults, kills = sum(each.faults for each in all_figures), sum(each.kills for each in all_figures)
    broken = [words for each in all_figures for words in each.broken]
    for words in broken:
        print(words)
    print(f"FIGURE {faults} system calls of the installed program about the couple's folder were refused")
    print(f"FIGURE {kills} times it was killed at such a call; {len(broken)} did not hold")
    print(f"{time.monotonic() - began:.0f} s")
    return int(bool(broken) or not kills)


if __name__ == "__main__":
    sys.exit(main())
