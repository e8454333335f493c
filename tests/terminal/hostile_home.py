"""A couple's folder in which every text tries to be more than text, and files with names that do."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import tomli_w

from tests.terminal.playing import CHECKOUT, SHOES

FOUL = "\x1b]0;mine\x07\x1b[31;5mA\x9b2J\u202eb[/]\x7f"
"""A window title, colours, clearing the screen, reversed letters, markup; short enough for a name."""
WORSE = (
    "\x1b]52;c;b3c=\x07\x1b]8;;http://e.vil\x1b\\x\x1bP$q q\x1b\\\x1b_Ga\x1b\\\x1bc\x1b(0\x0e\x85\x8d\x90"
    "\x9d0;a\x9c\u2066\u2028\u200b\u00ad\ue000\x08\x08\r\n\t[@click=app.leave]a" + "\u0300" * 40
)
"""The clipboard, a link, questions, pictures, a reset, another alphabet, and letters nobody sees."""
WORDS = f"quiet {FOUL} words {WORSE}"
FILE = "ev\x1b]0;mine\x07il\x1b[2J\u202e.toml"
"""The name of a file."""
BROKEN_FILE = os.fsdecode(b"ev\x9b31mil\xff\x1bc.toml")
"""The name of a file that is no text: as terminals of long ago read it, there is a colour in it."""
WHEN = datetime(2024, 5, 17, 21, 30, tzinfo=UTC)


def make_hostile(home: Path, words: str = WORDS, name: str = FOUL) -> None:
    """Fill a couple's folder, in which are only the names of the two."""
    _put(home / "couple.toml", left=name, right=name[::-1])
    _decks(home, words, name)
    themes = home / "themes"
    themes.mkdir()
    linen = (CHECKOUT / "themes" / "linen.toml").read_text(encoding="utf-8")
    (themes / "ours.toml").write_text(linen.replace('"Linen"', json.dumps(name)), encoding="utf-8")
    for file in (FILE, BROKEN_FILE):
        (themes / file).write_text(f"title = {json.dumps(words)}\n", encoding="utf-8")
    _records(home, words, name)


def _decks(home: Path, words: str, name: str) -> None:
    """One that can be played, and three that cannot."""
    decks = home / "decks"
    decks.mkdir()
    text = (CHECKOUT / "decks" / f"{SHOES}.toml").read_text(encoding="utf-8")
    ours = text.replace('"In your shoes"', json.dumps(f"Ours {name}")).replace(
        '"Tell a moment as the other"', json.dumps(f"About {name}")
    )
    foul = json.dumps(words)[1:-1]
    ours = re.sub(
        r"^(say|listen|wait|change|farewell|not_for) +=.*",
        lambda found: f'{found[1]} = "{found[1]} {foul}"',
        ours,
        flags=re.MULTILINE,
    )
    numbers = count(1)
    ours = re.sub(r"^text +=.*", lambda _: f'text = "card {next(numbers)} {foul}"', ours, flags=re.MULTILINE)
    (decks / "ours.toml").write_text(ours, encoding="utf-8")
    for file in (FILE, BROKEN_FILE, "broken.toml"):
        broken = text.replace("rounds   = 2", f"rounds   = 3\n{json.dumps(name)} = {json.dumps(words)}")
        (decks / file).write_text(broken, encoding="utf-8")


def _records(home: Path, words: str, name: str) -> None:
    """A memory, a promise, a letter, a plan and a session; and beside each one that cannot be read."""
    told = {"deck": words, "card": words}
    sides = {seat: {"name": name, "line": words} for seat in ("left", "right")}
    _record(home, "memories", title=words, place=words, feelings=[words, name], **told, **sides)
    for kind in ("promise", "letter", "plan"):
        _record(home, f"{kind}s", kind=kind, by=name, to=name, text=words, **told)
    names = {"left": name, "right": name}
    _record(home, "sessions", names=names, decks=["ours", words], cards=[words], seconds=1800)


def _record(home: Path, folder: str, **values: object) -> None:
    place = home / folder / f"{WHEN:%Y}" / f"{WHEN:%m}"
    whole = {"format": 1, "id": "one", "when": WHEN, **values}
    _put(place / "one.toml", **whole, end={"complete": True})
    for file in (FILE, BROKEN_FILE):
        _put(place / file, **whole)


def _put(path: Path, **values: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(tomli_w.dumps({"format": 1, **values}), encoding="utf-8")
