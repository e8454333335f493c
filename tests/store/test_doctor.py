"""The doctor names what is wrong and what to do, tells no words of the couple, and never touches a record."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from duologue.core.closeness import Circles, Closeness
from duologue.core.note import Note
from duologue.store.access import take_pen
from duologue.store.backups import make
from duologue.store.checksums import compare
from duologue.store.disk import PLAIN
from duologue.store.doctor import contents, places, surroundings, traces
from duologue.store.doctor.examination import examine
from duologue.store.doctor.finding import Finding, Level, all_fine
from duologue.store.doctor.mending import mend
from duologue.store.files import mounted, unmount
from duologue.store.jar import Jar
from duologue.store.locking import lock, new_secret, vault_over
from duologue.store.paths import Paths
from duologue.store.records import save_record
from duologue.store.sealing import seal
from duologue.store.settings import Settings, save_couple, save_settings
from tests.builders import NAMES
from tests.faults.seam import failing, seam
from tests.store import troubles
from tests.store.conftest import SomebodyElse
from tests.store.moments import WHEN, keep, moment
from tests.store.troubles import SECRET, TROUBLES

NOW = datetime(2026, 11, 28, 20, 0, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("few_shipped")


@pytest.fixture
def whole(paths: Paths) -> Paths:
    """A couple's folder in which all is well."""
    pen = take_pen(paths)
    save_couple(paths, NAMES)
    save_settings(paths, Settings())
    keep(paths, moment("one", title=SECRET), moment("two"))
    pen.put_down()
    make(paths, "weekly", NOW)
    return paths


def found(paths: Paths, area: str) -> list[Finding]:
    """What is found in one area."""
    return [finding for finding in examine(paths, NOW) if finding.area == area]


def matters(paths: Paths) -> dict[str, list[str]]:
    """What there is to know or to look at, by area; the terminal of a test is nobody's."""
    told: dict[str, list[str]] = {}
    for finding in examine(paths, NOW):
        if finding.level is not Level.FINE and finding.area not in {"terminal", "room"}:
            told.setdefault(finding.area, []).append(f"{finding.what} {Path(finding.where).name}")
    return told


def test_where_all_is_well_it_says_so(whole: Paths) -> None:
    assert matters(whole) == {}
    assert all_fine(examine(whole, NOW))


def test_looking_changes_nothing(whole: Paths) -> None:
    before = {path: path.stat() for path in whole.data.rglob("*")}
    examine(whole, NOW)
    assert {path: path.stat() for path in whole.data.rglob("*")} == before


def test_where_nothing_is_nothing_is_wrong_and_nothing_is_made(paths: Paths) -> None:
    findings = examine(paths, NOW)
    assert all_fine(findings)
    assert matters(paths) == {"folders": ["Nothing is kept here yet. couple"]}
    assert not paths.data.exists()


@pytest.mark.parametrize(
    ("trouble", "area", "what", "level"),
    TROUBLES,
    ids=[trouble.__name__.strip("_") for trouble, *_ in TROUBLES],
)
def test_each_trouble_is_named_with_what_to_do_and_none_of_their_words(
    whole: Paths, trouble: Callable[[Paths], None], area: str, what: str, level: Level
) -> None:
    trouble(whole)
    findings = examine(whole, NOW)
    named = [
        each for each in findings if each.area == area and what in f"{each.what} {Path(each.where).name}"
    ]
    assert [each.level for each in named] == [level], matters(whole)
    assert all(each.to_do or "set aside" in each.what for each in named)
    assert level is Level.NOTE or not all_fine(findings)
    told = json.dumps([each.as_json() for each in findings])
    assert SECRET not in told.replace(str(whole.data), "")


RECORDS = (
    "memories",
    "couple.toml",
    "settings.toml",
    "journal.jsonl",
    "trash",
    "stars",
    "decks",
    "closeness",
)


