"""What a couple chose stays chosen, and what a later version added stays too."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duologue.core.couple import Couple, NotAName, a_name
from duologue.core.guidance import Guidance
from duologue.core.pace import AT_FIRST, EVENING_MINUTES, Pace
from duologue.store.files import NotWritten, stamp
from duologue.store.paths import Paths
from duologue.store.settings import (
    DEFAULT_THEME,
    Settings,
    load_couple,
    load_settings,
    save_couple,
    save_settings,
)
from tests.builders import NAMES

CHOSEN = Settings("linen", Pace.BRISK, digits=True, guidance=Guidance.OFF, evening_minutes=45)


def test_before_anything_was_chosen(paths: Paths) -> None:
    assert load_settings(paths) == Settings(DEFAULT_THEME, AT_FIRST, digits=False)
    assert load_couple(paths) is None
    assert not paths.data.exists(), "looking makes nothing"


def test_there_is_as_much_guidance_as_is_wished_for_and_round_it_goes() -> None:
    every = [Guidance.FULL]
    while (following := every[-1].following) is not Guidance.FULL:
        every.append(following)
    assert every == [Guidance.FULL, Guidance.LIGHT, Guidance.OFF]
    assert Settings().evening_minutes in EVENING_MINUTES


def test_what_was_chosen_is_read_again(paths: Paths) -> None:
    save_settings(paths, CHOSEN)
    save_couple(paths, NAMES)
    assert load_settings(paths) == CHOSEN
    assert load_couple(paths) == NAMES


@settings(max_examples=30)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_names_are_read_again(
    tmp_path_factory: pytest.TempPathFactory, left: str, right: str
) -> None:
    try:
        couple = Couple(a_name(left), a_name(right))
    except NotAName:
        return
    paths = Paths.under(tmp_path_factory.mktemp("couple"))
    save_couple(paths, couple)
    assert load_couple(paths) == couple


def test_keys_that_this_version_does_not_know_survive(paths: Paths) -> None:
    paths.data.mkdir()
    paths.settings.write_text('theme = "hearth"\nsound = "rain"\n\n[keys]\nyes = ["a", "l"]\n')
    paths.couple.write_text('left = "A"\nright = "B"\nsince = 2011-05-01\n')
    save_settings(paths, CHOSEN)
    save_couple(paths, NAMES)
    kept = tomllib.loads(paths.settings.read_text())
    assert (kept["sound"], kept["keys"], kept["theme"]) == ("rain", {"yes": ["a", "l"]}, "linen")
    assert tomllib.loads(paths.couple.read_text())["since"].year == 2011
    assert (load_settings(paths), load_couple(paths)) == (CHOSEN, NAMES)


def test_saving_what_is_there_already_touches_nothing(paths: Paths) -> None:
    save_settings(paths, CHOSEN)
    before = stamp(paths.settings)
    save_settings(paths, CHOSEN)
    assert stamp(paths.settings) == before


@pytest.mark.parametrize("text", ["not TOML", 'theme = "he', "\0", "a.b.c.d.e.f.g = 1"])
def test_a_broken_file_is_set_aside_and_not_lost(paths: Paths, text: str) -> None:
    paths.data.mkdir()
    paths.settings.write_text(text)
    assert load_settings(paths) == Settings()
    assert paths.settings.read_text() == text, "looking changes nothing"
    save_settings(paths, CHOSEN)
    assert load_settings(paths) == CHOSEN
    (aside,) = paths.data.glob("settings-aside-*.toml")
    assert aside.read_text() == text


def test_a_file_in_another_encoding_is_set_aside_too(paths: Paths) -> None:
    paths.data.mkdir()
    paths.couple.write_bytes('left = "Zoë"\nright = "Ben"\n'.encode("latin-1"))
    assert load_couple(paths) is None
    save_couple(paths, NAMES)
    assert load_couple(paths) == NAMES
    assert len(list(paths.data.glob("couple-aside-*.toml"))) == 1


def test_a_link_is_set_aside_and_what_it_points_to_left_alone(paths: Paths) -> None:
    paths.data.mkdir()
    elsewhere = paths.data / "elsewhere.toml"
    elsewhere.write_text('theme = "linen"')
    paths.settings.symlink_to(elsewhere)
    assert load_settings(paths).theme == DEFAULT_THEME
    save_settings(paths, CHOSEN)
    assert elsewhere.read_text() == 'theme = "linen"'
    assert load_settings(paths) == CHOSEN


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("theme = 5\npace = 5\ndigits = 5", Settings()),
        ('pace = "sprinting"\ndigits = "yes"', Settings()),
        ('theme = ["linen"]\npace = ["brisk"]', Settings()),
        ('theme = "linen"\npace = "sprinting"', Settings(theme="linen")),
        ('guidance = "loud"\nevening_minutes = 25', Settings()),
        ('guidance = ["off"]\nevening_minutes = "45"', Settings()),
        ("guidance = 1\nevening_minutes = [45]", Settings()),
        ('guidance = "light"\nevening_minutes = 20', Settings(guidance=Guidance.LIGHT, evening_minutes=20)),
    ],
)
def test_a_value_that_makes_no_sense_counts_as_not_chosen(paths: Paths, text: str, chosen: Settings) -> None:
    paths.data.mkdir()
    paths.settings.write_text(text)
    assert load_settings(paths) == chosen


@pytest.mark.parametrize(
    "text", ['left = "Ana"', "left = 1\nright = 2", 'left = ""\nright = "Ben"', "[left]\n[right]"]
)
def test_names_that_are_none_are_asked_for_again(paths: Paths, text: str) -> None:
    paths.data.mkdir()
    paths.couple.write_text(text)
    assert load_couple(paths) is None


def test_names_from_a_file_can_be_drawn(paths: Paths) -> None:
    paths.data.mkdir()
    paths.couple.write_text('left = "A\\u001b[2J"\nright = " Ben "')
    assert load_couple(paths) == Couple("A�[2J", "Ben")


def test_a_refusal_of_the_disk_leaves_what_was_chosen(
    paths: Paths, full: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    save_settings(paths, CHOSEN)
    full(10)
    with pytest.raises(NotWritten, match="the disk is full"):
        save_settings(paths, Settings())
    monkeypatch.undo()
    assert load_settings(paths) == CHOSEN


# Where everything lies


def test_all_lies_under_one_folder_where_it_is_wished(monkeypatch: pytest.MonkeyPatch) -> None:
    home = os.environ["HOME"]
    monkeypatch.setenv("DUOLOGUE_HOME", "~/ours")
    paths = Paths.find()
    for path in (paths.couple, paths.settings, paths.journal, paths.lock, paths.shelf, paths.memories):
        assert str(path).startswith(f"{home}/ours/")
    assert not paths.data.exists(), "looking makes nothing"


def test_else_it_lies_where_the_system_keeps_such_things(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DUOLOGUE_HOME")
    paths = Paths.find()
    assert all(str(path).startswith(os.environ["HOME"]) for path in (paths.data, paths.config, paths.cache))
    assert paths.data.name == "duologue"
    assert not paths.data.exists()


def test_what_came_with_the_app_is_found() -> None:
    paths = Paths.find()
    assert list(paths.shipped_decks.glob("*.toml"))
    assert list(paths.shipped_themes.glob("*.toml"))
