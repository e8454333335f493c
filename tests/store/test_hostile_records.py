"""Whatever lies in the couple's folders: it is named with its reason, left as it is, and in nobody's way."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from duologue.cli.commands import cli
from duologue.core.closeness import Closeness
from duologue.core.memory import Memory
from duologue.core.note import Note
from duologue.core.problem import Problem
from duologue.core.summary import Summary
from duologue.core.text import REPLACEMENT
from duologue.store.closeness import load_closeness
from duologue.store.index import Index
from duologue.store.notes import load_kept_notes, stand
from duologue.store.paths import HOME_VARIABLE, Paths
from duologue.store.records import load_memories, load_record, save_memory, save_record
from duologue.store.stars import load_stars, star_problems
from duologue.store.summaries import cards_seen, forget_all, load_summaries
from duologue.store.toml_files import save
from tests.builders import WHEN
from tests.store.conftest import SomebodyElse

LINES = {"left": {"name": "Ana", "line": "Rain."}, "right": {"name": "Ben", "line": "Bread."}}
MEMORY = {"format": 1, "id": "m", "when": WHEN, "deck": "Weather", "card": "A walk", "title": "Rain", **LINES}
NOTE = {"format": 1, "id": "n", "when": WHEN, "deck": "Paper", "card": "A pen", "by": "Ana", "to": "Ben",
        "text": "Water the fern,\nand the other fern."}  # fmt: skip
SUMMARY = {"format": 1, "id": "s", "when": WHEN, "decks": ["weather"], "seconds": 600, "cards": ["A walk"],
           "names": {"left": "Ana", "right": "Ben"}, "floor_seconds": {"left": 60, "right": 70}}  # fmt: skip
CLOSENESS = {"format": 1, "id": "c", "when": WHEN, "deck": "Circles", "left": {"name": "Ana", "circle": 3},
             "right": {"name": "Ben", "circle": 5}}  # fmt: skip
STAR = {"format": 1, "deck": "weather", "card": "A walk"}
END = {"end": {"complete": True}}

Listing = tuple[list[str], list[Problem]]


@dataclass(frozen=True)
class Kind:
    """One kind of thing that is kept."""

    model: type[BaseModel]
    record: dict[str, object]
    load: Callable[[Paths], Listing]
    """Ids of what can be read, and what cannot."""
    flat: bool = False


def _notes(paths: Paths, kind: str) -> Listing:
    kept, problems = load_kept_notes(paths, kind)  # type: ignore[arg-type]
    return [each.root for each in kept], problems


def _memories(paths: Paths) -> Listing:
    memories, problems = load_memories(paths)
    return [memory.id for memory in memories], problems


def _through_the_index(paths: Paths) -> Listing:
    index = Index(paths.index, paths.memories)
    index.refresh()
    listing = [glimpse.root for glimpse in index.glimpses()], index.problems()
    index.close()
    return listing


def _sessions(paths: Paths) -> Listing:
    summaries, problems = load_summaries(paths)
    return [summary.id for summary in summaries], problems


def _closeness(paths: Paths) -> Listing:
    circles, problems = load_closeness(paths)
    return [each.id for each in circles], problems


def _stars(paths: Paths) -> Listing:
    return [star.deck_id for star in load_stars(paths)], star_problems(paths)


KINDS = {
    "memories": Kind(Memory, MEMORY, _memories),
    "memories, indexed": Kind(Memory, MEMORY, _through_the_index),
    **{
        f"{kind}s": Kind(Note, {**NOTE, "kind": kind}, lambda paths, kind=kind: _notes(paths, kind))  # type: ignore[misc]
        for kind in ("promise", "plan", "letter")
    },
    "sessions": Kind(Summary, SUMMARY, _sessions),
    "closeness": Kind(Closeness, CLOSENESS, _closeness),
    "stars": Kind(Summary, STAR, _stars, flat=True),
}
RECORDS = [name for name, each in KINDS.items() if not each.flat]


@pytest.fixture(params=list(KINDS))
def kind(request: pytest.FixtureRequest) -> Kind:
    """Each kind in turn."""
    return KINDS[request.param]


@pytest.fixture
def folder(request: pytest.FixtureRequest, paths: Paths, kind: Kind) -> Path:
    """Where one good record of this kind lies, in `good.toml`."""
    name: str = request.node.callspec.params["kind"]
    top = paths.data / name.partition(",")[0]
    folder = top if kind.flat else top / f"{WHEN:%Y}" / f"{WHEN:%m}"
    save(folder / "good.toml", {**kind.record, **END})
    return folder


BOMBS: dict[str, str] = {
    "nested": "x = " + "[" * 100_000,
    "dots": "a." * 40_000 + "a = 1",
    "tables": "[a]\n" * 3,
    "number": "x = " + "9" * 100_000,
    "empty": "",
    "blank": "\n\n\n",
    "sentence": "this is no TOML at all",
    "escapes": "\x1b]0;owned\x07\x1b[2J = 1",
    "nul": "format = 1\x00",
    "merge": "<<<<<<< ours\nformat = 1\n=======\nformat = 1\n>>>>>>> theirs\n",
    "future": "format = 2\nmood = 'another'\n[end]\ncomplete = true\n",
    "far future": "format = 99999999999\n",
    "cut": "format = 1\nid = 'x'\n",
    "wrong": "format = 1\nid = '../up'\nwhen = 5\ndeck = 1\ncard = 1\n[end]\ncomplete = true\n",
}
FOREIGN: dict[str, bytes] = {
    "photo": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(256)) * 8,
    "utf16": "format = 1".encode("utf-16"),
    "huge": b"# " + b"x" * (256 * 1024),
    **{name: text.encode() for name, text in BOMBS.items()},
}


def lay(folder: Path, outside: Path) -> set[str]:
    """Put everything into a folder that does not belong there; returns the files' names."""
    for name, data in FOREIGN.items():
        (folder / f"{name}.toml").write_bytes(data)
    (folder / "folder.toml").mkdir()
    os.mkfifo(folder / "fifo.toml")
    (folder / "link.toml").symlink_to(folder / "good.toml")
    (folder / "dangling.toml").symlink_to(outside / "nowhere.toml")
    (folder / "round.toml").symlink_to(folder / "round.toml")
    (folder / "notes.txt").write_text("for nobody")
    (folder / ".hidden.toml").write_text("for nobody")
    return {f"{name}.toml" for name in (*FOREIGN, "folder", "fifo", "link", "dangling", "round")}


