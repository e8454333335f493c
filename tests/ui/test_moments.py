"""Writing down a moment without a session, and changing one: by both, and with no word lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from duologue.core.memory import Line, Memory
from duologue.store.access import Access, Pen
from duologue.store.paths import Paths
from duologue.store.records import load_kept
from duologue.ui.screens.home import HomeScreen
from duologue.ui.screens.jar import JarScreen
from duologue.ui.screens.moment import FormField, KeepSheet, MomentScreen
from duologue.ui.screens.question import QuestionScreen
from tests.store.moments import keep, moment
from tests.ui.conftest import SetTable
from tests.ui.evenings import few_decks, find
from tests.ui.playing import Table

LONG = "雨の中を二人で歩いて帰った。傘は猫にあげてしまった。" * 40
WALK = {
    "title": "The walk home",
    "when": "2019-06-01",
    "left": "It rained.",
    "right": "Nobody minded.",
    "feelings": "tender, silly",
    "place": "Łódź",
}
LAKE = moment(
    "lake",
    when=datetime(2025, 7, 2, 21, 5, tzinfo=UTC),
    title="By the lake",
    feelings=("calm",),
    left=Line(name="Anuschka", line="花火 over the water."),
    right=Line(name="Benedikt", line="Cold feet."),
)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A couple with few decks."""
    return few_decks(tmp_path)


def form(table: Table) -> MomentScreen:
    screen = table.app.screen
    assert isinstance(screen, MomentScreen)
    return screen


async def fill_in(table: Table, words: dict[str, str]) -> None:
    """Put these into the fields, in place of what is there."""
    for key, text in words.items():
        field = form(table).query_one(f"#{key}", FormField)
        field.focus()
        field.replace(text, (0, 0), field.document.end)
        await table.pilot.pause()


def written(table: Table) -> dict[str, str]:
    """What stands in the fields."""
    return {field.key: field.text for field in form(table).query(FormField)}


async def open_form(table: Table) -> None:
    table.app.add_moment()
    await table.sees("A moment to keep")


async def shows(table: Table, kind: type[object]) -> None:
    await table.until(lambda: isinstance(table.app.screen, kind), kind.__name__)


def in_the_jar(paths: Paths) -> list[Memory]:
    return [kept.now for kept in load_kept(paths.memories, Memory)[0]]


async def open_jar_at(table: Table, title: str) -> None:
    await table.press("j")
    await table.sees(title)
    await table.until(lambda: "Reading your jar" not in table.words(), "the end of reading")


# Adding


async def test_in_the_jar_by_keys_alone(set_table: SetTable) -> None:
    zone = datetime(2026, 11, 22, 20, 30).astimezone().tzinfo
    async with set_table(today=lambda: datetime(2026, 11, 22, 20, 30, tzinfo=zone)) as table:
        await table.press("j")
        await shows(table, JarScreen)
        await table.press("n")
        await table.sees("A moment to keep")
        await table.type("all a and l")
        await table.press("enter", "tab")
        await table.type("q keeps")
        await table.press("tab", *"pk", "shift+tab", "end", *"!", "tab", "tab", *"calm", "ctrl+s")
        await shows(table, KeepSheet)
        for part in ("all a and l", "Sunday, 22 November 2026", "calm", "q keeps!", "pk"):
            assert part in table.words(), part
        await table.press("a")
        assert in_the_jar(table.paths) == []
        await table.press("l")
        await table.sees("Saved. It is in your jar.")
        await table.sees("one moment you both kept")
        [kept] = in_the_jar(table.paths)
        assert kept.when == datetime(2026, 11, 22, 12, tzinfo=zone)
        assert (kept.title, kept.deck, kept.card) == ("all a and l", "", "")
        assert (kept.left, kept.right) == (Line(name="Ana", line="q keeps!"), Line(name="Ben", line="pk"))
        assert kept.feelings == ("calm",)
        assert (kept.of, kept.place, kept.picture) == (None, "", "")
        assert kept.made == table.app.today(), "whatever day it is about"


async def test_with_everything_from_the_palette_and_by_clicks(set_table: SetTable, tmp_path: Path) -> None:
    picture = tmp_path / "at the lake.png"
    Image.new("RGB", (8, 8), "teal").save(picture)
    async with set_table(size=(120, 36)) as table:
        await find(table, "add a moment", "Add a moment")
        await table.sees("A moment to keep")
        await fill_in(table, WALK | {"picture": f"'{picture}'"})
        await table.click("ctrl+s done")
        await shows(table, KeepSheet)
        assert "with the picture" in table.words()
        await table.click("a ○")
        await table.click("○ l")
        await shows(table, HomeScreen)
        [kept] = in_the_jar(table.paths)
        assert kept.when.date().isoformat() == "2019-06-01"
        assert (kept.feelings, kept.place) == (("tender", "silly"), "Łódź")
        assert (table.paths.pictures / kept.picture).read_bytes() == picture.read_bytes()


