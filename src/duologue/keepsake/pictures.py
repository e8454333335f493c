"""A picture of the jar, made ready for a page: no larger than print needs, the right way up, and bare of
everything a camera wrote into it, such as where it was taken.
"""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO

from duologue.store.pictures import opened, upright

_SIDE = 1200
"""Pixels of the longer side: 250 to the inch, at the width of a small book."""


def for_a_page(data: bytes) -> str:
    """The picture as a `data:` address. Raises Unreadable."""
    with opened(data) as source:
        picture = upright(source, _SIDE)
        kind = "webp" if picture.mode == "RGBA" else "jpeg"
        file = BytesIO()
        picture.save(file, kind, quality=82, icc_profile=picture.info.get("icc_profile"))
    return f"data:image/{kind};base64,{b64encode(file.getvalue()).decode()}"
