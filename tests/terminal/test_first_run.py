"""The first start: what this is, two names, home. Later ones begin at home."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal.conftest import Start
from tests.terminal.playing import AT_TABLE, SHELF

pytestmark = pytest.mark.from_scratch

ASKED = ("Who sits on the left?", "Who sits on the right?")


def test_names_are_asked_once(start: Start, new_home: Path) -> None:
    terminal = start()
    terminal.wait("Nothing leaves this laptop", *ASKED)
    terminal.press("enter")
    terminal.wait("A name, please")
    terminal.type("   ")
    terminal.press("enter")
    terminal.wait("A name, please", *ASKED)
    terminal.type("Ana")
    terminal.press("enter")
    terminal.wait("And who sits on the right?")
    terminal.type("Ben")
    terminal.press("enter")
    terminal.wait("Ana", "Ben", *SHELF)
    terminal.press("ctrl+q")
    assert terminal.status() == 0
    assert (new_home / "couple.toml").stat().st_mode & 0o777 == 0o600

    again = start()
    again.wait("Ana", "Ben", *SHELF)
    assert not any(map(again.shows, ASKED))


@pytest.mark.parametrize(
    ("left", "right", "seen"),
    [
        pytest.param("[@click=app.quit]x", "$name[/]", ("[@click=app.quit]x", "$name[/]"), id="markup"),
        pytest.param("🌻 小林", "Ben 👩\u200d🚀", ("🌻 小林", "Ben 👩"), id="emoji and wide letters"),
        pytest.param("دانا", "נועה", ("دانا", "נועה"), id="right to left"),
    ],
)
def test_any_name_is_shown_as_it_is(start: Start, left: str, right: str, seen: tuple[str, str]) -> None:
    terminal = start()
    terminal.wait(*ASKED)
    terminal.type(left)
    terminal.press("enter")
    terminal.wait("And who sits on the right?")
    terminal.type(right)
    terminal.press("enter")
    terminal.wait(*SHELF, *seen)
    terminal.press("down", "enter")
    terminal.wait(AT_TABLE, *seen)
    terminal.press("space")
    terminal.wait(AT_TABLE, *seen)
    terminal.click(seen[0])
    terminal.press("escape")
    terminal.wait("Time-out")
    terminal.press("ctrl+q")
    assert terminal.status() == 0


def test_a_name_that_is_too_long_is_asked_again(start: Start) -> None:
    terminal = start()
    terminal.wait(*ASKED)
    terminal.type("A" * 41)
    terminal.press("enter")
    terminal.wait("up to 40 fit")
    terminal.press("backspace", "enter")
    terminal.wait("And who sits on the right?")
    terminal.type("Ben")
    terminal.press("enter")
    terminal.wait(*SHELF, "A" * 40)


def test_control_characters_never_reach_the_terminal(start: Start, home: Path) -> None:
    names = 'left = "A\\u001b[31mna"\nright = "Be\\u202en\\u009b"\n'
    (home / "couple.toml").write_text(f"format = 1\n{names}", encoding="utf-8")
    terminal = start()
    terminal.wait(*SHELF, "A\ufffd[31mna", "Be\ufffdn\ufffd")
    assert "\u202e".encode() not in terminal.raw
    assert "\x9b".encode() not in terminal.raw
