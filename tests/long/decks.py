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
    print(
        f"FIGURE {passed[1] if passed else 0} plays of whole decks, and of one that is killed at every step, came to their end"
    )
    return done.returncode
