"""The gate before the parser: lines are right, bounds hold, and no text makes it slow."""

from __future__ import annotations

import math
import time
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import tomli_w
from hypothesis import example, given
from hypothesis import strategies as st

from duologue.core.problem import Problem
from duologue.core.toml_gate import (
    BYTES_AT_MOST,
    ITEMS_AT_MOST,
    KEYS_AT_MOST,
    NESTING_AT_MOST,
    TABLES_AT_MOST,
    WORD_AT_MOST,
    Path,
    look_through,
)
from duologue.core.toml_text import Document, key_name, parse

LINES = '''\
title = "a # no comment = [ { \\" here"
# turn = 1

a.b.c = 1
"quoted key" = 2
many = [
  "one",
  # between
  "two",
]
text = """
not = a key
[neither]
"""
after = 1
literal = \'\'\'
"""
\'\'\'
inline = { x = 1, y = { z = [1, 2] } }

[table]
inner = true
[table.deeper]
inner = 1979-05-27T07:32:00Z

[[turn]]
kind = "read"
[[turn]]
kind = "talk"
answers = ["a",
  "b"]
[[turn.part]]
say = 1
[[turn.part]]
say = 2
[last] # the last one
end = 1.5'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 1),
        (("a",), 4),
        (("a", "b", "c"), 4),
        (("quoted key",), 5),
        (("many",), 6),
        (("many", 0), 7),
        (("many", 1), 9),
        (("text",), 11),
        (("after",), 15),
        (("literal",), 16),
        (("inline", "y", "z", 1), 19),
        (("table",), 21),
        (("table", "inner"), 22),
        (("table", "deeper"), 23),
        (("table", "deeper", "inner"), 24),
        (("turn",), 26),
        (("turn", 0, "kind"), 27),
        (("turn", 1), 28),
        (("turn", 1, "kind"), 29),
        (("turn", 1, "answers", 0), 30),
        (("turn", 1, "answers", 1), 31),
        (("turn", 1, "part", 0, "say"), 33),
        (("turn", 1, "part", 1), 34),
        (("turn", 1, "part", 1, "say"), 35),
        (("last", "end"), 37),
    ],
    ids=lambda value: key_name(value) if isinstance(value, tuple) else "",
)
def test_it_knows_on_which_line_each_key_stands(path: Path, line: int) -> None:
    lines, problem = look_through(LINES, "f")
    assert problem is None
    assert lines.of(path) == line


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("table", "missing"), 21),
        (("turn", 1, "missing"), 28),
        (("turn", 1, "answers", 9), 30),
        (("nowhere",), 1),
    ],
)
def test_what_is_missing_is_told_at_the_nearest_part_that_was_written(path: Path, line: int) -> None:
    assert look_through(LINES, "f")[0].of(path) == line


@pytest.mark.parametrize("quotes", ["'" * 3, '"' * 3])
@pytest.mark.parametrize("more", [0, 1, 2])
def test_a_quote_may_stand_right_before_the_closing_ones(quotes: str, more: int) -> None:
    text = f'x = [{quotes}a{quotes}{quotes[:more]}, "b"]\ny = 1\n'
    assert tomllib.loads(text)["y"] == 1
    lines, problem = look_through(text, "f")
    assert problem is None
    assert lines.of(("y",)) == 2


WITHIN = [
    pytest.param("x = '" + "a" * (BYTES_AT_MOST - 6) + "'", id="bytes"),
    pytest.param("a.b.c.d.e.f = 1", id="key of six"),
    pytest.param("x = " + "[" * NESTING_AT_MOST + "]" * NESTING_AT_MOST, id="nested eight times"),
    pytest.param("a" * WORD_AT_MOST + " = 1", id="long word"),
    pytest.param("x = [" + "1," * (ITEMS_AT_MOST - 5) + "]", id="items"),
    pytest.param("[[a]]\n" * TABLES_AT_MOST, id="tables"),
    pytest.param("".join(f"k{number} = 1\n" for number in range(KEYS_AT_MOST)), id="keys"),
    pytest.param("x = 1.5 # " + "a" * 1000 + "." * 1000 + "[" * 1000, id="long comment"),
    pytest.param('x = "' + "a" * 1000 + "." * 1000 + "[" * 1000 + '"', id="long text"),
    pytest.param("", id="nothing"),
]
BEYOND = [
    pytest.param(
        "x = '" + "a" * (BYTES_AT_MOST - 5) + "'", "262145 bytes; 262144 are allowed", 1, id="bytes"
    ),
    pytest.param("x = '" + "ä" * (BYTES_AT_MOST // 2) + "'", "bytes", 1, id="bytes, not characters"),
    pytest.param("y = 1\na.b.c.d.e.f.g = 1", "a key of more than 6 parts", 2, id="key of seven"),
    pytest.param("y = 1\n[a.b.c.d.e.f.g]", "a key of more than 6 parts", 2, id="header of seven"),
    pytest.param("y = 1\nx = {a.b.c.d.e.f.g = 1}", "a key of more than 6 parts", 2, id="inline key of seven"),
    pytest.param("a" + ".a" * 40_000 + " = 1", "a key of more than 6 parts", 1, id="forty thousand dots"),
    pytest.param("x = " + "[" * 9, "brackets nested more than 8 deep", 1, id="nested nine times"),
    pytest.param("x = " + "{a=" * 9, "brackets nested more than 8 deep", 1, id="tables nested nine times"),
    pytest.param("[" * 1000, "a header of more than two brackets", 1, id="header of brackets"),
    pytest.param(
        "y = 1\n\n" + "a" * 129 + " = 1", "a word of 129 characters; 128 are allowed", 3, id="long word"
    ),
    pytest.param("x = [" + "1," * ITEMS_AT_MOST + "]", f"more than {ITEMS_AT_MOST} items", 1, id="items"),
    pytest.param("[[a]]\n" * 1_001, "more than 1000 tables", 1_001, id="tables"),
    pytest.param("k = 1\n" * 201, "more than 200 keys in one table", 201, id="keys"),
    pytest.param("[a]\n" + "b.k = 1\n" * 201, "more than 200 keys in one table", 202, id="keys of parts"),
    pytest.param("x = {" + "k = 1," * 201 + "}", "more than 200 keys in one table", 1, id="keys within"),
    pytest.param(
        "x = ['''a'''', 'b']\n" + "a." * 8000 + "a = 1",
        "a key of more than 6 parts",
        2,
        id="after four quotes",
    ),
]


@pytest.mark.parametrize("text", WITHIN)
def test_what_is_just_within_bounds_is_let_through(text: str) -> None:
    assert isinstance(parse(text, "f"), Document)


@pytest.mark.parametrize(("text", "reason", "line"), BEYOND)
def test_what_is_out_of_bounds_is_told_with_its_line(text: str, reason: str, line: int) -> None:
    problem = parse(text, "deck.toml")
    assert isinstance(problem, Problem)
    assert (problem.file, problem.line, problem.key) == ("deck.toml", line, "file")
    assert reason in problem.reason


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a = 1\nb = \n", 2, "not TOML: invalid value"),
        ("a = 1\na = 2\n", 2, "not TOML: cannot overwrite a value"),
        ('a = "open\n', 1, "not TOML: "),
        ("a = 1\n\n[b", 3, "not TOML: "),
        ("a = 0x" + "f" * 120 + "g", 1, "not TOML: "),
    ],
)
def test_what_is_not_toml_is_told_with_its_line(text: str, line: int, reason: str) -> None:
    problem = parse(text, "f")
    assert isinstance(problem, Problem)
    assert problem.line == line
    assert problem.reason.startswith(reason)
    assert "(at " not in problem.reason


HOSTILE = [
    pytest.param('"""' + '\\"""\n' * 3000 + "\\", id="escaped quotes never closed"),
    pytest.param('"""' + '\\"""' * 8000, id="escaped quotes"),
    pytest.param("'''\n" * 20_000 + "\\", id="literals"),
    pytest.param('"\\\n' * 30_000, id="texts never closed"),
    pytest.param('"""' + "\\" * 99_999, id="backslashes"),
    pytest.param('"' * 99_999, id="quotes"),
    pytest.param("\r" * 99_999 + "\x0b" * 99_999, id="odd spaces"),
    pytest.param("=" * 99_999, id="equals"),
    pytest.param("]" * 99_999 + "}" * 99_999, id="closing brackets"),
    pytest.param("[a" * 99_999, id="headers never closed"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_makes_it_slow(text: str) -> None:
    began = time.process_time()
    look_through(text, "f")
    assert time.process_time() - began < 1, "linear in the text takes a few hundredths of a second"


_TOKENS = st.sampled_from(
    [
        '"',
        "'",
        '"""',
        "'''",
        "\\",
        "\n",
        "\r\n",
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        "=",
        ",",
        ".",
        "#",
        "a",
        "b1",
        " ",
        "x=[",
    ]
)


@given(st.one_of(st.text(), st.lists(_TOKENS, max_size=60).map("".join)))
def test_any_text_is_answered_and_lines_lie_within_it(text: str) -> None:
    lines, _ = look_through(text, "f")
    last = text.count("\n") + 1
    assert all(1 <= line <= last for line in lines.by_path.values())
    answer = parse(text, "f")
    if isinstance(answer, Problem):
        assert 1 <= answer.line <= last
        assert answer.reason
    else:
        assert answer.values == tomllib.loads(text)


_LEAVES: st.SearchStrategy[Any] = st.one_of(
    st.text(max_size=20),
    st.text(alphabet="\"'\\\n[]{}=,.# a", max_size=12),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.booleans(),
    st.dates(min_value=date(1000, 1, 1)),
    st.datetimes(min_value=datetime(1000, 1, 1)).map(
        lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
    ),
)


def _nested(keys: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Any]]:
    values = _LEAVES
    for _ in range(3):
        values = st.one_of(
            _LEAVES, st.lists(values, max_size=3), st.dictionaries(keys, values, min_size=1, max_size=3)
        )
    return st.dictionaries(keys, values, max_size=4)


