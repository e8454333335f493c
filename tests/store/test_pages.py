"""Private pages: what only one of the two can open, and what becomes of files that were meddled with."""

from __future__ import annotations

import errno
import io
import os
import shutil
import stat
import subprocess
import tarfile
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

import pytest

from duologue.core import recovery
from duologue.core.page import Page, another_version, empty_page
from duologue.store import pages as store
from duologue.store.disk import NotWritten, PlainDisk, Refused, Unreadable
from duologue.store.locking import NotUnlocked, lock, new_secret
from duologue.store.ours import kind_of
from duologue.store.pages import Pages, change_passphrase, opened
from duologue.store.paths import PRIVATE, Paths
from duologue.store.vault import Vault
from tests.faults.seam import failing, seam
from tests.store.private import HERS, HIS, SECRETS, begin
from tests.terminal.pseudo_terminal import environment
from tests.terminal.terminal import Terminal

NOW = datetime(2026, 2, 14, 20, 30, tzinfo=UTC)
WORDS = "marmalade"
AGE = shutil.which("age")

needs_age = pytest.mark.skipif(AGE is None, reason="NOT TESTED: that age opens pages without us; install age")


def page(number: int, text: str = WORDS, title: str = "") -> Page:
    """A page of one day."""
    return empty_page(f"p{number}", NOW + timedelta(days=number)).having(title, text, NOW)


def texts(pages: Pages) -> list[str]:
    """What can be read of them, the newest first."""
    found = pages.load()
    assert found.problems == []
    return [kept.now.text for kept in found.kept]


def files(paths: Paths) -> dict[Path, bytes]:
    """All there is on the disk."""
    return {path: path.read_bytes() for path in sorted(paths.pages.rglob("*")) if path.is_file()}


# What is kept


def test_what_is_written_is_read_again_to_the_letter(paths: Paths) -> None:
    pages = begin(paths)
    text = 'Zeile eins\n\n  """quoted""" \\n {card} [/] \N{PARTY POPPER}\n雨' + "é" * 19_000
    pages.save(page(1, text, "[@click=app.quit]x"))
    pages.save(page(2))
    [newest, oldest] = Pages(pages.folder, pages.secret).load().kept
    assert newest.now == page(2)
    assert (oldest.now.title, oldest.now.text) == ("[@click=app.quit]x", text)


def test_no_word_and_no_date_stands_on_the_disk(paths: Paths) -> None:
    pages = begin(paths)
    pages.save(page(1, WORDS, "quince"))
    pages.note(page(2, "damson"))
    for path, data in files(paths).items():
        place = path.relative_to(paths.data).as_posix()
        for word in ("marmalade", "quince", "damson", "2026", "Ana", "Ben", "page", "AGE-SECRET"):
            assert word.encode() not in data
            assert word not in place.removeprefix("pages/")
        assert kind_of(place) == "private pages"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in paths.pages.rglob("*/")} == {0o700}


def test_a_change_keeps_how_it_was_and_writes_no_file_twice(paths: Paths) -> None:
    pages = begin(paths)
    pages.save(page(1))
    before = files(paths)
    [kept] = pages.load().kept
    pages.save(another_version(kept, "p2", NOW).having("", "quince", NOW))
    assert texts(pages) == ["quince"]
    assert [version.text for version in pages.load().kept[0].earlier] == [WORDS]
    assert before.items() <= files(paths).items()


def test_what_two_laptops_changed_stands_twice(paths: Paths, tmp_path: Path) -> None:
    pages = begin(paths)
    pages.save(page(1))
    shutil.copytree(pages.folder, tmp_path / pages.folder.name)
    other = Pages(tmp_path / pages.folder.name, pages.secret)
    for number, laptop in enumerate((pages, other)):
        [kept] = laptop.load().kept
        laptop.save(another_version(kept, f"side{number}", NOW).having("", f"side {number}", NOW))
    shutil.copytree(other.folder, pages.folder, dirs_exist_ok=True)
    [torn] = pages.load().kept
    assert {version.text for version in torn.standing} == {"side 0", "side 1"}


# Drafts


