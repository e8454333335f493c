"""Pictures from outside: only what is one, and no larger than a jar needs."""

from __future__ import annotations

from io import BytesIO

from duologue.store.files import Unreadable
from duologue.store.pictures import BYTES_AT_MOST as KEPT_AT_MOST
from duologue.store.pictures import name_of, opened, upright

BYTES_AT_MOST = 50 * 1024 * 1024
"""Of a picture as it comes."""
EDGE = 2048
"""Pixels along the longer side, of a picture as it is kept."""


def taken_in(data: bytes) -> tuple[str, bytes]:
    """The name and the bytes under which a picture is kept: upright, not too large, and without what a
    camera notes about where it was taken. Raises Unreadable."""
    with opened(data) as source:
        picture = upright(source, EDGE)
        ending, kind = ("png", "PNG") if picture.mode == "RGBA" else ("jpg", "JPEG")
        made = BytesIO()
        picture.save(made, kind, quality=88, icc_profile=picture.info.get("icc_profile"))
    return name_of(made.getvalue(), ending), made.getvalue()


def as_it_is(name: str, data: bytes) -> bytes:
    """A picture of another Duologue, whose name says what it is. Raises Unreadable."""
    if len(data) > KEPT_AT_MOST:
        raise Unreadable(f"is larger than {KEPT_AT_MOST} bytes.")
    with opened(data, ending=name.rpartition(".")[2]):
        return data
