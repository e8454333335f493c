"""Whatever call to the disk fails or is the last: the old is there or the new, and "done" is no lie.

Here each deed meets each failure at some of its calls, others each day of the month; all of them, and those
that come a second time, are met by `make faults` (`tests/long/seam.py`).
"""

from __future__ import annotations

import errno
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.faults.deeds import Deed
from tests.faults.page_deeds import ALL_DEEDS
from tests.faults.seam import Killed, failing, seam, short
from tests.faults.trial import Failure, Trial, tokens, unmount_all

WAYS: tuple[tuple[str, Failure, bool], ...] = (
    ("full from then on", failing(errno.ENOSPC), True),
    ("an error once", failing(errno.EIO), False),
    ("no share of the disk left, once", failing(errno.EDQUOT), False),
    ("only to be read from then on", failing(errno.EROFS), True),
    ("not allowed, once", failing(errno.EPERM), False),
    ("half of everything", short, True),
    ("killed", Killed, True),
)
CALLS_AT_MOST = 2
"""Of each deed and way."""

pytestmark = [
    pytest.mark.usefixtures("few_shipped"),
    # What a killed process still held is let go of here, where it may meet the seam once more.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def trial(deed: Deed) -> Iterator[Trial]:
    """The deed, tried once on a disk that is well; in memory where there is such a folder."""
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(prefix="duologue-faults-", dir=memory) as folder:
        yield Trial(deed, Path(folder) / "trial")
        unmount_all()


def some(calls: int, salt: int) -> range:
    """A few calls, from the first to the last, others each day."""
    step = max(calls // CALLS_AT_MOST, 1)
    return range(1 + (date.today().day + salt) % step, calls + 1, step)


@pytest.mark.parametrize("deed", ALL_DEEDS, ids=lambda deed: deed.name)
def test_every_deed(trial: Trial) -> None:
    assert trial.calls
    assert trial.before != trial.after or trial.deed.name == "take the pen", "it cannot be seen"
    for salt, (_, failure, forever) in enumerate(WAYS):
        for call in some(len(trial.calls), salt):
            trial.check(call, failure, forever=forever)
    for call in some(len(trial.calls), len(WAYS))[:2]:
        trial.check(call, Killed, forever=True, again=1 + call % 7)
        trial.check(call, failing(errno.EIO), forever=True, again=1 + call % 7)


@pytest.mark.parametrize("deed", ALL_DEEDS, ids=lambda deed: deed.name)
def test_the_seam_sees_all_that_is_done(trial: Trial) -> None:
    """Python tells of each file that is opened, moved or removed; as many have come through the seam."""
    paths, doing = trial.fresh()
    happened = _Happened(paths.data, paths.backups)
    with tokens(), seam() as calls, happened:
        doing()
    through = [name for name in calls.names if name in happened.kinds]
    outside = len(through) - len(happened.names)
    assert outside >= 0, f"past the seam went {set(happened.names)}: {happened.names} and {through}"


class _Happened:
    """Notes what Python does below some folders, by its audit events."""

    kinds = ("open", "rename", "replace", "unlink", "mkdir", "rmdir", "scandir", "listdir", "truncate")

    def __init__(self, *folders: Path) -> None:
        self.folders = [str(folder) for folder in folders]
        self.names: list[str] = []

    def __enter__(self) -> None:
        _listening.append(self)

    def __exit__(self, *_: object) -> None:
        _listening.remove(self)

    def hear(self, event: str, arguments: tuple[object, ...]) -> None:
        """Note it where it is about the folders."""
        about = str(arguments[0]) if arguments else ""
        name = {"os.remove": "unlink"}.get(event, event.removeprefix("os."))
        if name in self.kinds and any(about.startswith(folder) for folder in self.folders):
            self.names.append(name)


_listening: list[_Happened] = []


def _audit(event: str, arguments: tuple[object, ...]) -> None:
    for each in _listening:
        each.hear(event, arguments)


sys.addaudithook(_audit)  # It can never be taken away again, and costs nothing while nobody listens.