def as_it_lies(folder: Path) -> dict[str, object]:
    """Every file, byte for byte, and what the rest is."""
    return {
        path.name: path.read_bytes() if path.is_file() and not path.is_symlink() else path.lstat()
        for path in folder.iterdir()
    }


def test_each_is_named_with_its_reason_and_left_as_it_was(
    paths: Paths, kind: Kind, folder: Path, tmp_path: Path
) -> None:
    strange = lay(folder, tmp_path)
    before = as_it_lies(folder)
    good, problems = kind.load(paths)
    assert len(good) == 1
    assert {Path(problem.file).name for problem in problems} == strange
    assert all(problem.reason and problem.file.startswith(str(folder)) for problem in problems)
    assert not [problem for problem in problems if "\x1b" in str(problem)]
    newer = {problem.reason for problem in problems if "future" in Path(problem.file).name}
    assert newer == {"comes from a newer Duologue; this one leaves it as it is."}
    assert as_it_lies(folder) == before


def test_a_socket_is_no_record(
    paths: Paths, kind: Kind, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)  # The path of a socket has to be short.
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.toml")
        good, problems = kind.load(paths)
    assert (len(good), [Path(problem.file).name for problem in problems]) == (1, ["socket.toml"])


@pytest.fixture
def closed(open_folder: Path) -> Paths:
    """A couple's folder with one good record of each kind, and one that may not be read."""
    paths = Paths.under(open_folder / "couple")
    for name, each in KINDS.items():
        top = paths.data / name.partition(",")[0]
        month = top if each.flat else top / "2024" / "05"
        if month.exists():
            continue
        save(month / "good.toml", {**each.record, **END})
        save(month / "closed.toml", {**each.record, "id": "closed", **END})
        (month / "closed.toml").chmod(0)
        if not each.flat:
            (top / "2024" / "04").mkdir()
            (top / "2024" / "04").chmod(0)
            (top / "2023").mkdir()
            (top / "2023").chmod(0)
    for path in [open_folder, *open_folder.rglob("*")]:
        if path.stat().st_mode & 0o777:
            path.chmod(0o777 if path.is_dir() else 0o644)
    return paths


