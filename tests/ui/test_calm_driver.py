"""What is written to a terminal that is gone keeps nobody waiting."""

from __future__ import annotations

import errno
import os
from io import StringIO

import pytest

from duologue.ui.calm_driver import CalmWriter
from tests.ui.playing import PATIENCE


class Gone(StringIO):
    """A terminal whose window was closed. What is written is held back, and fails when it is passed on."""

    def flush(self) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))


@pytest.mark.parametrize("writes", [["all at once"], ["one", "two"], ["more than it takes"] * 100, []])
@pytest.mark.parametrize("at_once", [True, False])
def test_a_writer_ends_when_it_is_told_to(writes: list[str], at_once: bool) -> None:
    writer = CalmWriter(Gone())
    if at_once:  # It begins when all of it has come, as where the machine is busy.
        writes = writes[:20]
        for text in [*writes, None]:
            writer._queue.put(text)
        writer.start()
    else:
        writer.start()
        for text in writes:
            writer.write(text)
        writer._queue.put(None)
    writer.join(PATIENCE)
    assert not writer.is_alive()
