"""A command in a real pseudo-terminal: what it writes, byte by byte, and what is typed into it."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from time import monotonic
from types import TracebackType
from typing import Protocol, Self, TypeAlias

PATIENCE = 60.0
"""Seconds a condition may take; far more than it needs, for machines that are busy."""

_OUR_OWN = ("COLUMNS", "LINES", "NO_COLOR", "TEXTUAL", "TEXTUAL_ANIMATIONS", "TEXTUAL_THEME")


def environment(**more: str) -> dict[str, str]:
    """The environment of a usual terminal, with nothing in it that a developer's own shell may have set."""
    usual = {name: value for name, value in os.environ.items() if name not in _OUR_OWN}
    return {**usual, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", **more}


class Process(Protocol):
    """What is asked of a running command, as `subprocess.Popen` answers it."""

    pid: int
    returncode: int | None

    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def send_signal(self, number: int, /) -> None: ...
    def kill(self) -> None: ...


Spawn: TypeAlias = Callable[[Sequence[str], Mapping[str, str], int], Process]
"""Runs a command in these surroundings at the terminal with this handle."""


def spawned(command: Sequence[str], env: Mapping[str, str], terminal: int) -> Process:
    """The command, started anew in a session of its own."""
    return subprocess.Popen(
        list(command), stdin=terminal, stdout=terminal, stderr=terminal, env=env, start_new_session=True
    )


class PseudoTerminal:
    """Runs a command from the moment it is made; `close` leaves nothing behind."""

    def __init__(
        self,
        command: Sequence[str],
        env: Mapping[str, str],
        *,
        columns: int = 80,
        rows: int = 24,
        spawn: Spawn = spawned,
    ) -> None:
        self.raw = bytearray()
        """All that the command has written."""
        self.open = True
        self.master, slave = pty.openpty()
        self.set_size(columns, rows)
        try:
            self.process = spawn(command, env, slave)
        finally:
            os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def set_size(self, columns: int, rows: int) -> None:
        """Make the window this large."""
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    # Out of the command

    def took(self, data: bytes) -> None:
        """The command has written this."""
        self.raw += data

    def pump(self, seconds: float) -> None:
        """Take in what the command writes next, waiting for so long at the most."""
        ready = self.open and select.select([self.master], [], [], seconds)[0]
        data = b""
        if ready:
            with suppress(OSError):  # EIO: the command has ended.
                data = os.read(self.master, 65536)
        if data:
            self.took(data)
        elif ready or not self.open:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)

    def writes_within(self, seconds: float) -> bool:
        """Whether the command writes something in this time."""
        before = len(self.raw)
        self.pump(seconds)
        return len(self.raw) > before

    def until(self, holds: Callable[[], bool], patience: float = PATIENCE) -> bool:
        """Whether this comes true before patience, or the command, ends."""
        end = monotonic() + patience
        while not holds():
            if monotonic() > end:
                return False
            before = len(self.raw)
            ended = self.process.poll() is not None
            self.pump(0.02)
            if ended and len(self.raw) == before:
                return holds()
        return True

    def status(self, patience: float = PATIENCE) -> int:
        """The exit status, once the command has ended; negative for a signal that killed it."""
        if not self.until(lambda: self.process.poll() is not None, patience):
            raise AssertionError(f"still running after {patience:g} s:\n{self}")
        while self.open and select.select([self.master], [], [], 0)[0]:
            before = len(self.raw)
            self.pump(0)
            if len(self.raw) == before:
                break
        return self.process.wait()

    # Into the command

    def send(self, data: bytes) -> None:
        """Type these bytes."""
        while data:
            data = data[os.write(self.master, data) :]

    def kill(self, number: int) -> None:
        """Send a signal to the command."""
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """Close the window under the command."""
        if self.open:
            self.open = False
            os.close(self.master)

    def close(self) -> None:
        """End what still runs, and wait for it."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.hang_up()

    def __str__(self) -> str:
        return self.raw[-4000:].decode(errors="replace")
