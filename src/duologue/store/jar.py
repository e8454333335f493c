"""The jar on the disk: what one sees of it, and all that a couple can do with a memory."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from duologue.core.kept import Kept, gather, revision
from duologue.core.memory import Memory
from duologue.core.problem import Problem
from duologue.store import trash
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
        """One memory with all its versions, read from its files; None where none can be read any more."""
        found = [load_versions(file, Memory) for file in self.index.files_of(root)]
        versions = [memory for read in found if not isinstance(read, Problem) for memory in read]
        return next((kept for kept in gather(versions) if kept.root == root), None)

    def change(self, kept: Kept[Memory], base: Memory, changed: Mapping[str, Any], now: datetime) -> Memory:
        """Keep a new version, made of `base`, in place of all that stand.

        Raises NotWritten, and pydantic's ValidationError where a changed value is not allowed.
        """
        memory = revision(kept, base, changed, version_id=new_id(), now=now)
        save_memory(self.paths, memory)
        return memory

    def let_go(self, kept: Kept[Memory], today: date) -> None:
        """Put a memory into the trash. Raises NotWritten.

        Earlier versions go first, so that none of them ever stands on its own.
        """
        earlier = {version.id for version in kept.earlier}
        files = self.index.files_of(kept.root)
        trash.let_go(self.paths, sorted(files, key=lambda file: _id_in(file) not in earlier), today)


def _id_in(file: Path) -> str:
    found = load_versions(file, Memory)
    return "" if isinstance(found, Problem) else found[0].id
