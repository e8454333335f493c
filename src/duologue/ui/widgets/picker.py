"""Where somebody picks: moved in with the keys or the mouse, done with `enter` or a click."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual import events
from textual.message import Message
from textual.widget import Widget

from duologue.ui.scene import Choice


class Picker(Widget, can_focus=True, can_focus_children=False):
    """What all ways of picking have in common. It alone has the focus, whatever it is made of."""

    class Chosen(Message):
        """Somebody has picked."""

        def __init__(self, choice: str, key: str) -> None:
            super().__init__()
            self.choice = choice
            """The option's text, the feeling's word, or the step of the circles, `1` to `7`."""
            self.key = key
            """Which choice it was."""

    def __init__(self, choice: Choice) -> None:
        super().__init__(classes="picker")
        self.key = choice.key

    @property
    def picked(self) -> str | None:
        """What would be chosen now; None where the mark is on nothing."""
        raise NotImplementedError

    @property
    def moves(self) -> Mapping[str, Callable[[], object]]:
        """What keys do here. All others are the screen's."""
        raise NotImplementedError

    def say_done(self) -> None:
        """This is it."""
        if (picked := self.picked) is not None:
            self.post_message(self.Chosen(picked, self.key))

    def took(self, event: events.Key) -> bool:  # noqa: ARG002
        """Whether a key without a move meant something here."""
        return False

    def on_key(self, event: events.Key) -> None:
        """Hears keys here, not as bindings: letters typed fast would overtake one another."""
        if event.key in {"enter", "ctrl+s"}:
            self.say_done()
        elif (move := self.moves.get(event.key)) is not None:
            move()
        elif not self.took(event):
            return
        event.prevent_default()
        event.stop()
