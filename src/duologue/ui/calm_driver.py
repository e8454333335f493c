"""Between Textual and the terminal. Depends on the inside of Textual 8.2; imported where it is used."""

from __future__ import annotations

import codecs
import os
import selectors
import signal
from contextlib import suppress
from time import monotonic

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.drivers._writer_thread import WriterThread
from textual.geometry import Size
from textual.message import Message

from duologue.ui.compat import CalmApp
from duologue.ui.pasting import Pastes

CELLS_AT_MOST = 4_000_000
"""Of a window; a larger one is none, and drawing it would take all memory."""


class CalmWriter(WriterThread):
    """Goes on taking what is written when the terminal is gone or given back; else its queue fills up and all
    wait.
    """

    def write(self, text: str) -> None:
        """Have this written, if there is a terminal to write it to."""
        if self.is_alive():
            super().write(text)  # type: ignore[unclean]  # It is what Textual has drawn.

    def run(self) -> None:
        """Write until told to stop, whether or not there is a terminal to write to."""
        while (text := self._queue.get()) is not None:
            with suppress(OSError):
                self._file.write(text)
                if self._queue.empty():
                    self._file.flush()
        with suppress(OSError):  # The last of it fails alone where all before came together.
            self._file.flush()


linux_driver.WriterThread = CalmWriter  # type: ignore[attr-defined]


class CalmDriver(linux_driver.LinuxDriver):
    """Goes on where LinuxDriver ends or spins: at a broken byte, at keys that no keyboard sends, at a paste
    without an end, at a terminal that is gone.
    """

    def start_application_mode(self) -> None:
        """Take the terminal.

        A handler of LinuxDriver may write while a write is going on, and wait for ever; or be overtaken by a
        later one, and tell of an old size last. So stopping, going on and another size are heard between two
        steps of the app, as the other signals are.
        """
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._loop.add_signal_handler(signal.SIGWINCH, self._resized)
        self._loop.add_signal_handler(signal.SIGTSTP, self._stand_back)
        self._loop.add_signal_handler(signal.SIGCONT, self._come_back)

    def _resized(self) -> None:
        size = Size(*self._get_terminal_size())
        event = events.Resize(size, size)
        if not self._in_band_window_resize and self._makes_sense(event):
            self._app.post_message(event)

    def _stand_back(self) -> None:
        """Give the terminal back as it was, and stop until it is given again."""
        if self._app._exit:
            return  # It is being given back for good.
        if isinstance(self._app, CalmApp):
            self._app.note_drafts()  # It may never be.
        self.suspend_application_mode()
        os.kill(os.getpid(), signal.SIGSTOP)
        self._come_back()

    def _come_back(self) -> None:
        """Whoever had the terminal meanwhile may have changed all of it: take it anew, and draw anew."""
        if self._app._exit:
            return
        if not os.isatty(self.fileno):  # It goes on because the window was closed, and would read no more.
            self._terminal_gone()
            return
        if self._writer_thread is not None and self._writer_thread.is_alive():
            self.suspend_application_mode()
        self.start_application_mode()
        self._app.screen.refresh(layout=True)

    # What comes in

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:  # noqa: BLE001 - ends the app, as an error anywhere else does
            self._loop.call_soon_threadsafe(self._app._handle_exception, error)

    def run_input_thread(self) -> None:
        """Read until the app stands back or ends, or the terminal is gone."""
        decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
        self._pastes = Pastes()
        self._parser = XTermParser()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                data = self._read() if selector.select(0.1) else None
                if data == b"":
                    self._terminal_gone()
                    return
                self._take_in(decode(data or b""))

    def _take_in(self, text: str) -> None:
        now = monotonic()
        text = self._pastes.through(text, now) if text else self._pastes.after_silence(now)
        try:
            found = [*self._parser.feed(text), *self._parser.tick()] if text else [*self._parser.tick()]
        except (ArithmeticError, LookupError, ValueError):  # Such as for a key with the number 99999999.
            self._parser = XTermParser()
            return
        for event in found:
            if self.exit_event.is_set():
                return
            if self._makes_sense(event):
                self.process_message(event)

    def _makes_sense(self, event: Message) -> bool:
        """Not so windows without end, nor a mouse outside of this one, which would take away the focus."""
        if isinstance(event, events.Resize):
            return 0 < event.size.area <= CELLS_AT_MOST
        if isinstance(event, events.MouseEvent) and self._app.mouse_captured is None:
            return self._app.size.region.contains(int(event.screen_x), int(event.screen_y))
        return True

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, 4096)
        except OSError:
            return b""

    def _terminal_gone(self) -> None:
        if isinstance(self._app, CalmApp):
            self._loop.call_soon_threadsafe(self._app.end_on_signal, signal.SIGHUP)
