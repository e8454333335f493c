"""The power fails: what the disk holds at that moment is looked at, and nothing that was only in memory.

The couple's folder lies on a file system of its own, in an image on a loop device. When a sync has come back,
in the middle of a save or at its end, the image is copied as it is: what the kernel has not written yet is
missing, as in a power cut. Each copy is mounted, so that its journal is replayed, and looked at: what was
said to be saved before is there, and all else is whole.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from duologue.store.journal import Journal
from duologue.store.paths import Paths
from duologue.store.records import load_memories, save_memory
from duologue.store.settings import load_couple, save_couple
from tests.builders import DONE, NAMES, began
from tests.faults.deeds import memory

SIZE = 24 * 1024 * 1024
"""Bytes of an image."""
SAVES = 14
"""Moments that are kept in one evening."""
IN_BETWEEN = 0.5
"""Of the syncs in the middle of a save, how many are followed by a power cut."""
KINDS = (
    ("ext4, data=ordered", "mkfs.ext4", ("-q", "-F"), "data=ordered"),
    ("ext4, data=writeback, noauto_da_alloc", "mkfs.ext4", ("-q", "-F"), "data=writeback,noauto_da_alloc"),
    ("XFS", "mkfs.xfs", ("-q", "-f"), ""),
    ("btrfs", "mkfs.btrfs", ("-q", "-f"), ""),
)


@dataclass
class Cut:
    """One copy of the image, and what had been said to be saved before it was made."""

    image: Path
    memories: int
    """How many moments had been said to be saved."""
    events: int
    at_most: int
    """How many may be there at the most."""


@dataclass
class Evening:
    """What is saved so far."""

    memories: int = 0
    begun: int = 0
    events: int = 0
    cuts: list[Cut] = field(default_factory=list)


def sh(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a tool of the system."""
    return subprocess.run(command, capture_output=True, text=True, check=False)


@contextmanager
def mounted(image: Path, place: Path, options: str) -> Iterator[bool]:
    """An image, mounted through a loop device; whether it could be. Always let go of in the end."""
    place.mkdir(exist_ok=True)
    loop = sh("losetup", "--find", "--show", str(image))
    device = loop.stdout.strip()
    try:
        more = ("-o", options) if options else ()
        yield bool(device) and sh("mount", *more, device, str(place)).returncode == 0
    finally:
        if os.path.ismount(place):
            sh("umount", str(place)).returncode and sh("umount", "-l", str(place))
        if device:
            sh("losetup", "-d", device)


def play(paths: Paths, evening: Evening, snap: Callable[[], None]) -> None:
    """An evening: moments are kept, names change, a session goes on, with a copy after each."""
    save_couple(paths, NAMES)
    journal = Journal(paths.journal)
    journal.start(began())
    for number in range(1, SAVES + 1):
        evening.begun = number
        save_memory(paths, memory(number, f"Moment {number}"))
        evening.memories = number
        snap()
        journal.append(DONE.stamped(float(number)))
        evening.events = number
        if number % 5 == 0:
            snap()


def broken(cut: Cut, paths: Paths) -> str:
    """What of the promises does not hold in this copy; nothing where all do."""
    if cut.memories == 0:
        return ""
    kept, problems = load_memories(paths)
    if problems:
        return f"half there is {problems}"
    there = {each.id for each in kept}
    if missing := {f"m{number}" for number in range(1, cut.memories + 1)} - there:
        return f"said to be saved, and gone: {sorted(missing)}"
    if len(there) > cut.at_most:
        return f"{len(there)} are there, and {cut.at_most} were kept at the most"
    if load_couple(paths) != NAMES:
        return "the names are gone"
    lines = paths.journal.read_bytes().count(b"\n") if paths.journal.exists() else 0
    return (
        "" if lines >= cut.events + 1 else f"{lines} lines of the journal, and {cut.events} events were noted"
    )


def evening_on(
    folder: Path, make: tuple[str, ...], options: str, *, syncs: bool
) -> tuple[int, list[str]] | None:
    """Play an evening and cut the power often; answers how often, and what did not hold.

    None where there can be no such disk.
    """
    image, evening = folder / "disk.img", Evening()
    with image.open("wb") as file:
        file.truncate(SIZE if "mkfs.ext4" in make else 320 * 1024 * 1024)
    if sh(*make, str(image)).returncode != 0:
        return None

    def snap() -> None:
        copy = folder / f"cut-{len(evening.cuts)}.img"
        sh("cp", "--sparse=always", str(image), str(copy))
        evening.cuts.append(Cut(copy, evening.memories, evening.events, evening.begun))

    sync, chance = os.fsync, random.Random(7)

    def synced(handle: int) -> None:
        """A sync has come back, in the middle of something; nothing is written while the image is copied."""
        if syncs:
            sync(handle)
        if chance.random() < IN_BETWEEN:
            snap()

    with mounted(image, folder / "disk", options) as there:
        if not there:
            return None
        with patch("os.fsync", synced):
            play(Paths.under(folder / "disk" / "d"), evening, snap)
    told = []
    for number, cut in enumerate(evening.cuts):
        with mounted(cut.image, folder / "after", options) as there:
            words = broken(cut, Paths.under(folder / "after" / "d")) if there else "it cannot be mounted"
        cut.image.unlink()
        if words:
            told.append(f"cut {number}: {words}")
    return len(evening.cuts), told


def main() -> int:
    """Answers 0 where all held."""
    if os.geteuid() != 0 or not shutil.which("losetup"):
        print("NOT RUN no power was cut: mounting an image takes root and losetup")
        return 0
    began_at, failed, cuts, lost = time.monotonic(), False, 0, -1
    for name, tool, arguments, options in KINDS:
        with tempfile.TemporaryDirectory(prefix="duologue-power-") as folder:
            make = (tool, *arguments)
            done = evening_on(Path(folder), make, options, syncs=True) if shutil.which(tool) else None
        if done is None:
            print(f"NOT RUN no power was cut on {name}: {tool} or the kernel's part is not here")
            continue
        print(f"{name}: {done[0]} cuts", *done[1], sep="\n    ")
        cuts, failed = cuts + done[0], failed or bool(done[1])
        if lost < 0:
            with tempfile.TemporaryDirectory(prefix="duologue-power-") as folder:
                without = evening_on(Path(folder), make, options, syncs=False)
            lost = len(without[1]) if without is not None else 0
    if lost == 0:
        print("without any sync nothing was lost, so this proves nothing")
    print(f"FIGURE {cuts} power cuts, in each of which all that was said to be saved was there, whole")
    print(f"FIGURE {max(lost, 0)} of the same lose something once nothing is synced: such a loss is seen")
    print(f"{time.monotonic() - began_at:.0f} s")
    return int(failed or lost <= 0)


if __name__ == "__main__":
    sys.exit(main())