async def test_a_key_of_only_one_keeps_nothing_and_the_words_stay(set_table: SetTable) -> None:
    async with set_table() as table:
        await open_form(table)
        await fill_in(table, WALK)
        before = written(table)
        for keys in ("aa", "l", "ak", "sk"):
            await table.press("ctrl+s")
            await shows(table, KeepSheet)
            await table.press(*keys)
            assert isinstance(table.app.screen, KeepSheet), keys
            await table.press("escape")
            assert written(table) == before
        assert in_the_jar(table.paths) == []


REFUSED = {
    ("title", " "): "A few words to find it by",
    ("when", "2030"): "still to come",
    ("when", "1899"): "very long ago",
    ("when", "1/6/19"): "A day like 2019-06-01",
    ("feelings", ",".join("abcdefghijklm")): "Up to 12 words",
}


async def test_what_cannot_be_is_refused_beside_its_field(set_table: SetTable) -> None:
    async with set_table(size=(60, 20)) as table:
        await open_form(table)
        await fill_in(table, WALK)
        for (key, text), reason in REFUSED.items():
            await fill_in(table, {key: text})
            await table.press("ctrl+s")
            await table.sees(reason)
            field = form(table).query_one(f"#{key}", FormField)
            note = form(table).query_one(f"#{key}-note")
            assert field.has_focus
            assert 0 <= note.region.y - field.region.y <= 1
            await fill_in(table, {key: WALK[key]})
            await table.until(lambda reason=reason: reason not in table.words(), "it to go")  # type: ignore[misc]
        assert in_the_jar(table.paths) == []


