"""A file is wholly there or wholly as before, and only its owner can read it."""

from __future__ import annotations

import errno
import os
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from duologue.core.toml_gate import BYTES_AT_MOST
from duologue.store.files import (
    NotWritten,
    Unreadable,
    make_folder,
    read_text,
    remove,
    set_aside,
    write_new,
    write_text,
)
from tests.store.disks import fill, no_file_longer_than

BEFORE, AFTER = "as before\n", "as it should be, much longer than before\n" * 20


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "kept.toml"
    write_text(path, BEFORE)
    return path


def as_before(file: Path) -> None:
    assert file.read_text() == BEFORE
    assert [path.name for path in file.parent.iterdir() if path.is_file()] == [file.name], (
        "nothing lies about"
    )


# Writing


def test_what_is_written_is_there() -> None:
    path = Path(os.environ["HOME"]) / "a" / "b" / "kept.toml"
    write_text(path, "ä\n")
    write_text(path, "ö\r\n")
    assert path.read_bytes() == "ö\r\n".encode()
    assert [found.name for found in path.parent.iterdir()] == ["kept.toml"]


def test_only_its_owner_can_read_it_and_every_folder_made_for_it(tmp_path: Path) -> None:
    umask = os.umask(0)
    try:
        path = tmp_path / "couple" / "memories" / "2024" / "05" / "x.toml"
        write_text(path, AFTER)
    finally:
        os.umask(umask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    made = [folder for folder in path.parents if folder.is_relative_to(tmp_path / "couple")]
    assert len(made) == 4
    assert [folder.name for folder in made if stat.S_IMODE(folder.stat().st_mode) != 0o700] == []


def test_a_file_that_others_could_read_is_closed_when_it_is_written_anew(file: Path) -> None:
    file.chmod(0o644)
    write_text(file, AFTER)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_bytes_and_name_are_on_the_disk_before_it_says_so(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[str] = []
    fsync, replace = os.fsync, os.replace

    def noted_fsync(handle: int) -> None:
        happened.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        fsync(handle)

    def noted_replace(source: Path, target: Path) -> None:
        happened.append("replace")
        replace(source, target)

    monkeypatch.setattr("os.fsync", noted_fsync)
    monkeypatch.setattr("os.replace", noted_replace)
    write_text(file, AFTER)
    assert happened == ["file", "replace", "folder"]


def test_a_new_folder_outlasts_a_power_cut_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file in a folder whose own name was not brought to the disk is lost with it."""
    synced: set[int] = set()
    fsync = os.fsync

    def noted(handle: int) -> None:
        synced.add(os.fstat(handle).st_ino)
        fsync(handle)

    monkeypatch.setattr("os.fsync", noted)
    path = tmp_path / "2024" / "05" / "x.toml"
    write_text(path, AFTER)
    missing = [folder for folder in path.parents if folder.is_relative_to(tmp_path)]
    assert [str(folder) for folder in missing if folder.stat().st_ino not in synced] == []


@pytest.mark.parametrize("room", [0, 1, 100, len(AFTER) - 1])
def test_a_full_disk_leaves_everything_as_before(file: Path, full: Callable[[int], None], room: int) -> None:
    full(room)
    with pytest.raises(NotWritten, match="the disk is full"):
        write_text(file, AFTER)
    as_before(file)


def test_short_writes_are_written_on(file: Path, full: Callable[[int], None]) -> None:
    full(len(AFTER))
    write_text(file, AFTER)
    assert file.read_text() == AFTER


def test_a_limit_of_the_system_leaves_everything_as_before(file: Path) -> None:
    with no_file_longer_than(100), pytest.raises(NotWritten):
        write_text(file, AFTER)
    as_before(file)


def test_a_disk_that_is_really_full_leaves_everything_as_before(small_disk: Path) -> None:
    file = small_disk / "kept.toml"
    write_text(file, BEFORE)
    filler = fill(small_disk, leaving=1)
    with pytest.raises(NotWritten, match="the disk is full"):
        write_text(file, AFTER * 20)
    assert file.read_text() == BEFORE
    assert sorted(path.name for path in small_disk.iterdir()) == ["filler", "kept.toml"]
    filler.unlink()
    write_text(file, AFTER * 20)
    assert file.read_text() == AFTER * 20


@pytest.mark.parametrize("call", ["os.open", "os.fsync", "os.replace"])
@pytest.mark.parametrize(
    ("number", "reason"),
    [(errno.EIO, "the disk reports an error"), (errno.EROFS, "the disk can only be read")],
)
def test_any_failure_leaves_everything_as_before(
    file: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, reason: str
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(call, fails)
        with pytest.raises(NotWritten, match=reason):
            write_text(file, AFTER)
    as_before(file)


def test_a_file_where_a_folder_is_needed_is_told(file: Path) -> None:
    for path in (file / "x.toml", file / "deeper" / "x.toml"):
        with pytest.raises(NotWritten, match="a file stands where a folder is needed"):
            write_text(path, AFTER)
    with pytest.raises(NotWritten, match="a file stands where a folder is needed"):
        make_folder(file)
    as_before(file)


def test_a_link_is_replaced_and_what_it_points_to_is_left_alone(file: Path) -> None:
    link = file.parent / "folder" / "link.toml"
    link.parent.mkdir()
    link.symlink_to(file)
    write_text(link, AFTER)
    assert not link.is_symlink()
    assert link.read_text() == AFTER
    assert file.read_text() == BEFORE


def test_a_new_file_never_takes_the_place_of_another(file: Path) -> None:
    link = file.with_name("link")
    link.symlink_to(file.with_name("nowhere"))
    for path in (file, link):
        with pytest.raises(FileExistsError):
            write_new(path, b"x")
    assert file.read_text() == BEFORE
    assert not link.exists()


def test_two_who_write_at_once_leave_one_whole_file(file: Path) -> None:
    texts = [str(number) * 3000 for number in range(8)]
    threads = [threading.Thread(target=write_text, args=(file, text)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert file.read_text() in texts
    assert list(file.parent.iterdir()) == [file]


# Reading


def test_a_mark_of_byte_order_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"\xef\xbb\xbf\xc3\xa4\r\n")
    assert read_text(path) == "ä\r\n"


def test_just_as_much_as_is_allowed_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"a" * BYTES_AT_MOST)
    assert len(read_text(path)) == BYTES_AT_MOST


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _link(path: Path) -> None:
    path.with_name("target").write_text("secret")
    path.symlink_to(path.with_name("target"))


def _too_large(path: Path) -> None:
    path.write_bytes(b"a" * (BYTES_AT_MOST + 1))


def _endless(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2**40)


def _not_text(path: Path) -> None:
    path.write_bytes(b"ab\xff")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (_fifo, "is not a regular file."),
        (Path.mkdir, "is not a regular file."),
        (_link, "is a link; a regular file is needed."),
        (_too_large, f"is larger than {BYTES_AT_MOST} bytes."),
        (_endless, f"is larger than {BYTES_AT_MOST} bytes."),
        (_not_text, "is not UTF-8: byte 2 does not fit."),
        (lambda _: None, "cannot be opened: no such file or directory."),
    ],
)
def test_what_is_no_small_file_of_text_is_refused_at_once(
    tmp_path: Path, make: Callable[[Path], None], reason: str
) -> None:
    path = tmp_path / "x.toml"
    make(path)
    with pytest.raises(Unreadable) as refusal:
        read_text(path)
    assert str(refusal.value) == reason


def test_devices_are_refused() -> None:
    with pytest.raises(Unreadable, match="is not a regular file"):
        read_text(Path("/dev/zero"))


def test_a_link_is_followed_only_where_it_is_trusted(tmp_path: Path) -> None:
    path = tmp_path / "x"
    _link(path)
    assert read_text(path, trusted=True) == "secret"


def _handles() -> int:
    return len(os.listdir("/dev/fd"))  # noqa: PTH208 - a listing of numbers, not of paths


@pytest.fixture
def _no_handle_is_left_open() -> Iterator[None]:
    before = _handles()
    yield
    assert _handles() == before


@pytest.mark.usefixtures("_no_handle_is_left_open")
def test_nothing_is_left_open_whatever_fails(file: Path, full: Callable[[int], None]) -> None:
    _not_text(file.with_name("bad"))
    for path in (file, file.with_name("bad"), file.parent, file.with_name("none")):
        for _ in range(5):
            try:
                read_text(path)
            except Unreadable:
                continue
    full(3)
    with pytest.raises(NotWritten):
        write_text(file, AFTER)


# Out of the way


def test_what_cannot_be_used_is_set_aside_and_never_lost(file: Path) -> None:
    aside = [set_aside(file)]
    write_text(file, AFTER)
    aside.append(set_aside(file))
    assert not file.exists()
    assert [path.read_text() for path in aside if path] == [BEFORE, AFTER]
    assert all(path and path.parent == file.parent and path.suffix == ".toml" for path in aside)


def test_where_nothing_is_nothing_is_set_aside(tmp_path: Path) -> None:
    assert set_aside(tmp_path / "none.toml") is None


def test_removing_what_is_not_there_is_no_failure(file: Path) -> None:
    remove(file)
    remove(file)
    assert not file.exists()
    with pytest.raises(NotWritten):
        remove(file.parent)
