"""What in the couple's folders is ours, by its name: nothing of anybody else's is ever touched.

`$DUOLOGUE_HOME` may name a folder in which other things lie, too.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from duologue.store.on_its_way import meant_name
from duologue.store.paths import Paths

_DATED = r"[0-9][^/]*/[0-9][^/]*/[^/]+\.toml"
_BESIDE = r"(-aside-[0-9a-f]{6}|-\d+)?"
"""What a name goes on with that lies beside another of the same."""
_WITHIN = {
    "memories": ("moments", _DATED),
    "promises": ("promises", _DATED),
    "plans": ("plans", _DATED),
    "letters": ("letters", _DATED),
    "closeness": ("circles of closeness", _DATED),
    "sessions": ("summaries of sessions", _DATED),
    "pictures": ("pictures", rf"[0-9a-f]{{32}}{_BESIDE}\.(png|jpg|gif|webp)"),
    "stars": ("stars", r"[^/]+\.toml"),
    "decks": ("decks and words of your own", r"(words/)?[^/]+\.toml"),
    "themes": ("themes of your own", r"[^/]+\.toml"),
    "pages": ("private pages", rf"[0-9a-f]{{16}}/(identity{_BESIDE}\.age|locked/[^/]+\.age)"),
    "locked": ("locked files", rf"[0-9a-f]{{32}}{_BESIDE}\.age|\.unlocking|\.sealing"),
    "trash": ("files in the trash", r"\d{4}-\d{2}-\d{2}/.+|\.emptying"),
}
"""The folders by name: what people call that which lies in them, and how its names are made."""
_LOOSE = {
    "names, settings and keys": rf"(couple|settings){_BESIDE}\.toml|identity{_BESIDE}\.age",
    "files of an older format": r"\.(couple|settings)\.toml\.old",
    "journals": rf"journal{_BESIDE}\.(jsonl|torn)|agreed{_BESIDE}\.toml",
    "files that can be made anew": (
        r"(checksums|backup-refused)\.txt|duologue\.lock|(shelf|names)\.json|jar\.sqlite(-\w+)?"
    ),
}
_ON_ITS_WAY = "files that were on their way"
_ARRIVING = re.compile(r"\.(importing|arriving)-[0-9a-f]+")


Closed = Callable[[Path, OSError], object]
"""Told of each folder that is there and cannot be looked into."""


def _passed_over(_: Path, __: OSError) -> None:
    """Nobody wants to know."""


def bases(paths: Paths) -> list[Path]:
    """The folders below which everything lies, but for the backups, those within others first."""
    folders = dict.fromkeys((paths.data, paths.config, paths.state, paths.cache))
    return sorted(folders, key=lambda folder: len(folder.parts), reverse=True)


def kind_of(place: str) -> str:
    """What people call a file in this place below its base; nothing where it is not ours."""
    top, _, rest = place.partition("/")
    if meant_name(place.rpartition("/")[2]) and (not rest or is_our_folder(top)):
        return _ON_ITS_WAY
    if not rest:
        return next((kind for kind, pattern in _LOOSE.items() if re.fullmatch(pattern, top)), "")
    if _ARRIVING.fullmatch(top):
        return _ON_ITS_WAY
    kind, pattern = _WITHIN.get(top, ("", ""))
    return kind if re.fullmatch(pattern, rest) else ""


def is_our_folder(name: str) -> bool:
    """Whether a folder of this name, right below a base, is ours."""
    return name in _WITHIN or _ARRIVING.fullmatch(name) is not None


def our_tops(paths: Paths, refused: Closed = _passed_over) -> Iterator[tuple[Path, os.DirEntry[str], bool]]:
    """All that lies right below a base, bases aside: the base, what lies there, and whether it is ours."""
    within = set(bases(paths))
    for base in bases(paths):
        for entry in entries(base, refused):
            if Path(entry.path) not in within:
                is_folder = entry.is_dir(follow_symlinks=False)
                yield base, entry, is_our_folder(entry.name) if is_folder else bool(kind_of(entry.name))


def entries(folder: Path | str, refused: Closed = _passed_over) -> list[os.DirEntry[str]]:
    """What lies in a folder, by name; nothing where it cannot be looked into."""
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        refused(Path(folder), error)
        return []


def below(folder: str, refused: Closed = _passed_over) -> Iterator[os.DirEntry[str]]:
    """All that lies below a folder; no link is followed, and each folder comes before what is in it."""
    waiting = entries(folder, refused)[::-1]
    while waiting:
        entry = waiting.pop()
        yield entry
        if entry.is_dir(follow_symlinks=False):
            waiting.extend(reversed(entries(entry.path, refused)))
