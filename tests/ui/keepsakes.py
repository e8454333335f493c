"""What a couple has played and kept, to look back on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from duologue.core.closeness import Circles, Closeness
from duologue.core.couple import Couple
from duologue.core.memory import Line, Memory
from duologue.core.note import Kind, Note, Standing
from duologue.core.summary import Summary
from duologue.store.paths import Paths
from duologue.store.records import save_memory, save_record
from tests.builders import NAMES

MAY = datetime(2026, 5, 17, 21, 30, tzinfo=UTC)
"""An evening."""


def played_on(paths: Paths, when: datetime, *decks: str, cards: tuple[str, ...] = ()) -> None:
    summary = Summary(id=f"s{when:%Y%m%d}", when=when, decks=decks, cards=cards, seconds=600)
    save_record(paths.sessions, when, summary.id, summary.record())


def kept_on(paths: Paths, when: datetime, *feelings: str) -> None:
    sides = Line(name="Ana", line="a"), Line(name="Ben", line="b")
    memory = Memory(
        id=f"m{when:%Y%m%d}",
        when=when,
        deck="Hold",
        card="",
        title="The lake",
        feelings=feelings,
        left=sides[0],
        right=sides[1],
    )
    save_memory(paths, memory)


def circles_on(paths: Paths, when: datetime, left: int, right: int, names: Couple) -> None:
    sides = Circles(name=names.left, circle=left), Circles(name=names.right, circle=right)
    record = Closeness(
        id=f"c{when:%Y%m%d}", when=when, deck="Closer by degrees", left=sides[0], right=sides[1]
    )
    save_record(paths.closeness, when, record.id, record.record())


def agreed_on(paths: Paths, when: datetime, kind: Kind, text: str, how: tuple[Standing, str]) -> None:
    note = Note(
        id=f"n{when:%Y%m%d}",
        when=when,
        deck="",
        card="",
        kind=kind,
        by=how[1],
        to="",
        text=text,
        standing=how[0],
    )
    save_record(paths.notes(kind), when, note.id, note.record())


def fill(paths: Paths, names: Couple = NAMES) -> None:
    """Something for every picture."""
    day = timedelta(days=1)
    played_on(paths, MAY, "in-your-shoes", cards=("A morning this week that did not go to plan",))
    played_on(paths, MAY - 365 * day, "our-old-one")
    kept_on(paths, MAY + day, "tender", "calm")
    kept_on(paths, MAY + 2 * day, "tender")
    circles_on(paths, MAY, 3, 6, names)
    circles_on(paths, MAY + 30 * day, 5, 6, names)
    agreed_on(paths, MAY, "plan", "Walk to the lake", ("open", f"{names.left} & {names.right}"))
    agreed_on(paths, MAY - day, "promise", "Water the fern", ("kept", names.left))
    agreed_on(paths, MAY - 2 * day, "promise", "Call early", ("trying", names.right))
