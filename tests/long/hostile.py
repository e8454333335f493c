"""All hostile files in all places, and long fuzzing of every format, with the figures of it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from duologue.store.paths import Paths
from tests.hostile import attacks
from tests.hostile.kinds import KINDS, MILLISECONDS_AT_MOST, harm_in, timed
from tests.hostile.strings import ATTACKS
from tests.hostile.test_attacks import lay, read_beside, refused, take_away

FUZZ = [sys.executable, "-m", "pytest", "-q", "tests/hostile/test_fuzz.py", "--hypothesis-profile=long"]


def main() -> int:
    """Answers 0 where all is refused or harmless, at once."""
    wrong, read, slowest = [], 0, (0.0, "")
    for name, kind in KINDS.items():
        with tempfile.TemporaryDirectory() as top:
            paths = Paths.under(Path(top) / "couple")
            place = kind.place(paths)
            if kind.beside:
                lay(place.with_name("good.toml"), kind.good())
            for attack, content in attacks.anything().items():
                lay(place, content)
                done = timed(lambda: read_beside(kind, paths, place), kind.readings)  # noqa: B023
                read, slowest = read + 1, max(slowest, (done.milliseconds, f"{attack} as {name}"))
                if not refused(name, kind, done.found, place) or not harm_in(done.found).is_none:
                    wrong.append(f"{attack} as {name}")
                take_away(place)
    print(f"FIGURE hostile files made: {sum(map(len, attacks.everything))}; hostile texts: {len(ATTACKS)}")
    print(f"FIGURE hostile TOML files read: {read}, refused: {read - len(wrong)}, not refused: {len(wrong)}")
    print(f"FIGURE the slowest took {slowest[0]:.0f} ms of the processor: {slowest[1]}")
    fuzzed = subprocess.run(FUZZ, check=False)
    print(f"FIGURE formats fuzzed with 5,000 texts each: {'held' if fuzzed.returncode == 0 else 'failed'}")
    for each in wrong:
        print(f"not refused: {each}")
    return int(bool(wrong) or slowest[0] > MILLISECONDS_AT_MOST or fuzzed.returncode != 0)
