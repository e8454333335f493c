"""Agreeing on another day: a day and an hour, or no hour. Nobody is named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from duologue.core import when
from duologue.ui import content
from duologue.ui.commands import CHOOSING, Hint, hint
from duologue.ui.screens.sizes import SIZES_DOWN
from duologue.ui.widgets.hints import Hints

_AGREE, _NO_HOUR = CHOOSING
_NAME_CELLS = 11
"""Room for the longest name of a day."""


@dataclass(frozen=True)
class Agreed:
    """On another day."""

    hour: datetime | None
    """None where it stays open when."""


class HourScreen(ModalScreen[Agreed]):
    """Dismissed with what they agreed on, or with None where they would rather not decide now."""

    CSS_PATH = "../styles/hour.tcss"
    AUTO_FOCUS = "#hours"
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [
        *(
            Binding(command.key, f"act('{command.id}')", command.label, show=False, priority=True)
            for command in CHOOSING
        ),
        Binding("left", "turn_to('days')", show=False, priority=True),
        Binding("right", "turn_to('hours')", show=False, priority=True),
        Binding("escape", "not_now", show=False),
    ]

    def __init__(self, now: datetime) -> None:
        """`now` is the local time: what is past cannot be chosen."""
        super().__init__()
        self.now = now
        self.days = when.days_to_choose(now)
        self.day, self.wanted = when.proposed(now)

    @property
    def hours(self) -> list[time]:
        """The hours of the marked day that are still to come."""
        return when.hours_to_choose(self.day, self.now)

    @property
    def hour(self) -> time:
        """The hour they want, or the next one where it is past."""
        return max(self.wanted, self.hours[0])

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet") as sheet:
            sheet.border_title = "Another day"
            yield Static(Content("When would be good for both of you?"), id="agreeing", classes="center")
            with Horizontal():
                yield OptionList(*(Option(self._row(day)) for day in self.days), id="days", classes="list")
                yield OptionList(id="hours", classes="list")
            yield Hints(self._agree(), "$accent", id="agree")
            ways = Hint("← → ↑ ↓", "choose", "app.focus_next")
            yield Hints([ways, hint(_NO_HOUR), Hint("esc", "not now", "screen.not_now")])

    def on_mount(self) -> None:
        days = self.query_one("#days", OptionList)
        days.highlighted = self.days.index(self.day)
        self._fill_hours()

    def _row(self, day: date) -> Content:
        name = when.name_of(day, self.now.date()).split()[0]
        return content.assemble(f"{name:<{_NAME_CELLS}}", (when.date_of(day), "$muted"))

    def _agree(self) -> list[Hint]:
        day = when.name_of(self.day, self.now.date())
        return [hint(_AGREE, f"agree on {day} at {self.hour:%H:%M}")]

    def _fill_hours(self) -> None:
        """The hours of the marked day, with the mark on the one they want."""
        hours = self.query_one("#hours", OptionList)
        with hours.prevent(OptionList.OptionHighlighted):
            hours.set_options([Option(Content(f"{hour:%H:%M}")) for hour in self.hours])
            hours.highlighted = self.hours.index(self.hour)
        self.call_after_refresh(self._bring_to_the_middle, hours)
        self._say_what_is_marked()

    def _bring_to_the_middle(self, hours: OptionList) -> None:
        """So that earlier and later hours are both in sight."""
        hours.scroll_to(y=(hours.highlighted or 0) - hours.size.height // 2, animate=False)

    def _say_what_is_marked(self) -> None:
        self.query_one("#agree", Hints).show(self._agree())

    # What they choose

    @on(OptionList.OptionHighlighted)
    def _marked(self, event: OptionList.OptionHighlighted) -> None:
        """What is marked now counts: the message may be about a mark that has moved on."""
        marked = event.option_list.highlighted
        if marked is None:
            return
        if event.option_list.id == "hours":
            self.wanted = self.hours[marked]
            self._say_what_is_marked()
        elif self.day != self.days[marked]:
            self.day = self.days[marked]
            self._fill_hours()

    def action_turn_to(self, what: str) -> None:
        """To the days, or to the hours."""
        self.query_one(f"#{what}").focus()

    def action_act(self, command: str) -> None:
        """They have agreed, with an hour or without."""
        hour = datetime.combine(self.day, self.hour).astimezone() if command == _AGREE.id else None
        self.dismiss(Agreed(hour))

    def action_not_now(self) -> None:
        """Back to the break."""
        self.dismiss(None)
