"""Help: what this app is and is not, in a few words, and the keys."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from duologue.core.seats import Seat
from duologue.ui import content
from duologue.ui.care import IN_SHORT
from duologue.ui.commands import CARING, GROUPS, SEATED, Command, Hint, hint
from duologue.ui.widgets.hints import Hints


class HelpScreen(ModalScreen[None]):
    """Everything there is to know, made from the table of commands."""

    CSS_PATH = "../styles/help.tcss"
    BINDINGS = [
        Binding("escape,space,enter,q", "back", "back"),
        *(Binding(command.key, f"app.{command.id}", command.label, show=False) for command in CARING),
    ]

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet") as sheet:
            sheet.border_title = "Help"
            with VerticalScroll():
                yield from self._words()
            hints = [hint(command, action=f"app.{command.id}") for command in CARING]
            yield Hints([*hints, Hint("esc", "back", "screen.back")], "$accent")

    def _words(self) -> ComposeResult:
        yield Static(Content(IN_SHORT), classes="care")
        yield Static(_heading("Each of you, while you play: left hand, right hand"))
        for left, right in _pairs():
            yield Static(_row(f"{left.key_shown}  {right.key_shown}", left))
        for title, commands in GROUPS:
            yield Static(_heading(title))
            for command in commands:
                yield Static(_row(command.key_shown, command))

    def action_back(self) -> None:
        """Back to where they were."""
        self.dismiss()


def _pairs() -> list[tuple[Command, Command]]:
    left = [command for command in SEATED if command.seat is Seat.LEFT]
    right = [command for command in SEATED if command.seat is Seat.RIGHT]
    return list(zip(left, right, strict=True))


def _heading(text: str) -> Content:
    return content.styled(f"\n{text}", "$muted")


def _row(key: str, command: Command) -> Content:
    return content.assemble((f"{key:<9}", "bold $accent"), command.help)
