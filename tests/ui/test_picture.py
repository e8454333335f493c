"""The picture of a moment: in half cells, upright, bounded, gone with its screen, or why it is not there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event

import pytest
from PIL import Image
from rich.color_triplet import ColorTriplet
from textual import constants
from textual.app import App, ComposeResult
from textual.color import Color
from textual.pilot import Pilot

from duologue.store.paths import Paths
from duologue.store.pictures import name_of, take_picture
from duologue.ui.widgets import picture as pictures
from duologue.ui.widgets.picture import ROWS, Picture
from tests.store.moments import keep, moment
from tests.store.test_pictures import a_bomb, a_picture
from tests.ui.conftest import SetTable

RED, BLUE = (200, 30, 30), (30, 30, 200)


@pytest.fixture(autouse=True)
def _colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(constants, "COLOR_SYSTEM", "truecolor")


class Wall(App[None]):
    """A place to hang a picture."""

    CSS = "Screen { background: $background; }"

    def __init__(self, paths: Paths, name: str) -> None:
        super().__init__()
        self._hung = Picture(paths, name)

    def compose(self) -> ComposeResult:
        yield self._hung


@asynccontextmanager
async def hung(
    paths: Paths, data: bytes | None, name: str = "", size: tuple[int, int] = (60, 24)
) -> AsyncIterator[Pilot[None]]:
    """A picture with these bytes in the jar, on the wall, once it is read and drawn."""
    name = name or name_of(data or b"", "png")
    if data is not None:
        paths.pictures.mkdir(parents=True, exist_ok=True)
        (paths.pictures / name).write_bytes(data)
    async with Wall(paths, name).run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot


async def settled(pilot: Pilot[None]) -> None:
    """Wait until nothing is being read or drawn."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def cells(pilot: Pilot[None]) -> list[list[tuple[ColorTriplet, ColorTriplet]]]:
    """The half cells on the screen, row by row: the upper and the lower colour of each."""
    found = []
    for strip in pilot.app.screen._compositor.render_strips():
        row = []
        for segment in strip:
            style = segment.style
            if "▀" in segment.text and style and style.color and style.bgcolor:
                colours = (style.color.get_truecolor(), style.bgcolor.get_truecolor())
                row.extend([colours] * len(segment.text))
        if row:
            found.append(row)
    return found


def words(pilot: Pilot[None]) -> str:
    """All that is on the screen, as running text."""
    strips = pilot.app.screen._compositor.render_strips()
    return " ".join(" ".join("".join(segment.text for segment in strip) for strip in strips).split())


@pytest.mark.parametrize(
    ("pixels", "columns", "rows"),
    [
        ((600, 400), 42, ROWS),
        ((400, 600), 19, ROWS),
        ((4000, 100), 60, 1),
        ((2, 400), 1, ROWS),
        ((20, 10), 20, 5),
        ((1, 1), 1, 1),
    ],
)
async def test_it_keeps_its_shape_and_has_bounds(
    paths: Paths, pixels: tuple[int, int], columns: int, rows: int
) -> None:
    async with hung(paths, a_picture(size=pixels)) as pilot:
        shown = cells(pilot)
        assert (len(shown), {len(row) for row in shown}) == (rows, {columns})
        assert pilot.app.query_one(Picture).size.height == rows


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
async def test_it_shows_what_is_on_it(paths: Paths, kind: str) -> None:
    async with hung(paths, a_picture(kind, (60, 40)), f"{'a' * 32}.any") as pilot:
        for row in cells(pilot):
            for (upper, lower), should in ((row[2], RED), (row[-3], BLUE)):
                assert all(abs(is_ - be) < 12 for is_, be in zip(upper + lower, should * 2, strict=True))


async def test_it_stands_upright(paths: Paths) -> None:
    noted = Image.Exif()
    noted[0x0112] = 6
    async with hung(paths, a_picture(size=(40, 20), exif=noted)) as pilot:
        shown = cells(pilot)
        assert shown[0][3] == (RED, RED)
        assert shown[-1][3] == (BLUE, BLUE)


async def test_where_one_can_see_through_it_the_theme_is_seen(paths: Paths, tmp_path: Path) -> None:
    Image.new("RGBA", (20, 20), (255, 255, 255, 0)).save(tmp_path / "glass.png")
    async with hung(paths, (tmp_path / "glass.png").read_bytes()) as pilot:
        seen = set()
        for theme in ("textual-light", "textual-dark"):
            pilot.app.theme = theme
            await settled(pilot)
            ground = Color.parse(pilot.app.theme_variables["background"]).rgb
            assert {cell for row in cells(pilot) for cell in row} == {(ground, ground)}
            seen.add(ground)
        assert len(seen) == 2


