"""Every hostile file is refused with its file and line, or shown harmlessly, at once, and stops no other."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from duologue.core.couple import Couple
from duologue.core.feelings import Family, Feelings
from duologue.core.problem import Problem
from duologue.core.seats import Seat
from duologue.moving.day_one import Reader
from duologue.moving.reading import read as read_parcel
from duologue.store import decks, tar
from duologue.store.disk import Unreadable
from duologue.store.index import Index
from duologue.store.journal import Journal
from duologue.store.paths import Paths
from duologue.store.pictures import NotAPicture, take_picture
from duologue.store.settings import Settings
from tests.hostile import attacks
from tests.hostile.kinds import KINDS, MILLISECONDS_AT_MOST, Kind, Timed, harm_in, timed
from tests.hostile.strings import FILE_NAMES, WRITABLE, unsafe_in

QUICK = [name for name in KINDS if name not in {"plan", "letter", "closeness"}]
"""Without those that the same lines read as others; the long tests take them all."""
SILENT_ANSWERS: Mapping[str, object] = {"couple": None, "agreed hour": None, "settings": Settings()}


def lay(place: Path, content: bytes | Callable[[Path], None]) -> None:
    """Put it there."""
    place.parent.mkdir(parents=True, exist_ok=True)
    content(place) if callable(content) else place.write_bytes(content)


def take_away(place: Path) -> None:
    """Remove whatever lies there."""
    place.rmdir() if place.is_dir() and not place.is_symlink() else place.unlink()


def is_quick(done: Timed) -> bool:
    """Whether it took no longer than it may."""
    return done.milliseconds <= MILLISECONDS_AT_MOST


def told(problems: list[Problem], place: Path) -> bool:
    """Whether it is said which file, where in it, and why, without any harm."""
    about = [each for each in problems if place.name in each.file]
    return bool(about) and all(each.line >= 1 and each.reason and not unsafe_in(str(each)) for each in about)


def refused(name: str, kind: Kind, found: tuple[list[object], list[Problem]], place: Path) -> bool:
    """Whether nothing came of the file, and the good one beside it is still there."""
    good, problems = found
    if kind.silent:
        answer = SILENT_ANSWERS[name]
        return good == ([] if answer is None else [answer])
    return len(good) == 1 and told(problems, place)


@pytest.mark.parametrize("name", QUICK)
def test_what_is_none_of_ours_is_refused_at_once_and_stops_no_other(paths: Paths, name: str) -> None:
    kind, wrong = KINDS[name], {}
    place = kind.place(paths)
    if kind.beside:
        lay(place.with_name("good.toml"), kind.good())
    for attack, content in attacks.anything().items():
        lay(place, content)
        done = timed(lambda: read_beside(kind, paths, place), kind.readings)
        if not (refused(name, kind, done.found, place) and is_quick(done) and harm_in(done.found).is_none):
            wrong[attack] = done
        take_away(place)
    assert not wrong


def read_beside(kind: Kind, paths: Paths, place: Path) -> tuple[list[object], list[Problem]]:
    """All that is there; decks and themes are read one by one, so the good one is read after it."""
    good, problems = kind.read(paths, place)
    if kind.one_by_one:
        more, others = kind.read(paths, place.with_name("good.toml"))
        return good + more, problems + others
    return good, problems


def with_text(kind: Kind, where: tuple[str | int, ...], text: str) -> bytes:
    """A good file, with this text at one place."""
    values: Any = copy.deepcopy(dict(kind.whole))
    within = values
    for part in where[:-1]:
        within = within[part]
    within[where[-1]] = text
    return tomli_w.dumps(values).encode()


@pytest.mark.parametrize("name", [name for name in QUICK if KINDS[name].texts])
def test_what_tries_to_be_more_than_text_is_text(paths: Paths, name: str) -> None:
    kind, wrong = KINDS[name], {}
    place = kind.place(paths)
    for number, attack in enumerate(WRITABLE):
        where = kind.texts[number % len(kind.texts)]
        lay(place, with_text(kind, where, attack.text))
        done = timed(lambda: kind.read(paths, place), kind.readings)
        shown = bool(done.found[0]) or told(done.found[1], place)
        if not (shown and is_quick(done) and harm_in(done.found).is_none):
            wrong[attack.name] = done
        take_away(place)
    assert not wrong


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.beside])
def test_names_of_files_do_no_harm(paths: Paths, name: str) -> None:
    kind = KINDS[name]
    place = kind.place(paths)
    lay(place.with_name("good.toml"), kind.good())
    for file in FILE_NAMES:
        Path(os.fsdecode(os.fsencode(place.parent) + b"/" + file)).write_bytes(b"format = [")
    done = timed(lambda: read_all(kind, paths, place))
    good, problems = done.found
    assert len(good) == 1
    assert len(problems) >= len(FILE_NAMES)
    assert harm_in(problems).is_none
    assert done.milliseconds <= MILLISECONDS_AT_MOST * len(FILE_NAMES)


def read_all(kind: Kind, paths: Paths, place: Path) -> tuple[list[object], list[Problem]]:
    """All files of a folder."""
    if not kind.one_by_one:
        return kind.read(paths, place)
    read = [kind.read(paths, each) for each in sorted(place.parent.glob("*.toml"))]
    return [one for good, _ in read for one in good], [one for _, problems in read for one in problems]


@pytest.mark.parametrize("name", ["memory", "star"])
def test_a_file_that_grows_while_it_is_read_and_one_with_two_names(paths: Paths, name: str) -> None:
    kind = KINDS[name]
    place = kind.place(paths)
    lay(place, kind.good())
    os.link(place, place.with_name("other.toml"))
    with place.open("ab") as growing:
        growing.truncate(attacks.FIT * 2)
        assert told(kind.read(paths, place)[1], place)
    assert sorted(each.name for each in place.parent.iterdir()) == ["attack.toml", "other.toml"]


def journals(paths: Paths) -> Iterator[tuple[str, Timed]]:
    """Each hostile journal, replayed."""
    for name, content in attacks.anything(attacks.journals).items():
        lay(paths.journal, content)
        yield name, timed(lambda: ([Journal(paths.journal).replay()], []))
        take_away(paths.journal)


def test_no_hostile_journal_becomes_a_session(paths: Paths) -> None:
    wrong = [name for name, done in journals(paths) if done.found[0] != [None] or not is_quick(done)]
    assert not wrong


def who_wrote() -> Reader:
    """Ana did."""
    return Reader(Couple("Ana", "Ben"), Seat.LEFT, Feelings("F", "en", (Family("Calm", ("At ease",)),)))


def brought(file: Path) -> tuple[list[object], list[Problem]]:
    """What a file brings."""
    with ExitStack() as open_files:
        parcel = read_parcel(file, who_wrote, open_files)
        return [each.record for each in parcel.arriving], list(parcel.problems)


@pytest.mark.parametrize(
    ("ending", "files"),
    [
        (".json", attacks.anything(attacks.json_files)),
        (".md", attacks.anything(attacks.markdown_files)),
        (".zip", attacks.anything(attacks.zip_files)),
    ],
)
def test_nothing_comes_of_a_hostile_import(
    tmp_path: Path, ending: str, files: Mapping[str, bytes | Callable[[Path], None]]
) -> None:
    wrong, place = {}, tmp_path / f"attack{ending}"
    for name, content in files.items():
        lay(place, content)
        done = timed(lambda: brought(place))
        good, problems = done.found
        is_told = bool(problems) and harm_in(problems).is_none
        if good or not (is_told or place.is_dir()) or not is_quick(done):
            wrong[name] = done
        take_away(place)
    assert not wrong


def test_odd_entries_of_a_journal_come_without_harm(tmp_path: Path) -> None:
    wrong, place = {}, tmp_path / "Journal.json"
    strings = {each.name: entry(each.text) for each in WRITABLE}
    for name, content in {**attacks.shown_entries, **strings}.items():
        lay(place, content)
        done = timed(lambda: brought(place))
        if len(done.found[0]) != 1 or not is_quick(done) or not harm_in(done.found).is_none:
            wrong[name] = done
    assert not wrong


def entry(text: str) -> bytes:
    """A journal of one entry, with this text wherever there is room for one."""
    values = {"creationDate": "2024-01-05T03:02:50Z", "text": f"{text}\n{text}", "uuid": text, "tags": [text],
              "timeZone": text, "location": {"placeName": text}, "photos": [{"md5": text}]}  # fmt: skip
    return json.dumps({"entries": [values]}).encode()


def test_no_hostile_picture_comes_into_the_jar(paths: Paths, tmp_path: Path) -> None:
    wrong, place = {}, tmp_path / "\x1b]52;c;b3duZWQ=\x07picture.png"
    for name, content in attacks.anything(attacks.pictures).items():
        lay(place, content)
        done = timed(lambda: ([], [taken(paths, place)]))
        if not is_quick(done) or not harm_in(done.found).is_none:
            wrong[name] = done
        take_away(place)
    assert not wrong
    assert not paths.pictures.exists()


def taken(paths: Paths, file: Path) -> Problem:
    """Why it cannot be taken."""
    with pytest.raises(NotAPicture) as why:
        take_picture(paths, file)
    assert not unsafe_in(str(why.value))
    return Problem(str(file), 1, "file", str(why.value))


def unpacked(data: bytes) -> None:
    """Read all that is in an archive."""
    for member in tar.members(BytesIO(data)):
        for _ in member.chunks:
            pass


@pytest.mark.parametrize("name", list(attacks.tar_files))
def test_no_hostile_archive_is_a_backup(name: str) -> None:
    def read() -> tuple[list[object], list[Problem]]:
        with pytest.raises(Unreadable) as why:
            unpacked(attacks.tar_files[name])
        return [], [Problem(name, 1, "file", str(why.value))]

    done = timed(read)
    assert is_quick(done)
    assert harm_in(done.found).is_none


@pytest.mark.usefixtures("few_shipped")
@pytest.mark.parametrize("name", list(attacks.shelves))
def test_a_remembered_shelf_is_looked_at_as_if_it_came_from_anybody(paths: Paths, name: str) -> None:
    decks.load_shelf(paths)
    kept = json.loads(paths.shelf.read_text())
    kept["glances"] = [attacks.shelves[name]]
    paths.shelf.write_text(json.dumps(kept))
    shelf = decks.remembered_shelf(paths)
    if shelf is not None:
        (glance,) = shelf.glances
        assert harm_in(shelf).is_none
        assert len(glance.title) <= 100
        assert glance.steady_minutes < 1e6


@pytest.mark.usefixtures("few_shipped")
def test_a_cache_that_is_none_is_made_anew(paths: Paths) -> None:
    kind = KINDS["memory, indexed"]
    lay(kind.place(paths), kind.good())
    wrong = []
    for attack, content in attacks.anything().items():
        lay(paths.shelf, content)
        lay(paths.index, content)
        index = Index(paths.index, paths.memories)
        index.refresh()
        if decks.remembered_shelf(paths) or [each.title for each in index.glimpses()] != ["Rain"]:
            wrong.append(attack)
        index.close()
        for cache in (paths.shelf, paths.index):
            if os.path.lexists(cache):
                take_away(cache)
    assert not wrong


def test_there_are_as_many_as_was_promised() -> None:
    assert sum(map(len, attacks.everything)) > 200
