"""Restoring where the folder is locked, or the backup, or both, with one key or two."""

from __future__ import annotations

import errno
import re
from pathlib import Path

import pytest

from duologue.store import locking
from duologue.store.backups import backups, make
from duologue.store.paths import Paths
from tests.backups.conftest import Run
from tests.backups.folders import NOW, close, put, titles
from tests.faults.seam import failing, seam
from tests.moving.jars import a_memory, save


def lock(paths: Paths, passphrase: str = "four words of ours") -> str:
    """Lock a folder; answers the key."""
    secret = locking.new_secret()
    locking.lock(paths, secret, locking.sealed_key(secret, passphrase))
    close()
    return secret


def in_the_jar(paths: Paths, secret: str) -> list[str]:
    """What stands in a locked jar."""
    locking.open_with(paths, secret)
    try:
        return titles(paths)
    finally:
        close()


@pytest.fixture
def small(home: Paths) -> Paths:
    """A folder with two moments."""
    save(home, a_memory("walk"), a_memory("tea", 1))
    return home


def lose(paths: Paths, secret: str) -> None:
    """Lose the walk in a locked folder."""
    vault = locking.open_with(paths, secret)
    vault.remove(paths.memories / "2024" / "05" / "walk.toml")
    close()


def test_a_locked_folder_comes_back_locked_and_only_with_the_passphrase(run: Run, small: Paths) -> None:
    secret = lock(small)
    make(small, "weekly", NOW)
    lose(small, secret)
    told = run("restore", typed="wrong\n")
    assert told.exit_code == 1
    assert "not the passphrase" in told.output
    told = run("restore", typed="four words of ours\ny\n")
    assert told.exit_code == 0
    assert re.search(r"^moments +1 +– +1 +–$", told.output, re.MULTILINE)
    assert "four words" not in told.output
    assert in_the_jar(small, secret) == ["The tea", "The walk"]
    assert not small.memories.exists(), "nothing lies open"


def test_a_locked_backup_comes_into_an_empty_folder_as_it_is(run: Run, small: Paths, tmp_path: Path) -> None:
    secret = lock(small)
    backup = make(small, "weekly", NOW).path
    there = Paths.under(tmp_path / "new")
    told = run("restore", backup, typed="y\n", home=there)
    assert "It opens with the passphrase you had then." in told.output
    assert in_the_jar(there, secret) == ["The tea", "The walk"]
    assert not there.memories.exists()


def test_an_open_backup_comes_locked_into_a_locked_folder(run: Run, small: Paths) -> None:
    make(small, "weekly", NOW)
    secret = lock(small)
    lose(small, secret)
    told = run("restore", typed="four words of ours\ny\n")
    assert "This backup lies open. What comes from it will be locked" in told.output
    assert in_the_jar(small, secret) == ["The tea", "The walk"]
    assert not small.memories.exists()


def test_a_locked_backup_comes_open_into_an_open_folder_with_the_passphrase_of_then(
    run: Run, small: Paths, tmp_path: Path
) -> None:
    lock(small)
    backup = make(small, "weekly", NOW).path
    there = Paths.under(tmp_path / "open")
    save(there, a_memory("sea", 5))
    told = run("restore", backup, typed="nonsense\n", home=there)
    assert told.exit_code == 1
    assert titles(there) == ["The sea"]
    told = run("restore", backup, typed="four words of ours\ny\n", home=there)
    assert "What comes from it will lie open" in told.output
    assert titles(there) == ["The sea", "The tea", "The walk"]
    assert not there.identity.exists()
    assert not there.locked.exists()


def test_a_backup_under_another_key_comes_under_the_one_of_now(
    run: Run, small: Paths, tmp_path: Path
) -> None:
    lock(small)
    backup = make(small, "weekly", NOW).path
    there = Paths.under(tmp_path / "other")
    save(there, a_memory("sea", 5))
    secret = lock(there, "other words of ours")
    told = run("restore", backup, typed="other words of ours\nfour words of ours\ny\n", home=there)
    assert told.exit_code == 0, told.output
    assert "another key" in told.output
    assert in_the_jar(there, secret) == ["The sea", "The tea", "The walk"]


