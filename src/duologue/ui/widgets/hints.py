"""A row of keys and what they do; each can be clicked, and none is broken in two."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from duologue.ui import content
from duologue.ui.commands import Hint

_GAP = "   "


class Hints(Widget):
    """Breaks between keys where the row is too narrow for all."""

    auto_links = False
    """Keys keep their own colours."""

    def __init__(
        self, hints: Sequence[Hint] = (), colour: str = "$foreground", *, id: str | None = None
    ) -> None:
        super().__init__(id=id, classes="hints")
        self._hints = tuple(hints)
        self._colour = colour

    def show(self, hints: Sequence[Hint]) -> None:
        """Show these keys instead."""
        if self._hints != tuple(hints):
            self._hints = tuple(hints)
            self.refresh(layout=True)

    def render(self) -> Content:
        """As many keys in each line as fit."""
        return lines_of(self._hints, self._colour, self.size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the keys need at this width."""
        return len(lines_of(self._hints, self._colour, width).plain.splitlines())


def lines_of(hints: Sequence[Hint], colour: str, width: int) -> Content:
    """The keys in as few lines of `width` cells as they need."""
    lines: list[Content] = []
    for each in hints:
        shown = content.hint(each, colour)
        if lines and lines[-1].cell_length + len(_GAP) + shown.cell_length <= width:
            lines[-1] = Content(_GAP).join([lines[-1], shown])
        else:
            lines.append(shown)
    return Content("\n").join(lines)
