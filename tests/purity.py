"""Proves at run time what the import contracts say: the core is pure, and the first frame is light.

Run by `make check`. Exit status 1 and a sentence when something does not hold.
"""

from __future__ import annotations

import subprocess
import sys

CORE_PLAYS_ALONE = """
import sys, importlib, pkgutil
from random import Random
import duologue.core
for module in pkgutil.iter_modules(duologue.core.__path__, "duologue.core."):
    importlib.import_module(module.name)
from duologue.core import deck_text, events, hand, seats, session
from pathlib import Path
names = ["in-your-shoes", "tell-and-retell", "notice-the-pattern"]
texts = {name: Path(f"decks/{name}.toml").read_text("utf-8") for name in names}
strangers = {"textual", "rich", "click", "platformdirs", "filelock", "tomli_w", "sqlite3"} & set(sys.modules)
assert not strangers, f"the core imports {sorted(strangers)}"

watching = True
def refuse(event, arguments):
    if watching and event.split(".")[0] in {"open", "os", "socket", "subprocess", "shutil", "tempfile"}:
        raise AssertionError(f"the core reaches outside: {event} {arguments}")
sys.addaudithook(refuse)
decks = [hand.Chosen(name, deck_text.read_deck(text, f"{name}.toml")) for name, text in texts.items()]
dealt = hand.deal(decks, hand.FromTheJar(), Random(1))
couple = seats.Pair("Ana", "Ben")
now = session.Session.begin(events.Began(couple=couple, hand=dealt, pace="gentle"))
doing = [events.Agreed(), events.Noted(text="A word."), events.Picked(choice="Calm"), events.TurnFinished()]
doing += [events.TurnedOver(seat=seat) for seat in seats.Seat]
doing += [events.Confirmed(seat=seat, answer=0) for seat in seats.Seat]
while now.state != "ended":
    for event in doing:
        try:
            now = now.after(event)
            break
        except session.NotNow:
            continue
    else:
        raise AssertionError(f"nothing leads on from {now.state}")
assert {deck for deck, _ in now.cards_played} == set(names)
assert len(now.written) > 4
watching = False
"""

HOME_IS_LIGHT = """
import sys
import duologue.ui.run, duologue.ui.app
heavy = {"pydantic", "pydantic_core", "click", "tomli_w", "filelock", "sqlite3", "pyrage"} & set(sys.modules)
heavy |= {"duologue.store.locking", "duologue.store.vault", "duologue.ui.screens.unlock"} & set(sys.modules)
assert not heavy, f"the first frame imports {sorted(heavy)}"
assert "duologue.ui.screens.session" not in sys.modules, "the first frame imports the session screen"
"""

PROOFS = {"the core plays a whole session alone": CORE_PLAYS_ALONE, "the first frame is light": HOME_IS_LIGHT}


def main() -> int:
    """Run each proof in an interpreter of its own."""
    failed = 0
    for claim, program in PROOFS.items():
        result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        print(f"{'proved' if result.returncode == 0 else 'NOT TRUE'}: {claim}")
        if result.returncode:
            print(result.stderr)
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main())
