"""Everything a person can do, in one table: key, id, label, help. Keys, hints and help come from it."""

from __future__ import annotations

from dataclasses import dataclass

from duologue.core.seats import Seat


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do."""

    id: str
    key: str
    """As Textual names it."""
    label: str
    """A word or three beside the key; a turn may show another one."""
    help: str
    seat: Seat | None = None
    """Whose key it is; None for both."""

    @property
    def key_shown(self) -> str:
        """The key as people write it."""
        return {"escape": "esc", "comma": ",", "left": "←", "right": "→"}.get(self.key, self.key)


def _seated(name: str, left: str, right: str, label: str, explained: str) -> tuple[Command, Command]:
    return (
        Command(f"left.{name}", left, label, explained, Seat.LEFT),
        Command(f"right.{name}", right, label, explained, Seat.RIGHT),
    )


SEATED = (
    *_seated("yes", "a", "l", "yes", "Yes: that's it, keep it."),
    *_seated("no", "s", "k", "no", "No: nearly, not now, let it go."),
    *_seated("third", "d", "j", "not quite", "The third answer, where there is one."),
    *_seated("slower", "q", "p", "slower", "Slow down, at once. No reason needed."),
    *_seated("more-time", "w", "o", "more time", "A minute more for this turn."),
    *_seated("pass", "e", "i", "pass", "Pass this turn, or take another card. Nothing is counted."),
    *_seated("faster", "z", "m", "faster", "Ready for a faster pace. It takes both of you."),
)
"""One key for each partner, mirrored: the left hand on the left, the right hand on the right."""

SHARED = (
    Command("go-on", "space", "go on", "Go on. While you have the floor: I'm done."),
    Command("time-out", "escape", "time-out", "A break, for either of you. Everything waits."),
    Command("digits", "t", "clock", "Show or hide the time left in digits."),
    Command("own-card", "n", "a card of our own", "After a round: write a card of your own for this deck."),
    Command("star", "b", "star", "Give this card a star, to find it again; once more takes it away."),
)
"""For both, while a session is played."""

WRITING = (
    Command("done", "ctrl+s", "done", "Your words are written; go on. Enter does the same."),
    Command("show-words", "f3", "show my words", "Show or mask what you write unseen."),
    Command("let-go", "f4", "let it go", "Let this moment go, or leave this blank; nothing of it is kept."),
    Command("time-out", "escape", "time-out", "A break. What you typed stays."),
)
"""While somebody writes; letters are letters then."""

SAVING = (
    Command("save-again", "r", "try again", "Try once more to save the moment."),
    Command("copy-words", "c", "copy the words", "Copy the moment, to keep it elsewhere."),
)
"""When the disk refused a moment."""

BREAK = (
    Command("back", "space", "come back now", "Come back to where you were."),
    Command(
        "breathe", "b", "two minutes with the breath", "Breathe for two minutes; then you decide together."
    ),
    Command(
        "wait",
        "w",
        "twenty minutes or more, then back here",
        "At least twenty minutes, with a promise to return.",
    ),
    Command("another-day", "d", "another day", "Go on another day, with an hour if you like."),
    Command("grounding", "g", "five things you see", "Look around together, from five things down to one."),
    Command("wind-down", "f", "five minutes left: to the close", "Skip to the close, which ends kindly."),
    Command("end", "x", "end here, kindly", "End the session here."),
)
"""In a time-out."""

CARING = (
    Command("care", "c", "more about care", "What this is and is not, and where to find help."),
    Command("grounding", "g", "five things you see", "Look around together, from five things down to one."),
)
"""In help and on the page about care."""

CHOOSING = (
    Command("agree", "enter", "agree", "Agree on the day and the hour that are marked."),
    Command("no-hour", "n", "no hour, just another day", "Leave it open when you go on."),
)
"""Where a day and an hour are chosen."""

HOME = (
    Command("play", "enter", "play", "Play the deck the mark is on."),
    Command("go-on-there", "g", "go on", "Go on where you were."),
    Command("let-it-be", "x", "close it", "Close last time's session for good."),
    Command("tonight", "t", "tonight", "An evening put together for you."),
    Command("add-card", "c", "add a card", "Write a card of your own for the marked deck."),
    Command("jar", "j", "jar", "Look at the moments you kept."),
    Command("pace", "p", "pace", "Change the pace the next session begins with."),
)
"""At home."""

_TONIGHT = (
    Command("compose", "enter", "see the plan", "Put the evening together."),
    Command("shorter", "left", "less time", "A shorter evening."),
    Command("longer", "right", "more time", "A longer evening."),
    Command("wishes", "w", "private wishes first", "Each alone: pace, depth, topics to leave alone."),
    Command("not-tonight", "escape", "back", "Not tonight."),
)
"""Where an evening is asked for."""

_PLAN = (
    Command("begin", "enter", "begin", "Begin the evening."),
    Command("swap", "s", "swap this one", "Another deck in place of the marked one."),
    Command("drop", "d", "leave it out", "Leave the marked deck out."),
    Command("not-tonight", "escape", "back", "Back, to ask for another evening."),
)
"""Where its plan is shown."""

ANYWHERE = (
    Command("help", "f1", "help", "What this is and is not, where to find help, and all the keys."),
    Command("curtain", "f2", "curtain", "Empty the screen at once; the same key brings it back."),
    Command("palette", "ctrl+p", "more", "Find anything by its name, themes too."),
    Command("leave", "ctrl+q", "leave", "Leave. Nothing is lost; you can go on another time."),
)
"""On every screen."""

GROUPS = (
    ("Both of you, while you play", SHARED),
    ("While you write", WRITING),
    ("When a moment could not be saved", SAVING),
    ("In a time-out", BREAK),
    ("Where you agree on an hour", CHOOSING),
    ("In help, and on the page about care", CARING),
    ("At home", HOME),
    ("When you ask for an evening", _TONIGHT),
    ("When you look at its plan", _PLAN),
    ("Anywhere", ANYWHERE),
)
"""The shared keys by the place where they are heard, for help and documentation."""

IN_SESSION = {command.id: command for command in (*WRITING, *SAVING, *SEATED, *SHARED)}
"""All that the session screen hears. `done`, `show-words` and `time-out` are heard by a field too."""
AT_HOME = {command.id: command for command in HOME}
TONIGHT = {command.id: command for command in _TONIGHT}
PLAN = {command.id: command for command in _PLAN}
EVERYWHERE = {command.id: command for command in ANYWHERE}


@dataclass(frozen=True, slots=True)
class Hint:
    """A key and what it does here, shown and clickable."""

    key: str
    label: str
    action: str
    """The Textual action that a click runs."""


def hint(command: Command, label: str = "", action: str = "") -> Hint:
    """The hint of a command, with this place's own word for it."""
    return Hint(command.key_shown, label or command.label, action or f"screen.act('{command.id}')")
