"""One partner has the floor, aloud."""

from __future__ import annotations

from textual.content import Content

from duologue.core.deck import Talk
from duologue.ui.scene import Look, PaneScene, Scene
from duologue.ui.turns.view import View, acting, pace_hints, shared_hints


def scene(view: View) -> Scene:
    """The prompt in the pane of the one who speaks, a line of coaching in the other."""
    session = view.session
    turn, floor = session.turn, session.floor
    assert isinstance(turn, Talk)
    assert floor is not None
    again = session.attempt > 1
    say = turn.again if again and turn.again else turn.say
    listen = turn.listen_again if again and turn.listen_again else turn.listen
    brief = None if again or not turn.brief else view.spoken(turn.brief)
    status = "● the floor is yours"
    text = view.spoken(say)
    if view.time_is_up:
        status = "● finish your thought"
        text = Content.assemble("Finish your thought. ", ("There is no hurry.", "$muted"))
        brief = None
    speaker = PaneScene(text, status, Look.FLOOR, pace_hints(view, floor), brief)
    listener = PaneScene(
        view.spoken(listen), "○ listening", Look.RESTING, pace_hints(view, floor.other), Content("")
    )
    return Scene(
        heading=view.card,
        panes=acting(floor, speaker, listener),
        hints=shared_hints("I'm done", clock=True),
        may_fall_quiet=True,
    )
