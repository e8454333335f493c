"""A deck that goes deep: asked of both first, in three sets, and stopped kindly where they like."""

from __future__ import annotations

import re
from pathlib import Path

from tests.terminal.conftest import Start
from tests.terminal.playing import (
    AT_HOME,
    AT_TABLE,
    NAMES,
    Deck,
    both_say,
    give_title,
    in_pane,
    tree,
    wait_in_pane,
)
from tests.terminal.playing import write_unseen as write_line
from tests.terminal.terminal import Terminal
from tests.terminal.turns import (
    PICKED,
    both_see,
    card_on,
    first_to_speak,
    hear_out,
    hears,
    is_handed,
    other,
    pick_circles,
    records,
    say_goodbye,
    says,
)

CLOSER = "closer-by-degrees"
ROUNDS = 12


def test_all_three_sets(start: Start, home: Path) -> None:
    terminal = start("play", CLOSER, "--seed", "7")
    deck = begin_closer(terminal)
    cards = [*a_set(terminal, deck, 1)]
    for number in (2, 3):
        asked_for_set(terminal, deck, number)
        both_say(terminal, "go on")
        cards += a_set(terminal, deck, number)
    for number in (1, 2, 3):
        of_set = [card["text"] for card in deck.values["card"] if card["set"] == number]
        dealt = cards[(number - 1) * ROUNDS : number * ROUNDS]
        assert dealt == [text for text in of_set if text in dealt], "each question once, as it rises"
        assert len(dealt) == ROUNDS

    how_close(terminal, deck)
    hush, thanks, thanks_too, keep = deck.closing[3:]
    terminal.wait(*deck.said(hush), "that was good")
    terminal.press("space")
    reader = deck.swapped.names["reader"]
    for turn, speaker in ((thanks, reader), (thanks_too, other(reader))):
        hears(terminal, deck.swapped, turn, speaker)
        terminal.press("space")
    terminal.wait(*deck.said(keep))
    keep_an_answer(terminal)
    say_goodbye(terminal, deck)

    [summary] = records(home, "sessions")
    assert summary["cards"] == cards
    [memory] = records(home, "memories")
    assert memory["deck"] == deck.values["title"]
    assert memory["right"] == {"name": "Ben", "line": "the tram"}
    assert not (home / "journal.jsonl").exists()


def begin_closer(terminal: Terminal) -> Deck:
    """Both are asked, each by their own keys, and only then it begins."""
    deck = Deck.named(CLOSER, "Ana")
    terminal.wait("Closer by degrees goes deep.", deck.first_words(deck.values["not_for"]))
    both_see(terminal, "Nobody is told who said what.")
    says(terminal, "Ben", "now is good")
    wait_in_pane(terminal, "Ben", "Your answer is in.")
    assert in_pane(terminal, "Ana", "now is good", "not now")
    says(terminal, "Ana", "now is good")
    hear_out(terminal, deck, *deck.opening)
    terminal.wait(deck.values["set"][0]["title"], deck.first_words(deck.values["set"][0]["say"]))
    terminal.press("space")
    terminal.wait("● the floor is yours")
    return Deck.named(CLOSER, first_to_speak(terminal))


def a_set(terminal: Terminal, deck: Deck, number: int) -> list[str]:
    """Twelve questions, both answer each, and who begins changes; answers the cards."""
    cards = []
    first, second = deck.turns
    for within in range(ROUNDS):
        terminal.wait(f"round {(number - 1) * ROUNDS + within + 1} of 36")
        reader = deck.names["reader" if within % 2 == 0 else "second"]
        hears(terminal, deck, first, reader)
        cards.append(card_on(terminal, deck))
        terminal.press("space")
        hears(terminal, deck, second, other(reader))
        assert card_on(terminal, deck) == cards[-1]
        terminal.press("space")
    return cards


