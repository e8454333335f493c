"""The installed program, with every system call about the couple's folder refused, or the last one.

A first run under strace tells which calls there are; then one run for each call and each way to fail. A run
counts where strace says that just such a call was hit. Nothing of ours is in the way: no seam, no patch.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from duologue.core.problem import Problem
from duologue.moving.swap import gather_for
from duologue.store.backups import backups
from duologue.store.paths import Paths
from duologue.store.records import save_memory
from duologue.store.sealing import seal
from duologue.store.settings import load_couple
from duologue.store.summaries import load_summaries, save_summary
from tests.builders import WHEN, begun
from tests.faults.deeds import memory
from tests.long._traced import CALLS, WAYS, Answers, Figures, about, fresh, run, traced, was_hit
from tests.long._traced_app import PLAYS, memories, try_play
from tests.moving.jars import a_home, a_letter, a_memory, save

AT_MOST = 24
"""Calls of one deed that are tried in each way; of more, some are taken evenly."""
_PASSPHRASE = "kettle tram salt"
_ANSWERS = (("Passphrase:", _PASSPHRASE), ("Go on all the same?", "y"))
"""The latter where the backup that comes first was refused."""


@dataclass(frozen=True)
class Command:
    """Something done with the command line."""

    name: str
    ready: Callable[[Paths], list[str]]
    """Makes a folder ready; answers the arguments."""
    seen: Callable[[Paths], object]
    answers: Answers = ()


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


@cache
def _parcel() -> bytes:
    """What Ana packed for Ben. To seal it takes a breath."""
    with tempfile.TemporaryDirectory(prefix="duologue-strace-") as folder:
        paths = a_home(Path(folder) / "hers")
        save(paths, a_memory("walk"), a_letter())
        return seal(gather_for(paths, "Ana", None).text, _PASSPHRASE)


def _unpack(paths: Paths) -> list[str]:
    _couple(paths)
    save_memory(paths, memory(1))
    parcel = paths.data.parent / "for-ben.age"
    parcel.write_bytes(_parcel())
    return ["swap", "unpack", str(parcel)]


def _memories_and_letters(paths: Paths) -> tuple[tuple[list[str], list[Problem]], int]:
    return memories(paths), len([*paths.notes("letter").rglob("*.toml")])


COMMANDS = (
    Command("couple", _couple, load_couple),
    Command("sessions forget", _forget, lambda paths: len(load_summaries(paths)[0])),
    Command("memories import", _import, memories),
    Command("backup", _backup, lambda paths: {each.problem for each in backups(paths)}),
    Command("swap unpack", _unpack, _memories_and_letters, _ANSWERS),
)


def try_command(
    command: Command, folder: Path, at_most: int = AT_MOST, only: str = CALLS, ways: Sequence[str] = WAYS
) -> Figures:
    """Every call of a command, each way; of those named in `only`."""
    figures, log = Figures(), folder.parent / f"{folder.name}.log"
    paths = fresh(folder)
    arguments = command.ready(paths)
    before = command.seen(paths)
    whole = run(paths, arguments, traced(log, CALLS), command.answers)
    after = command.seen(paths)
    assert whole.returncode == 0, whole.stderr
    assert before != after
    calls = [call for call in about(log, folder) if call[0] in only.split(",")]
    print(f"{command.name}: {len(calls)} calls about its folder", flush=True)
    for name, number in calls[:: max(1, -(-len(calls) // at_most))]:
        for way in ways:
            inject = f"{name}:{way.format(number)}"
            _one(figures, command, (fresh(folder), log), inject, (before, after))
    return figures


def _one(
    figures: Figures, command: Command, where: tuple[Paths, Path], inject: str, states: tuple[object, object]
) -> None:
    (paths, log), (before, after) = where, states
    arguments = command.ready(paths)
    ended = run(paths, arguments, traced(log, CALLS, inject), command.answers)
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
    again = run(paths, arguments, answers=command.answers)
    if (seen := command.seen(paths)) != after and again.returncode == 0:
        figures.broken.append(f"{told}: it could not be done again: {again.stderr[-300:]}, seen is {seen}")


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
        jobs += [
            workers.submit(try_play, play, place / f"{play.name}-{number}", way)
            for play in PLAYS
            for number, way in enumerate(WAYS)
        ]
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
