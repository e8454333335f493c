"""How much is said: all the words, fewer, or a few that remind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from duologue.core.guidance import Guidance
from duologue.core.seats import Pair
from duologue.store.paths import Paths
from duologue.store.settings import Settings, load_settings, save_settings
from tests.core.small_decks import TELLS
from tests.ui.conftest import SetTable
from tests.ui.evenings import MADE, few_decks, find, on_the_shelf, pane_of

BRIEF = f'{TELLS}brief = "A word or two."\n'


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A couple with few decks."""
    return few_decks(tmp_path)


def liking(guidance: Guidance, *turns: str) -> Callable[[Paths], None]:
    """A couple that likes so many words."""

    def put(paths: Paths) -> None:
        on_the_shelf(*turns)(paths)
        save_settings(paths, Settings(guidance=guidance))

    return put


@pytest.mark.parametrize(
    ("guidance", "said", "size"),
    [
        (Guidance.FULL, Pair("Tell.", "Listen."), (100, 30)),
        (Guidance.LIGHT, Pair("Tell.", ""), (60, 20)),
        (Guidance.OFF, Pair("A word or two.", ""), (100, 30)),
    ],
)
async def test_what_is_said_to_each(
    set_table: SetTable, guidance: Guidance, said: Pair[str], size: tuple[int, int]
) -> None:
    async with set_table(opening=MADE, before=liking(guidance, BRIEF), size=size) as table:
        floor = table.session.floor
        assert floor is not None
        assert pane_of(table, floor) == said.left
        assert pane_of(table, floor.other) == said.right
        assert "● the floor is yours" in table.words()
        assert "○ listening" in table.words()


async def test_without_a_short_form_the_whole_sentence_is_said(set_table: SetTable) -> None:
    async with set_table(opening=MADE, before=liking(Guidance.OFF)) as table:
        floor = table.session.floor
        assert floor is not None
        assert pane_of(table, floor) == "Tell."


async def test_it_is_chosen_in_the_palette_and_remembered(set_table: SetTable) -> None:
    async with set_table() as table:
        await find(table, "guid", "Guidance")
        await table.until(lambda: load_settings(table.paths).guidance is Guidance.LIGHT, "it to be kept")
        table.app.action_guidance()
        table.app.action_guidance()
        await table.until(lambda: load_settings(table.paths).guidance is Guidance.FULL, "it to be kept")
