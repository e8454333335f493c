"""Letting go, the trash, earlier versions, and choosing between two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from duologue.core.memory import Line, Memory
from duologue.store import trash
from duologue.store.access import take_pen
from duologue.store.paths import Paths
from duologue.store.records import load_kept
from duologue.ui.screens.agree import AgreeScreen
from duologue.ui.screens.jar import JarScreen
from duologue.ui.screens.trash import GoneScreen, TrashScreen
from duologue.ui.screens.versions import EarlierScreen, VersionsScreen
from tests.store.moments import keep, moment
from tests.ui.conftest import SetTable
from tests.ui.evenings import few_decks, files_of, find, is_told, sheet_of
from tests.ui.playing import Table

DAY = datetime(2026, 11, 19, 21, 0, tzinfo=UTC)
TRAIN = moment("train", when=DAY, title="The missed train", left=Line(name="Ana", line="We sat on our bags."))
HERS = moment(
    "hers",
    of="train",
    revises=("train",),
    when=DAY,
    written=DAY + timedelta(days=1),
    title="The missed train",
    place="Porto",
    left=Line(name="Ana", line="We sat on our suitcases."),
)
HIS = HERS.model_copy(
    update={"id": "his", "written": DAY + timedelta(days=2), "title": "Trains [b]", "left": TRAIN.left}
)
SOUP = moment("soup", when=DAY - timedelta(days=30), title="Cold soup")
PLAIN = (TRAIN, SOUP)
TORN = (TRAIN, HERS, HIS, SOUP)
SIZES = [(120, 36), (80, 24), (60, 20)]


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A couple with few decks."""
    return few_decks(tmp_path)


def with_these(*memories: Memory) -> Callable[[Paths], None]:
    """A jar with these in it."""

    def put(paths: Paths) -> None:
        keep(paths, *memories)

    return put


def with_gone(*since: date, memory: Memory = TRAIN) -> Callable[[Paths], None]:
    """A jar with the soup, and a trash with a memory that was let go on these days."""

    def put(paths: Paths) -> None:
        keep(paths, SOUP)
        for day in since:
            trash.let_go(paths, keep(paths, memory), day)

    return put


async def open_jar(table: Table, count: str = "2 moments you both kept") -> None:
    """From home into the jar, until all is read."""
    await table.press("j")
    await table.sees(count)
    await table.until(lambda: "Reading your jar" not in table.words(), "the end of reading")


async def comes(table: Table, kind: type) -> None:
    """Wait for a screen."""
    await table.until(lambda: isinstance(table.app.screen, kind), kind.__name__)


async def open_from_jar(table: Table, key: str, kind: type) -> None:
    await open_jar(table)
    await table.press(key)
    await comes(table, kind)


def standing(paths: Paths) -> dict[str, list[str]]:
    """What stands, by titles."""
    return {
        kept.root: [version.title for version in kept.standing]
        for kept in load_kept(paths.memories, Memory)[0]
    }


# Letting go


@pytest.mark.parametrize("size", SIZES)
async def test_both_let_go_and_it_is_in_the_trash(
    set_table: SetTable, paths: Paths, size: tuple[int, int]
) -> None:
    async with set_table(before=with_these(*PLAIN), size=size) as table:
        await open_from_jar(table, "x", AgreeScreen)
        for words in ("Let go of this moment?", "The missed train", "30 days, until 22 December"):
            assert words in table.words()
        await table.press("a")
        assert standing(paths).keys() == {"train", "soup"}, "one alone changes nothing"
        await table.press("l")
        await is_told(table, "It is in the trash until 22 December.")
        await table.sees("one moment you both kept")
        assert standing(paths).keys() == {"soup"}
        assert [gone.kept.root for gone in trash.in_trash(paths)] == ["train"]


async def test_not_now_changes_nothing(set_table: SetTable, paths: Paths) -> None:
    async with set_table(before=with_these(*PLAIN)) as table:
        before = files_of(paths)
        await open_from_jar(table, "x", AgreeScreen)
        await table.press("a", "escape")
        await comes(table, JarScreen)
        assert {name: files_of(paths)[name] for name in before} == before


async def test_from_one_in_full_it_goes_back_to_the_jar(set_table: SetTable) -> None:
    async with set_table(before=with_these(*PLAIN)) as table:
        await open_jar(table)
        await table.press("enter", "x")
        await comes(table, AgreeScreen)
        await table.press("a", "l")
        await comes(table, JarScreen)
        await table.sees("one moment you both kept")


async def test_what_changed_meanwhile_is_not_let_go(set_table: SetTable, paths: Paths) -> None:
    async with set_table(before=with_these(*PLAIN)) as table:
        await open_from_jar(table, "x", AgreeScreen)
        file = next(paths.memories.rglob("train.toml"))
        file.write_text(file.read_text().replace("missed", "caught"))
        await table.press("a", "l")
        await is_told(table, "so it stays")
        assert standing(paths)["train"] == ["The caught train"]


