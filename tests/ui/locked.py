"""The app on a locked folder: at the passphrase, opened, and left alone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from textual.events import Paste
from textual.widgets import Input

from duologue.store.paths import Paths
from duologue.ui.screens.unlock import UnlockScreen
from tests.store.locked import PASSPHRASE, lock_it
from tests.ui.evenings import TURN_OVER, WRITE, on_the_shelf, write
from tests.ui.playing import Table

HERS, HIS = "marmalade", "thistledown"
PAPER = on_the_shelf(WRITE, TURN_OVER)
MINUTES = 60.0
Open = Callable[..., AbstractAsyncContextManager[Table]]


def shut(paths: Paths) -> None:
    """Locked, with a deck of their own."""
    PAPER(paths)
    lock_it(paths)


async def fill(table: Table, text: str) -> None:
    """Put a text where the cursor is, all at once."""
    field = table.app.focused
    assert isinstance(field, Input)
    field.post_message(Paste(text))
    await table.until(lambda: field.value.endswith(text), "the text to stand there")


async def unlock(table: Table, passphrase: str = PASSPHRASE) -> None:
    """Type the passphrase."""
    await table.until(lambda: isinstance(table.app.screen, UnlockScreen), "the way in")
    await table.sees("enter open")
    await fill(table, passphrase)
    await table.press("enter")


async def come_in(table: Table) -> None:
    """Up to home."""
    await unlock(table)
    await table.until(lambda: table.app.home is not None, "home")
    await table.until(table.app.settled.is_set, "the app to settle")


async def to_the_words(table: Table) -> None:
    """Up to where Ana has typed something unseen."""
    await come_in(table)
    await table.sees("pace ●")
    await table.press("space")
    await write(table, HERS)


async def take_the_lock_off(table: Table) -> None:
    """Up to where both have said so."""
    await come_in(table)
    table.app.ask_for_lock("remove")
    await table.sees("First the passphrase that you have now.")
    await fill(table, PASSPHRASE)
    await table.press("enter")
    await table.sees("Take the lock off, both of you?")
    await table.press("a", "l")


def is_closed(table: Table) -> bool:
    """Whether nobody has the key now."""
    return table.app.vault is not None and not table.app.vault.is_open


async def be_away(table: Table, minutes: float) -> None:
    """Leave the laptop alone."""
    table.clock.pass_by(minutes * MINUTES)
    table.app.looks_whether_anybody_was_there()
    await table.pilot.pause()
