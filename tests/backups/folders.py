"""A couple's folder with something of everything in it, and how it looks."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from duologue.core.memory import Memory
from duologue.store.files import mounted, unmount
from duologue.store.paths import Paths
from duologue.store.records import load_kept
from tests.moving.jars import ANA_AND_BEN, a_letter, a_memory, a_picture, save

NOW = datetime(2026, 2, 14, 20, 30, tzinfo=UTC)
KEPT = {
    "settings.toml": b'theme = "linen"\n',
    "decks/our-own.toml": b"# a deck\n",
    "decks/words/feelings.toml": b"# words\n",
    "pages/0123456789abcdef/identity.age": b"a key of Ana's\n",
    "trash/2026-02-01/memories/2026/01/gone.toml": b"# let go\n",
    f"memories/2026/01/{'long-' * 40}name.toml": b"# a long name\n",
    "memories/2026/01/\u6c38\u9060.toml": b"# far away\n",
    "stars/empty.toml": b"",
}


def filled(paths: Paths) -> dict[str, bytes]:
    """Fill a folder; answers what is kept in it, as a backup should hold it."""
    from duologue.store.settings import save_couple

    save_couple(paths, ANA_AND_BEN)
    save(paths, a_memory("walk"), a_memory("tea", 1), a_letter())
    picture = a_picture()
    put(paths.data / "pictures" / f"{'0' * 32}.png", picture)
    for name, content in KEPT.items():
        put((paths.config if name == "settings.toml" else paths.data) / name, content)
    put(paths.journal, b"the running session\n")
    put(paths.index, b"an index")
    return kept_in(paths)


def put(file: Path, content: bytes) -> None:
    """Write a file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def kept_in(paths: Paths) -> dict[str, bytes]:
    """What a couple keep, as it lies, by its name in a backup."""
    found: dict[str, bytes] = {}
    for name, place in paths.kept.items():
        files = [place] if place.is_file() else sorted(file for file in place.rglob("*") if file.is_file())
        found |= {f"{name}/{file.relative_to(place)}".removesuffix("/."): file.read_bytes() for file in files}
    return found


def everything(folder: Path) -> dict[str, bytes | None]:
    """All files and folders below a folder; hidden ones too."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def titles(paths: Paths) -> list[str]:
    """What stands in the jar, and how often it is torn."""
    kept, problems = load_kept(paths.memories, Memory)
    assert problems == []
    return sorted(each.now.title for each in kept)


def close() -> None:
    """What a process that ends leaves behind of a lock: nothing."""
    for disk in mounted():
        unmount(disk)