async def test_a_version_that_came_meanwhile_is_not_left_behind(set_table: SetTable, paths: Paths) -> None:
    async with set_table(before=with_these(*PLAIN)) as table:
        await open_jar(table)
        keep(paths, HERS)  # A sync brings it while the jar is open.
        await table.press("x")
        await comes(table, AgreeScreen)
        await table.press("a", "l")
        await is_told(table, "It is in the trash until 22 December.")
        assert standing(paths).keys() == {"soup"}
        [gone] = trash.in_trash(paths)
        assert [version.id for version in (*gone.kept.standing, *gone.kept.earlier)] == ["hers", "train"]


async def test_a_disk_that_refuses_is_told_and_all_is_still_there(set_table: SetTable, paths: Paths) -> None:
    async with set_table(before=with_these(*PLAIN)) as table:
        paths.trash.write_text("a file where the folder should be")
        await open_from_jar(table, "x", AgreeScreen)
        await table.press("a", "l")
        await is_told(table, "It was not let go, and is still in the jar")
        assert standing(paths).keys() == {"train", "soup"}


# The trash


@pytest.mark.parametrize("size", SIZES)
async def test_seen_in_full_and_brought_back(
    set_table: SetTable, paths: Paths, size: tuple[int, int]
) -> None:
    before = with_gone(date(2026, 11, 1), date(2026, 11, 20))
    async with set_table(before=before, size=size) as table:
        await open_jar(table, "one moment you both kept")
        await table.press("t")
        await comes(table, TrashScreen)
        for words in ("The missed train", "until 20 December", "let go on Friday"):
            await table.sees(words)
        assert table.words().count("The missed train") == 1
        await table.press("enter")
        await comes(table, GoneScreen)
        for words in ("Ana", "We sat on our bags.", "Ben", "Then sun.", "until 20 December"):
            await table.sees(words)
        await table.press("b")
        await is_told(table, "It is back in the jar.")
        await table.sees("Nothing in here.")
        assert standing(paths) == {"train": ["The missed train"], "soup": ["Cold soup"]}
        await table.press("escape")
        await table.sees("2 moments you both kept")


async def test_emptied_once_both_say_so(set_table: SetTable, paths: Paths) -> None:
    async with set_table(before=with_gone(date(2026, 11, 20))) as table:
        await find(table, "trash", "The trash")
        for words in ("The missed train", "empty the trash"):
            await table.sees(words)
        await table.press("x")
        await comes(table, AgreeScreen)
        await table.press("a", "k", "l")
        await is_told(table, "The trash is empty.")
        await table.sees("Nothing in here.")
        assert "empty the trash" not in table.words()
        assert not list(paths.trash.rglob("*.toml"))
        await table.press("x", "b", "enter")
        assert isinstance(table.app.screen, TrashScreen), "there is nothing to do here"


async def test_what_cannot_be_read_is_named(set_table: SetTable, paths: Paths) -> None:
    async with set_table(before=with_gone(date(2026, 11, 20))) as table:
        next(paths.trash.rglob("train.toml")).write_text("[[[")
        await find(table, "trash", "The trash")
        await table.sees("Could not be read, and left as it is: train.toml")


@pytest.mark.parametrize(("since", "stays"), [(date(2026, 10, 23), True), (date(2026, 10, 22), False)])
async def test_after_thirty_days_it_goes_by_itself(
    set_table: SetTable, paths: Paths, since: date, stays: bool
) -> None:
    fresh = moment("fresh", when=DAY, title="Fresh")

    def before(paths: Paths) -> None:
        with_gone(since)(paths)
        with_gone(date(2025, 1, 1), memory=fresh)(paths)

    async with set_table(before=before) as table:
        await table.until(
            lambda: not (paths.trash / "2025-01-01").exists(), "what is long over to have been removed"
        )
        await table.app.workers.wait_for_complete()
        assert bool(list(paths.trash.rglob("train.toml"))) == stays


# Versions


@pytest.mark.parametrize("size", SIZES)
async def test_two_versions_are_seen_and_both_choose(
    set_table: SetTable, paths: Paths, size: tuple[int, int]
) -> None:
    async with set_table(before=with_these(*TORN), size=size) as table:
        before = set(files_of(paths))
        await open_from_jar(table, "v", VersionsScreen)
        for words in ("› The newer one", "changed yesterday, 21:00", "≠ Trains [b]", "Porto"):
            await table.sees(words)
        assert "≠ Porto" not in table.words(), "both say Porto"
        if size[0] > 60:
            for words in ("The older one", "≠ The missed train", "≠ We sat on our"):
                assert words in table.words()
        await table.press("right")
        await table.sees("› The older one")
        await table.press("right", "left", "right", "enter")
        await comes(table, AgreeScreen)
        await table.sees("The older one holds from now on.")
        await table.press("a", "l")
        await is_told(table, "Noted: that one holds.")
        await comes(table, JarScreen)
        [train] = [kept for kept in load_kept(paths.memories, Memory)[0] if kept.root == "train"]
        assert (train.is_torn, train.now.title, train.now.left) == (False, HERS.title, HERS.left)
        assert {each.id for each in train.earlier} == {"train", "hers", "his"}
        assert before <= set(files_of(paths))
        await table.until(lambda: "choose a version" not in table.words(), "the choice to be over")


