"""What two invented people kept, and on which day, as `words.toml` tells it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from duologue.core.note import Standing
from duologue.core.seats import Seat

WORDS = Path(__file__).with_name("words.toml")
MonthAndDay = Annotated[str, Field(pattern=r"^(\d{2}-\d{2}|today)$")]


class Told(BaseModel):
    """Anything in the file. A key that nobody knows is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Dated(Told):
    """Something that happened on a day."""

    ago: Annotated[int, Field(ge=0, le=20)] = 0
    """Whole years."""
    on: MonthAndDay = "today"
    """The day of the year."""
    days: Annotated[int, Field(ge=1)] | None = None
    """Days ago; where it stands, the other two do not count."""

    def day(self, today: date) -> date:
        """Which day it was; always before today."""
        if self.days is not None:
            return today - timedelta(days=self.days)
        if self.on == "today":
            return years_before(today, max(self.ago, 1))
        return years_before(last_time(self.on, today), self.ago)


class Changed(Told):
    """Another version of a memory: so many days from the first, and what reads differently in it."""

    days: Annotated[int, Field(ge=1)]
    title: str | None = None
    left: str | None = None
    right: str | None = None

    @property
    def words(self) -> dict[str, str]:
        """What reads differently."""
        return self.model_dump(exclude={"days"}, exclude_none=True)


class Moment(Dated):
    """A memory."""

    title: str
    left: str
    right: str
    deck: str = ""
    """Its id; empty where the memory was added without a session."""
    card: str = ""
    """How the card begins; empty where any will do."""
    feelings: tuple[str, ...] = ()
    place: str = ""
    picture: str = ""
    """The name of a painter in `scenes.py`."""
    earlier: Changed | None = None
    """How it read until it was changed."""
    torn: Changed | None = None
    """What was changed of it on two laptops: the left line on one, the right line on the other."""
    let_go: int | None = None
    """How many days ago it was let go."""
    cut_off: bool = False
    """Whether its file lost its end."""


class Written(Dated):
    """A promise, a plan or a letter."""

    by: Seat | None = None
    """None where they wrote it together."""
    deck: str
    card: str = ""
    text: str
    standing: Standing = "open"
    after: int = 0
    """How many days later it came to stand like this."""


class Promise(Written):
    """For the other."""

    deck: str = "small-promises"


class Letter(Written):
    """To be opened later."""

    deck: str = "far-apart"


class CardOf(Told):
    """A card with a star, told by how it begins."""

    deck: str
    card: str


class OwnCard(Told):
    """A card that they wrote themselves."""

    deck: str
    text: str


class Away(Told):
    """The part of one year in which one of them was somewhere else."""

    ago: int
    first: MonthAndDay
    last: MonthAndDay

    def holds(self, day: date, today: date) -> bool:
        """Whether they were apart on this day."""
        in_that_year = years_before(today, self.ago + 1) <= day < years_before(today, self.ago)
        return in_that_year and self.first <= f"{day:%m-%d}" <= self.last


class Circles(Told):
    """How close they felt, evening by evening."""

    left: tuple[int, ...]
    right: tuple[int, ...]


class Words(Told):
    """The whole file."""

    left: str
    right: str
    memory: tuple[Moment, ...]
    promise: tuple[Promise, ...]
    plan: tuple[Written, ...]
    letter: tuple[Letter, ...]
    star: tuple[CardOf, ...]
    own_card: tuple[OwnCard, ...]
    away: Away
    circles: Circles

    @property
    def notes(self) -> Mapping[Literal["promise", "plan", "letter"], tuple[Written, ...]]:
        """What is no memory, by its kind."""
        return {"promise": self.promise, "plan": self.plan, "letter": self.letter}


def read_words() -> Words:
    """The file beside this one."""
    values: dict[str, Any] = tomllib.loads(WORDS.read_text("utf-8"))
    return Words.model_validate(values)


def years_before(day: date, years: int) -> date:
    """The same day of an earlier year; for the 29th of February the 28th, where there is no such day."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def last_time(on: str, today: date) -> date:
    """When this day of the year was last, before today."""
    month, day = map(int, on.split("-"))
    this_year = date(today.year, month, day)
    return this_year if this_year < today else years_before(this_year, 1)
