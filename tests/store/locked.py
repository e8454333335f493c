"""A key under a passphrase that is quick to try, and folders that are locked with it."""

from __future__ import annotations

import base64
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from duologue.store import files
from duologue.store.disk import PLAIN
from duologue.store.files import mounted, unmount
from duologue.store.locking import lock, open_with
from duologue.store.paths import Paths
from duologue.store.settings import save_couple
from duologue.store.vault import Vault
from tests.builders import NAMES

PASSPHRASE = "four quiet words here"
SECRET = "AGE-SECRET-KEY-1R6AZMARKS0735E54RG3A7CEG0QFWSNDN38JK2HRD79AHUUL9FQCSAJP4LU"
IDENTITY = base64.b64decode(
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBFYVZGMXdTRXFPMHVydnNSKzc1cm1nIDQKTElhcWs2TDNtZlYxaG9OL1NwMCtz"
    "Qm5NMm1tZDNVVDZOenFBNkg5YXErZwotLS0gdnpFWTVCV3piNUVFUElLeDRSbXlhTWJQenVNdWl4dVlFbGtiSlR1NUhpMApnj1zpYe9q"
    "h/4g/wxjHYN3ePe255xiJJ64LLFEiN5HtS4PBm9ehEL0uQZif/msh7H/U+/KZEKSubW0NQHRhXAnVRPuaSzgwmw3trDNUWVOMfTbCeKg"
    "H5vPIZbdDqGPBDYF7sTO1HZ5g3lJwIHoHtr365Ezq5826quu64lEhgRTtCusJcWAw6ADQe4n2v3m4CmOm524xA/IMKcKRYfqMHc1hn1W"
    "N8Kz8NKLRT60DSq1JceZD9obzL/T"
)
"""The key as age seals it, but with a work factor of 4 in place of some 17: a try takes no second."""


def lock_it(paths: Paths) -> None:
    """Lock a folder, and leave it as a new window finds it: closed."""
    lock(paths, SECRET, IDENTITY)
    close_it()


def put(paths: Paths, words: Mapping[str, str]) -> None:
    """Names, and these words in these files, nothing of it locked."""
    save_couple(paths, NAMES)
    for name, text in words.items():
        PLAIN.write(paths.data / name, text.encode())


def kept(paths: Paths, words: Mapping[str, str]) -> dict[str, str]:
    """What is found of the words, wherever they lie."""
    return {name: files.read_text(paths.data / name) for name in words if files.exists(paths.data / name)}


def close_it() -> None:
    """As after a restart: nobody has the key."""
    for disk in mounted():
        unmount(disk)


def open_it(paths: Paths) -> Vault:
    """Open it with the key."""
    return open_with(paths, SECRET)


def bytes_below(*folders: Path) -> bytes:
    """Every byte of every file below these folders, and all their names."""
    parts: list[bytes] = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            parts.append(bytes(path.relative_to(folder)))
            if path.is_file() and not path.is_symlink():
                parts.append(path.read_bytes())
    return b"\n".join(parts)


def age() -> str:
    """The `age` program of this system; a test without it is skipped, and says so."""
    program = shutil.which("age")
    if program is None:
        pytest.skip("NOT TESTED: this machine has no age, so nothing shows that files open without us")
    return program


def opened_by_age(identity: Path, sealed: Path) -> bytes:
    """What the program finds in a file."""
    command = [age(), "-d", "-i", str(identity), str(sealed)]
    return subprocess.run(command, capture_output=True, check=True).stdout
