"""A file that was cut off anywhere is seen to be: it is never taken for a whole one with less in it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import BaseModel

from duologue.core.closeness import Circles, Closeness
from duologue.core.events import Starred
from duologue.core.memory import Memory
from duologue.core.note import Note
from duologue.core.problem import Problem
from duologue.core.summary import Summary
from duologue.store import sealing
from duologue.store.access import take_pen
from duologue.store.agreed import load_hour, save_hour
from duologue.store.backed_up import Contents
from duologue.store.backups import backups, make
from duologue.store.checksums import compare
from duologue.store.decks import remembered_shelf
from duologue.store.disk import Unreadable
from duologue.store.journal import Journal
from duologue.store.locking import new_secret
from duologue.store.own_cards import add_card
from duologue.store.paths import PRIVATE, Paths
from duologue.store.records import load_record, save_record
from duologue.store.settings import Settings, read, save_couple, save_settings
from duologue.store.stars import load_stars, save_stars
from duologue.store.vault import Vault
from tests.builders import DONE, NAMES, began, begun, played
from tests.store.moments import WHEN, keep, moment

NOW = datetime(2026, 11, 28, 20, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Kind:
    """One kind of file."""

    name: str
    write: Callable[[Paths], Path]
    """Writes one, and answers where it lies."""
    is_whole: Callable[[Paths, Path], bool]
    """Whether it is taken for a whole one."""


def _reads(kind: type[BaseModel]) -> Callable[[Paths, Path], bool]:
    return lambda _, path: not isinstance(load_record(path, kind), Problem)


def _memory(paths: Paths) -> Path:
    return keep(paths, moment("one", feelings=("calm",), place="The river", revises=("zero",)))[0]


def _note(paths: Paths) -> Path:
    note = Note(
        id="p", when=WHEN, deck="Paper", card="", kind="promise", by="Ana", to="Ben", text="Tea\n[end]\n"
    )
    return save_record(paths.notes("promise"), WHEN, "p", note.record())


def _closeness(paths: Paths) -> Path:
    ana, ben = Circles(name="Ana", circle=3), Circles(name="Ben", circle=4)
    circles = Closeness(id="c", when=WHEN, deck="Circles", left=ana, right=ben)
    return save_record(paths.closeness, WHEN, "c", circles.record())


def _summary(paths: Paths) -> Path:
    summary = Summary(id="s", when=WHEN, decks=("weather",), seconds=600, cards=("A walk", "A meal"))
    return save_record(paths.sessions, WHEN, "s", summary.record())


def _star(paths: Paths) -> Path:
    save_stars(paths, played(begun(), DONE, Starred()))
    return next(paths.stars.iterdir())


def _couple(paths: Paths) -> Path:
    save_couple(paths, NAMES)
    return paths.couple


def _settings(paths: Paths) -> Path:
    save_settings(paths, Settings("linen"))
    return paths.settings


def _agreed(paths: Paths) -> Path:
    save_hour(paths, NOW)
    return paths.agreed


def _shelf(paths: Paths) -> Path:
    from duologue.store.decks import load_shelf

    load_shelf(paths)
    return paths.shelf


KINDS = (
    Kind("memory", _memory, _reads(Memory)),
    Kind("note", _note, _reads(Note)),
    Kind("closeness", _closeness, _reads(Closeness)),
    Kind("summary", _summary, _reads(Summary)),
    Kind("star", _star, lambda paths, _: bool(load_stars(paths))),
    Kind("couple", _couple, lambda _, path: not isinstance(read("couple", path), Problem)),
    Kind("settings", _settings, lambda _, path: not isinstance(read("settings", path), Problem)),
    Kind("agreed hour", _agreed, lambda paths, _: load_hour(paths) is not None),
    Kind("shelf", _shelf, lambda paths, _: remembered_shelf(paths) is not None),
)


@pytest.mark.usefixtures("few_shipped")
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_prefix_is_seen_to_be_cut_off(paths: Paths, kind: Kind) -> None:
    path = kind.write(paths)
    whole = path.read_bytes()
    assert kind.is_whole(paths, path)
    for size in range(len(whole.rstrip(b"\n"))):  # A line break at the very end says nothing.
        path.write_bytes(whole[:size])
        assert not kind.is_whole(paths, path), f"{size} of {len(whole)} bytes: {whole[:size][-40:]!r}"


def test_a_journal_stands_where_it_was_cut_off_and_says_what_is_torn(paths: Paths) -> None:
    """Each line is whole in itself: at the end of one, it is the session as it was then."""
    journal = Journal(paths.journal)
    journal.start(began())
    lengths = [len(paths.journal.read_bytes())]
    for second in (3, 60):
        journal.append(DONE.stamped(second))
        lengths.append(len(paths.journal.read_bytes()))
    whole = paths.journal.read_bytes()
    for size in range(lengths[0] - 200, len(whole)):
        paths.journal.write_bytes(whole[:size])
        replay = journal.replay()
        lines = [length for length in lengths if length <= size]
        assert (replay is not None) == bool(lines)
        assert replay is None or (replay.whole, replay.torn) == (lines[-1], size - lines[-1])


def test_every_prefix_of_a_backup_is_refused(paths: Paths) -> None:
    keep(paths, moment("one"), moment("two"))
    whole = make(paths, "weekly", NOW).path.read_bytes()
    [backup] = backups(paths)
    for size in [*range(0, len(whole), 256), *range(len(whole) - 20, len(whole))]:
        backup.path.write_bytes(whole[:size])
        assert backups(paths)[0].problem, f"{size} of {len(whole)} bytes"
        with pytest.raises(Unreadable), backup.path.open("rb") as file:
            for _ in Contents(file, paths.kept):
                pass


def test_every_prefix_of_a_locked_file_is_refused(paths: Paths) -> None:
    vault = Vault([paths.data], PRIVATE)
    vault.open(new_secret())
    path = paths.memories / "2026" / "02" / "one.toml"
    vault.write(path, b"x" * 300)
    stored = vault.stored_at(path)
    whole = stored.read_bytes()
    for size in range(len(whole)):
        stored.write_bytes(whole[:size])
        with pytest.raises(Unreadable):
            vault.opened(stored)


def test_a_key_that_was_cut_off_is_none() -> None:
    """A passphrase takes a second to try, so its end is cut off once; what follows the head is sealed as
    every locked file is."""
    whole = sealing.seal("AGE-SECRET-KEY-1\n", "a passphrase")
    head = whole.index(b"\n--- ") + len(b"\n--- ")
    for size in range(head):
        with pytest.raises(sealing.NotOpened):
            sealing.look_at(whole[:size])
    with pytest.raises(sealing.NotOpened):
        sealing.unseal(whole[:-1], "a passphrase")


@pytest.mark.usefixtures("few_shipped")
def test_a_deck_of_their_own_that_was_cut_off_is_known_by_its_checksum(paths: Paths) -> None:
    """People write decks, in any editor; an end that they would have to keep in its place would be a trap."""
    pen = take_pen(paths)
    add_card(paths, "good-news", "The best five minutes of today")
    pen.put_down()
    deck = paths.decks / "good-news.toml"
    whole = deck.read_bytes()
    assert compare(paths).changed == ()
    for size in range(len(whole)):
        deck.write_bytes(whole[:size])
        assert compare(paths).changed == (deck,)


def test_bytes_that_are_no_file_of_ours_are_refused_as_a_backup(paths: Paths) -> None:
    for garbage in (b"", b"\0" * 1024, b"x" * 5000):
        with pytest.raises(Unreadable):
            list(Contents(io.BytesIO(garbage), paths.kept))
