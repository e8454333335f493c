"""One running session: the state machine, its journal and its clock. All that the screens talk to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random

from duologue.core.couple import Couple
from duologue.core.deck import Deck
from duologue.core.events import Back, Began, Event, Kept, Ticked, TimeOut
from duologue.core.hand import deal
from duologue.core.memory import Memory, memory_of
from duologue.core.pace import Pace
from duologue.core.session import NotNow, Session
from duologue.core.states import State
from duologue.store.files import NotWritten
from duologue.store.journal import Journal
from duologue.store.paths import Paths
from duologue.store.records import cards_seen, save_memory, save_summary

Clock = Callable[[], float]
"""Seconds that only go forward, such as `time.monotonic`."""


class Play:
    """A session being played. An event is on the disk before it applies."""

    def __init__(self, session: Session, paths: Paths, journal: Journal | None, clock: Clock) -> None:
        """Go on with this session from its last event. Without a journal nothing is kept."""
        self.session = session
        self.paths = paths
        self.journal = journal
        self.trouble = ""
        """Why events are not reaching the disk; empty while all is well."""
        self._waiting: list[Event] = []
        self._clock = clock
        self._zero = clock() - session.now

    @classmethod
    def begin(  # noqa: PLR0913, PLR0917 - a session begins with all of these, and each is needed once
        cls,
        paths: Paths,
        couple: Couple,
        deck_id: str,
        deck: Deck,
        pace: Pace,
        random: Random,
        clock: Clock,
        *,
        keeps: bool,
    ) -> Play:
        """Deal a hand and begin. Where it `keeps`, raises NotWritten if the journal cannot be started."""
        hand = deal(deck_id, deck, cards_seen(paths, deck_id), random)
        began = Began(couple=couple, hand=hand, pace=pace)
        journal = Journal(paths.journal) if keeps else None
        if journal:
            journal.start(began)
        return cls(Session.begin(began), paths, journal, clock)

    @classmethod
    def resume(cls, paths: Paths, clock: Clock) -> Play | None:
        """Go on with the session that was not finished, or None where there is none. Raises NotWritten."""
        journal = Journal(paths.journal)
        replay = journal.replay()
        if replay is None:
            return None
        journal.mend(replay)
        return cls(replay.session, paths, journal, clock)

    @property
    def now(self) -> float:
        """Seconds of the session's own time."""
        return max(self._clock() - self._zero, self.session.now)

    @property
    def time_left(self) -> float:
        """Seconds until the candle is out."""
        return self.session.left(self.now)

    def do(self, event: Event) -> Session:
        """Let this happen now: on the disk first, then in the session.

        Raises NotNow, and changes nothing, where it is not legal. Where the disk refuses, the session goes
        on, `trouble` says why, and what is missing is written as soon as the disk takes it.
        """
        if self.journal is None and isinstance(event, Kept):
            raise NotNow("nothing can be kept here")
        stamped = event.stamped(self.now)
        following = self.session.after(stamped)
        self._note(stamped)
        self.session = following
        return following

    def tick(self) -> None:
        """Note how far the candle has burned."""
        if self.session.length > 0 and self.session.state is not State.RESTING:
            self.do(Ticked())

    def pause(self) -> bool:
        """Let time stand still; answers whether there is something to go on with."""
        if not self.session.allows(TimeOut):
            return False
        self.do(TimeOut())
        return True

    def go_on(self) -> None:
        """Let time go on after a pause."""
        self.do(Back())

    def save_moment(self, when: datetime) -> Memory:
        """Put the moment that both kept on the disk. Raises NotWritten. Safe to call from a thread."""
        memory = memory_of(self.session, when)
        if self.journal is None:
            raise NotWritten("this window keeps nothing")
        save_memory(self.paths, memory)
        return memory

    def finish(self, when: datetime) -> None:
        """Keep a summary and remove the journal with all that was written in it. Raises NotWritten."""
        if self.journal is not None:
            save_summary(self.paths, self.session, when)
            self.journal.end()

    def _note(self, event: Event) -> None:
        if self.journal is None:
            return
        self._waiting.append(event)
        try:
            while self._waiting:
                self.journal.append(self._waiting[0])
                self._waiting.pop(0)
            self.trouble = ""
        except NotWritten as error:
            self.trouble = str(error)
