"""Both breathe slowly."""

from __future__ import annotations

from duologue.core.seats import Pair, Seat
from duologue.core.turns import Breathe
from duologue.ui import content
from duologue.ui.scene import Scene
from duologue.ui.turns.view import View, alike, pace_hints, shared_hints


def scene(view: View) -> Scene:
    """A line to breathe with; nobody has to do anything else."""
    turn = view.session.turn
    assert isinstance(turn, Breathe)
    text = "Whenever you are ready." if view.time_is_up else "In as the line grows, out as it fades."
    hints = Pair(pace_hints(view, Seat.LEFT), pace_hints(view, Seat.RIGHT))
    return Scene(
        heading=view.spoken(turn.say),
        panes=alike(content.words(text), "○ together", hints),
        hints=shared_hints(clock=True),
        breath=True,
    )