def test_a_draft_waits_until_it_is_a_page(paths: Paths) -> None:
    pages = begin(paths)
    pages.note(page(1, "marma"))
    pages.note(page(1))
    assert [draft.text for draft in pages.load().drafts] == [WORDS]
    assert pages.load().kept == []
    pages.save(page(1))
    found = pages.load()
    assert (found.drafts, len(found.kept)) == ([], 1)
    assert len(files(paths)) == 2


def test_a_draft_let_go_leaves_no_file(paths: Paths) -> None:
    pages = begin(paths)
    before = files(paths)
    pages.note(page(1))
    pages.let_go(page(1))
    assert files(paths) == before


# Deleting


def test_a_page_that_is_deleted_leaves_no_file(paths: Paths) -> None:
    pages = begin(paths)
    pages.save(page(2, "stays"))
    before = files(paths)
    pages.save(page(1))
    [_, kept] = pages.load().kept
    pages.save(another_version(kept, "p3", NOW).having("", "quince", NOW))
    pages.note(page(1, "a draft of it that was left over"))
    [_, kept] = pages.load().kept
    pages.delete(kept)
    assert files(paths) == before
    assert texts(pages) == ["stays"]
    pages.delete(kept)  # Once more means nothing.


def test_a_page_that_has_changed_since_it_was_seen_is_not_deleted(paths: Paths) -> None:
    pages = begin(paths)
    pages.save(page(1))
    [seen] = pages.load().kept
    pages.save(another_version(seen, "p2", NOW).having("", "quince", NOW))
    with pytest.raises(NotWritten, match="look at it again"):
        pages.delete(seen)
    assert texts(pages) == ["quince"]


# Closed, and meddled with


def test_closed_pages_find_nothing_and_take_nothing(paths: Paths) -> None:
    pages = begin(paths)
    pages.save(page(1))
    before = files(paths)
    pages.close()
    assert pages.secret == ""
    assert pages.load().kept == []
    for write in (pages.save, pages.note, pages.let_go):
        with pytest.raises(NotWritten, match="locked"):
            write(page(2))
    assert files(paths) == before


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _turn_a_bit(data: bytes) -> bytes:
    return data[:-20] + bytes([data[-20] ^ 1]) + data[-19:]


def _of_another_key(data: bytes) -> bytes:
    from pyrage import encrypt, x25519  # type: ignore[import-untyped]

    return bytes(encrypt(data, [x25519.Identity.generate().to_public()]))


PLANTED = b'format = 1\nid = "p1"\nwhen = 2026-02-14T20:30:00Z\ntext = "planted"\n[end]\ncomplete = true\n'
MEDDLED: tuple[Callable[[bytes], bytes], ...] = (
    _cut,
    _turn_a_bit,
    _of_another_key,
    lambda _: PLANTED,
    lambda _: b"",
    lambda _: b"age-encryption.org/v1\n" + b"-> X25519 A A\n" * 20_000,
    lambda data: data + b"more",
    lambda _: bytes(3_000_000),
)


@pytest.mark.parametrize("meddle", MEDDLED)
def test_a_file_that_was_meddled_with_is_named_and_left_alone(
    paths: Paths, meddle: Callable[[bytes], bytes]
) -> None:
    pages = begin(paths)
    pages.save(page(1))
    [file] = (pages.folder / "locked").iterdir()
    pages.save(page(2, "stays"))
    file.write_bytes(meddle(file.read_bytes()))
    before = files(paths)
    found = Pages(pages.folder, pages.secret).load()
    assert [kept.now.text for kept in found.kept] == ["stays"]
    [problem] = found.problems
    assert problem.file == str(file)
    assert "is locked with another key, or damaged." in problem.reason or "is larger" in problem.reason
    assert files(paths) == before


def test_a_page_that_is_cut_off_anywhere_is_known_as_damaged(paths: Paths) -> None:
    pages = begin(paths)
    pages.save(page(1))
    [file] = (pages.folder / "locked").iterdir()
    whole = file.read_bytes()
    vault = Vault([pages.folder], ["*.toml"])
    vault.open(pages.secret)
    for length in range(0, len(whole), 7):
        file.write_bytes(whole[:length])
        with pytest.raises(Unreadable, match="damaged"):
            vault.opened(file)


