"""Nothing kept is lost: not by saving twice, not by a cut, not by another hand in the folder."""

from __future__ import annotations

import os
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duologue.core.memory import Line, Memory, memory_of
from duologue.core.problem import Problem
from duologue.core.states import State
from duologue.store.files import NotWritten, stamp
from duologue.store.paths import Paths
from duologue.store.records import load_kept, load_memories, load_record, save_memory
from tests.builders import WHEN, session_in

MEMORY = memory_of(session_in(State.SAVING), WHEN)


def other(**changes: object) -> Memory:
    return MEMORY.model_copy(update=changes)


def files(paths: Paths) -> list[str]:
    return sorted(str(path.relative_to(paths.data)) for path in paths.data.rglob("*.toml"))


def test_a_memory_is_one_file_that_any_editor_reads(paths: Paths) -> None:
    path = save_memory(paths, MEMORY)
    assert files(paths) == ["memories/2024/05/k3yk3y-10.toml"]
    text = path.read_text()
    assert tomllib.loads(text)["left"] == {"name": "Ana", "line": "Rain first."}
    assert text.endswith("[end]\ncomplete = true\n")
    assert load_memories(paths) == ([MEMORY], [])


@settings(max_examples=30)
@given(st.text(max_size=80), st.text(max_size=300))
def test_any_words_are_read_again_as_they_were_kept(
    tmp_path_factory: pytest.TempPathFactory, title: str, line: str
) -> None:
    values = {**MEMORY.record(), "title": title, "left": {"name": "Ana", "line": line}}
    memory = Memory.model_validate(values)
    paths = Paths.under(tmp_path_factory.mktemp("couple"))
    assert load_record(save_memory(paths, memory), Memory) == memory


def test_saving_twice_keeps_it_once(paths: Paths) -> None:
    path = save_memory(paths, MEMORY)
    before = stamp(path)
    assert save_memory(paths, MEMORY) == path
    assert stamp(path) == before
    assert load_memories(paths) == ([MEMORY], [])


def test_another_content_of_the_same_id_is_kept_beside_it(paths: Paths) -> None:
    changed = [MEMORY, other(title="The rain"), other(left=Line(name="Ana", line="Sun first."))]
    saved = [save_memory(paths, memory) for memory in changed]
    assert len(set(saved)) == 3
    assert [load_record(path, Memory) for path in saved] == changed
    assert [save_memory(paths, memory) for memory in changed] == saved, "each is found again"


def test_what_somebody_changed_by_hand_is_never_overwritten(paths: Paths) -> None:
    path = save_memory(paths, MEMORY)
    edited = path.read_text().replace("The walk", "Our walk")
    path.write_text(edited)
    save_memory(paths, MEMORY)
    assert path.read_text() == edited
    [kept], _ = load_kept(paths.memories, Memory)
    assert {memory.title for memory in kept.standing} == {"The walk", "Our walk"}, "they may choose"


def test_a_cut_file_is_never_overwritten_either(paths: Paths) -> None:
    path = save_memory(paths, MEMORY)
    cut = path.read_bytes()[:60]
    path.write_bytes(cut)
    again = save_memory(paths, MEMORY)
    assert path.read_bytes() == cut
    assert load_record(again, Memory) == MEMORY


def test_a_file_cut_at_any_byte_is_seen_to_be_cut(paths: Paths) -> None:
    path = save_memory(paths, MEMORY)
    whole = path.read_bytes()
    for length in range(len(whole) - 1):
        path.write_bytes(whole[:length])
        problem = load_record(path, Memory)
        assert isinstance(problem, Problem), f"cut after {length} bytes"
        assert problem.file == str(path)


def test_what_cannot_be_read_is_listed_with_its_reason_and_left_alone(paths: Paths) -> None:
    path = save_memory(paths, MEMORY)
    bad = {
        "cut": path.read_text().partition("[end]")[0],
        "sentence": "not TOML",
        "incomplete": path.read_text().replace('card = "A meal"\n', ""),
        "later": path.read_text().replace("format = 1", "format = 2"),
        "zoneless": path.read_text().replace("+00:00", ""),
    }
    for name, text in bad.items():
        path.with_name(f"{name}.toml").write_text(text)
    os.mkfifo(path.with_name("fifo.toml"))
    path.with_name("link.toml").symlink_to(path)
    path.with_name("folder.toml").mkdir()
    memories, problems = load_memories(paths)
    assert memories == [MEMORY]
    reasons = {Path(problem.file).stem: f"{problem.key}: {problem.reason}" for problem in problems}
    assert reasons["cut"] == "file: is cut off: its last table, [end] with complete = true, is missing."
    assert reasons["sentence"].startswith("file: not TOML")
    assert reasons["incomplete"].startswith("card: ")
    assert reasons["later"].startswith("format: ")
    assert reasons["zoneless"].startswith("when: ")
    assert reasons["fifo"] == reasons["folder"] == "file: is not a regular file."
    assert reasons["link"] == "file: is a link; a regular file is needed."
    assert {name: path.with_name(f"{name}.toml").read_text() for name in bad} == bad


def test_the_newest_comes_first(paths: Paths) -> None:
    days = [3, 0, 400, 31]
    for number, day in enumerate(days):
        save_memory(paths, other(id=f"m{number}", when=WHEN - timedelta(days=day)))
    whens = [memory.when for memory in load_memories(paths)[0]]
    assert whens == [WHEN - timedelta(days=day) for day in sorted(days)]


def test_files_that_are_no_memories_are_let_alone(paths: Paths) -> None:
    path = save_memory(paths, MEMORY)
    for name in (".k3y.toml.abc.part", ".hidden.toml", "notes.txt"):
        path.with_name(name).write_text("x")
    assert load_memories(paths) == ([MEMORY], [])


def test_an_empty_jar_is_an_empty_jar(paths: Paths) -> None:
    assert load_memories(paths) == ([], [])
    assert not paths.data.exists(), "looking makes nothing"


def test_a_refusal_of_the_disk_is_told(paths: Paths) -> None:
    paths.data.mkdir()
    paths.memories.write_text("a file")
    with pytest.raises(NotWritten, match="a file stands where a folder is needed"):
        save_memory(paths, MEMORY)
