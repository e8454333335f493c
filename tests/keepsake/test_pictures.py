"""Pictures on the page: upright, not too large, and without what the camera noted."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from duologue.keepsake.pictures import for_a_page
from duologue.store.files import Unreadable
from duologue.store.paths import Paths
from duologue.store.pictures import picture_bytes

RED, BLUE = (200, 30, 30), (30, 30, 200)


def a_picture(
    kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: object
) -> bytes:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", size, BLUE)
    picture.paste(RED, (0, 0, size[0] // 2, size[1]))
    return saved(picture.convert(mode), kind, **options)


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    """As it stands in a file."""
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def on_the_page(data: bytes) -> Image.Image:
    """The picture that a browser finds there."""
    head, _, body = for_a_page(data).partition(";base64,")
    picture = Image.open(BytesIO(b64decode(body)))
    assert head == f"data:image/{(picture.format or '').lower()}"
    picture.load()
    return picture


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "1", "CMYK"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_every_kind_of_picture_comes_onto_the_page(kind: str, mode: str) -> None:
    try:
        data = a_picture(kind, mode=mode)
    except (OSError, ValueError):
        assert kind == "JPEG" or mode == "CMYK"
        return
    picture = on_the_page(data)
    assert picture.size == (60, 40)
    red, blue = (picture.convert("L").getpixel(place) for place in ((10, 20), (50, 20)))
    assert red != blue


def test_a_large_one_is_made_smaller_and_a_small_one_is_not_made_larger() -> None:
    assert on_the_page(a_picture(size=(3000, 1500))).size == (1200, 600)
    assert on_the_page(a_picture(size=(900, 30))).size == (900, 30)
    assert len(for_a_page(a_picture(size=(4000, 3000)))) < 300_000


def test_it_stands_upright_and_tells_nothing_of_where_it_was_taken() -> None:
    noted = Image.Exif()
    noted[0x0112] = 6  # Held upright: what is red on the left belongs to the top.
    noted[0x010F] = "SECRET-CAMERA"
    noted.get_ifd(0x8825)[1] = "SECRET-N"
    data = a_picture(exif=noted, comment=b"SECRET-COMMENT")
    assert data.count(b"SECRET") == 3
    picture = on_the_page(data)
    assert picture.size == (40, 60)
    red, blue = (picture.getpixel(place) for place in ((20, 10), (20, 50)))
    assert isinstance(red, tuple)
    assert isinstance(blue, tuple)
    assert red[0] > 150 > blue[0]
    assert not picture.getexif()
    assert b"SECRET" not in b64decode(for_a_page(data).partition(",")[2])


@pytest.mark.parametrize(
    "made",
    [
        lambda: b"",
        lambda: b"not a picture",
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        lambda: a_picture()[:300],
        lambda: a_picture("PNG")[:60],
        lambda: a_picture("TIFF"),
        lambda: saved(Image.new("1", (20_000, 6_000)), "PNG"),
    ],
    ids=["empty", "text", "svg", "cut JPEG", "cut PNG", "another format", "too many pixels"],
)
def test_what_is_no_picture_is_refused(made: Callable[[], bytes]) -> None:
    data = made()
    with pytest.raises(Unreadable):
        for_a_page(data)


def test_a_picture_is_never_followed_out_of_the_jar(paths: Paths) -> None:
    paths.pictures.mkdir(parents=True)
    outside = paths.data / "outside.png"
    outside.write_bytes(a_picture("PNG"))
    (paths.pictures / "link.png").symlink_to(outside)
    with pytest.raises(Unreadable, match="link"):
        picture_bytes(paths, "link.png")
