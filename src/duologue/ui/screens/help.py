"""Help: the keys, and what this app is and is not."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from duologue.core.seats import Seat
from duologue.ui.commands import GROUPS, SEATED, Command, Hint
from duologue.ui.widgets.hints import Hints

_CARE = """\
Duologue is play and practice for two people who feel safe with each other. It is not therapy, not for a
relationship with fear or control in it, and not for a crisis. When you go round in circles, a couples
therapist helps; going early is a strength. A doctor or a counselling service near you knows whom to ask."""


class HelpScreen(ModalScreen[None]):
    """Everything there is to know, made from the table of commands."""

    CSS_PATH = "../styles/help.tcss"
    BINDINGS = [Binding("escape,space,enter,q", "back", "back")]

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="sheet") as sheet:
            sheet.border_title = "Help"
            yield Static(Content(_CARE.replace("\n", " ")), classes="care")
            yield Static(_heading("Each of you, while you play: left hand, right hand"))
            for left, right in _pairs():
                yield Static(_row(f"{left.key_shown}  {right.key_shown}", left))
            for title, commands in GROUPS:
                yield Static(_heading(title))
                for command in commands:
                    yield Static(_row(command.key_shown, command))
            yield Hints([Hint("esc", "back", "screen.back")])

    def action_back(self) -> None:
        """Back to where they were."""
        self.dismiss()


def _pairs() -> list[tuple[Command, Command]]:
    left = [command for command in SEATED if command.seat is Seat.LEFT]
    right = [command for command in SEATED if command.seat is Seat.RIGHT]
    return list(zip(left, right, strict=True))


def _heading(text: str) -> Content:
    return Content.styled(f"\n{text}", "$muted")


def _row(key: str, command: Command) -> Content:
    return Content.assemble((f"{key:<9}", "bold $accent"), command.help)
