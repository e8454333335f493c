"""One partner's side of the screen."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from duologue.core.couple import Couple
from duologue.core.seats import Seat
from duologue.ui import content
from duologue.ui.scene import Look, PaneScene
from duologue.ui.widgets.hints import Hints


class Pane(Vertical):
    """A name, what to do now, and this partner's own keys."""

    def __init__(self, couple: Couple, seat: Seat) -> None:
        super().__init__(id=f"{seat}-pane", classes=f"pane {seat}")
        self.seat = seat
        self.couple = couple
        self._words = Static("", classes="words")
        self._hints = Hints((), content.COLOUR_OF[seat])
        self._status = ""

    def compose(self) -> ComposeResult:
        yield self._words
        yield self._hints

    def on_resize(self) -> None:
        """A long name is cut so that the border stays whole."""
        room = max(self.size.width - 8, 4)
        from rich.cells import cell_len

        name = self.couple.of(self.seat)
        shown = name if cell_len(name) <= room else content.fitted(name, room)
        self.border_title = content.styled(f" {shown} ", content.COLOUR_OF[self.seat])

    def show(self, scene: PaneScene, *, quiet: bool) -> None:
        """Draw what differs from what is drawn."""
        content.put(self._words, scene.brief if quiet and scene.brief is not None else scene.text)
        self._hints.show(scene.hints)
        for look in Look:
            self.set_class(scene.look is look, look.value)
        if scene.status != self._status:
            self._status = scene.status
            self.border_subtitle = content.words(f" {scene.status} ") if scene.status else None
