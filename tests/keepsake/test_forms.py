"""The forms that can be read back: whatever was kept comes back as it was."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.core.kept import gather, revision
from duologue.core.memory import Memory
from duologue.core.note import Note
from duologue.keepsake import json_form, markdown_form
from duologue.keepsake.form import NotInThisForm
from tests.keepsake.moments import PICTURE, a_memory, a_note

ODD = ("", " ", "  # not a heading ", "## Ben", "---", "- a", "1. a", "12) a", "&#32;", "\\&#32;", "a\\",
       "![x](y)", "{{ 7 }}", "</style><script>", "*a* _b_ `c`", "été 山 שלום", "\ud800", "===", "> a",
       "~~a~~")  # fmt: skip
TEXT = st.text(max_size=60) | st.sampled_from(ODD)
WHEN = st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)).map(
    lambda when: when.replace(microsecond=0, tzinfo=timezone(timedelta(hours=2)))
)
IDS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True)


@st.composite
def some_memories(draw: st.DrawFn) -> Memory:
    """Any memory that can be in a jar."""
    return Memory(
        id=draw(IDS),
        when=draw(WHEN),
        deck=draw(TEXT),
        card=draw(TEXT),
        title=draw(TEXT),
        place=draw(TEXT),
        feelings=tuple(draw(st.lists(TEXT, max_size=3))),
        picture=draw(st.sampled_from(["", PICTURE])),
        of=draw(st.none() | IDS),
        revises=tuple(draw(st.lists(IDS, max_size=2))),
        written=draw(st.none() | WHEN),
        left={"name": draw(TEXT), "line": draw(TEXT)},
        right={"name": draw(TEXT), "line": draw(TEXT)},
    )


@given(some_memories())
def test_a_memory_comes_back_from_markdown_as_it_was(memory: Memory) -> None:
    assert markdown_form.parse(markdown_form.write(memory)) == memory


@given(st.lists(some_memories(), max_size=4))
def test_memories_come_back_from_json_as_they_were(memories: list[Memory]) -> None:
    archive = json_form.Archive(tuple(gather(memories)))
    assert json_form.parse(json_form.write(archive)) == archive


@given(some_memories())
def test_a_file_has_a_name_that_any_disk_takes(memory: Memory) -> None:
    name = markdown_form.file_name(memory)
    assert name.startswith(memory.when.date().isoformat())
    assert name.endswith(f" {memory.id}.md")
    assert len(name.encode()) <= 255
    assert not set(name) & set('/\\:*?"<>|\0')


def test_what_is_written_can_be_read_by_people() -> None:
    memory = a_memory(
        "m1", title="The walk home", left="Rain *first*.", right="Then sun.", feelings=("Calm",)
    )
    assert markdown_form.file_name(memory) == "2025-06-01 the-walk-home m1.md"
    assert markdown_form.write(memory) == (
        '---\nid: "m1"\nwhen: 2025-06-01T20:15:00Z\nnames: ["Ana", "Ben"]\nfeelings: ["Calm"]\n---\n\n'
        "# The walk home\n\n## Ana\n\nRain \\*first\\*.\n\n## Ben\n\nThen sun.\n"
    )


def test_a_file_that_was_edited_is_understood() -> None:
    text = """---\r
id: m1
when: 2025-06-01 20:15:00+02:00
tags: anything
names: ["Ana", "Ben"]
feelings: ["Calm", "Glad"]
---
# A new title

## Ana
Two lines,
and then

