"""A question with a few answers, each with its key."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from duologue.ui import content
from duologue.ui.commands import Hint
from duologue.ui.widgets.hints import Hints


class QuestionScreen(ModalScreen[str]):
    """Dismissed with the key of the answer."""

    def __init__(self, title: str, words: str, answers: dict[str, str]) -> None:
        """`answers` are labels by their keys; the last one is also what escape means."""
        super().__init__()
        self.heading = title
        self.words = words
        self.answers = answers

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet") as sheet:
            sheet.border_title = content.words(f" {self.heading} ")
            yield Static(content.words(self.words + "\n"))
            for key, label in self.answers.items():
                yield Hints([Hint(key, label, f"screen.answer('{key}')")], "$accent")

    def on_key(self, event: events.Key) -> None:
        """A key that answers."""
        last = list(self.answers)[-1]
        pressed = last if event.key == "escape" else event.key
        if pressed in self.answers:
            event.stop()
            self.action_answer(pressed)

    def action_answer(self, key: str) -> None:
        """They have answered."""
        self.dismiss(key)
