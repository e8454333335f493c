"""What both keep of what they wrote: letters that stay closed, promises, things to do together."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import OptionList

from duologue.core.note import Kind
from duologue.core.states import State
from duologue.store.notes import load_notes
from duologue.store.paths import Paths
from duologue.ui.sessions import Opening
from tests.ui.conftest import SetTable
from tests.ui.evenings import (
    LETTER,
    MADE,
    TURN_OVER,
    WRITE,
    closes,
    everything,
    few_decks,
    find,
    go_on_until,
    on_disk,
    on_the_shelf,
    sheet_of,
    write,
    write_unseen,
)
from tests.ui.playing import Table

HERS, HIS = "marmalade", "thistledown"
EMPTY: dict[Kind, str] = {
    "plan": "Nothing yet.",
    "letter": "No letters yet.",
    "promise": "No promises yet.",
}


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A couple with few decks."""
    return few_decks(tmp_path, "small-promises")


def keep(kind: str) -> str:
    """A turn that offers to keep what was written."""
    return f'kind = "keep"\nat = "opening"\nkeeps = "{kind}"\nfrom = "words"\nsay = "Shall it be kept?"\n'


async def home(table: Table) -> None:
    """End here, and go home."""
    await table.press("escape", "x")
    await table.until(lambda: table.state() is State.CLOSING, "its close")
    await table.press("space")
    await table.sees("On the shelf")


async def look_at(table: Table, what: str) -> None:
    """Open a list from the palette."""
    await find(table, what.lower(), what)
    await table.until(lambda: bool(table.app.screen.query("#notes")), what)


async def test_a_letter_stays_closed_until_it_is_opened(set_table: SetTable) -> None:
    before = on_the_shelf(LETTER, keep("letter"))
    async with set_table(opening=MADE, before=before, size=(60, 20)) as table:
        await write_unseen(table, f"Dear Ben,\n\n{HERS}", HIS)
        assert table.state() is State.OFFERING
        await table.press("a", "l")
        await table.sees("Saved. It waits until it is opened.")
        assert not {HERS, HIS} & set(everything(table).split())
        await home(table)
        await look_at(table, "Letters")
        assert "For Ben, from Ana" in sheet_of(table)
        assert "For Ana, from Ben" in sheet_of(table)
        assert not {HERS, HIS} & set(everything(table).split())
        rows = [str(row.prompt) for row in table.app.screen.query_one(OptionList).options]
        to_ben = next(number for number, row in enumerate(rows) if "For Ben" in row)
        await table.press(*["down"] * to_ben, "enter")
        assert f"Dear Ben, {HERS}" in sheet_of(table)
        assert HIS not in everything(table)
        await table.press("escape")
        await table.sees("On the shelf")


@pytest.mark.parametrize("keys", [["a", "k"], ["l", "space"]])
async def test_what_only_one_would_keep_is_kept_nowhere(set_table: SetTable, keys: list[str]) -> None:
    async with set_table(opening=MADE, before=on_the_shelf(LETTER, keep("letter"))) as table:
        await write_unseen(table, HERS, HIS)
        await table.press(*keys)
        assert table.state() is State.TALKING
        await home(table)
        assert on_disk(table.paths, HERS) == on_disk(table.paths, HIS) == []


async def test_a_plan_made_together_is_on_the_list(set_table: SetTable) -> None:
    together = 'kind = "write"\nat = "opening"\nname = "words"\ntogether = "Write it down."\n'
    async with set_table(opening=MADE, before=on_the_shelf(together, keep("plan"))) as table:
        await write(table, "Saturday, the lake")
        await table.press("enter")
        assert "Shall it be kept?" in table.words()
        await table.click("a yes")
        assert load_notes(table.paths, "plan")[0] == []
        await table.click("l yes")
        await table.sees("It is on your list of things to do together.")
        await home(table)
        await look_at(table, "Things to do together")
        assert "Saturday, the lake" in sheet_of(table)
        assert "Ana & Ben" in sheet_of(table)


async def test_only_what_was_turned_over_becomes_a_promise(set_table: SetTable) -> None:
    before = on_the_shelf(WRITE, TURN_OVER, keep("promise"))
    async with set_table(opening=MADE, before=before) as table:
        await write_unseen(table, HERS, HIS)
        await table.press("a", "i", "space")
        assert table.state() is State.OFFERING
        assert HERS in table.words()
        assert HIS not in everything(table)
        await table.press("a", "l")
        await table.sees("You look back on it next time.")
        assert [note.text for note in load_notes(table.paths, "promise")[0]] == [HERS]


async def test_promises_are_looked_back_on_kindly_the_next_time(set_table: SetTable) -> None:
    async with set_table(opening=Opening("small-promises", seed=5)) as table:
        assert table.state() is State.TALKING
        await go_on_until(table, lambda session: session.state is State.HANDING_OVER, "the writing")
        await write_unseen(table, "Water the fern", "Call early")
        await table.press("a", "l", "space", "a", "l")
        await table.sees("Saved.")
        await closes(table)
        await table.press("space")
        await table.sees("On the shelf")
        table.app.begin(Opening("small-promises", seed=6))
        await table.until(lambda: bool(table.app.screen.query("Picker")), "the look back")
        promises = {"Ana": "Water the fern", "Ben": "Call early"}
        for answer in ("1", "3"):
            asked = table.session.asked
            assert asked is not None
            name = table.session.name(asked)
            assert f"“{promises[name]}”" in table.text_of(f"#{asked}-pane .words")
            assert "Still trying" in table.words()
            await table.press(answer, "enter")
        standing = {note.by: note.standing for note in load_notes(table.paths, "promise")[0]}
        assert set(standing.values()) == {"open"}
        await home(table)
        standing = {note.by: note.standing for note in load_notes(table.paths, "promise")[0]}
        assert sorted(standing.values()) == ["kept", "let go"]
        await look_at(table, "Promises")
        assert "kept" in sheet_of(table)
        assert "let go" in sheet_of(table)


async def test_an_empty_list_says_where_things_come_from(set_table: SetTable) -> None:
    async with set_table() as table:
        for kind, words in EMPTY.items():
            table.app.show_notes(kind)
            await table.sees(words)
            await table.press("escape")
        await table.sees("On the shelf")
