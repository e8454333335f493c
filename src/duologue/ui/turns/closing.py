"""The closing line. Every session ends with thanks."""

from __future__ import annotations

from textual.content import Content

from duologue.ui.scene import Scene
from duologue.ui.turns.view import View, alike, key


def scene(view: View) -> Scene:
    """The deck's farewell."""
    thanks = Content("Look at each other for a moment before you go.")
    own_card = (key("own-card"),) if view.session.cards_played else ()
    return Scene(
        heading=view.spoken(view.session.deck.farewell),
        panes=alike(thanks, "○ together"),
        hints=(key("go-on", label="home"), *own_card),
    )
