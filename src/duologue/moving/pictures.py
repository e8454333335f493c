"""Pictures from outside: only what is one, and no larger than a jar needs."""

from __future__ import annotations

import warnings
from hashlib import blake2b
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from duologue.keepsake.pictures import BYTES_AT_MOST as KEPT_AT_MOST
from duologue.store.files import Unreadable

BYTES_AT_MOST = 50 * 1024 * 1024
"""Of a picture as it comes."""
PIXELS_AT_MOST = 100_000_000
EDGE = 2048
"""Pixels along the longer side, of a picture as it is kept."""
_FORMATS = {"png": "PNG", "jpg": "JPEG", "gif": "GIF", "webp": "WEBP"}


def taken_in(data: bytes) -> tuple[str, bytes]:
    """The name and the bytes under which a picture is kept: upright, not too large, and without what a
    camera notes about where it was taken. Raises Unreadable."""
    with _opened(data, tuple(_FORMATS.values())) as picture:
        try:
            ending = "png" if picture.has_transparency_data else "jpg"
            colours = picture.info.get("icc_profile") if picture.mode in {"RGB", "RGBA"} else None
            picture.draft("RGB", (EDGE, EDGE))
            upright = ImageOps.exif_transpose(picture).convert("RGBA" if ending == "png" else "RGB")
            upright.thumbnail((EDGE, EDGE))
            upright.info.clear()  # Some of it would be written into the new file.
            made = BytesIO()
            upright.save(made, _FORMATS[ending], quality=88, icc_profile=colours)
        except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
            raise Unreadable("is damaged.") from error
    data = made.getvalue()
    return f"{blake2b(data, digest_size=16).hexdigest()}.{ending}", data


def as_it_is(name: str, data: bytes) -> bytes:
    """A picture of another Duologue, whose name says what it is. Raises Unreadable."""
    if len(data) > KEPT_AT_MOST:
        raise Unreadable(f"is larger than {KEPT_AT_MOST} bytes.")
    _opened(data, (_FORMATS[name.rpartition(".")[2]],)).close()
    return data


def _opened(data: bytes, formats: tuple[str, ...]) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(data), formats=formats)
    except UnidentifiedImageError as error:
        raise Unreadable("is no picture that can be kept: JPEG, PNG, GIF or WebP is needed.") from error
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unreadable("is damaged, or too large to be a picture.") from error
    if picture.width * picture.height > PIXELS_AT_MOST:
        raise Unreadable("is too large to be a picture of a moment.")
    return picture
