"""The screen while a session is played: turns keys into events, and cares for what is written and kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from textual import on, work
from textual.binding import Binding
from textual.message import Message
from textual.timer import Timer
from textual.widgets import TextArea

from duologue.core.consent import Consent
from duologue.core.events import Back, Drafted, Ended, Event, Noted, Picked, Saved, Titled, WoundDown, Wrote
from duologue.core.seats import Seat
from duologue.core.session import NotNow
from duologue.core.states import State
from duologue.core.text import plain
from duologue.play import Play
from duologue.store.files import NotWritten
from duologue.ui.commands import IN_SESSION
from duologue.ui.intents import intent
from duologue.ui.screens.table import LOOK_EVERY, Manner, TableScreen
from duologue.ui.screens.time_out import Choice, TimeOutScreen
from duologue.ui.widgets.field import WritingField
from duologue.ui.widgets.picker import Picker

DRAFT_AFTER = 0.6
"""Seconds after the last letter until what was typed is noted."""


class SessionScreen(TableScreen):
    """Turns keys into events. Dismissed with whether the session reached its end."""

    BINDINGS = [
        Binding(command.key, f"act('{command.id}')", command.label, show=False)
        for command in IN_SESSION.values()
    ]

    class DigitsChosen(Message):
        """Time left in digits, or not."""

        def __init__(self, digits: bool) -> None:
            super().__init__()
            self.digits = digits

    class CardWanted(Message):
        """They would like to write a card of their own."""

        def __init__(self, deck_id: str, set_number: int | None) -> None:
            super().__init__()
            self.deck_id = deck_id
            self.set_number = set_number

    def __init__(
        self,
        play: Play,
        manner: Manner,
        today: Callable[[], datetime],
        uncovered: Callable[[], Awaitable[object]],
    ) -> None:
        """`uncovered` waits until no curtain hides the screen."""
        super().__init__(play, manner)
        self.today = today
        self.uncovered = uncovered
        self._typing: Timer | None = None
        self._leaving = False
        """Whether the session is over and only its summary is being written."""

    def on_screen_suspend(self) -> None:
        """Something lies over the table, and both may look: what is unseen is out of sight."""
        for field in self.query(WritingField):
            field.hide_words()
        for entry in self.query("WritingField, Picker"):
            entry.visible = False

    def on_screen_resume(self) -> None:
        """And it is back, with the words masked."""
        for entry in self.query("WritingField, Picker"):
            entry.visible = True
            entry.focus()

    async def on_mount(self) -> None:
        await self.show()
        self.set_interval(LOOK_EVERY, self.look_at_the_clock)
        if self.play.session.state is State.RESTING:
            self._rest(returned=True)
        elif self.play.session.state is State.SAVING:
            self._save()

    # From keys to events

    async def action_act(self, command: str) -> None:
        """Let a command happen, if it means anything now."""
        if (own := self._own_commands.get(command)) is not None:
            await own()
        elif self.play.session.state is State.ASKING and command.endswith((".yes", ".no")):
            await self._answer(command)
        elif (event := intent(command, self.play.session)) is not None:
            self.note_draft()
            await self.happen(event)

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
            "own-card": self._write_a_card,
        }

    async def _switch_digits(self) -> None:
        self.manner = replace(self.manner, digits=not self.manner.digits)
        self.post_message(self.DigitsChosen(self.manner.digits))
        await self.show()

    async def _done(self) -> None:
        for field in self.query(WritingField):
            field.say_done()
        for picker in self.query(Picker):
            picker.say_done()

    async def _show_words(self) -> None:
        for field in self.query(WritingField):
            field.show_words()

    async def _let_go(self) -> None:
        event = intent("let-go", self.play.session)
        if event is not None and (self.play.session.state is not State.SAVING or self.trouble):
            await self.happen(event)

    async def _answer(self, command: str) -> None:
        """Both answers are awaited here, and only the outcome becomes an event that is written down."""
        seat, _, what = command.rpartition(".")
        self.consent = self.consent.answered(Seat(seat), what == "yes")
        if (outcome := self.consent.outcome) is not None:
            self.consent = Consent()
            await self.happen(outcome)
        await self.show()

    @work
    async def let_happen(self, event: Event) -> None:
        """Let this happen, asked for from elsewhere."""
        await self.happen(event)

    async def happen(self, event: Event) -> None:
        """Let this happen in the session, and show what follows."""
        try:
            session = self.play.do(event)
        except NotNow:
            return
        self.stir()
        if session.state is not State.SAVING:
            self.trouble = ""
        await self.show()
        if session.state is State.RESTING:
            self._rest()
        elif session.state is State.SAVING:
            self._save()
        elif session.state is State.ENDED:
            await self._finish()

    # Writing and picking

    @on(TextArea.Changed)
    def _typed(self) -> None:
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(DRAFT_AFTER, self.note_draft)

    def note_draft(self) -> None:
        """Put on the disk what has been typed so far."""
        session, trouble = self.play.session, self.play.trouble
        for area in self.query(WritingField):
            is_theirs = session.allows(Drafted) and area.key == self.field_now
            if is_theirs and area.words.strip() != session.draft:
                self.play.do(Drafted(text=area.words))
        if trouble != self.play.trouble:
            self.call_later(self.show)

    @on(WritingField.Done)
    async def _written(self, message: WritingField.Done) -> None:
        session = self.play.session
        if self.entry is None or message.key != self.entry.key:
            return  # Done said twice: the second time is not for the next one who writes.
        if not message.text.strip():
            blank = "leave it blank" if session.state is State.NOTING else "let it go"
            self._tell(f"A word is enough. Or {blank} with f4.")
        elif session.state is State.NOTING:
            await self.happen(Noted(text=message.text))
        elif session.state is State.NAMING:
            await self.happen(Titled(title=message.text))
        elif session.state is State.WRITING:
            await self.happen(Wrote(seat=session.moment.writer, line=message.text))

    @on(WritingField.Full)
    def _full(self) -> None:
        self._tell("That is all that fits. What you wrote stays.")

    @on(Picker.Chosen)
    async def _picked(self, message: Picker.Chosen) -> None:
        if self.entry is not None and message.key == self.entry.key:
            await self.happen(Picked(choice=message.choice))

    def _tell(self, words: str) -> None:
        """One quiet note at a time, so that none covers what they wrote."""
        self.app.clear_notifications()
        self.app.notify(plain(words), markup=False)

    # Keeping

    @work(exclusive=True, group="save")
    async def _save(self) -> None:
        self.trouble = ""
        await self.show()
        try:
            await asyncio.to_thread(self.play.save_kept, self.today())
        except NotWritten as error:
            self.trouble = str(error)
        else:
            await self.happen(Saved())
        await self.show()

    async def _save_again(self) -> None:
        if self.play.session.state is State.SAVING:
            self._save()

    async def _copy_words(self) -> None:
        words = self.play.session.words_to_copy
        if self.play.session.state is State.SAVING and words:
            self.app.copy_to_clipboard(plain("\n".join(words)))
            self._tell("Copied.")

    async def _write_a_card(self) -> None:
        """Right after a round: a card of their own for this deck."""
        session = self.play.session
        if session.state in {State.CHANGING, State.CLOSING} and session.cards_played and not self._leaving:
            deck_id, card = session.cards_played[-1]
            self.post_message(self.CardWanted(deck_id, card.set))

    # Breaks and ends

    @work
    async def _rest(self, *, returned: bool = False) -> None:
        await self.uncovered()
        time_out = TimeOutScreen(self.play, self.today, returned=returned)
        choice = await self.app.push_screen_wait(time_out)
        if choice is Choice.BACK:
            await self.happen(Back())
        elif choice is Choice.WIND_DOWN:
            await self.happen(Back())
            await self.happen(WoundDown())
        elif choice is Choice.END:
            await self.happen(Ended())
        else:
            self.dismiss(False)

    async def _finish(self) -> None:
        self._leaving = True
        try:
            await asyncio.to_thread(self.play.finish, self.today())
        except NotWritten as error:
            words = plain(f"The summary was not written: {error}.")
            self.app.notify(words, markup=False, severity="warning")
        self.dismiss(True)
