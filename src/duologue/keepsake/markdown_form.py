"""One memory as a Markdown file, and back.

    ---
    id: "3f2a90c1d7e85b64"
    when: 2025-06-01T20:15:00+02:00
    names: ["Ana", "Ben"]
    feelings: ["Calm"]
    place: "The kitchen"
    ---

    # The walk home

    ## Ana

    What Ana wrote.

    ## Ben

    What Ben wrote.

A value of the front matter is JSON, which is YAML too. What stands below is Markdown that means the text
itself: what would be markup has a backslash before it. Title and lines are read from there, so that they can
be edited.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from duologue.core.memory import Memory
from duologue.keepsake.form import NotInThisForm, validated

PICTURES = "pictures"
"""The folder beside the file in which its picture lies."""

_FENCE = "---"
_BARE = ("when", "written")
"""Values that are times and go without quotes."""
_KEYS = ("id", "when", "names", "deck", "card", "feelings", "place", "picture", "of", "revises", "written")
_SLUG_AT_MOST = 48
"""Characters of the title in a file's name: at four bytes each they fit on any disk."""

_MARKUP = re.compile(r"[\\`*_\[\]<&~]|^[#>+=-]|(?<=^\d)[.)]|(?<=^\d\d)[.)]|^ | $")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])|&#32;")


def file_name(memory: Memory) -> str:
    """`YYYY-MM-DD title id.md`, with letters and digits of any script; the title may be left out."""
    letters = (letter if _is_of_a_word(letter) else " " for letter in memory.title.lower())
    slug = "-".join("".join(letters).split())[:_SLUG_AT_MOST].strip("-")
    return " ".join(filter(None, (memory.when.date().isoformat(), slug, memory.id))) + ".md"


def _is_of_a_word(letter: str) -> bool:
    return letter.isalnum() or unicodedata.category(letter).startswith("M")


def write(memory: Memory) -> str:
    """The text of its file."""
    values = memory.model_dump(mode="json", exclude_defaults=True) | {"names": list(_names(memory))}
    if memory.picture:
        values["picture"] = f"{PICTURES}/{memory.picture}"
    front = [f"{key}: {_value(key, values[key])}" for key in _KEYS if values.get(key) or key == "id"]
    picture = [f"![]({PICTURES}/{memory.picture})", ""] if memory.picture else []
    lines = [
        part for line in (memory.left, memory.right)
        for part in (f"## {_escaped(line.name)}".rstrip(), "", _escaped(line.line), "")
    ]  # fmt: skip
    title = f"# {_escaped(memory.title)}".rstrip()
    return "\n".join([_FENCE, *front, _FENCE, "", title, "", *picture, *lines])


def parse(text: str) -> Memory:
    """The memory in this text. Raises NotInThisForm.

    Lines and paragraphs of one partner become one line. Keys of the front matter that mean nothing here are
    left out; text that stands where none belongs is not, since it would be lost.
    """
    lines = text.replace("\r\n", "\n").removeprefix("\ufeff").split("\n")
    front, body_at = _front(lines)
    names = front.pop("names", None)
    if not isinstance(names, list) or len(names) != 2:
        raise NotInThisForm("the two names are needed here, the left one first.", key="names")
    title, left, right = _body(lines, body_at)
    picture = front.get("picture", "")
    if isinstance(picture, str):
        front["picture"] = picture.removeprefix(f"{PICTURES}/")
    values = {"deck": "", "card": ""} | front | {
        "title": title,
        "left": {"name": names[0], "line": left},
        "right": {"name": names[1], "line": right},
    }  # fmt: skip
    return validated(Memory, values)


def _names(memory: Memory) -> tuple[str, str]:
    return memory.left.name, memory.right.name


def _value(key: str, value: object) -> str:
    return str(value) if key in _BARE else json.dumps(value, ensure_ascii=False)


def _front(lines: list[str]) -> tuple[dict[str, Any], int]:
    """The values of the front matter, and the index of the first line after it."""
    if lines[0].rstrip() != _FENCE:
        raise NotInThisForm("the first line is to be “---”, and what is known of the memory below it.")
    values: dict[str, Any] = {}
    for index, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _FENCE:
            return values, index + 1
        key, colon, value = line.partition(":")
        if not line.strip() or line.startswith("#"):
            continue
        if not colon:
            raise NotInThisForm("“key: value” is needed here.", line=index + 1)
        if key.strip() in _KEYS:
            values[key.strip()] = _read(value.strip(), index + 1)
    raise NotInThisForm("the line “---” that closes what is known of the memory is missing.")


def _read(value: str, line: int) -> object:
    """JSON where it begins like JSON, else the words as they stand."""
    if not value.startswith(('"', "[")):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError) as error:
        reason = 'quotes and brackets are written as in JSON: "a text" or ["one", "two"].'
        raise NotInThisForm(reason, line=line) from error


def _body(lines: list[str], start: int) -> tuple[str, str, str]:
    """The title, and what each of them wrote."""
    parts: list[tuple[str, list[str]]] = []
    for number, line in enumerate(lines[start:], start=start + 1):
        mark, _, heading = line.partition(" ")
        if mark in {"#", "##"}:
            parts.append((mark, [heading]))
        elif line.strip(" ") and not line.startswith("!["):
            if not parts or parts[-1][0] == "#":
                raise NotInThisForm("text is to stand under one of the names.", line=number)
            parts[-1][1].append(line)
    if [mark for mark, _ in parts] != ["#", "##", "##"]:
        raise NotInThisForm("a title with “#” is needed, and below it both names with “##”.", line=start + 1)
    title, left, right = (tuple(_plain(texts)) for _, texts in parts)
    return title[0], " ".join(left[1:]), " ".join(right[1:])


def _plain(texts: list[str]) -> Iterator[str]:
    for text in texts:
        yield _ESCAPED.sub(lambda found: found[1] or " ", text.strip(" "))


def _escaped(text: str) -> str:
    return _MARKUP.sub(lambda found: "&#32;" if found[0] == " " else f"\\{found[0]}", text)
