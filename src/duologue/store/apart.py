"""Tries a passphrase in a process of its own.

To try one takes a second or two and up to two gigabytes, on purpose, and Python would do nothing else
meanwhile: in this process the screen would stand still. The passphrase goes through a pipe, never into the
list of processes.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys

from duologue import process
from duologue.store.sealing import NotOpened, NotTried, TooCostly, WrongPassphrase, look_at, seal, unseal

SECONDS_AT_MOST = 120
"""Of work. What was sealed to take longer is refused before any is done."""

_REFUSALS = {kind.__name__: kind for kind in (NotOpened, NotTried, TooCostly, WrongPassphrase)}


def sealed_apart(text: str, passphrase: str) -> bytes:
    """What `seal` answers. To be called in a thread. Raises NotOpened."""
    return base64.b64decode(_ask("seal", text, passphrase))


def unsealed_apart(sealed: bytes, passphrase: str) -> str:
    """What `unseal` answers. To be called in a thread. Raises NotOpened."""
    look_at(sealed)
    return _ask("unseal", base64.b64encode(sealed).decode(), passphrase)


def _ask(deed: str, text: str, passphrase: str) -> str:
    question = json.dumps([deed, text, passphrase]).encode()
    command = [sys.executable, "-P", "-m", __name__]
    try:
        answer = subprocess.run(
            command, input=question, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True
        )
        refusal, words = json.loads(answer.stdout)
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        raise NotTried("This laptop could not try the passphrase; it may be short of memory.") from error
    if refusal:
        raise _REFUSALS[refusal](words)
    return str(words)


def _answer(deed: str, text: str, passphrase: str) -> tuple[str, str]:
    """The name of a refusal, if there is one, and what is answered."""
    try:
        if deed == "seal":
            return "", base64.b64encode(seal(text, passphrase)).decode()
        return "", unseal(base64.b64decode(text), passphrase)
    except NotOpened as error:
        return type(error).__name__, str(error)


def _limit_itself() -> None:
    """Nothing of this process is ever written to the disk or seen by another, and it ends."""
    import resource

    process.guard()
    process.close_memory()
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_AT_MOST, SECONDS_AT_MOST))


if __name__ == "__main__":
    _limit_itself()
    print(json.dumps(_answer(*json.load(sys.stdin))))
