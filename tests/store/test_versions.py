"""Files of another version: newer ones are read and never written, older ones become new and whole."""

from __future__ import annotations

import errno
import shutil
import tomllib
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from duologue.core import formats
from duologue.core.events import Starred
from duologue.core.pace import Pace
from duologue.store import toml_files
from duologue.store.agreed import forget_hour, load_hour, save_hour
from duologue.store.backups import backups
from duologue.store.files import NotWritten, exists
from duologue.store.journal import Journal
from duologue.store.migration import migrate, old_copy, older
from duologue.store.paths import Paths
from duologue.store.settings import (
    Settings,
    load_couple,
    load_settings,
    save_couple,
    save_settings,
    setting_problems,
)
from duologue.store.stars import load_stars, save_stars, star_problems
from duologue.ui.screens.home import news
from tests.builders import DONE, NAMES, began, begun, played
from tests.faults.seam import Killed, failing, seam
from tests.store.locked import close_it, lock_it, open_it

NOW = datetime(2026, 11, 28, 20, 0, tzinfo=UTC)
COUPLE = 'format = 1\nleft = "Ana"\nright = "Ben"\nsince = 2011-05-01\n'
SETTINGS = 'theme = "linen"\npace = "brisk"\n[keys]\nyes = ["a", "l"]\n'


def put(paths: Paths, couple: str = COUPLE, settings: str = SETTINGS) -> None:
    """Files as an earlier version left them."""
    paths.data.mkdir(parents=True, exist_ok=True)
    paths.couple.write_text(couple, encoding="utf-8")
    paths.settings.write_text(settings, encoding="utf-8")


# Newer ones


def test_a_newer_settings_file_is_read_and_never_written(paths: Paths) -> None:
    text = 'format = 3\ntheme = "linen"\nrain = "loud"\n'
    put(paths, settings=text)
    assert load_settings(paths).theme == "linen"
    with pytest.raises(NotWritten, match=r"settings\.toml comes from a newer Duologue"):
        save_settings(paths, Settings())
    assert paths.settings.read_text() == text
    assert not list(paths.data.glob("settings-aside-*"))


def test_newer_names_are_read_and_never_written(paths: Paths) -> None:
    text = 'format = 9\nleft = "Ana"\nright = "Ben"\nthird = "the cat"\n'
    put(paths, couple=text)
    assert load_couple(paths) == NAMES
    with pytest.raises(NotWritten, match=r"couple\.toml comes from a newer Duologue"):
        save_couple(paths, replace(NAMES, left="Anna"))
    assert paths.couple.read_text() == text
    migrate(paths, NOW)
    assert paths.couple.read_text() == text


def test_home_says_so_once_for_each_file(paths: Paths) -> None:
    put(paths, couple='format = 9\nleft = "Ana"\nright = "Ben"\n', settings='format = 2\ntheme = "linen"\n')
    lines = news("", setting_problems(paths))
    assert lines[0].endswith("couple.toml comes from a newer Duologue; this one leaves it as it is.")
    assert lines[1] == "Left out, because something in it needs mending:"
    assert "settings.toml:1: file: is cut off" in lines[2]
    assert len(lines) == 3


def test_old_and_missing_files_are_no_news(paths: Paths) -> None:
    assert setting_problems(paths) == []
    put(paths)
    assert setting_problems(paths) == []


def test_a_newer_star_is_neither_written_over_nor_taken_away(paths: Paths) -> None:
    starred = played(begun(), DONE, Starred())
    save_stars(paths, starred)
    (file,) = paths.stars.iterdir()
    newer = 'format = 2\nmood = "another"\n'
    file.write_text(newer)
    assert (load_stars(paths), len(star_problems(paths))) == ([], 1)
    save_stars(paths, starred)
    assert file.read_text() == newer
    was_starred = begun(starred.hand.model_copy(update={"starred": ("A walk",)}))
    save_stars(paths, played(was_starred, DONE, Starred()))
    assert file.read_text() == newer


def test_a_newer_agreed_hour_is_set_aside_and_not_lost(paths: Paths) -> None:
    newer = "format = 2\nwhen = 2026-11-27T20:00:00+01:00\nwhere = 'kitchen'\n"
    changes: list[Callable[[], None]] = [lambda: save_hour(paths, NOW), lambda: forget_hour(paths)]
    for change in changes:
        paths.state.mkdir(parents=True, exist_ok=True)
        paths.agreed.write_text(newer)
        change()
    assert load_hour(paths) is None
    assert [file.read_text() for file in paths.state.glob("agreed-aside-*.toml")] == [newer, newer]


def test_a_newer_journal_is_set_aside_when_a_session_begins(paths: Paths) -> None:
    journal = Journal(paths.journal)
    journal.start(began())
    text = paths.journal.read_bytes().rstrip(b"\n")[25:-1]
    event = text[text.index(b"{") :].replace(b'"format":1', b'"format":2')
    newer = b'{"crc":"%08x","event":%s}\n' % (zlib.crc32(event), event)
    paths.journal.write_bytes(newer)
    assert journal.replay() is None
    journal.start(began())
    (aside,) = paths.state.glob("journal-aside-*.jsonl")
    assert aside.read_bytes() == newer


