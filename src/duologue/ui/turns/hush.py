"""Together and silent: a gaze, a hand, an embrace. Either may end it."""

from __future__ import annotations

from duologue.core.seats import Pair, Seat
from duologue.core.turns import Hush
from duologue.ui import content
from duologue.ui.scene import Scene
from duologue.ui.turns.view import View, alike, pace_hints, shared_hints


def scene(view: View) -> Scene:
    """What to do, and nothing that has to be read meanwhile."""
    turn = view.session.turn
    assert isinstance(turn, Hush)
    quiet = "Stay as long as you like." if view.time_is_up else "No words needed. Either of you may end it."
    say = view.spoken(turn.say)
    text = content.assemble(say, "\n", (quiet, "$muted")) if view.shows_card else content.words(quiet)
    return Scene(
        heading=view.card if view.shows_card else say,
        panes=alike(text, "○ together", Pair(pace_hints(view, Seat.LEFT), pace_hints(view, Seat.RIGHT))),
        hints=shared_hints("that was good"),
        note=view.in_sight,
        may_fall_quiet=True,
    )
