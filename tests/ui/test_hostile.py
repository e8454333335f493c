"""What tries to be more than text, wherever something of the couple's is drawn: it is text there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import tomli_w
from rich.segment import Segment
from textual.command import CommandList

from duologue.core.memory import Line, Memory
from duologue.core.states import State
from duologue.store.paths import Paths
from duologue.ui.sessions import Opening
from tests.hostile.kinds import DECK, KINDS
from tests.hostile.strings import ATTACKS, FILE_NAMES, FORMATS, MARKUP, WRITABLE, Attack, tower_in, unsafe_in
from tests.store.moments import keep, moment
from tests.ui.conftest import SetTable
from tests.ui.evenings import few_decks
from tests.ui.playing import Table

LEFT, RIGHT = (
    next(each for each in ATTACKS if each.name == name) for name in ("clipboard, OSC 52", "closes nothing")
)
SOME = (*MARKUP, *FORMATS, *WRITABLE[:60:4])
"""What stands in decks and on the shelf; the jar has all of them."""
OUR_ACTIONS = ("app.quit", "app.bell")
"""What the markup in some of them would do when it is clicked."""


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A couple with one of the shipped decks, two hostile names, and hostile files of every kind."""
    paths = few_decks(tmp_path, "in-your-shoes")
    write(paths.couple, {"format": 1, "left": LEFT.text, "right": RIGHT.text})
    for number, attack in enumerate(SOME):
        other = SOME[-number]
        card = {"text": attack.text}
        deck = DECK | {"title": attack.text, "about": other.text, "card": [card, {"text": f"{other.text}."}]}
        write(paths.decks / f"deck-{number}.toml", deck)
        write(
            paths.stars / f"{number}.toml",
            dict(KINDS["star"].whole) | {"deck": f"deck-{number}", "card": attack.text},
        )
        write(paths.themes / f"theme-{number}.toml", dict(KINDS["theme"].whole) | {"title": attack.text[:40]})
        promise = dict(KINDS["promise"].whole) | {"id": f"p{number}", "text": attack.text, "by": other.text}
        write(paths.notes("promise") / "2024" / "05" / f"p{number}.toml", promise)
    for folder in (paths.decks, paths.memories / "2024" / "05"):
        folder.mkdir(parents=True, exist_ok=True)
        for name in FILE_NAMES:
            Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(b"\x1b]52;c;b3duZWQ=\x07 = [")
    keep(paths, *memories())
    return paths


def write(file: Path, values: dict[str, object]) -> None:
    """Put a TOML file there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(tomli_w.dumps(values))


def memories() -> Iterator[Memory]:
    """A memory of each text."""
    when = moment("a").when
    for number, attack in enumerate(ATTACKS):
        texts = dict.fromkeys(("title", "place", "deck", "card"), attack.text)
        left = Line(name=attack.text, line=attack.text)
        yield moment(
            f"m{number}", when=when - timedelta(days=number), feelings=(attack.text,), left=left, **texts
        )


def drawn(table: Table) -> list[Segment]:
    """Every piece of the screen as it goes to the terminal."""
    return [each for strip in table.app.screen._compositor.render_strips() for each in strip]


def check(table: Table) -> str:
    """Nothing on the screen is obeyed by a terminal, is a link, or acts when clicked; returns its words."""
    for segment in drawn(table):
        assert not unsafe_in(segment.text), repr(segment.text)
        assert tower_in(segment.text) <= 4, repr(segment.text)
        if segment.style:
            assert segment.style.link is None, segment
            assert not any(action in str(segment.style.meta) for action in OUR_ACTIONS), segment
            assert not segment.style.blink, segment
    assert not unsafe_in(str(table.app.title))
    return table.words()


async def test_at_home_in_the_palette_and_in_a_notice(set_table: SetTable) -> None:
    async with set_table(couple=None, size=(120, 50)) as table:
        await table.sees("On the shelf")
        seen = ""
        for _ in range(len(SOME) + 2):
            seen += check(table)
            await table.press("down")
        assert "[@click=app.quit]Ana[/]" in seen
        assert "small letters, digits and" in seen  # Why files of such names are no decks.
        await table.press("ctrl+p")
        await table.type("ana")
        await table.until(lambda: bool(table.app.screen.query_one(CommandList).options), "the palette")
        for _ in range(30):
            check(table)
            await table.press("down")
        await table.press("escape")
        for attack in ATTACKS[::8]:
            table.app.notify(attack.text, title=attack.text, markup=True)
            await table.pilot.pause()
            check(table)


async def test_in_a_session(set_table: SetTable) -> None:
    async with set_table(couple=None, opening=Opening("deck-0"), size=(120, 40)) as table:
        seen = ""
        for _ in range(40):
            seen += check(table)
            if table.state() is State.CLOSING:
                break
            await table.press("space")
        assert table.state() is State.CLOSING
        assert "[@click=app.quit]Ana[/]" in seen
        assert "[/]Ana" in seen
        check(table)


async def test_in_the_jar_and_the_lists(set_table: SetTable) -> None:
    async with set_table(couple=None, size=(120, 50)) as table:
        await table.press("j")
        await table.until(lambda: "could not be read" in table.words(), "the jar")
        seen = ""
        for _ in range(len(ATTACKS)):
            await table.press("down")
            seen += check(table)
        assert all(shown(attack) in seen.replace(" ", "") for attack in ATTACKS if attack.text.isascii())
        await table.press("u")
        await table.pilot.pause()
        check(table)


def shown(attack: Attack) -> str:
    """What is left of it, without the spaces between."""
    return attack.word.replace(" ", "")
