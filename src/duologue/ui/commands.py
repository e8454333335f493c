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
        arrows = {"left": "←", "right": "→", "up": "↑", "down": "↓"}
        return {"escape": "esc", "comma": ",", "slash": "/", **arrows}.get(self.key, self.key)


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
    Command("look-back", "b", "look back", "Say how a promise stands, both of you."),
    Command("not-now", "n", "not now", "Leave the promise for another time."),
    Command("tonight", "t", "tonight", "An evening put together for you."),
    Command("add-card", "c", "add a card", "Write a card of your own for the marked deck."),
    Command("jar", "j", "jar", "Look at the moments you kept."),
    Command("looking-back", "l", "looking back", "Pictures of what you did and kept together."),
    Command("pace", "p", "pace", "Change the pace the next session begins with."),
)
"""At home."""

_JAR = (
    Command("open", "enter", "open", "See the marked moment in full."),
    Command("search", "slash", "search", "Search as you type: titles, both lines, places. Esc ends it."),
    Command("sift", "f", "filter", "Only those of a year, a deck or a feeling."),
    Command("pull", "p", "pull one", "Pull a moment out of the jar, by chance."),
    Command("this-day", "o", "on this day", "What happened on this day in earlier years."),
    Command("add-moment", "n", "add one", "Add a moment from today or long ago, without a session."),
    Command("change", "e", "change", "Change the marked moment, both of you together."),
    Command("put-away", "x", "let go", "Let go of the marked moment; it lies in the trash for thirty days."),
    Command("choose", "v", "choose a version", "Choose, where a moment was changed on two laptops."),
    Command("earlier", "h", "earlier versions", "How the marked moment was before it was changed."),
    Command("trash", "t", "trash", "What you let go of lately, to bring it back."),
    Command("unreadable", "u", "which files", "Which files in the jar could not be read, and why."),
)
"""In the jar."""

_MOMENT = (
    Command("moment-done", "ctrl+s", "done", "Look at the whole moment, and keep it, both of you."),
    Command("next-field", "tab", "next", "On to the next line. Enter does the same."),
    Command("field-before", "shift+tab", "before", "Back to the line before."),
    Command("leave-moment", "escape", "leave", "Leave it. Words you typed are not lost before you say so."),
)
"""Where a moment is written down or changed."""

_TRASH = (
    Command("open-gone", "enter", "see it in full", "See the marked moment in full."),
    Command("bring-back", "b", "bring it back", "Put the marked moment back into the jar."),
    Command("empty", "x", "empty the trash", "Remove all of it for good, once both of you say so."),
    Command("back", "escape", "back", "Back to where you were."),
)
"""In the trash."""

_VERSIONS = (
    Command("version-before", "left", "before", "Mark the version before this one."),
    Command("version-after", "right", "next", "Mark the next version."),
    Command("let-stand", "enter", "this one", "Let the marked version stand, once both of you say so."),
    Command("keep-both", "b", "keep both", "Make the other a moment of its own, once both of you say so."),
    Command("back", "escape", "back", "Back to where you were."),
)
"""Where they choose between versions of a moment."""

_DOCTOR = (Command("back-from-doctor", "escape", "back", "Back to where you were."),)
"""Where they see how everything is."""

_LOOKING_BACK = (
    Command("picture-before", "left", "before", "The picture before this one."),
    Command("picture-after", "right", "next", "The next picture."),
    Command("up", "up", "up", "The year before; or further up."),
    Command("down", "down", "down", "The year after; or further down."),
    Command("back-home", "escape", "back", "Back home."),
)
"""Where they look back, together."""

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

_UNLOCKING = (
    Command("open-lock", "enter", "open", "Open what you keep with what you typed."),
    Command("show-typed", "f3", "show", "Show or mask the passphrase."),
    Command("by-sheet", "f4", "use the recovery sheet", "Type the key from the sheet instead."),
    Command("by-passphrase", "escape", "the passphrase after all", "Back from the sheet to the passphrase."),
)
"""Where everything is locked with a passphrase."""

_LOCKING = (
    Command("lock-on", "enter", "go on", "Go on to the next step; nothing is changed before both agree."),
    Command("lock-next", "tab", "the other line", "On to the other line."),
    Command("show-typed", "f3", "show", "Show or mask the passphrase."),
    Command("lock-back", "escape", "not now", "Leave it for now, or go a step back. Nothing is changed."),
)
"""Where they set up a passphrase, or another one."""

