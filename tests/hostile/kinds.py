"""Every kind of file that the app reads and anybody may have written: where it lies, and how it is read."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

import tomli_w
from pydantic import BaseModel

from duologue.core.memory import Memory
from duologue.core.problem import Problem
from duologue.store.agreed import load_hour
from duologue.store.closeness import load_closeness
from duologue.store.decks import Library, load_deck
from duologue.store.feelings import load_feelings
from duologue.store.index import Index
from duologue.store.notes import load_kept_notes
from duologue.store.paths import Paths
from duologue.store.records import load_kept
from duologue.store.settings import load_couple, load_settings
from duologue.store.stars import load_stars, star_problems
from duologue.store.summaries import load_summaries
from duologue.store.themes import load_theme
from tests.builders import WHEN
from tests.hostile.strings import tower_in, unsafe_in

MILLISECONDS_AT_MOST = 100
"""That one hostile file may take, as the promise is; the best of several tries, since machines are busy."""
TRIES = 6

END = {"end": {"complete": True}}
LINES = {"left": {"name": "Ana", "line": "Rain."}, "right": {"name": "Ben", "line": "Bread."}}
COLOURS = {
    "background": "#1a1412", "surface": "#231b17", "panel": "#2d231e", "text": "#f3e7d9", "muted": "#a8917e",
    "accent": "#f0a95b", "left": "#ea8a6c", "right": "#83b9a9",
}  # fmt: skip
TURN = {"kind": "talk", "floor": "both", "say": "Talk.", "minutes": 1}
DECK = {
    "format": 1, "title": "T", "about": "A", "roles": ["a", "b"], "rounds": 2, "depth": 1, "turn": [TURN],
    "card": [{"text": "C"}, {"text": "D"}],
}  # fmt: skip

Read = tuple[list[object], list[Problem]]
"""What a file gave, and what is told of it."""


@dataclass(frozen=True)
class Kind:
    """One kind of file."""

    place: Callable[[Paths], Path]
    """Where the file lies that is attacked."""
    read: Callable[[Paths, Path], Read]
    whole: Mapping[str, object]
    """A good one."""
    texts: tuple[tuple[str | int, ...], ...] = ()
    """Where in it a text stands that is shown."""
    silent: bool = False
    """Whether it is left out without a word, since nothing that the couple made is in it."""
    beside: bool = True
    """Whether others of its kind lie in the same folder."""
    readings: int = 1
    """How often one look at the folder opens each file."""
    one_by_one: bool = False
    """Whether each file of the folder is read by itself."""

    def good(self) -> bytes:
        """A good one, as its file."""
        return tomli_w.dumps(self.whole).encode()


def _one(found: object) -> Read:
    if isinstance(found, list):
        return [], found
    return ([] if found is None else [found]), []


def _records(folder: str, values: Mapping[str, object], read: Callable[[Paths], Read], *texts: str) -> Kind:
    return Kind(
        lambda paths: paths.data / folder / f"{WHEN:%Y}" / f"{WHEN:%m}" / "attack.toml",
        lambda paths, _: read(paths),
        {"format": 1, "id": "a", "when": WHEN, **values, **END},
        tuple(tuple(text.split(".")) for text in texts),
    )


def _all(loaded: tuple[Iterable[object], list[Problem]]) -> Read:
    return list(loaded[0]), loaded[1]


def _indexed(paths: Paths) -> Read:
    index = Index(paths.index, paths.memories)
    try:
        index.refresh()
        return list(index.glimpses()), index.problems()
    finally:
        index.close()


def _feelings(paths: Paths) -> Read:
    feelings, problems = load_feelings(paths)
    return [feelings], problems


_MEMORY = {
    "deck": "Weather",
    "card": "A walk",
    "title": "Rain",
    "place": "Here",
    "feelings": ["Calm"],
    **LINES,
}
_NOTE = {"deck": "Paper", "card": "A pen", "by": "Ana", "to": "Ben", "text": "Water the fern."}
_PLAYED = {
    "decks": ["weather"],
    "seconds": 600,
    "cards": ["A walk"],
    "names": {"left": "Ana", "right": "Ben"},
}
_CIRCLES = {"deck": "D", "left": {"name": "Ana", "circle": 3}, "right": {"name": "Ben", "circle": 5}}
_MEMORY_TEXTS = ("title", "deck", "card", "place", "left.name", "left.line", "right.line")

KINDS: Mapping[str, Kind] = {
    "deck": Kind(
        lambda paths: paths.decks / "attack.toml",
        lambda paths, path: _one(load_deck(path, Library(paths))),
        DECK,
        (("title",), ("about",), ("card", 0, "text"), ("turn", 0, "say")),
        one_by_one=True,
    ),
    "theme": Kind(
        lambda paths: paths.themes / "attack.toml",
        lambda _, path: _one(load_theme(path)),
        {"format": 1, "title": "T", **COLOURS},
        (("title",),),
        one_by_one=True,
    ),
    "feelings": Kind(
        lambda paths: paths.feelings,
        lambda paths, _: _feelings(paths),
        {"format": 1, "title": "F", "family": [{"name": "Calm", "shades": ["At ease"]}]},
        (("title",),),
        beside=False,
    ),
    "memory": _records(
        "memories", _MEMORY, lambda paths: _all(load_kept(paths.memories, Memory)), *_MEMORY_TEXTS
    ),
    "memory, indexed": _records("memories", _MEMORY, _indexed, *_MEMORY_TEXTS),
    "promise": _records(
        "promises", {"kind": "promise", **_NOTE}, lambda paths: _all(load_kept_notes(paths, "promise")),
        "deck", "card", "by", "to", "text",
    ),
    "plan": _records(
        "plans", {"kind": "plan", **_NOTE}, lambda paths: _all(load_kept_notes(paths, "plan")), "text"
    ),
    "letter": _records(
        "letters", {"kind": "letter", **_NOTE}, lambda paths: _all(load_kept_notes(paths, "letter")), "text"
    ),
    "session": _records("sessions", _PLAYED, lambda paths: _all(load_summaries(paths)), "names.left"),
    "closeness": _records("closeness", _CIRCLES, lambda paths: _all(load_closeness(paths)), "left.name"),
    "star": Kind(
        lambda paths: paths.stars / "attack.toml",
        lambda paths, _: (list(load_stars(paths)), star_problems(paths)),
        {"format": 1, "deck": "weather", "card": "A walk", **END},
        (("card",),),
        readings=2,
    ),
    "couple": Kind(
        lambda paths: paths.couple,
        lambda paths, _: _one(load_couple(paths)),
        {"format": 1, "left": "Ana", "right": "Ben"},
        (("left",), ("right",)),
        silent=True,
        beside=False,
    ),
    "settings": Kind(
        lambda paths: paths.settings,
        lambda paths, _: _one(load_settings(paths)),
        {"format": 1, "theme": "linen"},
        (("theme",), ("pace",), ("guidance",)),
        silent=True,
        beside=False,
    ),
    "agreed hour": Kind(
        lambda paths: paths.agreed,
        lambda paths, _: _one(load_hour(paths)),
        {"format": 1, "when": WHEN},
        silent=True,
        beside=False,
    ),
}  # fmt: skip
"""All that is written as TOML."""


@dataclass
class Timed:
    """What a reading gave, and how long the best of several took."""

    found: Read
    milliseconds: float


def timed(read: Callable[[], Read], readings: int = 1, tries: int = TRIES) -> Timed:
    """Read it; again only where it took too long, for a machine may be busy with something else.

    The processor's time counts, for one of so many readings.
    """
    best = Timed(([], []), float("inf"))
    for _ in range(tries):
        began = time.process_time()
        found = read()
        best = Timed(found, min(best.milliseconds, (time.process_time() - began) * 1000 / readings))
        if best.milliseconds <= MILLISECONDS_AT_MOST:
            break
    return best


def strings_of(thing: object) -> Iterator[str]:
    """Every text in it, however deep."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield from strings_of(key)
            yield from strings_of(value)
    elif isinstance(thing, BaseModel):
        yield from strings_of(dict(thing))
    elif dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        for each in dataclasses.fields(thing):
            yield from strings_of(getattr(thing, each.name))
    elif isinstance(thing, Iterable) and not isinstance(thing, bytes | Enum):
        for each in thing:
            yield from strings_of(each)


@dataclass
class Harm:
    """What a text could still do."""

    unsafe: set[str] = field(default_factory=set)
    highest: int = 0

    @property
    def is_none(self) -> bool:
        """Whether it can do nothing."""
        return not self.unsafe and self.highest <= 4


def harm_in(thing: object) -> Harm:
    """What is left in it that must never be drawn. Letters keep their line breaks."""
    harm = Harm()
    for text in strings_of(thing):
        harm.unsafe |= unsafe_in(text, lines=True)
        harm.highest = max(harm.highest, tower_in(text))
    return harm
