"""Keeping a favourite moment: unseen, together, and only if both say so."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from rich.console import RenderableType
from textual.events import Paste
from textual.screen import Screen
from textual.widgets import Static

from duologue.core.states import State
from duologue.store.access import take_pen
from duologue.store.paths import Paths
from duologue.store.records import load_memories
from duologue.ui.app import DuologueApp
from duologue.ui.screens.session import SessionScreen
from duologue.ui.sessions import Opening
from duologue.ui.widgets.field import WritingField
from tests.ui.conftest import SetTable
from tests.ui.evenings import closes, few_decks, go_on_until, write
from tests.ui.playing import Table

CHECK_IN = Opening("how-are-you-really", seed=3)
LEFT_LINE, RIGHT_LINE = "You even got the sigh right.", "I did not know about the rain."


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A couple with few decks."""
    return few_decks(tmp_path, "how-are-you-really")


async def offered(table: Table) -> None:
    """Up to the question whether a moment is worth keeping."""
    await go_on_until(table, lambda session: session.state is State.OFFERING, "the offer")


async def write_it(table: Table) -> None:
    """From the offer to both lines on the table."""
    await offered(table)
    await table.press("a", "l")
    await write(table, "The missed train")
    await table.press("enter")
    await write(table, LEFT_LINE)
    await table.press("ctrl+s")
    await write(table, RIGHT_LINE)
    await table.press("ctrl+s")
    assert table.state() is State.REVEALING


async def test_who_sees_the_question_is_heard(set_table: SetTable, monkeypatch: pytest.MonkeyPatch) -> None:
    """The question is never drawn before its field listens: whoever types at once would lose letters."""
    drawn: list[tuple[str, bool]] = []
    display = DuologueApp._display

    def drawing(app: DuologueApp, screen: Screen[object], what: RenderableType | None) -> None:
        if isinstance(screen, SessionScreen) and not app._batch_count:
            listens = isinstance(screen.focused, WritingField)
            drawn.extend((str(each.content), listens) for each in screen.query("#heading").results(Static))
        display(app, screen, what)

    monkeypatch.setattr(DuologueApp, "_display", drawing)
    async with set_table(opening=CHECK_IN) as table:
        await offered(table)
        await table.press("a", "l")
        await table.sees("What shall we call it?")
        await table.until(lambda: ("What shall we call it?", True) in drawn, "the question, drawn")
    assert ("What shall we call it?", False) not in drawn


def kept(table: Table) -> list[str]:
    return [memory.title for memory in load_memories(table.paths)[0]]


async def test_both_keep_and_it_is_saved_and_in_the_jar(set_table: SetTable) -> None:
    async with set_table(opening=CHECK_IN) as table:
        await write_it(table)
        assert LEFT_LINE in table.words()
        assert RIGHT_LINE in table.words()
        await table.press("a")
        assert kept(table) == []
        await table.press("l")
        await table.sees("Saved.")
        [memory] = load_memories(table.paths)[0]
        assert (memory.title, memory.left.name, memory.left.line) == ("The missed train", "Ana", LEFT_LINE)
        assert (memory.right.name, memory.right.line) == ("Ben", RIGHT_LINE)
        assert memory.card == table.session.card.text
        await closes(table)
        await table.press("space", "j")
        await table.sees("one moment you both kept")
        await table.press("enter")
        await table.sees(RIGHT_LINE)


@pytest.mark.parametrize("keys", [["space"], ["s"], ["k"], ["a", "space"], ["l", "s"]])
async def test_it_passes_without_a_word(set_table: SetTable, keys: Sequence[str]) -> None:
    async with set_table(opening=CHECK_IN) as table:
        await offered(table)
        await table.press(*keys)
        assert table.state() is State.CLOSING
        assert kept(table) == []


@pytest.mark.parametrize("keys", [["s"], ["k"], ["a", "k"], ["l", "s"]])
async def test_either_lets_it_go(set_table: SetTable, keys: Sequence[str]) -> None:
    async with set_table(opening=CHECK_IN) as table:
        await write_it(table)
        await table.press(*keys)
        assert table.state() is State.CLOSING
        assert kept(table) == []


