"""What stays from one evening to the next: promises, letters, cards of their own, and stars."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tests.terminal.conftest import Start
from tests.terminal.playing import (
    AT_HOME,
    NAMES,
    Deck,
    deck_on,
    in_pane,
    mask,
    wait_in_pane,
    wait_to_type,
)
from tests.terminal.terminal import Terminal
from tests.terminal.turns import (
    card_on,
    end_here,
    first_to_speak,
    from_palette,
    hear_out,
    hears,
    leaks,
    other,
    records,
    say_goodbye,
    says,
    take_the_keyboard,
    turn_over,
    write_by_hand,
)

PROMISES = {"Ana": "soup on Tuesday", "Ben": "the lamp by Friday"}
LETTERS = {"Ana": ("ωξθψ", "φχζ"), "Ben": ("жщюы", "ցդֆ")}
"""Two paragraphs each, in letters that stand nowhere else."""
OUR_CARD = "The song from the ferry, and who sang"


# Promises


def test_promises_are_looked_back_on(start: Start, home: Path) -> None:
    promise_something(start(*("play", "small-promises", "--seed", "7")), home)

    again = start("play", "small-promises", "--seed", "8")
    first = picks(again)
    looks_back(again, first, "Kept" if first == "Ana" else "Still trying")
    looks_back(again, other(first), "Kept" if first == "Ben" else "Still trying")
    deck = Deck.named("small-promises", first_to_speak(again))
    assert {promise["standing"] for promise in records(home, "promises")} == {"open"}, "not before the end"
    end_here(again, deck)
    standings = {promise["by"]: promise["standing"] for promise in records(home, "promises")}
    assert standings == {"Ana": "kept", "Ben": "trying"}
    from_palette(again, "promises", "Promises")
    again.find(rf"{PROMISES['Ana']}[\s│]+kept\b")
    again.wait("Promises", PROMISES["Ben"])
    again.press("escape", "ctrl+q")
    assert again.status() == 0

    third = start("play", "small-promises", "--seed", "9")
    looks_back(third, "Ben", "Let it go")
    third.wait("● the floor is yours")
    assert PROMISES["Ana"].encode() not in third.raw, "what was kept is done"


def promise_something(terminal: Terminal, home: Path) -> None:
    """A first session: nothing to look back on, and a promise each, kept by both."""
    terminal.wait("round 1 of 2", "● the floor is yours")
    deck = Deck.named("small-promises", first_to_speak(terminal))
    for number in (1, 2):
        for turn in deck.turns:
            hears(terminal, deck, turn, deck.names[turn["floor"]])
            terminal.press("space")
        if number == 1:
            terminal.wait(deck.first_words(deck.values["change"]))
            terminal.press("space")
            deck = deck.swapped
    _, reveal, keep, keep_moment = deck.closing
    for role in deck.values["roles"]:
        write_by_hand(terminal, deck.names[role], PROMISES[deck.names[role]])
    terminal.wait(*deck.said(reveal))
    for name in NAMES:
        turn_over(terminal, name, PROMISES[name])
    terminal.press("space")
    terminal.wait(*deck.said(keep))
    for name in NAMES:
        wait_in_pane(terminal, name, PROMISES[name])
        assert records(home, "promises") == []
        says(terminal, name, "yes")
    terminal.wait("Saved. You look back on it next time.")
    assert {promise["by"]: promise["text"] for promise in records(home, "promises")} == PROMISES
    terminal.press("space")
    hear_out(terminal, deck, keep_moment)
    say_goodbye(terminal, deck)
    terminal.press("ctrl+q")
    assert terminal.status() == 0


def picks(terminal: Terminal) -> str:
    """Whose turn it is to pick in the open."""
    terminal.expect(lambda: any(in_pane(terminal, name, "● yours to pick") for name in NAMES), "no pick")
    return next(name for name in NAMES if in_pane(terminal, name, "● yours to pick"))


def looks_back(terminal: Terminal, name: str, answered: str) -> None:
    """This one sees their own promise, and says how it stands."""
    wait_in_pane(terminal, name, f"“{PROMISES[name]}”", "● yours to pick", answered)
    wait_in_pane(terminal, other(name), f"Let {name} choose.")
    terminal.click(answered)


def test_how_a_promise_stands_is_in_its_row(start: Start, home: Path) -> None:
    folder = home / "promises" / "2026" / "01"
    folder.mkdir(parents=True)
    (folder / "one.toml").write_text(
        'format = 1\nid = "one"\nwhen = 2026-01-02T20:00:00Z\ndeck = "Small promises"\ncard = "A card"\n'
        f'kind = "promise"\nby = "Ana"\nto = "Ben"\ntext = "{PROMISES["Ana"]}"\nstanding = "kept"\n\n'
        "[end]\ncomplete = true\n"
    )
    terminal = start()
    terminal.wait(*AT_HOME)
    from_palette(terminal, "promises", "Promises")
    terminal.find(rf"{PROMISES['Ana']} +kept")
    terminal.wait("Friday 2 January 2026")


# Letters


def test_letters_wait_until_they_are_opened(start: Start, home: Path) -> None:
    terminal = start("play", "far-apart", "--seed", "7")
    visit(terminal)
    terminal.press("ctrl+q")
    assert terminal.status() == 0
    kept = {letter["by"]: letter["text"] for letter in records(home, "letters")}
    assert kept == {name: "\n\n".join(LETTERS[name]) for name in NAMES}
    assert not any(leaks(terminal, part) for name in NAMES for part in LETTERS[name]), "it is never shown"
    assert not (home / "journal.jsonl").exists()

    another_day = start()
    another_day.wait(*AT_HOME)
    from_palette(another_day, "letters", "Letters")
    another_day.wait("For Ben, from Ana", "For Ana, from Ben", "It is closed.")
    assert not any(leaks(another_day, part) for name in NAMES for part in LETTERS[name])
    another_day.click("For Ben, from Ana")
    another_day.wait(*LETTERS["Ana"])
    assert not any(leaks(another_day, part) for part in LETTERS["Ben"]), "the other one stays closed"
    another_day.press("escape")
    another_day.gone(*LETTERS["Ana"])


def visit(terminal: Terminal) -> None:
    """Both show something, write a letter each, and keep both."""
    terminal.wait("round 1 of 2", "● the floor is yours")
    deck = Deck.named("far-apart", first_to_speak(terminal))
    hear_out(terminal, deck, *deck.turns)
    terminal.wait(deck.first_words(deck.values["change"]))
    terminal.press("space")
    deck = deck.swapped
    hear_out(terminal, deck, *deck.turns)
    for role in deck.values["roles"]:
        write_letter(terminal, deck.names[role])
    _, keep, call, plan, _, keep_moment = deck.closing
    terminal.wait(*deck.said(keep), "A letter stays closed")
    for name in NAMES:
        says(terminal, name, "yes")
    terminal.wait("Saved. It waits until it is opened.")
    terminal.press("space")
    terminal.wait(*deck.said(call))
    terminal.press("space")
    terminal.wait(deck.first_words(plan["together"]))
    terminal.press("f4")
    hear_out(terminal, deck, keep_moment)
    say_goodbye(terminal, deck)


def write_letter(terminal: Terminal, name: str) -> None:
    """A letter has paragraphs, and enter does not end it."""
    take_the_keyboard(terminal, name)
    wait_to_type(terminal, name)
    one, two = LETTERS[name]
    terminal.type(f"{one}\r\r{two}")
    wait_in_pane(terminal, name, mask(one), mask(two), "ctrl+s done")
    terminal.press("ctrl+s")


# Cards of their own, and stars


def test_a_card_of_their_own_can_be_played(start: Start, home: Path) -> None:
    terminal = start("play", "our-intention", "--seed", "7")
    deck = Deck.named("our-intention", "Ana")
    hear_out(terminal, deck, *deck.opening)
    deck = deck_on(terminal, "our-intention")
    hear_out(terminal, deck, *deck.turns)
    terminal.wait(deck.first_words(deck.values["change"]), "n a card of our own")
    terminal.press("n")
    terminal.wait("A card of your own, for Our intention")
    wait_to_type(terminal, None)
    terminal.type(OUR_CARD)
    terminal.wait(OUR_CARD)
    terminal.press("enter")
    terminal.wait("Your card is in Our intention now.", deck.first_words(deck.values["change"]))
    own = tomllib.loads((home / "decks" / "our-intention.toml").read_text(encoding="utf-8"))
    assert OUR_CARD in {card["text"] for card in own["card"]}
    terminal.press("space")
    terminal.wait("round 2 of 2", *deck.swapped.said(deck.turns[0]))
    end_here(terminal, deck)
    terminal.press("ctrl+q")
    assert terminal.status() == 0

    again = start("play", "our-intention", "--seed", "7")
    hear_out(again, deck, *deck.opening)
    known = [card["text"] for card in deck.values["card"]]
    for _ in range(len(known)):
        again.wait("e another card")
        again.expect(lambda: OUR_CARD in again.text or any(map(again.shows, known)), "no card is there")
        if again.shows(OUR_CARD):
            break
        card = card_on(again, deck)
        again.press("e")
        again.gone(card)
    hear_out(again, deck_on(again, "our-intention"), *deck.turns)
    end_here(again, deck)
    assert OUR_CARD in records(home, "sessions")[-1]["cards"]


def test_a_star_is_found_again(start: Start, home: Path) -> None:
    terminal = start("play", "guess-me", "--seed", "7")
    deck = deck_on(terminal, "guess-me")
    card = card_on(terminal, deck)
    terminal.press("b")
    terminal.wait("round 1 of 2  ★", "b take the star away")
    end_here(terminal, deck)
    terminal.press("ctrl+q")
    assert terminal.status() == 0
    [star] = records(home, "stars")
    assert (star["deck"], star["card"]) == ("guess-me", card)

    again = start()
    again.wait(*AT_HOME)
    from_palette(again, card[:12].strip(), f"★ {card[:20]}")
    again.wait("Guess me · round 1 of 2  ★")
    assert card_on(again, deck) == card, "it comes first, although it was played lately"
    again.press("b")
    again.wait("b star")
    end_here(again, deck)
    assert records(home, "stars") == []
