"""A couple's deck may bring only cards, and be played by the turns of any other deck on the shelf."""

from __future__ import annotations

from pathlib import Path

import pytest

from duologue.core.deck import Deck
from duologue.core.problem import Problem
from duologue.store.decks import Library, deck_named, load_deck, load_decks, load_shelf, remembered_shelf
from duologue.store.paths import Paths
from tests.builders import deck
from tests.core.small_decks import WEATHER

pytestmark = pytest.mark.usefixtures("few_shipped")

SHIPPED = "in-your-shoes"


def ours(rules: str, *, title: str = "Ours", with_its_cards: bool = False) -> str:
    more = "with_its_cards = true\n" if with_its_cards else ""
    cards = '[[card]]\ntext = "A hat"\n\n[[card]]\ntext = "A coat"\n'
    return f'format = 1\ntitle = "{title}"\nrules = "{rules}"\n{more}\n{cards}'


def put(paths: Paths, name: str, text: str) -> Path:
    paths.decks.mkdir(parents=True, exist_ok=True)
    path = paths.decks / f"{name}.toml"
    path.write_text(text)
    return path


def named(paths: Paths, deck_id: str) -> Deck:
    found = deck_named(paths, deck_id)
    assert isinstance(found, Deck), found
    return found


def faults(paths: Paths, deck_id: str) -> list[Problem]:
    path = paths.decks / f"{deck_id}.toml"
    found = load_deck(path, Library(paths))
    assert isinstance(found, list), "the deck is without fault"
    return found


def texts(of: Deck) -> list[str]:
    return [card.text for card in of.cards]


def test_own_cards_are_played_by_the_turns_of_a_shipped_deck(paths: Paths) -> None:
    shipped = named(paths, SHIPPED)
    put(paths, "wardrobe", ours(SHIPPED))
    wardrobe = named(paths, "wardrobe")
    assert (wardrobe.title, texts(wardrobe), wardrobe.turns) == ("Ours", ["A hat", "A coat"], shipped.turns)
    assert any(glance.own and glance.id == "wardrobe" for glance in load_shelf(paths).glances)


@pytest.mark.parametrize("with_its_cards", [False, True])
def test_an_own_deck_of_the_same_id_takes_its_rules_from_the_shipped_one(
    paths: Paths, with_its_cards: bool
) -> None:
    """So a couple can add cards to a shipped deck, or change all of them."""
    shipped = named(paths, SHIPPED)
    put(paths, SHIPPED, ours(SHIPPED, title="Shoes of ours", with_its_cards=with_its_cards))
    own = named(paths, SHIPPED)
    assert (own.title, own.turns) == ("Shoes of ours", shipped.turns)
    assert texts(own) == ["A hat", "A coat", *(texts(shipped) if with_its_cards else [])]
    decks, problems = load_decks(paths)
    assert (decks[SHIPPED], problems) == ((own, True), [])


def test_an_own_deck_may_have_the_rules_too_and_comes_before_a_shipped_one(paths: Paths) -> None:
    put(paths, SHIPPED, WEATHER)
    put(paths, "wardrobe", ours(SHIPPED))
    assert named(paths, "wardrobe").turns == deck().turns


def test_rules_that_are_nowhere_are_told_with_the_nearest(paths: Paths) -> None:
    path = put(paths, "wardrobe", ours("in-yuor-shoes"))
    (found,) = faults(paths, "wardrobe")
    assert (found.file, found.line, found.key) == (str(path), 3, "rules")
    assert found.reason.startswith(f"“in-yuor-shoes” is not a deck here. Did you mean “{SHIPPED}”? Known: ")
    assert "good-news" in found.reason


@pytest.mark.parametrize("rules", ["../couple", "/etc/passwd", "..", "a/b", "a\\u0000b"])
def test_rules_never_lead_out_of_the_folders_of_decks(paths: Paths, rules: str) -> None:
    put(paths, "wardrobe", ours(rules))
    (paths.data / "couple.toml").write_text(WEATHER)
    assert {problem.key for problem in faults(paths, "wardrobe")} == {"rules"}


def test_a_loop_between_own_decks_stops_nobody(paths: Paths) -> None:
    put(paths, "one", ours("other"))
    put(paths, "other", ours("one"))
    put(paths, "alone", ours("alone"))
    decks, problems = load_decks(paths)
    assert SHIPPED in decks
    assert not {"one", "other", "alone"} & set(decks)
    assert {Path(problem.file).stem for problem in problems} == {"one", "other", "alone"}
    assert all("a loop" in problem.reason for problem in problems)


def test_rules_that_are_broken_are_told_where_they_are_broken(paths: Paths) -> None:
    broken = put(paths, "broken", WEATHER.replace("minutes = 2", "minutes = 99"))
    put(paths, "wardrobe", ours("broken"))
    (found,) = faults(paths, "wardrobe")
    assert found.reason.startswith(
        f"that deck needs mending first: {broken}:22: turn[3].minutes: 99 is found"
    )


@pytest.mark.parametrize("cards", ["5", "true", "[]", '"A hat"'])
def test_cards_that_are_none_never_stop_the_shelf(paths: Paths, cards: str) -> None:
    put(paths, "wardrobe", f'format = 1\ntitle = "Ours"\nrules = "{SHIPPED}"\ncard = {cards}\n')
    shelf = load_shelf(paths)
    assert SHIPPED in {glance.id for glance in shelf.glances}
    assert {Path(problem.file).stem for problem in shelf.problems} == {"wardrobe"}


def test_a_link_has_no_rules_to_give(paths: Paths) -> None:
    put(paths, "weather", WEATHER)
    (paths.decks / "link.toml").symlink_to(paths.decks / "weather.toml")
    put(paths, "wardrobe", ours("link"))
    assert [problem.key for problem in faults(paths, "wardrobe")] == ["rules"]


def test_a_deck_that_is_checked_anywhere_may_lie_beside_the_one_with_its_rules(
    paths: Paths, tmp_path: Path
) -> None:
    (tmp_path / "weather.toml").write_text(WEATHER)
    path = tmp_path / "wardrobe.toml"
    path.write_text(ours("weather"))
    assert isinstance(load_deck(path, Library(paths)), list)
    beside = load_deck(path, Library(paths, tmp_path))
    assert isinstance(beside, Deck)
    assert beside.turns == deck().turns


def test_the_shelf_is_looked_at_anew_when_the_deck_with_the_rules_changed(paths: Paths) -> None:
    rules = put(paths, "weather", WEATHER)
    put(paths, "wardrobe", ours("weather"))
    shelf = load_shelf(paths)
    assert remembered_shelf(paths) == shelf
    rules.write_text(WEATHER.replace("minutes = 2", "minutes = 9"))
    assert remembered_shelf(paths) is None
    (minutes,) = [glance.steady_minutes for glance in load_shelf(paths).glances if glance.id == "wardrobe"]
    assert minutes == deck().steady_minutes + 14
