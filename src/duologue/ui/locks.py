"""The lock of one window: the way in at the start, and locking itself when nobody is there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, cast

from textual import events, work

from duologue.store.agreed import load_hour
from duologue.store.files import NotWritten
from duologue.store.settings import AWAY_MINUTES, load_couple
from duologue.ui.window import Window

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor
    from typing import Any

    from textual.screen import Screen
    from textual.timer import Timer

    from duologue.store.vault import Vault
    from duologue.ui.app import DuologueApp
    from duologue.ui.screens.unlock import Opened, UnlockScreen

LOOK_EVERY = 5.0
"""Seconds between looks whether anybody is there."""
STILL = 6
"""So many looks in a row nothing may be going on before the key is forgotten."""
BETWEEN = 0.2
"""Seconds between those."""


class LockWindow(Window):
    """A window that can be locked with a passphrase."""

    asks_for_sheet = False
    """Whether the way in begins with the recovery sheet."""
    vault: Vault | None = None
    """Stands in for the disk while what they keep is locked."""
    locks_itself = False
    """Whether it has locked itself, and only the passphrase uncovers the screen."""
    lock_goes = False
    """Whether the lock is being taken off, and there will be nothing to open soon."""
    _opened: Opened | None = None
    _way_in: UnlockScreen | None = None
    _watch: Timer | None = None
    _at_work: set[Future[Any]] | None = None

    def on_load(self) -> None:
        """Somebody has started it."""
        self._stir()

    # The way in

    @property
    def is_shut(self) -> bool:
        """Whether nobody has unlocked it yet."""
        return self.paths.is_locked and self.vault is None

    def way_in(self) -> UnlockScreen:
        """The first screen where everything is locked."""
        from duologue.store.locking import vault_over
        from duologue.ui.screens.unlock import UnlockScreen

        vault_over(self.paths)
        self._let_in = asyncio.Event()
        self._way_in = UnlockScreen(self.paths, self.clock, self._has_opened, by_sheet=self.asks_for_sheet)
        return self._way_in

    def first_screen(self) -> Screen[None]:
        """What is shown first once nothing keeps them out."""
        raise NotImplementedError

    def _has_opened(self, opened: Opened) -> None:
        self._opened = opened
        self._let_in.set()

    async def be_let_in(self) -> None:
        """Wait until what is kept is open; at once where it is not locked. Called by a worker."""
        if self._way_in is not None:
            await self._let_in.wait()

    async def come_in(self) -> None:
        """Finish what was interrupted, and read what could not be read before, with the pen in hand."""
        if self._way_in is None:
            return
        way_in, opened = self._way_in, self._opened
        await self._finish(way_in)
        self.keep_watch()
        if opened is not None and opened.by_sheet and self.pen.writes:
            from duologue.ui.locking_up import another_passphrase

            await way_in.in_sight.wait()
            await another_passphrase(self, opened.secret)
        self.couple = await asyncio.to_thread(load_couple, self.paths)
        self.agreed = await asyncio.to_thread(self._hour)
        await way_in.in_sight.wait()
        await self.uncovered.wait()
        way_in.be_left()
        await self.push_screen(self.first_screen())
        self._way_in = self._opened = None

    def _hour(self) -> Any:
        return load_hour(self.paths) if self.paths.session_waits else None

    async def _finish(self, way_in: UnlockScreen) -> None:
        """Go on with locking or unlocking where it was interrupted."""
        from duologue.store.locking import finish

        if not self.pen.writes:
            return
        try:
            await asyncio.to_thread(finish, self.paths, self.progress(way_in.be_busy, "Putting things away"))
        except NotWritten as error:
            words = f"Not everything could be locked just now: {error}. It goes on at the next start."
            self.notify(words, markup=False, severity="warning", timeout=15)

    def progress(self, tell: Callable[[str], None], what: str) -> Callable[[int, int], None]:
        """Tells how far it is, from a thread; ends what is being done, between two files, with the window."""
        loop = asyncio.get_running_loop()

        def progress(done: int, of: int) -> None:
            if not self.is_running:
                raise NotWritten("Duologue was closed meanwhile")
            loop.call_soon_threadsafe(tell, f"{what}: {done + 1} of {of}")

        return progress

    # Being away

    def keep_watch(self) -> None:
        """From now on, or no longer: lock itself when nobody is there."""
        from duologue.store.locking import vault_of

        self.vault = vault_of(self.paths)
        if self.vault is None:
            if self._watch is not None:
                self._watch.stop()
            self._watch = None
        elif self._watch is None:
            if self._at_work is None:
                self._at_work = set()
                asyncio.get_running_loop().set_default_executor(_hands(self._at_work))
            self._watch = self.set_interval(LOOK_EVERY, self.looks_whether_anybody_was_there)

    async def on_event(self, event: events.Event) -> None:
        """Every key and every move of the mouse says that somebody is there; one after a long time says so of
        whoever opened the lid, and goes no further where that locks.
        """
        if isinstance(event, events.InputEvent | events.Paste):
            if self.looks_whether_anybody_was_there():
                return
            if self.uncovered.is_set():  # Whoever lifts the curtain after an hour was not there for an hour.
                self._stir()
        await super().on_event(event)

    def _stir(self) -> None:
        self._stirred = self.clock(), self.today()

    @property
    def away(self) -> timedelta:
        """How long nobody was there. The one clock rests while the lid is closed, the other may be set."""
        seconds, day = self._stirred
        return max(timedelta(seconds=self.clock() - seconds), self.today() - day)

    def looks_whether_anybody_was_there(self) -> bool:
        """Lock where nobody was; answers whether something was closed. While a candle burns somebody talks,
        and the hands may rest; but a candle rests as well while the lid is closed.
        """
        locked_before, after = self.locks_itself, self.settings.lock_after
        if self._watch is not None and after and self.away >= timedelta(minutes=after):
            self.lock_now()
        elif self.play is not None and self.play.candle_burns:
            self._stir()
        return self.locks_itself and not locked_before

    # Locking itself

    def lock_now(self) -> None:
        """Cover the screen at once, and forget the key as soon as nothing is to be written."""
        if self.vault is None or self.locks_itself or self.lock_goes:
            return
        self.locks_itself = True
        if self.uncovered.is_set():
            self.cover()
            self._ask()
        self._forget_the_key()

    def action_curtain(self) -> None:
        """As ever; where it is locked, the curtain opens only to the passphrase."""
        from duologue.ui.screens.curtain import CurtainScreen
        from duologue.ui.screens.unlock import UnlockScreen

        covered = isinstance(self.screen, CurtainScreen)
        if not self.locks_itself:
            super().action_curtain()
            locks = self.vault is not None and self.settings.lock_with_curtain and not self.lock_goes
            if locks and not covered:
                self.locks_itself = True
                self._forget_the_key()
        elif covered:
            self._ask()
        elif isinstance(self.screen, UnlockScreen):
            self.screen.dismiss(None)

    @work(exclusive=True, group="asking for the passphrase")
    async def _ask(self) -> None:
        """Above the curtain, so that nothing is ever seen in between."""
        from duologue.ui.screens.unlock import UnlockScreen

        opened = await self.push_screen_wait(UnlockScreen(self.paths, self.clock))
        if opened is None:
            return
        self.locks_itself = False
        self._stir()
        self.screen.dismiss(None)
        if opened.by_sheet and self.pen.writes:
            self._choose_another(opened.secret)

    @work(exclusive=True, group="lock")
    async def _choose_another(self, secret: str) -> None:
        """Apart from the asking, which begins anew where it locks itself meanwhile."""
        from duologue.ui.locking_up import another_passphrase

        await self.uncovered.wait()
        await another_passphrase(self, secret)

    @work(exclusive=True, group="forgetting the key")
    async def _forget_the_key(self) -> None:
        still = 0
        while self.locks_itself and still < STILL:
            await asyncio.sleep(BETWEEN)
            if self.locks_itself:
                self.note_drafts()
            still = 0 if self._has_work else still + 1
        if self.locks_itself and self.vault is not None:
            self.vault.close()

    @property
    def _has_work(self) -> bool:
        """Whether something is being read or written just now, or still has to be."""
        play = self.play
        return bool(self._at_work) or (play is not None and play.has_to_write)

    # The palette

    def lock_offers(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        """What the palette lists of this at home."""
        if self.vault is None:
            words = "A passphrase, so that nobody else can read it."
            yield "Lock what you keep", words, partial(self.ask_for_lock, "set-up")
            return
        after = self.settings.lock_after
        when = f"after {after} minutes" if after else "never"
        yield "Lock by itself", f"Now {when} without a key; take the next.", self.action_lock_after
        curtain = "Now on; switch it off." if self.settings.lock_with_curtain else "Now off; switch it on."
        yield "Lock with the curtain", curtain, self.action_lock_with_curtain
        yield "Change the passphrase", "It takes the one you have.", partial(self.ask_for_lock, "change")
        yield "Take the lock off", "Everything lies open again.", partial(self.ask_for_lock, "remove")

    def ask_for_lock(self, what: str) -> None:
        """Set up a passphrase, change it, or take it off, as this word says."""
        from duologue.ui.locking_up import DOINGS

        self.work_on(partial(DOINGS[what], cast("DuologueApp", self)), group="lock", exclusive=True)

    def action_lock_after(self) -> None:
        """The next time after which it locks itself."""
        at = AWAY_MINUTES.index(self.settings.lock_after)
        self.choose(replace(self.settings, lock_after=AWAY_MINUTES[(at + 1) % len(AWAY_MINUTES)]))
        after = self.settings.lock_after
        words = f"after {after} minutes without a key" if after else "never, unless you say so"
        self.notify(f"It locks itself {words}.", markup=False)

    def action_lock_with_curtain(self) -> None:
        """Let the curtain lock, or not."""
        self.choose(replace(self.settings, lock_with_curtain=not self.settings.lock_with_curtain))
        does = self.settings.lock_with_curtain
        words = "The curtain locks, too." if does else "The curtain opens without the passphrase again."
        self.notify(words, markup=False)


def _hands(at_work: set[Future[Any]]) -> ThreadPoolExecutor:
    """The threads in which everything is read and written, and what they are doing now."""
    from concurrent.futures import ThreadPoolExecutor

    class Hands(ThreadPoolExecutor):
        def submit(self, *arguments: Any, **named: Any) -> Future[Any]:
            future = super().submit(*arguments, **named)
            at_work.add(future)
            future.add_done_callback(at_work.discard)
            return future

    return Hands()
