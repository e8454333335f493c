"""One view for each kind of turn: a pure function from the session to what is shown."""

from __future__ import annotations

from dataclasses import replace

from duologue.core.states import State
from duologue.ui import content
from duologue.ui.scene import Scene
from duologue.ui.turns import (
    asking,
    breathe,
    change,
    closing,
    confirm,
    handing,
    hush,
    keep,
    read,
    reveal,
    talk,
)
from duologue.ui.turns.view import View

_SCENES = {
    State.READING: read.scene,
    State.BREATHING: breathe.scene,
    State.HUSHED: hush.scene,
    State.TALKING: talk.scene,
    State.CONFIRMING: confirm.scene,
    State.LETTING_BE: confirm.letting_be,
    State.HANDING_OVER: handing.handing_over,
    State.NOTING: handing.noting,
    State.PICKING: handing.picking,
    State.SHOWING: reveal.scene,
    State.ASKING: asking.scene,
    State.OFFERING: keep.offering,
    State.NAMING: keep.naming,
    State.WRITING: keep.writing,
    State.REVEALING: keep.revealing,
    State.SAVING: keep.saving,
    State.SAVED: keep.saved,
    State.CHANGING: change.scene,
    State.CLOSING: closing.scene,
    State.ENDED: closing.scene,
}


def scene_of(view: View) -> Scene:
    """What the screen shows now. While the session rests, what it will come back to."""
    scene = _SCENES[view.session.playing](view)
    session = view.session
    if session.step == 0 and scene.note is None and session.deck.not_for:
        return replace(scene, note=content.words(session.deck.not_for))
    return scene
