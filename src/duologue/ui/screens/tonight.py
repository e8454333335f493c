"""Tonight: how long, and what for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.style import Style
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from duologue.core.deck import Purpose
from duologue.core.evening import Asked
from duologue.core.pace import EVENING_MINUTES as MINUTES
from duologue.ui import content
from duologue.ui.commands import TONIGHT, hint
from duologue.ui.screens.sizes import SIZES_ACROSS, SIZES_DOWN
from duologue.ui.widgets.hints import Hints

PURPOSES = {
    Purpose.JUST_US: ("Just us", "a bit of everything"),
    Purpose.CHECK_IN: ("Check-in", "how we are, what we need"),
    Purpose.WEEKLY_TABLE: ("Weekly table", "thanks, a knot, an hour ahead"),
    Purpose.SOMETHING_NEW: ("Something new", "what you have not heard yet"),
    Purpose.AFTER_A_HARD_DAY: ("After a hard day", "to be heard, and to rest"),
    Purpose.AFTER_A_HURT: ("After a hurt", "slowly, if both want to"),
    Purpose.PLAY: ("Play", "silly, and nobody wins"),
}

_WIDTH, _AROUND = 76, 14
"""Cells of the sheet, and of what stands around a row of it."""


@dataclass(frozen=True)
class Answer:
    """What they would like."""

    asked: Asked
    with_wishes: bool


class TonightScreen(ModalScreen[Answer | None]):
    """Dismissed with what they would like, or with nothing."""

    CSS_PATH = "../styles/evening.tcss"
    AUTO_FOCUS = "#purposes"
    HORIZONTAL_BREAKPOINTS = SIZES_ACROSS
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [
        Binding(command.key, f"act('{command.id}')", show=False, priority=command.id != "compose")
        for command in TONIGHT.values()
    ]

    def __init__(self, asked: Asked) -> None:
        super().__init__()
        self.asked = asked

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet") as sheet:
            sheet.border_title = Content(" Tonight ")
            yield Static(Content("How much time do you have?"), classes="question")
            yield Static("", id="minutes")
            yield Static(Content("What is it for?"), classes="question")
            purposes = OptionList(
                *(Option(self._row(purpose), id=purpose.value) for purpose in Purpose),
                id="purposes",
                classes="list",
            )
            purposes.highlighted = list(Purpose).index(self.asked.purpose)
            yield purposes
            yield Hints([hint(command) for command in TONIGHT.values()], id="tonight-keys")

    def on_mount(self) -> None:
        self._show_minutes()

    def _row(self, purpose: Purpose) -> Content:
        title, about = PURPOSES[purpose]
        room = min(self.app.size.width, _WIDTH) - _AROUND
        return content.assemble(
            (f"{title:<18}", "bold"), (content.fitted(about, max(room - 18, 0)), "$muted")
        )

    def _show_minutes(self) -> None:
        parts = [
            (f" {minutes} ", "bold $background on $accent" if minutes == self.asked.minutes else "$muted")
            for minutes in MINUTES
        ]
        shown = [
            content.styled(text, style).stylize(Style.from_meta({"@click": f"screen.take({minutes})"}))
            for (text, style), minutes in zip(parts, MINUTES, strict=True)
        ]
        minutes = Content(" ").join([*shown, Content.styled("minutes", "$muted")])
        self.query_one("#minutes", Static).update(minutes)

    def action_act(self, command: str) -> None:
        """Another length, wishes, or on to the plan."""
        if command == "not-tonight":
            self.dismiss(None)
        elif command in {"shorter", "longer"}:
            step = -1 if command == "shorter" else 1
            place = MINUTES.index(self.asked.minutes) + step
            self.action_take(MINUTES[max(0, min(place, len(MINUTES) - 1))])
        else:
            self._answer(with_wishes=command == "wishes")

    def action_take(self, minutes: int) -> None:
        """This length."""
        self.asked = replace(self.asked, minutes=minutes)
        self._show_minutes()

    @on(OptionList.OptionHighlighted)
    def _marked(self, event: OptionList.OptionHighlighted) -> None:
        self.asked = replace(self.asked, purpose=Purpose(event.option.id or Purpose.JUST_US))

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self._answer(with_wishes=False)

    def _answer(self, *, with_wishes: bool) -> None:
        self.dismiss(Answer(self.asked, with_wishes))
