"""Who sits where, and things that both partners have one of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Generic, Self, TypeVar

T = TypeVar("T")


class Seat(StrEnum):
    """A place in front of the laptop."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> Seat:
        """The seat beside this one."""
        return Seat.RIGHT if self is Seat.LEFT else Seat.LEFT


@dataclass(frozen=True)  # No slots: calling an alias such as `Couple` would fail.
class Pair(Generic[T]):
    """One thing for each seat."""

    left: T
    right: T

    @classmethod
    def both(cls, value: T) -> Self:
        """The same value for both seats."""
        return cls(value, value)

    def of(self, seat: Seat) -> T:
        """The value of one seat."""
        return self.left if seat is Seat.LEFT else self.right

    def having(self, seat: Seat, value: T) -> Self:
        """A new pair in which only this seat's value differs."""
        return replace(self, **{seat.value: value})
