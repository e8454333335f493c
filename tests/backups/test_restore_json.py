"""`duologue restore` for programs: JSON alone goes to the standard output, and people are asked beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from duologue.cli.restore import NOTHING_CAME
from duologue.store.backups import backups, make
from duologue.store.locking import lock
from duologue.store.paths import Paths
from tests.backups.conftest import Run
from tests.backups.folders import NOW, close, everything, filled, kept_in, put
from tests.moving.jars import a_memory, save
from tests.store.locked import SECRET

PASSPHRASE = "four quiet words here"


@pytest.fixture
def changed(home: Paths) -> dict[str, bytes]:
    """What was kept when the backup was made; since then one went, one has changed and one is new."""
    (home.memories / "2026").mkdir(parents=True)
    (home.memories / "2026" / "link").symlink_to("/etc/passwd")
    kept = filled(home)
    make(home, "before-import", NOW)
    (home.memories / "2024" / "05" / "walk.toml").unlink()
    home.couple.write_text("names = 1\n")
    save(home, a_memory("new", 3))
    return kept


def read(stdout: str, home: Paths) -> dict[str, Any]:
    """What was printed, without where it lies."""
    [backup] = [each for each in backups(home) if each.reason == "before-import"]
    values: dict[str, Any] = json.loads(stdout)
    assert values.pop("backup") == str(backup.path)
    return values


def test_the_preview_is_told_as_json_and_changes_nothing(
    run: Run, home: Paths, changed: dict[str, bytes]
) -> None:
    before = everything(home.data.parent)
    told = run("restore", "--preview", "--json")
    assert told.exit_code == 0
    values = read(told.stdout, home)
    kinds = values.pop("kinds")
    assert kinds["moments"] == {"missing": 1, "differs": 0, "same": 3, "only here": 1}
    assert kinds["names, settings and keys"] == {"missing": 0, "differs": 1, "same": 1, "only here": 0}
    assert values == {
        "made": NOW.isoformat(),
        "reason": "before import",
        "files": len(changed) - 1,
        "unopened": 0,
        "missing": {"memories/2026/link": "is a link, or not a regular file"},
        "restored": 0,
        "in_place": True,
        "before": None,
    }
    assert "missing comes back" in told.stderr
    assert everything(home.data.parent) == before


def test_what_was_restored_is_told_once_they_have_said_yes_beside_it(
    run: Run, home: Paths, changed: dict[str, bytes]
) -> None:
    told = run("restore", "--json", typed="y\ny\n")
    assert told.exit_code == 0
    assert "Bring this back?" in told.stderr
    values = read(told.stdout, home)
    assert (values["restored"], values["in_place"]) == (2, True)
    assert Path(values["before"]).name.endswith("-before-restore.tar")
    now = kept_in(home)
    assert {name: now.get(name) for name in changed} == changed
    again = run("restore", home.backups / "2026-02-14T203000-before-import.tar", "--json")
    assert read(again.stdout, home)["restored"] == 0


@pytest.mark.parametrize("typed", ["n\n", ""])
def test_a_no_prints_no_json(run: Run, home: Paths, changed: dict[str, bytes], typed: str) -> None:
    before = everything(home.data.parent)
    told = run("restore", "--json", typed=typed)
    assert (told.exit_code, told.stdout) == (1, "")
    assert NOTHING_CAME in told.stderr
    assert everything(home.data.parent).keys() - before.keys() <= {"home/duologue.lock"}
    assert changed


def test_the_list_is_the_one_that_backup_prints(run: Run, home: Paths, changed: dict[str, bytes]) -> None:
    assert changed
    put(home.backups / "2026-02-15T203000-weekly.tar", b"cut off")
    listed = run("restore", "--list", "--json").stdout
    assert listed == run("backup", "--list", "--json").stdout
    assert [row["problem"] for row in json.loads(listed)] == ["is cut off: its end is missing.", ""]


def test_a_key_that_comes_back_is_told(run: Run, home: Paths) -> None:
    filled(home)
    lock(home, SECRET, f"{PASSPHRASE}|# a key\n{SECRET}\n".encode())
    close()
    make(home, "before-import", NOW)
    home.identity.unlink()
    looked = run("restore", "--with-key", "--preview", "--json", typed=f"{PASSPHRASE}\n")
    assert read(looked.stdout, home) == {"key": "fits"}
    told = run("restore", "--with-key", "--json", typed=f"{PASSPHRASE}\ny\n")
    assert told.exit_code == 0
    values = read(told.stdout, home)
    assert (values["key"], values["restored"], values["before"]) == ("is back", 0, None)
    assert PASSPHRASE not in told.output
    assert home.identity.exists()
