"""One view for each kind of turn: a pure function from the session to what is shown."""

from __future__ import annotations

from duologue.core.states import State
from duologue.ui.scene import Scene
from duologue.ui.turns import breathe, change, closing, confirm, keep, read, talk
from duologue.ui.turns.view import View

_SCENES = {
    State.READING: read.scene,
    State.BREATHING: breathe.scene,
    State.TALKING: talk.scene,
    State.CONFIRMING: confirm.scene,
    State.LETTING_BE: confirm.letting_be,
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
    return _SCENES[view.session.playing](view)
