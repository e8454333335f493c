"""Disks that fail, and people who may not write."""

from __future__ import annotations

import codecs
import errno
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from pathlib import Path

import pytest

from duologue.store.paths import Paths

FEW = ("in-your-shoes", "good-news", "mending")
"""Enough decks to stand for all that come with the app."""
SomebodyElse = Callable[[], AbstractContextManager[None]]
NOBODY = 65534


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 64 KiB; only root can make one, elsewhere the tests with a simulated one do."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=64k,mode=0700", "tmpfs", str(disk)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("making a disk takes root")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.fixture
def somebody_else() -> SomebodyElse:
    """Who is not root: root may do everything, so a folder it may not write to would prove nothing."""

    @contextmanager
    def being_somebody_else() -> Iterator[None]:
        if os.geteuid() != 0:
            yield
            return
        codecs.lookup("utf-8-sig")  # Whatever is first needed later might lie where only root can come.
        for module in ("difflib", "filelock", "tomli_w"):
            import_module(module)
        os.setresuid(NOBODY, NOBODY, 0)
        try:
            if not os.access(Paths.find().shipped_decks, os.R_OK | os.X_OK):
                pytest.skip("nobody but root can come to this checkout")
            yield
        finally:
            os.setresuid(0, 0, 0)

    return being_somebody_else


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody can come to; pytest's own are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="duologue-test-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        for path in folder.rglob("*"):
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o700)
        shutil.rmtree(folder)


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """After a call with N the disk takes N bytes more and is full then, with a short write just before."""

    def becomes_full_after(room: int) -> None:
        left = room
        write = os.write

        def short(handle: int, data: bytes) -> int:
            nonlocal left
            if left <= 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            written = write(handle, data[: min(left, 7)])
            left -= written
            return written

        monkeypatch.setattr("os.write", short)

    return becomes_full_after


@pytest.fixture(scope="session")
def _few_decks() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="duologue-test-"))
    folder.chmod(0o755)
    real = Paths.under(folder)
    shutil.copytree(real.shipped_themes, folder / "themes")
    shutil.copytree(real.shipped_decks / "words", folder / "decks" / "words")
    for name in FEW:
        shutil.copy(real.shipped_decks / f"{name}.toml", folder / "decks")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def few_shipped(_few_decks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the app came with a few decks only: quicker to read, and nobody is writing them just now."""
    monkeypatch.setattr("duologue.store.paths._shipped", lambda name: _few_decks / name)
