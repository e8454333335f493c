"""Words that stand beside one another and break between two of them, never within one."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

_GAPS = (3, 2)
"""Cells between two words: where there is room, and where all then fit into one line."""


class Flow(Widget):
    """As many in each line as fit."""

    auto_links = False
    """What can be clicked keeps its own colours."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, classes="flow")
        self._words: Sequence[Content] = ()

    def show(self, words: Sequence[Content]) -> None:
        """Show these, or make no room for none."""
        self._words = words
        self.display = bool(words)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as they need at this width."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The lines."""
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        loose, tight = (_broken(self._words, width, gap) for gap in _GAPS)
        return tight if len(tight) == 1 < len(loose) else loose


def _broken(words: Sequence[Content], width: int, gap: int) -> list[Content]:
    lines: list[Content] = []
    for each in words:
        word = each.truncate(width, ellipsis=True) if each.cell_length > width else each
        if lines and lines[-1].cell_length + gap + word.cell_length <= width:
            lines[-1] = Content(" " * gap).join([lines[-1], word])
        else:
            lines.append(word)
    return lines
