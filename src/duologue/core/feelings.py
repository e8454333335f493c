"""The words for feelings, in families, and how one is found by typing a part of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from duologue.core.explained import first_hand, why
from duologue.core.problem import Problem, first_ones, unknown
from duologue.core.text import folded, trimmed
from duologue.core.toml_gate import Path
from duologue.core.toml_text import Document, parse


@dataclass(frozen=True)
class Family:
    """Feelings that are kin. Its name can be picked as well as its shades."""

    name: str
    shades: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """All that can be picked."""
        return (self.name, *self.shades)


@dataclass(frozen=True)
class Feelings:
    """A list of words for feelings in one language."""

    title: str
    language: str
    families: tuple[Family, ...]

    def matching(self, typed: str) -> tuple[Family, ...]:
        """What holds these letters, by family. A family whose own name does keeps all its shades."""
        letters = folded(typed)
        found = []
        for family in self.families:
            if letters in folded(family.name):
                found.append(family)
            elif shades := tuple(shade for shade in family.shades if letters in folded(shade)):
                found.append(replace(family, shades=shades))
        return tuple(found)

    def best(self, typed: str) -> str | None:
        """The word most likely meant: one that begins with these letters before one that holds them."""
        letters = folded(typed)
        held = [word for family in self.families for word in family.words if letters in folded(word)]
        beginning = (word for word in held if folded(word).startswith(letters))
        return next(beginning, held[0] if held else None)


_Word = Annotated[str, AfterValidator(trimmed), Field(min_length=1, max_length=24)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class _FamilyText(_Part):
    name: _Word
    shades: Annotated[tuple[_Word, ...], Field(min_length=1, max_length=30, strict=False)]


class _FeelingsText(_Part):
    format: Annotated[int, Field(ge=1, le=1)]
    title: Annotated[str, AfterValidator(trimmed), Field(min_length=1, max_length=40)]
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    family: Annotated[tuple[_FamilyText, ...], Field(min_length=1, max_length=20, strict=False)]


def read_feelings(text: str, file: str) -> Feelings | list[Problem]:
    """The list, or every problem found, in the order of lines. `file` is the name used in problems."""
    document = parse(text, file)
    if isinstance(document, Problem):
        return [document]
    try:
        read = _FeelingsText.model_validate(document.values)
    except ValidationError as error:
        details = first_hand(error.errors(include_url=False))
        return first_ones(document.problem(*_explained(detail)) for detail in details)
    families = tuple(Family(each.name, each.shades) for each in read.family)
    return first_ones(_twice(document, families)) or Feelings(read.title, read.language, families)


def _explained(detail: ErrorDetails) -> tuple[Path, str]:
    path: Path = tuple(detail["loc"])
    if detail["type"] == "extra_forbidden":
        known = (_FeelingsText if len(path) == 1 else _FamilyText).model_fields
        return path, unknown(str(path[-1]), "a key here", known)
    if path == ("family",) and detail["type"] == "missing":
        return path, "there is no [[family]]; at least one is needed."
    return path, why(detail)


def _twice(document: Document, families: tuple[Family, ...]) -> Iterator[Problem]:
    """A word that stands in two places could not be told apart once it is picked."""
    lines: dict[str, int] = {}
    for index, family in enumerate(families):
        for number, word in enumerate(family.words):
            path: Path = ("family", index, *(("shades", number - 1) if number else ("name",)))
            if line := lines.get(folded(word)):
                yield document.problem(path, f"“{word}” stands on line {line} already; once is enough.")
            else:
                lines[folded(word)] = document.lines.of(path)
