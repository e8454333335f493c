"""Writes the tables of keys into docs/keys.md and README.md, from the table of commands.

`docs/keys.py --write` writes them anew; `--check`, or nothing, only says whether the pages are up to date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from duologue.core.seats import Seat
from duologue.ui.commands import ANYWHERE, GROUPS, SEATED, SHARED, Command

DOCS = Path(__file__).parent
BEGINS = "<!-- begin: made by docs/keys.py -->"
ENDS = "<!-- end: made by docs/keys.py -->"


def seated() -> Iterator[str]:
    """One key for each partner."""
    yield from ("| left partner | right partner | |", "|---|---|---|")
    lefts = (command for command in SEATED if command.seat is Seat.LEFT)
    rights = (command for command in SEATED if command.seat is Seat.RIGHT)
    for left, right in zip(lefts, rights, strict=True):
        yield f"| {_key(left)} | {_key(right)} | {left.help} |"


def shared(commands: Iterable[Command]) -> Iterator[str]:
    """One key for both."""
    yield from ("| key | |", "|---|---|")
    yield from (f"| {_key(command)} | {command.help} |" for command in commands)


def all_keys() -> Iterator[str]:
    """Every key there is, for its own page."""
    yield from ("## Each of you, while you play", "", *seated(), "")
    for title, commands in GROUPS:
        yield from (f"## {title}", "", *shared(commands), "")


def keys_to_play() -> Iterator[str]:
    """What one needs to know to begin, for the README."""
    yield from (
        "Each of you has keys of your own, the left hand on the left, the right hand on the right:",
        "",
    )
    yield from (*seated(), "", "These are for both of you:", "", *shared((*SHARED, *ANYWHERE)), "")


def written(page: Path, lines: Iterable[str]) -> str:
    """The page with what stands between the two marks written anew."""
    before, begins, rest = page.read_text("utf-8").partition(BEGINS)
    _, ends, after = rest.partition(ENDS)
    if not (begins and ends):
        raise SystemExit(f"{page.name} has no place for the keys: the two marks are missing.")
    return before + "\n".join((begins, "", *lines, ends)) + after


def main() -> int:
    """Write the pages, or check them."""
    status = 0
    for page, lines in ((DOCS / "keys.md", all_keys()), (DOCS.parent / "README.md", keys_to_play())):
        now = written(page, lines)
        if now == page.read_text("utf-8"):
            continue
        if "--write" in sys.argv[1:]:
            page.write_text(now, "utf-8")
        else:
            print(f"{page.name} does not show the keys as they are; run docs/keys.py --write.")
            status = 1
    return status


def _key(command: Command) -> str:
    return f"`{command.key_shown}`"


if __name__ == "__main__":
    sys.exit(main())