async def test_what_one_writes_is_masked_and_the_other_looks_away(set_table: SetTable) -> None:
    async with set_table(opening=CHECK_IN) as table:
        await offered(table)
        await table.press("a", "l")
        await write(table, "Rain")
        await table.press("enter")
        await table.sees("Look away, Ben.")
        assert "ctrl+s done" in table.words()
        await write(table, "secret words")
        assert "secret" not in table.screen()
        assert "•••••• •••••" in table.screen()
        await table.press("f3")
        assert "secret words" in table.screen()
        await table.press("ctrl+s")
        await table.sees("Look away, Ana.")
        assert "secret" not in table.screen()
        await write(table, "mine")
        assert "mine" not in table.screen()


async def test_letters_are_letters_while_writing(set_table: SetTable) -> None:
    async with set_table(opening=CHECK_IN) as table:
        await offered(table)
        await table.press("a", "l")
        before = table.session.wishes
        await table.type("queue past a lake t")
        assert table.app.screen.query_one(WritingField).text == "queue past a lake t"
        assert table.session.wishes == before


async def test_an_empty_line_is_asked_for_again(set_table: SetTable) -> None:
    async with set_table(opening=CHECK_IN) as table:
        await offered(table)
        await table.press("a", "l", "enter")
        assert table.state() is State.NAMING
        await table.sees("A word is enough.")
        await table.press("f4")
        assert table.state() is State.CLOSING


async def test_letters_that_grow_when_they_are_cleaned_never_end_the_app(set_table: SetTable) -> None:
    async with set_table(opening=CHECK_IN) as table:
        await offered(table)
        await table.press("a", "l")
        field = table.app.screen.query_one(WritingField)
        field.post_message(Paste("\u0958" * 50))
        await table.until(lambda: field.text != "", "the paste")
        await table.press("ctrl+s")
        await table.sees("Look away, Ben.")
        assert 0 < len(table.session.moment.title) <= 60


async def test_a_window_that_keeps_nothing_offers_nothing(set_table: SetTable) -> None:
    pens = []
    async with set_table(before=lambda paths: pens.append(take_pen(paths))) as table:
        await table.sees("Duologue is open in another window")
        table.app.begin(CHECK_IN)
        await table.sees("play without keeping")
        await table.press("enter")
        await table.sees("How are you, really pace ●")
        await offered(table)
        await table.sees("This window keeps nothing.")
        await table.press("a", "l")
        assert table.state() is State.OFFERING
        await table.press("escape")
        await table.sees("leave; this window keeps nothing")
    pens[0].put_down()


async def test_what_does_not_fit_is_told_and_what_is_written_stays(set_table: SetTable) -> None:
    async with set_table(opening=CHECK_IN) as table:
        await offered(table)
        await table.press("a", "l")
        field = table.app.screen.query_one(WritingField)
        field.insert("x" * 60)
        await table.type("yz")
        assert field.text == "x" * 60
        await table.sees("That is all that fits.")


async def test_done_said_twice_never_speaks_for_the_other(set_table: SetTable) -> None:
    async with set_table(opening=CHECK_IN) as table:
        await offered(table)
        await table.press("a", "l")
        await write(table, "Rain")
        await table.press("enter")
        await write(table, "mine alone")
        field = table.app.screen.query_one(WritingField)
        field.say_done()
        field.say_done()
        await table.sees("Look away, Ana.")
        assert table.state() is State.WRITING
        assert table.session.moment.lines.right == ""


async def test_a_break_while_writing_keeps_every_letter(set_table: SetTable) -> None:
    async with set_table(opening=CHECK_IN) as table:
        await offered(table)
        await table.press("a", "l")
        await write(table, "Half a tit")
        await table.press("escape")
        await table.sees("A break, then.")
        await table.press("space")
        assert table.app.screen.query_one(WritingField).text == "Half a tit"
        assert table.session.draft == "Half a tit"
        await table.type("le")
        await table.press("enter")
        assert table.session.moment.title == "Half a title"


async def test_a_full_disk_leaves_the_words_on_the_screen(
    set_table: SetTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with set_table(opening=CHECK_IN) as table:
        await write_it(table)
        write = os.write

        def full(_handle: int, _data: bytes) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(os, "write", full)
        await table.press("a", "l")
        await table.sees("Not saved yet: the disk is full")
        assert LEFT_LINE in table.words()
        assert RIGHT_LINE in table.words()
        await table.press("r")
        await table.sees("Not saved yet: the disk is full")
        await table.press("c")
        assert LEFT_LINE in table.app.clipboard
        assert "The missed train" in table.app.clipboard
        monkeypatch.setattr(os, "write", write)
        await table.press("r")
        await table.sees("Saved.")
        assert kept(table) == ["The missed train"]
