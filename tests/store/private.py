"""Private pages of two, with real keys under real passphrases, made so that to try one takes no time.

What the program makes itself costs a second or more to try, on purpose. These two files of age have a work
factor of 2 in place of 18 or more, and are opened in the same way.
"""

from __future__ import annotations

from base64 import b64decode

from duologue.store.pages import Pages, begun_with
from duologue.store.paths import Paths

HERS, HIS = "blue lamps on the quay", "five slow owls at noon"
"""Their passphrases."""
SECRETS = {
    HERS: "AGE-SECRET-KEY-1E729404KN5VAHQX5F0N9W9RR9HZ65SE7TFNVMAV376069USA6MNQ0MD6QT",
    HIS: "AGE-SECRET-KEY-16WVAFFVA6DEGSTH4L9VVJKU5XTQGXDXHWW4EZSJHJ9T27Q7Q6QXQ9KUHFR",
}
_SEALED = {
    HERS: (
        "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBMUXp2MjRCbkhiVXBsd1RqYjViMTlBIDIKSDJYa0tzaVlEakxLMTFE"
        "dFJPMTcxdTlFcngvWHRrTUFUazBna2RuTEVoOAotLS0gemJXKzJrSnlXQk0zRjA3Y0VJMjRYRldFcHQ2QUZHREYvZnZOdWR5"
        "a2RNTQownyzvzOQbRG3DAE/yKhJI7tN+qugUFBEdeFD8m8BI67GhRNEfGf6txgOkeMw6C3YGt2rVvJrQIx7aM9bnwTEV1M+c"
        "W0XUn+T3IlXl/1Eid0X7CIUQynmLiU4Iia1wq+u+9N2RWqtD0USlUw=="
    ),
    HIS: (
        "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBiM0FPTlI3cVZRSlU3eGJqTEdmbnV3IDIKU3JuaktjZHhxMzl0ZURQ"
        "UGxHR2tFM0o0Z2xhTTViRlJwOVk4Q0RZM0l5bwotLS0gT1hpQ3g1Tng5eDg0Uld6c2xWc0VhZVMrUjZOdlJwWFVOeHhSMHZF"
        "WU5tMApz5svnbeFl2DZnXyyX+gLjvew7LSbNWbvoKHbvV/Lp0v6wpUS3QqdNUoRn9xfJdk5kktdIHiBjymc2f3nCfWF94GCN"
        "kTQ2I8wX7gQaeIG2Xx0fEML25hag2NhcW3+CXK+J/sEC0aeIkaN5+Q=="
    ),
}

__all__ = ["HERS", "HIS", "SECRETS", "Pages", "begin"]


def begin(paths: Paths, passphrase: str = HERS) -> Pages:
    """New pages that open with one of the two passphrases."""
    return begun_with(paths, SECRETS[passphrase], b64decode(_SEALED[passphrase]))
