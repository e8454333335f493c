"""They leave while something is still on its way to the screen: it ends in order all the same."""

from __future__ import annotations

import asyncio

import pytest
from textual import work
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import WorkerFailed

from duologue.core.events import Titled
from duologue.core.states import State
from duologue.ui.screens.session import SessionScreen
from duologue.ui.sessions import Opening
from duologue.ui.widgets.field import WritingField
from tests.ui.conftest import SetTable
from tests.ui.playing import Table, end_of

OPENING = Opening("in-your-shoes", 7)


class Piece(Static):
    """Says when it goes."""

    def __init__(self) -> None:
        super().__init__()
        self.gone = asyncio.Event()

    def on_unmount(self) -> None:
        self.gone.set()


class Searching(Screen[None]):
    """Looks for a piece of itself just when that has gone, as a search in the palette may."""

    def compose(self) -> ComposeResult:
        yield Piece()

    @work
    async def search(self) -> None:
        """Goes on while it is closed."""
        await self.query_one(Piece).gone.wait()
        self.query_one(Piece)


async def to_the_name(table: Table) -> SessionScreen:
    """Play on until they name the moment; after that there is a field for the one who writes first."""
    await table.play_until(State.OFFERING)
    await table.press("a", "l")
    assert table.state() is State.NAMING
    screen = table.app.screen
    assert isinstance(screen, SessionScreen)
    return screen


async def leave(table: Table) -> None:
    """Leave, and let the app hear of it."""
    table.app.exit()
    await end_of(table.app)


async def test_a_field_that_is_being_put_in_place(set_table: SetTable) -> None:
    async with set_table(opening=OPENING) as table:
        screen = await to_the_name(table)
        screen.post_message(WritingField.Done("The blue door", screen.field_now))
        await leave(table)
        await end_of(screen)
        assert table.state() is State.WRITING
    assert table.app.return_code == 0


async def test_a_field_that_work_puts_in_place(set_table: SetTable) -> None:
    async with set_table(opening=OPENING) as table:
        screen = await to_the_name(table)
        await leave(table)
        with pytest.raises(WorkerFailed):
            await screen.let_happen(Titled(title="The blue door")).wait()
        assert table.state() is State.WRITING
    assert table.app.return_code == 0


@pytest.mark.parametrize("opens", ["command_palette", "help", "looking_back", "jar", "names", "curtain"])
async def test_a_screen_that_is_being_opened(set_table: SetTable, opens: str) -> None:
    async with set_table() as table:
        await table.app.run_action(opens)
        await leave(table)
    assert table.app.return_code == 0


async def test_work_for_a_screen_that_is_being_closed(set_table: SetTable) -> None:
    async with set_table() as table:
        screen = Searching()
        await table.app.push_screen(screen)
        worker = screen.search()
        await table.pilot.pause()
        screen.dismiss()
        with pytest.raises(WorkerFailed):
            await worker.wait()
        await table.sees("On the shelf")
    assert table.app.return_code == 0


async def test_what_waits_is_told_once_however_often_they_press(
    set_table: SetTable, capsys: pytest.CaptureFixture[str]
) -> None:
    async with set_table(opening=OPENING) as table:
        await table.app.action_leave()
        await table.app.action_leave()
    told = capsys.readouterr().err
    assert [line[:26] for line in told.splitlines()] == ["Your session waits for you"]


async def test_what_else_goes_wrong_is_told(set_table: SetTable) -> None:
    async def fail() -> None:
        raise RuntimeError

    async def leave_while_it_does() -> None:
        async with set_table() as table:
            await leave(table)
            table.app.work_on(fail, "test")

    with pytest.raises(WorkerFailed):
        await leave_while_it_does()
