"""Cards with a star, and cards of the couple's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from duologue.core.session import Session
from duologue.core.states import State
from duologue.store.access import take_pen
from duologue.store.decks import deck_named
from duologue.store.paths import Paths
from duologue.store.stars import load_stars
from duologue.ui.sessions import Opening
from duologue.ui.widgets.field import WritingField
from tests.core.small_decks import DEGREES
from tests.ui.conftest import SetTable
from tests.ui.evenings import (
    MADE,
    act,
    few_decks,
    field_of,
    find,
    go_on_until,
    is_told,
    on_the_shelf,
    told,
    write,
)
from tests.ui.playing import Table

SHOES = Opening("in-your-shoes", seed=7)
CARD = "The night the bus did not come"


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A couple with few decks."""
    return few_decks(tmp_path, "in-your-shoes")


async def ended(table: Table) -> None:
    """End here, and go home."""
    await table.press("escape", "x")
    await table.until(lambda: table.state() is State.CLOSING, "its close")
    await table.press("space")
    await table.sees("On the shelf")


def cards_of(table: Table, deck_id: str) -> list[str]:
    """The cards of a deck as it would be played now."""
    deck = deck_named(table.paths, deck_id)
    assert deck is not None
    assert not isinstance(deck, list)
    return [card.text for card in deck.cards]


def in_the_second_set(session: Session) -> bool:
    """Whether a card of it lies on the table."""
    return session.state is State.TALKING and session.here.set == 2


# Stars


async def test_a_card_with_a_star_is_found_again_in_the_palette(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        assert "b star" in table.words()
        card = table.session.card.text
        await table.press("b")
        await table.sees("★")
        assert "b take the star away" in table.words()
        await ended(table)
        assert [star.card for star in load_stars(table.paths)] == [card]
    async with set_table() as table:
        await table.sees("In your shoes")
        await find(table, card[:5].lower(), f"★ {card[:20]}")
        await table.sees("another card")
        assert table.session.card.text == card
        assert "★" in table.text_of("#where")
        await table.click("take the star away")
        assert "★" not in table.text_of("#where")
        await ended(table)
        assert load_stars(table.paths) == []


# Cards of their own


async def test_a_card_of_their_own_right_after_a_round(set_table: SetTable) -> None:
    async with set_table(opening=SHOES) as table:
        await go_on_until(table, lambda session: session.state is State.CHANGING, "the end of a round")
        before = table.session
        await table.press("n")
        await table.sees("A card of your own, for In your shoes")
        await table.type("q")
        await write(table, CARD)
        await table.press("enter")
        await is_told(table, "Your card is in In your shoes now.")
        assert table.session == before
        assert cards_of(table, "in-your-shoes")[0] == f"q{CARD}"
        assert len(cards_of(table, "in-your-shoes")) > 10
        await ended(table)
        await table.sees("In your shoes")


async def test_a_card_written_at_home_is_played(set_table: SetTable) -> None:
    async with set_table(before=on_the_shelf()) as table:
        await table.sees("Made")
        await table.press("c")
        await is_told(table, "Mark the deck first that it is for.")
        while table.app.home is not None and table.app.home.marked_deck != "made":
            await table.press("down")
        await table.press("c")
        await table.sees("A card of your own, for Made")
        await write(table, CARD)
        await table.click("put it in")
        await is_told(table, "Your card is in Made now.")
        table.app.begin(Opening("made", card=CARD))
        await table.sees(CARD)
        assert table.session.card.text == CARD


async def test_a_card_for_a_deck_in_sets_is_kept_from_home_too(set_table: SetTable) -> None:
    async with set_table(before=on_the_shelf(degrees=DEGREES)) as table:
        table.app.add_card("degrees")
        await table.sees("A card of your own, for Degrees")
        await write(table, CARD)
        await table.press("enter")
        await table.until(lambda: "A card of your own" not in table.words(), "the sheet to go")
        await table.until(lambda: told(table) != "", "what became of it")
        assert told(table) == "Your card is in Degrees now."
        assert CARD in cards_of(table, "degrees")


async def test_a_card_for_a_deck_in_sets_goes_into_the_set_being_played(set_table: SetTable) -> None:
    async with set_table(opening=Opening("degrees", seed=3), before=on_the_shelf(degrees=DEGREES)) as table:
        await go_on_until(table, in_the_second_set, "the second set")
        await act(table, "time-out")
        await table.sees("A break, then.")
        await table.press("x", "n")
        await table.sees("A card of your own, for Degrees")
        await write(table, CARD)
        await table.press("enter")
        await is_told(table, "Your card is in Degrees now.")
        deck = deck_named(table.paths, "degrees")
        assert deck is not None
        assert not isinstance(deck, list)
        assert [card.set for card in deck.cards if card.text == CARD] == [2]


async def test_no_card_today_is_fine(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=on_the_shelf()) as table:
        await act(table, "go-on")
        for key in ("escape", "enter"):
            await table.press("n")
            await table.sees("A card of your own, for Made")
            await table.press(key)
            await table.until(lambda: "A card of your own" not in table.words(), "the sheet to go")
            assert table.state() is State.CHANGING
        assert len(cards_of(table, "made")) == 3


async def test_a_card_that_is_too_long_is_told_quietly(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=on_the_shelf(), size=(60, 20)) as table:
        await act(table, "go-on")
        await table.press("n")
        await table.sees("A card of your own, for Made")
        await write(table, "x\x1b" * 300)
        await is_told(table, "That is all that fits on a card.")
        await table.press("enter")
        await is_told(table, "Your card is in Made now.")
        assert len(cards_of(table, "made")[-1]) == 200


async def test_a_card_that_cannot_be_kept_is_told_with_its_reason_and_stays(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=on_the_shelf()) as table:
        await act(table, "go-on")
        await table.press("n")
        await table.sees("A card of your own, for Made")
        await write(table, "A cup")
        await table.press("enter")
        await is_told(table, "Not yet: the same text as card 1")
        await table.until(lambda: bool(table.app.screen.query(WritingField)), "the sheet to be back")
        assert field_of(table).text == "A cup"
        await table.type("s")
        await table.press("enter")
        await is_told(table, "Your card is in Made now.")
        assert cards_of(table, "made")[-1] == "A cups"


async def test_a_window_that_keeps_nothing_takes_no_card(set_table: SetTable) -> None:
    pens = []

    def held(paths: Paths) -> None:
        on_the_shelf()(paths)
        pens.append(take_pen(paths))

    async with set_table(before=held) as table:
        table.app.add_card("made")
        await is_told(table, "This window keeps nothing, so a card would be lost.")
    pens[0].put_down()
