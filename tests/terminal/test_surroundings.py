"""Terminals with fewer colours, less movement, odd bytes, or none at all."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.terminal.conftest import Start
from tests.terminal.playing import CHECKOUT, PROGRAM, SHELF, SHOES, answer, deck_on, is_near, play_to
from tests.terminal.pseudo_terminal import PATIENCE, environment
from tests.terminal.turns import from_palette

pytestmark = pytest.mark.from_scratch


def background_of(theme: str) -> str:
    """The background of a shipped theme, as `rrggbb`."""
    text = (CHECKOUT / "themes" / f"{theme}.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["background"])[1:]


def test_the_chosen_theme_is_worn_from_the_first_frame(start: Start, home: Path) -> None:
    terminal = start()
    terminal.wait(*SHELF)
    assert is_near(terminal.background(), background_of("hearth"))
    from_palette(terminal, "linen", "Theme: Linen")
    linen = background_of("linen")
    terminal.expect(lambda: is_near(terminal.background(), linen), "the colours are as before")
    settings = home / "settings.toml"
    terminal.expect(lambda: settings.exists() and "linen" in settings.read_text(), "the choice is not kept")
    terminal.press("ctrl+q")
    assert terminal.status() == 0

    again = start()
    again.wait(*SHELF)
    assert is_near(again.background(), linen)
    assert b"\x1b[48;2;26;20;18m" not in again.raw, "another theme was shown before"


def test_no_colour_where_none_is_wished(start: Start, home: Path) -> None:
    assert home.is_dir()
    terminal = start("play", SHOES, "--seed", "7", env={"NO_COLOR": "1"})
    play_to(terminal, deck_on(terminal), "talk")
    terminal.wait("the floor is yours", "listening")
    shades = re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)", terminal.raw)
    assert shades
    assert all(red == green == blue for red, green, blue in shades)


def test_nothing_moves_where_no_animation_is_wished(start: Start, home: Path) -> None:
    assert home.is_dir()
    terminal = start("play", "how-are-you-really", env={"TEXTUAL_ANIMATIONS": "none"})
    terminal.wait("breathe in")
    assert not terminal.shows("━"), "the line that grows and fades"
    terminal.press("space")
    terminal.wait("round 1 of 2", "another card")


def test_broken_bytes_do_not_end_it(start: Start, home: Path) -> None:
    assert home.is_dir()
    terminal = start("play", SHOES, "--seed", "7")
    deck = deck_on(terminal)
    for garbage, turn in zip((b"\xff\xfe", b"\xc3(", b"\x80\x80\x80", b"\xf0\x9f"), deck.turns, strict=False):
        terminal.wait(*deck.said(turn))
        terminal.send(garbage)
        if turn["kind"] == "confirm":
            answer(terminal, turn["answers"][0])
        else:
            terminal.press("space")
    terminal.wait(*deck.said(deck.turns[4]))
    terminal.press("ctrl+q")
    assert terminal.status() == 0


@pytest.mark.parametrize("arguments", [(), ("play", SHOES)])
def test_without_a_terminal_it_says_so(home: Path, arguments: tuple[str, ...]) -> None:
    done = subprocess.run(
        [PROGRAM, *arguments],
        env=environment(DUOLOGUE_HOME=str(home)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 1
    assert b"needs a terminal" in done.stderr
    assert done.stdout == b""


def test_the_curtain_hides_everything_at_once(start: Start, home: Path) -> None:
    assert home.is_dir()
    terminal = start("play", SHOES, "--seed", "7")
    deck = deck_on(terminal)
    talk = play_to(terminal, deck, "talk")
    terminal.press("f2")
    terminal.gone("Ana", "Ben", "shoes", *deck.said(talk))
    terminal.expect(lambda: terminal.text.strip() == "$", "there is more than a curtain")
    terminal.press("f2")
    terminal.wait("Ana", "Ben", *deck.said(talk))
