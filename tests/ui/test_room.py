"""Equal room: whoever clearly had less of it is offered a little more, and nothing is counted aloud."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from duologue.core.seats import Seat
from duologue.store.paths import Paths
from duologue.store.records import save_record
from tests.core.small_decks import TELLS
from tests.ui.conftest import SetTable
from tests.ui.evenings import BOTH_SIZES, MADE, act, everything, few_decks, on_the_shelf

INVITATION = "There is room for more, if you like."
BACK = TELLS.replace('"one"', '"two"')


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A couple with few decks."""
    return few_decks(tmp_path)


def spoken(ana: float, ben: float) -> Callable[[Paths], None]:
    """Evenings in which they had the floor for so long."""

    def put(paths: Paths) -> None:
        on_the_shelf(BACK)(paths)
        when = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
        summary = {
            "format": 1,
            "id": "earlier",
            "when": when,
            "names": {"left": "Ana", "right": "Ben"},
            "floor_seconds": {"left": ana, "right": ben},
            "end": {"complete": True},
        }
        save_record(paths.sessions, when, "earlier", summary)

    return put


@pytest.mark.parametrize(("quieter", "size"), list(zip(Seat, BOTH_SIZES, strict=True)))
async def test_the_quieter_one_is_invited_and_no_number_is_told(
    set_table: SetTable, quieter: Seat, size: tuple[int, int]
) -> None:
    had = (100.0, 1000.0) if quieter is Seat.LEFT else (1000.0, 100.0)
    async with set_table(opening=MADE, before=spoken(*had), size=size) as table:
        for _ in Seat:
            assert (INVITATION in table.words()) == (table.session.floor is quieter)
            usual = 60 * table.session.pace.factor
            assert table.session.length == usual * (1.25 if table.session.floor is quieter else 1)
            assert re.findall(r"\d+", table.words()) == ["1", "2", "1"], "round 1 of 2, and f1"
            await act(table, "go-on")


async def test_where_both_had_about_as_much_nobody_is_told_anything(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=spoken(800, 1000)) as table:
        for _ in Seat:
            assert INVITATION not in everything(table)
            await act(table, "go-on")
