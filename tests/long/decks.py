"""Whole decks, played in the installed program from the first key to home again, and killed on the way."""

from __future__ import annotations

import re
import subprocess
import sys


def main() -> int:
    """Play them, and count."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "tests/long/plays"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    print(done.stdout)
    passed = re.search(r"(\d+) passed", done.stdout)
    count = passed[1] if passed else 0
    print(f"FIGURE {count} plays came to their end: whole decks, and sessions killed at their worst moments")
    return done.returncode
