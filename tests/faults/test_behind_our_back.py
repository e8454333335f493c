"""Somebody else is at the couple's files while Duologue runs: what they did stays, and what we did too."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from duologue.core.couple import Couple
from duologue.store.files import exists, write_text
from duologue.store.journal import Journal
from duologue.store.own_cards import add_card
from duologue.store.paths import Paths
from duologue.store.records import load_memories, save_memory
from duologue.store.settings import Settings, load_couple, load_settings, save_couple, save_settings
from tests.builders import DONE, NAMES, began
from tests.faults.deeds import memory
from tests.faults.seam import Seam, seam

pytestmark = pytest.mark.usefixtures("few_shipped")


class Meddler:
    """Does something once, just before a file is synced: after it was read and before it is replaced."""

    def __init__(self, meddle: Callable[[], object]) -> None:
        self.meddle: Callable[[], object] | None = meddle

    def made(self, name: str, arguments: tuple[object, ...], result: object) -> None:
        """Told by the seam of each call."""
        assert arguments is not None or result is None
        if name == "fsync" and self.meddle is not None:
            meddle, self.meddle = self.meddle, None
            meddle()


def meddled(doing: Callable[[], object], meddle: Callable[[], object]) -> Seam:
    """Do something while somebody meddles."""
    watcher = Meddler(meddle)
    with seam(watcher=watcher) as calls:
        doing()
    assert watcher.meddle is None, "nobody came to meddle"
    return calls


def test_names_changed_while_they_are_written(paths: Paths) -> None:
    save_couple(paths, NAMES)
    text = paths.couple.read_text(encoding="utf-8")
    meddled(
        lambda: save_couple(paths, replace_left("Anna")),
        lambda: paths.couple.write_text(f'{text}anniversary = "May"\n', encoding="utf-8"),
    )
    assert load_couple(paths) == replace_left("Anna")
    assert 'anniversary = "May"' in paths.couple.read_text(encoding="utf-8")


def replace_left(name: str) -> Couple:
    """The couple, where the left one is called so."""
    return replace(NAMES, left=name)


def test_a_setting_changed_by_hand_while_the_app_runs(paths: Paths) -> None:
    before = Settings()
    save_settings(paths, before)
    save_settings(paths, replace(before, theme="linen"))  # By hand, or on another laptop.
    save_settings(paths, replace(before, digits=True), before)
    assert load_settings(paths) == replace(before, theme="linen", digits=True)


def test_a_card_written_by_hand_meanwhile(paths: Paths) -> None:
    add_card(paths, "good-news", "The best five minutes of today")
    deck = paths.decks / "good-news.toml"
    text = deck.read_text(encoding="utf-8")
    meddled(
        lambda: add_card(paths, "good-news", "Something you would do again"),
        lambda: deck.write_text(f'{text}\n[[card]]\ntext = "By hand"\n', encoding="utf-8"),
    )
    cards = deck.read_text(encoding="utf-8")
    assert "By hand" in cards
    assert "Something you would do again" in cards


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:40])


def _remove(file: Path) -> None:
    file.unlink()


def _remove_the_folder(file: Path) -> None:
    shutil.rmtree(file.parent)


def _rename_the_folder(file: Path) -> None:
    file.parent.rename(file.parent.with_name("elsewhere"))


def _write_over(file: Path) -> None:
    file.write_bytes(b"something of somebody else's\n" * 300)


@pytest.mark.parametrize(
    "meddle",
    [_cut, _remove, _remove_the_folder, _rename_the_folder, _write_over],
    ids=lambda each: each.__name__,
)
def test_the_journal_of_a_running_session(paths: Paths, meddle: Callable[[Path], None]) -> None:
    journal = Journal(paths.journal)
    journal.start(began())
    journal.append(DONE.stamped(1.0))
    wanted = journal.replay()
    assert wanted is not None
    meddle(paths.journal)
    theirs = paths.journal.read_bytes() if meddle is _write_over else b""
    journal.append(DONE.stamped(2.0))
    replay = Journal(paths.journal).replay()
    assert replay is not None
    assert replay.torn == 0
    assert replay.session == wanted.session.after(DONE.stamped(2.0))
    assert (journal.torn_path.read_bytes() if theirs else b"") == theirs, "what they wrote is beside it"
    journal.end()
    assert not exists(journal.torn_path)


def test_a_moment_of_the_same_name_is_kept_beside(paths: Paths) -> None:
    path = save_memory(paths, memory(1))
    theirs = path.read_text(encoding="utf-8").replace("The walk", "Their walk")
    path.write_text(theirs, encoding="utf-8")
    save_memory(paths, memory(1))
    assert path.read_text(encoding="utf-8") == theirs
    assert path.with_name("m1-2.toml").exists()


def test_the_folder_of_a_month_is_taken_away_while_a_moment_is_kept(paths: Paths) -> None:
    folder = save_memory(paths, memory(1)).parent
    shutil.rmtree(folder)
    save_memory(paths, memory(2))
    assert [each.id for each in load_memories(paths)[0]] == ["m2"]


def test_a_file_that_takes_the_place_between_reading_and_writing_is_not_written_over(paths: Paths) -> None:
    paths.decks.mkdir(parents=True)
    place = paths.decks / "own.toml"
    with pytest.raises(Exception, match="somebody else has changed"):
        meddled(
            lambda: write_text(place, "ours", seen=""), lambda: place.write_text("theirs", encoding="utf-8")
        )
    assert place.read_text(encoding="utf-8") == "theirs"
    assert [file.name for file in place.parent.iterdir()] == ["own.toml"]
