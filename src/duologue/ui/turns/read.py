"""Both read the card, or what comes next."""

from __future__ import annotations

from duologue.core.deck import Read
from duologue.core.seats import Pair, Seat
from duologue.ui.scene import Look, PaneScene, Scene
from duologue.ui.turns.view import View, key, pace_hints, shared_hints


def scene(view: View) -> Scene:
    """The card, and for each what to do with it."""
    not_for = view.session.hand.deck.not_for if view.session.step == 0 else None
    note = view.spoken(not_for) if not_for else None
    return Scene(view.card, Pair(_pane(view, Seat.LEFT), _pane(view, Seat.RIGHT)), shared_hints(), note)


def _pane(view: View, seat: Seat) -> PaneScene:
    turn = view.session.turn
    assert isinstance(turn, Read)
    sentence = turn.each[view.session.here.roles.of(seat)] if turn.each else turn.say
    passing = key("pass", seat, "another card" if view.session.can_swap else "")
    return PaneScene(
        view.spoken(sentence or ""), "○ together", Look.TOGETHER, pace_hints(view, seat, passing)
    )
