"""Paints the pictures of the demo: simple scenes, the same ones every time."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from math import pi, sin
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageOps
from PIL.Image import Resampling
from PIL.ImageDraw import ImageDraw as Brush

WIDTH, HEIGHT = 1280, 880
"""Painted at twice the size at which it is kept, so that edges are soft."""

Colour = str


def paint(scene: str) -> bytes:
    """The bytes of a PNG."""
    canvas = _SCENES[scene]().resize((WIDTH // 2, HEIGHT // 2), Resampling.LANCZOS)
    file = BytesIO()
    canvas.save(file, "PNG")
    return file.getvalue()


def _sky(above: Colour, between: Colour, below: Colour) -> Image.Image:
    rising = Image.linear_gradient("L").resize((WIDTH, HEIGHT), Resampling.BICUBIC)
    return ImageOps.colorize(rising, above, below, between)


def _disc(brush: Brush, x: float, y: float, radius: float, colour: Colour) -> None:
    brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def _glow(canvas: Image.Image, x: float, y: float, radius: float, colour: Colour) -> None:
    """Light around something that shines."""
    mask = Image.new("L", canvas.size)
    _disc(ImageDraw.Draw(mask), x, y, radius, "#9a9a9a")
    canvas.paste(colour, mask=mask.filter(ImageFilter.GaussianBlur(radius / 2)))


def _hills(brush: Brush, height: float, swing: float, waves: float, colour: Colour) -> None:
    ridge = [(x, height - swing * sin(waves * pi * x / WIDTH + height)) for x in range(0, WIDTH + 20, 20)]
    brush.polygon([(0, HEIGHT), *ridge, (WIDTH, HEIGHT)], fill=colour)


def _sunset() -> Image.Image:
    canvas = _sky("#39406b", "#c9727a", "#f7c46c")
    _glow(canvas, 860, 600, 230, "#ffe7a8")
    brush = ImageDraw.Draw(canvas)
    _disc(brush, 860, 610, 74, "#fff0c4")
    for x, roof in ((-60, 640), (210, 700), (520, 660), (800, 720), (1060, 650)):
        peak = (x + 160, roof - 90)
        brush.polygon([(x, roof), peak, (x + 320, roof), (x + 320, HEIGHT), (x, HEIGHT)], fill="#2a2238")
    brush.rectangle((330, 520, 390, 700), fill="#2a2238")
    brush.rectangle((318, 508, 402, 530), fill="#231b30")
    for x, y in ((220, 180), (300, 230), (420, 150), (560, 260), (640, 200), (980, 240)):
        brush.arc((x - 34, y, x, y + 26), 190, 350, fill="#241d33", width=5)
        brush.arc((x, y, x + 34, y + 26), 190, 350, fill="#241d33", width=5)
    return canvas


def _table() -> Image.Image:
    canvas = _sky("#2d211d", "#3d2b23", "#5a3d2b")
    _glow(canvas, 640, 200, 330, "#e9a860")
    brush = ImageDraw.Draw(canvas)
    brush.polygon([(60, 560), (1220, 560), (1280, 880), (0, 880)], fill="#8a5a3a")
    for y in (620, 700, 800):
        brush.line((0, y, WIDTH, y), fill="#7b4f33", width=5)
    for x, colour in ((380, "#d9765f"), (860, "#78a99c")):
        brush.ellipse((x - 150, 650, x + 150, 720), fill="#5f3d28")
        brush.arc((x + 70, 530, x + 180, 640), 270, 90, fill=colour, width=22)
        brush.rounded_rectangle((x - 105, 490, x + 105, 690), 46, fill=colour)
        brush.ellipse((x - 105, 465, x + 105, 525), fill="#f3e2cc")
        brush.ellipse((x - 88, 474, x + 88, 516), fill="#5b3420")
    for number in range(5):
        _disc(brush, 580 + 34 * number, 730 + 12 * (number % 2), 34, "#f0953f")
        _disc(brush, 574 + 34 * number, 722 + 12 * (number % 2), 12, "#f7b368")
    return canvas


def _north() -> Image.Image:
    canvas = _sky("#060b1c", "#0d1a33", "#1c3350")
    random = Random(7)
    brush = ImageDraw.Draw(canvas)
    for _ in range(150):
        _disc(brush, random.randrange(WIDTH), random.randrange(620), random.choice((1.5, 2, 3)), "#dfe8f5")
    for offset, colour in ((0, "#59d6a2"), (90, "#7be3b4"), (190, "#7a86d6")):
        mask = Image.new("L", canvas.size)
        cloth = ImageDraw.Draw(mask)
        for x in range(0, WIDTH, 6):
            foot = 470 - offset + 80 * sin(x / 190 + offset / 60)
            top = foot - 190 - 70 * sin(x / 47 + offset)
            cloth.line((x, top, x, foot), fill="#6f6f6f", width=7)
        canvas.paste(colour, mask=mask.filter(ImageFilter.GaussianBlur(22)))
    brush = ImageDraw.Draw(canvas)
    _hills(brush, 690, 50, 2.4, "#c3d2e2")
    _hills(brush, 770, 40, 3.1, "#93a8c2")
    brush.rectangle((880, 640, 1010, 740), fill="#4a2a26")
    brush.polygon([(860, 645), (945, 570), (1030, 645)], fill="#dce6f0")
    brush.rectangle((925, 670, 962, 706), fill="#ffd98a")
    return canvas


def _lanterns() -> Image.Image:
    canvas = _sky("#1d2038", "#34304a", "#6b4c50")
    colours = ("#ffd17d", "#f5a86a", "#f08a72", "#ffe3a6")
    for rope, height in enumerate((150, 300)):
        for number in range(9):
            x = 60 + 145 * number
            y = height + 90 * sin(pi * number / 8) + 10
            _glow(canvas, x, y + 40, 74, colours[(number + rope) % 4])
            brush = ImageDraw.Draw(canvas)
            brush.line((x, y - 20, x, y + 10), fill="#120f1d", width=4)
            brush.ellipse((x - 30, y, x + 30, y + 76), fill=colours[(number + rope) % 4])
    brush = ImageDraw.Draw(canvas)
    brush.polygon([(150, 700), (1130, 700), (1280, 880), (0, 880)], fill="#3a2a2c")
    brush.line((150, 700, 1130, 700), fill="#59423c", width=8)
    for x in range(240, 1130, 130):
        brush.ellipse((x - 46, 730, x + 46, 756), fill="#e8dcc8")
        brush.line((x + 60, 744, x + 60, 690), fill="#c9b9a8", width=5)
        brush.ellipse((x + 42, 640, x + 78, 700), fill="#8f4b50")
    return canvas


def _lake() -> Image.Image:
    canvas = _sky("#a9c8d8", "#d9e4dc", "#7fa6ad")
    brush = ImageDraw.Draw(canvas)
    _hills(brush, 440, 50, 2.2, "#7f9f86")
    brush.rectangle((0, 480, WIDTH, HEIGHT), fill="#6f9aa6")
    random = Random(3)
    for _ in range(90):
        x, y = random.randrange(WIDTH), random.randrange(500, 870)
        brush.line((x, y, x + (y - 430) // 3, y), fill="#8fb5bd", width=4)
    brush.polygon([(560, 880), (620, 560), (690, 560), (800, 880)], fill="#8a6f55")
    for x in [*range(20, 330, 22), *range(990, 1270, 24)]:
        top = 380 + random.randrange(120)
        brush.line((x, 800, x + random.randrange(-18, 18), top), fill="#5c6b3c", width=8)
        brush.ellipse((x - 9, top - 40, x + 9, top + 30), fill="#6d4b32")
    brush.line((905, 700, 905, 580), fill="#46525c", width=6)
    brush.line((925, 700, 925, 580), fill="#46525c", width=6)
    brush.ellipse((860, 500, 980, 590), fill="#9aa7b0")
    brush.line((880, 530, 850, 410), fill="#9aa7b0", width=16)
    _disc(brush, 848, 405, 20, "#9aa7b0")
    brush.polygon([(835, 398), (835, 412), (760, 420)], fill="#d6a552")
    return canvas


def _garden() -> Image.Image:
    canvas = _sky("#9fb9c9", "#e6dcc4", "#bfa77e")
    brush = ImageDraw.Draw(canvas)
    _hills(brush, 520, 30, 3.0, "#8c9a63")
    brush.rectangle((0, 560, WIDTH, HEIGHT), fill="#6d5138")
    for y in range(600, HEIGHT, 62):
        brush.line((0, y, WIDTH, y), fill="#5b422d", width=16)
        for x in range(40 + y % 50, 820, 74):
            brush.ellipse((x - 22, y - 30, x, y - 8), fill="#7f9a4c")
            brush.ellipse((x, y - 34, x + 22, y - 10), fill="#8fab58")
    brush.polygon([(860, 640), (905, 330), (1155, 312), (1150, 640)], fill="#80604a")
    for x in range(890, 1150, 44):
        brush.line((x, 640, x + 24, 330), fill="#6f523f", width=5)
    brush.polygon([(870, 345), (1020, 230), (1195, 318)], fill="#54463f")
    brush.polygon([(985, 640), (1000, 450), (1082, 446), (1080, 640)], fill="#4d3b30")
    return canvas


def _sea() -> Image.Image:
    canvas = _sky("#6fb0d6", "#cfe4e6", "#f0dcae")
    brush = ImageDraw.Draw(canvas)
    brush.rectangle((0, 400, WIDTH, 740), fill="#2f7f9c")
    for row, y in enumerate(range(420, 740, 34)):
        crests = [(x, y + (5 + row) * sin(x / (50 + 8 * row) + row)) for x in range(0, WIDTH + 10, 10)]
        brush.line(crests, fill="#58a2b8" if row % 2 else "#3f90ab", width=6 + row)
    _hills(brush, 745, 22, 3.4, "#f4f2e6")
    _hills(brush, 765, 22, 3.4, "#e6cd9a")
    brush.polygon([(880, 400), (960, 300), (1010, 330), (1130, 400)], fill="#6b8a8a")
    _disc(brush, 300, 170, 62, "#fff3cf")
    return canvas


def _quince() -> Image.Image:
    canvas = _sky("#cfdbe0", "#e9ecea", "#f6ead2")
    brush = ImageDraw.Draw(canvas)
    brush.rectangle((610, 0, 650, 620), fill="#f7f3ea")
    brush.rectangle((0, 300, WIDTH, 332), fill="#f7f3ea")
    brush.rectangle((0, 620, WIDTH, HEIGHT), fill="#d8c7ac")
    brush.rectangle((0, 620, WIDTH, 648), fill="#efe4d0")
    brush.ellipse((400, 690, 900, 790), fill="#b8a488")
    _disc(brush, 640, 580, 180, "#dcae35")
    _disc(brush, 600, 630, 130, "#dcae35")
    shine = Image.new("L", canvas.size)
    _disc(ImageDraw.Draw(shine), 580, 510, 80, "#8f8f8f")
    canvas.paste("#fff0a8", mask=shine.filter(ImageFilter.GaussianBlur(50)))
    brush = ImageDraw.Draw(canvas)
    brush.line((650, 405, 668, 340), fill="#5d4630", width=16)
    brush.ellipse((668, 320, 800, 378), fill="#78924f")
    return canvas


def _blossom() -> Image.Image:
    canvas = _sky("#8fb4cf", "#c9d9e2", "#e3dccf")
    brush = ImageDraw.Draw(canvas)
    brush.rectangle((0, 690, WIDTH, HEIGHT), fill="#7a7d80")
    brush.rectangle((0, 676, WIDTH, 704), fill="#b9b7b0")
    brush.rectangle((60, 330, 560, 380), fill="#c8553d")
    for x in (110, 480):
        brush.rectangle((x, 380, x + 30, 690), fill="#e8e4da")
    brush.rounded_rectangle((250, 540, 340, 690), 12, fill="#e0b23f")
    brush.line((900, 700, 915, 420), fill="#4c3a33", width=42)
    brush.line((912, 520, 790, 380), fill="#4c3a33", width=22)
    brush.line((912, 490, 1050, 350), fill="#4c3a33", width=22)
    random = Random(11)
    for _ in range(330):
        _disc(
            brush,
            random.gauss(920, 105),
            random.gauss(310, 75),
            random.uniform(12, 26),
            random.choice(("#f6d5dc", "#f0bfcb", "#fbe8ea")),
        )
    for _ in range(60):
        _disc(brush, random.gauss(920, 180), random.uniform(700, 860), 7, "#f3cbd4")
    return canvas


def painters() -> frozenset[str]:
    """What can be painted."""
    return frozenset(_SCENES)


_SCENES: dict[str, Callable[[], Image.Image]] = {
    "sunset": _sunset,
    "table": _table,
    "north": _north,
    "lanterns": _lanterns,
    "lake": _lake,
    "garden": _garden,
    "sea": _sea,
    "quince": _quince,
    "blossom": _blossom,
}