def test_a_page_that_lies_under_the_name_of_another_is_still_read(paths: Paths) -> None:
    pages = begin(paths)
    pages.save(page(1))
    [file] = (pages.folder / "locked").iterdir()
    file.rename(file.with_name(f"{'0' * 32}.age"))
    shutil.copy(file.with_name(f"{'0' * 32}.age"), file.with_name("copy of a page.age"))
    assert texts(pages) == [WORDS]  # Once: copies are the same.
    [kept] = pages.load().kept
    pages.delete(kept)
    assert list((pages.folder / "locked").iterdir()) == []


def test_a_page_planted_openly_is_not_taken_for_one(paths: Paths) -> None:
    pages = begin(paths)
    (pages.folder / "p9.toml").write_bytes(PLANTED)
    assert texts(pages) == []


def test_a_folder_behind_a_link_is_nobodys(paths: Paths, tmp_path: Path) -> None:
    elsewhere = Paths.under(tmp_path / "elsewhere")
    theirs = begin(elsewhere)
    theirs.save(page(1))
    paths.pages.mkdir(parents=True)
    (paths.pages / theirs.folder.name).symlink_to(theirs.folder)
    assert not store.are_there(paths)
    with pytest.raises(NotUnlocked):
        opened(paths, theirs.secret)


def test_pages_that_the_disk_does_not_give_just_now_are_told_and_come_another_time(paths: Paths) -> None:
    begin(paths).save(page(1))
    pages = opened(paths, HERS)
    with seam(1, failing(errno.EIO)):
        found = pages.load()
    [problem] = found.problems
    assert (found.kept, problem.is_refused) == ([], True)
    assert texts(pages) == [WORDS]


def test_a_link_to_itself_hides_nobodys_pages(paths: Paths) -> None:
    begin(paths).save(page(1))
    for name in ("odd", "0" * 16):
        (paths.pages / name).symlink_to(paths.pages / name)
    assert store.are_there(paths)
    assert texts(opened(paths, HERS)) == [WORDS]


def test_where_the_disk_does_not_show_whose_pages_there_are_it_is_told(paths: Paths) -> None:
    begin(paths)
    with seam(1, failing(errno.EIO)):
        assert store.are_there(paths), "else new ones were begun beside them"
    with seam(1, failing(errno.EIO)), pytest.raises(NotUnlocked, match="pages cannot be opened: input"):
        opened(paths, HERS)
    assert opened(paths, HERS).secret == SECRETS[HERS]


# Keys


def test_neither_the_other_nor_the_couples_key_opens_a_page(paths: Paths) -> None:
    mine, theirs, both = begin(paths), begin(paths, HIS), new_secret()
    mine.save(page(1))
    theirs.save(page(2, "quince"))
    before = files(paths)
    paths.memories.mkdir(parents=True)
    (paths.memories / "x.toml").write_text("a = 1\n")
    lock(paths, both, b"not looked into here")
    assert files(paths) == before, "the couple's lock has touched private pages"
    for secret, folder in ((theirs.secret, mine.folder), (mine.secret, theirs.folder), (both, mine.folder)):
        found = Pages(folder, secret).load()
        assert (found.kept, found.drafts, len(found.problems)) == ([], [], 1)
    vault = Vault([paths.data], PRIVATE)
    vault.open(mine.secret)
    assert vault.below(paths.data) == [paths.data / "memories/0000/00" / f"{file.stem}.toml"
                                       for file in (paths.data / "locked").iterdir()]  # fmt: skip


def test_the_recovery_sheet_opens_them_even_where_the_identity_is_lost(paths: Paths) -> None:
    mine, theirs = begin(paths), begin(paths, HIS)
    mine.save(page(1))
    theirs.save(page(2))
    (mine.folder / "identity.age").unlink()
    typed = "\n".join(recovery.lines_of(mine.secret)).lower()
    assert opened(paths, typed).folder == mine.folder


def test_whose_pages_open_is_told_by_the_passphrase_alone(paths: Paths) -> None:
    mine = begin(paths)
    begin(paths, HIS)
    mine.save(page(1))
    for passphrase in (HERS, HIS):
        assert opened(paths, passphrase).secret == SECRETS[passphrase]
    before = files(paths)
    with pytest.raises(NotUnlocked, match="opens no pages here"):
        opened(paths, HERS.upper())
    with pytest.raises(NotUnlocked, match="already"):
        store.begun(paths, HERS)
    with pytest.raises(NotUnlocked, match="already"):
        change_passphrase(paths, mine, HIS)
    assert files(paths) == before


