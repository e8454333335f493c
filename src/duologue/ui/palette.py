"""The palette: what can be done here, and the themes, found by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider

if TYPE_CHECKING:
    from duologue.core.text import plain
from duologue.core.text import plain
from duologue.ui.app import DuologueApp
from duologue.ui.content import words


class Palette(Provider):
    """Offers the app's commands. Names come from files too, so none is read as markup.

    The line of help is Content as well: Textual asks for markup there and takes both, and no way to write
    markup says `[/` or a lone backslash.
    """

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for label, explained, run in self._offers():
            yield DiscoveryHit(words(label), run, text=plain(label), help=words(explained))  # type: ignore[arg-type]

    async def search(self, query: str) -> Hits:
        """What matches, once everything is read: a card with a star would not be found before."""
        await self._duologue.settled.wait()
        matcher = self.matcher(query)
        for label, explained, run in self._offers():
            if (score := matcher.match(label)) > 0:
                yield Hit(score, words(label), run, text=plain(label), help=words(explained))  # type: ignore[arg-type]

    def _offers(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        yield from self._duologue.offers(self.screen)

    @property
    def _duologue(self) -> DuologueApp:
        return self.app  # type: ignore[return-value]