def _kept(paths: Paths) -> dict[str, bytes]:
    return {
        str(path): path.read_bytes()
        for name in RECORDS
        for path in (paths.data / name, *(paths.data / name).rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


@pytest.mark.parametrize(
    "trouble", [trouble for trouble, *_ in TROUBLES if trouble is not troubles.file_for_a_folder]
)
def test_mending_touches_no_record_and_leaves_less_to_look_at(
    whole: Paths, trouble: Callable[[Paths], None]
) -> None:
    trouble(whole)
    before = _kept(whole)
    pen = take_pen(whole)
    done = mend(whole)
    pen.put_down()
    assert _kept(whole) == before
    after = matters(whole)
    assert not {"modes", "index", "checksums"} & set(after)
    if trouble in {
        troubles.changed,
        troubles.opened,
        troubles.broken_index,
        troubles.part,
        troubles.cut_import,
        troubles.gone,
    }:
        assert done
        assert after == {}
    assert compare(whole).changed == ()
    pen = take_pen(whole)
    assert mend(whole) == [], "the second time there is nothing left to do"
    pen.put_down()


def test_mending_says_what_it_did(whole: Paths) -> None:
    troubles.changed(whole)
    troubles.part(whole)
    troubles.opened(whole)
    told = mend(whole)
    assert told[0] == "1 file could be read by others on this computer; now only you can."
    assert told[1].startswith("Removed ") and told[1].endswith(".part, which was cut off on its way.")  # noqa: PT018
    assert "one.toml had changed without Duologue" in told[2]
    assert told[3] == "Noted the checksums of 4 files as they are now."


def test_what_has_just_been_begun_is_not_removed(whole: Paths) -> None:
    part = whole.memories / ".x.toml.0123456789ab.part"
    PLAIN.write(part, b"x")
    assert mend(whole) == []
    assert part.exists()


def test_whoever_writes_is_named(whole: Paths) -> None:
    pen = take_pen(whole)
    try:
        assert found(whole, "lock")[0].what == "This window writes."
    finally:
        pen.put_down()
    assert found(whole, "lock")[0].level is Level.FINE
    assert places.holder_of(whole.lock) is None


def test_many_files_are_not_all_named(whole: Paths) -> None:
    for number in range(30):
        (whole.memories / "2024" / "05" / f"cut{number}.toml").write_text("format = 1\n")
    named = [each.what for each in found(whole, "unreadable")]
    assert named[-1] == "and 18 more files."
    assert len(named) == 13


def test_what_is_kept_of_every_kind_can_be_read(whole: Paths) -> None:
    note = Note(id="p1", when=WHEN, deck="Paper", card="", kind="promise", by="Ana", to="Ben", text="Tea")
    circles = Closeness(
        id="c1",
        when=WHEN,
        deck="Circles",
        left=Circles(name="Ana", circle=3),
        right=Circles(name="Ben", circle=4),
    )
    save_record(whole.notes("promise"), WHEN, "p1", note.record())
    save_record(whole.closeness, WHEN, "c1", circles.record())
    assert found(whole, "unreadable")[0].what == "4 records can be read."


def test_a_wrong_clock_and_an_old_backup_are_told(whole: Paths) -> None:
    old = list(places.kept_back(whole, NOW + timedelta(days=90)))
    assert (old[0].level, old[0].to_do.startswith("`duologue backup`")) == (Level.NOTE, True)
    ahead = list(places.kept_back(whole, NOW - timedelta(days=90)))
    assert ahead[0].what.endswith("That day is still to come.")


def test_a_backup_that_the_disk_did_not_give_just_now_is_not_to_be_removed(whole: Paths) -> None:
    with seam() as calls:
        list(places.kept_back(whole, NOW))
    for call in range(1, calls.count + 1):
        with seam(call, failing(errno.EIO)):
            told = list(places.kept_back(whole, NOW))
        assert "remove" not in "".join(each.to_do for each in told), calls.names[call - 1]


def test_a_copy_of_a_moment_that_is_shown_is_not_to_be_removed(whole: Paths) -> None:
    file = whole.memories / "2024" / "05" / "one.toml"
    shutil.copy(file, file.with_name("one.sync-conflict-20261128-A.toml"))
    [told] = found(whole, "conflicts")
    assert (told.level, told.to_do) == (Level.NOTE, "")
    assert "it is read as a version" in told.what


def test_the_index_is_behind_and_then_matches(whole: Paths) -> None:
    Jar(whole).close()
    assert found(whole, "index")[0].what == "2 files will be read anew when the jar opens."
    jar = Jar(whole)
    jar.index.refresh()
    jar.close()
    assert found(whole, "index")[0].what == "matches the files."
    with sqlite3.connect(whole.index) as base:
        base.execute("DELETE FROM file WHERE path = ?", (b"2024/05/one.toml",))
    assert found(whole, "index")[0].what == "1 file will be read anew when the jar opens."


# Whatever lies there


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _garbage(path: Path) -> None:
    path.write_bytes(b"\0\xff\x1b[2J" * 1000)


def _loop(path: Path) -> None:
    path.symlink_to(path)


ODD = [Path.mkdir, _fifo, _garbage, _loop, lambda path: path.symlink_to("/dev/zero")]
PLACES = (
    "couple.toml", "settings.toml", "identity.age", "journal.jsonl", "agreed.toml", "checksums.txt",
    "memories", "locked", "trash", "decks", "stars", "sessions", "cache", "duologue.lock", "pictures",
    "themes",
)  # fmt: skip


@pytest.mark.parametrize("name", PLACES)
def test_it_comes_to_its_end_with_anything_in_one_place(paths: Paths, name: str) -> None:
    _looked_and_mended(paths, name, odd=_garbage)


@pytest.mark.parametrize("odd", ODD, ids=["folder", "fifo", "garbage", "loop", "device"])
def test_it_comes_to_its_end_with_anything_in_every_place(paths: Paths, odd: Callable[[Path], None]) -> None:
    _looked_and_mended(paths, *PLACES, odd=odd)


def _looked_and_mended(paths: Paths, *names: str, odd: Callable[[Path], None]) -> None:
    paths.data.mkdir(mode=0o700)
    for name in names:
        odd(paths.data / name)
    findings = examine(paths, NOW)
    assert {finding.area for finding in findings} > {"folders", "checksums", "versions"}
    assert not [each for each in findings if "could not be looked at" in each.what]
    mend(paths)
    assert all(os.path.lexists(paths.data / name) for name in names if name != "checksums.txt")


def test_an_area_that_fails_does_not_stop_the_others(whole: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> object:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(contents, "load_decks", fails)
    monkeypatch.setattr(traces, "Survey", fails)
    findings = examine(whole, NOW)
    failed = [each for each in findings if "could not be looked at (RuntimeError)" in each.what]
    assert [each.area for each in failed] == ["formats"]
    assert findings[-1].area == "versions"
    assert SECRET not in str(findings)


def test_a_folder_that_can_only_be_read(whole: Paths, somebody_else: SomebodyElse, open_folder: Path) -> None:
    there = Paths.under(open_folder / "couple")
    shutil.copytree(whole.data, there.data)
    for path in (there.data, *there.data.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    with somebody_else():
        findings = examine(there, NOW)
        assert any("can only be read" in each.what for each in findings if each.area == "folders")
        assert not [each for each in findings if "could not be looked at" in each.what]


# Locked with a passphrase


@pytest.fixture(scope="module")
def key() -> tuple[str, bytes]:
    """A key, and the same under a passphrase: made once, since it takes a second or two."""
    secret = new_secret()
    return secret, seal(f"{secret}\n", "a passphrase")


@pytest.fixture
def locked(whole: Paths, key: tuple[str, bytes]) -> Iterator[Paths]:
    """The same folder, locked and closed."""
    before = mounted()
    pen = take_pen(whole)
    lock(whole, *key)
    pen.put_down()
    vault_over(whole).close()
    yield whole
    for disk in mounted():
        if disk not in before:
            unmount(disk)


def test_a_locked_folder_is_looked_at_as_far_as_it_goes(locked: Paths, key: tuple[str, bytes]) -> None:
    findings = examine(locked, NOW)
    assert all_fine(findings)
    closed = {each.area for each in findings if "was not looked into" in each.what}
    assert closed == {"unreadable", "formats", "journal"}
    assert found(locked, "passphrase")[0].what == "What you keep is locked, and the key looks right."
    assert [each.what for each in found(locked, "checksums")] == ["5 files as they were written."]
    vault_over(locked).open(key[0])
    assert found(locked, "unreadable")[0].what == "2 records can be read."


def test_damage_in_a_locked_folder_is_named(locked: Paths) -> None:
    first, second, *_ = sorted(locked.locked.iterdir())
    first.write_bytes(first.read_bytes()[:-1])
    second.write_bytes(b"")
    locked.identity.write_bytes(locked.identity.read_bytes()[:40])
    told = matters(locked)
    assert {f"changed without Duologue. {path.name}" for path in (first, second, locked.identity)} <= set(
        told["checksums"]
    )
    assert f"is not a locked file, or is damaged. {second.name}" in told["passphrase"]
    assert "is damaged, or no key at all. identity.age" in told["passphrase"]


def test_a_copy_of_a_locked_file_is_read_and_not_to_be_removed(locked: Paths, key: tuple[str, bytes]) -> None:
    vault = vault_over(locked)
    vault.open(key[0])
    stored = vault.stored_at(locked.memories / "2024" / "05" / "one.toml")
    shutil.copy(stored, stored.with_name(f"{stored.stem}.sync-conflict-20261128-A.age"))
    assert found(locked, "unreadable")[0].what == "3 records can be read."
    [told] = found(locked, "conflicts")
    assert "it is read as a version" in told.what
    assert told.to_do == ""


def test_a_key_that_is_gone_is_missed(locked: Paths) -> None:
    locked.identity.unlink()
    assert "Locked files are there, and the key is not. identity.age" in matters(locked)["passphrase"]


def test_what_is_not_locked_yet_is_told(locked: Paths) -> None:
    PLAIN.write(locked.memories / "2024" / "05" / "nine.toml", b"x")
    assert matters(locked)["passphrase"] == ["1 file not locked yet. couple"]


def test_mending_a_locked_folder_opens_nothing(locked: Paths) -> None:
    names = sorted(path.name for path in locked.data.rglob("*"))
    pen = take_pen(locked)
    mend(locked)
    pen.put_down()
    assert sorted(path.name for path in locked.data.rglob("*")) == names


# The terminal


@pytest.mark.parametrize(
    ("environment", "size", "encoding", "level", "said"),
    [
        ({"TERM": "xterm-256color"}, (120, 36), "UTF-8", Level.FINE, "256 colours"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, (120, 36), "utf8", Level.FINE, "16 million colours"),
        ({"TERM": "xterm", "NO_COLOR": ""}, (120, 36), "UTF-8", Level.FINE, "all is grey"),
        ({"TERM": "xterm"}, (50, 36), "UTF-8", Level.LOOK, "50 columns"),
        ({"TERM": "dumb"}, (120, 36), "UTF-8", Level.LOOK, "can draw nothing"),
        ({}, (120, 36), "UTF-8", Level.LOOK, "can draw nothing"),
        ({"TERM": "xterm"}, (120, 36), "ANSI_X3.4-1968", Level.LOOK, "UTF-8"),
        ({"TERM": "linux"}, (120, 36), "UTF-8", Level.NOTE, "paste"),
        (
            {"TERM": "tmux-256color", "TMUX": "x", "SSH_TTY": "y"},
            (120, 36),
            "UTF-8",
            Level.NOTE,
            "tmux and ssh",
        ),
        ({"TERM": "xterm-kitty", "KITTY_WINDOW_ID": "1"}, (120, 36), "UTF-8", Level.FINE, "(kitty)"),
    ],
)
def test_what_a_terminal_can_do(
    environment: dict[str, str], size: tuple[int, int], encoding: str, level: Level, said: str
) -> None:
    findings = list(surroundings.looked_at(environment, size, encoding))
    assert level in {each.level for each in findings if said in each.what}


def test_hostile_variables_are_cleaned() -> None:
    findings = surroundings.looked_at({"TERM": "x\x1b]0;y\x07"}, (120, 36), "\x9bUTF-8")
    assert not any("\x1b" in each.what or "\x9b" in each.what for each in findings)