def asked_for_set(terminal: Terminal, deck: Deck, number: int) -> None:
    """What comes next is told, and both are asked whether they like."""
    following = deck.values["set"][number - 1]
    terminal.wait(following["title"], deck.first_words(following["say"]), "Both are good.")
    for name in NAMES:
        wait_in_pane(terminal, name, "go on", "stop here")


def how_close(terminal: Terminal, deck: Deck) -> None:
    """Both pick unseen; Ana turns hers over, Ben would rather keep his to himself."""
    pick, reveal = deck.closing[:2]
    assert pick["from"] == "circles"
    first = is_handed(terminal)
    pick_circles(terminal, first, 6)
    wait_in_pane(terminal, other(first), "this is for you")
    terminal.expect(lambda: not re.search(PICKED[6], terminal.text), "the other one sees what was picked")
    pick_circles(terminal, other(first), 2)
    terminal.wait(*deck.said(reveal))
    both_see(terminal, "○ face down")
    says(terminal, "Ana", "turn mine over")
    wait_in_pane(terminal, "Ana", "● turned over")
    wait_in_pane(terminal, "Ben", "It may stay so.")
    terminal.press("space")


def keep_an_answer(terminal: Terminal) -> None:
    """Both keep a moment: a title, and a line each."""
    both_say(terminal, "yes")
    give_title(terminal, "The tram")
    write_line(terminal, "Ana", "the last seat")
    write_line(terminal, "Ben", "the tram")
    wait_in_pane(terminal, "Ana", "the last seat")
    wait_in_pane(terminal, "Ben", "the tram")
    both_say(terminal, "keep")
    terminal.wait("Saved.")
    terminal.press("space")


def test_it_stops_kindly_after_the_first_set(start: Start, home: Path) -> None:
    terminal = start("play", CLOSER, "--seed", "7")
    deck = begin_closer(terminal)
    cards = a_set(terminal, deck, 1)
    asked_for_set(terminal, deck, 2)
    before = tree(home)
    says(terminal, "Ben", "stop here")
    wait_in_pane(terminal, "Ben", "Your answer is in.")
    assert tree(home) == before, "who said what is on no disk"
    says(terminal, "Ana", "go on")

    pick, reveal, _, hush, *thanks, keep = deck.closing
    assert pick["from"] == "circles"
    for _ in NAMES:
        rather_not(terminal)
    assert reveal["shows"] == pick["name"], "nothing was picked, so there is nothing to turn over"
    hear_out(terminal, deck, hush)
    hear_out(terminal, deck.swapped, *thanks)
    terminal.wait(*deck.said(keep))
    keep_an_answer(terminal)
    say_goodbye(terminal, deck)
    [memory] = records(home, "memories")
    assert memory["card"] in cards, "it belongs to a card that they have seen"
    [summary] = records(home, "sessions")
    assert summary["cards"] == cards, "what was never on the table was not played"


def rather_not(terminal: Terminal) -> None:
    """Whoever is handed the keyboard would rather not."""
    name = is_handed(terminal)
    says(terminal, name, "rather not")
    terminal.expect(lambda: not in_pane(terminal, name, "this is for you"), f"{name} is still asked")


def test_something_light_comes_where_one_says_not_now(start: Start, home: Path) -> None:
    terminal = start("play", CLOSER, "--seed", "7")
    terminal.wait("Closer by degrees goes deep.")
    says(terminal, "Ana", "not now")
    wait_in_pane(terminal, "Ana", "Your answer is in.")
    says(terminal, "Ben", "now is good")
    terminal.wait("Something light, then.", "Next: ")
    both_see(terminal, "There is no hurry.")
    terminal.press("space")
    terminal.gone("Something light, then.")
    terminal.wait(AT_TABLE)
    assert not terminal.shows("Closer by degrees")
    terminal.press("escape")
    terminal.wait("end here")
    terminal.press("x")
    terminal.wait("Look at each other")
    terminal.press("space")
    terminal.wait(*AT_HOME)
    [summary] = records(home, "sessions")
    assert CLOSER not in summary["decks"], "it was not played"
