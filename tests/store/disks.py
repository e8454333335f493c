"""Full disks, real ones."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PAGE = 4096


def fill(disk: Path, *, leaving: int = 0) -> Path:
    """Fill a disk up to so many pages; removing the file makes room again."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        with suppress(OSError):
            while file.write(bytes(PAGE)) == PAGE:
                pass
        file.truncate(file.tell() - leaving * PAGE)
    return filler


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """The system itself cuts off every write beyond this length, with a short write before the refusal."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