async def test_keep_both_makes_the_other_a_moment_of_its_own(set_table: SetTable, paths: Paths) -> None:
    async with set_table(before=with_these(*TORN)) as table:
        await open_from_jar(table, "v", VersionsScreen)
        await table.press("b")
        await comes(table, AgreeScreen)
        await table.until(lambda: "becomes a moment of its own" in sheet_of(table), "what happens then")
        await table.press("a", "l")
        await is_told(table, "Noted: all are kept.")
        await table.sees("3 moments you both kept")
        titles = standing(paths)
        assert titles.pop("train") == ["Trains [b]"]
        assert sorted(titles.values()) == [["Cold soup"], ["The missed train"]]


async def test_a_click_marks_and_looking_changes_nothing(set_table: SetTable, paths: Paths) -> None:
    async with set_table(before=with_these(*TORN)) as table:
        before = files_of(paths)
        await open_from_jar(table, "v", VersionsScreen)
        await table.click("The older one")
        await table.sees("› The older one")
        await table.press("enter")
        await comes(table, AgreeScreen)
        await table.press("a", "escape")
        await comes(table, VersionsScreen)
        assert "› The older one" in table.words()
        await table.press("escape")
        await comes(table, JarScreen)
        assert {name: files_of(paths)[name] for name in before} == before


async def test_more_than_two_stand_one_below_the_other(set_table: SetTable, paths: Paths) -> None:
    third = HERS.model_copy(update={"id": "third", "place": "Lisbon"})
    async with set_table(before=with_these(*TORN, third), size=(120, 50)) as table:
        await open_from_jar(table, "v", VersionsScreen)
        for words in ("The newest one", "The one in between", "The oldest one", "≠ Lisbon", "keep all"):
            await table.sees(words)
        await table.press("b")
        await comes(table, AgreeScreen)
        await table.until(lambda: "become moments of their own" in sheet_of(table), "what happens then")
        await table.press("a", "l")
        await table.sees("4 moments you both kept")
        assert len(standing(paths)) == 4


@pytest.mark.parametrize("made_by", ["sync-conflict-20261125-101010-ABCDEFG", "git"])
async def test_what_two_laptops_left_in_the_folder_comes_to_a_choice(
    set_table: SetTable, paths: Paths, made_by: str
) -> None:
    def before(paths: Paths) -> None:
        [file, _] = keep(paths, *PLAIN)
        text = file.read_text()
        title = 'title = "The missed train"\n'
        if made_by == "git":
            marks = f'<<<<<<< HEAD\n{title}=======\ntitle = "Bags"\n>>>>>>> other\n'
            file.write_text(text.replace(title, marks))
        else:
            file.with_name(f"train.{made_by}.toml").write_text(text.replace(title, 'title = "Bags"\n'))

    async with set_table(before=before) as table:
        files = files_of(paths)
        await open_from_jar(table, "v", VersionsScreen)
        await table.sees("≠ Bags")
        await table.sees("≠ The missed train")
        await table.press(*(() if table.words().index("Bags") < table.words().index("The mi") else ["right"]))
        await table.press("enter")
        await comes(table, AgreeScreen)
        await table.press("a", "l")
        await is_told(table, "Noted: that one holds.")
        assert standing(paths) == {"train": ["Bags"], "soup": ["Cold soup"]}
        assert {name: files_of(paths)[name] for name in files} == files


@pytest.mark.parametrize("size", SIZES)
async def test_how_it_was_before(set_table: SetTable, paths: Paths, size: tuple[int, int]) -> None:
    last = HIS.model_copy(update={"revises": ("hers",)})
    async with set_table(before=with_these(TRAIN, HERS, last, SOUP), size=size) as table:
        files = files_of(paths)
        await open_from_jar(table, "h", EarlierScreen)
        await table.sees("Changed Friday, 21:00")
        for words in ("≠ The missed train", "≠ We sat on our suitcases."):
            assert words in table.words()
        await table.press("end")
        for words in ("Kept Thursday, 21:00", "≠ We sat on our bags."):
            await table.sees(words)
        await table.press("escape")
        await comes(table, JarScreen)
        assert {name: files_of(paths)[name] for name in files} == files


# A second window


async def test_a_second_window_looks_and_changes_nothing(set_table: SetTable, paths: Paths) -> None:
    def before(paths: Paths) -> None:
        keep(paths, *TORN)
        trash.let_go(paths, keep(paths, moment("gone", title="Gone")), date(2020, 1, 1))
        other.append(take_pen(paths))

    other: list[object] = []
    async with set_table(before=before) as table:
        files = files_of(paths)
        await open_jar(table)
        for key in ("x", "v", "enter", "escape", "t", "b", "x"):
            await table.press(key)
            await table.pilot.pause()
            if key == "v":
                await comes(table, VersionsScreen)
            if key == "t":
                await table.sees("Gone")
        await is_told(table, "This window keeps nothing")
        assert not isinstance(table.app.screen, AgreeScreen)
        assert {name: files_of(paths)[name] for name in files} == files