another paragraph.
## Ben
"""
    memory = markdown_form.parse(text)
    assert memory.title == "A new title"
    assert memory.left.line == "Two lines, and then another paragraph."
    assert (memory.right.line, memory.deck, memory.feelings) == ("", "", ("Calm", "Glad"))


GOOD = markdown_form.write(a_memory("m1"))


@pytest.mark.parametrize(
    ("text", "line", "key", "words"),
    [
        ("", 1, "file", "first line"),
        ("Dear diary", 1, "file", "first line"),
        ("---\nid: a\n", 1, "file", "closes"),
        ("---\nnonsense\n---\n", 2, "file", "key: value"),
        ("---\nnames: [Ana, Ben]\n---\n", 2, "file", "JSON"),
        (GOOD.replace('["Ana", "Ben"]', '["Ana"]'), 1, "names", "two names"),
        (GOOD.replace("2025-06-01T", "soon"), 1, "when", "date"),
        (GOOD.replace('id: "m1"', 'id: "../m1"'), 1, "id", "pattern"),
        (GOOD.replace("## Ben", "Ben"), 6, "file", "both names"),
        (GOOD.replace("## Ana", "lost words\n\n## Ana"), 9, "file", "under one of the names"),
        ("---\nnames: " + "[" * 100_000 + "\n---\n", 2, "file", "JSON"),
    ],
)  # fmt: skip
def test_what_is_no_memory_says_where_and_why(text: str, line: int, key: str, words: str) -> None:
    with pytest.raises(NotInThisForm, match=words) as told:
        markdown_form.parse(text)
    problem = told.value.problem("a.md")
    assert (problem.file, problem.line, problem.key) == ("a.md", line, key)


def test_all_versions_and_all_kinds_are_in_the_json() -> None:
    first = a_memory("m1", title="As it was")
    (kept,) = gather([first])
    second = revision(
        kept, first, {"title": "As it is"}, version_id="m2", now=datetime(2026, 1, 1, tzinfo=UTC)
    )
    archive = json_form.Archive(
        tuple(gather([first, second])),
        promises=tuple(gather([a_note("p1", "promise")])),
        plans=tuple(gather([a_note("l1", "plan")])),
        letters=tuple(gather([a_note("b1", "letter")])),
        pictures={PICTURE: b"\x89PNG"},
    )
    text = json_form.write(archive)
    assert json_form.parse(text) == archive
    values = json.loads(text)
    assert (values["format"], values["kind"]) == (1, "duologue memories")
    assert [(each["title"], each["stands"]) for each in values["memories"]] == [
        ("As it is", True),
        ("As it was", False),
    ]


def test_letters_and_pictures_that_are_not_given_are_not_named() -> None:
    assert set(json.loads(json_form.write(json_form.Archive()))) == {
        *("format", "kind", "memories", "promises", "plans")
    }


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ("", "file", "not JSON"),
        ("[" * 200_000, "file", "not JSON"),
        ("[]", "kind", "duologue memories"),
        ('{"kind": "other"}', "kind", "duologue memories"),
        ('{"kind": "duologue memories"}', "format", "1 is needed"),
        ('{"kind": "duologue memories", "format": 2}', "format", "newer"),
    ],
)
def test_what_is_no_such_json_says_why(text: str, key: str, words: str) -> None:
    with pytest.raises(NotInThisForm, match=words) as told:
        json_form.parse(text)
    assert told.value.key == key


@pytest.mark.parametrize(
    ("part", "key"),
    [
        ({"memories": 5}, "memories"),
        ({"memories": [5]}, "memories[1].file"),
        ({"memories": [{"id": "a"}]}, "memories[1].when"),
        ({"promises": [a_note("p1", "plan").model_dump(mode="json")]}, "promises[1].kind"),
        ({"pictures": []}, "pictures"),
        ({"pictures": {"../../x.png": ""}}, "pictures.../../x.png"),
        ({"pictures": {PICTURE: "§"}}, f"pictures.{PICTURE}"),
        ({"pictures": {PICTURE: 7}}, f"pictures.{PICTURE}"),
    ],
)
def test_one_bad_part_of_a_json_does_not_stop_the_rest(part: dict[str, Any], key: str) -> None:
    values = json.loads(json_form.write(json_form.Archive(plans=tuple(gather([a_note("l1", "plan")])))))
    archive = json_form.parse(json.dumps(values | part))
    assert [note.now.id for note in archive.plans] == ["l1"]
    assert [fault.key for fault in archive.faults] == [key]


def test_a_note_is_as_strict_as_its_model() -> None:
    with pytest.raises(ValueError, match="kind"):
        Note.model_validate({"id": "a", "kind": "poem"})
