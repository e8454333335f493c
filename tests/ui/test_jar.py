"""The jar: looking, searching, filtering, pulling one out, and what happened on this day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from threading import Event

import pytest

from duologue.core.memory import Line, Memory
from duologue.store.index import Index
from duologue.store.paths import Paths
from duologue.ui.screens.jar import JarScreen
from duologue.ui.screens.memory import MemoryScreen
from duologue.ui.widgets.jar_list import JarList
from tests.bench.many_memories import fill
from tests.store.moments import keep, moment
from tests.ui.conftest import SetTable
from tests.ui.evenings import few_decks
from tests.ui.playing import Table

TRAIN = moment(
    "train",
    when=datetime(2026, 11, 20, 21, 0, tzinfo=UTC),
    deck="In your shoes",
    card="A morning that did not go to plan",
    title="The missed train",
    feelings=("tender", "silly"),
    place="Platform 7",
    left=Line(name="Ana", line="We sat on our bags."),
    right=Line(name="Ben", line="You shared your biscuit."),
)
LAKE = moment(
    "lake",
    when=datetime(2025, 11, 22, 9, 0, tzinfo=UTC),
    deck="Good news",
    title="Łódź, by the lake",
    feelings=("calm",),
    left=Line(name="Ana", line="花火 over the water."),
)
SOUP = moment("soup", when=datetime(2025, 10, 2, 9, 0, tzinfo=UTC), deck="Good news", title="Cold soup")
THREE = (TRAIN, LAKE, SOUP)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A couple with few decks."""
    return few_decks(tmp_path)


def with_these(*memories: Memory) -> Callable[[Paths], None]:
    """A jar with these in it."""

    def put(paths: Paths) -> None:
        keep(paths, *memories)

    return put


async def open_jar(table: Table, count: str = "3 moments you both kept") -> None:
    """From home into the jar, until all is read."""
    await table.press("j")
    await table.sees(count)
    await table.until(lambda: "Reading your jar" not in table.words(), "the end of reading")


def listed(table: Table) -> list[str]:
    """The titles in the list, from the top."""
    return [glimpse.title for glimpse in table.app.screen.query_one(JarList).glimpses]


def marked(table: Table) -> str:
    here = table.app.screen.query_one(JarList).here
    assert here is not None
    return here.title


async def test_by_month_the_newest_first_with_the_marked_one_in_full(set_table: SetTable) -> None:
    async with set_table(before=with_these(*THREE), size=(120, 36)) as table:
        await open_jar(table)
        rows = [line.split("│")[0].split() for line in table.screen().splitlines()]
        shown = [" ".join(row) for row in rows if row]
        months = ["November 2026", "November 2025", "October 2025"]
        assert [row for row in shown if row in months] == months
        assert shown.index("› 20 The missed train") == shown.index("November 2026") + 1
        for words in ("Friday, 20 November 2026 · Platform 7", "In your shoes · A morning that did not go"):
            await table.sees(words)
        for words in ("tender, silly", "Ana", "We sat on our bags.", "Ben", "You shared your biscuit."):
            assert words in table.words()
        await table.press("down")
        await table.sees("花火 over the water.")
        assert "We sat on our bags." not in table.words()


@pytest.mark.parametrize("size", [(60, 20), (120, 36)])
async def test_enter_gives_one_all_the_room(set_table: SetTable, size: tuple[int, int]) -> None:
    async with set_table(before=with_these(*THREE), size=size) as table:
        await open_jar(table)
        await table.press("down", "up", "enter")
        await table.until(lambda: isinstance(table.app.screen, MemoryScreen), "the memory")
        for words in ("The missed train", "We sat on our bags.", "You shared your biscuit.", "tender, silly"):
            assert words in table.words()
        await table.press("escape")
        await table.sees("3 moments you both kept")
        await table.press("escape")
        await table.sees("On the shelf")


async def test_a_click_marks_and_another_opens(set_table: SetTable) -> None:
    async with set_table(before=with_these(*THREE)) as table:
        await open_jar(table)
        await table.click("Cold soup")
        assert marked(table) == "Cold soup"
        assert isinstance(table.app.screen, JarScreen)
        await table.click("Cold soup")
        await table.until(lambda: isinstance(table.app.screen, MemoryScreen), "the memory")
        assert "Cold soup" in table.words()


