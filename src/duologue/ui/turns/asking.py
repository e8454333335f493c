"""Before something deeper: both say by their keys whether now is good. Nobody is named."""

from __future__ import annotations

from textual.content import Content

from duologue.core.script import Stop
from duologue.core.seats import Pair, Seat
from duologue.ui import content
from duologue.ui.scene import Look, PaneScene, Scene
from duologue.ui.turns.view import View, key, shared_hints


def scene(view: View) -> Scene:
    """What comes, and two answers of which only the outcome is told."""
    session = view.session
    panes = Pair(_pane(view, Seat.LEFT), _pane(view, Seat.RIGHT))
    if session.here.stop is Stop.SET:
        both = Content("Go on, or stop here for tonight? Both are good.")
        return Scene(view.set_ahead, panes, shared_hints(""), both)
    heading = content.assemble((session.deck.title, "bold"), " goes deep. Is now a good time for it?")
    note = content.words(session.deck.not_for) if session.deck.not_for else None
    return Scene(heading, panes, shared_hints(""), note)


def _pane(view: View, seat: Seat) -> PaneScene:
    if view.consent.has_answered(seat):
        return PaneScene(Content("Your answer is in."), "○ answered", Look.TOGETHER)
    on = view.session.here.stop is Stop.SET
    hints = (
        key("yes", seat, "go on" if on else "now is good"),
        key("no", seat, "stop here" if on else "not now"),
    )
    has_light = any(part.instead_of == view.session.here.part for part in view.session.hand.parts)
    else_comes = " If not, something light comes instead." if has_light and not on else ""
    words = f"Ask yourself.{else_comes} Nobody is told who said what."
    return PaneScene(content.words(words), "", Look.TOGETHER, hints)
