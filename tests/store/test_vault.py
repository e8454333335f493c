"""A locked folder: read and written as an open one, and every byte of it tells nothing."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from duologue.store import files
from duologue.store.disk import PLAIN, NotWritten, Unreadable
from duologue.store.locking import new_secret
from duologue.store.packing import packed
from duologue.store.paths import Paths
from duologue.store.vault import Vault
from tests.store.locked import SECRET, age, bytes_below, close_it, lock_it, open_it, opened_by_age

LONG = "memories/2026/02/" + "a" * 180 + ".toml"


@pytest.fixture
def vault(paths: Paths) -> Vault:
    """A locked folder, opened."""
    files.write_text(paths.couple, 'left = "Ana"\n')
    lock_it(paths)
    return open_it(paths)


def locked_files(paths: Paths) -> list[Path]:
    """What lies in the folder of locked files."""
    return sorted(paths.locked.glob("*"))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("agreed.toml", b"when = 1"),
        ("journal.jsonl", b""),
        ("memories/2026/02/3fa9.toml", "title = 'Kä\U0001f338 日本'".encode()),
        (LONG, b"x"),
        ("pictures/" + "0" * 32 + ".png", bytes(range(256)) * 5000),
        ("decks/words/Unsere Gefühle.toml", b"[end]"),
    ],
    ids=["at the top", "empty", "in any script", "a long name", "a large picture", "a deep folder"],
)
def test_what_is_written_is_read_again_by_us_and_by_anybody_with_the_key(
    paths: Paths, vault: Vault, tmp_path: Path, name: str, data: bytes
) -> None:
    assert vault.is_open
    path = paths.data / name
    files.write_bytes(path, data)
    assert not path.exists()
    assert files.exists(path)
    assert files.read_bytes(path, len(data)) == data
    assert path.parent == paths.data or path in files.listed(path.parent, "*")

    identity, out = tmp_path / "key.txt", tmp_path / "out"
    identity.write_text(SECRET, encoding="ascii")
    out.mkdir()
    for file in locked_files(paths):
        subprocess.run(["tar", "x"], cwd=out, input=opened_by_age(identity, file), check=True)
    assert (out / name).read_bytes() == data
    assert (out / "couple.toml").read_text(encoding="utf-8") == 'left = "Ana"\n'


def test_names_on_the_disk_tell_nothing(paths: Paths, vault: Vault) -> None:
    del vault
    for name in ("memories/2026/02/walk.toml", "stars/rain.toml", "trash/2026-02-01/memories/2026/01/x.toml"):
        files.write_text(paths.data / name, name)
    assert len(locked_files(paths)) == 4
    assert all(re.fullmatch(r"[0-9a-f]{32}\.age", file.name) for file in locked_files(paths))
    assert re.search(b"walk|rain|2026|Ana", bytes_below(paths.data)) is None
    assert {path.name for path in paths.data.iterdir()} == {"identity.age", "locked"}


def test_the_same_name_lies_in_the_same_place_and_with_another_key_elsewhere(paths: Paths) -> None:
    one, other = (Vault([paths.data], ["memories"]) for _ in range(2))
    one.open(SECRET)
    other.open(new_secret())
    path = paths.memories / "2026" / "02" / "a.toml"
    assert one.stored_at(path) == one.stored_at(path) != other.stored_at(path)


def test_closed_it_gives_away_nothing_and_takes_nothing(paths: Paths, vault: Vault) -> None:
    path = paths.memories / "2026" / "02" / "a.toml"
    files.write_text(path, "words")
    before = bytes_below(paths.data)
    vault.close()
    assert not files.exists(path)
    assert files.listed(path.parent, "*") == []
    assert files.stamp(path) == ""
    with pytest.raises(Unreadable, match="is locked"):
        files.read_text(path)
    attempts: list[Callable[[], object]] = [
        lambda: files.write_text(path, "other"),
        lambda: files.append(path, b"more", len("words")),
        lambda: files.remove(path),
        lambda: files.write_text(paths.couple, "left = 'Eve'"),
    ]
    for attempt in attempts:
        with pytest.raises(NotWritten, match="locked"):
            attempt()
    assert bytes_below(paths.data) == before
    open_it(paths)
    assert files.read_text(path) == "words"
    assert files.listed(path.parent, "*") == [path]


def test_changes_by_another_window_are_seen(paths: Paths, vault: Vault) -> None:
    path, later = paths.memories / "2026" / "02" / "a.toml", paths.memories / "2026" / "03" / "b.toml"
    files.write_text(path, "words")
    assert vault.listed(paths.memories, "[0-9]*/[0-9]*/") == [path.parent]
    other = Vault([paths.data, paths.state, paths.cache], ["memories"])
    other.open(SECRET)
    other.write(later, b"later")
    other.remove(path)
    assert vault.listed(paths.memories, "[0-9]*/[0-9]*/") == [later.parent]


def test_what_lies_openly_is_seen_as_well(paths: Paths, vault: Vault) -> None:
    path = paths.memories / "2026" / "02" / "a.toml"
    PLAIN.write(path, b"brought by a sync")
    assert files.listed(path.parent, "*.toml") == [path]
    assert files.read_text(path) == "brought by a sync"
    vault.take_in(path)
    assert not path.exists()
    assert files.read_text(path) == "brought by a sync"


@pytest.mark.parametrize("to", ["in", "out"])
def test_of_two_files_of_one_name_both_stay(paths: Paths, vault: Vault, to: str) -> None:
    path = paths.memories / "2026" / "02" / "a.toml"
    files.write_text(path, "ours")
    PLAIN.write(path, b"theirs")
    (vault.take_in if to == "in" else vault.bring_out)(path)
    found = {files.read_text(each) for each in files.listed(path.parent, "*.toml")}
    assert found == {"ours", "theirs"}


def test_a_copy_that_a_sync_made_of_a_conflict_is_shown_beside(paths: Paths, vault: Vault) -> None:
    path = paths.memories / "2026" / "02" / "a.toml"
    files.write_text(path, "ours")
    stored = vault.stored_at(path)
    conflict = stored.with_name(f"{stored.stem}.sync-conflict-1{stored.suffix}")
    PLAIN.write(conflict, vault.as_stored(path, b"theirs")[1])
    listed = files.listed(path.parent, "*.toml")
    assert path in listed
    assert {files.read_text(each) for each in listed} == {"ours", "theirs"}


@pytest.mark.parametrize("damage", [b"", b"garbage", b"age-encryption.org/v1\n", "cut", "another key"])
def test_a_damaged_file_is_listed_and_left_as_it_is(paths: Paths, vault: Vault, damage: str | bytes) -> None:
    path = paths.memories / "2026" / "02" / "a.toml"
    files.write_text(path, "words")
    stored = vault.stored_at(path)
    if damage == "cut":
        damage = stored.read_bytes()[:-9]
    elif damage == "another key":
        other = Vault([paths.data], ["memories"])
        other.open(new_secret())
        damage = other.as_stored(path, b"words")[1]
    assert isinstance(damage, bytes)
    stored.write_bytes(damage)
    close_it()
    open_it(paths)
    [month] = files.listed(paths.memories, "[0-9]*/[0-9]*/")
    [listed] = files.listed(month, "*.toml")
    with pytest.raises(Unreadable, match="damaged"):
        files.read_text(listed)
    with pytest.raises(Unreadable, match="damaged"):
        files.read_text(path)
    assert stored.read_bytes() == damage


def test_a_file_moved_under_the_name_of_another_is_not_taken_for_it(paths: Paths, vault: Vault) -> None:
    one, other = (paths.memories / "2026" / "02" / name for name in ("a.toml", "b.toml"))
    files.write_text(one, "a")
    files.write_text(other, "b")
    vault.stored_at(one).replace(vault.stored_at(other))
    with pytest.raises(Unreadable, match="under the name of another"):
        files.read_text(other)


@pytest.mark.parametrize("name", ["../outside.toml", "/etc/passwd", "memories/../../outside.toml"])
def test_a_name_that_points_outside_opens_nothing(paths: Paths, vault: Vault, name: str) -> None:
    sealed = BytesIO()
    vault.seal(BytesIO(packed(name, b"evil")), sealed)
    PLAIN.write(paths.locked / f"{'0' * 32}.age", sealed.getvalue())
    [listed] = files.listed(paths.memories / "0000" / "00", "*")
    assert listed.is_relative_to(paths.memories)
    with pytest.raises(Unreadable, match="damaged"):
        vault.read(listed, 100, trusted=False)


def test_moved_within_it_is_gone_there_and_here(paths: Paths, vault: Vault) -> None:
    source, place = paths.memories / "2026" / "02" / "a.toml", paths.trash / "2026-02-01" / "a.toml"
    files.write_text(source, "words")
    files.replace(source, place)
    assert not files.exists(source)
    assert files.read_text(place) == "words"
    vault.remove_all(paths.trash)
    assert not files.exists(place)


def test_a_large_stream_is_sealed_and_opened_by_age(paths: Paths, vault: Vault, tmp_path: Path) -> None:
    del paths
    plain, sealed, identity = (tmp_path / name for name in ("plain", "sealed", "key.txt"))
    plain.write_bytes(bytes(range(256)) * 2000)
    identity.write_text(SECRET, encoding="ascii")
    with plain.open("rb") as source, sealed.open("wb") as target:
        vault.seal(source, target)
    assert opened_by_age(identity, sealed) == plain.read_bytes()
    assert age()