def test_a_changed_passphrase_is_no_other_key(run: Run, small: Paths) -> None:
    secret = lock(small)
    make(small, "weekly", NOW)
    locking.change_key(small, locking.sealed_key(secret, "other words of ours"))
    lose(small, secret)
    told = run("restore", typed="other words of ours\ny\n")
    assert told.exit_code == 0, told.output
    assert in_the_jar(small, secret) == ["The tea", "The walk"]
    assert locking.secret_with(small, "other words of ours") == secret


def test_what_differs_in_a_locked_folder_goes_into_its_trash(run: Run, small: Paths) -> None:
    put(small.decks / "our-own.toml", b"# first\n")
    secret = lock(small)
    make(small, "weekly", NOW)
    vault = locking.open_with(small, secret)
    vault.write(small.decks / "our-own.toml", b"# second\n")
    close()
    assert run("restore", typed="four words of ours\ny\n").exit_code == 0
    vault = locking.open_with(small, secret)
    found = {file.relative_to(small.data).as_posix(): vault.read(file, 100, trusted=False)
             for file in vault.below(small.data) if file.name == "our-own.toml"}  # fmt: skip
    assert found.pop("decks/our-own.toml") == b"# first\n"
    assert list(found.values()) == [b"# second\n"]
    assert next(iter(found)).startswith("trash/")


@pytest.mark.parametrize("identity", [b"", b"damaged", None])
def test_a_key_that_is_damaged_or_gone_comes_back_from_a_backup(
    run: Run, small: Paths, identity: bytes | None
) -> None:
    secret = lock(small)
    make(small, "weekly", NOW)
    small.identity.unlink() if identity is None else small.identity.write_bytes(identity)
    told = run("restore", typed="four words of ours\n")
    assert told.exit_code == 1
    assert "--with-key" in told.output
    told = run("restore", backups(small)[-1].path, "--with-key", typed="four words of ours\ny\n")
    assert "Your key is back." in told.output
    assert told.exit_code == 0
    assert locking.secret_with(small, "four words of ours") == secret
    assert in_the_jar(small, secret) == ["The tea", "The walk"]
    if identity:
        assert small.identity.with_name("identity-2.age").read_bytes() == identity


def test_a_key_that_does_not_fit_takes_no_place(run: Run, small: Paths, tmp_path: Path) -> None:
    there = Paths.under(tmp_path / "other")
    save(there, a_memory("sea", 5))
    lock(there)
    backup = make(there, "weekly", NOW).path
    lock(small)
    before = small.identity.read_bytes()
    told = run("restore", backup, "--with-key", typed="four words of ours\ny\n")
    assert told.exit_code == 1
    assert "opens nothing that is locked here" in told.output
    assert small.identity.read_bytes() == before


def test_no_key_comes_into_a_folder_that_was_never_locked(run: Run, small: Paths, tmp_path: Path) -> None:
    """It would lock out everybody who does not know the passphrase of then."""
    lock(small)
    backup = make(small, "weekly", NOW).path
    there = Paths.under(tmp_path / "open")
    save(there, a_memory("sea", 5))
    for more in ([], ["--preview"]):
        told = run("restore", backup, "--with-key", *more, typed="four words of ours\ny\ny\n", home=there)
        assert told.exit_code == 1
        assert "No locked file was found here for a key to open." in told.output
        assert not there.identity.exists()
    assert titles(there) == ["The sea"]


def test_a_key_that_fits_is_no_error_in_a_preview(run: Run, small: Paths) -> None:
    lock(small)
    make(small, "weekly", NOW)
    small.identity.unlink()
    told = run("restore", "--with-key", "--preview", typed="four words of ours\n")
    assert "It fits." in told.output
    assert "Error" not in told.output
    assert told.exit_code == 0
    assert not small.identity.exists()


