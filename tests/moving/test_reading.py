"""Files and folders from outside: what they are is found out, and what is hostile is refused in words."""

from __future__ import annotations

import json
import os
import shutil
import struct
import zipfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest
from PIL import Image

from duologue.core.feelings import Feelings
from duologue.core.kept import gather
from duologue.core.memory import Memory
from duologue.core.seats import Pair, Seat
from duologue.keepsake import json_form, markdown_form
from duologue.moving.bringing import keep, sift
from duologue.moving.day_one import Reader
from duologue.moving.parcel import Parcel
from duologue.moving.reading import read
from duologue.store.notes import load_notes
from duologue.store.records import load_kept, load_memories
from duologue.store.trash import let_go
from tests.moving.jars import ANA_AND_BEN, MAY, a_home, a_letter, a_memory, a_picture, contents, save

NAME = f"{'a' * 32}.jpg"
ENTRY = {
    "uuid": "6F30",
    "creationDate": "2024-01-05T03:02:50Z",
    "text": "By the sea\nRain ![](dayone-moment://2A69)",
    "photos": [{"identifier": "2A69", "md5": "0e2d", "type": "jpeg"}],
}
JOURNAL = json.dumps({"metadata": {"version": "1.0"}, "entries": [ENTRY]})


def the_reader() -> Reader:
    return Reader(ANA_AND_BEN, Seat.LEFT, Feelings("Feelings", "en", ()))


def reading(path: Path) -> Parcel:
    with ExitStack() as open_files:
        return read(path, the_reader, open_files)


def bring(home: Path, path: Path) -> tuple[int, int, int]:
    """How many were new, how many here, and how many let go."""
    paths = a_home(home)
    with ExitStack() as open_files:
        parcel = read(path, the_reader, open_files)
        assert not parcel.problems
        sifted = sift(paths, parcel)
        assert keep(paths, sifted)
    return len(sifted.new), sifted.here, sifted.let_go


def our_json(folder: Path, *memories: Memory, pictures: dict[str, bytes] | None = None) -> Path:
    letters = tuple(gather([a_letter()]))
    archive = json_form.Archive(tuple(gather(memories)), letters=letters, pictures=pictures or {})
    file = folder / "jar.json"
    file.write_text(json_form.write(archive))
    return file


