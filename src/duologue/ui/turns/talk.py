"""One partner has the floor, aloud; or the two of them talk together."""

from __future__ import annotations

from textual.content import Content

from duologue.core.guidance import Guidance
from duologue.core.seats import Pair, Seat
from duologue.core.turns import Talk
from duologue.ui.commands import Hint
from duologue.ui.scene import Look, PaneScene, Scene
from duologue.ui.turns.view import View, acting, key, pace_hints, shared_hints

_MORE_ROOM = Content("There is room for more, if you like.")


def scene(view: View) -> Scene:
    """The prompt in the pane of the one who speaks, a line of coaching in the other."""
    turn, floor = view.session.turn, view.session.floor
    assert isinstance(turn, Talk)
    panes = _together(view, turn) if floor is None else _one_speaks(view, turn, floor)
    return Scene(
        heading=view.card,
        panes=panes,
        hints=shared_hints("we're done" if floor is None else "I'm done", clock=True),
        note=_note(view),
        may_fall_quiet=True,
    )


def _note(view: View) -> Content | None:
    lines = [_MORE_ROOM if view.session.more_room else None, view.in_sight]
    said = [line for line in lines if line is not None]
    return Content("\n").join(said) if said else None


def _one_speaks(view: View, turn: Talk, floor: Seat) -> Pair[PaneScene]:
    again = view.session.attempt > 1
    say = turn.again if again and turn.again else turn.say
    listen = turn.listen_again if again and turn.listen_again else turn.listen
    speaker = _speaker(view, floor, say, "" if again else turn.brief or "", "● the floor is yours")
    coaching = listen if view.guidance is Guidance.FULL else ""
    listener = PaneScene(
        view.spoken(coaching or ""), "○ listening", Look.RESTING, _hints(view, floor.other), Content("")
    )
    return acting(floor, speaker, listener)


def _together(view: View, turn: Talk) -> Pair[PaneScene]:
    sides = [_speaker(view, seat, turn.say, turn.brief or "", "● talk together") for seat in Seat]
    return Pair(*sides)


def _speaker(view: View, seat: Seat, say: str, brief: str, status: str) -> PaneScene:
    quiet = view.spoken(brief) if brief else None
    text = quiet if quiet is not None and view.guidance is Guidance.OFF else view.spoken(say)
    if view.time_is_up:
        status = "● finish your thought"
        text = Content.assemble("Finish your thought. ", ("There is no hurry.", "$muted"))
        quiet = None
    return PaneScene(text, status, Look.FLOOR, _hints(view, seat), quiet)


def _hints(view: View, seat: Seat) -> tuple[Hint, ...]:
    swap = key("pass", seat, "another card") if view.session.can_swap else None
    return pace_hints(view, seat, swap)
