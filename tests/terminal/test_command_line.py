"""The command line: what it lists, what it finds wrong, and its exit status."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from tests.terminal.conftest import Run, Start
from tests.terminal.playing import CHECKOUT, SHELF, SHOES, both_say, memories, to_the_reveal

SHIPPED = {path.stem for path in (CHECKOUT / "decks").glob("*.toml")}


def test_it_tells_its_version_and_its_commands(run: Run) -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert run("--version").stdout == f"duologue {project['version']}\n"
    told = run("--help")
    assert told.returncode == 0
    for command in ("play", "couple", "decks", "themes", "memories", "where"):
        assert re.search(rf"^  {command} +\S", told.stdout, re.MULTILINE)


@pytest.mark.parametrize(
    "arguments",
    [
        ("plya",),
        ("play",),
        ("play", SHOES, "--seed", "many"),
        ("decks", "check"),
        ("decks", "check", "no-such-file.toml"),
        ("couple", "--left", "Ana"),
        ("couple", "--left", "Ana", "--right", "  "),
        ("memories", "show", "nothing-like-it"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_told_with_status_2(run: Run, arguments: tuple[str, ...]) -> None:
    told = run(*arguments)
    assert told.returncode == 2
    assert told.stderr.strip()
    assert "Traceback" not in told.stderr


def test_an_unknown_deck_is_answered_with_the_nearest_name(run: Run) -> None:
    told = run("play", "in-your-shoe")
    assert told.returncode == 2
    assert SHOES in told.stderr
    assert "in-your-shoe”" in told.stderr or "in-your-shoe'" in told.stderr


def test_names_are_said_on_the_command_line(run: Run, start: Start) -> None:
    assert run("couple", "--left", "Ana [/]", "--right", "Ben").returncode == 0
    terminal = start()
    terminal.wait("Ana [/]", "Ben", *SHELF)


def test_decks_are_listed(run: Run) -> None:
    told = run("decks", "list")
    assert told.returncode == 0
    assert {line.split()[0] for line in told.stdout.splitlines()} == SHIPPED
    rows = json.loads(run("decks", "list", "--json").stdout)
    assert {row["id"] for row in rows} == SHIPPED
    assert all(row["title"] and row["about"] and row["minutes"] > 0 and not row["own"] for row in rows)


def test_themes_are_listed(run: Run) -> None:
    told = run("themes", "list")
    assert told.returncode == 0
    rows = json.loads(run("themes", "list", "--json").stdout)
    assert {line.split()[0] for line in told.stdout.splitlines()} == {row["id"] for row in rows}
    assert {row["id"]: row["dark"] for row in rows} == {
        "contrast": True,
        "hearth": True,
        "linen": False,
        "midnight": True,
    }


def test_what_is_shipped_is_found_right(run: Run) -> None:
    for kind in ("decks", "themes"):
        told = run(kind, "check", CHECKOUT / kind)
        assert (told.returncode, told.stdout) == (0, "")


def test_a_deck_with_several_faults_gets_a_line_for_each(run: Run, tmp_path: Path) -> None:
    text = (CHECKOUT / "decks" / f"{SHOES}.toml").read_text(encoding="utf-8")
    faulty = tmp_path / "faulty.toml"
    changed = text.replace("rounds   = 2", "rounds   = 3").replace("depth    = 2", "depth    = 9")
    changed = changed.replace('kind    = "talk"', 'kind    = "tlak"', 1)
    faulty.write_text(changed, encoding="utf-8")
    lines = changed.splitlines()
    wanted = {1 + next(n for n, line in enumerate(lines) if part in line) for part in ("= 3", "= 9", "tlak")}
    told = run("decks", "check", faulty)
    assert told.returncode == 1
    found = [re.fullmatch(r"(.+):(\d+): ([^:]+): (.+)", line) for line in told.stdout.splitlines()]
    assert all(found)
    assert {match[1] for match in found if match} == {str(faulty)}
    assert wanted <= {int(match[2]) for match in found if match}
    assert "talk" in told.stdout, "the nearest name"


def test_a_theme_that_cannot_be_read_by_everybody_is_refused(run: Run, tmp_path: Path) -> None:
    text = (CHECKOUT / "themes" / "linen.toml").read_text(encoding="utf-8")
    values = tomllib.loads(text)
    pale = tmp_path / "pale.toml"
    pale.write_text(text.replace(values["muted"], values["background"]), encoding="utf-8")
    told = run("themes", "check", pale)
    assert told.returncode == 1
    line = 1 + next(n for n, row in enumerate(text.splitlines()) if row.startswith("muted"))
    assert told.stdout.startswith(f"{pale}:{line}: muted: ")


def test_a_folder_is_checked_whole(run: Run, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.toml").write_text("title = ", encoding="utf-8")
    told = run("decks", "check", tmp_path)
    assert told.returncode == 1
    assert all(f"{tmp_path / name}.toml:1: " in told.stdout for name in ("one", "two"))


def test_memories_are_listed_and_shown(run: Run, start: Start, home: Path) -> None:
    empty = run("memories", "list", "--json")
    assert (empty.returncode, json.loads(empty.stdout)) == (0, [])
    terminal = start("play", SHOES, "--seed", "7")
    to_the_reveal(terminal, "a [red] scarf", "the last bus")
    both_say(terminal, "keep")
    terminal.wait("Saved")

    [row] = json.loads(run("memories", "list", "--json").stdout)
    assert row["title"] == "The blue door"
    assert row["id"] in run("memories", "list").stdout
    shown = run("memories", "show", row["id"])
    assert shown.returncode == 0
    assert "Ana: a [red] scarf\nBen: the last bus\n" in shown.stdout
    in_json = json.loads(run("memories", "show", row["id"], "--json").stdout)
    assert in_json["right"] == {"name": "Ben", "line": "the last bus"}
    assert run("memories", "show", row["id"][:-1] + "zz").returncode == 2

    [record] = memories(home)
    record.write_bytes(record.read_bytes()[:-10])
    told = run("memories", "list")
    assert told.returncode == 1
    assert str(record) in told.stderr


def test_it_tells_where_everything_lies(run: Run, new_home: Path) -> None:
    places = json.loads(run("where", "--json").stdout)
    assert places["memories"] == str(new_home / "memories")
    assert places["journal"] == str(new_home / "journal.jsonl")
    assert places["agreed"] == str(new_home / "agreed.toml")
    told = run("where")
    assert told.returncode == 0
    assert all(place in told.stdout for place in places.values())
    assert not new_home.exists(), "asking makes nothing"