FOUND = {
    "lodz": ["Łódź, by the lake"],
    "PLATFORM": ["The missed train"],
    "biscuit miss": ["The missed train"],
    "火": ["Łódź, by the lake"],
    "o": ["The missed train", "Łódź, by the lake", "Cold soup"],
    "fpoxjt": [],
}


async def test_search_as_one_types(set_table: SetTable) -> None:
    async with set_table(before=with_these(*THREE)) as table:
        await open_jar(table)
        for typed, found in FOUND.items():
            await table.press("slash")
            await table.type(typed)
            await table.sees(f"“{typed}” · {len(found)} of 3")
            assert listed(table) == found
            assert ("Nothing in the jar is like that." in table.words()) == (not found)
            await table.press("escape")
            await table.sees("3 moments you both kept")
            assert len(listed(table)) == 3


async def test_from_the_search_to_what_was_found_and_back_to_all(set_table: SetTable) -> None:
    async with set_table(before=with_these(*THREE)) as table:
        await open_jar(table)
        await table.press("slash", *"so", "enter")
        assert listed(table) == ["Cold soup"]
        await table.press("slash", "backspace", "backspace", "down")
        assert marked(table) == "Cold soup"
        assert len(listed(table)) == 3
        await table.press("x", "enter")
        await table.sees("“x” · 0 of 3")
        await table.press("escape")
        assert len(listed(table)) == 3
        assert isinstance(table.app.screen, JarScreen), "the first escape shows all again"
        await table.press("escape")
        await table.sees("On the shelf")


async def test_filters_add_up_are_told_and_are_cleared(set_table: SetTable) -> None:
    async with set_table(before=with_these(*THREE), size=(120, 36)) as table:
        await open_jar(table)
        await table.press("f")
        await table.click("Good news")
        await table.click("calm")
        await table.press("escape")
        await table.sees("Good news · calm · 1 of 3")
        assert listed(table) == ["Łódź, by the lake"]
        await table.press("f")
        await table.click("● calm")
        await table.press("f")
        await table.sees("Good news · 2 of 3")
        await table.press("f", "c", "escape")
        await table.sees("3 moments you both kept")
        assert len(listed(table)) == 3


async def test_one_is_pulled_out_and_shown_without_hurry(set_table: SetTable) -> None:
    async with set_table(before=with_these(TRAIN)) as table:
        table.app.chance = Random(1)
        await open_jar(table, "one moment you both kept")
        await table.press("slash", *"train", "enter", "p")
        await table.sees("Out of the jar")
        lines = {"Ana": "We sat on our bags.", "Ben": "You shared your biscuit."}
        sheet = table.app.screen.query_one(".sheet")

        def told() -> set[str]:
            parts = [part for part in sheet.query(".line") if part.display]
            return {name for name, line in lines.items() if any(line in str(part.render()) for part in parts)}

        assert told() == set()
        first = next(name for name in lines if f"what {name} wrote" in table.words())
        await table.press("enter", "space")
        assert told() == {first}
        await table.press("space")
        assert told() == set(lines)
        await table.press("enter")
        await table.until(lambda: isinstance(table.app.screen, MemoryScreen), "the memory")


async def test_the_same_chance_pulls_the_same_and_space_another(set_table: SetTable) -> None:
    def titles(seed: int) -> list[str]:
        chance, pulled = Random(seed), []
        for _ in range(3):
            pulled.append(chance.choice(THREE).title)
            chance.choice([0, 1])
        return pulled

    async with set_table(before=with_these(*THREE)) as table:
        table.app.chance = Random(5)
        await open_jar(table)
        await table.press("p")
        for title in titles(5):
            await table.sees("Out of the jar")
            await table.until(lambda title=title: table.text_of("#pulled-title") == title, title)  # type: ignore[misc]
            await table.press("space", "space", "space")
        await table.until(lambda: table.app.screen.query("#pulled-title").first() is not None, "the next")
        await table.press("escape")
        assert isinstance(table.app.screen, JarScreen)


