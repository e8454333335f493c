"""What can go wrong in a couple's folder, each with what the doctor says of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from duologue.store.disk import PLAIN
from duologue.store.doctor.finding import Level
from duologue.store.jar import Jar
from duologue.store.journal import Journal
from duologue.store.paths import Paths
from tests.builders import DONE, began
from tests.store.moments import WHEN, keep, moment

SECRET = "kiwi"
"""A word of the couple's, which must be told nowhere."""


def _cut(paths: Paths) -> None:
    file = paths.memories / "2024" / "05" / "one.toml"
    file.write_text(file.read_text().partition("[end]")[0])


def changed(paths: Paths) -> None:
    """A letter of a memory is another."""
    file = paths.memories / "2024" / "05" / "one.toml"
    file.write_text(file.read_text().replace(SECRET, "fig"))


def gone(paths: Paths) -> None:
    """A memory vanished."""
    (paths.memories / "2024" / "05" / "one.toml").unlink()


def _no_toml(paths: Paths) -> None:
    (paths.memories / "2024" / "05" / "three.toml").write_text(f"{SECRET} is not TOML")


def _no_text(paths: Paths) -> None:
    (paths.memories / "2024" / "05" / "three.toml").write_bytes(b"\xff" + SECRET.encode())


def _newer(paths: Paths) -> None:
    (paths.memories / "2024" / "05" / "three.toml").write_text(f'format = 2\ntitle = "{SECRET}"\n')


def _linked(paths: Paths) -> None:
    (paths.memories / "2024" / "05" / "three.toml").symlink_to("one.toml")


def _odd_value(paths: Paths) -> None:
    text = f'format = 1\nid = "../{SECRET}"\nwhen = 5\n[end]\ncomplete = true\n'
    (paths.memories / "2024" / "05" / "three.toml").write_text(text)


def _sync_copy(paths: Paths) -> None:
    shutil.copy(paths.couple, paths.couple.with_name("couple.sync-conflict-20261128-A.toml"))


def _copy_by_git(paths: Paths) -> None:
    file = paths.memories / "2024" / "05" / "one.toml"
    shutil.copy(file, file.with_name("one.toml.orig"))


def _marks(paths: Paths) -> None:
    text = paths.couple.read_text()
    paths.couple.write_text(f"<<<<<<< ours\n{text}=======\n{SECRET}\n>>>>>>> theirs\n")


def _mergeable(paths: Paths) -> None:
    file = paths.memories / "2024" / "05" / "one.toml"
    text = file.read_text()
    file.write_text(f"<<<<<<< ours\n{text}=======\n{text.replace(SECRET, 'fig')}>>>>>>> theirs\n")


def _torn(paths: Paths) -> None:
    jar = Jar(replace(paths, cache=paths.cache / "other"))
    jar.index.refresh()
    kept = jar.kept("one")
    assert kept is not None
    for title in ("fig", "plum"):
        jar.change(kept, kept.now, {"title": title}, WHEN)
    jar.close()


def opened(paths: Paths) -> None:
    """Others can read the names."""
    paths.couple.chmod(0o644)


def _picture_gone(paths: Paths) -> None:
    keep(paths, moment("four", picture=f"{'0' * 32}.png"))


def _cut_backup(paths: Paths) -> None:
    [backup] = paths.backups.iterdir()
    shutil.copy(backup, backup.with_name("2026-01-01T000000-weekly.tar"))
    os.truncate(backup.with_name("2026-01-01T000000-weekly.tar"), 700)


def _old_deck(paths: Paths) -> None:
    PLAIN.write(paths.decks / "ours.toml", f'title = "{SECRET}"\ntopics = ["{SECRET}"]\n'.encode())


def broken_index(paths: Paths) -> None:
    """The index is no index."""
    PLAIN.write(paths.index, b"SQLite format 3\0 and no more")


def _torn_journal(paths: Paths) -> None:
    journal = Journal(paths.journal)
    journal.start(began())
    journal.append(DONE.stamped(3))
    with paths.journal.open("ab") as file:
        file.write(SECRET.encode())


def _unreadable_journal(paths: Paths) -> None:
    PLAIN.write(paths.journal, SECRET.encode())


def _aside(paths: Paths) -> None:
    PLAIN.write(paths.state / "journal-aside-0a1b2c.jsonl", SECRET.encode())