# Older ones


def test_older_files_become_new_ones_and_nothing_in_them_is_lost(paths: Paths) -> None:
    put(paths)
    assert migrate(paths, NOW) == [paths.couple, paths.settings]
    couple, settings = (tomllib.loads(path.read_text()) for path in (paths.couple, paths.settings))
    assert couple["since"].year == 2011
    assert settings["keys"] == {"yes": ["a", "l"]}
    assert all(each["format"] == 2 and each["end"] == {"complete": True} for each in (couple, settings))
    assert paths.couple.read_text().endswith("[end]\ncomplete = true\n")
    assert load_couple(paths) == NAMES
    assert (load_settings(paths).theme, load_settings(paths).pace) == ("linen", Pace.BRISK)
    assert migrate(paths, NOW) == []


def test_a_backup_comes_first_and_holds_the_old_files(paths: Paths) -> None:
    put(paths)
    migrate(paths, NOW)
    [backup] = backups(paths)
    assert (backup.reason, backup.problem) == ("before-migration", "")
    assert COUPLE.encode() in backup.path.read_bytes()


def test_without_a_backup_nothing_is_touched(paths: Paths) -> None:
    def refuses(*_: object) -> None:
        raise NotWritten("the disk is full")

    put(paths)
    with pytest.raises(NotWritten, match="the disk is full"):
        migrate(paths, NOW, refuses)
    assert paths.couple.read_text() == COUPLE
    assert paths.settings.read_text() == SETTINGS
    assert load_couple(paths) == NAMES, "and is read as before"


@pytest.mark.parametrize("text", ["", "not TOML", 'left = "An', "format = 2\nleft = 'Ana'\nright = 'Ben'\n"])
def test_what_cannot_be_read_is_let_be(paths: Paths, text: str) -> None:
    put(paths, couple=text)
    assert migrate(paths, NOW) == [paths.settings]
    assert paths.couple.read_text() == text


