"""What this process may leave behind of what was said: nothing in a dump, a log, a trace or a warning.

Stands beside the core, and imports as little: it goes first, before anything that could still be told to log.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from io import TextIOWrapper
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threading import ExceptHookArgs

LOOKS = {
    "TEXTUAL_ANIMATIONS",
    "TEXTUAL_COLOR_SYSTEM",
    "TEXTUAL_DIM_FACTOR",
    "TEXTUAL_DISABLE_KITTY_KEY",
    "TEXTUAL_FILTERS",
    "TEXTUAL_FPS",
    "TEXTUAL_SMOOTH_SCROLL",
    "TEXTUAL_SPEEDUPS",
}
"""What Textual may be told from outside: how it looks and moves. All else of it logs, takes pictures of the
screen, connects to a console, presses keys, or takes another driver."""
TALKATIVE = ("PYTHONASYNCIODEBUG", "PYTHONDEVMODE", "PYTHONINSPECT")
"""The first two print what callbacks are given, the last leaves a prompt with all that is in memory."""
PR_SET_DUMPABLE = 4


def guard() -> None:
    """Leave nothing behind, from here on; to be called before Textual is imported."""
    _no_core()
    for name in [name for name in os.environ if name.startswith("TEXTUAL") and name not in LOOKS]:
        del os.environ[name]
    _begin_anew_without_talk()
    _no_words()


def close_memory() -> None:
    """On Linux, let no other program of this user look into our memory, and no dump be made of it by whatever
    hand. Does nothing where it cannot. Not within `guard`, as what it needs would delay the first frame.
    """
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def outline(error: BaseException, seen: frozenset[int] = frozenset()) -> Iterator[str]:
    """Where it went wrong, a line for each place, with what it came from first.

    No message and no variable is in it: words of the couple may stand in both.
    """
    seen |= {id(error)}
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    within = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    for other in (*([before] if before is not None else []), *within):
        if id(other) not in seen:
            yield from outline(other, seen)
    yield from _places(error.__traceback__)
    number = errno.errorcode.get(error.errno or 0, "") if isinstance(error, OSError) else ""
    yield f"{type(error).__name__} {number}".rstrip()


def _places(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        code = trace.tb_frame.f_code
        yield f"{code.co_filename}:{trace.tb_lineno} in {code.co_name}"
        trace = trace.tb_next


def tell(error: BaseException) -> None:
    """Print where it went wrong, for those who mend it."""
    print("\nFor those who mend it:", *outline(error), sep="\n  ", file=sys.stderr)


def _no_core() -> None:
    """No core file. Linux hands a core to a program whatever its size may be; then it is empty."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError):  # Other systems have no such file.
        handle = os.open("/proc/self/coredump_filter", os.O_WRONLY | os.O_CLOEXEC)
        try:
            os.write(handle, b"0")
        finally:
            os.close(handle)


def _begin_anew_without_talk() -> None:
    """Python has read some of it when it comes to us; then this same process begins once more."""
    told = [name for name in TALKATIVE if os.environ.pop(name, "")]
    if told and sys.executable and (sys.flags.inspect or sys.flags.dev_mode):
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def _no_words() -> None:
    """What Python itself prints of errors and warnings has no message in it, and nothing that is printed can
    be taken for a control code by the terminal because it is no text."""
    import logging
    import threading
    import warnings

    logging.lastResort = None
    logging.raiseExceptions = False
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.excepthook = _stopped
    sys.unraisablehook = _passed_over
    threading.excepthook = _thread_stopped
    warnings.formatwarning = _warned


def _stopped(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        print("\nDuologue stopped. That was its fault, not yours.", file=sys.stderr)
        print("Nothing you kept is lost.", file=sys.stderr)
        tell(error.with_traceback(trace))


def _passed_over(unraisable: sys.UnraisableHookArgs) -> None:
    if unraisable.exc_value is not None:
        tell(unraisable.exc_value)


def _thread_stopped(arguments: ExceptHookArgs) -> None:
    if arguments.exc_value is not None and not isinstance(arguments.exc_value, SystemExit):
        tell(arguments.exc_value)


def _warned(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, line: str | None = None
) -> str:
    del message, line
    return f"{filename}:{lineno} {category.__name__}\n"