async def test_what_happened_on_this_day(set_table: SetTable) -> None:
    """It is the 22nd of November 2026."""
    async with set_table(before=with_these(*THREE)) as table:
        await open_jar(table)
        await table.press("o")
        await table.sees("on 22 November, in earlier years · 1 of 3")
        assert listed(table) == ["Łódź, by the lake"]


async def test_what_happened_near_this_day_is_offered_where_nothing_did_on_it(set_table: SetTable) -> None:
    def today() -> datetime:
        return datetime(2026, 11, 25, 20, 30, tzinfo=UTC)

    async with set_table(before=with_these(*THREE), today=today) as table:
        await open_jar(table)
        await table.press("o")
        await table.sees("Nothing on this very day in earlier")
        assert "around 25 November, in earlier years · 1 of 3" in table.words()
        assert listed(table) == ["Łódź, by the lake"]


async def test_where_nothing_happened_around_this_day_all_stays_as_it_is(set_table: SetTable) -> None:
    async with set_table(before=with_these(TRAIN, SOUP)) as table:
        await open_jar(table, "2 moments you both kept")
        await table.press("o")
        await table.sees("Nothing yet from around this day in")
        assert len(listed(table)) == 2


async def test_what_cannot_be_read_is_named_and_left_as_it_is(set_table: SetTable) -> None:
    def cut(paths: Paths) -> None:
        [file] = keep(paths, TRAIN)
        half = file.with_name("cut.toml")
        half.write_text('title = "Half"\n')
        half.chmod(0o600)

    async with set_table(before=cut) as table:
        await open_jar(table, "one moment you both kept")
        await table.press("u")
        await table.sees("2026/11/cut.toml, line 1")
        assert "is cut off" in table.words()
        await table.press("escape")
        await table.click("could not be read")
        await table.sees("cut.toml")
        assert [path.read_text() for path in table.paths.memories.rglob("cut.toml")] == ['title = "Half"\n']


async def test_a_picture_that_is_gone_is_said_to_be_gone_beside_its_words(set_table: SetTable) -> None:
    pictured = TRAIN.model_copy(update={"picture": f"{'0' * 32}.png"})
    async with set_table(before=with_these(pictured, SOUP), size=(120, 36)) as table:
        await open_jar(table, "2 moments you both kept")
        await table.sees("Its picture is gone.")
        assert "We sat on our bags." in table.words()
        await table.press("down")
        await table.until(lambda: "Its picture" not in table.words(), "a memory without a picture")


