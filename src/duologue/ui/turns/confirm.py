"""The one who owns the story says whether it landed. Nobody else can."""

from __future__ import annotations

from textual.content import Content

from duologue.core.turns import Confirm
from duologue.ui.scene import Look, PaneScene, Scene
from duologue.ui.turns.view import View, acting, alike, key, shared_hints

_KEYS = ("yes", "no", "third")


def scene(view: View) -> Scene:
    """The deck's answers, each with its key, in the owner's pane."""
    session = view.session
    turn, owner = session.turn, session.here.owner
    assert isinstance(turn, Confirm)
    assert owner is not None
    answers = tuple(key(name, owner, answer) for name, answer in zip(_KEYS, turn.answers, strict=False))
    asked = PaneScene(view.spoken(turn.say), "● only you can say", Look.FLOOR, answers)
    waits = PaneScene(
        view.spoken(turn.wait),
        "○ listening",
        Look.RESTING,
        (key("slower", owner.other), key("pass", owner.other)),
    )
    return Scene(view.card, acting(owner, asked, waits), shared_hints(""))


def letting_be(view: View) -> Scene:
    """The tries are used up, and the round goes on kindly."""
    turn = view.session.turn
    assert isinstance(turn, Confirm)
    return Scene(view.spoken(turn.otherwise), alike(Content(""), "○ together"), shared_hints())
