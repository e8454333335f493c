"""What was written or picked, side by side. Each turns over only their own, when they want."""

from __future__ import annotations

from textual.content import Content

from duologue.core.seats import Pair, Seat
from duologue.core.turns import Pick, Reveal
from duologue.ui import content
from duologue.ui.circles import small_circles
from duologue.ui.scene import Look, PaneScene, Scene
from duologue.ui.turns.view import View, key, shared_hints


def scene(view: View) -> Scene:
    """Face down at first."""
    session = view.session
    turn = session.turn
    assert isinstance(turn, Reveal)
    waiting = any(map(session.waits_to_be_shown, Seat))
    go_on = "go on" if turn.free or not waiting else ""
    return Scene(
        heading=view.card,
        panes=Pair(_pane(view, turn, Seat.LEFT), _pane(view, turn, Seat.RIGHT)),
        hints=shared_hints(go_on),
        note=view.spoken(turn.say),
    )


def _pane(view: View, turn: Reveal, seat: Seat) -> PaneScene:
    session = view.session
    if session.waits_to_be_shown(seat):
        text = "It lies face down." + (" It may stay so." if turn.free else " Only you turn it over.")
        hints = (key("yes", seat, "turn mine over"), key("pass", seat, "rather not"))
        return PaneScene(content.words(text), "○ face down", Look.TOGETHER, hints)
    if session.is_shown(turn.shows, seat):
        return PaneScene(_shown(view, turn, seat), "● turned over", Look.FLOOR)
    held = seat in session.withheld
    words = "It stays face down." if held else "Nothing to turn over." if seat in session.here.askers else ""
    return PaneScene(content.words(words), "○ together", Look.RESTING)


def _shown(view: View, turn: Reveal, seat: Seat) -> Content:
    words = view.session.words(turn.shows, seat)
    if _shows_circles(view, turn):
        return small_circles(words)
    return content.words(words)


def _shows_circles(view: View, turn: Reveal) -> bool:
    turns = view.session.deck.turns
    return any(
        isinstance(made, Pick) and made.name == turn.shows and made.source == "circles" for made in turns
    )
