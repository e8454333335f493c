"""The picture of a moment, drawn in half cells: each cell holds two pixels, one above the other.

Letters and their colours are all that is drawn, in every terminal, and nothing is asked of it. The finer ways
that some terminals have, sixels and Kitty's protocol, put a picture into the terminal's own memory, and each
terminal takes it away in its own time. A picture of two people must be gone the moment a curtain covers it,
and after a crash; with letters that is certain.
"""

from __future__ import annotations

import asyncio
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from rich.color import Color as Ink
from rich.segment import Segment
from rich.style import Style
from textual import work
from textual.color import Color
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from duologue.store.paths import Paths
from duologue.ui import content

if TYPE_CHECKING:
    from PIL import Image

ROWS = 14
"""The tallest a picture is drawn, in rows."""
_SIDE = 480
"""Pixels of a picture that is held, on its longer side: more than any window has half cells for it."""
_A_MOMENT = 0.08
"""Seconds before a picture is read; who leafs through the jar passes many by."""
_one_at_a_time = Lock()
"""A large picture takes much room in memory while it is read."""
_LOADING = "Its picture is being opened…"
_GONE = "Its picture is gone."
_COLOURLESS = "A picture belongs to it: {place}. It takes a terminal with more colours to show it."

Pixel = tuple[int, int, int]


class Picture(Widget):
    """Shows a picture of the jar as large as its place allows, at most 14 rows; or says why it cannot."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Picture { width: 100%; height: auto; }"

    def __init__(self, paths: Paths, name: str) -> None:
        super().__init__(classes="picture muted")
        self._paths = paths
        self._file = name
        self._words = _LOADING
        self._picture: Image.Image | None = None
        self._strips: list[Strip] = []

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _: self._draw())
        self._load()

    def on_resize(self) -> None:
        self._draw()

    @work(exclusive=True, group="load")
    async def _load(self) -> None:
        from duologue.store.files import Unreadable
        from duologue.store.pictures import PictureGone

        await asyncio.sleep(_A_MOMENT)
        try:
            self._picture = await asyncio.to_thread(_read, self._paths, self._file)
            self._words = ""
            if self.app.no_color or self.app.console.color_system not in {"256", "truecolor"}:
                self._words = _COLOURLESS.format(place=f"{self._paths.pictures.name}/{self._file}")
        except PictureGone:
            self._words = _GONE
        except Unreadable as error:
            self._words = f"Its picture cannot be shown: it {error}"
        self.refresh(layout=True)
        self._draw()

    @work(exclusive=True, group="draw")
    async def _draw(self) -> None:
        if self._picture is None or self._words or not self.size.width:
            return
        size = fitting(Size(*self._picture.size), self.size.width)
        ground = self.background_colors[1]
        self._strips = await asyncio.to_thread(half_cells, self._picture, size, ground)
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As tall as the picture is at this width, or as the words are."""
        if self._picture is None or self._words:
            return super().get_content_height(container, viewport, width)
        return fitting(Size(*self._picture.size), width).height

    def render(self) -> Content:
        """The words in its stead."""
        return content.words(self._words)

    def render_line(self, y: int) -> Strip:
        """One row of the picture, or of the words."""
        if self._words:
            return super().render_line(y)
        row = self._strips[y] if y < len(self._strips) else Strip.blank(0)
        return row.adjust_cell_length(self.size.width, self.rich_style)


def fitting(pixels: Size, width: int) -> Size:
    """The cells that a picture takes, at most so wide and 14 rows tall. A cell is twice as tall as wide."""
    part = min(width / pixels.width, 2 * ROWS / pixels.height, 1.0)
    return Size(max(1, round(pixels.width * part)), max(1, round(pixels.height * part / 2)))


def half_cells(picture: Image.Image, size: Size, ground: Color) -> list[Strip]:
    """The picture in so many cells, lying on this colour where one can see through it."""
    from PIL import Image

    lying = Image.new("RGBA", picture.size, ground.rgb)
    lying.alpha_composite(picture)
    small = lying.convert("RGB").resize((size.width, size.height * 2))
    data = small.tobytes()
    pixels = list(zip(data[::3], data[1::3], data[2::3], strict=True))
    rows = [pixels[start : start + size.width] for start in range(0, len(pixels), size.width)]
    return [
        Strip([Segment("▀", _style(*pair)) for pair in zip(upper, lower, strict=True)], size.width)
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    ]


def _read(paths: Paths, name: str) -> Image.Image:
    """A picture of the jar, made small. Raises Unreadable."""
    from duologue.store.pictures import opened, picture_bytes, upright

    with _one_at_a_time, opened(picture_bytes(paths, name)) as picture:
        return upright(picture, _SIDE).convert("RGBA")


@lru_cache(4096)
def _style(upper: Pixel, lower: Pixel) -> Style:
    return Style(color=Ink.from_rgb(*upper), bgcolor=Ink.from_rgb(*lower))
