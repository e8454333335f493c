"""What partners who live apart send each other: memories, and the letters that one wrote for the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from duologue.core.kept import AnyVersion, Kept
from duologue.core.problem import Problem
from duologue.keepsake import json_form
from duologue.keepsake.taken import take
from duologue.store.files import remove, saying_why, sync_folder, write_new
from duologue.store.paths import Paths


@dataclass(frozen=True)
class Packed:
    """What goes to the other."""

    archive: json_form.Archive
    problems: tuple[Problem, ...]
    """What could not be read here, and does not go with it."""

    @property
    def text(self) -> str:
        """Before it is sealed."""
        return json_form.write(self.archive)


def gather_for(paths: Paths, sender: str, since: date | None) -> Packed:
    """All memories, and the letters of `sender` to the other; with a date, only what is new or changed since.

    Each goes with its pictures and with its earlier versions, so that a change finds its place.
    """
    taken = take(paths, letters=True)
    memories = tuple(kept for kept in taken.archive.memories if _is_new(kept, since))
    letters = tuple(kept for kept in taken.archive.letters if kept.now.by == sender and _is_new(kept, since))
    taken.archive = replace(taken.archive, memories=memories, letters=letters)
    return Packed(taken.with_pictures(), tuple(taken.problems))


def hand_over(file: Path, sealed: bytes) -> None:
    """Write the file, which must not be there yet, on the disk by then. Raises NotWritten."""
    with saying_why(file):
        try:
            write_new(file, sealed)
            sync_folder(file.absolute().parent)
        except FileExistsError:
            raise
        except OSError:
            remove(file)
            raise


def _is_new(kept: Kept[AnyVersion], since: date | None) -> bool:
    versions = (*kept.standing, *kept.earlier)
    return since is None or any(version.made.astimezone().date() >= since for version in versions)
