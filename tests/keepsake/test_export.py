"""`duologue memories export`: what is written, what is said, and that nothing is written over unasked."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from duologue.cli.commands import cli
from duologue.core.couple import Couple
from duologue.core.kept import gather, revision
from duologue.core.memory import Memory
from duologue.keepsake import json_form, markdown_form
from duologue.store.paths import Paths
from duologue.store.records import load_memories, save_memory, save_record
from duologue.store.settings import save_couple
from tests.keepsake.moments import PICTURE, a_memory, a_note
from tests.keepsake.test_pictures import a_picture

Export = Callable[..., Result]
BEFORE = a_memory("m0", title="Long ago", when=datetime(2019, 12, 31, 23, tzinfo=UTC))
WALK = a_memory("m1", picture=PICTURE)


@pytest.fixture
def jar() -> Paths:
    """What Ana and Ben keep: two moments, one with a picture, a promise, a plan and a letter."""
    paths = Paths.find()
    save_couple(paths, Couple("Ana", "Ben"))
    for memory in (BEFORE, WALK):
        save_memory(paths, memory)
    for note in (a_note("p1", "promise"), a_note("l1", "plan"), a_note("b1", "letter", "My dear")):
        save_record(paths.notes(note.kind), note.when, note.id, note.record())
    paths.pictures.mkdir()
    (paths.pictures / PICTURE).write_bytes(a_picture("PNG"))
    return paths


@pytest.fixture
def export(jar: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Export:
    """Runs the command in an empty folder."""
    assert jar.memories.is_dir()
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(cli, ["memories", "export", *arguments])


def test_a_book_is_written_for_its_owner_alone(export: Export, tmp_path: Path) -> None:
    told = export("--html", "book.html")
    assert (told.exit_code, told.output) == (0, "2 moments in book.html.\n")
    page = (tmp_path / "book.html").read_text("utf-8")
    assert "Long ago" in page
    assert "The walk home" in page
    assert "data:image/jpeg;base64," in page
    assert "My dear" not in page
    assert (tmp_path / "book.html").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        (("--year", "2025"), ["The walk home"]),
        (("--from", "2025-06-01"), ["The walk home"]),
        (("--to", "2019-12-31"), ["Long ago"]),
        (("--from", "2019-12-31", "--to", "2025-06-01"), ["Long ago", "The walk home"]),
        (("--from", "2020-01-01", "--to", "2025-05-31"), []),
    ],
    ids=" ".join,
)
def test_only_some_days(export: Export, tmp_path: Path, options: tuple[str, ...], titles: list[str]) -> None:
    assert export("--json", "all.json", *options).exit_code == 0
    archive = json_form.parse((tmp_path / "all.json").read_text("utf-8"))
    assert sorted(kept.now.title for kept in archive.memories) == titles


def test_a_book_without_a_moment_is_not_made(export: Export, tmp_path: Path) -> None:
    told = export("--html", "book.html", "--json", "all.json", "--year", "1999")
    assert told.exit_code == 1
    assert "There is no moment" in told.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--html", "a.html", "--letters"),
        ("--html", "a.html", "--no-pictures"),
        ("--html", "a", "--json", "a"),
        ("--html", "-", "--json", "-"),
        ("--json", "a", "--year", "2025", "--from", "2025-01-01"),
        ("--json", "a", "--from", "2025-02-01", "--to", "2025-01-01"),
        ("--json", "a", "--from", "yesterday"),
        ("--json", "a", "--year", "0"),
    ],
    ids=" ".join,
)
def test_wrong_usage_writes_nothing(export: Export, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert export(*arguments).exit_code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", ["--html", "--json", "--markdown"])
def test_what_is_there_stays_unless_it_is_said(export: Export, tmp_path: Path, option: str) -> None:
    there = tmp_path / "there"
    theirs = there / "diary.md" if option == "--markdown" else there
    theirs.parent.mkdir(exist_ok=True)
    theirs.write_text("dear diary")
    told = export(option, "there")
    assert told.exit_code == 1
    assert "stays as it is. Nothing was written. With --force" in told.output
    assert theirs.read_text() == "dear diary"
    assert export(option, "there", "--force").exit_code == 0
    assert "The walk home" in "".join(
        path.read_text("utf-8") for path in (there, *there.glob("*.md")) if path.is_file()
    )
    assert (theirs.read_text("utf-8") == "dear diary") == (option == "--markdown")


def test_one_place_that_is_taken_keeps_all_from_being_written(export: Export, tmp_path: Path) -> None:
    (tmp_path / "all.json").touch()
    assert export("--html", "book.html", "--json", "all.json").exit_code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["all.json"]


@pytest.mark.parametrize("arguments", [("--html", "no/book.html"), ("--json", "no/all.json")], ids=" ".join)
def test_a_folder_that_is_not_there_is_said(export: Export, arguments: tuple[str, ...]) -> None:
    told = export(*arguments)
    assert told.exit_code == 1
    assert "There is no folder" in told.output


def test_a_link_is_not_written_through(export: Export, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_text("dear diary")
    (tmp_path / "book.html").symlink_to(theirs)
    assert export("--html", "book.html").exit_code == 1
    assert export("--html", "book.html", "--force").exit_code == 0
    assert theirs.read_text() == "dear diary"
    assert not (tmp_path / "book.html").is_symlink()


def test_a_folder_of_markdown_can_be_read_back(export: Export, jar: Paths, tmp_path: Path) -> None:
    told = export("--markdown", "moments")
    assert (told.exit_code, told.output) == (0, "2 moments and 1 picture in moments.\n")
    files = sorted((tmp_path / "moments").glob("*.md"))
    assert [file.name for file in files] == ["2019-12-31 long-ago m0.md", "2025-06-01 the-walk-home m1.md"]
    assert [markdown_form.parse(file.read_text("utf-8")) for file in files] == [BEFORE, WALK]
    picture = tmp_path / "moments" / "pictures" / PICTURE
    assert picture.read_bytes() == (jar.pictures / PICTURE).read_bytes()
    for path in (picture.parent.parent, picture.parent, picture, *files):
        assert path.stat().st_mode & 0o077 == 0


def test_json_has_everything_but_the_letters(export: Export, jar: Paths, tmp_path: Path) -> None:
    told = export("--json", "all.json")
    assert (told.exit_code, told.output) == (0, "2 moments, 1 promise, 1 plan in all.json.\n")
    archive = json_form.parse((tmp_path / "all.json").read_text("utf-8"))
    assert [kept.now for kept in archive.memories] == load_memories(jar)[0]
    assert archive.pictures == {PICTURE: (jar.pictures / PICTURE).read_bytes()}
    assert "My dear" not in (tmp_path / "all.json").read_text("utf-8")
    assert export("--json", "more.json", "--letters", "--no-pictures").exit_code == 0
    more = json.loads((tmp_path / "more.json").read_text("utf-8"))
    assert [letter["text"] for letter in more["letters"]] == ["My dear"]
    assert "pictures" not in more


def test_what_cannot_be_read_is_named_and_stops_nothing(export: Export, jar: Paths, tmp_path: Path) -> None:
    (jar.memories / "2025" / "06" / "torn.toml").write_text("format = 1\n")
    (jar.pictures / PICTURE).unlink()
    told = export("--html", "book.html", "--json", "all.json")
    assert told.exit_code == 1
    assert told.stdout == "2 moments in book.html.\n2 moments, 1 promise, 1 plan in all.json.\n"
    assert [line.split(":")[0].rpartition("/")[2] for line in told.stderr.splitlines()] == [
        "torn.toml",
        PICTURE,
    ]
    assert "There was a picture here." in (tmp_path / "book.html").read_text("utf-8")


def test_the_screen_gets_the_page_and_nothing_else(export: Export, tmp_path: Path) -> None:
    told = export("--html", "-")
    assert told.stdout.startswith("<!doctype html>")
    assert told.stdout.rstrip().endswith("</html>")
    assert told.stderr == "2 moments on your screen.\n"
    assert list(tmp_path.iterdir()) == []


def test_two_versions_of_a_moment(export: Export, jar: Paths, tmp_path: Path) -> None:
    """The book has the newer one and says so; what can be read back has both."""
    (kept,) = gather([WALK])
    for number, title in enumerate(("Her title", "His title")):
        later = datetime(2026, 1, 1 + number, tzinfo=UTC)
        save_memory(jar, revision(kept, WALK, {"title": title}, version_id=f"v{number}", now=later))
    told = export("--html", "book.html", "--markdown", "moments", "--json", "all.json")
    assert told.output.splitlines()[1] == "1 moment changed on two laptops; the book has the newer version."
    page = (tmp_path / "book.html").read_text("utf-8")
    assert "His title" in page
    assert "Her title" not in page
    assert "The walk home" not in page
    read: list[Memory] = [
        markdown_form.parse(file.read_text("utf-8")) for file in (tmp_path / "moments").glob("*.md")
    ]
    assert {memory.title for memory in read} == {"Long ago", "Her title", "His title"}
    archive = json_form.parse((tmp_path / "all.json").read_text("utf-8"))
    (torn,) = (each for each in archive.memories if each.root == "m1")
    assert torn.is_torn
    assert [version.title for version in torn.earlier] == ["The walk home"]


def test_a_full_disk_leaves_nothing_half_written(
    export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(_handle: int, _data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("os.write", no_room)
    told = export("--html", "book.html")
    monkeypatch.undo()
    assert told.exit_code == 1
    assert "the disk is full" in told.output
    assert "The jar is as it was." in told.output
    assert list(tmp_path.iterdir()) == []
