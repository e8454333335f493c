"""Backups that were made before the folder was locked: sealed with its key then, and opened with it again.

`X.tar` becomes `X.tar.age`, read back and compared before the plain one goes. Beside the backups lies a copy
of `identity.age`, so that they can be opened with the passphrase where the folder itself is lost:

    age -d -i identity.age X.tar.age | tar x
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, cast

from duologue.store import tar
from duologue.store.backed_up import SEALED
from duologue.store.backups import SPARE, Backup, all_backups, is_ours
from duologue.store.checksums import tells
from duologue.store.disk import PLAIN, NotWritten, Refused, Unreadable, saying_why, sync_folder
from duologue.store.locking import IDENTITY_AT_MOST, Progress
from duologue.store.on_its_way import meant_name, on_its_way
from duologue.store.paths import Paths
from duologue.store.vault import Vault


def seal_all(paths: Paths, vault: Vault, progress: Progress | None = None) -> int:
    """Seal every backup in which words lie openly; answers how many that were.

    For when all else is locked: one that is being made just now was begun before that, and would get its name
    after the others were sealed. So it gets none. Raises NotWritten: those that were not sealed by then are
    as they were.
    """
    _stop_those_on_their_way(paths)
    plain = [each for each in _found(paths) if not each.is_sealed]
    files = [each.path for each in plain if not each.problem and _lies_open(each.path)]
    if files:
        copy_identity(paths)
    count = _all(files, vault, progress)
    _check_none_refused(plain)
    return count


def open_all(paths: Paths, vault: Vault, progress: Progress | None = None) -> int:
    """Open every backup that was sealed with this key; answers how many that were. One of another key stays.

    Raises NotWritten: those that were not opened by then are as they were, and the copy of the key stays.
    """
    sealed = [each for each in _found(paths) if each.is_sealed]
    files = [each.path for each in sealed if not each.problem and _opens(vault, each.path)]
    count = _all(files, vault, progress)
    _check_none_refused(sealed)
    if not any(each.is_sealed for each in _found(paths)):
        PLAIN.remove(identity_beside(paths))
    return count


def identity_beside(paths: Paths) -> Path:
    """The copy of the key, itself under the passphrase, that lies beside the backups."""
    return paths.backups / paths.identity.name


def copy_identity(paths: Paths) -> None:
    """Put a copy of the key beside the backups. Raises NotWritten."""
    try:
        PLAIN.write(identity_beside(paths), PLAIN.read(paths.identity, IDENTITY_AT_MOST, trusted=False))
    except Unreadable as error:
        raise NotWritten(f"{paths.identity} {str(error).rstrip('.')}") from error


def _stop_those_on_their_way(paths: Paths) -> None:
    """Remove what of a backup is not whole yet, or never will be. Raises NotWritten.

    Whoever writes it finds it gone. One that has got its name by now is found among the others.
    """
    with saying_why(paths.backups / "…"), suppress(FileNotFoundError):
        for part in list(paths.backups.iterdir()):
            if meant_name(part.name) and is_ours(part.name) and not meant_name(part.name).endswith(SEALED):
                PLAIN.remove(part)


def _found(paths: Paths) -> list[Backup]:
    """All that are there. Raises NotWritten where that cannot be told: none would be a guess."""
    try:
        return all_backups(paths)
    except Refused as error:
        raise NotWritten(f"{paths.backups} {str(error).rstrip('.')}") from error


def _check_none_refused(found: list[Backup]) -> None:
    """Raises NotWritten where one was not done, since the disk did not give it."""
    for each in found:
        if each.refused:
            raise NotWritten(f"{each.path.name} {each.problem.rstrip('.')}")


def _opens(vault: Vault, file: Path) -> bool:
    """Whether this key opens it. Raises NotWritten."""
    with saying_why(file):
        return bool(_digest(vault, file, sealed=True))


def _lies_open(file: Path) -> bool:
    """Whether words lie openly in it; of a folder that was half locked it holds the key as well as words."""
    try:
        with file.open("rb") as archive:
            return any(tells(member.name) for member in tar.members(archive))
    except (Unreadable, OSError):
        return True


def _all(files: list[Path], vault: Vault, progress: Progress | None) -> int:
    for done, file in enumerate(files):
        if progress is not None:
            progress(done, len(files))
        with saying_why(file):
            _turn(vault, file)
    return len(files)


def _turn(vault: Vault, file: Path) -> None:
    """Seal one, or open it: what comes of it is whole before the other goes. Raises OSError, NotWritten."""
    sealed = file.name.endswith(SEALED)
    place = file.with_suffix("") if sealed else file.with_name(file.name + SEALED)
    if shutil.disk_usage(file.parent).free < file.stat().st_size + SPARE:
        raise NotWritten(f"there is no room for {place.name} beside {file.name}")
    temporary = on_its_way(place)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        with file.open("rb") as source, os.fdopen(os.open(temporary, flags, 0o600), "wb") as target:
            (vault.unseal if sealed else vault.seal)(source, target)
            target.flush()
            os.fsync(target.fileno())
        before, after = _digest(vault, file, sealed=sealed), _digest(vault, temporary, sealed=not sealed)
        if not before or before != after:
            raise NotWritten(f"{place.name} could not be read again")
        temporary.rename(place)
    except Unreadable as error:
        raise NotWritten(f"{file.name} {str(error).rstrip('.')}") from error
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(place.parent)
    file.unlink()
    sync_folder(place.parent)


class _Digest:
    """Takes bytes in, as a file would, and keeps only their digest."""

    def __init__(self) -> None:
        self.of = sha256()

    def write(self, data: bytes) -> int:
        """Take these in."""
        self.of.update(data)
        return len(data)

    def flush(self) -> None:
        """There is nothing to flush."""


def _digest(vault: Vault, file: Path, *, sealed: bool) -> bytes:
    """Of what is in a backup, sealed or not; nothing where it cannot be opened. Raises OSError."""
    taken = _Digest()
    with file.open("rb") as source:
        if not sealed:
            shutil.copyfileobj(source, cast("BinaryIO", taken))
            return taken.of.digest()
        try:
            vault.unseal(source, cast("BinaryIO", taken))
        except Unreadable:
            return b""
    return taken.of.digest()
