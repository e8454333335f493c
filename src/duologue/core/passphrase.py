"""What makes a passphrase good enough: whoever takes the files away can try as many as they have time for."""

from __future__ import annotations

AT_LEAST = 12
"""Characters."""
DIFFERENT = 5
"""Characters that differ from one another."""
AT_MOST = 1000
ADVICE = "Four or five words that only the two of you would put together are good."
ADVICE_TO_ONE = "Four or five words that only you would put together are good."


class TooShort(ValueError):
    """It would not hold; its text says why, and what would, for people."""


def check(passphrase: str, advice: str = ADVICE) -> None:
    """Raises TooShort where somebody patient would find it out, with the advice."""
    typed = passphrase.strip()
    if not typed:
        raise TooShort(f"A passphrase, please. {advice}")
    if len(typed) < AT_LEAST:
        raise TooShort(f"That one is short: {AT_LEAST} characters at least. {advice}")
    if len(set(typed.casefold())) < DIFFERENT:
        raise TooShort(f"That one is easily guessed. {advice}")