async def test_two_versions_are_marked_and_offered_to_be_chosen_from(
    set_table: SetTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = TRAIN.when + timedelta(days=1)
    changes = [
        moment(name, of="train", revises=["train"], when=TRAIN.when, written=later, title=name)
        for name in ("hers", "his")
    ]
    asked: list[tuple[str, str]] = []
    async with set_table(before=with_these(TRAIN, SOUP, *changes), size=(120, 36)) as table:
        for what in ("change_memory", "let_go_of_memory", "choose_version", "show_earlier"):
            monkeypatch.setattr(
                table.app, what, lambda root, what=what: asked.append((what, root)), raising=False
            )
        await open_jar(table, "2 moments you both kept")
        [row] = [line for line in table.screen().splitlines() if "two versions" in line and "›" in line]
        assert " his " in row
        await table.sees("v choose a version")
        await table.press("e", "x", "v", "h")
        assert asked == [
            *[("change_memory", "train"), ("let_go_of_memory", "train")],
            *[("choose_version", "train"), ("show_earlier", "train")],
        ]
        await table.press("down")
        await table.until(lambda: "v choose" not in table.words(), "a memory with one version")
        asked.clear()
        await table.press("e", "v", "h")
        assert asked == [("change_memory", "soup")], "there is nothing to choose from, and nothing earlier"


async def test_what_changes_meanwhile_is_seen_and_the_mark_stays(set_table: SetTable) -> None:
    async with set_table(before=with_these(*THREE)) as table:
        await open_jar(table)
        await table.press("down")
        keep(table.paths, moment("new", when=datetime(2026, 11, 22, tzinfo=UTC), title="Just now"))
        changed = moment("l2", of="lake", revises=["lake"], when=LAKE.when, title="Łódź", written=TRAIN.when)
        keep(table.paths, changed)
        table.app.jar_changed()
        await table.until(lambda: listed(table)[0] == "Just now", "the new one")
        assert marked(table) == "Łódź"
        for file in table.paths.memories.rglob("l*.toml"):
            file.unlink()
        table.app.jar_changed()
        await table.until(lambda: len(listed(table)) == 3, "it to be gone")
        assert marked(table) == "Cold soup", "the mark stays where it was"


async def test_a_memory_that_is_let_go_closes(set_table: SetTable) -> None:
    async with set_table(before=with_these(*THREE)) as table:
        await open_jar(table)
        await table.press("enter")
        await table.until(lambda: isinstance(table.app.screen, MemoryScreen), "the memory")
        for file in table.paths.memories.rglob("train.toml"):
            file.unlink()
        table.app.jar_changed()
        await table.until(lambda: isinstance(table.app.screen, JarScreen), "the jar")
        await table.until(lambda: len(listed(table)) == 2, "it to be gone")


async def test_every_one_of_many_can_be_reached_with_its_mark_in_sight(set_table: SetTable) -> None:
    """More than are read before the jar is shown, over many months."""

    def many(paths: Paths) -> None:
        fill(paths.memories, 450)

    async with set_table(before=many) as table:
        await open_jar(table, "450 moments you both kept")
        memories = table.app.screen.query_one(JarList)

        def in_sight() -> bool:
            rows = [line for line in table.screen().splitlines() if line.lstrip().startswith("› ")]
            return len(rows) == 1 and f" {memories.glimpses[memories.marked].day.day}  " in rows[0]

        seen = [memories.marked]
        for key in ("end", "up", "pageup", "pageup", "home", "down", "pagedown", "pagedown"):
            await table.press(key)
            assert in_sight(), key
            seen.append(memories.marked)
        assert seen[:3] == [0, 449, 448]
        assert seen[5:7] == [0, 1]
        assert seen[3] > seen[4] > 0
        assert 1 < seen[7] < seen[8]
        memories.action_go_to(0)
        for place in range(1, 40):
            memories.action_go(1)
            await table.pilot.pause()
            assert memories.marked == place
            assert in_sight()


async def test_while_it_is_read_all_can_be_done_and_leaving_ends_it(
    set_table: SetTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reading goes on in a thread that here waits at every file until it is let go on."""
    asked: list[Callable[[], bool]] = []

    def slow(_: Index, progress: Callable[[int, int], None], stopped: Callable[[], bool]) -> bool:
        asked.append(stopped)
        progress(1200, 50000)
        while not stopped():
            Event().wait(0.01)
        return True

    def known(paths: Paths) -> None:
        keep(paths, *THREE)
        index = Index(paths.index, paths.memories)
        index.refresh()
        index.close()
        monkeypatch.setattr(Index, "refresh", slow)

    async with set_table(before=known) as table:
        await table.press("j")
        await table.sees("3 moments you both kept · Reading your jar, 1,200 of 50,000")
        await table.press("slash", *"soup")
        await table.sees("1 of 3")
        await table.press("escape", "escape")
        await table.sees("On the shelf")
        await table.until(lambda: [stopped() for stopped in asked] == [True], "the end of reading")


async def test_an_empty_jar_does_no_harm(set_table: SetTable) -> None:
    async with set_table() as table:
        await open_jar(table, "Empty yet.")
        await table.press("slash", "f", "u", "v", "h", "e", "enter", "p", "o", "end", "up", "f2", "f2")
        await table.sees("Empty yet.")
        await table.press("j")
        await table.sees("On the shelf")


async def test_letters_that_come_right_after_the_search_key_are_letters(set_table: SetTable) -> None:
    async with set_table(before=with_these(*THREE)) as table:
        await open_jar(table)
        await table.pilot.press("slash", *"jfp/n")
        await table.sees("“jfp/n” · 0 of 3")


async def test_the_palette_offers_what_can_be_done(set_table: SetTable) -> None:
    async with set_table(before=with_these(*THREE)) as table:
        await open_jar(table)
        await table.press("ctrl+p")
        await table.sees("Pull a moment out of the jar")
        await table.type("on this day")
        await table.sees("earlier years")
        await table.press("enter")
        await table.sees("on 22 November, in earlier years")
