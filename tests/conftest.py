"""What every test stands on: no test sees or touches what its developer keeps."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from duologue.store.files import mounted, unmount
from duologue.store.paths import HOME_VARIABLE, Paths

HIDDEN = ("NO_COLOR", "TEXTUAL_THEME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")

_NUMBERS = count()

gc.set_threshold(50_000, 20, 20)  # As it comes, a sixth of the time goes into looking for garbage.

settings.register_profile("quick", max_examples=60, deadline=None)
settings.register_profile("long", max_examples=5_000, deadline=None)
settings.load_profile("quick")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: now and then a test waits for a terminal or for a clock."""
    return 1 + (os.cpu_count() or 1)


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path_factory.getbasetemp() / "homes" / str(next(_NUMBERS))
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv(HOME_VARIABLE, str(home / "duologue"))
    for name in HIDDEN:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def _nothing_mounted() -> Iterator[None]:
    """What a test locked stands in for no other test's disk."""
    yield
    for disk in mounted():
        unmount(disk)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """Where one couple keeps everything, in a folder of this test alone."""
    return Paths.under(tmp_path / "couple")


@pytest.fixture
def zone() -> Iterator[Callable[[str], None]]:
    """Puts this machine into a time zone, by its POSIX rule; into none to begin with."""
    with pytest.MonkeyPatch.context() as environment:

        def put_into(rule: str) -> None:
            environment.setenv("TZ", rule)
            time.tzset()

        put_into("UTC0")
        yield put_into
    time.tzset()
