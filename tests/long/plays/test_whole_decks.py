"""Whole decks, from the first key to home again: what two people notice on the way."""

from __future__ import annotations

import re
from pathlib import Path

from tests.terminal.conftest import Start
from tests.terminal.playing import (
    NAMES,
    Deck,
    answer,
    deck_on,
    in_pane,
    take_from_shelf,
    wait_in_pane,
)
from tests.terminal.terminal import Terminal
from tests.terminal.turns import (
    both_see,
    card_on,
    first_to_speak,
    from_palette,
    hear_out,
    hears,
    holding,
    is_handed,
    leaks,
    other,
    records,
    say_goodbye,
    says,
    turn_over,
    write_by_hand,
    write_together,
)

DIGITS = r"(?<!\S)\d+:\d\d(?!\S)"
"""The time left in digits."""


# Guess me

GUESSES = {1: ("a wet dog", "rain on hot stone"), 2: ("no idea", "to the sea")}
"""In each round, the guess and the true answer."""


def test_guess_me(start: Start, home: Path) -> None:
    terminal = start()
    take_from_shelf(terminal, "Guess me")
    deck = deck_on(terminal, "guess-me")
    first_asked = deck.names["asked"]
    first_card = guess_a_round(terminal, deck, 1)
    terminal.wait(deck.first_words(deck.values["change"]), "Round 2 of 2 comes next")
    terminal.press("space")

    deck = deck.swapped
    second_card = guess_a_round(terminal, deck, 2)
    assert (first_card, first_asked) != (second_card, deck.names["asked"])
    assert first_card != second_card
    hear_out(terminal, deck, *deck.closing)
    assert holding(home, GUESSES[1][1]), "while it is played, it is there to go on with"
    say_goodbye(terminal, deck)

    for words in (*GUESSES[1], *GUESSES[2]):
        assert holding(home, words) == []
    [summary] = records(home, "sessions")
    assert summary["cards"] == [first_card, second_card]
    assert summary["decks"] == ["guess-me"]
    assert not (home / "journal.jsonl").exists()


def guess_a_round(terminal: Terminal, deck: Deck, number: int) -> str:
    """Both write unseen, turn over their own, and tell; answers the card."""
    guess, truth = GUESSES[number]
    asked, guesser = deck.names["asked"], deck.names["guesser"]
    read, _, reveal, why, story = deck.turns
    terminal.wait(f"round {number} of 2", *deck.said(read))
    card = card_on(terminal, deck)
    terminal.press("space")
    before = len(terminal.raw)
    write_by_hand(terminal, asked, truth)
    write_by_hand(terminal, guesser, guess)

    terminal.wait(*deck.said(reveal), card)
    both_see(terminal, "○ face down")
    assert not terminal.shows("go on"), "first both turn theirs over"
    turn_over(terminal, guesser, guess)
    wait_in_pane(terminal, asked, "○ face down")
    assert truth.encode() not in terminal.raw[before:], "only its owner turns it over"
    turn_over(terminal, asked, truth)
    assert in_pane(terminal, guesser, guess), "both lie side by side"
    terminal.wait("go on")
    terminal.press("space")

    for turn, speaker in ((why, guesser), (story, asked)):
        hears(terminal, deck, turn, speaker)
        terminal.wait(card)
        terminal.press("space")
    return card


# Sunday table

PLAN = "Thursday at eight: soup"


def test_sunday_table(start: Start, home: Path) -> None:
    terminal = start("play", "sunday-table", "--seed", "7", size=(100, 30))
    deck = at_the_table(terminal)
    first_teller = deck.names["teller"]
    tension(terminal, deck, again=True)
    terminal.wait(deck.first_words(deck.values["change"]), "Round 2 of 2 comes next")
    terminal.press("space")
    deck = deck.swapped
    assert deck.names["teller"] != first_teller, "both have told"
    tension(terminal, deck, again=False)

    breathe, small_thing, hour, _, keep_plan, *loved = deck.closing
    hear_out(terminal, deck, breathe)
    for together in (small_thing, hour):
        terminal.wait(*deck.said(together))
        both_see(terminal, "● talk together")
        terminal.press("space")
    write_together(terminal, PLAN)
    keep_the_plan(terminal, deck.first_words(keep_plan["say"]), home)
    for turn in loved[:2]:
        hears(terminal, deck, turn, deck.names[turn["floor"]])
        terminal.press("space")
    hear_out(terminal, deck, loved[2])
    say_goodbye(terminal, deck)

    from_palette(terminal, "things", "Things to do together")
    terminal.wait("Things to do together", PLAN, " & ".join(NAMES))
    assert len(holding(home, PLAN)) == 1, "the journal is gone, the plan is not"


def at_the_table(terminal: Terminal) -> Deck:
    """Breathe, thank each other, and find together what went well."""
    deck = Deck.named("sunday-table", "Ana")
    breathe, thanks, thanks_too, went_well = deck.opening
    hear_out(terminal, deck, breathe)
    deck = Deck.named("sunday-table", first_to_speak(terminal))
    hear_out(terminal, deck, thanks)
    hears(terminal, deck, thanks_too, deck.names["listener"])
    terminal.press("space")
    terminal.wait(*deck.said(went_well))
    both_see(terminal, "● talk together")
    terminal.press("space")
    return deck


