"""The manifest names what changed without us, and never what we wrote ourselves."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from duologue.store import checksums, trash
from duologue.store.access import take_pen
from duologue.store.arrivals import as_file, bring_in
from duologue.store.checksums import Manifest, compare, load
from duologue.store.disk import attend, leave
from duologue.store.files import NotWritten, mount, mounted, move, remove, unmount, write_bytes
from duologue.store.journal import Journal
from duologue.store.locking import lock, new_secret, take_off
from duologue.store.paths import PRIVATE, Paths
from duologue.store.settings import load_couple, save_couple, save_settings
from duologue.store.settings import load_settings as chosen
from duologue.store.vault import Vault
from tests.builders import DONE, NAMES, began
from tests.faults.seam import Killed, failing, seam
from tests.store.moments import keep, moment


@pytest.fixture
def manifest(paths: Paths) -> Iterator[Manifest]:
    """Told of all that is written, as by a window that writes."""
    paths.data.mkdir()
    witness = Manifest(paths)
    attend(witness)
    yield witness
    leave(witness)


def changed(paths: Paths) -> list[str]:
    """The names of what changed without us."""
    return [str(path.relative_to(paths.data)) for path in compare(paths).changed]


def write_some(paths: Paths) -> Path:
    """A memory, the names and the settings; answers the memory's file."""
    [file] = keep(paths, moment("one"))
    save_couple(paths, NAMES)
    save_settings(paths, chosen(paths))
    return file


@pytest.mark.usefixtures("manifest")
def test_what_we_wrote_is_known_and_as_it_was(paths: Paths) -> None:
    write_some(paths)
    save_couple(paths, replace(NAMES, left="Anna"))
    found = compare(paths)
    assert (found.same, found.changed, found.gone, found.unknown) == (3, (), (), 0)


@pytest.mark.usefixtures("manifest")
def test_one_letter_that_changed_is_named_and_read_all_the_same(paths: Paths) -> None:
    file = write_some(paths)
    file.write_text(file.read_text().replace("Rain first", "Hail first"))
    paths.couple.write_text(paths.couple.read_text().replace("Ana", "Eve"))
    assert changed(paths) == ["couple.toml", "memories/2024/05/one.toml"]
    assert load_couple(paths) == replace(NAMES, left="Eve")


@pytest.mark.usefixtures("manifest")
def test_what_another_laptop_brought_is_not_known_and_no_alarm(paths: Paths, tmp_path: Path) -> None:
    write_some(paths)
    other = Paths.under(tmp_path / "other")
    [theirs] = keep(other, moment("two"))
    shutil.copy(theirs, paths.memories / "2024" / "05")
    found = compare(paths)
    assert (found.changed, found.unknown) == ((), 1)


@pytest.mark.usefixtures("manifest")
def test_what_we_moved_or_removed_is_no_alarm(paths: Paths) -> None:
    file = write_some(paths)
    trash.let_go(paths, [file], date(2026, 3, 1))
    found = compare(paths)
    assert (found.changed, found.gone, found.same) == ((), (), 3)
    remove(next(paths.trash.rglob("*.toml")))
    assert compare(paths).gone == ()


@pytest.mark.usefixtures("manifest")
def test_what_went_when_the_trash_was_emptied_is_no_alarm(paths: Paths) -> None:
    trash.let_go(paths, [write_some(paths)], date(2026, 3, 1))
    trash.empty(paths)
    assert compare(paths).gone == ()


@pytest.mark.usefixtures("manifest")
def test_what_changed_is_still_named_after_it_was_let_go(paths: Paths) -> None:
    file = write_some(paths)
    file.write_text(file.read_text() + "\n")
    trash.let_go(paths, [file], date(2026, 3, 1))
    assert changed(paths) == ["trash/2026-03-01/memories/2024/05/one.toml"]


