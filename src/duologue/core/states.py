"""The table of a session: in which state which events are legal, and where each may lead.

- Somebody always may ask for another pace or a break, and both may end the session, until it closes;
  only while a moment is on its way to the disk, a break and the end wait.
- A turn is finished, or passed; a card can be swapped while it is being read and nobody has told about it.
- Only the owner of a story confirms. "Nearly" leads back to another try, until the tries run out; then a
  kind line is shown and the round goes on.
- What is written or picked unseen is handed over first: the next one begins only when the other looks away.
  Either may leave it blank. Each turns over only their own.
- Before a deep deck, and before a set that goes further, both say that now is good. Where one would rather
  not, something lighter follows, or the close, and nobody is named.
- A moment is kept only if both say so, twice: that there is one, and that it stays as it is written.
"""

from __future__ import annotations

from enum import StrEnum

from duologue.core.events import (
    Agreed,
    AnyEvent,
    Back,
    CardSwapped,
    Confirmed,
    Declined,
    Drafted,
    Ended,
    Faster,
    Kept,
    LeftBlank,
    LetGo,
    MoreTime,
    Noted,
    Passed,
    Picked,
    Saved,
    Slower,
    Starred,
    Ticked,
    TimeOut,
    Titled,
    TurnedOver,
    TurnFinished,
    WoundDown,
    Wrote,
)
from duologue.core.turns import Breathe, Confirm, Hush, Keep, Pick, Read, Reveal, Talk, Write


class State(StrEnum):
    """What a session is doing."""

    READING = "reading"
    BREATHING = "breathing"
    HUSHED = "hushed"
    """Together and silent."""
    TALKING = "talking"
    CONFIRMING = "confirming"
    LETTING_BE = "letting be"
    """The last try did not land, and that is fine."""
    HANDING_OVER = "handing over"
    """The keyboard goes to the one who writes or picks unseen; the other looks away."""
    NOTING = "noting"
    """One writes unseen, or both one text in the open."""
    PICKING = "picking"
    SHOWING = "showing"
    """What was written or picked; each turns over only their own."""
    ASKING = "asking"
    """Both say whether to go further now."""
    OFFERING = "offering"
    """A favourite moment? Both say yes, or it passes."""
    NAMING = "naming"
    WRITING = "writing"
    """One partner writes a line unseen, then the other."""
    REVEALING = "revealing"
    SAVING = "saving"
    """Both said keep; the record is on its way to the disk."""
    SAVED = "saved"
    CHANGING = "changing"
    """Between two rounds, or two decks."""
    RESTING = "resting"
    """A time-out; the session waits as it was."""
    CLOSING = "closing"
    ENDED = "ended"


STATE_OF_TURN = {
    Read: State.READING,
    Breathe: State.BREATHING,
    Hush: State.HUSHED,
    Talk: State.TALKING,
    Confirm: State.CONFIRMING,
    Write: State.HANDING_OVER,
    Pick: State.HANDING_OVER,
    Reveal: State.SHOWING,
    Keep: State.OFFERING,
}
"""Where a turn of each kind begins; what is written or picked in the open needs no handing over."""

ENDS = frozenset({State.CLOSING, State.ENDED})
WAITS = frozenset({State.RESTING, *ENDS})
LIVE = frozenset(State) - WAITS
"""The states in which something is being played."""

NEXT = frozenset(
    {
        *STATE_OF_TURN.values(),
        *(State.NOTING, State.PICKING, State.CHANGING, State.ASKING, State.CLOSING),
    }
)
"""Where the end of a turn can lead."""

Targets = frozenset[State]
Row = dict[type[AnyEvent], Targets]


def _only(*states: State) -> Targets:
    return frozenset(states)


_TABLE: dict[State, Row] = {
    State.READING: {TurnFinished: NEXT, Passed: NEXT, CardSwapped: NEXT},
    State.BREATHING: {TurnFinished: NEXT, Passed: NEXT, MoreTime: _only(State.BREATHING)},
    State.HUSHED: {TurnFinished: NEXT, Passed: NEXT, MoreTime: _only(State.HUSHED)},
    State.TALKING: {
        TurnFinished: NEXT,
        Passed: NEXT,
        MoreTime: _only(State.TALKING),
        CardSwapped: NEXT,
    },
    State.CONFIRMING: {
        Confirmed: NEXT | {State.LETTING_BE},
        Passed: NEXT,
    },
    State.LETTING_BE: {TurnFinished: NEXT},
    State.HANDING_OVER: {
        TurnFinished: _only(State.NOTING, State.PICKING),
        LeftBlank: NEXT,
        Passed: NEXT,
        CardSwapped: NEXT,
    },
    State.NOTING: {Noted: NEXT, Drafted: _only(State.NOTING), LeftBlank: NEXT, CardSwapped: NEXT},
    State.PICKING: {Picked: NEXT, LeftBlank: NEXT, CardSwapped: NEXT},
    State.SHOWING: {TurnedOver: _only(State.SHOWING), TurnFinished: NEXT, Passed: NEXT | {State.SHOWING}},
    State.ASKING: {Agreed: NEXT, Declined: NEXT},
    State.OFFERING: {
        Kept: _only(State.OFFERING, State.NAMING, State.SAVING),
        LetGo: NEXT,
        TurnFinished: NEXT,
    },
    State.NAMING: {Titled: _only(State.WRITING), Drafted: _only(State.NAMING), LetGo: NEXT},
    State.WRITING: {
        Wrote: _only(State.WRITING, State.REVEALING),
        Drafted: _only(State.WRITING),
        LetGo: NEXT,
    },
    State.REVEALING: {Kept: _only(State.REVEALING, State.SAVING), LetGo: NEXT},
    State.SAVING: {Saved: _only(State.SAVED), LetGo: NEXT},
    State.SAVED: {TurnFinished: NEXT},
    State.CHANGING: {TurnFinished: NEXT},
    State.RESTING: {Back: LIVE, Ended: _only(State.CLOSING)},
    State.CLOSING: {TurnFinished: _only(State.ENDED), Ended: _only(State.ENDED)},
    State.ENDED: {},
}


def _always(state: State) -> Row:
    """What is legal in every live state; but what is on its way to the disk is not interrupted."""
    stays = _only(state)
    row: Row = {Slower: stays, Faster: stays, Starred: stays, Ticked: stays}
    if state is State.SAVING:
        return row
    return {**row, TimeOut: _only(State.RESTING), WoundDown: NEXT, Ended: _only(State.CLOSING)}


ALWAYS = frozenset(_always(State.READING))
"""The events that are legal in every live state, but for a break or an end while saving."""

TABLE: dict[State, Row] = {
    state: {**row, **(_always(state) if state in LIVE else {})} for state, row in _TABLE.items()
}
