"""Pictures of moments: taking one into the jar, and opening one that may come from anybody.

A picture in the jar keeps its bytes, with all that a camera noted in them, such as where it was taken. What
leaves the jar for others is made bare by `upright`.
"""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from duologue.core.text import clean
from duologue.store.files import Unreadable, read_bytes, write_bytes
from duologue.store.paths import Paths

if TYPE_CHECKING:
    from PIL import Image

BYTES_AT_MOST = 32 * 1024 * 1024
"""Of a picture in the jar, wherever it came from."""
PIXELS_AT_MOST = 100_000_000
"""What opening a picture may cost: 300 MB, for a moment."""
TAKEN_BYTES_AT_MOST = 20_000_000
TAKEN_PIXELS_AT_MOST = 40_000_000
"""Of a picture that is taken into the jar, which will be opened many times."""

_FORMATS = {"png": "PNG", "jpg": "JPEG", "gif": "GIF", "webp": "WEBP"}
_TURNS = (
    "FLIP_LEFT_RIGHT",
    "ROTATE_180",
    "FLIP_TOP_BOTTOM",
    "TRANSPOSE",
    "ROTATE_270",
    "TRANSVERSE",
    "ROTATE_90",
)
"""How a picture is brought upright that says how the camera was held, in the order of EXIF, from 2 to 8."""

_HOSTILE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)
"""What reading a file can end in that was made to harm, or by chance."""


class NotAPicture(Exception):
    """A file that cannot be taken into the jar; its text says what was found and what is allowed."""


class PictureGone(Unreadable):
    """A picture that is not in the jar any more."""


def take_picture(paths: Paths, file: Path) -> str:
    """Copy a picture into the jar, byte for byte, and answer the name it has there.

    The file is named by those who own the jar, so `~` and links are followed. The same picture is stored
    once. Returns only after it is on the disk. Raises NotAPicture, NotWritten.
    """
    try:
        data = _bytes_of(file)
        with opened(data, TAKEN_PIXELS_AT_MOST) as picture:
            upright(picture, 64)  # Only who reads to the end knows that nothing is missing.
    except Unreadable as error:
        raise NotAPicture(f"{clean(file.name or str(file))} {error}") from error
    name = name_of(data, _ending(data))
    with suppress(Unreadable):
        if picture_bytes(paths, name) == data:
            return name
    write_bytes(paths.pictures / name, data)
    return name


def name_of(data: bytes, ending: str) -> str:
    """The name under which a picture lies in the jar."""
    return f"{blake2b(data, digest_size=16).hexdigest()}.{ending}"


def picture_bytes(paths: Paths, name: str) -> bytes:
    """The file of a picture in the jar as it is. Raises PictureGone, Unreadable."""
    place = paths.pictures / name
    try:
        return read_bytes(place, BYTES_AT_MOST)
    except Unreadable as error:
        if isinstance(error.__cause__, FileNotFoundError):
            raise PictureGone("is gone.") from error
        raise


@contextmanager
def opened(data: bytes, pixels: int = PIXELS_AT_MOST, ending: str = "") -> Iterator[Image.Image]:
    """A picture of at most so many pixels, to be read within the block; its kind is told by its bytes.

    Where an `ending` is given, it must be that kind. Raises Unreadable, also for what goes wrong while it
    is read within the block.
    """
    from PIL import Image

    most = f"{pixels // 1_000_000} megapixels are the most"
    found = _ending(data)
    if not found or found != (ending or found):
        raise Unreadable("is no picture that can be kept: PNG, JPEG, GIF or WebP is needed.")
    try:
        with _opened(data, _FORMATS[found]) as picture:
            if picture.width * picture.height > pixels:
                raise Unreadable(f"is too large: {picture.width} by {picture.height} pixels; {most}.")
            yield picture
    except Image.DecompressionBombError as error:
        raise Unreadable(f"is too large; {most}.") from error
    except (*_HOSTILE, MemoryError, OSError) as error:
        raise Unreadable("is damaged or not whole.") from error


def upright(picture: Image.Image, side: int) -> Image.Image:
    """The picture the right way up, at most `side` pixels wide and high, in RGB, or in RGBA where one can
    see through it. Bare of everything a camera noted; only its colour profile stays, in its `info`.
    """
    turn = _turn(picture)
    colours = picture.info.get("icc_profile") if picture.mode in {"RGB", "RGBA"} else None
    see_through = picture.has_transparency_data
    picture.draft("RGB", (side, side))
    made = picture.convert("RGBA" if see_through else "RGB")
    made.thumbnail((side, side))
    if turn is not None:
        made = made.transpose(turn)
    made.info.clear()  # Some of it would be written into a new file.
    if colours:
        made.info["icc_profile"] = colours
    return made


def _bytes_of(file: Path) -> bytes:
    try:
        place = file.expanduser()
        with suppress(OSError):  # Reading it says why, in better words.
            if place.is_file() and place.stat().st_size > TAKEN_BYTES_AT_MOST:
                raise Unreadable(f"is larger than {TAKEN_BYTES_AT_MOST // 1_000_000} MB.")
        return read_bytes(place, TAKEN_BYTES_AT_MOST, trusted=True)
    except (RuntimeError, ValueError) as error:  # Nobody of that name, or no name of a file at all.
        raise Unreadable("cannot be found.") from error


def _ending(data: bytes) -> str:
    """The kind of picture, by its first bytes; nothing where it is none."""
    starts = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg", b"GIF87a": "gif", b"GIF89a": "gif"}
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return next((ending for start, ending in starts.items() if data.startswith(start)), "")


@contextmanager
def _opened(data: bytes, kind: str) -> Iterator[Image.Image]:
    from io import BytesIO

    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # They would be written across the screen.
        with Image.open(BytesIO(data), formats=(kind,)) as picture:
            yield picture


def _turn(picture: Image.Image) -> Image.Transpose | None:
    """How to turn it. What a camera noted is often odd, and no reason to refuse a picture."""
    from PIL import Image

    held = None
    with suppress(*_HOSTILE, OSError):
        held = picture.getexif().get(0x0112)
    return Image.Transpose[_TURNS[held - 2]] if isinstance(held, int) and 2 <= held <= 8 else None
