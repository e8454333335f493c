"""What we write every tar opens; what comes from elsewhere is read strictly, or not at all."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.store import tar
from duologue.store.backed_up import About, Contents, is_name, opened, read_about
from duologue.store.disk import Unreadable
from duologue.store.paths import Paths

KEPT = set(Paths.under(Path("/anywhere")).kept)
NAMES = [
    "memories/2026/02/a.toml",
    "couple.toml",
    f"decks/{'n' * 200}.toml",
    "stars/\u6c38.toml",
    f"decks/{'m' * 94}",
]


def ours(files: dict[str, bytes], file: Path) -> Path:
    """An archive as we write it."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        writer = tar.Writer(handle)
        for name, content in files.items():
            writer.add(name, len(content), 1_700_000_000, [content])
        writer.finish()
    finally:
        os.close(handle)
    return file


def read(data: bytes) -> dict[str, bytes]:
    """What we find in an archive."""
    return {member.name: b"".join(member.chunks) for member in tar.members(io.BytesIO(data))}


sizes = st.sampled_from([0, 1, 511, 512, 513, 5000])
contents = st.dictionaries(st.sampled_from(NAMES), st.builds(os.urandom, sizes))


@given(contents)
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]
) -> None:
    assert read(ours(files, tmp_path_factory.getbasetemp() / "again.tar").read_bytes()) == files


@given(contents)
def test_python_opens_it(tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]) -> None:
    with tarfile.open(ours(files, tmp_path_factory.getbasetemp() / "python.tar"), "r:") as archive:
        found = {each.name: each for each in archive}
        assert {name: archive.extractfile(each).read() for name, each in found.items()} == files  # type: ignore[union-attr]
        assert all(each.mode == 0o600 and each.mtime == 1_700_000_000 for each in found.values())


def test_gnu_tar_opens_it(tmp_path: Path) -> None:
    program = shutil.which("tar")
    assert program is not None, "tar is needed to see that backups can be opened without us"
    files = {name: os.urandom(3000) for name in NAMES}
    archive = ours(files, tmp_path / "ours.tar")
    subprocess.run([program, "xf", archive, "-C", tmp_path], check=True, capture_output=True)
    assert {name: (tmp_path / name).read_bytes() for name in NAMES} == files


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT])
def test_what_others_packed_plainly_is_read(form: int) -> None:
    files = {name: os.urandom(700) for name in NAMES if name.isascii() and len(name) < 200}
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=form) as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    assert read(packed.getvalue()) == files


# What is not whole


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    files = {NAMES[0]: b"first\n", NAMES[2]: b"a long name", "couple.toml": b""}
    from hashlib import sha256

    about = About(
        "2026-02-14", "by-hand", {name: sha256(each).hexdigest() for name, each in files.items()}, {}
    )
    data = ours(
        files | {"backup.json": about.text()}, tmp_path_factory.mktemp("whole") / "w.tar"
    ).read_bytes()
    checked(data)
    return data


def checked(data: bytes) -> About:
    """Go through a backup to its end."""
    found = Contents(io.BytesIO(data), KEPT)
    for _ in found:
        pass
    return found.about


def is_whole(data: bytes) -> bool:
    """Whether we take it for a whole backup."""
    try:
        checked(data)
    except Unreadable:
        return False
    return True


def test_every_beginning_of_a_backup_is_told_from_a_whole_one(whole: bytes) -> None:
    assert [end for end in range(len(whole)) if is_whole(whole[:end])] == []


def test_every_byte_that_has_changed_is_noticed(whole: bytes) -> None:
    for place in range(len(whole)):
        for change in (0x20, 0xFF):
            changed = whole[:place] + bytes([whole[place] ^ change]) + whole[place + 1 :]
            assert not is_whole(changed), f"byte {place} changed by {change:#x}"


