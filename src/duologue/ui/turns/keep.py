"""Keeping a favourite moment: asked, named, written unseen, revealed, kept by both or let go."""

from __future__ import annotations

from textual.content import Content

from duologue.core.events import LINE_AT_MOST, TITLE_AT_MOST
from duologue.core.seats import Pair, Seat
from duologue.core.turns import Keep
from duologue.ui import content
from duologue.ui.circles import small_circles
from duologue.ui.commands import Hint
from duologue.ui.scene import Field, Look, PaneScene, Scene
from duologue.ui.turns.view import View, acting, alike, key, shared_hints

_SAVED = {
    "moment": "Saved. It is in your jar.",
    "promise": "Saved. You look back on it next time.",
    "plan": "Saved. It is on your list of things to do together.",
    "letter": "Saved. It waits until it is opened.",
    "circles": "Saved. You find them at home, under looking back.",
}
_CIRCLES_HEIGHT = 4
"""So that the keys below them are in sight in the smallest window."""


def offering(view: View) -> Scene:
    """A moment worth keeping? Both say so, or it passes without a word."""
    turn = view.session.turn
    assert isinstance(turn, Keep)
    if not view.keeps:
        nothing = Content("This window keeps nothing. Space goes on.")
        return Scene(view.spoken(turn.say), alike(nothing, "○ together"), shared_hints())
    panes = Pair(_asked(view, Seat.LEFT), _asked(view, Seat.RIGHT))
    note = Content(
        "A letter stays closed until it is opened."
        if turn.keeps == "letter"
        else "Kept only if both of you say yes."
    )
    return Scene(view.spoken(turn.say), panes, shared_hints(), note)


def _asked(view: View, seat: Seat) -> PaneScene:
    said = view.session.yes.of(seat)
    text = _to_keep(view, seat) or Content("Yes." if said else "Only if you like. No reason needed.")
    hints = (key("no", seat, "let it go"),) if said else (key("yes", seat), key("no", seat, "not now"))
    return PaneScene(text, "● yes" if said else "", Look.FLOOR if said else Look.TOGETHER, hints)


def _to_keep(view: View, seat: Seat) -> Content | None:
    """What this partner wrote and would keep; a letter is not shown."""
    turn = view.session.turn
    if not isinstance(turn, Keep) or turn.keeps == "letter":
        return None
    written = next((words for by, words in view.session.to_keep if by in {seat, None}), None)
    if written is None:
        return None
    return small_circles(written, _CIRCLES_HEIGHT) if turn.keeps == "circles" else content.words(written)


def naming(view: View) -> Scene:
    """A title, found together."""
    field = Field(None, TITLE_AT_MOST, False, view.session.draft, "title")
    return Scene(
        heading=Content("What shall we call it?"),
        panes=alike(Content("Find it together. A few words are enough."), "○ together"),
        hints=(Hint("enter", "go on", "screen.act('done')"), key("time-out"), key("let-go")),
        field=field,
    )


def writing(view: View) -> Scene:
    """One writes a line, the other looks away."""
    session = view.session
    writer = session.moment.writer
    reader = writer.other
    field = Field(writer, LINE_AT_MOST, True, session.draft, f"line-{writer}")
    writes = PaneScene(
        Content("What would you like to remember?"),
        "● writing",
        Look.FLOOR,
        (key("done"), key("show-words")),
    )
    waits = PaneScene(Content.assemble("Look away, ", view.name(reader), "."), "○ looking away", Look.RESTING)
    return Scene(_title(view), acting(writer, writes, waits), (key("time-out"), key("let-go")), field=field)


def revealing(view: View) -> Scene:
    """Both lines, side by side."""
    panes = Pair(_written(view, Seat.LEFT), _written(view, Seat.RIGHT))
    note = Content("Read them to each other. Kept only if both of you press keep.")
    return Scene(_title(view), panes, shared_hints(""), note)


def _written(view: View, seat: Seat) -> PaneScene:
    moment = view.session.moment
    said = view.session.yes.of(seat)
    keep = () if said else (key("yes", seat, "keep"),)
    return PaneScene(
        content.words(moment.lines.of(seat)),
        "● keep" if said else "",
        Look.FLOOR if said else Look.TOGETHER,
        (*keep, key("no", seat, "let it go")),
    )


def saving(view: View) -> Scene:
    """On the way to the disk. If the disk refuses, the words stay here."""
    quiet = _lines(view, "● keep", Look.FLOOR)
    if not view.trouble:
        return Scene(_title(view), quiet, (), Content("Saving…"))
    trouble = f"Not saved yet: {view.trouble}. Your words are safe on this screen."
    copying = (key("copy-words"),) if view.session.words_to_copy else ()
    hints = (key("save-again"), *copying, key("let-go"))
    return Scene(_title(view), quiet, hints, content.words(trouble))


def saved(view: View) -> Scene:
    """It is on the disk."""
    panes = _lines(view, "● kept", Look.TOGETHER)
    words = _SAVED[view.session.turn.keeps] if isinstance(view.session.turn, Keep) else ""
    return Scene(_title(view), panes, shared_hints(), content.words(words))


def _lines(view: View, status: str, look: Look) -> Pair[PaneScene]:
    """What both wrote, with nothing left to press."""
    session = view.session
    if session.to_keep:
        texts = Pair(*(_to_keep(view, seat) or Content("") for seat in Seat))
    else:
        texts = Pair(*(content.words(session.moment.lines.of(seat)) for seat in Seat))
    return Pair(PaneScene(texts.left, status, look), PaneScene(texts.right, status, look))


def _title(view: View) -> Content:
    turn = view.session.turn
    if isinstance(turn, Keep) and turn.written is not None:
        return view.spoken(turn.say)
    return content.words(view.session.moment.title).stylize("bold")
