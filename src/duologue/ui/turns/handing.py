"""What is written or picked unseen: the keyboard is handed over, the other looks away."""

from __future__ import annotations

from textual.content import Content

from duologue.core.events import WORDS_AT_MOST
from duologue.core.seats import Seat
from duologue.core.turns import Pick, Write
from duologue.ui import content
from duologue.ui.commands import Hint
from duologue.ui.scene import Choice, Field, Look, PaneScene, Scene
from duologue.ui.turns.view import View, acting, alike, key, shared_hints


def handing_over(view: View) -> Scene:
    """Nothing can be typed yet, so that nothing meant for the one before reaches the next."""
    session = view.session
    seat = _asked(view)
    what = "write" if isinstance(session.turn, Write) else "pick"
    passing = key("pass", seat, "another card" if session.can_swap else "rather not")
    ready = content.assemble(view.name(seat), f", this is for you alone. You {what} unseen.")
    waits = Content.assemble(view.name(seat.other), ", look away for a while.")
    return Scene(
        heading=view.card,
        panes=acting(
            seat,
            PaneScene(ready, "● yours in a moment", Look.FLOOR, (passing,)),
            PaneScene(waits, "○ looking away", Look.RESTING),
        ),
        hints=shared_hints("begin"),
        note=view.in_sight,
    )


def noting(view: View) -> Scene:
    """One writes unseen; or both write one text in the open."""
    session = view.session
    turn, seat = session.turn, session.asked
    assert isinstance(turn, Write)
    if seat is None:
        return _together(view, turn)
    field = Field(seat, WORDS_AT_MOST, True, session.draft, f"{session.step}-{seat}", turn.letter)
    writes = PaneScene(
        view.spoken(turn.sentence_for(session.here.roles.of(seat))),
        "● writing unseen",
        Look.FLOOR,
        (_done(turn), key("show-words")),
    )
    return Scene(view.card, acting(seat, writes, _looking_away(view, seat)), _keys(), view.in_sight, field)


def _together(view: View, turn: Write) -> Scene:
    session = view.session
    field = Field(None, WORDS_AT_MOST, False, session.draft, f"{session.step}-both", turn.letter)
    return Scene(
        heading=view.spoken(turn.together or ""),
        panes=alike(Content("Find the words together. One of you types."), "○ together"),
        hints=(_done(turn), *_keys()),
        field=field,
    )


def picking(view: View) -> Scene:
    """One picks; unseen, or in the open."""
    session = view.session
    turn, seat = session.turn, _asked(view)
    assert isinstance(turn, Pick)
    choice = Choice(
        seat,
        turn.source if turn.source in {"feelings", "circles"} else "options",
        turn.choices if turn.source != "circles" else (),
        f"{session.step}-{seat}",
    )
    picks = PaneScene(
        view.spoken(turn.sentence_for(session.here.roles.of(seat)), promise_of=seat),
        "● yours to pick" if turn.open else "● picking unseen",
        Look.FLOOR,
        (*_moving(view, turn, seat), Hint("enter", "this one", "screen.act('done')")),
    )
    waits = _waiting(view, seat) if turn.open else _looking_away(view, seat)
    return Scene(view.card, acting(seat, picks, waits), _keys(), view.in_sight, choice=choice)


def _moving(view: View, turn: Pick, seat: Seat) -> tuple[Hint, ...]:
    """The keys that move the mark, and another card where it may be had; letters search among feelings."""
    keys = Hint("← →" if turn.source == "circles" else "↑ ↓", "look", "")
    swaps = view.session.can_swap and turn.source != "feelings"
    return (keys, key("pass", seat, "another card")) if swaps else (keys,)


def _asked(view: View) -> Seat:
    seat = view.session.asked
    assert seat is not None
    return seat


def _done(turn: Write) -> Hint:
    """In a letter, enter begins a new line."""
    return key("done") if turn.letter else Hint("enter", "done", "screen.act('done')")


def _keys() -> tuple[Hint, ...]:
    return key("time-out"), key("let-go", label="leave it blank")


def _looking_away(view: View, seat: Seat) -> PaneScene:
    words = Content.assemble("Look away, ", view.name(seat.other), ".")
    return PaneScene(words, "○ looking away", Look.RESTING)


def _waiting(view: View, seat: Seat) -> PaneScene:
    words = Content.assemble("Let ", view.name(seat), " choose. There is no hurry.")
    return PaneScene(words, "○ waiting", Look.RESTING)