@given(st.data())
def test_any_other_change_is_noticed(whole: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(whole) - 1))
    length = data.draw(st.integers(0, 600))
    changed = whole[:place] + data.draw(st.binary(max_size=600)) + whole[place + length :]
    if changed.rstrip(b"\0") != whole.rstrip(b"\0"):
        with pytest.raises(Unreadable):
            checked(changed)


@given(st.binary(max_size=3000))
def test_what_is_no_tar_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        checked(data)


@given(st.binary(max_size=400))
def test_what_a_backup_says_of_itself_is_read_or_refused(text: bytes) -> None:
    with pytest.raises(Unreadable):
        read_about(text)


# What was made to harm


def member(name: str = "memories/2026/02/a.toml", size: int = 0, **values: object) -> bytes:
    """A header made by hand."""
    info = tarfile.TarInfo(name)
    info.size = size
    for key, value in values.items():
        setattr(info, key, value)
    return info.tobuf(tarfile.GNU_FORMAT)


def sparse() -> bytes:
    """A file said to be a terabyte of nothing."""
    header = bytearray(member(type=tarfile.GNUTYPE_SPARSE))
    header[483:495] = b"\x80" + (2**40).to_bytes(11, "big")
    header[148:156] = b"        "
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header)


def pax(values: dict[str, str]) -> bytes:
    """A header with extensions."""
    info = tarfile.TarInfo("memories/2026/02/a.toml")
    info.pax_headers = values
    return info.tobuf(tarfile.PAX_FORMAT)


def name_of(length: int) -> bytes:
    """A long name that says it is so long."""
    return member("././@LongLink", length, type=tarfile.GNUTYPE_LONGNAME)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "link": lambda: member(type=tarfile.SYMTYPE, linkname="/etc/passwd"),
    "hard link": lambda: member(type=tarfile.LNKTYPE, linkname="couple.toml"),
    "character device": lambda: member(type=tarfile.CHRTYPE),
    "block device": lambda: member(type=tarfile.BLKTYPE),
    "pipe": lambda: member(type=tarfile.FIFOTYPE),
    "folder": lambda: member("memories", type=tarfile.DIRTYPE),
    "contiguous": lambda: member(type=tarfile.CONTTYPE),
    "sparse": sparse,
    "pax": lambda: pax({"path": "/etc/passwd"}),
    "pax bomb": lambda: pax({f"k{number}": "v" * 1000 for number in range(500)}),
    "global pax": lambda: tarfile.TarInfo.create_pax_global_header({"comment": "x"}),
    "huge": lambda: member(size=8**11 - 1) + b"x",
    "huger": lambda: member(size=2**62),
    "below nothing": lambda: member(size=-1),
    "name of a gigabyte": lambda: name_of(2**30) + bytes(5000),
    "two long names": lambda: 2 * (name_of(200) + b"memories/" + bytes(503)) + member(),
    "long name of nobody": lambda: name_of(9) + b"memories/" + bytes(503) + bytes(1024),
    "not utf-8": lambda: member().replace(b"a.toml", b"\xff.toml"),
    "climbs": lambda: member("memories/../../../etc/passwd"),
    "climbs to begin with": lambda: member("../memories/a.toml"),
    "absolute": lambda: member("/etc/passwd"),
    "absolute in ours": lambda: member("/memories/2026/a.toml"),
    "here": lambda: member("./memories/2026/a.toml"),
    "empty part": lambda: member("memories//a.toml"),
    "ends in a slash": lambda: member("memories/2026/", type=tarfile.REGTYPE),
    "hidden": lambda: member("memories/.ssh/config"),
    "hidden file": lambda: member("decks/.bashrc"),
    "elsewhere": lambda: member("bin/duologue"),
    "journal": lambda: member("journal.jsonl"),
    "lock": lambda: member("duologue.lock"),
    "folder as a file": lambda: member("memories"),
    "file as a folder": lambda: member("couple.toml/a.toml"),
    "escape": lambda: member("memories/\x1b[2J.toml"),
    "line": lambda: member("memories/a\nb.toml"),
    "zero byte": lambda: member("memories/a.toml").replace(b"a.toml", b"a\0toml"),
    "direction": lambda: member("memories/\u202etoml.a"),
    "backslash": lambda: member("memories\\..\\a.toml"),
    "deep": lambda: member("memories/" + "a/" * 20 + "b.toml"),
    "twice": lambda: 2 * member(),
    "no end": member,
    "nothing": lambda: b"",
    "only an end": lambda: bytes(1024),
    "a zip": lambda: b"PK\x03\x04" + bytes(600),
    "gzip": lambda: b"\x1f\x8b\x08" + os.urandom(2000),
    "text": lambda: b"a text\n" * 200,
    "goes on": lambda: member() + bytes(1024) + member(),
    "zeros without end": lambda: bytes(10_000_000),
    "about of a gigabyte": lambda: member("backup.json", 2**30) + b"{" * 1000,
    "about nested": lambda: member("backup.json", 10_240) + b"[" * 10_240 + bytes(1024),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_was_made_to_harm_is_refused_at_once(name: str) -> None:
    data = HOSTILE[name]()
    data += bytes(-len(data) % 512 + 1024)
    took = []
    for _ in range(3):
        began = time.perf_counter()
        with pytest.raises(Unreadable) as refused:
            checked(data)
        took.append(time.perf_counter() - began)
        assert str(refused.value).isprintable()
        assert "passwd" not in str(refused.value)
    assert min(took) < 0.1