def test_no_passphrase_is_taken_twice_where_the_disk_does_not_give_a_key_just_now(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, theirs = begin(paths), begin(paths, HIS)
    before = files(paths)
    read = PlainDisk.read

    def refused(disk: PlainDisk, path: Path, at_most: int, *, trusted: bool) -> bytes:
        if path == theirs.folder / "identity.age":
            raise Refused("cannot be read: input/output error.")
        return read(disk, path, at_most, trusted=trusted)

    monkeypatch.setattr(PlainDisk, "read", refused)
    for taking in (lambda: store.begun(paths, HIS), lambda: change_passphrase(paths, mine, HIS)):
        with pytest.raises(NotUnlocked, match=r"input/output error\. Those pages may have this passphrase"):
            taking()
    assert files(paths) == before


def test_another_passphrase_mends_a_damaged_identity_once_the_sheet_has_opened_the_pages(
    paths: Paths,
) -> None:
    mine = begin(paths)
    mine.save(page(1))
    (mine.folder / "identity.age").write_bytes(b"damaged")
    pages = opened(paths, "\n".join(recovery.lines_of(mine.secret)))
    change_passphrase(paths, pages, HERS)
    assert texts(opened(paths, HERS)) == [WORDS]


def test_another_passphrase_changes_no_page(paths: Paths) -> None:
    mine = begin(paths)
    mine.save(page(1))
    [before] = (mine.folder / "locked").iterdir()
    was = before.read_bytes()
    change_passphrase(paths, mine, HIS)
    assert before.read_bytes() == was
    assert texts(opened(paths, HIS)) == [WORDS]
    with pytest.raises(NotUnlocked):
        opened(paths, HERS)


def _hostile(work: str) -> bytes:
    header = f"age-encryption.org/v1\n-> scrypt {'A' * 22} {work}\n{'A' * 43}\n--- {'A' * 43}\n"
    return header.encode() + bytes(200)


HOSTILE = {
    **{f"work {work}": _hostile(work) for work in ("22", "30", "63", "999", "0", "-1")},
    "nothing in it": b"",
    "zeros": bytes(200_000),
    "large": _hostile("18") * 1000,
    "another form": b"age-encryption.org/v1\n-> X25519 " + b"A" * 60_000,
    "thousands of stanzas": b"age-encryption.org/v1\n" + b"-> X25519 A A\n" * 4000,
}


@pytest.mark.parametrize("identity", HOSTILE.values(), ids=HOSTILE)
def test_an_identity_made_to_keep_the_laptop_busy_is_refused_at_once(paths: Paths, identity: bytes) -> None:
    for number in range(20):
        folder = paths.pages / f"{number:016x}"
        folder.mkdir(parents=True)
        (folder / "identity.age").write_bytes(identity)
    took = []
    for _ in range(3):
        start = perf_counter()
        with pytest.raises(NotUnlocked):
            opened(paths, HERS)
        took.append(perf_counter() - start)
    assert min(took) < 0.1


# age, without us


@needs_age
def test_age_opens_every_page_with_the_passphrase(paths: Paths, tmp_path: Path) -> None:
    assert AGE is not None
    mine = begin(paths)
    mine.save(page(1, "Erste\n雨", "A title"))
    mine.save(page(2, "quince"))
    command = f"{AGE} -d {mine.folder}/identity.age > {tmp_path}/key.txt"
    with Terminal(["sh", "-c", command], environment()) as terminal:
        terminal.until(lambda: b"passphrase" in terminal.raw)
        terminal.send(f"{HERS}\r".encode())
        assert terminal.status() == 0
    read = []
    for file in sorted((mine.folder / "locked").iterdir()):
        plain = subprocess.run(
            [AGE, "-d", "-i", tmp_path / "key.txt", file], capture_output=True, check=True, env=os.environ
        ).stdout
        with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
            [member] = tar.getmembers()
            within = tar.extractfile(member)
            assert within is not None
            read.append((member.name, tomllib.loads(within.read().decode())))
    assert sorted((name, values["title"], values["text"]) for name, values in read) == [
        ("p1.toml", "A title", "Erste\n雨"),
        ("p2.toml", "", "quince"),
    ]
    assert all(values["end"] == {"complete": True} for _, values in read)
