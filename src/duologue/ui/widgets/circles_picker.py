"""How close one feels, picked as two circles."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rich.cells import cell_len
from textual import events
from textual.content import Content

from duologue.core.turns import CLOSENESS
from duologue.ui import content
from duologue.ui.circles import drawn
from duologue.ui.scene import Choice
from duologue.ui.widgets.picker import Picker

STEPS = len(CLOSENESS)
IN_ONE_LINE_BELOW = 7
"""Lines under which the words and the marks share the last one."""


class CirclesPicker(Picker):
    """One pair of circles at a time, as large as there is room; its words and seven marks below."""

    def __init__(self, choice: Choice) -> None:
        super().__init__(choice)
        self.step = (STEPS + 1) // 2
        """In the middle, to lean neither way."""

    @property
    def picked(self) -> str | None:
        return str(self.step)

    @property
    def moves(self) -> Mapping[str, Callable[[], object]]:
        numbers = {str(step): self._to(step) for step in range(1, STEPS + 1)}
        return {
            "left": lambda: self.show_step(self.step - 1),
            "right": lambda: self.show_step(self.step + 1),
            "home": self._to(1),
            "end": self._to(STEPS),
            **numbers,
        }

    def _to(self, step: int) -> Callable[[], object]:
        return lambda: self.show_step(step)

    def show_step(self, step: int) -> None:
        """Show these circles; beyond the first and the last there are none."""
        self.step = min(max(step, 1), STEPS)
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click on a mark goes there; one on the circles, or on the mark that is shown, picks."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        event.stop()
        *_, (start, gap) = self._places
        step, beside = divmod(offset.x - start, gap)
        on_marks = offset.y == self.content_size.height - 1
        if on_marks and not beside and 0 <= step < STEPS and step + 1 != self.step:
            self.show_step(step + 1)
        elif not on_marks or (not beside and step + 1 == self.step):
            self.say_done()

    def render(self) -> Content:
        """The circles, their words, and the marks."""
        width, height = self.content_size
        rows, words_at, (marks_at, gap) = self._places
        words = CLOSENESS[self.step - 1]
        marks = (" " * (gap - 1)).join("●" if step == self.step else "○" for step in range(1, STEPS + 1))
        lines = [drawn(self.step, width, rows)] if rows else []
        if height < IN_ONE_LINE_BELOW:
            between = " " * (marks_at - cell_len(words))
            lines.append(content.assemble(words, between, *_coloured(marks)))
        else:
            lines += [content.words(" " * words_at + words), content.words("")]
            lines.append(content.assemble(" " * marks_at, *_coloured(marks)))
        return Content("\n").join(lines)

    @property
    def _places(self) -> tuple[int, int, tuple[int, int]]:
        """Rows of circles, where the words begin, and where the marks begin and how far apart they are."""
        width, height = self.content_size
        if height < IN_ONE_LINE_BELOW:
            return max(height - 1, 0), 0, (max(width - STEPS, 0), 1)
        words = cell_len(CLOSENESS[self.step - 1])
        return height - 3, max((width - words) // 2, 0), (max((width - 2 * STEPS + 1) // 2, 0), 2)


def _coloured(marks: str) -> list[tuple[str, str]]:
    return [(mark, "$accent" if mark == "●" else "$muted") for mark in marks]
