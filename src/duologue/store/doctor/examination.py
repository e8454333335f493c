"""Everything there is to look at, in its order. Whatever lies there, none of it stops the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from duologue.store.doctor import contents, places, surroundings, traces
from duologue.store.doctor.finding import Finding, look, note
from duologue.store.paths import Paths

Look = Callable[[Paths, datetime], Iterator[Finding]]

_EVERYWHERE: dict[str, Look] = {
    "folders": places.folders,
    "modes": places.modes,
    "room": places.room,
    "lock": places.lock,
    "passphrase": traces.locked,
    "backups": places.kept_back,
    "checksums": traces.sums,
}
_OPEN: dict[str, Look] = {
    "unreadable": contents.records,
    "formats": contents.chosen,
    "journal": traces.journal,
}
"""What needs the passphrase in a locked folder."""
_BESIDE: dict[str, Look] = {
    "index": traces.index,
    "shelf": traces.shelf,
    "leftovers": traces.leftovers,
    "terminal": surroundings.terminal,
    "versions": surroundings.versions,
}


def examine(paths: Paths, now: datetime, progress: Callable[[str], object] = lambda _: None) -> list[Finding]:
    """Look at everything; `progress` is told the area that comes next. Raises nothing, changes nothing."""
    found: list[Finding] = []
    is_closed = paths.is_locked and not _is_open(paths)
    for area, looking in {**_EVERYWHERE, **_OPEN, **_BESIDE}.items():
        progress(area)
        if is_closed and area in _OPEN:
            words = "is locked with your passphrase, so this was not looked into."
            found.append(
                note(
                    area, words, "", "With Duologue open and unlocked, the palette has it: How is everything."
                )
            )
            continue
        found += _safely(area, looking, paths, now)
    return found


def _is_open(paths: Paths) -> bool:
    from duologue.store.files import mounted
    from duologue.store.vault import Vault

    return any(disk.is_open for disk in mounted() if isinstance(disk, Vault) and disk.covers(paths.couple))


def _safely(area: str, looking: Look, paths: Paths, now: datetime) -> list[Finding]:
    """What is found, and what could not be looked at: with no message, since words may stand in it."""
    found: list[Finding] = []
    try:
        for finding in looking(paths, now):
            found.append(finding)  # noqa: PERF402  What was found before it failed stays.
    except Exception as error:  # noqa: BLE001  Whatever lies there, the rest is looked at.
        words = "Nothing was changed. The other lines hold all the same."
        found.append(look(area, f"could not be looked at ({type(error).__name__}).", paths.data, words))
    return found
