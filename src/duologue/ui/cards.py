"""Cards with a star, and cards of the couple's own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import work
from textual.screen import ModalScreen, Screen

from duologue.store.files import NotWritten
from duologue.ui.evenings import EveningWindow
from duologue.ui.sessions import Opening

if TYPE_CHECKING:
    from duologue.core.deck import Deck
    from duologue.store.stars import Star
    from duologue.ui.screens.session import SessionScreen


class CardWindow(EveningWindow):
    """A window in which cards are found again, and written."""

    stars: Sequence[Star] = ()

    def offers_now(self, screen: Screen[object]) -> Iterator[tuple[str, str, Callable[[], object]]]:
        """What the palette lists first while a session is played: a label, a help line, and what runs."""
        if self.play is not None and self.play.session.can_wind_down and not isinstance(screen, ModalScreen):
            yield "We have five minutes", "Go to the close; the evening ends kindly.", self.wind_down

    def card_offers(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        """The cards that carry a star, each to be played again."""
        titles = {glance.id: glance.title for glance in self.shelf.glances} if self.shelf else {}
        for star in self.stars:
            if star.deck_id in titles:
                again = partial(self.begin, Opening(star.deck_id, card=star.card))
                yield f"★ {star.card}", f"Play {titles[star.deck_id]} with this card first.", again

    async def show_what_waits(self) -> None:
        """With the stars that were given, too."""
        await self.load_stars()
        await super().show_what_waits()

    async def load_stars(self) -> None:
        """The cards that carry a star now."""
        from duologue.store.stars import load_stars

        self.stars = await asyncio.to_thread(load_stars, self.paths)

    def wind_down(self) -> None:
        """Five minutes are left."""
        from duologue.core.events import WoundDown
        from duologue.ui.screens.session import SessionScreen

        if isinstance(self.screen, SessionScreen):
            self.screen.let_happen(WoundDown())

    def add_card_to(self, deck_id: str | None) -> None:
        """A card of their own for this deck, if it is one."""
        if deck_id is None:
            self.notify("Mark the deck first that it is for.", markup=False)
        else:
            self.add_card(deck_id)

    def on_session_screen_card_wanted(self, message: SessionScreen.CardWanted) -> None:
        """A card of their own, right after a round."""
        self.add_card(message.deck_id, message.set_number)

    @work(exclusive=True, group="card")
    async def add_card(self, deck_id: str, set_number: int | None = None) -> None:
        """Ask for a card of their own, and put it into their deck of this name."""
        from duologue.core.deck import Deck
        from duologue.store.decks import deck_named
        from duologue.ui import later
        from duologue.ui.screens.own_card import OwnCardScreen

        await self.settled.wait()
        deck = await asyncio.to_thread(deck_named, self.paths, deck_id)
        await self.uncovered.wait()
        if not isinstance(deck, Deck) or isinstance(self.screen, OwnCardScreen) or self._is_over:
            return
        if not self.pen.writes:
            self.notify("This window keeps nothing, so a card would be lost.", markup=False)
            return
        if not await self._write_card(deck, deck_id, set_number or (1 if deck.sets else None)):
            return
        self.notify(f"Your card is in {deck.title} now.", markup=False)
        self.shelf, self.themes, self.problems = await asyncio.to_thread(later.read_everything, self.paths)
        if self.home is not None and self.shelf is not None:
            self.home.show_shelf(self.shelf)

    @property
    def _is_over(self) -> bool:
        """Whether a session is just being closed; nothing opens over its end."""
        from duologue.core.states import State

        return self.play is not None and self.play.session.state is State.ENDED

    async def _write_card(self, deck: Deck, deck_id: str, set_number: int | None) -> bool:
        """Ask until the card is in its deck, or they would rather not; what was typed stays."""
        from duologue.store.own_cards import NotACard, add_card
        from duologue.ui.screens.own_card import OwnCardScreen

        text = ""
        while text := await self.push_screen_wait(OwnCardScreen(deck.title, text)):
            try:
                await asyncio.to_thread(add_card, self.paths, deck_id, text, set_number)
            except (NotWritten, NotACard) as error:
                self.notify(f"Not yet: {error}.", markup=False, severity="warning")
            else:
                return True
        return False
