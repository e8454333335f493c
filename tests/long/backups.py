"""Backing up, restoring and wiping, with each fault at every single call to the disk."""

from __future__ import annotations

import os
import re
import subprocess
import sys


def main() -> int:
    """Run the quick tests with nothing left out, and count."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-s",
        "tests/faults/test_backups.py",
    ]
    told = subprocess.run(
        command, env={**os.environ, "EVERY_CALL": "1"}, capture_output=True, text=True, check=False
    )
    print(told.stdout[-3000:] if told.returncode else "")
    counts = dict.fromkeys(("back up", "restore", "settle", "wipe"), 0)
    for deed, count in re.findall(r"TRIED ([a-z ]+) (\d+)", told.stdout):
        counts[deed] += int(count)
    for deed, count in counts.items():
        print(f"FIGURE {deed}: {count} faults, of 5 kinds, at every call to the disk")
    return told.returncode