def _torn_twice(paths: Paths) -> None:
    PLAIN.write(paths.state / "journal.torn", SECRET.encode())
    PLAIN.write(paths.state / "journal-2.torn", SECRET.encode())


def part(paths: Paths) -> None:
    """A save was cut off long ago."""
    _old_file(paths.memories / "2024" / "05" / ".x.toml.0123456789ab.part")


def cut_import(paths: Paths) -> None:
    """An import was cut off long ago."""
    _old_file(paths.data / ".importing-0123456789ab" / "memories" / "x.toml")
    os.utime(paths.data / ".importing-0123456789ab", (1, 1))


def _arrived(paths: Paths) -> None:
    _old_file(paths.data / ".arriving-0123456789ab" / "memories" / "x.toml")


def _old_file(path: Path) -> None:
    PLAIN.write(path, SECRET.encode())
    os.utime(path, (1, 1))


def _newer_settings(paths: Paths) -> None:
    paths.settings.write_text('format = 7\ntheme = "linen"\n')


def _older_settings(paths: Paths) -> None:
    paths.settings.write_text('format = 1\ntheme = "linen"\n')


def _cut_names(paths: Paths) -> None:
    paths.couple.write_text(paths.couple.read_text().partition("[end]")[0])


def file_for_a_folder(paths: Paths) -> None:
    """A file stands where the cache should be."""
    paths.cache.write_text("in the way")
    paths.cache.chmod(0o600)


TROUBLES: list[tuple[Callable[[Paths], None], str, str, Level]] = [
    (_cut, "unreadable", "is cut off: its last table", Level.LOOK),
    (changed, "checksums", "changed without Duologue. one.toml", Level.LOOK),
    (gone, "checksums", "is not there any more. one.toml", Level.NOTE),
    (_no_toml, "unreadable", "is not TOML. three.toml", Level.LOOK),
    (_no_text, "unreadable", "is not UTF-8: byte 0 does not fit. three.toml", Level.LOOK),
    (_newer, "unreadable", "comes from a newer Duologue", Level.LOOK),
    (_linked, "unreadable", "is a link", Level.LOOK),
    (_odd_value, "unreadable", "id: ", Level.LOOK),
    (_sync_copy, "conflicts", "is a copy that a file sync made, and is not read.", Level.LOOK),
    (_copy_by_git, "conflicts", "is not read. one.toml.orig", Level.LOOK),
    (_marks, "conflicts", "holds the marks of a merge that git could not finish. couple.toml", Level.LOOK),
    (_mergeable, "conflicts", "both sides are shown as versions. one.toml", Level.NOTE),
    (_torn, "conflicts", "1 record changed on two laptops. memories", Level.NOTE),
    (opened, "modes", "Open to others on this computer: 1 file, such as couple.toml", Level.LOOK),
    (_picture_gone, "unreadable", "A moment names this picture, which is gone.", Level.LOOK),
    (_cut_backup, "backups", "is cut off: its end is missing. 2026-01-01", Level.LOOK),
    (_old_deck, "own decks", "is left out, because something in it needs mending.", Level.LOOK),
    (broken_index, "index", "cannot be used", Level.LOOK),
    (_torn_journal, "journal", f"its last {len(SECRET)} bytes are torn.", Level.NOTE),
    (_unreadable_journal, "journal", "A session waits that cannot be read here.", Level.LOOK),
    (_aside, "journal", "was set aside. journal-aside-0a1b2c.jsonl", Level.NOTE),
    (_torn_twice, "journal", "was set aside. journal-2.torn", Level.NOTE),
    (part, "leftovers", "was cut off on its way. .x.toml.0123456789ab.part", Level.NOTE),
    (cut_import, "leftovers", "was cut off on its way. .importing-0123456789ab", Level.NOTE),
    (_arrived, "leftovers", "is not in its place yet. .arriving-0123456789ab", Level.LOOK),
    (_newer_settings, "formats", "format: comes from a newer Duologue", Level.LOOK),
    (_older_settings, "formats", "is of an older format. settings.toml", Level.NOTE),
    (_cut_names, "formats", "is cut off: its last table", Level.LOOK),
    (file_for_a_folder, "folders", "is a file, and a folder is needed there. cache", Level.LOOK),
]
