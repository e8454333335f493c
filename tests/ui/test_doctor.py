"""How everything is, from the palette at home."""

from __future__ import annotations

import pytest

from duologue.store.paths import Paths
from tests.ui.conftest import SetTable
from tests.ui.playing import Table


def cut_off(paths: Paths) -> None:
    """A memory that was cut off, under a name that tries to be more than one."""
    folder = paths.memories / "2026" / "02"
    folder.mkdir(mode=0o700, parents=True)
    file = folder / "cut [b]x[-b] [@click=app.quit]y.toml"
    file.write_text('format = 1\ntitle = "kiwi"\n')
    file.chmod(0o600)


async def ask(table: Table) -> None:
    """Through the palette."""
    await table.press("ctrl+p")
    await table.type("how everything")
    await table.sees("Files, backups, the terminal")
    await table.press("enter")


@pytest.mark.parametrize("size", [(100, 30), (60, 20)], ids=str)
async def test_what_was_found_is_shown_with_what_to_do(set_table: SetTable, size: tuple[int, int]) -> None:
    async with set_table(before=cut_off, size=size) as table:
        await ask(table)
        await table.sees("to look at. Looking changed nothing.")
        await table.sees("[b]x[-b] [@click=app.quit]y.toml")
        await table.sees("is cut off")
        assert "kiwi" not in table.screen()
        await table.press("escape")
        await table.sees("On the shelf")


async def test_leaving_while_it_looks_is_no_trouble(
    set_table: SetTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Event

    from duologue.store.doctor import examination

    going_on, real = Event(), examination.examine

    def slowly(paths: Paths, now: object) -> object:
        going_on.wait(30)
        return real(paths, now)  # type: ignore[arg-type]

    monkeypatch.setattr(examination, "examine", slowly)
    async with set_table() as table:
        await ask(table)
        await table.sees("Looking at everything that is kept")
        await table.press("escape")
        await table.sees("On the shelf")
        going_on.set()
        await table.press("ctrl+p")
        await table.press("escape")
        await table.sees("On the shelf")