async def test_of_one_that_moves_the_first_frame_is_shown(paths: Paths, tmp_path: Path) -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in (RED, BLUE)]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    async with hung(paths, (tmp_path / "a.gif").read_bytes()) as pilot:
        assert {cell for row in cells(pilot) for cell in row} == {(RED, RED)}


async def test_it_is_drawn_anew_when_the_window_changes(paths: Paths) -> None:
    async with hung(paths, a_picture(size=(600, 300))) as pilot:
        assert len(cells(pilot)[0]) == 56
        await pilot.resize_terminal(30, 24)
        await settled(pilot)
        shown = cells(pilot)
        assert (len(shown), len(shown[0])) == (8, 30)
        assert shown[0][1][0] == RED
        assert shown[0][-2][0] == BLUE


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (None, "Its picture is gone."),
        (b"Dear Ana", "Its picture cannot be shown: it is no picture"),
        (a_picture()[:90], "Its picture cannot be shown: it is damaged or not whole."),
        (a_bomb(60_000, 60_000), "Its picture cannot be shown: it is too large"),
    ],
)
async def test_why_it_cannot_be_seen_is_told_in_words(paths: Paths, data: bytes | None, says: str) -> None:
    async with hung(paths, data) as pilot:
        assert says in words(pilot)
        assert not cells(pilot)


async def test_a_link_out_of_the_jar_is_not_followed(paths: Paths, tmp_path: Path) -> None:
    (tmp_path / "outside.png").write_bytes(a_picture())
    paths.pictures.mkdir(parents=True)
    (paths.pictures / "link.png").symlink_to(tmp_path / "outside.png")
    async with hung(paths, None, "link.png") as pilot:
        assert "Its picture cannot be shown: it is a link" in words(pilot)


async def test_a_quiet_word_stands_there_while_it_is_opened(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_read, read = Event(), pictures._read
    monkeypatch.setattr(pictures, "_read", lambda *which: may_read.wait(10) and read(*which))
    paths.pictures.mkdir(parents=True)
    (paths.pictures / "a.png").write_bytes(a_picture())
    async with Wall(paths, "a.png").run_test(size=(60, 24)) as pilot:
        assert words(pilot) == "Its picture is being opened…"
        may_read.set()
        await settled(pilot)
        assert cells(pilot)
        assert "opened" not in words(pilot)


@pytest.mark.parametrize("colours", ["standard", None, "no colour"])
async def test_without_colours_it_is_told_where_the_picture_lies(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, colours: str | None
) -> None:
    if colours == "no colour":
        monkeypatch.setenv("NO_COLOR", "1")
    else:
        monkeypatch.setattr(constants, "COLOR_SYSTEM", colours)
    async with hung(paths, a_picture(), "a.png") as pilot:
        assert "It takes a terminal with more colours to show it." in words(pilot)
        assert "pictures/a.png" in words(pilot)
        assert not cells(pilot)


async def test_with_256_colours_it_is_shown(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "COLOR_SYSTEM", "256")
    async with hung(paths, a_picture()) as pilot:
        assert cells(pilot)


async def test_the_curtain_hides_it_at_once(set_table: SetTable, tmp_path: Path) -> None:
    (tmp_path / "sunset.png").write_bytes(a_picture(size=(600, 400)))

    def a_moment_with_it(paths: Paths) -> None:
        keep(
            paths, moment("sunset", title="The sunset", picture=take_picture(paths, tmp_path / "sunset.png"))
        )

    async with set_table(before=a_moment_with_it, size=(120, 40)) as table:
        await table.press("j")
        await table.sees("The sunset")
        await table.until(lambda: len(cells(table.pilot)) == ROWS, "the picture")
        await table.press("f2")
        assert not cells(table.pilot)
        await table.press("f2")
        assert len(cells(table.pilot)) == ROWS


def test_nothing_is_asked_of_the_terminal_when_it_is_imported() -> None:
    program = (
        "import sys, duologue.ui.widgets.picture, duologue.store.pictures\n"
        "assert not {'PIL', 'textual_image'} & set(sys.modules), 'heavy'\n"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")