_PLAIN = st.text(alphabet="abcdefgh", min_size=1, max_size=6)


@given(_nested(st.text(max_size=10)), st.booleans())
def test_what_is_valid_is_let_through(values: dict[str, Any], multiline: bool) -> None:
    text = tomli_w.dumps(values, multiline_strings=multiline)
    document = parse(text, "f")
    assert isinstance(document, Document), document
    assert document.values == tomllib.loads(text)


@example({"a": 1, "aa": {"a": {"a": 1}}}, False)
@given(_nested(_PLAIN), st.booleans())
def test_each_key_of_a_valid_text_stands_on_its_line(values: dict[str, Any], multiline: bool) -> None:
    text = tomli_w.dumps(values, multiline_strings=multiline)
    written = text.split("\n")
    lines, _ = look_through(text, "f")
    for path in _paths(values, ()):
        line = lines.of(path)
        assert 1 <= line <= len(written)
        if isinstance(path[-1], str):
            assert path[-1] in written[line - 1], f"{key_name(path)} is not on line {line} of\n{text}"


def _paths(value: Any, path: Path) -> Iterator[Path]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _paths(inner, (*path, index))


def test_numbers_beyond_all_bounds_are_no_crash() -> None:
    document = parse("x = 1e999\ny = -inf\nz = nan", "f")
    assert isinstance(document, Document)
    assert document.values["x"] == math.inf