def test_what_may_not_be_read_is_named_and_stops_nobody(closed: Paths, somebody_else: SomebodyElse) -> None:
    with somebody_else():
        for each in KINDS.values():
            good, problems = each.load(closed)
            assert len(good) == 1
            shut = {"closed.toml"} if each.flat else {"closed.toml", "04", "2023"}
            assert {Path(problem.file).name for problem in problems} == shut
        assert cards_seen(closed) == ["A walk"]
        save_record(closed.memories, WHEN, "m2", {**MEMORY, "id": "m2", **END})
        assert len(_memories(closed)[0]) == 2


@pytest.mark.parametrize("kind", RECORDS, indirect=True)
def test_a_file_cut_at_any_byte_is_seen_to_be_cut(kind: Kind, folder: Path) -> None:
    path = folder / "good.toml"
    whole = path.read_bytes()
    assert isinstance(load_record(path, kind.model), kind.model)
    for length in range(len(whole) - 1):
        path.write_bytes(whole[:length])
        problem = load_record(path, kind.model)
        assert isinstance(problem, Problem), f"cut after {length} bytes"
        assert problem.file == str(path)


@settings(max_examples=150)
@given(
    st.binary(max_size=400)
    | st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace"))
    | st.lists(
        st.sampled_from(["[", "]", "{", "}", "=", ".", '"', "'", '"""', "\n", "a", "1", "#", "\\"])
    ).map(lambda parts: "".join(parts).encode())
)
def test_no_bytes_at_all_stop_the_reading(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "anything.toml"
    path.write_bytes(data)
    for model in (Memory, Note, Summary):
        assert isinstance(load_record(path, model), Problem)


def test_what_would_take_over_the_terminal_or_the_app_is_only_words(paths: Paths) -> None:
    evil = "\x1b[2J[@click=app.quit]go[/] [/] \u202eback\u202c \x9b31m" + "e" + "\u0301" * 60
    lines = {side: {"name": evil, "line": evil} for side in ("left", "right")}
    save_record(paths.memories, WHEN, "m", {**MEMORY, **lines, "title": evil, "place": evil, **END})
    (memory,), problems = load_memories(paths)
    assert problems == []
    for text in (memory.title, memory.place, memory.left.name, memory.right.line):
        assert not set("\x1b\u202e\u202c\x9b") & set(text)
        assert REPLACEMENT in text
        assert text.count("\u0301") <= 4


EXTREMES = ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"]


@pytest.mark.parametrize("kind", RECORDS, indirect=True)
@pytest.mark.parametrize("when", EXTREMES)
def test_a_moment_at_the_end_of_time_is_listed_like_any_other(
    paths: Paths, kind: Kind, folder: Path, when: str
) -> None:
    text = (folder / "good.toml").read_text()
    written = next(line for line in text.splitlines() if line.startswith("when"))
    identity = next(line for line in text.splitlines() if line.startswith("id"))
    text = text.replace(written, f"when = {when}").replace(identity, 'id = "far"')
    (folder / "far.toml").write_text(text)
    good, problems = kind.load(paths)
    assert (len(good), problems) == (2, [])


# Saving beside them


@pytest.mark.parametrize("blocked", ["folder", "fifo", "dangling", "photo"])
def test_a_name_that_is_taken_by_something_else_is_left_to_it(
    paths: Paths, tmp_path: Path, blocked: str
) -> None:
    month = paths.memories / f"{WHEN:%Y}" / f"{WHEN:%m}"
    save(month / "good.toml", {**MEMORY, **END})
    lay(month, tmp_path)
    before = as_it_lies(month)
    path = save_record(paths.memories, WHEN, blocked, {**MEMORY, "id": blocked, **END})
    assert path.name == f"{blocked}-2.toml"
    after = as_it_lies(month)
    assert {name: after[name] for name in before} == before
    assert not (tmp_path / "nowhere.toml").exists()
    assert blocked in _memories(paths)[0]


def test_how_a_promise_stands_is_noted_beside_whatever_else_lies_there(paths: Paths, tmp_path: Path) -> None:
    month = paths.notes("promise") / f"{WHEN:%Y}" / f"{WHEN:%m}"
    save(month / "good.toml", {**NOTE, "kind": "promise", **END})
    lay(month, tmp_path)
    before = as_it_lies(month)
    (promise,), problems = load_kept_notes(paths, "promise")
    stand(paths, promise, "kept", WHEN + timedelta(days=1))
    (promise,), still = load_kept_notes(paths, "promise")
    assert (promise.now.standing, still) == ("kept", problems)
    after = as_it_lies(month)
    assert {name: after[name] for name in before} == before


def test_forgetting_all_sessions_leaves_what_is_none(paths: Paths, tmp_path: Path) -> None:
    month = paths.sessions / f"{WHEN:%Y}" / f"{WHEN:%m}"
    save(month / "good.toml", {**SUMMARY, **END})
    lay(month, tmp_path)
    before = as_it_lies(month)
    assert forget_all(paths) == 1
    before.pop("good.toml")
    assert as_it_lies(month) == before


# Records that contradict one another


def test_a_letter_among_the_promises_is_not_opened_there(paths: Paths) -> None:
    for name, of in (("promise", "promise"), ("letter", "letter")):
        save_record(paths.notes("promise"), WHEN, name, {**NOTE, "id": name, "kind": of, **END})
    kept, problems = load_kept_notes(paths, "promise")
    assert [each.root for each in kept] == ["promise"]
    assert [problem.reason for problem in problems] == ["letter is a letter and lies among the promises."]


CONTRADICTIONS: dict[str, list[dict[str, object]]] = {
    "two of one id": [{"id": "a"}, {"id": "a", "title": "Another"}],
    "itself": [{"id": "a", "of": "a", "revises": ["a"]}],
    "a circle": [{"id": "a", "revises": ["b"]}, {"id": "b", "of": "a", "revises": ["a"]}],
    "nobody": [{"id": "a", "of": "gone", "revises": ["gone"]}],
    "somebody else": [{"id": "a"}, {"id": "b", "of": "c", "revises": ["a"]}],
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
@pytest.mark.parametrize("load", [_memories, _through_the_index])
def test_records_that_contradict_one_another_hide_no_memory(
    paths: Paths, name: str, load: Callable[[Paths], Listing]
) -> None:
    for number, changes in enumerate(CONTRADICTIONS[name]):
        record = {**MEMORY, **changes, **END}
        save_record(paths.memories, WHEN, f"f{number}", record)
    found, problems = load(paths)
    roots = {str(changes.get("of", changes["id"])) for changes in CONTRADICTIONS[name]}
    assert (len(found), problems) == (len(roots), [])


# The command line


@pytest.mark.parametrize("what", ["memories", "sessions"])
def test_the_command_line_lists_the_good_and_names_the_rest(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    record = MEMORY if what == "memories" else SUMMARY
    month = paths.data / what / f"{WHEN:%Y}" / f"{WHEN:%m}"
    save(month / "good.toml", {**record, **END})
    strange = lay(month, tmp_path)
    monkeypatch.setenv(HOME_VARIABLE, str(paths.data))
    told = CliRunner().invoke(cli, [what, "list"])
    assert told.exit_code == 1
    assert str(record["id"]) in told.stdout
    assert all(name in told.stderr for name in strange)
    assert "\x1b" not in told.output


def test_a_memory_can_be_saved_whatever_lies_there(paths: Paths, tmp_path: Path) -> None:
    month = paths.memories / f"{WHEN:%Y}" / f"{WHEN:%m}"
    month.mkdir(parents=True)
    lay(month, tmp_path)
    memory = Memory.model_validate({**MEMORY, **END})
    assert load_record(save_memory(paths, memory), Memory) == memory
