"""What a couple does that ends on the disk, each with what they see of it before and after."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import tomli_w
from PIL import Image

from duologue.core.events import Ended, Starred
from duologue.core.kept import Kept
from duologue.core.memory import Line, Memory
from duologue.core.note import Note
from duologue.play import Play
from duologue.store import locking, trash
from duologue.store.access import take_pen
from duologue.store.agreed import forget_hour, load_hour, save_hour
from duologue.store.arrivals import as_file, bring_in, settle
from duologue.store.backed_up import Contents, opened
from duologue.store.backups import backups
from duologue.store.backups import make as make_backup
from duologue.store.files import NotWritten, exists, listed, read_text
from duologue.store.jar import Jar
from duologue.store.journal import Journal
from duologue.store.notes import load_notes, stand
from duologue.store.own_cards import add_card
from duologue.store.paths import Paths
from duologue.store.pictures import name_of, take_picture
from duologue.store.records import load_kept, load_memories, save_memory, save_record
from duologue.store.settings import load_couple, load_settings, save_couple, save_settings
from duologue.store.stars import load_stars, save_stars
from duologue.store.summaries import forget_all, load_summaries, save_summary
from tests.builders import DONE, NAMES, began, begun, played

WHEN = datetime(2026, 2, 14, 20, 30, tzinfo=UTC)
TODAY = date(2026, 3, 1)

Doing = Callable[[], object]


@dataclass(frozen=True)
class Deed:
    """Something done."""

    name: str
    ready: Callable[[Paths], Doing]
    """Makes a folder ready for it, and answers what does it."""
    seen: Callable[[Paths], object]
    """What a couple sees of it; equal values look the same."""
    again: Callable[[Paths], Doing] | None = None
    """How it is done by another process, where it differs from doing it once more."""
    whole: bool = True
    """Whether the old or the new is seen at any time; else only after the next start."""
    loose: tuple[str, ...] = ()
    """Beginnings of names of files that get another id each time it is tried, and so differ."""


def memory(number: int, title: str = "The walk") -> Memory:
    """A moment."""
    return Memory(
        id=f"m{number}",
        when=WHEN + timedelta(days=number),
        deck="In your shoes",
        card="A morning",
        title=title,
        left=Line(name="Ana", line="You laughed."),
        right=Line(name="Ben", line="You waited."),
    )


# The jar


def _titles(paths: Paths) -> object:
    return [kept.title for kept in load_memories(paths)[0]], load_memories(paths)[1]


def _keep(paths: Paths) -> Doing:
    save_memory(paths, memory(1))
    return lambda: save_memory(paths, memory(2, "The tea"))


def _kept(paths: Paths) -> tuple[Jar, Kept[Memory]]:
    """The first memory, changed once already."""
    for number in (1, 2):
        save_memory(paths, memory(number))
    jar = Jar(replace(paths, cache=Path("/dev/null")))  # Its index is in memory only.
    first = _found(jar)
    jar.change(first, first.now, {"title": "Our walk"}, WHEN)
    return jar, _found(jar)


def _found(jar: Jar) -> Kept[Memory]:
    jar.index.refresh()
    kept = jar.kept("m1")
    if kept is None or any(problem.is_refused for problem in jar.index.problems()):
        raise NotWritten("its files were not found, or not all of them")
    return kept


def _change(paths: Paths) -> Doing:
    jar, _ = _kept(paths)

    def change() -> None:
        kept = _found(jar)
        jar.change(kept, kept.now, {"place": "The river"}, WHEN)

    return change


def _places(paths: Paths) -> object:
    kept, problems = load_kept(paths.memories, Memory)
    return [(each.now.title, each.now.place, each.is_torn) for each in kept], problems


def _let_go(paths: Paths) -> Doing:
    jar, kept = _kept(paths)
    return lambda: jar.let_go(kept, TODAY)


def _bring_back(paths: Paths) -> Doing:
    _let_go(paths)()
    gone = next(gone for gone in trash.in_trash(paths) if gone.kept.root == "m1")
    return lambda: trash.bring_back(paths, gone)


def _empty_the_trash(paths: Paths) -> Doing:
    _let_go(paths)()
    return lambda: trash.empty(paths)


def _trash(paths: Paths) -> object:
    return _titles(paths), [gone.kept.now.title for gone in trash.in_trash(paths)]


# Promises


def _promise() -> Note:
    return Note(
        id="p1", when=WHEN, deck="Small promises", card="", kind="promise", by="Ana", to="Ben", text="Tea"
    )


def _look_back(paths: Paths) -> Doing:
    save_record(paths.notes("promise"), WHEN, "p1", _promise().record())
    [kept], _ = load_kept(paths.notes("promise"), Note)
    return lambda: stand(paths, kept, "kept", WHEN)


def _promises(paths: Paths) -> object:
    return [(note.text, note.standing) for note in load_notes(paths, "promise")[0]]


# What they chose, and the running session


def _name(paths: Paths) -> Doing:
    save_couple(paths, NAMES)
    return lambda: save_couple(paths, replace(NAMES, left="Anna"))


def _choose(paths: Paths) -> Doing:
    chosen = replace(load_settings(paths), digits=True)
    save_settings(paths, chosen)
    return lambda: save_settings(paths, replace(chosen, theme="linen"))


def _begin(paths: Paths) -> Doing:
    return lambda: Journal(paths.journal).start(began())


def _play_on(paths: Paths) -> Doing:
    journal = Journal(paths.journal)
    journal.start(began())
    return lambda: journal.append(DONE.stamped(3.0))


def _play_on_there(paths: Paths) -> Doing:
    def go_on() -> None:
        play = _resumed(paths)
        assert play.journal is not None
        play.journal.append(DONE.stamped(3.0))

    return go_on


def _mend(paths: Paths) -> Doing:
    _play_on(paths)()
    with paths.journal.open("ab") as file:
        file.write(b'{"crc":"1c315b05","event":{"at":12.5,"ty')
    return lambda: _resumed(paths)


def _resumed(paths: Paths) -> Play:
    play = Play.resume(paths, lambda: 3.0)
    if play is None:
        raise NotWritten("last time's session cannot be read")
    return play


def _torn(paths: Paths) -> object:
    replay = Journal(paths.journal).replay()
    assert replay is not None
    return replay.session, replay.torn


def _end(paths: Paths) -> Doing:
    _play_on(paths)()
    return lambda: Journal(paths.journal).end()


def _replayed(paths: Paths) -> object:
    replay = Journal(paths.journal).replay()
    return replay.session if replay is not None else None


def _finish(paths: Paths) -> Doing:
    """A session in which a card got a star and a promise was looked back on, at its last key."""
    save_record(paths.notes("promise"), WHEN, "p1", _promise().record())
    journal = Journal(paths.journal)
    journal.start(began())
    for event in (DONE, Starred(), Ended(), DONE):
        journal.append(event.stamped(3.0))
    return _finish_there(paths)


def _finish_there(paths: Paths) -> Doing:
    def finish() -> None:
        if exists(paths.journal):
            _resumed(paths).finish(WHEN)

    return finish


def _finished(paths: Paths) -> object:
    """A star that the disk refuses is told and given up, so that what was written unseen does not stay."""
    return load_summaries(paths), exists(paths.journal)


def _agree(paths: Paths) -> Doing:
    return lambda: save_hour(paths, WHEN)


def _forget(paths: Paths) -> Doing:
    save_hour(paths, WHEN)
    return lambda: forget_hour(paths)


def _write_a_card(paths: Paths) -> Doing:
    add_card(paths, "good-news", "The best five minutes of today")
    return lambda: add_card(paths, "good-news", "Something you would do again")


def _own_deck(paths: Paths) -> object:
    file = paths.decks / "good-news.toml"
    return read_text(file) if exists(file) else ""


def _give_stars(paths: Paths) -> Doing:
    session = played(begun(), DONE, Starred())
    return lambda: save_stars(paths, session)


def _sum_up(paths: Paths) -> Doing:
    return lambda: save_summary(paths, begun(), WHEN)


def _forget_session(paths: Paths) -> Doing:
    _sum_up(paths)()
    return lambda: forget_all(paths)


def _summaries(paths: Paths) -> object:
    return load_summaries(paths)


def _take_a_picture(paths: Paths) -> Doing:
    source = paths.data.parent / "photo.png"
    source.write_bytes(_PICTURE)
    return lambda: take_picture(paths, source)


def _pictures(paths: Paths) -> object:
    return [path.name for path in listed(paths.pictures, "*")]


# From outside


def _bring_in(paths: Paths) -> Doing:
    """Two moments, one with a picture; one of them lies here already."""
    save_memory(paths, memory(1))
    name = name_of(_PICTURE, "png")
    arriving = [memory(1), memory(2).model_copy(update={"picture": name}), memory(3, "The boat")]
    files = [
        (paths.pictures.relative_to(paths.data) / name, _PICTURE),
        *(as_file(paths, paths.memories, each) for each in arriving),
    ]

    def bring() -> None:
        bring_in(paths, files)

    return bring


def _brought(paths: Paths) -> object:
    return _titles(paths), _pictures(paths)


def _settle(paths: Paths) -> Doing:
    """It has arrived, and the plug was pulled then."""
    doing = _bring_in(paths)
    with patch("duologue.store.arrivals._put_in_place"):
        doing()
    return lambda: settle(paths)


def _back_up(paths: Paths) -> Doing:
    def make() -> None:
        made = make_backup(paths, "by-hand", datetime(2026, 3, 1, 12))
        if made.missing:
            raise NotWritten(f"not in it are {sorted(made.missing)}")

    return make


def _backed_up(paths: Paths) -> object:
    """What is in the backups that say they are whole, each read to its end."""
    found = set()
    for backup in backups(paths):
        with opened(backup.path) as file:
            read = Contents(file, paths.kept)
            names = frozenset(name for name, _ in read)
        if not read.about.missing:
            found.add((backup.reason, backup.problem, names))
    return found


# Under a passphrase


def _lock(paths: Paths) -> Doing:
    save_memory(paths, memory(1))
    _play_on(paths)()
    return lambda: locking.lock(paths, SECRET, _SEALED)


def _locked(paths: Paths) -> Doing:
    """A folder that is locked, and open here."""
    save_memory(paths, memory(1))
    locking.lock(paths, SECRET, _SEALED)
    return lambda: None


def _take_off(paths: Paths) -> Doing:
    _locked(paths)
    return lambda: locking.take_off(paths) if paths.is_locked else None


def _is_locked(paths: Paths) -> object:
    """Whether there is a lock; what is kept is the same whether or not."""
    return paths.is_locked, _titles(paths), _replayed(paths)


def _change_key(paths: Paths) -> Doing:
    _locked(paths)
    return lambda: locking.change_key(paths, _SEALED + b"anew")


def _key(paths: Paths) -> object:
    return paths.identity.read_bytes(), _titles(paths)


def in_locked(deed: Deed) -> Deed:
    """The same, done in a folder that is locked with a passphrase."""

    def ready(paths: Paths) -> Doing:
        _locked(paths)
        return deed.ready(paths)

    return replace(deed, name=f"{deed.name}, locked", ready=ready)


# The pen, and what has nothing to do with any of this


def _take_the_pen(paths: Paths) -> Doing:
    def take() -> None:
        pen = take_pen(paths)
        pen.put_down()
        if not pen.writes:
            raise NotWritten(pen.reason)

    return take


def _pen(paths: Paths) -> object:
    pen = take_pen(paths)
    pen.put_down()
    return pen.access


def bystanders(paths: Paths) -> None:
    """Something of every kind that a couple may have, written long ago."""
    for place, text in _BYSTANDERS.items():
        file = paths.data / place
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.write_bytes(text)


SECRET = "AGE-SECRET-KEY-1WM9U3M6FKLG0U6P2MDYD4ATSC5ZC5SXUQXAWUTFLDFQ6TG2KGSJQ4VDVDD"
"""A key."""
_SEALED = b"age-encryption.org/v1\nstands for the key under a passphrase\n"


def _picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 6), "teal").save(made, "PNG")
    return made.getvalue()


_PICTURE = _picture()
_BYSTANDERS = {
    "memories/2025/11/long-ago.toml": tomli_w.dumps(
        memory(0, "Long ago").model_copy(update={"id": "long-ago"}).record()
    ).encode(),
    "letters/2025/11/l1.toml": tomli_w.dumps(
        _promise().model_copy(update={"id": "l1", "kind": "letter"}).record()
    ).encode(),
    "memories/2025/11/damaged.toml": b'title = "Cut',
    "stars/0123456789abcdef.toml": b'format = 1\ndeck = "good-news"\ncard = "A"\n[end]\ncomplete = true\n',
    "themes/dusk.toml": b'title = "Dusk"\n',
    "trash/2026-02-20/memories/2025/11/gone.toml": tomli_w.dumps(
        memory(5, "Gone").model_copy(update={"id": "gone"}).record()
    ).encode(),
}

KEEP = Deed("keep a moment", _keep, _titles)
PLAY_ON = Deed("play on", _play_on, _replayed, again=_play_on_there)

DEEDS = (
    KEEP,
    Deed("change a moment", _change, _places, loose=("memories/2026/",)),
    Deed("let a moment go", _let_go, _titles),
    Deed("bring a moment back", _bring_back, _titles),
    Deed("empty the trash", _empty_the_trash, _trash, whole=False),
    Deed("look back on a promise", _look_back, _promises, loose=("promises/2026/",)),
    Deed("say who you are", _name, load_couple),
    Deed("choose a theme", _choose, load_settings),
    Deed("take a picture", _take_a_picture, _pictures),
    Deed("begin a session", _begin, _replayed),
    PLAY_ON,
    Deed("mend a journal", _mend, _torn),
    Deed("end a session", _end, _replayed),
    Deed("finish a session", _finish, _finished, whole=False),
    Deed("give a star", _give_stars, load_stars),
    Deed("sum a session up", _sum_up, _summaries),
    Deed("forget sessions", _forget_session, _summaries),
    Deed("agree on an hour", _agree, load_hour),
    Deed("forget that hour", _forget, load_hour),
    Deed("write a card", _write_a_card, _own_deck),
    Deed("bring memories in", _bring_in, _brought, whole=False),
    Deed("settle what arrived", _settle, _brought, whole=False),
    Deed("back up", _back_up, _backed_up),
    Deed("take the pen", _take_the_pen, _pen),
    Deed("lock everything", _lock, _is_locked),
    Deed("take the lock off", _take_off, _is_locked),
    Deed("change the passphrase", _change_key, _key),
    *(in_locked(deed) for deed in (KEEP, PLAY_ON)),
)