def test_only_the_key_comes_where_they_want_no_more(run: Run, small: Paths) -> None:
    """They are not told that all is as it was."""
    secret = lock(small)
    make(small, "weekly", NOW)
    lose(small, secret)
    small.identity.unlink()
    told = run("restore", "--with-key", typed="four words of ours\ny\nn\n")
    assert told.exit_code == 1
    assert told.output.endswith("Error: Your key is back; nothing else came.\n")
    assert in_the_jar(small, secret) == ["The tea"]


def test_a_preview_ends_in_words_whatever_the_disk_does_not_give(run: Run, small: Paths) -> None:
    secret = lock(small)
    make(small, "weekly", NOW)
    lose(small, secret)
    with seam() as calls:
        assert run("restore", "--preview", typed="four words of ours\n").exit_code == 0
    for call in range(1, calls.count + 1):
        with seam(call, failing(errno.EIO)):
            told = run("restore", "--preview", typed="four words of ours\n")
        assert told.exit_code in {0, 1}, f"{call}: {calls.names[call - 1]}"


def test_a_sealed_backup_opens_with_the_key(run: Run, small: Paths) -> None:
    made = make(small, "weekly", NOW).path
    secret = lock(small)
    sealed = made.with_name(f"{made.name}.age")
    assert sealed.exists()
    assert not made.exists()
    lose(small, secret)
    told = run("restore", typed="four words of ours\ny\n")
    assert told.exit_code == 0, told.output
    assert in_the_jar(small, secret) == ["The tea", "The walk"]
    data = bytearray(sealed.read_bytes())
    data[-5] ^= 1
    sealed.write_bytes(data)
    lose(small, secret)
    told = run("restore", sealed.name, typed="four words of ours\ny\n")
    assert told.exit_code == 1
    assert "cannot be opened with this passphrase, or is damaged" in told.output
    assert in_the_jar(small, secret) == ["The tea"]


def test_a_backup_of_a_half_locked_folder_is_sealed_too(run: Run, small: Paths) -> None:
    """The plug was pulled while it was locked; then a backup was made."""
    secret = locking.new_secret()
    with pytest.MonkeyPatch.context() as plug:
        plug.setattr(locking, "_take_in", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            locking.lock(small, secret, locking.sealed_key(secret, "four words of ours"))
    close()
    run("backup")
    [made] = backups(small)
    assert b"The walk" in made.path.read_bytes()
    locking.open_with(small, secret)
    locking.finish(small)
    close()
    [sealed] = backups(small)
    assert sealed.is_sealed
    assert b"The walk" not in sealed.path.read_bytes()
    lose(small, secret)
    assert run("restore", typed="four words of ours\ny\n").exit_code == 0
    assert in_the_jar(small, secret) == ["The tea", "The walk"]


def test_a_sealed_backup_opens_with_the_key_beside_it_where_the_folder_is_lost(
    run: Run, small: Paths, tmp_path: Path
) -> None:
    make(small, "weekly", NOW)
    lock(small)
    [sealed] = backups(small)
    assert sealed.is_sealed
    there = Paths.under(tmp_path / "new")
    told = run("restore", sealed.path, typed="nonsense\n", home=there)
    assert told.exit_code == 1
    told = run("restore", sealed.path, typed="four words of ours\ny\n", home=there)
    assert told.exit_code == 0, told.output
    assert titles(there) == ["The tea", "The walk"]
    sealed.path.with_name("identity.age").unlink()
    told = run("restore", sealed.path, home=there)
    assert told.exit_code == 1
    assert "It is sealed with a key, and there is none here" in told.output


def test_the_journal_in_a_locked_folder_is_not_touched(run: Run, small: Paths) -> None:
    small.journal.write_bytes(b"then\n")
    secret = lock(small)
    make(small, "weekly", NOW)
    vault = locking.open_with(small, secret)
    vault.write(small.journal, b"now\n")
    close()
    lose(small, secret)
    run("restore", typed="four words of ours\ny\n")
    vault = locking.open_with(small, secret)
    assert vault.read(small.journal, 100, trusted=False) == b"now\n"
    assert [file for file in vault.below(small.data) if "journal" in file.name] == [small.journal]
