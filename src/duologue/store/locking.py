"""Locking what a couple keep with a passphrase: set up, opened, changed, and taken off again.

The key is an identity of age (X25519). It lies in `identity.age` under the passphrase, in age's own form, so
`age -d -i identity.age FILE` opens every file. Whatever is interrupted here goes on when the folder is opened
next: a file that is not locked yet is read where it lies, and locked then.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from duologue.store import sealing
from duologue.store.apart import sealed_apart, unsealed_apart
from duologue.store.disk import PLAIN, NotWritten, Unreadable, in_words, saying_why
from duologue.store.files import mount, mounted, unmount
from duologue.store.listing import LOCKED
from duologue.store.paths import PRIVATE, Paths
from duologue.store.vault import CLOSED, LARGEST, Vault

IDENTITY_AT_MOST = 64 * 1024
"""Bytes of the file that holds the key."""
LEAVING = ".unlocking"
"""Stands in the folder of locked files while the lock is being taken off."""
_SEALING = ".sealing"
"""Stands there until the backups that were made before are sealed."""
_ANOTHERS = (
    "Nothing was locked: in {folder} lie files that another key locked, or that are damaged. Where they come "
    "from your other laptop, wait for its identity.age. Otherwise move that folder elsewhere, and lock then."
)
_DISPOSABLE = ("shelf.json", "jar.sqlite*")

Progress = Callable[[int, int], object]
"""Told how many files are done, and of how many."""


class NotUnlocked(Exception):
    """It stays locked; the text says why, for people."""


class WrongKey(NotUnlocked):
    """It opens with another passphrase, or another key: they may try again."""


def vault_of(paths: Paths) -> Vault | None:
    """The vault that stands in for the disk, where one does."""
    bases = {paths.data, paths.state, paths.cache}
    return next((disk for disk in mounted() if isinstance(disk, Vault) and disk.bases == bases), None)


def vault_over(paths: Paths) -> Vault:
    """The vault that stands in for the disk, the same each time; closed until somebody opens it."""
    vault = vault_of(paths)
    if vault is None:
        vault = Vault([paths.data, paths.state, paths.cache], PRIVATE)
        mount(vault)
    return vault


def is_open(paths: Paths) -> bool:
    """Whether what they keep can be read and written: it is not locked, or has been opened."""
    vault = vault_of(paths)
    return vault.is_open if vault is not None else not paths.is_locked


def why_not_to_write(paths: Paths) -> str:
    """Why whoever takes the pen just now must not write, for people; nothing where they may.

    Another window may have locked the folder since this one looked, or taken the lock off, or made another.
    """
    vault = vault_of(paths)
    if not paths.is_locked:
        if vault is not None:
            vault.close()
            unmount(vault)
        return ""
    try:
        if vault is not None and vault.is_open and vault.fits(paths.data):
            return ""
    except Unreadable as error:
        return f"Nothing can be kept: what is locked {error}"
    vault_over(paths).close()
    return "What you keep is locked with a passphrase. Start Duologue again to open it."


# The key


def new_secret() -> str:
    """A key that nobody has yet."""
    from pyrage import x25519  # type: ignore[import-untyped]

    return str(x25519.Identity.generate())


def sealed_key(secret: str, passphrase: str) -> bytes:
    """The file of a key under a passphrase, having opened it once to see that it can be.

    Takes some seconds; to be called in a thread. Raises NotUnlocked.
    """
    from pyrage import x25519

    public = x25519.Identity.from_str(secret).to_public()
    try:
        sealed = sealed_apart(f"# public key: {public}\n{secret}\n", passphrase)
        if _secret_in(unsealed_apart(sealed, passphrase)) != secret:
            raise NotUnlocked("The key could not be opened again, so nothing was locked.")
    except sealing.NotOpened as error:
        raise NotUnlocked(f"The key could not be sealed, so nothing was changed. {error}") from error
    return sealed


def secret_with(paths: Paths, passphrase: str) -> str:
    """The key, with the passphrase. Takes some seconds; to be called in a thread. Raises NotUnlocked."""
    return secret_in_file(paths.identity, passphrase)


def secret_in_file(identity: Path, passphrase: str) -> str:
    """The key in this file, with its passphrase; as `secret_with`. Raises NotUnlocked."""
    try:
        sealed = PLAIN.read(identity, IDENTITY_AT_MOST, trusted=False)
    except Unreadable as error:
        raise NotUnlocked(f"{identity} {error}") from error
    return secret_in(sealed, passphrase, str(identity))


def secret_in(sealed: bytes, passphrase: str, name: str = "Its key") -> str:
    """The key in a file that lies elsewhere, with the passphrase; as `secret_with`. Raises NotUnlocked."""
    try:
        return _secret_in(unsealed_apart(sealed, passphrase))
    except sealing.WrongPassphrase as error:
        raise WrongKey("That is not the passphrase. Try as often as you like.") from error
    except sealing.TooCostly as error:
        words = f"{name} was made to keep this laptop busy for minutes. It is not opened."
        raise NotUnlocked(words) from error
    except sealing.NotTried as error:
        raise NotUnlocked(f"{error} Nothing was changed; please try again.") from error
    except sealing.NotOpened as error:
        raise NotUnlocked(f"{name} is damaged. A backup has another one.") from error


def _secret_in(text: str) -> str:
    """Raises NotOpened."""
    for line in text.splitlines():
        if line.startswith("AGE-SECRET-KEY-1"):
            return line.strip()
    raise sealing.NotOpened("There is no key in it.")


# Opening


def open_with(paths: Paths, secret: str) -> Vault:
    """Open the folder with its key. Raises NotUnlocked."""
    vault = vault_over(paths)
    if not _fits(paths, secret):
        raise NotUnlocked("This key opens nothing of what is locked here. It belongs to another folder.")
    vault.open(secret)
    return vault


def _fits(paths: Paths, secret: str) -> bool:
    """Whether this key opens something of what is locked, if anything is. Raises NotUnlocked."""
    trial = Vault([paths.data], PRIVATE)
    try:
        trial.open(secret)
        return trial.fits(paths.data)
    except ValueError as error:
        raise WrongKey("That is no key. Compare it with the sheet, letter by letter.") from error
    except Unreadable as error:
        raise NotUnlocked(f"What is locked here {error}") from error


def finish(paths: Paths, progress: Progress | None = None) -> int:
    """Go on with what was interrupted, and lock what lies open; answers how many files that was.

    For whoever holds the pen, with the folder open. Raises NotWritten.
    """
    if PLAIN.exists(paths.data / LOCKED / LEAVING):
        return take_off(paths, progress)
    done = _take_in(paths, progress)
    _seal_backups(paths)
    return done


# Setting up, changing, and taking off


def lock(paths: Paths, secret: str, sealed: bytes, progress: Progress | None = None) -> int:
    """Lock everything with a key, from now on; answers how many files that was.

    `sealed` is the key under the passphrase. For whoever holds the pen, once `prove` has held. Raises
    NotWritten: what is locked by then stays so, and the rest is locked when it is opened next. Raises
    NotUnlocked where files of another key lie here; then nothing was changed.
    """
    if not _fits(paths, secret):
        raise NotUnlocked(_ANOTHERS.format(folder=paths.locked))
    PLAIN.remove(paths.data / LOCKED / LEAVING)  # One may have stayed when an earlier lock was taken off.
    PLAIN.write(paths.data / LOCKED / _SEALING, b"")
    PLAIN.write(paths.identity, sealed)
    vault_over(paths).open(secret)
    done = _take_in(paths, progress)
    _seal_backups(paths)
    return done


def prove(paths: Paths, secret: str) -> None:
    """See that a new key can lock what lies here, before anything is changed. Raises NotUnlocked.

    One of their files is locked in memory and opened again. Among files of another key this one would open
    nothing, and be taken for the key of another folder from then on.
    """
    if not _fits(paths, secret):
        raise NotUnlocked(_ANOTHERS.format(folder=paths.locked))
    vault = Vault([paths.data, paths.state, paths.cache], PRIVATE)
    vault.open(secret)
    try:
        for file in list(_lying_open(vault)):
            if _can_be_read(file):
                data = PLAIN.read(file, LARGEST, trusted=False)
                if vault.unsealed(vault.as_stored(file, data)[1])[1] != data:
                    raise NotUnlocked(f"{file.name} came out different. Nothing was locked.")
                return
    except Unreadable as error:
        raise NotUnlocked(f"The first file {error} Nothing was locked.") from error
    except OSError as error:
        why = in_words(error)
        raise NotUnlocked(f"{error.filename} cannot be opened: {why}. Nothing was locked.") from error


def change_key(paths: Paths, sealed: bytes) -> None:
    """Put the key under another passphrase. Raises NotWritten: the one they had holds then.

    The copy beside the backups comes after it, and may stay as it was, on a full disk or where this is killed
    in between: it opens with the passphrase they had when those backups were made, as they are told. The
    other way round it might open with one that never held.
    """
    from duologue.store.sealed_backups import copy_identity, identity_beside

    PLAIN.write(paths.identity, sealed)
    if PLAIN.exists(identity_beside(paths)):
        with suppress(NotWritten):
            copy_identity(paths)


def take_off(paths: Paths, progress: Progress | None = None) -> int:
    """Take the lock off: everything lies under its own name again; answers how many files that was.

    For whoever holds the pen, with the folder open. What this key does not open stays where it is.
    Raises NotWritten: the folder is still locked then, and going on is tried when it is opened next.
    """
    from duologue.store.arrivals import settle

    vault = vault_over(paths)
    settle(paths)  # What has arrived is locked as well, and would not be opened any more once it is there.
    PLAIN.write(paths.data / LOCKED / LEAVING, b"")
    files = _to_bring_out(vault)
    for done, path in enumerate(files):
        if progress is not None:
            progress(done, len(files))
        vault.bring_out(path)
    if _to_bring_out(vault):  # Without the key nothing would open it any more.
        raise NotWritten("some files were still locked when the others lay open")
    _open_backups(paths)
    PLAIN.remove(paths.identity)
    PLAIN.sync(paths.data)
    remove_marks(paths)
    vault.close()
    unmount(vault)
    return len(files)


def remove_marks(paths: Paths) -> None:
    """Remove what told how far the lock was taken off, and folders that are empty now. Raises NotWritten."""
    for mark in (LEAVING, _SEALING):
        PLAIN.remove(paths.data / LOCKED / mark)
    for base in (paths.data, paths.state, paths.cache):
        PLAIN.tidy(base / LOCKED, base / LOCKED)


def _to_bring_out(vault: Vault) -> list[Path]:
    """What this key still holds locked. Raises NotWritten where that cannot be told."""
    files = [path for base in vault.bases for path in vault.below(base) if vault.opens(path)]
    if not vault.is_open:  # Then nothing was found, and nothing would be.
        raise NotWritten(CLOSED)
    return files


def _take_in(paths: Paths, progress: Progress | None) -> int:
    from duologue.store.arrivals import settle

    vault = vault_over(paths)
    settle(paths)
    with saying_why(paths.data / "…"):
        _remove_leftovers(paths)
        files = list(_lying_open(vault))
    for done, path in enumerate(files):
        if progress is not None:
            progress(done, len(files))
        if _can_be_read(path):
            vault.take_in(path)
    with suppress(OSError):
        for base in vault.bases:
            for folder in sorted(_folders(vault, base), reverse=True):
                PLAIN.tidy(folder, folder)
    return len(files)


def _seal_backups(paths: Paths) -> None:
    """Those that were made while everything lay open; where there is no room, the next start tries again."""
    from duologue.store.sealed_backups import seal_all

    if PLAIN.exists(paths.data / LOCKED / _SEALING):
        with suppress(NotWritten):
            seal_all(paths, vault_over(paths))
            PLAIN.remove(paths.data / LOCKED / _SEALING)


def _open_backups(paths: Paths) -> None:
    """Without the key nobody could open them. Where there is no room, the recovery sheet still does."""
    from duologue.store.sealed_backups import open_all

    with suppress(NotWritten):
        open_all(paths, vault_over(paths))


def _remove_leftovers(paths: Paths) -> None:
    """What can be made anew, and what was being written when somebody pulled the plug. Raises NotWritten."""
    for base in {paths.data, paths.state, paths.cache}:
        for pattern in (*_DISPOSABLE, ".journal*.part", ".agreed*.part", ".couple*.part", ".shelf*.part"):
            for file in base.glob(pattern):
                PLAIN.remove(file)
        for folder in _folders(vault_over(paths), base):
            for file in folder.glob(".*.part"):
                PLAIN.remove(file)


def _can_be_read(path: Path) -> bool:
    """Whether a file can be taken in at all; one that cannot does not keep the others from it."""
    try:
        PLAIN.read(path, LARGEST, trusted=False)
    except Unreadable:
        return False
    return True


def _lying_open(vault: Vault) -> Iterator[Path]:
    """The files that would be locked, and are not. Links and the like stay as they are."""
    for base in vault.bases:
        inside = [file for folder in _folders(vault, base) for file in folder.iterdir()]
        for file in sorted((*(base.iterdir() if base.is_dir() else ()), *inside)):
            if vault.covers(file) and stat.S_ISREG(file.lstat().st_mode):
                yield file


def _folders(vault: Vault, base: Path) -> Iterator[Path]:
    """The folders below a base in which private files lie, whatever their depth."""
    for top in base.iterdir() if base.is_dir() else ():
        if vault.covers(top) and top.is_dir() and not top.is_symlink():
            yield top
            yield from (folder for folder in top.rglob("*/") if not folder.is_symlink())
