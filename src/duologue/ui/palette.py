"""The palette: what can be done here, and the themes, found by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

if TYPE_CHECKING:
    from duologue.ui.app import DuologueApp


class Palette(Provider):
    """Offers the app's commands. Names come from files too, so none is read as markup."""

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for label, explained, run in self._offers():
            yield DiscoveryHit(Content(label), run, text=label, help=explained)

    async def search(self, query: str) -> Hits:
        """What matches."""
        matcher = self.matcher(query)
        for label, explained, run in self._offers():
            if (score := matcher.match(label)) > 0:
                yield Hit(score, Content(label), run, text=label, help=explained)

    def _offers(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        app: DuologueApp = self.app  # type: ignore[assignment]
        yield from app.offers(at_home=self.screen is app.home)