@pytest.mark.usefixtures("manifest")
def test_after_everything_was_removed_no_manifest_is_left(paths: Paths) -> None:
    file = write_some(paths)
    for each in (paths.checksums, file, paths.couple, paths.settings):
        remove(each)
    assert not paths.checksums.exists()


@pytest.mark.usefixtures("manifest")
def test_what_vanished_is_gone_but_not_what_somebody_moved(paths: Paths) -> None:
    file = write_some(paths)
    file.rename(file.with_name("renamed.toml"))
    assert compare(paths).gone == ()
    file.with_name("renamed.toml").unlink()
    assert compare(paths).gone == (file,)


@pytest.mark.usefixtures("manifest")
def test_what_was_brought_in_is_known(paths: Paths) -> None:
    assert bring_in(paths, [as_file(paths, paths.memories, moment("two"))])
    assert (compare(paths).same, compare(paths).unknown) == (1, 0)


def test_whoever_holds_the_pen_notes_and_nobody_else(paths: Paths) -> None:
    pen = take_pen(paths)
    keep(paths, moment("one"))
    pen.put_down()
    keep(paths, moment("two"))
    assert (compare(paths).same, compare(paths).unknown) == (1, 1)


@pytest.mark.usefixtures("manifest")
def test_the_running_session_is_not_noted(paths: Paths) -> None:
    Journal(paths.journal).start(began())
    Journal(paths.journal).append(DONE.stamped(3))
    assert not paths.checksums.exists()


