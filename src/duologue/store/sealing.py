"""A text under a passphrase, in the format of age, so that any `age` can open it."""

from __future__ import annotations

import re
import unicodedata

WORK_AT_MOST = 21
"""Of what a passphrase may cost to try, as a power of two; each step up takes twice the time and memory. A
quick laptop seals with 20, and 21 takes 2 GiB for some seconds."""
BYTES_AT_MOST = 250 * 1024 * 1024
"""Of a text."""
SEALED_AT_MOST = BYTES_AT_MOST + 1024 * 1024
"""Bytes of the same, sealed."""

TRIES = 8
"""To open: age measures for a thousandth of a second how quick a laptop is, and refuses what would take it
sixteen times as long. One that is busy with something else at that moment seems too slow for its own work."""

_HEADER = re.compile(
    rb"age-encryption\.org/v1\n-> scrypt [A-Za-z0-9+/]{22} (?P<work>[1-9][0-9]{0,2})\n[A-Za-z0-9+/]{43}\n--- "
)


class NotOpened(Exception):
    """A sealed text that was not opened; its text says why, for people."""


class WrongPassphrase(NotOpened):
    """It opens with another one."""


class NotTried(NotOpened):
    """Whether it opens is not known: it could not be tried just now."""


class TooCostly(NotOpened):
    """To try a passphrase on it would take minutes."""


def seal(text: str, passphrase: str) -> bytes:
    """The text, readable only with the passphrase. Takes a second or two.

    Raises NotOpened where nobody could open it again.
    """
    from pyrage import passphrase as age  # type: ignore[import-untyped]

    data = text.encode()
    if len(data) > BYTES_AT_MOST:
        raise NotOpened("It is too much for one file; with --since a part of it can be packed.")
    sealed: bytes = age.encrypt(data, _typed(passphrase))
    look_at(sealed)
    return sealed


def look_at(sealed: bytes) -> None:
    """See that a text is sealed with one passphrase and no more, before any work is done on it.

    Raises NotOpened.
    """
    header = _HEADER.match(sealed)
    if header is None:
        raise NotOpened("It is not a file that “duologue swap pack” made.")
    if int(header["work"]) > WORK_AT_MOST:
        raise TooCostly("Opening it would keep this laptop busy for minutes, so it was left alone.")


def unseal(sealed: bytes, passphrase: str) -> str:
    """The text. Takes a second or two. Raises NotOpened."""
    look_at(sealed)
    for _ in range(TRIES):
        if (data := _opened(sealed, _typed(passphrase))) is not None:
            break
    else:
        raise NotTried("This laptop is too busy, or too slow, to try a passphrase.")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise NotOpened("It is not a file that “duologue swap pack” made.") from error


def _opened(sealed: bytes, passphrase: str) -> bytes | None:
    """What is in it, or None where the laptop seems too slow. Raises NotOpened."""
    from pyrage import DecryptError
    from pyrage import passphrase as age

    try:
        data: bytes = age.decrypt(sealed, passphrase)
    except DecryptError as error:
        if str(error).startswith("Excessive work"):
            return None
        if str(error) == "Decryption failed":
            raise WrongPassphrase(
                "This is not the passphrase, or the file was changed on its way."
            ) from error
        raise NotOpened("It is damaged.") from error
    return data


def _typed(passphrase: str) -> str:
    """The same letters, whichever keyboard they come from."""
    return unicodedata.normalize("NFC", passphrase)
