"""`duologue backup` and `duologue restore`, as they are typed: nothing is lost by it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click import BadParameter
from click.testing import CliRunner

from duologue.cli.commands import cli
from duologue.cli.restore import _the_one
from duologue.core.memory import Memory
from duologue.store.access import take_pen
from duologue.store.arrivals import ARRIVED, settle
from duologue.store.backups import backups, make
from duologue.store.paths import HOME_VARIABLE, Paths
from duologue.store.records import load_kept
from duologue.store.settings import load_couple
from tests.backups.conftest import Run
from tests.backups.folders import NOW, everything, filled, kept_in, put
from tests.moving.jars import ANA_AND_BEN, a_memory, save
from tests.store.conftest import SomebodyElse

# Making one, and seeing what is there


def test_a_backup_is_made_and_they_hear_where(run: Run, home: Paths) -> None:
    assert run("backup").output == "There is nothing to back up yet.\n"
    kept = filled(home)
    told = run("backup")
    [made] = backups(home)
    assert told.exit_code == 0
    assert re.fullmatch(rf"Your backup is {made.path}\n{len(kept)} files, \d+ kB\.\n", told.output)
    assert made.reason == "by-hand"


def test_a_backup_is_told_as_json(run: Run, home: Paths) -> None:
    filled(home)
    (home.memories / "link.toml").symlink_to("/etc/passwd")
    told = run("backup", "--json")
    assert told.exit_code == 1, "something is not in it"
    values = json.loads(told.stdout)
    assert values["missing"] == {"memories/link.toml": "is a link, or not a regular file"}
    assert Path(values["path"]).stat().st_size == values["bytes"]
    [row] = json.loads(run("backup", "--list", "--json").stdout)
    assert (row["path"], row["bytes"], row["reason"], row["problem"]) == (
        values["path"], values["bytes"], "by hand", "",
    )  # fmt: skip


def test_what_could_not_be_read_is_named_without_its_tricks(run: Run, home: Paths) -> None:
    filled(home)
    (home.memories / "a\x1b[2J\n.toml").symlink_to("/etc/passwd")
    told = run("backup")
    assert told.exit_code == 1
    assert "not in it (1)" in told.output
    assert "\x1b" not in told.output


def test_no_room_is_told_and_is_no_success(run: Run, home: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(home)
    monkeypatch.setattr("duologue.store.backups.SPARE", 10**15)
    told = run("backup")
    assert told.exit_code == 1
    assert "No backup was made. The reason: the disk is too full" in told.output


def test_the_list_names_what_cannot_be_used(run: Run, home: Paths) -> None:
    assert "There is no backup" in run("backup", "--list").output
    filled(home)
    make(home, "weekly", NOW)
    put(home.backups / "2026-02-15T203000-before-import.tar", b"cut off")
    told = run("restore", "--list").output
    assert "2026-02-14T203000-weekly.tar         2026-02-14 20:30  weekly" in told
    assert "before import" in told
    assert "is cut off" in told


# Bringing back


@pytest.fixture
def made(home: Paths) -> dict[str, bytes]:
    """What was kept when the backup was made."""
    kept = filled(home)
    make(home, "weekly", NOW)
    return kept


def test_all_of_it_comes_back_into_an_empty_folder(
    run: Run, home: Paths, made: dict[str, bytes], tmp_path: Path
) -> None:
    there = Paths.under(tmp_path / "new laptop")
    [backup] = backups(home)
    told = run("restore", backup.path, typed="y\n", home=there)
    assert told.exit_code == 0
    assert told.output.endswith(f"Restored: {len(made)} files.\n")
    assert kept_in(there) == made
    files = [path for path in there.data.rglob("*") if path.is_file()]
    assert {oct(path.stat().st_mode & 0o777) for path in files} == {"0o600"}
    assert not any(path.name.startswith(".") for path in there.data.iterdir())


def test_the_preview_says_what_would_come_and_changes_nothing(
    run: Run, home: Paths, made: dict[str, bytes]
) -> None:
    (home.memories / "2024" / "05" / "walk.toml").unlink()
    home.couple.write_text("names = 1\n")
    save(home, a_memory("new", 3))
    before = everything(home.data.parent)
    told = run("restore", "--preview")
    assert told.exit_code == 0
    rows = {line[:27].strip(): line[27:].split() for line in told.output.splitlines()}
    assert rows["moments"] == ["1", "–", "3", "1"]
    assert rows["names, settings and keys"] == ["–", "1", "1", "–"]
    assert rows["letters"] == ["–", "–", "1", "–"]
    assert f"2026-02-14T203000-weekly.tar, made on 2026-02-14 at 20:30: {len(made)} files." in told.output
    assert "also what you let go or forgot" in told.output
    assert "What is only here stays" in told.output
    assert everything(home.data.parent) == before


def test_nothing_to_restore_is_said(run: Run, home: Paths, made: dict[str, bytes]) -> None:
    del home, made
    told = run("restore")
    assert told.exit_code == 0
    assert "there is nothing to restore" in told.output


def test_a_no_changes_nothing(run: Run, home: Paths, made: dict[str, bytes]) -> None:
    del made
    home.couple.unlink()
    for typed in ("n\n", "", "\n"):
        told = run("restore", typed=typed)
        assert told.exit_code == 1
        assert "Nothing was restored" in told.output
    assert not home.couple.exists()
    assert len(backups(home)) == 1


def test_what_differs_comes_as_it_was_and_what_was_there_is_in_the_trash(
    run: Run, home: Paths, made: dict[str, bytes]
) -> None:
    changed = {"couple.toml": b"x = 1\n", "settings.toml": b"x = 2\n", "decks/our-own.toml": b"# newer\n"}
    for name, content in changed.items():
        put(home.data / name, content)
    told = run("restore", typed="y\n")
    assert told.exit_code == 0
    now = kept_in(home)
    assert {name: now[name] for name in made} == made
    [day] = [path for path in home.trash.iterdir() if path.name != "2026-02-01"]
    assert {name: (day / name).read_bytes() for name in changed} == changed
    assert backups(home)[0].reason == "before-restore"


def test_a_damaged_picture_is_made_whole_and_a_forged_one_is_not(run: Run, home: Paths) -> None:
    from duologue.store.pictures import name_of

    good = b"the bytes of a picture"
    name = name_of(good, "png")
    put(home.pictures / name, good)
    make(home, "weekly", NOW)
    put(home.pictures / name, b"damaged")
    run("restore", typed="y\n")
    assert (home.pictures / name).read_bytes() == good
    put(home.pictures / name, b"forged")
    forged = make(home, "by-hand", NOW).path
    put(home.pictures / name, good)
    run("restore", forged, typed="y\n")
    assert (home.pictures / name).read_bytes() == good


def test_a_key_to_private_pages_is_never_replaced(run: Run, home: Paths, made: dict[str, bytes]) -> None:
    key = home.pages / "0123456789abcdef" / "identity.age"
    key.write_bytes(b"under another passphrase by now\n")
    run("restore", typed="y\n")
    assert key.read_bytes() == b"under another passphrase by now\n"
    assert key.with_name("identity-2.age").read_bytes() == made["pages/0123456789abcdef/identity.age"]


def test_what_was_let_go_comes_back_and_stays_in_the_trash(
    run: Run, home: Paths, made: dict[str, bytes]
) -> None:
    from duologue.store.trash import let_go

    del made
    let_go(home, [home.memories / "2024" / "05" / "walk.toml"], NOW.date())
    run("restore", typed="y\n")
    assert "The walk" in [each.now.title for each in load_kept(home.memories, Memory)[0]]
    assert (home.trash / NOW.date().isoformat() / "memories" / "2024" / "05" / "walk.toml").exists()


def test_the_running_session_is_not_touched(run: Run, home: Paths, made: dict[str, bytes]) -> None:
    del made
    home.journal.write_bytes(b"another session\n")
    home.couple.unlink()
    run("restore", typed="y\n")
    assert home.journal.read_bytes() == b"another session\n"


def test_what_cannot_be_read_here_stays_and_the_other_comes_beside_it(
    run: Run, home: Paths, made: dict[str, bytes]
) -> None:
    memory = home.memories / "2024" / "05" / "walk.toml"
    memory.unlink()
    memory.symlink_to("/nowhere/at/all")
    run("restore", typed="y\ny\n")
    assert memory.is_symlink()
    assert memory.with_name("walk-2.toml").read_bytes() == made["memories/2024/05/walk.toml"]


@pytest.mark.parametrize("change", ["flip", "cut", "empty", "text"])
def test_a_backup_that_is_not_whole_changes_nothing(
    run: Run, home: Paths, made: dict[str, bytes], change: str
) -> None:
    del made
    home.couple.unlink()
    [backup] = backups(home)
    data = bytearray(backup.path.read_bytes())
    data[1500] ^= 4
    changed = {"flip": bytes(data), "cut": bytes(data[:2048]), "empty": b"", "text": b"no tar at all" * 100}
    backup.path.write_bytes(changed[change])
    told = run("restore", backup.path, typed="y\n")
    assert told.exit_code == 1
    assert "Nothing was restored" in told.output
    assert str(backup.path) in told.output
    assert not home.couple.exists()
    assert not any(path.name.startswith(".") for path in home.data.iterdir())


def test_a_backup_that_changes_after_the_preview_changes_nothing(
    run: Run, home: Paths, made: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    del made
    [backup] = backups(home)
    home.couple.unlink()
    before = everything(home.data)

    def swap(*_: object, **__: object) -> None:
        save(home, a_memory("another", 9))
        other = make(home, "by-hand", NOW).path
        (home.memories / "2024" / "05" / "another.toml").unlink()
        other.replace(backup.path)

    monkeypatch.setattr("duologue.cli.restore.back_up_before", swap)
    told = run("restore", backup.path, typed="y\n")
    assert told.exit_code == 1
    assert "has changed since you looked at it" in told.output
    by_itself = {home.lock.name, home.checksums.name}
    now = everything(home.data)
    assert {name: now.get(name) for name in now if name not in by_itself} == {
        name: before.get(name) for name in before if name not in by_itself
    }


def test_nothing_is_restored_beside_a_window_that_writes(
    run: Run, home: Paths, made: dict[str, bytes]
) -> None:
    del made
    home.couple.unlink()
    pen = take_pen(home)
    try:
        told = run("restore", typed="y\n")
        assert told.exit_code == 1
        assert "open in another window" in told.output
        assert "1 " in run("restore", "--preview").output
    finally:
        pen.put_down()
    assert not home.couple.exists()


@pytest.mark.parametrize(
    "named", ["no-such-backup", "2026-02-14T203000-weekly.tar", "2026-02-14T203000-weekly"]
)
def test_a_backup_is_named_by_its_file(run: Run, home: Paths, made: dict[str, bytes], named: str) -> None:
    del made
    home.couple.unlink()
    told = run("restore", named, typed="y\n")
    assert told.exit_code == (2 if named.startswith("no") else 0)
    assert home.couple.exists() != named.startswith("no")


def test_a_name_that_no_disk_can_hold_is_no_backup(run: Run) -> None:
    told = run("restore", "x" * 300)
    assert told.exit_code == 2
    assert "No such file can be reached: file name too long." in told.output


def test_a_file_that_they_may_not_come_to_is_no_backup(
    home: Paths, open_folder: Path, somebody_else: SomebodyElse
) -> None:
    (open_folder / "closed").mkdir(mode=0o700)
    (open_folder / "closed" / "x.tar").write_bytes(b"somebody's")
    with somebody_else(), pytest.raises(BadParameter, match="can be reached: permission denied"):
        _the_one(home, str(open_folder / "closed" / "x.tar"))


def test_without_a_backup_before_it_they_are_asked(
    run: Run, home: Paths, made: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    del made
    home.couple.unlink()
    monkeypatch.setattr("duologue.store.backups.SPARE", 10**15)
    told = run("restore", typed="y\nn\n")
    assert told.exit_code == 1
    assert "No backup could be made first: the disk is too full" in told.output
    assert not home.couple.exists()
    told = run("restore", typed="y\ny\n")
    assert (told.exit_code, load_couple(home)) == (0, ANA_AND_BEN)


def test_what_was_cut_off_is_finished_first(run: Run, home: Paths, made: dict[str, bytes]) -> None:
    """Killed after all had come and before it was in its place."""
    coming = home.data / f"{ARRIVED}0123456789ab"
    put(coming / "couple.toml", b"left = 'A'\n")
    put(coming / ".instead.json", json.dumps({"couple.toml": _stamp(home.couple)}).encode())
    told = run("restore", typed="y\n")
    assert told.exit_code == 0
    assert kept_in(home)["couple.toml"] == made["couple.toml"], "restored over what had come"
    assert not coming.exists()


def test_what_has_changed_since_is_not_replaced(home: Paths, made: dict[str, bytes]) -> None:
    """Killed before it was in its place; until the next start another program wrote there."""
    del made
    coming = home.data / f"{ARRIVED}0123456789ab"
    put(coming / "couple.toml", b"from the backup\n")
    put(coming / ".instead.json", json.dumps({"couple.toml": _stamp(home.couple)}).encode())
    home.couple.write_bytes(b"from elsewhere\n")
    settle(home)
    assert home.couple.read_bytes() == b"from elsewhere\n"
    assert (home.data / "couple-2.toml").read_bytes() == b"from the backup\n"


def _stamp(file: Path) -> str:
    from duologue.store.files import stamp

    return stamp(file)


def test_settings_on_another_disk_come_back_too(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the folders are those of the system, the settings lie apart from the rest."""
    monkeypatch.delenv(HOME_VARIABLE)
    for name in ("DATA", "CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    apart = Paths.find()
    assert apart.config != apart.data
    put(apart.settings, b'theme = "linen"\n')
    make(apart, "weekly", NOW)
    for content in (b"other = 1\n", None):
        put(apart.settings, content) if content else apart.settings.unlink()
        told = CliRunner().invoke(cli, ["restore", str(backups(apart)[-1].path)], input="y\ny\n")
        assert told.exit_code == 0, told.output
        assert apart.settings.read_bytes() == b'theme = "linen"\n'
    del run


# Before something else is done


@pytest.fixture
def taken(run: Run, home: Paths, tmp_path: Path) -> Path:
    """A moment that came out of another jar."""
    save(home, a_memory())
    assert run("memories", "export", "--json", tmp_path / "taken.json").exit_code == 0
    return tmp_path / "taken.json"


def test_a_backup_comes_before_an_import(run: Run, tmp_path: Path, taken: Path) -> None:
    there = Paths.under(tmp_path / "there")
    put(there.settings, b'theme = "linen"\n')
    told = run("memories", "import", taken, home=there)
    assert (told.exit_code, [each.reason for each in backups(there)]) == (0, ["before-import"])
    run("memories", "import", taken, home=there)
    assert len(backups(there)) == 1, "nothing new came"


@pytest.mark.parametrize("typed", ["n\n", "", "y\n"])
def test_they_are_asked_before_an_import_without_a_backup(
    run: Run, tmp_path: Path, taken: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    there = Paths.under(tmp_path / "there")
    put(there.settings, b'theme = "linen"\n')
    monkeypatch.setattr("duologue.store.backups.SPARE", 10**15)
    told = run("memories", "import", taken, typed=typed, home=there)
    assert "No backup could be made first" in told.output
    came = typed.startswith("y")
    assert (told.exit_code == 0, there.memories.exists()) == (came, came)
    assert came or "Nothing was brought in" in told.output
