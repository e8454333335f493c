"""A process that has read all of the program once, and forks it for each window. On Linux only.

Half of what a start costs is reading the same modules again. What runs is the same `main` in a process of its
own, at its own terminal and in its own surroundings; how it starts is tested where it is started anew.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import pkgutil
import select
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

PR_SET_CHILD_SUBREAPER = 36
LARGEST_REQUEST = 1 << 17


class Forked:
    """A running program, as `subprocess.Popen` would show it."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit status once it has ended, negative for a signal."""
        if self.returncode is None and (ended := os.waitpid(self.pid, os.WNOHANG))[0]:
            self.returncode = os.waitstatus_to_exitcode(ended[1])
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit status. Raises subprocess.TimeoutExpired after so many seconds."""
        if self.poll() is None:
            ending = os.pidfd_open(self.pid)
            try:
                select.select([ending], [], [], timeout)
            finally:
                os.close(ending)
        if (status := self.poll()) is None:
            raise subprocess.TimeoutExpired("duologue", timeout or 0)
        return status

    def send_signal(self, number: int) -> None:
        """Send a signal, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(9)


class Nursery:
    """Runs until it is closed."""

    def __init__(self, env: Mapping[str, str]) -> None:
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)  # What it forks becomes ours to wait for.
        self._line, its_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        master, its_terminal = os.openpty()
        with its_end, os.fdopen(master), os.fdopen(its_terminal):
            self._process = subprocess.Popen(
                [sys.executable, "-P", __file__, str(its_end.fileno())],
                stdin=its_terminal, stdout=its_terminal, stderr=its_terminal,
                env=dict(env), pass_fds=[its_end.fileno()],
            )  # fmt: skip

    def fork(self, command: Sequence[str], env: Mapping[str, str], terminal: int) -> Forked:
        """The program at this terminal, which controls it, as `command` would have started it."""
        request = json.dumps([list(command), dict(env)]).encode()
        socket.send_fds(self._line, [request], [terminal])
        if not (pid := self._line.recv(64)):
            raise AssertionError(f"it has ended; `{sys.executable} -P {__file__} 0` tells why")
        return Forked(int(pid))

    def close(self) -> None:
        """Let it end."""
        self._line.close()
        self._process.wait()


# In the process itself


def read_all() -> None:
    """Read every module of the program, so that none is left to be read after the fork."""
    import duologue

    for module in pkgutil.walk_packages(duologue.__path__, "duologue."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def serve(line: socket.socket) -> None:
    """Answer each request with the number of a process that runs it; comes back in each of those."""
    while True:
        request, handles, _, _ = socket.recv_fds(line, LARGEST_REQUEST, 1)
        if not request:
            raise SystemExit
        terminal = handles[0]
        read, write = os.pipe()
        if not (between := os.fork()):
            if child := os.fork():
                os.write(write, str(child).encode())
                os._exit(0)
            line.close()
            command, env = json.loads(request)
            come_to_life(command, env, terminal)
            return
        os.waitpid(between, 0)  # Then whoever asked is the parent of what runs, and can wait for it.
        line.send(os.read(read, 64))
        for handle in (read, write, terminal):
            os.close(handle)


def come_to_life(command: list[str], env: dict[str, str], terminal: int) -> None:
    """Be what a terminal would have started."""
    os.login_tty(terminal)
    os.closerange(3, 256)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    sys.argv = command


if __name__ == "__main__":
    import gc

    from duologue.__main__ import main

    read_all()
    gc.freeze()
    serve(socket.socket(fileno=int(sys.argv[1])))
    main()