@pytest.mark.usefixtures("manifest")
def test_people_can_check_it_without_us(paths: Paths, manifest: Manifest) -> None:
    tool = shutil.which("sha256sum")
    if tool is None:
        pytest.skip("this system has no sha256sum to check with")
    file = write_some(paths)
    write_bytes(paths.decks / "odd\\name\n.toml", b"x")
    command = [tool, "-c", str(paths.checksums)]
    told = subprocess.run(command, cwd=paths.data, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr, told.stdout.count("OK")) == (0, "", 4)
    file.write_text("other")
    told = subprocess.run(command, cwd=paths.data, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert "memories/2024/05/one.toml: FAILED" in told.stdout
    assert manifest.begin_anew() == 3, "a name that no backup can hold is left out"
    assert compare(paths).same == 3


# A locked folder


@pytest.fixture
def vault(paths: Paths) -> Iterator[Vault]:
    """The folder, locked and open."""
    locked = Vault([paths.data, paths.state, paths.cache], PRIVATE)
    locked.open(new_secret())
    mount(locked)
    yield locked
    unmount(locked)


@pytest.mark.usefixtures("manifest")
def test_a_locked_folder_is_noted_as_it_lies_on_the_disk(paths: Paths, vault: Vault) -> None:
    file = write_some(paths)
    Journal(paths.journal).start(began())
    Journal(paths.journal).append(DONE.stamped(3))
    found = compare(paths)
    assert (found.same, found.changed, found.gone) == (3, (), ())
    assert found.unknown == 1, "the running session, of which nothing is noted"
    stored = vault.stored_at(file)
    assert b"one" not in paths.checksums.read_bytes(), "and no name is told"
    stored.write_bytes(stored.read_bytes()[:-1] + b"x")
    assert compare(paths).changed == (stored,)
    trash.let_go(paths, [paths.couple], date(2026, 3, 1))
    assert compare(paths).gone == ()


def test_nothing_is_told_of_the_open_files_once_they_are_locked(paths: Paths, manifest: Manifest) -> None:
    write_some(paths)
    secret, before = new_secret(), set(mounted())
    lock(paths, secret, b"sealed")
    told = paths.checksums.read_text()
    manifest.tidy()
    for text in (told, paths.checksums.read_text()):
        assert not [word for word in ("couple", "memories", "one.toml") if word in text]
    found = compare(paths)
    assert (found.same, found.changed, found.gone, found.unknown) == (4, (), (), 0)
    take_off(paths)
    found = compare(paths)
    assert (found.same, found.changed, found.gone, found.unknown) == (3, (), (), 0)
    assert set(mounted()) == before


def test_a_manifest_from_before_the_lock_is_cleared_at_the_next_start(
    paths: Paths, manifest: Manifest
) -> None:
    write_some(paths)
    leave(manifest)
    paths.identity.write_bytes(b"put there while nobody attended")
    Manifest(paths).tidy()
    assert set(load(paths).digests) == {"settings.toml"}
    assert "couple" not in paths.checksums.read_text()


# Whatever happens to the manifest


@pytest.mark.usefixtures("manifest")
def test_cut_off_anywhere_it_knows_less_and_raises_no_alarm(paths: Paths) -> None:
    keep(paths, *[moment(name) for name in ("one", "two")])
    whole = paths.checksums.read_bytes()
    known = []
    for size in range(len(whole)):
        paths.checksums.write_bytes(whole[:size])
        found = compare(paths)
        assert (found.changed, found.gone) == ((), ())
        known.append(found.same)
        assert found.noted.damaged or whole[:size].endswith(b"\n") or not size
    assert known == sorted(known)
    assert set(known) == {0, 1}


@pytest.mark.usefixtures("manifest")
def test_a_byte_that_changed_in_it_raises_no_alarm(paths: Paths) -> None:
    keep(paths, moment("one"))
    whole = paths.checksums.read_bytes()
    for place in range(len(whole)):
        for byte in (b"0", b"\n"):
            paths.checksums.write_bytes(whole[:place] + byte + whole[place + 1 :])
            assert compare(paths).changed == (), (place, byte)


@pytest.mark.usefixtures("manifest")
@pytest.mark.parametrize(
    "text", [b"", b"\0" * 500, b"\xff\xfe", b"# duologue checksums, format 1", b"#> a\n#> b"]
)
def test_after_anything_odd_it_goes_on(paths: Paths, text: bytes) -> None:
    paths.checksums.write_bytes(text)
    keep(paths, moment("one"))
    assert compare(paths).same == 1


@pytest.mark.usefixtures("manifest")
def test_a_folder_or_a_link_in_its_place_stops_no_save(paths: Paths, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("mine\n")
    paths.checksums.symlink_to(elsewhere)
    write_some(paths)
    assert elsewhere.read_text() == "mine\n"
    with suppress(FileNotFoundError):
        paths.checksums.unlink()
    paths.checksums.mkdir()
    keep(paths, moment("two"))
    paths.checksums.rmdir()
    os.mkfifo(paths.checksums)
    keep(paths, moment("three"))
    assert compare(paths).unknown == 5


@pytest.mark.usefixtures("manifest")
def test_a_newer_manifest_is_neither_read_nor_written(paths: Paths) -> None:
    newer = b"# duologue checksums, format 2\nblake3 0 0\n"
    paths.checksums.write_bytes(newer)
    write_some(paths)
    assert paths.checksums.read_bytes() == newer
    assert load(paths).newer
    assert compare(paths).unknown == 3


def test_it_is_written_anew_when_much_of_it_says_nothing_any_more(paths: Paths, manifest: Manifest) -> None:
    write_some(paths)
    for number in range(checksums.SUPERSEDED_AT_MOST + 1):
        save_couple(paths, replace(NAMES, left=f"Ana {number}"))
    before = len(paths.checksums.read_bytes())
    manifest.tidy()
    assert len(paths.checksums.read_bytes()) < before / 10
    assert (compare(paths).same, load(paths).superseded) == (3, 0)
    paths.couple.write_text("another")
    assert changed(paths) == ["couple.toml"]


def test_what_changed_is_still_named_after_it_was_written_anew(paths: Paths, manifest: Manifest) -> None:
    file = write_some(paths)
    file.write_text("other")
    for number in range(checksums.SUPERSEDED_AT_MOST + 1):
        save_couple(paths, replace(NAMES, left=f"Ana {number}"))
    manifest.tidy()
    assert changed(paths) == ["memories/2024/05/one.toml"]


# Whatever call fails, or is the last: no false alarm


@contextmanager
def noting(paths: Paths) -> Iterator[None]:
    """Told of all that is written within."""
    witness = Manifest(paths)
    attend(witness)
    try:
        yield
    finally:
        leave(witness)


def _name_once_more(paths: Paths) -> Callable[[], object]:
    save_couple(paths, NAMES)
    return lambda: save_couple(paths, replace(NAMES, left="Anna"))


def _let_go(paths: Paths) -> Callable[[], object]:
    file = write_some(paths)
    return lambda: trash.let_go(paths, [file], date(2026, 3, 1))


def _name_after_an_editor(paths: Paths) -> Callable[[], object]:
    """What lies there was never noted."""
    save_couple(paths, NAMES)
    paths.couple.write_text('left = "Ana"\nright = "Ben"\n')
    paths.checksums.unlink()
    return lambda: save_couple(paths, replace(NAMES, left="Anna"))


Ready = Callable[[Paths], Callable[[], object]]


def _trial(ready: Ready, folder: Path) -> tuple[Paths, Callable[[], object]]:
    shutil.rmtree(folder, ignore_errors=True)
    paths = Paths.under(folder / "couple")
    paths.data.mkdir(parents=True)
    with noting(paths):
        return paths, ready(paths)


@pytest.mark.parametrize("ready", [_name_once_more, _let_go, _name_after_an_editor])
@pytest.mark.parametrize(
    ("failure", "forever"),
    [(Killed, True), (failing(errno.ENOSPC), True), (failing(errno.EIO), False)],
    ids=["killed", "full from then on", "an error once"],
)
def test_no_false_alarm_whatever_call_goes_wrong(
    ready: Ready, tmp_path: Path, failure: Callable[[], BaseException], forever: bool
) -> None:
    paths, doing = _trial(ready, tmp_path / "trial")
    with noting(paths), seam() as calls:
        doing()
    assert "write" in calls.names
    for number in range(1, len(calls.names) + 1):
        paths, doing = _trial(ready, tmp_path / "trial")
        with suppress(NotWritten, Killed), noting(paths), seam(number, failure, forever=forever):
            doing()
        where = f"call {number} ({calls.names[number - 1]})"
        assert compare(paths).changed == (), where
        with noting(paths):
            doing()
        assert compare(paths).changed == (), where


@pytest.mark.usefixtures("manifest")
def test_after_a_power_cut_what_was_not_synced_is_missing_and_no_alarm(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worst the file system may do: of the manifest only that is left which was synced."""
    synced = b""
    sync = os.fsync

    def syncing(handle: int) -> None:
        nonlocal synced
        sync(handle)
        if paths.checksums.exists():
            about, there = os.fstat(handle), paths.checksums.stat()
            if (about.st_dev, about.st_ino) == (there.st_dev, there.st_ino):
                synced = paths.checksums.read_bytes()

    monkeypatch.setattr("os.fsync", syncing)
    for number in range(6):
        save_couple(paths, replace(NAMES, left=f"Ana {number}"))
        keep(paths, moment(f"m{number}"))
        whole = paths.checksums.read_bytes()
        paths.checksums.write_bytes(synced)
        assert compare(paths).changed == ()
        paths.checksums.write_bytes(whole)


@pytest.mark.usefixtures("manifest")
def test_names_that_come_from_anybody_cannot_forge_a_line(paths: Paths) -> None:
    save_couple(paths, NAMES)
    evil = paths.decks / ("x\n" + "0" * 64 + "  couple.toml")
    write_bytes(evil, b"x")
    move(evil, paths.decks / "y\n#- couple.toml")
    assert set(load(paths).digests) == {"couple.toml", "decks/y\n#- couple.toml"}
    assert compare(paths).changed == ()
