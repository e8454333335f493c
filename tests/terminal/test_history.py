"""What was played, what was promised and what is in the jar: looked back on with the real program."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import tomli_w

from tests.terminal.conftest import Run, Start
from tests.terminal.playing import AT_HOME

FERN = "Water the fern"
NOW = datetime.now().astimezone().replace(microsecond=0)


def record(home: Path, folder: str, name: str, days: int, **values: object) -> Path:
    """A record of so many days ago."""
    when = NOW - timedelta(days=days)
    path = home / folder / f"{when:%Y}" / f"{when:%m}" / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = {"format": 1, "id": name, "when": when, **values, "end": {"complete": True}}
    path.write_text(tomli_w.dumps(whole), encoding="utf-8")
    return path


def evening(home: Path, name: str, days: int, decks: Sequence[str] = ("good-news",)) -> Path:
    """An evening of so many days ago; its file is as old as all others."""
    return record(home, "sessions", name, days, decks=list(decks), seconds=1800, cards=["A walk"])


def promise(home: Path, name: str = "p1", days: int = 3, **values: object) -> Path:
    """A promise of Ana's."""
    by = {"kind": "promise", "deck": "Small promises", "card": "A plant", "by": "Ana", "to": "Ben"}
    return record(home, "promises", name, days, **{**by, "text": FERN, "standing": "open", **values})


def test_sessions_are_listed_newest_first_and_forgotten_for_good(run: Run, home: Path) -> None:
    for name, days in (("b", 2), ("a", 1), ("c", 70)):
        evening(home, name, days, ("good-news", "mending"))
    told = run("sessions", "list", "--json")
    assert told.returncode == 0
    assert [row["id"] for row in json.loads(told.stdout)] == ["a", "b", "c"]
    assert json.loads(told.stdout)[0]["decks"] == ["good-news", "mending"]
    first = run("sessions", "list").stdout.splitlines()[0]
    assert "30 min" in first
    assert "good-news, mending" in first

    kept = run("sessions", "forget", "b", answer="n\n")
    assert (kept.returncode, "Nothing was changed." in kept.stdout) == (0, True)
    gone = run("sessions", "forget", "b", answer="y\n")
    assert "no trash" in gone.stdout
    assert [row["id"] for row in json.loads(run("sessions", "list", "--json").stdout)] == ["a", "c"]
    assert run("sessions", "forget", "--all", "--yes").returncode == 0
    assert json.loads(run("sessions", "list", "--json").stdout) == []
    assert not list((home / "sessions").rglob("*.toml"))
    assert not (home / "trash").exists()


@pytest.mark.parametrize("arguments", [(), ("a", "--all"), ("nobody",)], ids=" ".join)
def test_what_to_forget_has_to_be_clear(run: Run, home: Path, arguments: tuple[str, ...]) -> None:
    path = evening(home, "a", 1)
    told = run("sessions", "forget", *arguments, "--yes")
    assert (told.returncode, path.exists()) == (2, True)
    assert "Traceback" not in told.stderr


def test_beside_an_open_window_nothing_is_forgotten(run: Run, start: Start, home: Path) -> None:
    path = evening(home, "a", 1)
    promise(home)
    start().wait(FERN, "look back")
    told = run("sessions", "forget", "a", "--yes")
    assert (told.returncode, path.exists()) == (1, True)
    assert "open in another window" in told.stderr


def test_memories_are_listed_with_all_they_have(run: Run, home: Path) -> None:
    lines = {
        side: {"name": name, "line": f"{name}'s line"} for side, name in (("left", "Ana"), ("right", "Ben"))
    }
    felt = {"feelings": ["calm", "curious"], "place": "Porto"}
    about = {"deck": "Weather", "card": "A walk", **lines}
    record(home, "memories", "m1", 9, title="Rain", **about, **felt)
    for name, title in (("m2", "Rain in May"), ("m3", "The rain")):
        record(home, "memories", name, 9, title=title, of="m1", revises=["m1"], **about, **felt)
    (row,) = json.loads(run("memories", "list", "--json").stdout)
    assert row.keys() == {"id", "when", "title", "deck", "feelings", "place", "picture", "torn"}
    assert (row["id"], row["feelings"], row["place"]) == ("m1", ["calm", "curious"], "Porto")
    assert (row["picture"], row["torn"]) == ("", True)
    shown = run("memories", "show", "m1").stdout
    for words in ("two versions", "Rain in May", "The rain", "calm, curious", "Porto", "Ana: Ana's line"):
        assert words in shown
    assert len(json.loads(run("memories", "show", "m1", "--json").stdout)["versions"]) == 2


def test_home_asks_about_a_promise_and_what_both_say_stays(start: Start, home: Path) -> None:
    path = promise(home)
    before = path.read_bytes()
    terminal = start()
    terminal.wait("Ana promised", FERN, *AT_HOME)
    terminal.press("b")
    terminal.wait("How does it stand?", "Still trying")
    terminal.press("a")
    terminal.wait("a ●")
    terminal.click("○ l")
    terminal.wait("Noted: kept.")
    terminal.gone("Ana promised")
    assert path.read_bytes() == before
    versions = [file for file in (home / "promises").rglob("*.toml") if file != path]
    assert len(versions) == 1
    terminal.press("ctrl+q")
    assert terminal.status() == 0

    again = start()
    again.press("ctrl+p")
    again.wait("Search")
    again.type("promises")
    again.wait("The small ones you made.")
    again.press("enter")
    again.wait(FERN, "kept", "say how it stands")


def test_what_was_played_is_seen_and_forgotten_in_the_app(start: Start, home: Path) -> None:
    paths = [evening(home, name, days) for name, days in (("a", 1), ("b", 2))]
    terminal = start(size=(60, 20))
    terminal.wait(*AT_HOME)
    terminal.press("ctrl+p")
    terminal.wait("Search")
    terminal.type("played")
    terminal.wait("the decks, the time")
    terminal.press("enter")
    terminal.wait("Yesterday", "Good news", "30 min")
    terminal.press("x")
    terminal.wait("Forget this session?")
    terminal.press("a", "l")
    terminal.expect(lambda: not paths[0].exists(), "it is not forgotten")
    terminal.gone("Yesterday", "Forget this session?")
    terminal.wait("Good news", "30 min", "forget this one")
    assert paths[1].exists()
