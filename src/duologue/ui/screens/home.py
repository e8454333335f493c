"""Home: both are greeted, and the decks stand on the shelf. The first frame, so it is light."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from duologue.core.couple import Couple
from duologue.core.formats import NEWER
from duologue.core.glance import Glance, Shelf
from duologue.core.pace import Pace, minutes_at
from duologue.core.problem import Problem
from duologue.core.seats import Seat
from duologue.ui import content
from duologue.ui.commands import AT_HOME, EVERYWHERE, Hint, hint
from duologue.ui.screens.sizes import SIZES_ACROSS, SIZES_DOWN, too_small
from duologue.ui.widgets.hints import Hints

_TITLE_CELLS = 22
_MINUTES_CELLS = 8
_PROBLEMS_SHOWN = 3
_ROWS_AT_FIRST = 8
"""Rows of the shelf in the first frame; the others follow at once, when everything is read."""
_TONIGHT = ":tonight"
"""Stands where the id of a deck would; no deck can have it."""
LOOK_EVERY = 20.0
"""Seconds between looks at the clock."""


def greeting(hour: int) -> str:
    """A greeting for this hour of the day, 0 to 23."""
    if 5 <= hour < 12:
        return "Good morning. A little time for the two of you, before the day."
    if 12 <= hour < 18:
        return "Good afternoon. Phones away, something to drink, no hurry."
    return "Good evening. Phones away, something warm to drink, no hurry."


def news(reason: str, problems: Sequence[Problem]) -> list[str]:
    """What the couple should know: why nothing can be kept, and which files were left out and why."""
    newer = [problem for problem in problems if problem.reason == NEWER]
    mistaken = [problem for problem in problems if problem.reason != NEWER]
    lines = [reason] if reason else []
    lines += [f"{_name(problem)} {problem.reason}" for problem in newer[:_PROBLEMS_SHOWN]]
    if mistaken:
        lines.append("Left out, because something in it needs mending:")
        lines += [_briefly(problem) for problem in mistaken[:_PROBLEMS_SHOWN]]
    if len(mistaken) > _PROBLEMS_SHOWN or len(newer) > _PROBLEMS_SHOWN:
        more = max(len(mistaken) - _PROBLEMS_SHOWN, 0) + max(len(newer) - _PROBLEMS_SHOWN, 0)
        lines.append(f"and {more} more; `duologue doctor` lists them.")
    return lines


def _briefly(problem: Problem) -> str:
    """A problem with only the last part of its file's path, so that the reason is in sight."""
    return str(replace(problem, file=_name(problem)))


def _name(problem: Problem) -> str:
    return "/".join(problem.file.split("/")[-2:])