def tension(terminal: Terminal, deck: Deck, *, again: bool) -> None:
    """One tells, the other says it back until it is understood."""
    read, tells, back, confirm, understand = deck.turns
    hear_out(terminal, deck, read)
    hears(terminal, deck, tells, deck.names["teller"])
    terminal.press("space")
    hears(terminal, deck, back, deck.names["listener"])
    terminal.press("space")
    terminal.wait(*deck.said(confirm))
    wait_in_pane(terminal, deck.names["teller"], confirm["answers"][0])
    assert not in_pane(terminal, deck.names["listener"], confirm["answers"][0]), "it is not theirs to say"
    if again:
        answer(terminal, confirm["answers"][2])
        terminal.wait(deck.first_words(back["again"]), deck.first_words(back["listen_again"]))
        wait_in_pane(terminal, deck.names["listener"], "● the floor is yours")
        terminal.press("space")
        terminal.wait(*deck.said(confirm))
    answer(terminal, confirm["answers"][0])
    hear_out(terminal, deck, understand)


def keep_the_plan(terminal: Terminal, asked: str, home: Path) -> None:
    """One yes keeps nothing; the second one puts it on the list."""
    terminal.wait(asked, PLAN, "Kept only if both of you say yes")
    says(terminal, "Ana", "yes")
    wait_in_pane(terminal, "Ana", "● yes")
    assert records(home, "plans") == []
    says(terminal, "Ben", "yes")
    terminal.wait("Saved. It is on your list")
    [plan] = records(home, "plans")
    assert (plan["text"], plan["by"], plan["deck"]) == (PLAN, "Ana & Ben", "Sunday table")
    assert plan["end"] == {"complete": True}
    terminal.press("space")


# Hold


def test_hold(start: Start, home: Path) -> None:
    terminal = start("play", "hold", "--seed", "7")
    deck = Deck.named("hold", "Ana")
    read, breathe, hand_in_hand = deck.opening
    hear_out(terminal, deck, read)
    terminal.wait(*deck.said(breathe))
    terminal.press("t")
    terminal.find(DIGITS)
    terminal.press("space")
    hush(terminal, deck, hand_in_hand)
    says(terminal, "Ana", "pass")

    askers = []
    for number, ends in ((1, "Ben"), (2, "Ana")):
        ask, say_so, silence = deck.turns
        terminal.wait(f"round {number} of 2", "● the floor is yours")
        deck = Deck.named("hold", first_to_speak(terminal))
        askers.append(deck.names["asker"])
        terminal.wait(*deck.said(ask))
        card_on(terminal, deck)
        terminal.press("space")
        hears(terminal, deck, say_so, deck.names["other"])
        terminal.press("space")
        hush(terminal, deck, silence)
        says(terminal, ends, "pass")
        if number == 1:
            hear_out(terminal, deck, {"kind": "read", "say": deck.values["change"]})
    assert sorted(askers) == sorted(NAMES), "both have asked"

    embrace, gaze, word, word_too, keep = deck.closing
    for turn in (embrace, gaze):
        hush(terminal, deck, turn)
        terminal.press("space")
    hear_out(terminal, deck, word, word_too, keep)
    say_goodbye(terminal, deck)
    [summary] = records(home, "sessions")
    assert len(set(summary["cards"])) == 2


def hush(terminal: Terminal, deck: Deck, turn: dict[str, object]) -> None:
    """Silence for both: the same on either side, a way out for either, and no numbers."""
    terminal.wait(*deck.said(turn), "space that was good")
    both_see(terminal, "No words needed.")
    both_see(terminal, "pass")
    assert not re.search(DIGITS, terminal.text), "silence is not counted"


# Kind to myself

SECRETS = {"Ana": ("ωξθψφ", "ჟღყფ"), "Ben": ("жщюыэ", "ժխծձ")}
"""What each blames themselves for, and what they would tell a friend; in letters used nowhere else."""


def test_kind_to_myself(start: Start, home: Path) -> None:
    terminal = start("play", "kind-to-myself", "--seed", "7")
    deck = Deck.named("kind-to-myself", "Ana")
    hear_out(terminal, deck, deck.opening[0])
    deck = Deck.named("kind-to-myself", is_handed(terminal))
    one, two = deck.names["reader"], deck.names["other"]
    for which in (0, 1):
        for name in (one, two):
            write_by_hand(terminal, name, SECRETS[name][which])
    terminal.wait(*deck.said(deck.turns[0]))
    for name in NAMES:
        assert all(holding(home, words) == ["journal.jsonl"] for words in SECRETS[name])
        assert not any(leaks(terminal, words) for words in SECRETS[name]), "nothing is seen while it is typed"

    open_some(terminal, deck, opens=0)
    terminal.wait(deck.first_words(deck.values["change"]))
    terminal.press("space")
    open_some(terminal, deck.swapped, opens=1)
    hear_out(terminal, deck.swapped, *deck.closing)
    say_goodbye(terminal, deck)
    terminal.press("ctrl+q")
    assert terminal.status() == 0

    assert not leaks(terminal, SECRETS[one][1]), "what stayed closed was never drawn"
    assert not leaks(terminal, SECRETS[two][0])
    assert [holding(home, words) for name in NAMES for words in SECRETS[name]] == [[]] * 4


def open_some(terminal: Terminal, deck: Deck, *, opens: int) -> None:
    """The reader turns over one of two texts, and leaves the other closed."""
    read, *reveals, answered, thanks = deck.turns
    reader = deck.names["reader"]
    hear_out(terminal, deck, read)
    for which, reveal in enumerate(reveals):
        terminal.wait(*deck.said(reveal), "go on")
        wait_in_pane(terminal, reader, "It may stay so.")
        assert not in_pane(terminal, other(reader), "turn mine over"), "it is not theirs"
        if which == opens:
            turn_over(terminal, reader, SECRETS[reader][which])
            assert not leaks(terminal, SECRETS[reader][1 - which])
        terminal.press("space")
    hear_out(terminal, deck, answered, thanks)
