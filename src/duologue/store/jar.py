"""The jar on the disk: what one sees of it, and all that a couple can do with a memory."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from duologue.core.kept import Kept, gather, on_its_own, revision
from duologue.core.memory import Memory
from duologue.core.problem import Problem
from duologue.store import arrivals, trash
from duologue.store.files import NotWritten, exists, remove
from duologue.store.index import Index
from duologue.store.paths import Paths
from duologue.store.records import load_versions, new_id, save_memory


class Jar:
    """All memories of one couple, through an index. What is changed here is seen after the next `refresh`."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        self.index = Index(paths.index, paths.memories)

    def close(self) -> None:
        """Let go of the index."""
        self.index.close()

    def kept(self, root: str) -> Kept[Memory] | None:
        """One memory with all its versions, read from its files.

        None where one of them cannot be read any more: what it was changed to last might be in that one.
        """
        found = [load_versions(file, Memory) for file in self.index.files_of(root)]
        versions = [memory for read in found if not isinstance(read, Problem) for memory in read]
        if any(isinstance(read, Problem) for read in found):
            return None
        return next((kept for kept in gather(versions) if kept.root == root), None)

    def change(self, kept: Kept[Memory], base: Memory, changed: Mapping[str, Any], now: datetime) -> Memory:
        """Keep a new version, made of `base`, in place of all that stand.

        Raises NotWritten, and pydantic's ValidationError where a changed value is not allowed.
        """
        memory = revision(kept, base, changed, version_id=new_id(), now=now)
        save_memory(self.paths, memory)
        return memory

    def keep_apart(self, kept: Kept[Memory], chosen: Memory, now: datetime) -> Memory:
        """Let `chosen` stand, and make every other that stands a memory of its own. Raises NotWritten.

        The others come first: nothing is taken the place of before it is kept elsewhere.
        """
        for version in kept.standing:
            if version != chosen:
                save_memory(self.paths, on_its_own(version))
        return self.change(kept, chosen, {}, now)

    def let_go(self, kept: Kept[Memory], today: date) -> None:
        """Put a memory into the trash. Raises NotWritten.

        Earlier versions go first and what is shown goes last, so that none of them ever stands in its place.
        """
        order = [*reversed(kept.earlier), *reversed(kept.standing)]
        places = {version.id: place for place, version in enumerate(order)}
        files = self.index.files_of(kept.root)
        if not files:
            raise NotWritten("its files were not found")
        trash.let_go(self.paths, sorted(files, key=lambda file: _place_of(file, places)), today)

    def empty_trash(self, *, before: date | None = None) -> None:
        """Remove what was let go, for good; with a date only what was let go before it. Raises NotWritten.

        A picture goes with the last memory that has it. While a file cannot be read, or the jar is closed
        meanwhile, it may be that one's; then it is looked at again the next time.
        """
        noted = trash.going(self.paths)
        going = noted | trash.pictures(self.paths, before=before)[0]
        if going != noted:
            with suppress(NotWritten):  # On a disk that is full this is what makes room.
                trash.note_going(self.paths, going)
        trash.empty(self.paths, before=before)
        if going:
            self._remove_pictures(going)

    def _remove_pictures(self, going: set[str]) -> None:
        """Remove those that nothing has any more, where all that may have one can be seen. Raises
        NotWritten."""
        left, unread = trash.pictures(self.paths)
        if unread or arrivals.are_waiting(self.paths):
            return
        kept = self.index.pictures()
        if kept is not None:
            for name in going - left - kept:
                remove(self.paths.pictures / name)
            trash.note_going(self.paths, set())

    def purge(self, today: date) -> None:
        """Remove what has lain in the trash for longer than thirty days, where the disk allows it."""
        with suppress(NotWritten):
            self.empty_trash(before=today - timedelta(days=trash.DAYS))


def _place_of(file: Path, places: Mapping[str, int]) -> int:
    """The last place of what a file holds; the first for one that has gone already. Raises NotWritten."""
    if not exists(file):
        return -1
    found = load_versions(file, Memory)
    if isinstance(found, Problem):
        raise NotWritten(f"{file.name} cannot be read")
    return max(places.get(version.id, len(places)) for version in found)
