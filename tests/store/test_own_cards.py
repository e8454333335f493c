"""A card of the couple's own goes into their own deck, and what they wrote there themselves stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from duologue.core.deck import Deck
from duologue.store.decks import deck_named
from duologue.store.files import NotWritten
from duologue.store.own_cards import NotACard, add_card
from duologue.store.paths import Paths
from tests.core.small_decks import DEGREES, WEATHER

pytestmark = pytest.mark.usefixtures("few_shipped")

NAME = "good-news"


def named(paths: Paths, deck_id: str = NAME) -> Deck:
    found = deck_named(paths, deck_id)
    assert isinstance(found, Deck), found
    return found


def texts(paths: Paths) -> list[str]:
    return [card.text for card in named(paths).cards]


def put(paths: Paths, text: str, name: str = NAME) -> None:
    paths.decks.mkdir(parents=True, exist_ok=True)
    (paths.decks / f"{name}.toml").write_text(text)


def test_the_first_card_of_their_own_stands_beside_the_shipped_ones(paths: Paths) -> None:
    shipped = named(paths)
    add_card(paths, NAME, "The cat came home")
    own = named(paths)
    assert texts(paths) == ["The cat came home", *(card.text for card in shipped.cards)]
    assert (own.title, own.turns) == (shipped.title, shipped.turns)


def test_the_next_ones_come_after_it(paths: Paths) -> None:
    for text in ("The cat came home", "A seat on the tram", "Rain at the right time"):
        add_card(paths, NAME, text)
    assert texts(paths)[:3] == ["The cat came home", "A seat on the tram", "Rain at the right time"]


def test_what_they_wrote_into_the_file_themselves_stays_as_it_is(paths: Paths) -> None:
    own = f"# Ours, since the summer\n{WEATHER}"
    put(paths, own)
    add_card(paths, NAME, "A storm")
    text = (paths.decks / f"{NAME}.toml").read_text()
    assert text.startswith(own.rstrip())
    assert texts(paths) == ["A walk", "A meal", "A call", "A storm"]


def test_a_card_goes_into_the_set_that_was_chosen(paths: Paths) -> None:
    put(paths, DEGREES)
    add_card(paths, NAME, "4 of 2", set_number=2)
    assert [card.set for card in named(paths).cards if card.text == "4 of 2"] == [2]
    with pytest.raises(NotACard, match="set"):
        add_card(paths, NAME, "5 of none")


@pytest.mark.parametrize("text", ["", "  ", "x" * 201, "Ask {teller}", "Good {}"])
def test_what_is_no_card_is_told_and_nothing_is_written(paths: Paths, text: str) -> None:
    with pytest.raises(NotACard):
        add_card(paths, NAME, text)
    assert not paths.decks.exists()


def test_a_card_that_is_there_already_is_told(paths: Paths) -> None:
    there = texts(paths)[0]
    for text in (there, there.upper()):
        with pytest.raises(NotACard, match="the same text"):
            add_card(paths, NAME, text)
    assert not paths.decks.exists()


@pytest.mark.parametrize(
    "text", ['She said "yes"', "Ünïcödé 東京", "a\\b", "line\nbreak", "#no comment", "'''"]
)
def test_any_words_come_back_as_one_line(paths: Paths, text: str) -> None:
    add_card(paths, NAME, text)
    assert texts(paths)[0] == " ".join(text.split("\n"))


@pytest.mark.parametrize("text", ["not TOML", "card = 5\n", "card = []\n" + WEATHER])
def test_a_broken_deck_of_theirs_is_left_as_it_is(paths: Paths, text: str) -> None:
    put(paths, text)
    with pytest.raises(NotACard):
        add_card(paths, NAME, "A storm")
    assert (paths.decks / f"{NAME}.toml").read_text() == text


def test_a_link_is_not_written_through(paths: Paths) -> None:
    put(paths, WEATHER, "elsewhere")
    (paths.decks / f"{NAME}.toml").symlink_to(paths.decks / "elsewhere.toml")
    with pytest.raises(NotACard):
        add_card(paths, NAME, "A storm")
    assert (paths.decks / "elsewhere.toml").read_text() == WEATHER


def test_a_refusal_of_the_disk_leaves_the_deck_as_it_was(
    paths: Paths, full: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    add_card(paths, NAME, "The cat came home")
    full(10)
    with pytest.raises(NotWritten, match="the disk is full"):
        add_card(paths, NAME, "A seat on the tram")
    monkeypatch.undo()
    assert (paths.decks / f"{NAME}.toml").read_text().count("[[card]]") == 1
