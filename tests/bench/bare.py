"""The least a Textual app can be: one text and a footer, or with `clock` a clock of large digits."""

from __future__ import annotations

import sys
from time import monotonic

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.widgets import Digits, Footer, Static


class Bare(App[None]):
    """Counts how often `t` is pressed."""

    BINDINGS = [Binding("t", "count", "Count")]
    pressed = 0

    def compose(self) -> ComposeResult:
        yield Static("pressed 0 times.", id="text")
        yield Footer()

    def action_count(self) -> None:
        """Show one more."""
        self.pressed += 1
        self.query_one("#text", Static).update(f"pressed {self.pressed} times.")


class BareClock(App[None]):
    """Shows the seconds since it began."""

    BINDINGS = [Binding("t", "app.bell", "Bell")]

    def compose(self) -> ComposeResult:
        yield Digits("0:00", id="clock")
        yield Footer()

    def on_mount(self) -> None:
        began = monotonic()

        def show() -> None:
            minutes, seconds = divmod(int(monotonic() - began), 60)
            self.query_one("#clock", Digits).update(f"{minutes}:{seconds:02}")

        self.set_interval(1, show)


if __name__ == "__main__":
    app = BareClock() if sys.argv[1:] == ["clock"] else Bare()
    app.run()
