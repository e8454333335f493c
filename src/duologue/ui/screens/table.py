"""What the session looks like: a card, a side for each partner, and the candle between them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from duologue.core.consent import Consent
from duologue.core.guidance import Guidance
from duologue.core.script import Stop
from duologue.core.seats import Seat
from duologue.core.session import Session
from duologue.core.states import State
from duologue.play import Play
from duologue.ui import content
from duologue.ui.scene import Choice, Field, Scene
from duologue.ui.screens.sizes import SIZES_ACROSS, SIZES_DOWN, too_small
from duologue.ui.turns import scene_of
from duologue.ui.turns.view import View
from duologue.ui.widgets.breath import Breath
from duologue.ui.widgets.candle import Candle
from duologue.ui.widgets.field import WritingField
from duologue.ui.widgets.hints import Hints
from duologue.ui.widgets.pane import Pane
from duologue.ui.widgets.picker import Picker
from duologue.ui.widgets.pickers import picker_for

if TYPE_CHECKING:
    from duologue.core.feelings import Feelings

QUIET_AFTER = 8.0
"""Seconds without a key or the mouse until the screen falls quiet while somebody talks."""
LOOK_EVERY = 1.0
"""Seconds between looks at the clock."""
NOTE_EVERY = 5.0
"""Seconds of play that a crash can cost the candle at the most."""


@dataclass(frozen=True)
class Manner:
    """How a couple likes the table."""

    feelings: Feelings
    """The words to pick a feeling from."""
    digits: bool = False
    """Whether the time left is shown in digits."""
    guidance: Guidance = Guidance.FULL


class TableScreen(Screen[bool]):
    """Shows what the session says."""

    CSS_PATH = ["../styles/session.tcss", "../styles/picker.tcss"]
    AUTO_FOCUS = None
    BINDINGS = [
        Binding("down,pagedown", "scroll_panes(1)", show=False),
        Binding("up,pageup", "scroll_panes(-1)", show=False),
    ]
    HORIZONTAL_BREAKPOINTS = SIZES_ACROSS
    VERTICAL_BREAKPOINTS = SIZES_DOWN

    def __init__(self, play: Play, manner: Manner) -> None:
        super().__init__()
        self.play = play
        self.manner = manner
        self.quiet = False
        self.consent = Consent()
        """What has been answered to “is now good?”; on no disk, and gone with the outcome."""
        self.trouble = ""
        """Why what is being kept is not on the disk."""
        self.entry: Field | Choice | None = None
        """Where they type or pick now."""
        self._time_was_up = False
        self._showing = asyncio.Lock()
        self._last_stir = play.now
        self._last_note = play.now

    def compose(self) -> ComposeResult:
        couple = self.play.session.couple
        yield Horizontal(Static("", id="where"), Static("", id="pace"), id="top")
        with Vertical(id="card"), Vertical(id="middle"):
            yield Static("", id="heading")
            yield Breath(lambda: self.play.now)
            yield Static("", id="note")
        with Horizontal(id="table"):
            yield Pane(couple, Seat.LEFT)
            yield Candle()
            yield Pane(couple, Seat.RIGHT)
        yield Hints(id="foot")
        yield too_small()

    # From the session to the screen

    @property
    def _scene(self) -> Scene:
        """What is to be shown now."""
        view = View(
            self.play.session,
            self._time_is_up,
            self.trouble,
            self.play.keeps,
            self.manner.guidance,
            self.consent,
        )
        return scene_of(view)

    @property
    def field_now(self) -> str:
        """The key of what is to be typed now; empty where nothing is."""
        field = self._scene.field
        return field.key if field else ""

    async def show(self) -> None:
        """Draw what differs from what is drawn."""
        async with self._showing:  # A key and a finished field may both ask for it.
            with self.app.batch_update():  # Who sees the question is heard, from the first letter on.
                await self._draw()

    async def _draw(self) -> None:
        session = self.play.session
        self._time_was_up = self._time_is_up
        scene = self._scene
        quiet = self.quiet and scene.may_fall_quiet
        self.set_class(quiet, "quiet")
        content.put(self.query_one("#where", Static), _where(session), layout=False)
        content.put(self.query_one("#pace", Static), _pace(session))
        content.put(self.query_one("#heading", Static), scene.heading)
        self._show_note(scene)
        self.query_one(Breath).display = scene.breath
        for pane in self.query(Pane):
            pane.show(scene.panes.of(pane.seat), quiet=quiet)
        self.query_one("#foot", Hints).show(scene.hints)
        self._burn()
        await self._place(scene.field or scene.choice)

    def _show_note(self, scene: Scene) -> None:
        words = scene.note
        if self.play.trouble and not self.trouble:
            words = content.words(
                f"Not noted right now: {self.play.trouble}. Play on; all of it is still here."
            )
        note = self.query_one("#note", Static)
        note.set_class(words is None, "absent")
        note.set_class(self.play.session.state is State.READING, "aside")
        content.put(note, words or Content(""))

    def _burn(self) -> None:
        play = self.play
        digits = self.manner.digits and play.session.playing is not State.HUSHED
        self.query_one(Candle).burn(play.time_left, play.session.length, digits=digits)

    async def _place(self, entry: Field | Choice | None) -> None:
        """Put the field or the picker where it belongs, and nothing where neither is needed."""
        if (entry.key if entry else None) == (self.entry.key if self.entry else None):
            return
        self.entry = entry
        await self.query("WritingField, Picker").remove()
        if entry is None:
            self.set_focus(None)
            return
        area: WritingField | Picker
        area = WritingField(entry) if isinstance(entry, Field) else picker_for(entry, self.manner.feelings)
        if entry.seat is None:
            await self.query_one("#middle").mount(area)
        else:
            await self.query_one(f"#{entry.seat}-pane").mount(area, after=".words")
        self.set_focus(area)

    def action_scroll_panes(self, direction: int) -> None:
        """A long text is read on, in both panes."""
        for pane in self.query(Pane):
            pane.scroll_relative(y=direction * max(pane.size.height // 2, 1), animate=False)

    # Time

    @property
    def _time_is_up(self) -> bool:
        return self.play.session.length > 0 and self.play.time_left <= 0

    async def look_at_the_clock(self) -> None:
        """Let the candle burn, fall quiet, and say when the time is out."""
        if not self.play.session.length or self.play.session.state is State.RESTING:
            return
        now = self.play.now
        if now - self._last_note >= NOTE_EVERY:
            self._last_note = now
            self.play.tick()
        before = (self.quiet, self._time_was_up)
        self.quiet = now - self._last_stir >= QUIET_AFTER
        if before != (self.quiet, self._time_is_up):
            await self.show()
        else:
            self._burn()

    def stir(self) -> None:
        """Somebody is there."""
        self._last_stir = self.play.now
        self.quiet = False

    async def on_key(self) -> None:
        """Any key wakes the screen."""
        await self._wake()

    async def on_mouse_move(self) -> None:
        """So does the mouse."""
        await self._wake()

    async def _wake(self) -> None:
        was_quiet = self.quiet
        self.stir()
        if was_quiet:
            await self.show()


def _where(session: Session) -> Content:
    if not session.card_in_play and session.here.stop is not Stop.CHANGE:
        return content.words(session.deck.title)
    star = ("  ★", "$accent") if session.card.text in session.stars else ""
    where = f"{session.deck.title} · round {session.round} of {session.deck.all_rounds}"
    return content.assemble(where, star if session.card_in_play else "")


def _pace(session: Session) -> Content:
    if session.hand.private:
        return Content("")
    pace = session.pace
    return Content.assemble("pace ", content.dots(pace.rank, 5), f" {pace}")
