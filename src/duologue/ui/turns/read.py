"""Both read the card, or what comes next."""

from __future__ import annotations

from duologue.core.seats import Pair, Seat
from duologue.core.turns import Read
from duologue.ui.scene import Look, PaneScene, Scene
from duologue.ui.turns.view import View, key, pace_hints, shared_hints


def scene(view: View) -> Scene:
    """The card, and for each what to do with it."""
    panes = Pair(_pane(view, Seat.LEFT), _pane(view, Seat.RIGHT))
    starred = view.session.card.text in view.session.stars
    star = key("star", label="take the star away" if starred else "star")
    hints = (*shared_hints(), star) if view.shows_card else shared_hints()
    return Scene(view.card, panes, hints, view.in_sight)


def _pane(view: View, seat: Seat) -> PaneScene:
    turn = view.session.turn
    assert isinstance(turn, Read)
    sentence = turn.sentence_for(view.session.here.roles.of(seat))
    passing = key("pass", seat, "another card" if view.session.can_swap else "")
    return PaneScene(view.spoken(sentence), "○ together", Look.TOGETHER, pace_hints(view, seat, passing))