def a_zip(folder: Path, files: Mapping[str, bytes | str]) -> Path:
    with zipfile.ZipFile(folder / "export.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return folder / "export.zip"


def day_one_as(form: str, folder: Path) -> Path:
    """The same journal in each form that Day One gives away."""
    if form == "zip":
        with zipfile.ZipFile(folder / "export.zip", "w") as archive:
            archive.writestr("Journal.json", JOURNAL)
            archive.writestr("photos/0e2d.jpeg", a_picture(size=(4000, 3000)))
            archive.writestr("__MACOSX/._Journal.json", "junk")
        return folder / "export.zip"
    (folder / "photos").mkdir()
    (folder / "photos" / "0e2d.jpeg").write_bytes(a_picture(size=(4000, 3000)))
    (folder / "Journal.json").write_text(JOURNAL)
    return folder if form == "folder" else folder / "Journal.json"


@pytest.mark.parametrize("form", ["zip", "json", "folder"])
def test_a_day_one_journal_comes_with_its_photo_made_smaller_and_never_twice(
    tmp_path: Path, form: str
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    path = day_one_as(form, source)
    assert bring(tmp_path / "home", path) == (1, 0, 0)
    first = contents(tmp_path / "home")
    (memory,), problems = load_memories(a_home(tmp_path / "home"))
    assert (memory.title, memory.left.line, problems) == ("By the sea", "Rain", [])
    with Image.open(tmp_path / "home" / "pictures" / memory.picture) as picture:
        assert picture.size == (2048, 1536)
    assert bring(tmp_path / "home", path) == (0, 1, 0)
    assert contents(tmp_path / "home") == first


def test_where_a_photo_was_taken_does_not_come_along(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[1] = "N"
    path = a_zip(tmp_path, {"Journal.json": JOURNAL, "photos/0e2d.jpeg": a_picture(exif=exif)})
    bring(tmp_path / "home", path)
    (picture,) = (tmp_path / "home" / "pictures").iterdir()
    assert b"A camera" not in picture.read_bytes()
    with Image.open(picture) as opened:
        assert not opened.getexif()


@pytest.mark.parametrize("photo", [b"no picture", a_picture()[:300], b"<svg/>"])
def test_a_memory_comes_without_a_photo_that_is_none_and_that_is_told(tmp_path: Path, photo: bytes) -> None:
    paths = a_home(tmp_path / "home")
    path = a_zip(tmp_path, {"Journal.json": JOURNAL, "photos/0e2d.jpeg": photo})
    with ExitStack() as open_files:
        sifted = sift(paths, read(path, the_reader, open_files))
        keep(paths, sifted)
    assert [problem.file for problem in sifted.without_picture] == ["0e2d.jpeg"]
    assert [memory.picture for memory in load_memories(paths)[0]] == [""]
    assert not paths.pictures.exists()


def test_our_own_json_comes_whole_with_versions_letters_and_pictures(tmp_path: Path) -> None:
    first = a_memory("walk", picture=NAME)
    second = a_memory("walk-2", of="walk", revises=("walk",), written=MAY, title="Better", picture=NAME)
    path = our_json(tmp_path, first, second, a_memory("sea"), pictures={NAME: a_picture()})
    assert bring(tmp_path / "home", path) == (4, 0, 0)
    paths = a_home(tmp_path / "home")
    kept, _ = load_kept(paths.memories, Memory)
    assert {(each.now.title, len(each.earlier), each.is_torn) for each in kept} == {
        ("Better", 1, False),
        ("The sea", 0, False),
    }
    assert (paths.pictures / NAME).read_bytes() == a_picture()
    assert [note.standing for note in load_notes(paths, "letter")[0]] == ["open"]
    everything = contents(tmp_path / "home")
    assert bring(tmp_path / "home", path) == (0, 4, 0)
    assert contents(tmp_path / "home") == everything


def test_a_markdown_folder_comes_and_never_twice(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    (folder / "pictures").mkdir(parents=True)
    (folder / "pictures" / NAME).write_bytes(a_picture())
    for memory in (a_memory("walk", picture=NAME), a_memory("sea", title="# [x] *sea*")):
        (folder / markdown_form.file_name(memory)).write_text(markdown_form.write(memory))
    assert bring(tmp_path / "home", folder) == (2, 0, 0)
    everything = contents(tmp_path / "home")
    assert f"pictures/{NAME}" in everything
    assert bring(tmp_path / "home", folder) == (0, 2, 0)
    assert bring(tmp_path / "home", next(folder.glob("*sea*"))) == (0, 1, 0)
    assert contents(tmp_path / "home") == everything


def test_what_was_let_go_stays_in_the_trash(tmp_path: Path) -> None:
    paths = a_home(tmp_path / "home")
    let_go(paths, save(paths, a_memory("walk")), MAY.date())
    newer = a_memory("walk-2", of="walk", revises=("walk",), written=MAY, title="Better")
    assert bring(tmp_path / "home", our_json(tmp_path, a_memory("walk"), newer)) == (1, 0, 2)
    assert load_memories(paths)[0] == []


def test_another_text_of_the_same_id_comes_beside_it_and_they_choose(tmp_path: Path) -> None:
    paths = a_home(tmp_path / "home")
    save(paths, a_memory("walk"))
    path = our_json(tmp_path, a_memory("walk", title="Edited by hand"))
    assert bring(tmp_path / "home", path) == (2, 0, 0)
    (kept,), _ = load_kept(paths.memories, Memory)
    assert kept.is_torn
    assert bring(tmp_path / "home", path) == (0, 2, 0)


def test_the_journal_does_not_come_twice_though_names_and_writer_are_others_now(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    path = day_one_as("json", source)
    bring(tmp_path / "home", path)
    paths = a_home(tmp_path / "home")
    other = Reader(Pair("Anna", "Ben"), Seat.RIGHT, Feelings("Feelings", "en", ()))
    with ExitStack() as open_files:
        sifted = sift(paths, read(path, lambda: other, open_files))
    assert (sifted.here, sifted.new) == (1, [])


DEEP = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[]", "holds no object"),
        (b"{}", "neither a JSON file of Duologue"),
        (b'{"entries": ' + DEEP.encode() + b"}", "nested too deep"),
        (b'{"entries": ' + b"9" * 5000 + b"}", "too long"),
        (b'{"kind": "something else"}', "duologue memories"),
        (b'{"kind": "duologue memories", "format": 2}', "newer Duologue"),
        (b'{"kind": "duologue memories", "format": 1, "memories": [{"id": "../../x"}]}', "pattern"),
    ],
)
def test_a_json_file_that_is_none_of_ours_is_refused_with_a_reason(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    file = tmp_path / "file.json"
    file.write_bytes(content)
    parcel = reading(file)
    assert not parcel.arriving
    assert [problem.file for problem in parcel.problems] == [str(file)]
    assert reason in parcel.problems[0].reason


def test_a_json_file_beyond_all_measure_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "huge.json"
    with file.open("wb") as opened:
        opened.truncate(300 * 1024 * 1024)
    assert "larger than" in reading(file).problems[0].reason


def a_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Journal.json", b" " * 64 * 1024 * 1024)


def a_liar(path: Path) -> None:
    """States in its directory that its journal is small, which it is not."""
    a_bomb(path)
    data = bytearray(path.read_bytes())
    directory = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, directory + 24, 10)
    path.write_bytes(data)


def a_torn_one(path: Path) -> None:
    shutil.copy(a_zip(path.parent, {"Journal.json": JOURNAL * 50}), path)
    data = bytearray(path.read_bytes())
    data[60:80] = b"\0" * 20
    path.write_bytes(data)


def one_that_points_outside(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("../Journal.json", "/Journal.json", "C:\\Journal.json", "a/../../Journal.json"):
            archive.writestr(name, JOURNAL)


def one_packed_oddly(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("Journal.json", JOURNAL)


def none_at_all(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 and then nothing")


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def an_empty_one(path: Path) -> None:
    zipfile.ZipFile(path, "w").close()


@pytest.mark.parametrize(
    ("makes", "reason"),
    [
        (a_bomb, "unpack to far more"),
        (a_liar, "damaged"),
        (a_torn_one, "damaged"),
        (one_that_points_outside, "holds no journal"),
        (one_packed_oddly, "not read here"),
        (none_at_all, "not a zip file"),
        (a_pipe, "regular file"),
        (an_empty_one, "holds no journal"),
    ],
)
def test_a_zip_file_that_is_hostile_or_broken_is_refused_with_a_reason(
    tmp_path: Path, makes: Callable[[Path], None], reason: str
) -> None:
    file = tmp_path / "hostile.zip"
    makes(file)
    parcel = reading(file)
    assert not parcel.arriving
    assert reason in parcel.problems[0].reason
    assert str(file) in parcel.problems[0].file


def test_an_empty_folder_and_a_file_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    assert "neither" in reading(tmp_path).problems[0].reason
    (tmp_path / "a.md").write_text("no memory")
    (tmp_path / "b.md").write_bytes(b"\xff")
    assert [Path(problem.file).name for problem in reading(tmp_path).problems] == ["a.md", "b.md"]