class Endless:
    """A backup of a million files, or as many as one cares to read."""

    def __init__(self, count: int) -> None:
        self.left = self._blocks(count)
        self.waiting = b""

    def _blocks(self, count: int) -> Iterator[bytes]:
        header = bytearray(member("memories/0000000.toml"))
        for number in range(count):
            header[9:16] = b"%07d" % number
            header[148:156] = b"        "
            header[148:156] = b"%06o\0 " % sum(header)
            yield bytes(header)

    def read(self, size: int, /) -> bytes:
        """At most so many bytes."""
        if not self.waiting:
            self.waiting = next(self.left, b"")
        given, self.waiting = self.waiting[:size], self.waiting[size:]
        return given


def test_a_million_files_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tar, "MEMBERS_AT_MOST", 2000)
    file = Endless(10**6)
    with pytest.raises(Unreadable, match="more than 2000 files"):
        for _ in Contents(file, KEPT):
            pass
    assert next(file.left).startswith(b"memories/0002001"), "it stopped there"


@pytest.mark.parametrize(
    ("name", "may_be"),
    [
        ("memories/2026/02/a.toml", True), ("couple.toml", True), ("identity.age", True),
        ("pages/ana/2026/x.age", True), ("memories/\u6c38\u9060 \U0001f600.toml", True),
        ("memories", False), ("couple.toml/x", False), ("", False), ("/", False), ("memories/", False),
        ("memories/..", False), ("memories/.", False), ("journal.jsonl", False), ("memories/a\u0000", False),
        ("memories/" + "x" * 2000, False), ("memories/\udcff.toml", False),
    ],
)  # fmt: skip
def test_which_names_a_backup_may_hold(name: str, may_be: bool) -> None:
    assert is_name(name, KEPT) is may_be


# Sealed ones


def test_a_sealed_one_needs_a_key_and_says_so(tmp_path: Path) -> None:
    file = tmp_path / "a.tar.age"
    file.write_bytes(b"age-encryption.org/v1\n")
    with pytest.raises(Unreadable, match="passphrase"), opened(file):
        pass


@pytest.mark.parametrize("what", ["missing", "folder", "link to nothing"])
def test_what_cannot_be_opened_is_told(tmp_path: Path, what: str) -> None:
    file = tmp_path / "a.tar"
    if what == "folder":
        file.mkdir()
    elif what != "missing":
        file.symlink_to(tmp_path / "nothing")
    with pytest.raises(Unreadable), opened(file):
        pass
