"""One running session: the state machine, its journal and its clock. All that the screens talk to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from random import Random
from threading import Lock

from duologue.core.couple import Couple
from duologue.core.events import Back, Began, Event, Kept, Ticked, TimeOut
from duologue.core.hand import Chosen, FromTheJar, deal
from duologue.core.memory import memory_of
from duologue.core.pace import Pace
from duologue.core.position import CANDLES
from duologue.core.session import NotNow, Session
from duologue.core.states import State
from duologue.core.turns import Keep
from duologue.store.agreed import forget_hour, save_hour
from duologue.store.closeness import save_closeness
from duologue.store.files import NotWritten
from duologue.store.journal import Journal
from duologue.store.notes import look_back, open_promises, save_notes
from duologue.store.paths import Paths
from duologue.store.records import save_memory
from duologue.store.stars import load_stars, save_stars
from duologue.store.summaries import cards_seen, floor_seconds, save_summary

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
        self._finishing = Lock()
        self._finished = False
        self._clock = clock
        self._zero = clock() - session.now

    @classmethod
    def begin(  # noqa: PLR0913, PLR0917 - a session begins with all of these, and each is needed once
        cls,
        paths: Paths,
        couple: Couple,
        decks: Sequence[Chosen],
        pace: Pace,
        random: Random,
        clock: Clock,
        *,
        keeps: bool,
        wanted: str | None = None,
        private: bool = False,
    ) -> Play:
        """Deal a hand and begin; the card with the text `wanted` comes first, a `private` pace is not shown.

        Where it `keeps`, raises NotWritten if the journal cannot be started.
        """
        jar = FromTheJar(
            cards_seen(paths),
            open_promises(paths, couple),
            floor_seconds(paths, couple),
            [star.card for star in load_stars(paths)],
        )
        hand = deal(decks, jar, random, wanted=wanted, private=private)
        began = Began(couple=couple, hand=hand, pace=pace)
        journal = Journal(paths.journal) if keeps else None
        if journal:
            journal.start(began)
            _forget(paths)
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

    @property
    def candle_burns(self) -> bool:
        """Whether somebody may be talking, or both are still together, and no key is expected of them."""
        return self.session.state in CANDLES and self.time_left > 0

    @property
    def has_to_write(self) -> bool:
        """Whether something of it is on its way to the disk, or could not be written yet."""
        return bool(self._waiting) or self.session.state is State.SAVING or self.session.ended

    @property
    def keeps(self) -> bool:
        """Whether there is something to come back to on another day."""
        return self.journal is not None

    def agree_on(self, when: datetime) -> None:
        """Keep the hour at which they go on. Raises NotWritten."""
        if self.keeps:
            save_hour(self.paths, when)

    def save_kept(self, when: datetime) -> None:
        """Put what both kept on the disk. Raises NotWritten. Safe to call from a thread."""
        if self.journal is None:
            raise NotWritten("this window keeps nothing")
        if isinstance(self.session.turn, Keep) and self.session.turn.keeps == "circles":
            save_closeness(self.paths, self.session, when)
        elif self.session.to_keep:
            save_notes(self.paths, self.session, when)
        else:
            save_memory(self.paths, memory_of(self.session, when))

    def finish(self, when: datetime) -> None:
        """Keep a summary and remove the journal with all that was written in it. Raises NotWritten.

        Only a summary that cannot be written leaves the journal, for the next start to try again. Whoever
        asks while it is being done waits, and it is done once.
        """
        with self._finishing:
            if self.journal is None or self._finished:
                return
            try:
                save_stars(self.paths, self.session)
                look_back(self.paths, self.session, when)
            finally:
                save_summary(self.paths, self.session, when)
                _forget(self.paths)
                self.journal.end()
            self._finished = True

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


def _forget(paths: Paths) -> None:
    """No hour is left over from another session. Where the disk refuses, home shows none without one."""
    with suppress(NotWritten):
        forget_hour(paths)
