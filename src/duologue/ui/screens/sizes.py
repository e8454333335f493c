"""What fits: classes that screens get by their size."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

SIZES_ACROSS: list[tuple[int, str]] = [(0, "tiny"), (60, "narrow"), (76, "wide")]
"""From this many columns on, the class; panes stack while it is narrow."""

SIZES_DOWN: list[tuple[int, str]] = [(0, "short"), (20, "low"), (28, "tall")]
"""From this many rows on, the class."""


_TOO_SMALL = "A little more room, please.\nMake this window larger, at least 60 x 20.\nNothing is lost."


def too_small() -> Static:
    """The kind line for a window in which nothing fits; shown by the stylesheet alone.

    It covers the screen and hides nothing below it: a field that is hidden loses its focus, and the letters
    typed into it would become commands.
    """
    return Static(Content(_TOO_SMALL), classes="too-small")
