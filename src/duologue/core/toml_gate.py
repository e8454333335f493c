"""Looks through a TOML text from outside before it is parsed, in one pass.

`tomllib` takes seconds on a key of forty thousand dots and recurses on nested brackets, and it does not
say on which line a key stands. This pass refuses what is out of bounds and remembers the lines.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from duologue.core.problem import Problem

BYTES_AT_MOST = 256 * 1024
KEY_DEPTH_AT_MOST = 6
NESTING_AT_MOST = 8
WORD_AT_MOST = 128
ITEMS_AT_MOST = 7_500
"""Values, tables and parts of keys, so that reading any file takes less than a tenth of a second; a deck
of 500 cards with all that they can have fits."""
TABLES_AT_MOST = 1_000
KEYS_AT_MOST = 200
"""Of one table. No file has a table for as many things as there may be."""
TOKENS_AT_MOST = 40_000
"""Words, signs, comments and runs of line breaks."""

Path = tuple[str | int, ...]
"""Where a value stands: keys, and indexes into arrays counted from 0."""

_TOKEN = re.compile(
    r'(?P<multi>"""(?:[^"\\]|\\.|"(?!""))*(?:"{3,5}|\\?\Z)' + r"|'''(?:[^']|'(?!''))*(?:'{3,5}|\Z))"
    r'|(?P<text>"(?:[^"\\\n]|\\[^\n])*(?:"|\\?$|\\?\Z)' + r"|'[^'\n]*(?:'|$|\Z))"
    r"|(?P<comment>\#[^\n]*)|(?P<newline>\n[\s]*)|(?P<mark>[\[\]{},=.])|(?P<word>[^\s\[\]{},=.\"'\#]+)",
    re.MULTILINE | re.DOTALL,
)
"""A string that is never closed runs on to the end, so that no text makes the scan go over it twice."""


class _OutOfBounds(Exception):
    pass


@dataclass
class Lines:
    """On which line each key of a text stands, counted from 1."""

    by_path: dict[Path, int] = field(default_factory=dict)

    def of(self, path: Path) -> int:
        """The line of this path, or of the nearest part of it that was written."""
        for length in range(len(path), 0, -1):
            if line := self.by_path.get(path[:length]):
                return line
        return 1


@dataclass
class _Container:
    """An open bracket: an array counts its items, a table waits for keys."""

    path: Path
    is_array: bool
    index: int = 0


class _Scan:
    """One pass over one text."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.line = 1
        self.items = 0
        self.table: Path = ()
        self.tables: dict[Path, int] = {}
        self.tables_begun = 0
        self.keys: Counter[Path] = Counter()
        self.open: list[_Container] = []
        self.key: list[str] = []
        self.header = 0
        self.in_value = False
        self.value_path: Path = ()

    def run(self, text: str) -> None:
        for number, token in enumerate(_TOKEN.finditer(text)):
            if number >= TOKENS_AT_MOST:
                raise _OutOfBounds(f"more than {TOKENS_AT_MOST} words and signs")
            kind, value = token.lastgroup, token.group()
            if kind == "newline":
                self.end_line()
            elif kind == "mark":
                self.mark(value)
            elif kind in {"word", "text", "multi"}:
                self.word(value, bare=kind == "word")
            self.line += value.count("\n")

    def end_line(self) -> None:
        if not self.open:
            self.key, self.header, self.in_value = [], 0, False

    def word(self, value: str, *, bare: bool) -> None:
        if bare and len(value) > WORD_AT_MOST:
            raise _OutOfBounds(f"a word of {len(value)} characters; {WORD_AT_MOST} are allowed")
        if self.in_value:
            self.note_item()
        else:
            self.key.append(value if bare else value.strip("\"'"))
            if len(self.key) > KEY_DEPTH_AT_MOST:
                raise _OutOfBounds(f"a key of more than {KEY_DEPTH_AT_MOST} parts")

    def mark(self, mark: str) -> None:
        if mark in "[{":
            self.opened(mark)
        elif mark in "]}":
            self.closed()
        elif mark == "=":
            self.assigned()
        elif mark == ",":
            self.next_item()

    def opened(self, mark: str) -> None:
        if not self.in_value and not self.open:
            self.header += 1
            if self.header > 2:
                raise _OutOfBounds("a header of more than two brackets")
            return
        if len(self.open) >= NESTING_AT_MOST:
            raise _OutOfBounds(f"brackets nested more than {NESTING_AT_MOST} deep")
        self.count()
        self.note_item()
        array = _Container(self.value_path, is_array=mark == "[")
        self.open.append(array)
        self.in_value = array.is_array
        self.enter_item(array)

    def closed(self) -> None:
        if self.open:
            self.value_path = self.open.pop().path
            self.in_value = True
        elif self.header and self.key:
            self.enter_table()

    def enter_table(self) -> None:
        self.tables_begun += 1
        if self.tables_begun > TABLES_AT_MOST:
            raise _OutOfBounds(f"more than {TABLES_AT_MOST} tables")
        path: Path = ()
        for part in self.key[:-1]:
            path = (*path, part)
            self.lines.by_path.setdefault(path, self.line)
            if path in self.tables:
                path = (*path, self.tables[path])
        path = (*path, self.key[-1])
        if self.header == 2:
            self.tables[path] = self.tables.get(path, -1) + 1
            self.lines.by_path.setdefault(path, self.line)
            path = (*path, self.tables[path])
        self.count(len(self.key))
        self.table = path
        self.lines.by_path.setdefault(path, self.line)
        self.key, self.header, self.in_value = [], 0, True

    def assigned(self) -> None:
        if self.in_value:
            return
        prefix = self.open[-1].path if self.open else self.table
        self.keys[prefix] += 1
        if self.keys[prefix] > KEYS_AT_MOST:
            raise _OutOfBounds(f"more than {KEYS_AT_MOST} keys in one table")
        self.value_path = (*prefix, *self.key)
        for length in range(len(prefix) + 1, len(self.value_path) + 1):
            self.lines.by_path.setdefault(self.value_path[:length], self.line)
        self.count(len(self.key))
        self.key, self.in_value = [], True

    def next_item(self) -> None:
        if not self.open:
            return
        container = self.open[-1]
        self.count()
        container.index += 1
        self.in_value = container.is_array
        self.key = []
        self.enter_item(container)

    def enter_item(self, container: _Container) -> None:
        if container.is_array:
            self.value_path = (*container.path, container.index)

    def note_item(self) -> None:
        """An item of an array stands where its first word does."""
        if self.open and self.open[-1].is_array:
            self.lines.by_path.setdefault(self.value_path, self.line)

    def count(self, items: int = 1) -> None:
        self.items += items
        if self.items > ITEMS_AT_MOST:
            raise _OutOfBounds(f"more than {ITEMS_AT_MOST} items")


def look_through(text: str, file: str) -> tuple[Lines, Problem | None]:
    """The lines of all keys, and what is out of bounds, if anything is. Takes time linear in the text."""
    lines = Lines()
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > BYTES_AT_MOST:
        return lines, Problem(file, 1, "file", f"{size} bytes; {BYTES_AT_MOST} are allowed")
    scan = _Scan(lines)
    try:
        scan.run(text)
    except _OutOfBounds as error:
        return lines, Problem(file, scan.line, "file", str(error))
    return lines, None
