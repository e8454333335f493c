"""Between two rounds the roles swap; between two decks the one before is thanked for."""

from __future__ import annotations

from textual.content import Content

from duologue.core.script import Stop
from duologue.core.seats import Pair, Seat
from duologue.ui import content
from duologue.ui.scene import Look, PaneScene, Scene
from duologue.ui.turns.view import View, key, shared_hints


def scene(view: View) -> Scene:
    """An invitation to change places, or what comes next."""
    session = view.session
    panes = Pair(_pane(view, Seat.LEFT), _pane(view, Seat.RIGHT))
    if session.here.stop is Stop.ARRIVAL:
        hints = (*shared_hints(), key("own-card")) if session.cards_played else shared_hints()
        return Scene(_thanks(view), panes, hints, _arrival(view))
    if session.here.stop is Stop.FIRST_SET:
        return Scene(view.set_ahead, panes, shared_hints())
    return Scene(
        heading=view.spoken(session.deck.change),
        panes=panes,
        hints=(*shared_hints(), key("own-card")),
        note=Content(f"Round {session.round} of {session.deck.all_rounds} comes next."),
    )


def _thanks(view: View) -> Content:
    """The closing line of the deck that was just played."""
    session = view.session
    if session.part.instead_of is not None:
        return Content("Something light, then.")
    if not session.dealt:
        return content.words(session.deck.title).stylize("bold")
    part, _ = session.dealt[-1]
    return view.spoken(session.hand.parts[part].deck.farewell)


def _arrival(view: View) -> Content:
    """What comes next, and for whom it is not."""
    deck = view.session.deck
    return content.assemble("Next: ", (deck.title, "bold $foreground"), f"\n{deck.not_for or deck.about}")


def _pane(view: View, seat: Seat) -> PaneScene:
    text = Content.assemble(view.name(seat), ", take a breath. There is no hurry.")
    return PaneScene(text, "○ together", Look.TOGETHER)
