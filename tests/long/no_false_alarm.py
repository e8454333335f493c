"""Every deed of a couple and every migration, ended at every call to the disk: the manifest raises no false
alarm, and a migration leaves the old file or the new one, whole."""

from __future__ import annotations

import errno
import shutil
import tempfile
import tomllib
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from duologue.store.checksums import Manifest, compare
from duologue.store.disk import attend, leave
from duologue.store.migration import migrate, older
from duologue.store.paths import Paths
from duologue.store.settings import load_couple
from tests.builders import NAMES
from tests.faults.deeds import DEEDS
from tests.faults.seam import Killed, failing, seam
from tests.faults.trial import REFUSED, unmount_all

NOW = datetime(2026, 11, 28, 20, 0, tzinfo=UTC)
WAYS: tuple[tuple[Callable[[], BaseException], bool], ...] = (
    (Killed, True),
    (failing(errno.ENOSPC), True),
    (failing(errno.EIO), False),
    (failing(errno.EIO), True),
)
OLD = 'format = 1\nleft = "Ana"\nright = "Ben"\nsince = 2011\n'

Doing = Callable[[], object]
Ready = Callable[[Paths], Doing]


class Trial:
    """Something done on a fresh folder, with a manifest attending."""

    def __init__(self, folder: Path, ready: Ready) -> None:
        self.folder = folder
        self.ready = ready
        self.count = 0
        _, _, calls = self.run(None, Killed, forever=True)
        self.calls = calls

    def run(
        self, at: int | None, failure: Callable[[], BaseException], *, forever: bool
    ) -> tuple[Paths, Doing, list[str]]:
        """Do it, and let call `at` go wrong."""
        unmount_all()
        shutil.rmtree(self.folder, ignore_errors=True)
        paths = Paths.under(self.folder / "couple")
        paths.data.mkdir(parents=True)
        manifest = Manifest(paths)
        attend(manifest)
        try:
            doing = self.ready(paths)
            with suppress(*REFUSED, Killed), seam(at, failure, forever=forever) as between:
                doing()
        finally:
            leave(manifest)
        self.count += 1
        return paths, doing, between.names


def _migration(paths: Paths) -> Doing:
    paths.couple.write_text(OLD, encoding="utf-8")
    return lambda: migrate(paths, NOW)


def _check_migration(paths: Paths, where: str) -> None:
    values = tomllib.loads(paths.couple.read_text(encoding="utf-8"))
    assert values["since"] == 2011, where
    assert load_couple(paths) == NAMES, where
    migrate(paths, NOW)
    assert not older(paths), where


def main() -> int:
    """Answers 0 when all held."""
    things: list[tuple[str, Ready]] = [(deed.name, deed.ready) for deed in DEEDS]
    with tempfile.TemporaryDirectory(prefix="duologue-long-") as folder:
        faults = migrations = 0
        for name, ready in [*things, ("a migration", _migration)]:
            trial = Trial(Path(folder) / "trial", ready)
            for failure, forever in WAYS:
                for number in range(1, len(trial.calls) + 1):
                    paths, _, _ = trial.run(number, failure, forever=forever)
                    where = f"{name}: call {number} ({trial.calls[number - 1]})"
                    assert compare(paths).changed == (), where
                    if ready is _migration:
                        _check_migration(paths, where)
                        migrations += 1
            faults += trial.count
            print(f"{name}: {trial.count} times", flush=True)
    print(f"FIGURE {faults} faults with checksums noted, no false alarm")
    print(f"FIGURE {migrations} faults in a migration with its backup, each file old or new and whole")
    return 0
