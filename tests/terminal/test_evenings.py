"""An evening put together for them: the plan, private wishes, cut short, and a kind end."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.terminal.conftest import Start
from tests.terminal.playing import (
    AT_HOME,
    AT_TABLE,
    CHECKOUT,
    NAMES,
    Deck,
    tree,
)
from tests.terminal.terminal import Terminal
from tests.terminal.turns import cut_off, from_palette, go_on, other, records, say_goodbye

STAGES = ("arrive", "open", "deepen", "soften", "close")
PLANNED = rf"(?m)^\W*({'|'.join(STAGES)}) +(\S.*?) {{2,}}(?:(\d+) min)?"
"""A row of the plan: the stage, the title, and the minutes where they are told."""


def plan_on(terminal: Terminal) -> list[tuple[str, str, str]]:
    """The stage, title and minutes of each part."""
    terminal.wait("enter begin")
    terminal.find(r"close +\S")
    return re.findall(PLANNED, terminal.text)


def ids_by_title() -> dict[str, str]:
    """The ids of all decks by their titles."""
    decks = (path.stem for path in (CHECKOUT / "decks").glob("*.toml"))
    return {Deck.named(deck_id, "Ana").values["title"]: deck_id for deck_id in decks}


def one_shown(terminal: Terminal, deck: Deck, turns: Sequence[dict[str, Any]]) -> int | None:
    """Which of these turns is on the screen, whoever plays which role."""
    sides = (deck, deck.swapped)
    shown = (any(all(map(terminal.shows, side.said(turn))) for side in sides) for turn in turns)
    return next((number for number, is_shown in enumerate(shown) if is_shown), None)


def wait_for_one(terminal: Terminal, deck: Deck, turns: Sequence[dict[str, Any]], then: str) -> int | None:
    """Wait until one of these turns is on the screen, or what comes then."""
    terminal.expect(
        lambda: terminal.shows(then) or one_shown(terminal, deck, turns) is not None, "the deck stands still"
    )
    return one_shown(terminal, deck, turns)


def hear_deck(terminal: Terminal, title: str, then: str) -> None:
    """Play a deck of talk and quiet; turns that can be spared may have been left out of it."""
    deck = Deck.named(ids_by_title()[title], "Ana")
    change = [{"kind": "read", "say": deck.values["change"]}] if deck.values.get("change_over", True) else []
    ahead = [*deck.opening, *deck.turns, *change, *deck.turns, *deck.closing]
    while ahead:
        certain = (n for n, turn in enumerate(ahead, 1) if not turn.get("spare") and turn["kind"] != "keep")
        now = wait_for_one(terminal, deck, ahead[: next(certain, len(ahead))], then)
        if now is None:
            break
        terminal.press("space")
        ahead = ahead[now + 1 :]
    terminal.wait(then)


def test_an_evening_is_cut_short_and_ends_kindly(start: Start, home: Path) -> None:
    terminal = start("evening", "--minutes", "20", "--purpose", "just-us", "--seed", "5")
    terminal.wait("Tonight: just us", "s swap this one", "d leave it out")
    told = int(terminal.find(r"About (\d+) of your 20 minutes")[1])
    plan = plan_on(terminal)
    assert 12 <= told <= 20
    assert abs(sum(int(minutes) for _, _, minutes in plan) - told) <= len(plan), "minutes are rounded"
    assert [stage for stage, _, _ in plan] == sorted((stage for stage, _, _ in plan), key=STAGES.index)
    assert (plan[0][0], plan[-1][0]) == ("arrive", "close")
    terminal.press("enter")

    titles = [title for _, title, _ in plan]
    terminal.wait(AT_TABLE, titles[0])
    hear_deck(terminal, titles[0], f"Next: {titles[1]}")
    terminal.press("space")
    terminal.gone("Next: ")
    from_palette(terminal, "five", "We have five minutes")
    terminal.wait(f"Next: {titles[-1]}")
    terminal.press("space")
    goodnight = Deck.named(ids_by_title()[titles[-1]], "Ana")
    hear_deck(terminal, titles[-1], goodnight.first_words(goodnight.values["farewell"]))
    say_goodbye(terminal, goodnight)

    [summary] = records(home, "sessions")
    arrived, begun, *_, closed = [ids_by_title()[title] for title in titles]
    assert [deck for deck in summary["decks"] if deck != begun] == [arrived, closed]
    assert summary["names"] == {"left": "Ana", "right": "Ben"}
    assert not (home / "journal.jsonl").exists()


def test_an_evening_that_was_cut_off_goes_on(start: Start, home: Path) -> None:
    assert home.is_dir()
    terminal = start("evening", "--minutes", "20", "--purpose", "play", "--seed", "5")
    titles = [title for _, title, _ in plan_on(terminal)]
    terminal.press("enter")
    hear_deck(terminal, titles[0], f"Next: {titles[1]}")
    cut_off(terminal)

    again = start()
    go_on(again)
    again.wait(AT_TABLE, f"Next: {titles[1]}")
    again.press("space")
    again.gone("Next: ")
    again.wait(AT_TABLE, titles[1])
    again.press("escape")
    again.wait("five minutes left")
    again.press("f")
    again.wait(f"Next: {titles[-1]}")


# Private wishes

CHOICES = 5 + 3 + 10
"""Paces, depths and topics."""
TONIGHT = ("How much time do you have?", "What is it for?")


def wish(terminal: Terminal, name: str, keys: str) -> None:
    """Alone with the laptop, this one chooses, and what is seen is the same as before."""
    terminal.find(rf"{name}, this is for you alone\. {other(name)}, look away")
    terminal.press("space")
    terminal.wait("Pace", "How close it may go", "Leave alone tonight", "f3 show mine")
    terminal.expect(lambda: terminal.text.count("• ") == CHOICES, "not all choices are masked")
    terminal.be_at_rest()
    masked = terminal.text
    terminal.press(*keys, "f3")
    chosen = masked.count("●") + 2 + sum(map(str.isalpha, keys))
    terminal.expect(lambda: terminal.text.count("●") == chosen, "a pace, a depth, and the topics")
    terminal.press("f3")
    terminal.expect(lambda: terminal.text == masked, "a mask tells what was chosen")
    terminal.press("enter")


def test_private_wishes_stay_private(start: Start, home: Path) -> None:
    begun = [begin_with_wishes(start, home, {"Ana": "17bc", "Ben": ""})]
    begun.append(begin_with_wishes(start, home, {"Ana": "", "Ben": "17bc"}))
    assert begun[0] == begun[1], "whoever wished what, the evening is the same"
    for word in ("wish", "resting", "ground", "light", "slow"):
        assert not re.search(rf'"[^"]*{word}[^"]*":', begun[0]), "what was wished for is in no file"


def begin_with_wishes(start: Start, home: Path, wishes: dict[str, str]) -> str:
    """Wish, look at the plan, begin, and end; answers how the journal begins."""
    terminal = start("evening", "--minutes", "30", "--seed", "5")
    terminal.wait("Tonight", *TONIGHT)
    before = tree(home)
    terminal.press("w")
    for name in NAMES:
        wish(terminal, name, wishes[name])
    terminal.wait("Within your 30 minutes.")
    plan = plan_on(terminal)
    assert {minutes for _, _, minutes in plan} == {""}, "minutes would tell the pace"
    assert tree(home) == before, "wishes are written nowhere"
    terminal.press("enter")
    terminal.wait(AT_TABLE, plan[0][1])
    assert not terminal.shows("pace ●")
    began = (home / "journal.jsonl").read_text(encoding="utf-8").splitlines()[0]
    assert json.loads(began)["event"]["hand"]["private"]

    terminal.press("escape")
    terminal.wait("end here")
    terminal.press("x")
    terminal.wait("Look at each other")
    terminal.press("space")
    terminal.wait(*AT_HOME, "pace: gentle")
    terminal.press("ctrl+q")
    assert terminal.status() == 0
    assert "pace" not in str(records(home, "sessions"))
    shutil.rmtree(home / "sessions")  # What was played lately is put together last.
    return began
