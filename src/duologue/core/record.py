"""What every record of the couple's has: one file each, whole only with its last table."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from duologue.core.text import clean


def _cleaned(value: object) -> object:
    return clean(value) if isinstance(value, str) else value


def _cleaned_lines(value: object) -> object:
    return clean(value, lines=True) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_cleaned), Field(max_length=2000)]
"""Generous where it is read: a couple may have edited their own records."""
LongText = Annotated[str, BeforeValidator(_cleaned_lines), Field(max_length=20_000)]
"""A text that keeps its line breaks."""

RecordId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]


class End(BaseModel):
    """The last table of a record; without it the file is cut off."""

    complete: Literal[True]


class Record(BaseModel):
    """One record. Keys nobody knows are left alone in the file."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: Literal[1] = 1
    id: RecordId
    when: AwareDatetime
    deck: Text
    """Title of the deck it comes from."""
    card: Text

    def record(self) -> dict[str, Any]:
        """The tables of its file, `[end]` last."""
        values = self.model_dump(mode="python", exclude_none=True)
        end = values.pop("end", None)
        return {**values, "end": end}


class Version(Record):
    """A record that can be changed. Each version is a file of its own and no file is written twice, so that
    two laptops that keep the same folder in step never change the same file."""

    of: RecordId | None = None
    """Id of the first version; None in the first itself."""
    revises: Annotated[tuple[RecordId, ...], Field(max_length=16)] = ()
    """Ids of the versions this one takes the place of."""
    written: AwareDatetime | None = None
    """When this version was made, where that is not when it happened."""

    @property
    def root(self) -> str:
        """What all versions of the same have in common."""
        return self.of or self.id

    @property
    def made(self) -> datetime:
        """When this version was made."""
        return self.written or self.when
