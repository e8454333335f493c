"""A line to breathe with: it grows for four seconds and fades for six."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.widgets import Static

from duologue.ui import content

IN_SECONDS = 4
OUT_SECONDS = 6
"""About six slow breaths a minute, the out-breath longer than the in-breath."""
WIDTH = 32
"""Cells of the line at its longest."""


def breath_at(seconds: float, *, moves: bool) -> Content:
    """What the line looks like this long after the first breath began."""
    within = seconds % (IN_SECONDS + OUT_SECONDS)
    breathes_in = within < IN_SECONDS
    word = "breathe in" if breathes_in else "breathe out"
    if not moves:
        return content.styled(word, "$accent")
    part = within / IN_SECONDS if breathes_in else 1 - (within - IN_SECONDS) / OUT_SECONDS
    line = "━" * (2 * round(part * WIDTH / 2) or 2)
    return content.assemble((line, "$accent"), "\n", (word, "$muted"))


class Breath(Static):
    """The line. It moves only while it is shown."""

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__("", classes="breath")
        self._clock = clock
        self._began = clock()
        self._drawn: Content | None = None

    def on_mount(self) -> None:
        """Ready to breathe; nothing ticks before the line is in sight."""
        self._beat = self.set_interval(0.25, self._draw, pause=True)

    def on_show(self) -> None:
        """Begin to breathe."""
        self._began = self._clock()
        self._draw()
        self._beat.resume()

    def on_hide(self) -> None:
        """Rest."""
        self._beat.pause()

    def _draw(self) -> None:
        drawn = breath_at(self._clock() - self._began, moves=self.app.animation_level != "none")
        if drawn != self._drawn:
            self._drawn = drawn
            self.update(drawn, layout=False)
