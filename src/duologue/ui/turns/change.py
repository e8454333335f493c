"""Between two rounds: the roles swap."""

from __future__ import annotations

from textual.content import Content

from duologue.core.seats import Pair, Seat
from duologue.ui.scene import Look, PaneScene, Scene
from duologue.ui.turns.view import View, shared_hints


def scene(view: View) -> Scene:
    """An invitation to change places, and whose turn it is at what."""
    session = view.session
    return Scene(
        heading=view.spoken(session.hand.deck.change),
        panes=Pair(_pane(view, Seat.LEFT), _pane(view, Seat.RIGHT)),
        hints=shared_hints(),
        note=Content(f"Round {session.round} of {session.hand.deck.rounds} comes next."),
    )


def _pane(view: View, seat: Seat) -> PaneScene:
    text = Content.assemble(view.name(seat), ", take a breath. There is no hurry.")
    return PaneScene(text, "○ together", Look.TOGETHER)
