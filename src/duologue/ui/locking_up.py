"""Setting up a passphrase with both of them, changing it, and taking it off."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from secrets import randbelow
from typing import TYPE_CHECKING

from textual.content import Content

from duologue.core.recovery import lines_of
from duologue.store import locking
from duologue.store.files import NotWritten
from duologue.store.locking import NotUnlocked
from duologue.ui import content
from duologue.ui.screens.locking import LineScreen, PaperScreen, PassphraseScreen, WorkScreen
from duologue.ui.screens.question import QuestionScreen

if TYPE_CHECKING:
    from duologue.ui.app import DuologueApp
    from duologue.ui.locks import LockWindow

_LONG = 15.0
"""Seconds that what was done stays on the screen."""
_ABOUT = """\
With a passphrase, all that you keep is encrypted: moments, promises, letters, pictures, what you played, \
your names, and the journal while you play. Without the passphrase nobody can read it, and no file's name \
tells anything.

What it cannot do: it hides nothing from either of you, since you both know the passphrase. It does not help \
while Duologue is open, nor against a program that watches your keys or your screen, nor against what the \
system itself writes away: swap, and the terminal's scrollback. What lay openly on this disk until now may \
still be found by someone with the right tools.

If you lose the passphrase, the recovery sheet opens everything. You see it next, once, and write it down on \
paper. If you lose both, all is lost. Nobody can help then, and neither can we."""
_SHEET = """\
Write these lines on paper, and put it where you keep what must not get lost. Whoever has it can read \
everything. It is not shown again.
"""
_TAKING_OFF = """\
Everything lies open again, as before: whoever uses your account or has the laptop can read it. What you \
keep stays, all of it."""
_GOES_ON = "Nothing is lost; it goes on at the next start."
_OLD_HOLDS = "The passphrase you had still holds."
_OLD_ONES = "Backups made until now open with the passphrase you had when they were made."


async def set_up(window: DuologueApp) -> None:
    """Lock what they keep: explain, a passphrase, the sheet, a line of it back, both agree, and only then."""
    if window.paths.is_locked:
        window.notify("What you keep is locked already.", markup=False)
        return
    if not await window.may_write("This window keeps nothing, so it cannot lock anything."):
        return
    if window.couple is None or not await _reads(window, "Lock what you keep", Content(_ABOUT), "go on"):
        return
    passphrase = await window.push_screen_wait(PassphraseScreen("A passphrase that you both know"))
    if passphrase is None:
        return
    secret = locking.new_secret()
    try:
        sealed = await _sealed(window, secret, passphrase)
        if not await _have_written_the_sheet(window, secret):
            return
        await asyncio.to_thread(locking.prove, window.paths, secret)
    except NotUnlocked as error:
        window.notify(str(error), markup=False, severity="warning")
        return
    words = Content("From now on Duologue asks for your passphrase when it starts.")
    if await window.agree("Lock it, both of you?", words, ["Lock it"]) is None:
        return
    if await _backed_up(window, "before-lock"):
        await window.close_jar()
        await _do(window, "Locking", lambda tell: _lock(window, secret, sealed, tell), "It is locked.")


async def change(window: DuologueApp) -> None:
    """Another passphrase in place of the one they have."""
    secret = await _secret(window, "Change the passphrase")
    words = Content(f"You both need to know the new one. {_OLD_ONES}")
    if secret is not None and await window.agree("Another passphrase?", words, ["Choose it"]) is not None:
        await another_passphrase(window, secret)


async def remove(window: DuologueApp) -> None:
    """Let everything lie open again, once both say so."""
    secret = await _secret(window, "Take the lock off")
    if secret is None:
        return
    if await window.agree("Take the lock off, both of you?", Content(_TAKING_OFF), ["Take it off"]) is None:
        return
    if await _backed_up(window, "before-unlock"):
        await window.close_jar()
        window.lock_goes = True
        try:
            await _do(window, "Taking the lock off", lambda tell: _take_off(window, tell), "The lock is off.")
        finally:
            window.lock_goes = False


async def recovered(window: DuologueApp) -> None:
    """They came in with the sheet, or there was nothing to come into."""
    if not window.paths.is_locked:
        window.notify("Nothing is locked here.", markup=False)


DOINGS: dict[str, Callable[[DuologueApp], Awaitable[None]]] = {
    "set-up": set_up,
    "change": change,
    "remove": remove,
    "recover": recovered,
}
"""What can be done with the lock, by the word for it."""


async def another_passphrase(window: LockWindow, secret: str) -> None:
    """Ask for a new passphrase, and put the key under it. Called by a worker."""
    asked = PassphraseScreen("A new passphrase that you both know", back="keep the old one")
    passphrase = await window.push_screen_wait(asked)
    if passphrase is None:
        return
    try:
        sealed = await _sealed(window, secret, passphrase)
    except NotUnlocked as error:
        window.notify(str(error), markup=False, severity="warning")
        return
    if await _backed_up(window, "before-passphrase"):
        done = f"The new passphrase holds; the sheet stays the same. {_OLD_ONES}"
        await _do(window, "The new passphrase", lambda _: _change(window, sealed), done, _OLD_HOLDS)


# Steps


async def _reads(window: LockWindow, title: str, words: Content, go_on: str) -> bool:
    paper = PaperScreen(title, words, go_on)
    return await window.push_screen_wait(paper)


async def _secret(window: DuologueApp, title: str) -> str | None:
    """The key, for who has the passphrase; None for who has not, or would rather not."""
    if not window.paths.is_locked:
        window.notify("Nothing is locked here.", markup=False)
        return None
    if not await window.may_write():
        return None
    about = "First the passphrase that you have now."
    while True:
        asked = PassphraseScreen(title, about, twice=False)
        passphrase = await window.push_screen_wait(asked)
        if passphrase is None:
            return None
        try:
            async with _at_work(window, title, "One moment. It takes a breath or two."):
                return await asyncio.to_thread(locking.secret_with, window.paths, passphrase)
        except NotUnlocked as error:
            about = str(error)


async def _sealed(window: LockWindow, secret: str, passphrase: str) -> bytes:
    """The key under the passphrase, tried once. Raises NotUnlocked."""
    async with _at_work(window, "The key", "It is made, sealed and opened once. Some breaths."):
        return await asyncio.to_thread(locking.sealed_key, secret, passphrase)


async def _have_written_the_sheet(window: LockWindow, secret: str) -> bool:
    """Show the sheet, and ask for one line of it, until it is right."""
    lines = lines_of(secret)
    number = randbelow(len(lines))
    shown = [
        Content(f"  {each + 1}   ") + content.styled(line, "bold $accent") for each, line in enumerate(lines)
    ]
    words = Content("\n").join([Content(_SHEET), *shown])
    while await _reads(window, "The recovery sheet", words, "it is on paper"):
        if await window.push_screen_wait(LineScreen(lines, number)):
            return True
    return False


async def _backed_up(window: LockWindow, reason: str) -> bool:
    """Whether to go on: there is a backup, or they wish to go on without."""
    from duologue.store.backups import make

    try:
        async with _at_work(window, "A backup first", "It comes before anything is changed."):
            await asyncio.to_thread(make, window.paths, reason, window.today())
    except NotWritten as error:
        words = f"No backup could be made: {error}.\nNothing was changed so far."
        answers = {"g": "go on without one", "escape": "not now"}
        return await window.push_screen_wait(QuestionScreen("No backup", words, answers)) == "g"
    return True


async def _do(
    window: LockWindow,
    title: str,
    doing: Callable[[Callable[[str], None]], Awaitable[None]],
    done: str,
    otherwise: str = _GOES_ON,
) -> None:
    """Do it, and say how it went."""
    try:
        async with _at_work(window, title, "One moment.") as tell:
            await doing(tell)
    except NotWritten as error:
        words = f"Not finished: {error}. {otherwise}"
        window.notify(words, markup=False, severity="warning", timeout=_LONG)
    except NotUnlocked as error:
        window.notify(str(error), markup=False, severity="warning", timeout=_LONG)
    else:
        window.notify(done, markup=False, timeout=_LONG)
    window.keep_watch()


async def _lock(window: LockWindow, secret: str, sealed: bytes, tell: Callable[[str], None]) -> None:
    await asyncio.to_thread(locking.lock, window.paths, secret, sealed, window.progress(tell, "Locking"))


async def _take_off(window: LockWindow, tell: Callable[[str], None]) -> None:
    await asyncio.to_thread(locking.take_off, window.paths, window.progress(tell, "Unlocking"))


async def _change(window: LockWindow, sealed: bytes) -> None:
    await asyncio.to_thread(locking.change_key, window.paths, sealed)


@asynccontextmanager
async def _at_work(window: LockWindow, title: str, words: str) -> AsyncIterator[Callable[[str], None]]:
    """Says on the screen what is being done; gives what tells how far it is."""
    await window.uncovered.wait()
    screen = WorkScreen(title, words, window.clock)
    await window.push_screen(screen)

    def tell(words: str) -> None:
        if screen.is_attached:
            screen.tell(words)

    try:
        yield tell
    finally:
        screen.be_done()
        await window.uncovered.wait()
