"""A picture of the jar, made ready for a page: no larger than print needs, the right way up, and bare of
everything a camera wrote into it, such as where it was taken.
"""

from __future__ import annotations

import warnings
from base64 import b64encode
from io import BytesIO
from typing import TYPE_CHECKING

from duologue.store.files import Unreadable, read_bytes
from duologue.store.paths import Paths

if TYPE_CHECKING:
    from PIL import Image

BYTES_AT_MOST = 32 * 1024 * 1024
_PIXELS_AT_MOST = 100_000_000
"""What opening a picture may cost: 300 MB, for a moment."""
_SIDE = 1200
"""Pixels of the longer side: 250 to the inch, at the width of a small book."""
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")


def picture_bytes(paths: Paths, name: str) -> bytes:
    """The file of a picture as it is. Raises Unreadable."""
    return read_bytes(paths.pictures / name, BYTES_AT_MOST)


def for_a_page(data: bytes) -> str:
    """The picture as a `data:` address. Raises Unreadable."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            opened = Image.open(BytesIO(data), formats=_FORMATS)
        with opened:
            if opened.width * opened.height > _PIXELS_AT_MOST:
                raise Unreadable("is too large to be opened.")
            opened.draft("RGB", (_SIDE, _SIDE))
            picture = _upright(opened)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise Unreadable("is not a picture that can be opened.") from error
    kind, data = _encoded(picture)
    return f"data:image/{kind};base64,{b64encode(data).decode()}"


def _upright(opened: Image.Image) -> Image.Image:
    from PIL import ImageOps

    see_through = opened.mode in {"RGBA", "LA", "PA"} or "transparency" in opened.info
    picture = ImageOps.exif_transpose(opened).convert("RGBA" if see_through else "RGB")
    picture.thumbnail((_SIDE, _SIDE))
    colours = opened.info.get("icc_profile") if opened.mode in {"RGB", "RGBA"} else None
    picture.info.clear()  # Some of it would be written into the new file.
    if colours:
        picture.info["icc_profile"] = colours
    return picture


def _encoded(picture: Image.Image) -> tuple[str, bytes]:
    kind = "webp" if picture.mode == "RGBA" else "jpeg"
    file = BytesIO()
    picture.save(file, kind, quality=82, icc_profile=picture.info.get("icc_profile"))
    return kind, file.getvalue()
