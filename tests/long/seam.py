"""Every deed, every call of it, every way to fail: once, for ever, short, killed, and again in recovery."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.faults.page_deeds import ALL_DEEDS
from tests.faults.seam import Killed, failing, short
from tests.faults.trial import Broken, Failure, Trial

ERRORS = (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EROFS, errno.EPERM)
AGAIN = 3
"""At how many calls of a second attempt it fails anew, others for each call; at all where there are few."""
FEW = 12
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""Syncing costs nothing there."""


@dataclass
class Result:
    """What came of one deed."""

    name: str
    calls: int = 0
    trials: int = 0
    faults: int = 0
    kills: int = 0
    broken: list[str] = field(default_factory=list)


def ways() -> Iterator[tuple[Failure, bool]]:
    """All ways to fail, and whether from then on."""
    for number in ERRORS:
        yield failing(number), False
        yield failing(number), True
    yield short, False
    yield short, True
    yield Killed, True


def second(call: int, calls: int) -> list[int]:
    """The calls of the second attempt that go wrong, after this one of the first."""
    if calls <= FEW:
        return list(range(1, calls + 1))
    return sorted({1 + (call * 7 + number * calls // AGAIN) % calls for number in range(AGAIN)})


def every_way(which: int) -> Result:
    """One deed."""
    sys.unraisablehook = lambda _: None  # What a killed process still held is let go of here, at the seam.
    deed, result = ALL_DEEDS[which], Result(ALL_DEEDS[which].name)
    with tempfile.TemporaryDirectory(prefix="duologue-faults-", dir=MEMORY) as folder:
        trial = Trial(deed, Path(folder) / "trial")
        result.calls = len(trial.calls)
        for failure, forever in ways():
            for call in range(1, len(trial.calls) + 1):
                _tried(result, trial, partial(trial.check, call, failure, forever=forever))
                result.kills += failure is Killed
        for failure, forever in ((Killed, True), (failing(errno.EIO), False), (failing(errno.ENOSPC), True)):
            for call in range(1, len(trial.calls) + 1):
                for again in second(call, len(trial.calls)):
                    check = partial(trial.check, call, failure, forever=forever, again=again)
                    _tried(result, trial, check)
                    result.kills += 2 * (failure is Killed)
        result.faults = trial.faults
    return result


def _tried(result: Result, trial: Trial, check: partial[None]) -> None:
    result.trials += 1
    try:
        check()
    except Broken as error:
        result.broken.append(str(error)[:2000])
    except Exception as error:  # noqa: BLE001  Whatever a deed ends in that is no word for people.
        result.broken.append(f"{trial.where(check.args[0])}: {type(error).__name__}: {error}"[:2000])


def main() -> int:
    """Answers 0 where all held."""
    wanted = [
        number for number, deed in enumerate(ALL_DEEDS) if all(word in deed.name for word in sys.argv[2:])
    ]
    began = time.monotonic()
    with ProcessPoolExecutor(os.cpu_count() or 1) as workers:
        results = []
        for result in workers.map(every_way, wanted):
            results.append(result)
            print(f"{result.name}: {result.calls} calls, {result.trials} trials, {len(result.broken)} broken")
            for words in result.broken[:5]:
                print(f"    {words}")
    trials, faults = sum(each.trials for each in results), sum(each.faults for each in results)
    kills, broken = sum(each.kills for each in results), sum(len(each.broken) for each in results)
    calls = sum(each.calls for each in results)
    print(f"FIGURE {len(results)} deeds of {calls} calls in all, {trials} trials, {trials - broken} held")
    print(f"FIGURE {faults} calls were refused, cut short or the last; {kills} kills were survived")
    print(f"{time.monotonic() - began:.0f} s")
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())
