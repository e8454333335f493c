"""What the forms have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from duologue.core.kept import AnyVersion
from duologue.core.problem import Problem
from duologue.core.toml_text import key_name


class NotInThisForm(Exception):
    """A text, or a part of it, that does not follow the form; its text says why, for people."""

    def __init__(self, reason: str, *, line: int = 1, key: str = "file") -> None:
        """`line` counts from 1; `key` names the value, `file` where all of the text is meant."""
        super().__init__(reason)
        self.line = line
        self.key = key

    def problem(self, file: str) -> Problem:
        """The same, told of this file."""
        return Problem(file, self.line, self.key, str(self))


def validated(kind: type[AnyVersion], values: Mapping[str, Any], within: str = "") -> AnyVersion:
    """A record of these values. Raises NotInThisForm; `within` is put before the key that is named."""
    from pydantic import ValidationError

    try:
        return kind.model_validate(values)
    except ValidationError as error:
        detail = error.errors(include_url=False, include_context=False)[0]
        name = key_name(tuple(detail["loc"]))
        raise NotInThisForm(detail["msg"], key=f"{within}.{name}" if within else name) from error
