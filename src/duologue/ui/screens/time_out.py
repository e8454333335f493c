"""A break: calm first, then both decide how to go on. Nobody is named, and no digits count the time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from duologue.core.text import plain
from duologue.core.when import hour_from
from duologue.play import Play
from duologue.store.files import NotWritten
from duologue.ui import content
from duologue.ui.commands import BREAK, Command, Hint, hint
from duologue.ui.screens.hour import Agreed, HourScreen
from duologue.ui.screens.sizes import SIZES_DOWN
from duologue.ui.widgets.breath import Breath
from duologue.ui.widgets.hints import Hints

_KEY_CELLS = len("space ")
LOOK_EVERY = 1.0
"""Seconds between looks at the clock."""


class Choice(Enum):
    """How to go on after a break."""

    BACK = "back"
    WIND_DOWN = "wind-down"
    ANOTHER_DAY = "another-day"
    END = "end"


@dataclass(frozen=True)
class Stage:
    """One part of a break. Where it `lasts`, the screen is quiet until the following one begins."""

    words: str
    back: str = "come back now"
    """What coming back is called now."""
    breath: bool = True
    lasts: timedelta | None = None
    following: Stage | None = None


FIRST = Stage("A break, then. Everything waits for you.\nBreathe along a little, then decide together.")
RETURNED = Stage("Good to have you both back.\nEverything is as you left it.", "go on where you were")
BREATHED = Stage("The two minutes have passed.\nWhat would be good now, for both of you?")
BREATHING = Stage(
    "Two minutes with the breath.\nNothing to say, and nothing to solve.",
    lasts=timedelta(minutes=2),
    following=BREATHED,
)
AWAY_FOR = timedelta(minutes=20)
"""A body takes about that long to calm down."""
RESTED = Stage("Twenty minutes have gone by.\nCome back when you are both ready.", breath=False)
AWAY = Stage(
    "Twenty minutes at least: tea, a window, a walk.\nPromise each other to meet here from {hour} on.",
    "come back sooner, if you both wish",
    breath=False,
    lasts=AWAY_FOR,
    following=RESTED,
)
_OF_COMMAND = {"breathe": BREATHING, "wait": AWAY}
_IN_BRIEF = {"wait": "twenty minutes", "end": "end here"}
"""What commands are called while the screen is quiet."""


class TimeOutScreen(ModalScreen[Choice]):
    """The session waits as it was."""

    CSS_PATH = "../styles/time_out.tcss"
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [
        *(Binding(command.key, f"act('{command.id}')", command.label, show=False) for command in BREAK),
        Binding("escape", "act('back')", show=False),
    ]

    def __init__(self, play: Play, today: Callable[[], datetime], *, returned: bool = False) -> None:
        """`returned`: they come to a session that has waited for them."""
        super().__init__()
        self.play = play
        self.today = today
        self.stage = RETURNED if returned else FIRST
        self._began = (play.now, today())

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet") as sheet:
            sheet.border_title = "Time-out"
            yield Static(id="rest", classes="center")
            yield Breath(lambda: self.play.now)
            with Vertical(id="ways"):
                for command in BREAK:
                    yield Hints(id=command.id)
                yield Hints(id="in-brief")

    def on_mount(self) -> None:
        self._enter(self.stage)
        self.query_one("#wind-down").display = self.play.session.can_wind_down
        self.set_interval(LOOK_EVERY, self.look_at_the_clock)

    def on_screen_suspend(self) -> None:
        """One sheet at a time: this one makes room for the one above it."""
        self.query_one(".sheet").visible = False

    def on_screen_resume(self) -> None:
        """And it is back."""
        self.query_one(".sheet").visible = True

    # How long it has been

    async def look_at_the_clock(self) -> None:
        """Say when the time that they took has passed."""
        stage = self.stage
        if stage.lasts is not None and stage.following is not None and self._passed >= stage.lasts:
            self._enter(stage.following)

    @property
    def _passed(self) -> timedelta:
        """Since this stage began. The one clock rests while the lid is closed, the other may be set."""
        played, day = self._began
        return max(timedelta(seconds=self.play.now - played), self.today() - day)

    # What is shown

    def _enter(self, stage: Stage) -> None:
        self.stage = stage
        self._began = (self.play.now, self.today())
        words = stage.words.format(hour=hour_from((self.today() + AWAY_FOR).astimezone()))
        content.put(self.query_one("#rest", Static), content.words(words))
        self.query_one(Breath).visible = stage.breath
        self.set_class(stage.lasts is not None, "quiet")
        for command in BREAK:
            each = self._hint(command)
            self.query_one(f"#{command.id}", Hints).show([replace(each, key=f"{each.key:<{_KEY_CELLS}}")])
        here = [
            command
            for command in BREAK
            if command.id not in {"breathe", "wind-down"} and _OF_COMMAND.get(command.id) != stage
        ]
        self.query_one("#in-brief", Hints).show([self._hint(command, brief=True) for command in here])

    def _hint(self, command: Command, *, brief: bool = False) -> Hint:
        label = _IN_BRIEF.get(command.id, "") if brief else ""
        if command.id == "back":
            label = self.stage.back
        elif command.id == "another-day" and not self.play.keeps:
            label = "leave; this window keeps nothing"
        return hint(command, label)

    # What they decide

    async def action_act(self, command: str) -> None:
        """They have decided, or take their time."""
        if not self.is_active:
            return  # A key pressed twice is one answer.
        if (stage := _OF_COMMAND.get(command)) is not None:
            if stage is not self.stage:
                self._enter(stage)
        elif command == "grounding":
            await self.run_action("app.grounding")
        elif command == "wind-down" and not self.play.session.can_wind_down:
            return
        elif command == "another-day" and self.play.keeps:
            self.app.push_screen(HourScreen(self.today()), self._agreed)
        else:
            self.dismiss(Choice(command))

    def _agreed(self, agreed: Agreed | None) -> None:
        """Keep the hour, if there is one; whatever becomes of it, the session waits."""
        if agreed is None or not self.is_active:
            return
        try:
            if agreed.hour is not None:
                self.play.agree_on(agreed.hour)
        except NotWritten as error:
            words = f"The hour was not kept: {error}. Your session still waits for you."
            self.app.notify(plain(words), markup=False, severity="warning")
        self.dismiss(Choice.ANOTHER_DAY)
