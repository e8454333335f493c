"""Everything can be done by clicking on what is shown."""

from __future__ import annotations

from pathlib import Path

from tests.terminal.conftest import Start
from tests.terminal.playing import AT_HOME, deck_on, memories
from tests.terminal.turns import running_text


def test_a_session_is_played_with_the_mouse_alone(start: Start, home: Path) -> None:
    terminal = start(size=(100, 30))
    terminal.click("pace: gentle")
    terminal.wait("pace: easy")
    terminal.scroll_to("In your shoes", over="Our intention")
    terminal.click("In your shoes")
    deck = deck_on(terminal)
    terminal.click("q slower")
    terminal.wait("pace ●●○○○ gentle")
    card = next(card["text"] for card in deck.values["card"] if card["text"] in running_text(terminal))
    terminal.click("another card")
    terminal.expect(lambda: card not in running_text(terminal), "the card is still there")
    terminal.wait(*deck.said(deck.turns[0]))
    for turn in deck.turns:
        terminal.wait(*deck.said(turn))
        if turn["kind"] == "keep":
            break
        if turn["kind"] == "confirm":
            terminal.click("That's me")
        elif turn["kind"] == "talk":
            terminal.click("I'm done")
        else:
            terminal.click("go on")
    terminal.click("a yes")
    terminal.wait("● yes")
    terminal.click("k not now")
    terminal.wait(deck.first_words(deck.values["change"]))
    terminal.click("esc time-out")
    terminal.click("end here, kindly")
    terminal.wait(deck.first_words(deck.values["farewell"]))
    terminal.click("space home")
    terminal.wait(*AT_HOME)
    terminal.click("j jar")
    terminal.wait("Empty yet")
    terminal.click("esc back")
    terminal.click("f1 help")
    terminal.wait("It is not therapy")
    terminal.press("escape")
    terminal.gone("It is not therapy")
    terminal.click("ctrl+q leave")
    assert terminal.status() == 0
    assert memories(home) == []


def test_the_candle_is_handled_with_the_mouse(start: Start, home: Path) -> None:
    assert home.is_dir()
    terminal = start("play", "how-are-you-really", "--seed", "7")
    terminal.click("t clock")
    terminal.wait("0:4")
    terminal.click("w more time")
    terminal.wait("1:4")
    terminal.click("o more time")
    terminal.wait("2:4")
    terminal.click("t clock")
    terminal.gone("2:4", "2:3")
    terminal.click("i pass")
    terminal.gone("breathe in", "breathe out")
