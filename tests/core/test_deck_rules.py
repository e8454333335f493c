"""A deck may bring only cards, and be played by the turns of another."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.core.deck import Deck
from duologue.core.deck_text import read_deck
from duologue.core.problem import Problem
from tests.builders import deck
from tests.core.small_decks import DEGREES, PAPER, TELLS, WEATHER, made_of

CARDS = '[[card]]\ntext = "A hat"\n\n[[card]]\ntext = "A coat"\n'
OURS = f'format = 1\ntitle = "Ours"\nrules = "weather"\n\n{CARDS}'
"""The least: its own title and cards, and for the rest what “weather” says."""


class Shelf:
    """Some decks by id, as text."""

    def __init__(self, **decks: str) -> None:
        self.decks = {name.replace("_", "-"): text for name, text in decks.items()}

    @property
    def ids(self) -> Collection[str]:
        return self.decks

    def text_of(self, deck_id: str, besides: frozenset[str]) -> tuple[str, str] | None:
        file = f"{deck_id}.toml"
        return (self.decks[deck_id], file) if deck_id in self.decks and file not in besides else None


SHELF = Shelf(weather=WEATHER, paper=PAPER, degrees=DEGREES, mirror=OURS.replace("Ours", "Mirror"))


def read(text: str, shelf: Shelf = SHELF, file: str = "ours.toml") -> Deck | list[Problem]:
    return read_deck(text, file, shelf)


def read_whole(text: str, shelf: Shelf = SHELF) -> Deck:
    found = read(text, shelf)
    assert isinstance(found, Deck), "\n".join(map(str, found))
    return found


def faults(text: str, shelf: Shelf = SHELF) -> list[str]:
    found = read(text, shelf)
    assert isinstance(found, list), "the deck is without fault"
    return [str(problem) for problem in found]


def texts(of: Deck) -> list[str]:
    return [card.text for card in of.cards]


def test_cards_alone_are_a_deck_where_another_has_the_rules() -> None:
    ours, weather = read_whole(OURS), deck()
    assert (ours.title, texts(ours)) == ("Ours", ["A hat", "A coat"])
    assert (ours.turns, ours.roles, ours.rounds, ours.depth, ours.about) == (
        weather.turns,
        weather.roles,
        weather.rounds,
        weather.depth,
        weather.about,
    )


def test_what_it_says_itself_comes_first() -> None:
    more = 'depth = 1\nabout = "What we wear."\nchange = "Swap coats."\nfarewell = "Bye."\nstage = "open"\n'
    ours = read_whole(OURS.replace("rules", f"{more}rules"))
    assert (ours.depth, ours.about, ours.change, ours.farewell, ours.stage) == (
        1,
        "What we wear.",
        "Swap coats.",
        "Bye.",
        "open",
    )


def test_the_other_cards_are_in_the_box_too_where_that_is_wished_for() -> None:
    both = read_whole(OURS.replace("rules", "with_its_cards = true\nrules"))
    assert texts(both) == ["A hat", "A coat", *texts(deck())]
    assert texts(read_whole(OURS.replace("rules", "with_its_cards = false\nrules"))) == ["A hat", "A coat"]


def test_rules_may_themselves_be_taken_from_another() -> None:
    ours = read_whole(OURS.replace('"weather"', '"mirror"'))
    assert (ours.title, ours.turns) == ("Ours", deck().turns)


def test_sets_come_with_the_rules_and_the_cards_say_to_which_they_belong() -> None:
    cards = "".join(f'[[card]]\ntext = "{n} of {s}"\nset = {s}\n' for s in (1, 2, 3) for n in (7, 8))
    ours = read_whole(f'format = 1\ntitle = "Ours"\nrules = "degrees"\n{cards}')
    assert (len(ours.sets), ours.all_rounds, len(ours.cards)) == (3, 6, 6)
    found = faults(OURS.replace("weather", "degrees"))
    assert any("card[1].set: no set is found; allowed: 1 to 3." in fault for fault in found)


OWN_RULES = [
    # what a deck with rules may not bring as well, and where that is told
    ('roles = ["a", "b"]\n', "3: roles"),
    ("rounds = 4\n", "3: rounds"),
    ('[[turn]]\nkind = "keep"\n', "5: turn"),
    ('[[set]]\ntitle = "x"\nsay = "x"\ndepth = 1\n', "5: set"),
]


@pytest.mark.parametrize(("brings", "where"), OWN_RULES)
def test_own_turns_beside_the_rules_of_another_are_refused(brings: str, where: str) -> None:
    text = OURS.replace(CARDS, brings) if brings.startswith("[[") else OURS.replace("rules", f"{brings}rules")
    (found,) = faults(text)
    assert found == f"ours.toml:{where}: comes from the rules of “weather”; leave it out here."


def test_rules_that_are_not_there_are_told_with_the_nearest() -> None:
    (found,) = faults(OURS.replace('"weather"', '"wether"'))
    assert found == (
        "ours.toml:3: rules: “wether” is not a deck here. Did you mean “weather”? "
        "Known: degrees, mirror, paper, weather."
    )
    (alone,) = faults(OURS, Shelf())
    assert alone.startswith("ours.toml:3: rules: “weather” is not a deck here.")


def test_rules_that_are_broken_are_told_with_what_is_wrong_there() -> None:
    (found,) = faults(OURS, Shelf(weather=WEATHER.replace("minutes = 2", "minutes = 99")))
    assert found.startswith("ours.toml:3: rules: that deck needs mending first: weather.toml:22: turn[3].min")


LOOPS = [
    Shelf(ours=OURS.replace("weather", "ours")),
    Shelf(ours=OURS.replace("weather", "b"), b=OURS.replace("weather", "ours")),
    Shelf(
        ours=OURS.replace("weather", "b"),
        b=OURS.replace("weather", "c"),
        c=OURS.replace("weather", "ours"),
    ),
    Shelf(ours=OURS.replace("weather", "b"), b=OURS.replace("weather", "b")),
]


@pytest.mark.parametrize("shelf", LOOPS, ids=["itself", "two", "three", "one that loops"])
def test_a_loop_of_rules_is_told_and_nobody_waits_for_it(shelf: Shelf) -> None:
    (found,) = faults(shelf.decks["ours"], shelf)
    assert found.startswith("ours.toml:3: rules: ")
    assert "plays by the rules of this deck: a loop." in found


# Cards that are missing

NO_CARDS = "there is no [[card]]; at least one is needed."
HEAD = 'format = 1\ntitle = "Ours"\nrules = "weather"\n'


def test_without_cards_of_its_own_it_says_so() -> None:
    (found,) = faults(HEAD)
    assert NO_CARDS in found
    (found,) = faults(HEAD + "card = []\n")
    assert found == "ours.toml:4: card: has 0; at least 1 needed."


@pytest.mark.parametrize("own", ["", "card = []\n"])
def test_with_the_cards_of_the_other_it_needs_none(own: str) -> None:
    assert texts(read_whole(f"{HEAD}with_its_cards = true\n{own}")) == texts(deck())


def test_an_empty_list_of_cards_is_told_in_a_deck_with_rules_of_its_own() -> None:
    text = made_of(TELLS, cards=(), more="card = []\n")
    assert faults(text) == ["ours.toml:7: card: has 0; at least 1 needed."]


CARDS_THAT_ARE_NONE = ["5", '"A hat"', '["A hat"]', "true", '{ text = "A hat" }', "[[1]]"]


@pytest.mark.parametrize("more", ["", "with_its_cards = true\n"])
@pytest.mark.parametrize("cards", CARDS_THAT_ARE_NONE)
def test_cards_that_are_none_are_told_and_stop_nobody(cards: str, more: str) -> None:
    found = faults(f"{HEAD}{more}card = {cards}\n")
    assert found
    assert all(fault.startswith("ours.toml:") for fault in found)


@pytest.mark.parametrize("rules", ["5", '""', '"We ather"', '["weather"]', "true"])
def test_rules_that_are_no_name_of_a_deck_are_told(rules: str) -> None:
    found = faults(OURS.replace('"weather"', rules))
    assert any(fault.startswith("ours.toml:3: rules: ") for fault in found)


def test_a_card_that_is_in_both_boxes_is_told() -> None:
    text = OURS.replace("A hat", "A WALK").replace("rules", "with_its_cards = true\nrules")
    assert any("the same text as card" in fault for fault in faults(text))


_PIECES = st.sampled_from(
    [*OURS.split("\n"), "with_its_cards = true", "card = 3", "card = []", 'rules = "mirror"', "depth = 1"]
)


@given(st.lists(_PIECES, max_size=14).map("\n".join))
def test_any_text_with_rules_is_a_deck_or_says_why_not(text: str) -> None:
    found = read(text)
    if isinstance(found, Deck):
        return
    assert found
    assert all(1 <= problem.line <= text.count("\n") + 1 and problem.reason for problem in found)
