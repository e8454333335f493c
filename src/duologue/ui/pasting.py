"""Bounds what is pasted, and ends a paste whose end never comes. Knows no screen and no clock.

Terminals put a paste between two marks. What comes in between goes into a field and is never a key press. So
an escape in it must not make key presses of the rest, nor a lost end a paste of all that is typed later.
"""

from __future__ import annotations

BEGIN = "\x1b[200~"
END = "\x1b[201~"
AT_MOST = 20_000
"""Characters of one paste; the longest field takes a tenth of it."""
PATIENCE = 1.0
"""Seconds without a character after which a paste is over."""


class Pastes:
    """What comes from the keyboard, on its way to be read as keys and pastes."""

    def __init__(self) -> None:
        self._open = False
        self._held = ""
        """What may be the beginning of a mark: while typed, it was let through already."""
        self._length = 0
        self._heard = 0.0

    def through(self, text: str, now: float) -> str:
        """The text as it may be read, after `now` seconds of any clock that only goes forward."""
        self._heard = now
        parts: list[str] = []
        while text:
            part, text = self._pasted(text) if self._open else self._typed(text)
            parts.append(part)
        return "".join(parts)

    def after_silence(self, now: float) -> str:
        """The end of a paste that has no end, once nothing came for long enough; else nothing."""
        if not self._open or now - self._heard < PATIENCE:
            return ""
        self._open, self._held = False, ""
        return END

    def _typed(self, text: str) -> tuple[str, str]:
        """What is read up to a paste, and what is left for later."""
        known = len(self._held)
        before, begin, after = (self._held + text).partition(BEGIN)
        if not begin:
            self._held = before[1 - len(BEGIN) :]
            return text, ""
        self._open, self._held, self._length = True, "", 0
        return (before + begin)[known:], after

    def _pasted(self, text: str) -> tuple[str, str]:
        """What is read of a paste, and what is left for later."""
        pasted, end, after = (self._held + text).partition(END)
        self._held = "" if end else _beginning_of(END, pasted)
        pasted = pasted.removesuffix(self._held).replace("\x1b", "")
        room = AT_MOST - self._length
        self._length += len(pasted)
        self._open = not end
        return pasted[:room] + end if room > 0 else end, after


def _beginning_of(mark: str, text: str) -> str:
    """The longest beginning of the mark that the text ends with."""
    return next((mark[:length] for length in range(len(mark) - 1, 0, -1) if text.endswith(mark[:length])), "")
