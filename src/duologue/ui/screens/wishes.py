"""Private wishes for an evening: each alone, unseen, with masks that look the same whatever is chosen."""

from __future__ import annotations

from dataclasses import replace

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from duologue.core.couple import Couple
from duologue.core.pace import Pace
from duologue.core.seats import Pair, Seat
from duologue.core.wishes import TOPICS, CommonGround, Wishes
from duologue.ui import content
from duologue.ui.commands import Hint
from duologue.ui.screens.sizes import SIZES_ACROSS, SIZES_DOWN
from duologue.ui.widgets.hints import Hints

_DEPTHS = {"7": (1, "light"), "8": (2, "warm"), "9": (3, "deep")}
_PACES = {str(pace.rank): pace for pace in Pace}
_TOPIC_KEYS = dict(zip("abcdefghijklmnopqrstuvwxyz", TOPICS, strict=False))
_TOPIC_WORDS = {"hurt": "old hurts", "self": "how I see myself", "body": "the body", "past": "the past",
                "future": "the future"}  # fmt: skip

_QUESTIONS = {"paces": "Pace", "depths": "How close it may go", "topics": "Leave alone tonight"}

_HONESTLY = """\
The gentler wish holds, and the topics of both rest. The app lets a topic or two rest by itself and
sometimes begins gentler, so what is missing tells little. No wish is written down."""


class WishesScreen(ModalScreen[Pair[Wishes]]):
    """Dismissed with the wishes of both; who has none wishes for what is usual."""

    CSS_PATH = "../styles/evening.tcss"
    HORIZONTAL_BREAKPOINTS = SIZES_ACROSS
    VERTICAL_BREAKPOINTS = SIZES_DOWN

    def __init__(self, couple: Couple, usual: CommonGround) -> None:
        """`usual` is what holds for whoever wishes for nothing else."""
        super().__init__()
        self.couple = couple
        self.usual = Wishes(usual.pace, usual.depth)
        self.wishes = Pair.both(self.usual)
        self.seat = Seat.LEFT
        self.handed = False
        """Whether the one whose turn it is has begun."""
        self.shown = False
        """Whether they look at what they chose."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet") as sheet:
            sheet.border_title = Content(" Private wishes ")
            yield Static("", id="whose")
            yield Static(content.words(" ".join(_HONESTLY.split())), id="honestly")
            for name, question in _QUESTIONS.items():
                yield Static(content.words(question), classes="question choice")
                yield Hints((), "$accent", id=name)
            yield Hints(id="wishes-keys")

    def on_mount(self) -> None:
        self._show()

    def on_screen_suspend(self) -> None:
        """Something lies over it, and both may look."""
        self.shown = False
        self._show()

    # What is shown

    def _show(self) -> None:
        name = content.name(self.couple, self.seat)
        other = content.name(self.couple, self.seat.other)
        whose = Content.assemble(name, ", this is for you alone. ", other, ", look away for a while.")
        self.query_one("#whose", Static).update(whose)
        self.query_one("#honestly").display = not self.handed
        for question in self.query(".question"):
            question.display = self.handed
        for group, choices in self._choices().items():
            row = self.query_one(f"#{group}", Hints)
            row.display = self.handed
            row.show(choices)
        self.query_one("#wishes-keys", Hints).show(self._keys())

    def _keys(self) -> list[Hint]:
        none = _pressing("esc", "no wishes from me", "escape")
        if not self.handed:
            return [_pressing("space", "begin"), none]
        return [
            _pressing("enter", "done"),
            _pressing("f3", "hide again" if self.shown else "show mine"),
            none,
        ]

    def _choices(self) -> dict[str, list[Hint]]:
        wishes = self.wishes.of(self.seat)
        return {
            "paces": [self._choice(key, pace.value, pace is wishes.pace) for key, pace in _PACES.items()],
            "depths": [
                self._choice(key, word, depth == wishes.depth) for key, (depth, word) in _DEPTHS.items()
            ],
            "topics": [
                self._choice(key, _TOPIC_WORDS.get(topic, topic), topic in wishes.resting)
                for key, topic in _TOPIC_KEYS.items()
            ],
        }

    def _choice(self, key: str, word: str, on: bool) -> Hint:
        """The same mask for every choice, until its owner looks."""
        mark = ("●" if on else "○") if self.shown else "•"
        return _pressing(key, f"{mark} {word}")

    # What is pressed

    def on_key(self, event: events.Key) -> None:
        """All keys are for the one whose turn it is."""
        if event.key in {"f1", "f2", "ctrl+q"}:
            return
        event.stop()
        event.prevent_default()
        self.action_press(event.key)

    def action_press(self, key: str) -> None:
        """A choice, the hand-over, or the end."""
        if key == "escape":
            self.wishes = self.wishes.having(self.seat, self.usual)
            self._done()
        elif not self.handed:
            self.handed = key == "space"
        elif key == "enter":
            self._done()
        elif key == "f3":
            self.shown = not self.shown
        else:
            self._choose(key)
        self._show()

    def _choose(self, key: str) -> None:
        wishes = self.wishes.of(self.seat)
        if key in _PACES:
            wishes = replace(wishes, pace=_PACES[key])
        elif key in _DEPTHS:
            wishes = replace(wishes, depth=_DEPTHS[key][0])
        elif key in _TOPIC_KEYS:
            wishes = replace(wishes, resting=wishes.resting ^ {_TOPIC_KEYS[key]})
        self.wishes = self.wishes.having(self.seat, wishes)

    def _done(self) -> None:
        self.shown = self.handed = False
        if self.seat is Seat.RIGHT:
            self.dismiss(self.wishes)
        self.seat = Seat.RIGHT


def _pressing(shown: str, label: str, key: str = "") -> Hint:
    """A hint that does what its key does."""
    return Hint(shown, label, f"screen.press('{key or shown}')")
