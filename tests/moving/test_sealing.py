"""A sealed text opens with its passphrase alone, and nobody can make us work for minutes on it.

That what was sealed opens again is shown at a real terminal, in `tests/terminal/test_swap.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

import pyrage  # type: ignore[import-untyped]
import pytest

from duologue.store import apart
from duologue.store.sealing import TRIES, WORK_AT_MOST, NotOpened, NotTried, look_at, seal, unseal

SALT, KEY = b"dLsznSOpgDkSJuWaBiWCCQ", b"ElnN+rYeIBJ4ig7KHVmFDtC/7x2upgP43ct3nfNP2og"
PASSPHRASE = "fern kettle tram dusk"


def a_header(work: object, stanzas: int = 1) -> bytes:
    stanza = b"-> scrypt %s %s\n%s\n" % (SALT, str(work).encode(), KEY)
    return b"age-encryption.org/v1\n" + stanza * stanzas + b"--- " + KEY + b"\n" + bytes(64)


@pytest.mark.parametrize("work", [WORK_AT_MOST + 1, 30, 63, 64, 255, 999])
def test_what_would_take_minutes_is_refused_at_once(work: int) -> None:
    began = monotonic()
    with pytest.raises(NotOpened, match="for minutes"):
        unseal(a_header(work), PASSPHRASE)
    assert monotonic() - began < 0.5


@pytest.mark.parametrize(
    "sealed",
    [
        b"",
        b"{}",
        a_header(1000),
        a_header("018"),
        a_header("-1"),
        a_header(18, stanzas=2),
        a_header(18, stanzas=0),
        a_header(18).replace(b"scrypt", b"X25519"),
        a_header(18).replace(b"/v1", b"/v2"),
        a_header(18)[:60],
        b"-----BEGIN AGE ENCRYPTED FILE-----\n",
    ],
)
def test_what_is_not_sealed_with_one_passphrase_is_refused(sealed: bytes) -> None:
    with pytest.raises(NotOpened, match="duologue swap pack"):
        look_at(sealed)


def test_a_passphrase_that_does_not_fit_opens_nothing_and_says_so() -> None:
    with pytest.raises(NotOpened, match="not the passphrase"):
        unseal(a_header(10), PASSPHRASE)


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """For so many tries, this machine seems too slow, as a busy one does."""

    def be_busy(times: int) -> None:
        left = iter(range(times))

        def decrypt(sealed: bytes, passphrase: str) -> bytes:
            if next(left, None) is not None:
                raise pyrage.DecryptError("Excessive work parameter for passphrase.\n60 seconds.")
            assert (sealed, passphrase) == (a_header(10), PASSPHRASE)
            return b"It rained."

        monkeypatch.setattr(pyrage.passphrase, "decrypt", decrypt)

    return be_busy


def test_a_busy_laptop_opens_it_all_the_same(busy: Callable[[int], None]) -> None:
    busy(TRIES - 1)
    assert unseal(a_header(10), PASSPHRASE) == "It rained."


def test_a_laptop_that_stays_too_slow_calls_nothing_damaged(busy: Callable[[int], None]) -> None:
    busy(TRIES)
    with pytest.raises(NotTried, match="too busy"):
        unseal(a_header(10), PASSPHRASE)


def test_what_is_refused_in_the_other_process_is_known_here() -> None:
    assert {NotOpened, *NotOpened.__subclasses__()} == set(apart._REFUSALS.values())


def test_what_is_too_much_to_be_opened_again_is_not_sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duologue.store.sealing.BYTES_AT_MOST", 10)
    with pytest.raises(NotOpened, match="--since"):
        seal("Dear Ben, it rained.", PASSPHRASE)
