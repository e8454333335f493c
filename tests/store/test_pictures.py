"""Taking pictures into the jar: what is one comes in whole, everything else stays out, with kind words."""

from __future__ import annotations

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from random import Random
from struct import pack
from zlib import crc32

import pytest
from PIL import Image, ImageOps

from duologue.store.files import NotWritten, Unreadable
from duologue.store.paths import Paths
from duologue.store.pictures import (
    TAKEN_BYTES_AT_MOST,
    NotAPicture,
    PictureGone,
    opened,
    picture_bytes,
    take_picture,
    upright,
)
from tests.store.conftest import SomebodyElse

KINDS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
RED, BLUE = (200, 30, 30), (30, 30, 200)


def a_picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", size, BLUE)
    picture.paste(RED, (0, 0, size[0] // 2, size[1]))
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def a_bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""
    head = b"IHDR" + pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + pack(">I", 13) + head + pack(">I", crc32(head)) + a_picture()[33:]


def jar(paths: Paths) -> list[str]:
    """All that lies among the pictures, what was left over too."""
    return sorted(path.name for path in paths.pictures.iterdir()) if paths.pictures.exists() else []


@pytest.mark.parametrize("name", ["sunset", "sunset.png", "sunset.jpeg"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_comes_in_whole_under_a_name_that_says_what_it_is(
    paths: Paths, tmp_path: Path, kind: str, name: str
) -> None:
    data = a_picture(kind)
    (tmp_path / name).write_bytes(data)
    taken = take_picture(paths, tmp_path / name)
    stem, _, ending = taken.partition(".")
    assert (len(stem), ending) == (32, KINDS[kind])
    assert picture_bytes(paths, taken) == data
    assert (paths.pictures / taken).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / name).read_bytes() == data


def test_what_a_camera_noted_stays_in_the_jar(paths: Paths, tmp_path: Path) -> None:
    noted = Image.Exif()
    noted[0x010F] = "A camera"
    (tmp_path / "a.jpg").write_bytes(a_picture("JPEG", exif=noted))
    assert b"A camera" in picture_bytes(paths, take_picture(paths, tmp_path / "a.jpg"))


def test_the_same_picture_is_stored_once_and_made_whole_where_it_was_damaged(
    paths: Paths, tmp_path: Path
) -> None:
    (tmp_path / "a.png").write_bytes(a_picture())
    (tmp_path / "b.png").write_bytes(a_picture())
    name = take_picture(paths, tmp_path / "a.png")
    before = (paths.pictures / name).stat()
    assert take_picture(paths, tmp_path / "b.png") == name
    after = (paths.pictures / name).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert jar(paths) == [name]
    (paths.pictures / name).write_bytes(b"half of it")
    assert take_picture(paths, tmp_path / "a.png") == name
    assert picture_bytes(paths, name) == a_picture()


def test_links_and_the_home_folder_are_followed(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "real.png").write_bytes(a_picture())
    (tmp_path / "link.png").symlink_to("real.png")
    name = take_picture(paths, Path("~/link.png"))
    assert picture_bytes(paths, name) == a_picture()
    assert not (paths.pictures / name).is_symlink()


def test_a_picture_of_just_as_many_bytes_as_allowed_comes_in(paths: Paths, tmp_path: Path) -> None:
    padded = a_picture() + bytes(TAKEN_BYTES_AT_MOST - len(a_picture()))
    (tmp_path / "a.png").write_bytes(padded)
    assert take_picture(paths, tmp_path / "a.png") in jar(paths)


BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is no picture that can be kept: PNG, JPEG, GIF or WebP is needed."),
    "text": (b"Dear Ana,\n", "is no picture that can be kept: PNG, JPEG, GIF or WebP is needed."),
    "svg": (
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "is no picture that can be kept: PNG, JPEG, GIF or WebP is needed.",
    ),
    "tiff": (a_picture("TIFF"), "is no picture that can be kept: PNG, JPEG, GIF or WebP is needed."),
    "bmp": (a_picture("BMP"), "is no picture that can be kept: PNG, JPEG, GIF or WebP is needed."),
    "21 MB": (a_picture() + bytes(21_000_000), "is larger than 20 MB."),
    "only the first bytes": (b"\x89PNG\r\n\x1a\n", "is damaged or not whole."),
    "one pixel row too many": (
        a_bomb(40_000, 1001),
        "is too large: 40000 by 1001 pixels; 40 megapixels are the most.",
    ),
    "bomb": (a_bomb(60_000, 60_000), "is too large; 40 megapixels are the most."),
    "no size": (a_bomb(0, 0), "is damaged or not whole."),
    **{
        f"cut {kind}": (a_picture(kind)[: len(a_picture(kind)) * 2 // 3], "is damaged or not whole.")
        for kind in KINDS
    },
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_picture_stays_out_and_is_told_so(paths: Paths, tmp_path: Path, what: str) -> None:
    data, says = BAD[what]
    file = tmp_path / "sunset.png"
    file.write_bytes(data)
    with pytest.raises(NotAPicture) as refused:
        take_picture(paths, file)
    assert str(refused.value) == f"sunset.png {says}"
    assert jar(paths) == []


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nothing.png", "nothing.png cannot be opened: no such file"),
        ("folder", "folder is not a regular file"),
        ("pipe", "pipe is not a regular file"),
        ("nowhere", "nowhere cannot be opened: no such file"),
        ("pipe-link", "pipe-link is not a regular file"),
        ("a\x1b[31m.png", "a�[31m.png cannot be opened"),
        ("a\0b.png", "cannot be found"),
        ("x" * 300, "cannot be opened: file name too long"),
    ],
)
def test_what_is_no_file_stays_out(paths: Paths, tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "nowhere").symlink_to("gone.png")
    (tmp_path / "pipe-link").symlink_to("pipe")
    with pytest.raises(NotAPicture, match=says.replace("[", r"\[")):
        take_picture(paths, tmp_path / name)


def test_the_home_of_nobody_is_not_found(paths: Paths) -> None:
    with pytest.raises(NotAPicture, match="cannot be found"):
        take_picture(paths, Path("~nobody-of-that-name/a.png"))


def test_a_file_that_may_not_be_read_stays_out(open_folder: Path, somebody_else: SomebodyElse) -> None:
    file = open_folder / "a.png"
    file.write_bytes(a_picture())
    file.chmod(0)
    with somebody_else(), pytest.raises(NotAPicture, match="cannot be opened: permission denied"):
        take_picture(Paths.under(open_folder / "home"), file)


@pytest.mark.parametrize("room", [0, 7, 90])
def test_a_full_disk_is_told_and_leaves_nothing_behind(
    paths: Paths, tmp_path: Path, full: Callable[[int], None], room: int
) -> None:
    (tmp_path / "a.png").write_bytes(a_picture())
    full(room)
    with pytest.raises(NotWritten, match="the disk is full"):
        take_picture(paths, tmp_path / "a.png")
    assert jar(paths) == []


def test_a_picture_that_is_gone_is_told_apart_from_one_that_cannot_be_read(paths: Paths) -> None:
    paths.pictures.mkdir(parents=True)
    with pytest.raises(PictureGone):
        picture_bytes(paths, "gone.png")
    (paths.pictures / "link.png").symlink_to("elsewhere.png")
    with pytest.raises(Unreadable, match="is a link") as refused:
        picture_bytes(paths, "link.png")
    assert not isinstance(refused.value, PictureGone)


@pytest.mark.parametrize("held", range(10))
def test_a_picture_stands_upright_however_the_camera_was_held(held: int) -> None:
    noted = Image.Exif()
    noted[0x0112] = held
    data = a_picture("PNG", exif=noted)
    with opened(data) as source, Image.open(BytesIO(data)) as same:
        stands, should = upright(source, 100), ImageOps.exif_transpose(same)
    assert (stands.size, stands.tobytes()) == (should.size, should.tobytes())


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_bytes_are_changed_nothing_worse_happens_than_a_refusal(kind: str) -> None:
    noted = Image.Exif()
    noted[0x0112] = 6
    whole = a_picture(kind, (30, 20), **({} if kind == "GIF" else {"exif": noted}))
    chance = Random(7)
    refused = 0
    for _ in range(400):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(6, len(data))] = chance.randrange(256)
        try:
            with opened(bytes(data), 1_000_000) as picture:
                assert max(upright(picture, 50).size) <= 50
        except Unreadable:
            refused += 1
    assert 0 < refused < 400
