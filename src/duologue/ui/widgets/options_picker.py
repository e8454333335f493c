"""A few lines to pick one from."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual import on
from textual.app import ComposeResult

from duologue.ui.scene import Choice
from duologue.ui.widgets.picker import Picker
from duologue.ui.widgets.rows import Item, Rows


class ListPicker(Picker):
    """Picks from a list."""

    def __init__(self, choice: Choice) -> None:
        super().__init__(choice)
        self.rows = Rows()

    @property
    def picked(self) -> str | None:
        marked = self.rows.marked
        return None if marked is None else self.rows.items[marked].text

    @property
    def moves(self) -> Mapping[str, Callable[[], object]]:
        rows = self.rows
        return {
            "up": lambda: rows.go(-1),
            "down": lambda: rows.go(1),
            "pageup": lambda: rows.turn_page(-1),
            "pagedown": lambda: rows.turn_page(1),
            "home": rows.go_to_first,
            "end": rows.go_to_last,
        }

    @on(Rows.Clicked)
    def _clicked(self) -> None:
        self.say_done()


class OptionsPicker(ListPicker):
    """The options, each with its number."""

    def __init__(self, choice: Choice) -> None:
        super().__init__(choice)
        self._options = choice.options

    def compose(self) -> ComposeResult:
        yield self.rows

    def on_mount(self) -> None:
        items = [Item(text, lead=f"{number} ") for number, text in enumerate(self._options, 1)]
        self.rows.fill(items, 0 if items else None)

    @property
    def moves(self) -> Mapping[str, Callable[[], object]]:
        numbers = {str(index + 1): self._to(index) for index in range(len(self._options))}
        return {**super().moves, **numbers}

    def _to(self, index: int) -> Callable[[], object]:
        return lambda: self.rows.go_to(index)
