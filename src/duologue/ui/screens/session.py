"""The screen while a session is played: a card, a side for each partner, and the candle between them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static, TextArea

from duologue.core.events import Back, Drafted, Ended, Event, LetGo, Saved, Titled, Wrote
from duologue.core.seats import Seat
from duologue.core.session import NotNow, Session
from duologue.core.states import State
from duologue.play import Play
from duologue.store.files import NotWritten
from duologue.ui import content
from duologue.ui.commands import IN_SESSION
from duologue.ui.intents import intent
from duologue.ui.scene import Field, Scene
from duologue.ui.screens.sizes import SIZES_ACROSS, SIZES_DOWN, too_small
from duologue.ui.screens.time_out import Choice, TimeOutScreen
from duologue.ui.turns import scene_of
from duologue.ui.turns.view import View
from duologue.ui.widgets.breath import Breath
from duologue.ui.widgets.candle import Candle
from duologue.ui.widgets.field import WritingField
from duologue.ui.widgets.hints import Hints
from duologue.ui.widgets.pane import Pane

QUIET_AFTER = 8.0
"""Seconds without a key or the mouse until the screen falls quiet while somebody talks."""
LOOK_EVERY = 1.0
"""Seconds between looks at the clock."""
NOTE_EVERY = 5.0
"""Seconds of play that a crash can cost the candle at the most."""
DRAFT_AFTER = 0.6
"""Seconds after the last letter until what was typed is noted."""


class SessionScreen(Screen[bool]):
    """Shows what the session says, turns keys into events. Dismissed with whether it reached its end."""

    CSS_PATH = "../styles/session.tcss"
    AUTO_FOCUS = None
    HORIZONTAL_BREAKPOINTS = SIZES_ACROSS
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [
        Binding(command.key, f"act('{command.id}')", command.label, show=False)
        for command in IN_SESSION.values()
    ]

    class DigitsChosen(Message):
        """Time left in digits, or not."""

        def __init__(self, digits: bool) -> None:
            super().__init__()
            self.digits = digits

    def __init__(
        self,
        play: Play,
        today: Callable[[], datetime],
        uncovered: Callable[[], Awaitable[object]],
        *,
        digits: bool,
    ) -> None:
        """`uncovered` waits until no curtain hides the screen."""
        super().__init__()
        self.uncovered = uncovered
        self.play = play
        self.today = today
        self.digits = digits
        self.quiet = False
        self._time_was_up = False
        self._showing = asyncio.Lock()
        self._trouble = ""
        self._typing: Timer | None = None
        self._field: Field | None = None
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

    async def on_mount(self) -> None:
        await self._show()
        self.set_interval(LOOK_EVERY, self.look_at_the_clock)
        if self.play.session.state is State.RESTING:
            self._rest()
        elif self.play.session.state is State.SAVING:
            self._save()

    # From keys to events

    async def action_act(self, command: str) -> None:
        """Let a command happen, if it means anything now."""
        if (own := self._own_commands.get(command)) is not None:
            await own()
        elif (event := intent(command, self.play.session)) is not None:
            self.note_draft()
            await self._happen(event)

    @property
    def _own_commands(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """What concerns this screen alone, and what needs more than a key to become an event."""
        return {
            "digits": self._switch_digits,
            "done": self._done,
            "show-words": self._show_words,
            "let-go": self._let_go,
            "save-again": self._save_again,
            "copy-words": self._copy_words,
        }

    async def _switch_digits(self) -> None:
        self.digits = not self.digits
        self.post_message(self.DigitsChosen(self.digits))
        await self._show()

    async def _done(self) -> None:
        for field in self.query(WritingField):
            field.say_done()

    async def _show_words(self) -> None:
        for field in self.query(WritingField):
            field.show_words()

    async def _let_go(self) -> None:
        if self.play.session.state is not State.SAVING or self._trouble:
            await self._happen(LetGo())

    async def _happen(self, event: Event) -> None:
        try:
            session = self.play.do(event)
        except NotNow:
            return
        self._stir()
        if session.state is not State.SAVING:
            self._trouble = ""
        await self._show()
        if session.state is State.RESTING:
            self._rest()
        elif session.state is State.SAVING:
            self._save()
        elif session.state is State.ENDED:
            await self._finish()

    # From the session to the screen

    @property
    def _time_is_up(self) -> bool:
        return self.play.session.length > 0 and self.play.time_left <= 0

    async def _show(self) -> None:
        async with self._showing:  # A key and a finished field may both ask for it.
            await self._draw()

    async def _draw(self) -> None:
        session = self.play.session
        self._time_was_up = self._time_is_up
        keeps = self.play.journal is not None
        scene = scene_of(View(session, self._time_was_up, self._trouble, keeps))
        quiet = self.quiet and scene.may_fall_quiet
        self.set_class(quiet, "quiet")
        content.put(self.query_one("#where", Static), _where(session), layout=False)
        content.put(self.query_one("#pace", Static), _pace(session), layout=False)
        content.put(self.query_one("#heading", Static), scene.heading)
        self._show_note(scene)
        self.query_one(Breath).display = scene.breath
        for pane in self.query(Pane):
            pane.show(scene.panes.of(pane.seat), quiet=quiet)
        self.query_one("#foot", Hints).show(scene.hints)
        self._burn()
        await self._place_field(scene.field)

    def _show_note(self, scene: Scene) -> None:
        words = scene.note
        if self.play.trouble and not self._trouble:
            words = Content(f"Not noted right now: {self.play.trouble}. Play on; all of it is still here.")
        note = self.query_one("#note", Static)
        note.set_class(words is None, "absent")
        note.set_class(self.play.session.state is State.READING, "aside")
        content.put(note, words or Content(""))

    def _burn(self) -> None:
        play = self.play
        self.query_one(Candle).burn(play.time_left, play.session.length, digits=self.digits)

    async def _place_field(self, field: Field | None) -> None:
        if (field.key if field else None) == (self._field.key if self._field else None):
            return
        self._field = field
        await self.query(WritingField).remove()
        if field is None:
            self.set_focus(None)
            return
        area = WritingField(field)
        if field.seat is None:
            await self.query_one("#middle").mount(area)
        else:
            await self.query_one(f"#{field.seat}-pane").mount(area, after=".words")
        area.focus()

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
            await self._show()
        else:
            self._burn()

    def _stir(self) -> None:
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
        self._stir()
        if was_quiet:
            await self._show()

    # Writing

    @on(TextArea.Changed)
    def _typed(self) -> None:
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(DRAFT_AFTER, self.note_draft)

    def note_draft(self) -> None:
        """Put on the disk what has been typed so far."""
        for area in self.query(WritingField):
            if self.play.session.allows(Drafted) and area.words.strip() != self.play.session.moment.draft:
                self.play.do(Drafted(text=area.words))

    @on(WritingField.Done)
    async def _written(self, message: WritingField.Done) -> None:
        session = self.play.session
        if self._field is None or message.key != self._field.key:
            return  # Done said twice: the second time is not for the next one who writes.
        if not message.text.strip():
            self._tell("A word is enough. Or let it go with f4.")
        elif session.state is State.NAMING:
            await self._happen(Titled(title=message.text))
        elif session.state is State.WRITING:
            await self._happen(Wrote(seat=session.moment.writer, line=message.text))

    @on(WritingField.Full)
    def _full(self) -> None:
        self._tell("That is all that fits. What you wrote stays.")

    def _tell(self, words: str) -> None:
        """One quiet note at a time, so that none covers what they wrote."""
        self.app.clear_notifications()
        self.app.notify(words, markup=False)

    # Keeping

    @work(exclusive=True)
    async def _save(self) -> None:
        self._trouble = ""
        await self._show()
        try:
            await asyncio.to_thread(self.play.save_moment, self.today())
        except NotWritten as error:
            self._trouble = str(error)
        else:
            await self._happen(Saved())
        await self._show()

    async def _save_again(self) -> None:
        if self.play.session.state is State.SAVING:
            self._save()

    async def _copy_words(self) -> None:
        session = self.play.session
        if session.state is not State.SAVING:
            return
        lines = [f"{session.name(seat)}: {session.moment.lines.of(seat)}" for seat in Seat]
        self.app.copy_to_clipboard("\n".join([session.moment.title, *lines]))
        self._tell("Copied.")

    # Breaks and ends

    @work
    async def _rest(self) -> None:
        await self.uncovered()
        choice = await self.app.push_screen_wait(TimeOutScreen(keeps=self.play.journal is not None))
        if choice is Choice.BACK:
            await self._happen(Back())
        elif choice is Choice.END:
            await self._happen(Ended())
        else:
            self.dismiss(False)

    async def _finish(self) -> None:
        try:
            await asyncio.to_thread(self.play.finish, self.today())
        except NotWritten as error:
            self.app.notify(f"The summary was not written: {error}.", markup=False, severity="warning")
        self.dismiss(True)


def _where(session: Session) -> Content:
    return Content(f"{session.hand.deck.title} · round {session.round} of {session.hand.deck.rounds}")


def _pace(session: Session) -> Content:
    pace = session.pace
    return Content.assemble("pace ", content.dots(pace.rank, 5), f" {pace}")