@pytest.mark.parametrize("content", [None, b"GIF89a and no more", b"just words"])
async def test_what_is_no_picture_is_refused_and_nothing_is_kept(
    set_table: SetTable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    if content is not None:
        (tmp_path / "lake.gif").write_bytes(content)
    async with set_table() as table:
        await open_form(table)
        await fill_in(table, WALK | {"picture": "~/lake.gif"})
        await table.press("ctrl+s", "a", "l")
        note = form(table).query_one("#picture-note")
        await table.until(lambda: "lake.gif" in str(note.render()), "why not")
        assert written(table) == WALK | {"picture": "~/lake.gif"}
        assert in_the_jar(table.paths) == []
        Image.new("RGB", (8, 8), "teal").save(tmp_path / "lake.gif")
        await table.press("ctrl+s", "a", "l")
        await shows(table, HomeScreen)
        assert in_the_jar(table.paths)[0].picture.endswith(".gif")


async def test_a_full_disk_keeps_every_word_on_the_screen(
    set_table: SetTable, full: Callable[[bool], None]
) -> None:
    async with set_table() as table:
        await open_form(table)
        await fill_in(table, WALK | {"right": LONG})
        full(True)
        await table.press("ctrl+s", "a", "l")
        await table.sees("It was not saved: the disk is full.")
        assert written(table) == WALK | {"right": LONG, "picture": ""}
        assert "Saved." not in table.words()
        await table.press("ctrl+s")
        await table.sees("It was not saved: the disk is full.")
        full(False)
        await table.press("ctrl+s")
        await table.sees("Saved. It is in your jar.")
        [kept] = in_the_jar(table.paths)
        assert kept.right.line == LONG


async def test_words_that_changed_since_both_agreed_are_agreed_on_again(
    set_table: SetTable, full: Callable[[bool], None]
) -> None:
    async with set_table() as table:
        await open_form(table)
        await fill_in(table, WALK)
        full(True)
        await table.press("ctrl+s", "a", "l")
        await table.sees("the disk is full")
        full(False)
        await fill_in(table, {"left": "It was dry."})
        await table.press("ctrl+s")
        await shows(table, KeepSheet)
        assert in_the_jar(table.paths) == []


# Leaving


async def test_leaving_asks_once_where_words_would_be_lost(set_table: SetTable) -> None:
    async with set_table() as table:
        await open_form(table)
        await table.press("escape")
        await shows(table, HomeScreen)
        for leave in ("escape", "ctrl+q"):
            await open_form(table)
            await table.type("x")
            await table.press(leave)
            await shows(table, QuestionScreen)
            await table.press("escape")
            assert written(table)["title"] == "x"
            await table.press("backspace", "escape")
            await shows(table, HomeScreen)
        await open_form(table)
        await table.type("x")
        await table.click("esc leave")
        await shows(table, QuestionScreen)
        await table.click("leave, and let the words go")
        await shows(table, HomeScreen)
        assert in_the_jar(table.paths) == []


@pytest.mark.parametrize("keys", [["ctrl+q", "x"], ["ctrl+q", "ctrl+q"]])
async def test_the_window_closes_once_the_words_may_go(set_table: SetTable, keys: list[str]) -> None:
    async with set_table() as table:
        await open_form(table)
        await table.type("x")
        await table.press(keys[0])
        await shows(table, QuestionScreen)
        assert table.app.is_running
        await table.press(keys[1])
        await table.until(lambda: table.app._exit, "the end")


async def test_the_curtain_and_a_small_window_keep_what_was_typed(set_table: SetTable) -> None:
    async with set_table() as table:
        await open_form(table)
        await fill_in(table, WALK)
        await table.press("f2")
        assert "The walk home" not in table.words()
        await table.press("f2")
        await table.pilot.resize_terminal(30, 8)
        await table.sees("A little more room, please.")
        await table.press("!")
        await table.pilot.resize_terminal(100, 30)
        await table.sees("The walk home")
        assert written(table) == WALK | {"place": "Łódź!", "picture": ""}
        await table.press("f3")
        assert "It rained." in table.words(), "nothing in here is masked"


async def test_a_window_that_keeps_nothing_says_so_before_a_word_is_typed(set_table: SetTable) -> None:
    async with set_table(before=lambda paths: keep(paths, LAKE)) as table:
        table.app.pen.put_down()
        table.app.pen = Pen(Access.ANOTHER_WINDOW)
        for ask in (table.app.add_moment, partial(table.app.change_memory, "lake")):
            ask()
            await table.sees("This window keeps nothing")
            assert isinstance(table.app.screen, HomeScreen)
            table.app.clear_notifications()
            await table.until(lambda: "keeps nothing" not in table.words(), "an empty screen")


async def test_a_key_pressed_twice_opens_one_form(set_table: SetTable) -> None:
    async with set_table() as table:
        table.app.add_moment()
        table.app.add_moment()
        await table.sees("A moment to keep")
        await table.press("escape")
        await shows(table, HomeScreen)


# Changing


async def test_both_change_a_memory_and_how_it_was_is_kept(set_table: SetTable) -> None:
    async with set_table(before=lambda paths: keep(paths, LAKE), size=(120, 36)) as table:
        await open_jar_at(table, "By the lake")
        await table.press("e")
        await table.sees("Change this moment")
        assert "Anuschka" in table.words()
        assert list(written(table).values()) == [
            *("By the lake", "2025-07-02", "花火 over the water.", "Cold feet.", "calm", "", "")
        ]
        await fill_in(table, {"title": "At the lake", "feelings": "", "right": "Warm feet."})
        await table.press("ctrl+s")
        await shows(table, KeepSheet)
        await table.press("a", "l")
        await table.sees("Saved. How it was before is kept beside it.")
        await table.sees("At the lake")
        [kept], problems = load_kept(table.paths.memories, Memory)
        assert problems == []
        assert kept.earlier == (LAKE,)
        changed = {"title": "At the lake", "feelings": (), "right": Line(name="Benedikt", line="Warm feet.")}
        same = LAKE.model_dump(exclude={"id", "of", "revises", "written", *changed})
        assert kept.now.model_dump(include=set(same)) == same
        assert {key: getattr(kept.now, key) for key in changed} == changed


async def test_what_was_not_changed_just_goes_back(set_table: SetTable) -> None:
    async with set_table(before=lambda paths: keep(paths, LAKE)) as table:
        await open_jar_at(table, "By the lake")
        for key in ("ctrl+s", "escape"):
            await table.press("e")
            await table.sees("Change this moment")
            await table.press(key)
            await shows(table, JarScreen)
        assert len(list(table.paths.memories.rglob("*.toml"))) == 1


async def test_another_day_and_a_picture_that_goes(set_table: SetTable) -> None:
    name = f"{'0' * 32}.png"
    tomorrow = LAKE.model_copy(update={"when": datetime(2026, 11, 23, 1, tzinfo=UTC), "picture": name})
    async with set_table(before=lambda paths: keep(paths, tomorrow)) as table:
        table.app.open_jar().index.refresh()
        for words, when, picture in (
            ({"place": "Łódź"}, tomorrow.when, name),
            ({"when": "2020", "picture": ""}, datetime(2020, 1, 1, 12, tzinfo=UTC), ""),
        ):
            table.app.change_memory("lake")
            await table.sees("Change this moment")
            await fill_in(table, words)
            await table.press("ctrl+s")
            await shows(table, KeepSheet)
            await table.press("a", "l")
            await shows(table, HomeScreen)
            [kept] = in_the_jar(table.paths)
            assert (kept.when, kept.picture, kept.place) == (when, picture, "Łódź")
            table.app.open_jar().index.refresh()


async def test_two_versions_are_chosen_from_before_anything_is_changed(
    set_table: SetTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = LAKE.when + timedelta(days=1)
    torn = [moment(name, of="lake", revises=["lake"], when=LAKE.when, written=later) for name in ("a", "b")]
    asked: list[str] = []
    async with set_table(before=lambda paths: keep(paths, LAKE, *torn)) as table:
        monkeypatch.setattr(table.app, "choose_version", asked.append)
        table.app.open_jar().index.refresh()
        table.app.change_memory("lake")
        await table.sees("There are two versions of it")
        assert asked == ["lake"]
        assert isinstance(table.app.screen, HomeScreen)
