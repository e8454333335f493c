"""The couple's own words for feelings come first, and a broken list stops nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from duologue.core.feelings import Family, Feelings
from duologue.store.feelings import load_feelings
from duologue.store.paths import Paths

OWN = 'format = 1\ntitle = "Ours"\n[[family]]\nname = "fine"\nshades = ["grand"]\n'


def put(paths: Paths, text: str) -> None:
    paths.feelings.parent.mkdir(parents=True)
    paths.feelings.write_text(text)


def test_the_shipped_words_are_without_fault(paths: Paths) -> None:
    feelings, problems = load_feelings(paths)
    assert [str(problem) for problem in problems] == []
    assert len(feelings.families) >= 5


def test_own_words_come_first(paths: Paths) -> None:
    put(paths, OWN)
    assert load_feelings(paths) == (Feelings("Ours", "en", (Family("fine", ("grand",)),)), [])


@pytest.mark.parametrize(
    "text", ["not TOML", OWN.replace("1", "2", 1), "", "\0", OWN.replace("grand", "fine")]
)
def test_the_shipped_words_stand_in_for_faulty_ones(paths: Paths, text: str) -> None:
    shipped, _ = load_feelings(paths)
    put(paths, text)
    feelings, problems = load_feelings(paths)
    assert feelings == shipped
    assert {problem.file for problem in problems} == {str(paths.feelings)}


def test_a_link_that_leads_nowhere_is_told(paths: Paths) -> None:
    paths.feelings.parent.mkdir(parents=True)
    paths.feelings.symlink_to(paths.data / "nowhere")
    feelings, problems = load_feelings(paths)
    assert feelings.families
    assert len(problems) == 1


def test_where_no_list_can_be_read_it_is_empty(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Paths, "shipped_feelings", property(lambda _: Path("/nowhere/feelings.toml")))
    put(paths, "not TOML")
    feelings, problems = load_feelings(paths)
    assert feelings.families == ()
    assert len(problems) == 2