def test_the_new_file_is_read_back_and_else_the_old_one_returns(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(paths)
    save = "duologue.store.toml_files.save"
    with monkeypatch.context() as patched:
        patched.setattr(save, lambda path, *_, **__: path.write_text('format = 2\nleft = "A'))
        with pytest.raises(NotWritten, match="the old one is back"):
            migrate(paths, NOW)
    assert paths.couple.read_text() == COUPLE
    assert [file.read_text() for file in asides(paths)] == ['format = 2\nleft = "A']
    migrate(paths, NOW)
    assert not older(paths)


def asides(paths: Paths) -> list[Path]:
    """What was put beside the names."""
    return list(paths.data.glob("couple-aside-*.toml"))


@pytest.mark.parametrize("there", ["", 'format = 2\nleft = "A'])
def test_what_was_damaged_after_a_cut_off_migration_comes_back(paths: Paths, there: str) -> None:
    put(paths)
    old_copy(paths.couple).write_text(COUPLE)
    paths.couple.write_text(there)
    migrate(paths, NOW)
    assert load_couple(paths) == NAMES
    assert not old_copy(paths.couple).exists()


def test_what_does_not_open_after_a_cut_off_migration_stays_beside_what_comes_back(paths: Paths) -> None:
    put(paths)
    old_copy(paths.couple).write_text(COUPLE)
    lock_it(paths)
    place = open_it(paths).stored_at(paths.couple)
    place.write_bytes(b"sealed with another key")
    migrate(paths, NOW, no_backup)
    assert load_couple(paths) == NAMES
    assert not exists(old_copy(paths.couple))
    close_it()
    assert b"sealed with another key" in [file.read_bytes() for file in paths.locked.iterdir()]


def test_what_was_saved_after_a_cut_off_migration_stays(paths: Paths) -> None:
    put(paths)
    old_copy(paths.couple).write_text(COUPLE)
    save_couple(paths, replace(NAMES, left="Anna"))
    migrate(paths, NOW)
    assert load_couple(paths) == replace(NAMES, left="Anna")
    assert not old_copy(paths.couple).exists()


def test_names_that_the_disk_does_not_give_just_now_are_not_those_of_before(paths: Paths) -> None:
    """They have changed them since, and one refused read must not bring the old ones back."""
    put(paths)
    migrate(paths, NOW, no_backup)
    save_couple(paths, replace(NAMES, left="Anna"))
    with seam() as calls:
        migrate(paths, NOW, no_backup)
    for call in range(1, calls.count + 1):
        old_copy(paths.couple).write_text(COUPLE)
        with suppress(NotWritten), seam(call, failing(errno.EIO)):
            migrate(paths, NOW, no_backup)
        migrate(paths, NOW, no_backup)
        assert load_couple(paths) == replace(NAMES, left="Anna"), call
        assert not old_copy(paths.couple).exists()


def test_names_that_a_file_sync_brings_meanwhile_stay(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    put(paths)
    theirs = COUPLE.replace("Ana", "Anna")
    with monkeypatch.context() as patched:
        patched.setattr("duologue.core.formats.migrated", _while_a_sync_puts(paths.couple, theirs))
        with pytest.raises(NotWritten, match="somebody else has changed"):
            migrate(paths, NOW, no_backup)
    assert paths.couple.read_text() == theirs
    migrate(paths, NOW, no_backup)
    assert load_couple(paths) == replace(NAMES, left="Anna")


def _while_a_sync_puts(file: Path, text: str) -> Callable[..., dict[str, Any]]:
    real = formats.migrated

    def migrated(kind: formats.Kind, values: dict[str, Any]) -> dict[str, Any]:
        file.write_text(text, encoding="utf-8")
        return dict(real(kind, values))

    return migrated


THEIRS = {
    "older": COUPLE.replace("Ana", "Anna"),
    "as new": f"{COUPLE.replace('Ana', 'Anna').replace('1', '2', 1)}[end]\ncomplete = true\n",
    "newer": f"{COUPLE.replace('Ana', 'Anna').replace('1', '9', 1)}[end]\ncomplete = true\n",
    "half of it": 'format = 2\nleft = "Anna',
}


class Sync:
    """Another program that puts its file there once, right after a call of ours."""

    def __init__(self, file: Path, text: str, at: int) -> None:
        self.file, self.text, self.left = file, text, at

    def made(self, *_: object) -> None:
        """A call was made; those of the other program do not count."""
        self.left -= 1
        if self.left == 0:
            beside = self.file.with_name(".syncing")
            beside.write_text(self.text, encoding="utf-8")
            beside.replace(self.file)
            self.left = -1


@pytest.mark.parametrize("theirs", THEIRS)
@pytest.mark.parametrize("damaged", [False, True], ids=["whole", "our own is damaged"])
def test_whenever_a_file_sync_brings_names_they_are_not_written_over(
    tmp_path: Path, theirs: str, monkeypatch: pytest.MonkeyPatch, *, damaged: bool
) -> None:
    """Whatever it takes them for: they are in their place, or beside it."""
    save = toml_files.save

    def saves_half(path: Path, _: object, *, seen: str | None = None) -> None:
        save(path, {"format": 2, "left": "A"}, seen=seen)

    if damaged:
        monkeypatch.setattr(toml_files, "save", saves_half)
    counting = Sync(tmp_path, "", 0)
    for call in range(100):
        paths = Paths.under(tmp_path / str(call))
        put(paths)
        sync = Sync(paths.couple, THEIRS[theirs], call) if call else counting
        with suppress(NotWritten), seam(watcher=sync):
            migrate(paths, NOW, no_backup)
        found = [file.read_text(encoding="utf-8") for file in (paths.couple, *asides(paths))]
        assert any("Anna" in text for text in found) or not call, (call, found)
        assert theirs == "half of it" or load_couple(paths) is not None, call
        if call == -counting.left:
            break
    assert -counting.left in range(20, 100)


# Whatever call fails, or is the last


def no_backup(*_: object) -> None:
    """Backups have tests of their own, of every call as well."""


class Trial:
    """Older files on a fresh folder, for each call at which a migration can end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with seam() as calls:
            migrate(self.fresh(), NOW, no_backup)
        self.calls = calls.names

    def fresh(self) -> Paths:
        """As an earlier version left it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        paths = Paths.under(self.folder / "couple")
        put(paths)
        return paths

    def check(self, number: int, failure: Callable[[], BaseException], *, forever: bool) -> None:
        """Let call `number` go wrong; both files are whole then, and new once it is done again."""
        paths = self.fresh()
        with suppress(NotWritten, Killed), seam(number, failure, forever=forever):
            migrate(paths, NOW, no_backup)
        where = f"call {number} ({self.calls[number - 1]})"
        for again in range(2):
            for path, old in ((paths.couple, COUPLE), (paths.settings, SETTINGS)):
                values = tomllib.loads(path.read_text())
                before = tomllib.loads(old)
                inside = {key: value for key, value in values.items() if key not in {"format", "end"}}
                assert inside == {key: value for key, value in before.items() if key != "format"}, where
                assert values == before or values["end"] == {"complete": True}, where
            assert load_couple(paths) == NAMES, where
            assert load_settings(paths).theme == "linen", where
            if not again:
                migrate(paths, NOW, no_backup)
        assert not older(paths), where
        assert not old_copy(paths.couple).exists(), where


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    """Tried once on a disk that is well."""
    return Trial(tmp_path / "trial")


@pytest.mark.parametrize(
    ("failure", "forever"),
    [(Killed, True), (failing(errno.ENOSPC), True), (failing(errno.EIO), False)],
    ids=["killed", "full from then on", "an error once"],
)
def test_a_migration_that_ends_at_any_call(
    trial: Trial, failure: Callable[[], BaseException], forever: bool
) -> None:
    assert len(trial.calls) > 20
    for number in range(1, len(trial.calls) + 1):
        trial.check(number, failure, forever=forever)
