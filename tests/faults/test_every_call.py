"""Whatever call to the disk fails or is the last: the old is there or the new, and "done" is no lie."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from duologue.store.files import NotWritten
from duologue.store.own_cards import NotACard
from duologue.store.paths import Paths
from tests.faults.deeds import DEEDS, Deed
from tests.faults.seam import Killed, failing, seam

FAILURES = [(errno.ENOSPC, True), (errno.EIO, False)]
REFUSED = (NotWritten, NotACard)

pytestmark = pytest.mark.usefixtures("few_shipped")


class Trial:
    """One deed, on a fresh folder for each way in which it can go wrong."""

    def __init__(self, deed: Deed, folder: Path) -> None:
        self.deed = deed
        self.folder = folder
        paths, doing = self.fresh()
        self.before = deed.seen(paths)
        with seam() as calls:
            doing()
        self.calls = calls.names
        self.after = deed.seen(paths)

    def fresh(self) -> tuple[Paths, Callable[[], object]]:
        """A folder made ready."""
        if self.folder.exists():
            shutil.rmtree(self.folder)
        paths = Paths.under(self.folder / "couple")
        return paths, self.deed.ready(paths)

    def check(self, number: int, failure: Callable[[], BaseException], *, forever: bool) -> None:
        """Let call `number` go wrong; then look, and do it again on a disk that is well."""
        paths, doing = self.fresh()
        refused = False
        with seam(number, failure, forever=forever):
            try:
                doing()
            except (*REFUSED, Killed):
                refused = True
        where = f"{self.deed.name}: call {number} ({self.calls[number - 1]})"
        seen = self.deed.seen(paths)
        assert seen == self.after or (refused and seen == self.before), f"{where}: {seen}"
        if seen != self.after:
            doing()
            assert self.deed.seen(paths) == self.after, f"{where}: it could not be done again"


@pytest.fixture
def trial(deed: Deed, tmp_path: Path) -> Trial:
    """The deed, tried once on a disk that is well."""
    return Trial(deed, tmp_path / "trial")


def _every_call(trial: Trial) -> Iterator[int]:
    return iter(range(1, len(trial.calls) + 1))


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
def test_what_is_done_can_be_seen(trial: Trial) -> None:
    assert trial.calls
    assert trial.before != trial.after or trial.deed.name == "empty the trash"


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
@pytest.mark.parametrize(("number", "forever"), FAILURES, ids=["full from then on", "an error once"])
def test_a_call_that_fails(trial: Trial, number: int, forever: bool) -> None:
    for call in _every_call(trial):
        trial.check(call, failing(number), forever=forever)


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
def test_killed_at_a_call(trial: Trial) -> None:
    for call in _every_call(trial):
        trial.check(call, Killed, forever=True)
