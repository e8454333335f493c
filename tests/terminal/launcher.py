"""Runs a command as a terminal window runs it: `launcher.py TRAIT[,TRAIT] COMMAND [ARGUMENT ...]`.

Traits: `controlled` (the terminal controls it, so it hears of resizes and hang-ups), `deaf` (SIGHUP is
ignored, as after nohup), `humble` (root without the right to write where permissions forbid it), `plain`.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import signal
import sys
import termios

PR_CAPBSET_DROP = 24
CAP_DAC_OVERRIDE = 1
CAP_DAC_READ_SEARCH = 2


def main() -> None:
    traits, command = sys.argv[1].split(","), sys.argv[2:]
    if "controlled" in traits:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    if "deaf" in traits:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    if "humble" in traits and os.geteuid() == 0:
        library = ctypes.CDLL(None)
        for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
            library.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    os.execvp(command[0], command)


if __name__ == "__main__":
    main()
