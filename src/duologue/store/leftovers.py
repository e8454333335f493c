"""What a program that was cut off left half written: hidden files, which nobody ever saw."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from duologue.store.disk import NotWritten
from duologue.store.locking import remove_marks
from duologue.store.on_its_way import is_left_over
from duologue.store.ours import below, is_our_folder, our_tops
from duologue.store.paths import Paths


def sweep(paths: Paths) -> None:
    """Remove it, where the disk allows it. Only for whoever holds the pen: nobody else writes then."""
    for _, top, ours in our_tops(paths):
        within = below(top.path) if top.is_dir(follow_symlinks=False) and is_our_folder(top.name) else ()
        for entry in (*((top,) if ours else ()), *within):
            if is_left_over(entry.name) and entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    Path(entry.path).unlink()
    if not paths.is_locked:
        with suppress(NotWritten):
            remove_marks(paths)