_NOTES = (
    Command("open", "enter", "say how it stands", "Open a letter; say how a promise or a plan stands."),
    Command("choose", "v", "choose a version", "Choose together between versions from two laptops."),
    Command("back", "escape", "back", "Back to where you were."),
)
"""In the lists of promises, letters and things to do together."""

_HISTORY = (
    Command("forget-one", "x", "forget this one", "Forget the marked session, once both of you say so."),
    Command("forget-all", "f", "forget all", "Forget all you played, once both of you say so."),
    Command("back-from-history", "escape", "back", "Back to where you were."),
)
"""Where they see what they played."""

_PAGES_CLOSED = (
    Command("open-pages", "enter", "open them", "Try the passphrase; it takes a moment or two."),
    Command("show-passphrase", "f3", "show what I type", "Show or mask what you type."),
    Command("begin-pages", "f5", "begin your own", "Begin private pages, with a passphrase of your own."),
    Command("back", "escape", "back", "Back to where you were."),
)
"""Where private pages are opened, or begun."""

_PAGES = (
    Command("read-page", "enter", "read", "Read the marked page, or go on with one that is not finished."),
    Command("write-page", "n", "new page", "Write a page."),
    Command("delete-page", "x", "delete", "Delete the marked page for good; you are asked once more."),
    Command("recovery-sheet", "s", "recovery sheet", "Opens your pages should you forget the passphrase."),
    Command("change-passphrase", "c", "another passphrase", "Take another passphrase for your pages."),
    Command("close-pages", "escape", "close", "Close your pages; the key is forgotten until you open them."),
)
"""In one's private pages."""

_PAGE = (
    Command("change-page", "e", "change", "Change this page; how it was before stays with it."),
    Command("earlier-page", "h", "earlier", "How this page was before it was changed."),
    Command("delete-page", "x", "delete", "Delete this page for good; you are asked once more."),
    Command("back", "escape", "back", "Back to your pages."),
)
"""On a private page."""

_PAGE_FORM = (
    Command("save-page", "ctrl+s", "save", "Save this page; it is saved once the screen says so."),
    Command("show-page", "f3", "show my words", "Show or mask what you write."),
    Command("next-part", "tab", "title, text", "From the title to the text, and back."),
    Command("leave-page", "escape", "leave", "Leave it. Words you typed are not lost before you say so."),
)
"""Where a private page is written."""

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
    ("In the jar", _JAR),
    ("Where you write down a moment, or change one", _MOMENT),
    ("In the trash", _TRASH),
    ("Where you choose a version of a moment", _VERSIONS),
    ("When you ask for an evening", _TONIGHT),
    ("When you look at its plan", _PLAN),
    ("In the lists of promises, letters and plans", _NOTES),
    ("Where you see what you played", _HISTORY),
    ("Where you see how everything is", _DOCTOR),
    ("Where you look back, together", _LOOKING_BACK),
    ("Where you open private pages", _PAGES_CLOSED),
    ("In your private pages", _PAGES),
    ("On a private page", _PAGE),
    ("Where you write a private page", _PAGE_FORM),
    ("Where everything is locked", _UNLOCKING),
    ("Where you choose a passphrase", _LOCKING),
    ("Anywhere", ANYWHERE),
)
"""The shared keys by the place where they are heard, for help and documentation."""

IN_SESSION = {command.id: command for command in (*WRITING, *SAVING, *SEATED, *SHARED)}
"""All that the session screen hears. `done`, `show-words` and `time-out` are heard by a field too."""
AT_HOME = {command.id: command for command in HOME}
IN_JAR = {command.id: command for command in _JAR}
IN_MOMENT = {command.id: command for command in _MOMENT}
IN_TRASH = {command.id: command for command in _TRASH}
VERSIONS = {command.id: command for command in _VERSIONS}
TONIGHT = {command.id: command for command in _TONIGHT}
PLAN = {command.id: command for command in _PLAN}
NOTES = {command.id: command for command in _NOTES}
HISTORY = {command.id: command for command in _HISTORY}
DOCTOR = {command.id: command for command in _DOCTOR}
LOOKING_BACK = {command.id: command for command in _LOOKING_BACK}
PAGES_CLOSED = {command.id: command for command in _PAGES_CLOSED}
PAGES = {command.id: command for command in _PAGES}
PAGE = {command.id: command for command in _PAGE}
PAGE_FORM = {command.id: command for command in _PAGE_FORM}
UNLOCKING = {command.id: command for command in _UNLOCKING}
LOCKING = {command.id: command for command in _LOCKING}
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
