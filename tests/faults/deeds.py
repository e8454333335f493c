"""What a couple does that ends on the disk, each with what they see of it before and after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from duologue.core.kept import Kept
from duologue.core.memory import Line, Memory
from duologue.core.note import Note
from duologue.core.page import Page, another_version, empty_page
from duologue.store import trash
from duologue.store.agreed import forget_hour, load_hour, save_hour
from duologue.store.jar import Jar
from duologue.store.journal import Journal
from duologue.store.notes import load_notes, stand
from duologue.store.own_cards import add_card
from duologue.store.paths import Paths
from duologue.store.records import load_kept, load_memories, save_memory, save_record
from duologue.store.settings import load_couple, load_settings, save_couple, save_settings
from tests.builders import DONE, NAMES, began
from tests.store import private

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
    jar = Jar(replace(paths, cache=paths.data.parent / "cache"))
    first = _found(jar)
    jar.change(first, first.now, {"title": "Our walk"}, WHEN)
    return jar, _found(jar)


def _found(jar: Jar) -> Kept[Memory]:
    jar.index.refresh()
    kept = jar.kept("m1")
    assert kept is not None
    return kept


def _change(paths: Paths) -> Doing:
    jar, kept = _kept(paths)
    return lambda: jar.change(kept, kept.now, {"place": "The river"}, WHEN)


def _places(paths: Paths) -> object:
    kept, problems = load_kept(paths.memories, Memory)
    return [(each.now.title, each.now.place, each.is_torn) for each in kept], problems


def _let_go(paths: Paths) -> Doing:
    jar, kept = _kept(paths)
    return lambda: jar.let_go(kept, TODAY)


def _bring_back(paths: Paths) -> Doing:
    _let_go(paths)()
    [gone] = trash.in_trash(paths)
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


def _end(paths: Paths) -> Doing:
    _play_on(paths)()
    return lambda: Journal(paths.journal).end()


def _replayed(paths: Paths) -> object:
    replay = Journal(paths.journal).replay()
    return replay.session if replay is not None else None


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
    return file.read_text(encoding="utf-8") if file.exists() else ""


# Private pages


def _page(number: int, text: str = "Cold feet.") -> Page:
    return empty_page(f"p{number}", WHEN + timedelta(days=number)).having("The lake", text, WHEN)


def _begin_pages(paths: Paths) -> Doing:
    return lambda: private.begin(paths)


def _write_a_page(paths: Paths) -> Doing:
    pages = private.begin(paths)
    pages.save(_page(1))
    pages.note(_page(2, "Warm"))
    return lambda: pages.save(_page(2, "Warm feet."))


def _change_a_page(paths: Paths) -> Doing:
    pages = private.begin(paths)
    pages.save(_page(1))
    [kept] = pages.load().kept
    return lambda: pages.save(another_version(kept, "p2", WHEN).having("", "Warm feet.", WHEN))


def _type_on(paths: Paths) -> Doing:
    pages = private.begin(paths)
    pages.note(_page(1, "Cold"))
    return lambda: pages.note(_page(1))


def _let_a_draft_go(paths: Paths) -> Doing:
    pages = private.begin(paths)
    pages.note(_page(1))
    return lambda: pages.let_go(_page(1))


def _delete_a_page(paths: Paths) -> Doing:
    _change_a_page(paths)()
    [pages] = _open_pages(paths)
    [kept] = pages.load().kept
    return lambda: pages.delete(kept)


def _open_pages(paths: Paths) -> list[private.Pages]:
    folders = sorted(file.parent for file in paths.pages.glob("*/identity.age"))
    return [private.Pages(folder, private.SECRETS[private.HERS]) for folder in folders]


def _pages(paths: Paths) -> object:
    """The pages, where any can be opened at all; beginning them twice is beginning them."""
    found = [pages.load() for pages in _open_pages(paths)]
    seen = [[(kept.now.title, kept.now.text) for kept in each.kept] for each in found if each.kept]
    drafts = [draft.text for each in found for draft in each.drafts]
    return bool(found), seen, drafts, [each.problems for each in found if each.problems]


DEEDS = (
    Deed("keep a moment", _keep, _titles),
    Deed("change a moment", _change, _places),
    Deed("let a moment go", _let_go, _titles),
    Deed("bring a moment back", _bring_back, _titles),
    Deed("empty the trash", _empty_the_trash, _titles),
    Deed("look back on a promise", _look_back, _promises),
    Deed("say who you are", _name, load_couple),
    Deed("choose a theme", _choose, load_settings),
    Deed("begin a session", _begin, _replayed),
    Deed("play on", _play_on, _replayed),
    Deed("end a session", _end, _replayed),
    Deed("agree on an hour", _agree, load_hour),
    Deed("forget that hour", _forget, load_hour),
    Deed("write a card", _write_a_card, _own_deck),
    Deed("begin private pages", _begin_pages, _pages),
    Deed("write a private page", _write_a_page, _pages),
    Deed("change a private page", _change_a_page, _pages),
    Deed("type on a private page", _type_on, _pages),
    Deed("let a draft go", _let_a_draft_go, _pages),
    Deed("delete a private page", _delete_a_page, _pages),
)