class HomeScreen(Screen[None]):
    """Greets, offers what was not finished, and lets the couple choose a deck."""

    HORIZONTAL_BREAKPOINTS = SIZES_ACROSS
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [
        Binding(command.key, f"act('{command.id}')", command.label, show=False)
        for command in AT_HOME.values()
        if command.id != "play"
    ]

    class Chosen(Message):
        """A deck is to be played."""

        def __init__(self, deck_id: str) -> None:
            super().__init__()
            self.deck_id = deck_id

    class Asked(Message):
        """Something else was asked for, by a command's id."""

        def __init__(self, command: str) -> None:
            super().__init__()
            self.command = command

    def __init__(  # noqa: PLR0913 - what the first frame shows
        self,
        couple: Couple,
        shelf: Shelf | None,
        pace: Pace,
        hour: int,
        *,
        unfinished: bool,
        agreed: Callable[[], str],
    ) -> None:
        """`agreed` says when they agreed to go on, in words that change as time goes by."""
        super().__init__()
        self.couple = couple
        self.shelf = shelf
        self.pace = pace
        self.hour = hour
        self.unfinished = unfinished
        self._filled_for = 0
        self._whole = False
        self.agreed = agreed
        self._waiting = "Last time's session was not finished."

    def compose(self) -> ComposeResult:
        with Vertical(classes="page"):
            yield Static(self._names(), id="names", classes="center")
            yield Static(content.words(greeting(self.hour)), id="greeting", classes="center")
            with Vertical(id="unfinished"):
                yield Static(self._question(), id="question")
                yield Hints([hint(AT_HOME[name]) for name in ("go-on-there", "let-it-be")], "$accent")
            with Vertical(id="shelf") as box:
                box.border_title = Content(" On the shelf ")
                yield OptionList(*self._options()[:_ROWS_AT_FIRST], id="decks", classes="list")
            yield Static("", id="news")
            yield Hints(self._keys(), id="foot")
        yield too_small()

    def on_mount(self) -> None:
        self.query_one("#unfinished").display = self.unfinished
        self.query_one("#news").display = False
        self.set_interval(LOOK_EVERY, self.look_at_the_clock)

    def on_resize(self, _: events.Resize) -> None:
        """The columns follow the width."""
        if self._filled_for != self._room:
            self._fill()

    # What is shown

    def show_shelf(self, shelf: Shelf) -> None:
        """The decks, freshly read."""
        if shelf != self.shelf or not self._whole:
            self.shelf = shelf
            self._fill()

    def show_pace(self, pace: Pace) -> None:
        """The pace that the next session begins with."""
        self.pace = pace
        self._fill()
        self.query_one("#foot", Hints).show(self._keys())

    def show_couple(self, couple: Couple) -> None:
        """The names, newly given."""
        self.couple = couple
        self.query_one("#names", Static).update(self._names())

    def show_unfinished(self, about: str | None) -> None:
        """What was not finished, or nothing."""
        self.unfinished = about is not None
        self.query_one("#unfinished").display = self.unfinished
        self._waiting = about or ""
        self.look_at_the_clock()

    def show_promise(self, promise: tuple[str, str] | None) -> None:
        """A promise to look back on, as who promised when, and what; or none."""
        self.query(".promise").remove()
        if promise is None:
            return
        about, text = promise
        keys = Hints([hint(AT_HOME[name]) for name in ("look-back", "not-now")])
        box = Vertical(Static(content.words(" ".join(text.split()))), keys, classes="promise")
        box.border_title = content.words(f" {about} ")
        self.query_one(".page").mount(box, before="#shelf")

    def look_at_the_clock(self) -> None:
        """Tell the agreed hour anew: what was tomorrow is today when this window stays open overnight."""
        content.put(self.query_one("#question", Static), self._question())

    def show_news(self, lines: list[str]) -> None:
        """What the couple should know: what cannot be read, or that nothing can be kept."""
        news = self.query_one("#news", Static)
        news.display = bool(lines)
        news.update(content.words("\n".join(lines)))

    def _names(self) -> Content:
        between = Content("  and  ").stylize("$muted")
        return between.join([content.name(self.couple, seat) for seat in Seat])

    def _question(self) -> Content:
        agreed = f"\n{words}" if (words := self.agreed()) else ""
        return content.assemble(("Go on where you were?", "bold"), "\n", (self._waiting, "$muted"), agreed)

    def _keys(self) -> list[Hint]:
        hints = [hint(AT_HOME["play"], action="screen.play")]
        hints += [
            hint(AT_HOME["jar"]),
            hint(AT_HOME["looking-back"]),
            hint(AT_HOME["pace"], f"pace: {self.pace}"),
        ]
        hints += [hint(EVERYWHERE[name], action=f"app.{action}") for name, action in _ANYWHERE]
        return hints

    def _fill(self) -> None:
        self._whole = True
        decks = self.query_one("#decks", OptionList)
        marked = decks.highlighted
        decks.clear_options()
        decks.add_options(self._options())
        decks.highlighted = min(marked or 0, max(decks.option_count - 1, 0)) if decks.option_count else None

    def _options(self) -> list[Option]:
        if self.shelf is None:
            return [Option(Content("Taking the decks off the shelf…"), disabled=True)]
        room = self._filled_for = self._room
        decks = [Option(self._row(glance, room), id=glance.id) for glance in self.shelf.glances]
        return [Option(self._tonight(room), id=_TONIGHT), Option("", disabled=True), *decks]

    @property
    def _room(self) -> int:
        """Cells of a row. On the first frame the screen does not know its own size yet, but the app does."""
        return min(self.app.size.width - 6, 90) - 6

    def _tonight(self, room: int) -> Content:
        """The first thing there is: an evening that is put together for them."""
        about = content.fitted("An evening for the two of you, as long as you like", room - _TITLE_CELLS)
        return content.assemble((content.fitted("Tonight", _TITLE_CELLS), "bold $accent"), (about, "$accent"))

    def _row(self, glance: Glance, room: int) -> Content:
        minutes = f"{minutes_at(glance.steady_minutes, self.pace)} min"
        about_room = room - _TITLE_CELLS - _MINUTES_CELLS - 6
        wide = about_room >= 24
        title = content.fitted(glance.title, _TITLE_CELLS if wide else room - _MINUTES_CELLS - 6)
        about = content.fitted(glance.about, about_room) if wide else ""
        return content.assemble(
            (title, "bold"),
            (about, "$muted"),
            (f"{minutes:>{_MINUTES_CELLS}}   ", "$muted"),
            content.dots(glance.depth, 3, "$muted"),
        )

    # What is asked for

    def action_act(self, command: str) -> None:
        """Pass on what was asked for."""
        self.post_message(self.Asked(command))

    @property
    def marked_deck(self) -> str | None:
        """The id of the deck the mark is on, if it is on one."""
        option = self.query_one("#decks", OptionList).highlighted_option
        return option.id if option is not None and option.id != _TONIGHT else None

    def action_play(self) -> None:
        """Play the marked deck."""
        self.query_one("#decks", OptionList).action_select()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        if event.option.id == _TONIGHT:
            self.action_act("tonight")
        elif event.option.id:
            self.post_message(self.Chosen(event.option.id))


_ANYWHERE = (("help", "help"), ("palette", "command_palette"), ("leave", "leave"))
