"""One thing that was kept, with all its versions.

A change is a new version that names the ones it takes the place of, as commits name their parents. What was
changed on two laptops has two versions that stand, until the couple chooses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any, Generic, TypeVar

from duologue.core.record import Version

AnyVersion = TypeVar("AnyVersion", bound=Version)


@dataclass(frozen=True)
class Kept(Generic[AnyVersion]):
    """A memory, a promise, a plan or a letter, as it stands and as it was."""

    standing: tuple[AnyVersion, ...]
    """At least one, the newest first; several where it was changed on both sides."""
    earlier: tuple[AnyVersion, ...] = ()
    """What other versions have taken the place of, the newest first."""

    @property
    def now(self) -> AnyVersion:
        """What is shown."""
        return self.standing[0]

    @property
    def root(self) -> str:
        """The id that stays the same through all changes."""
        return self.now.root

    @property
    def is_torn(self) -> bool:
        """Whether the couple has to choose between versions."""
        return len(self.standing) > 1


def gather(versions: Iterable[AnyVersion]) -> list[Kept[AnyVersion]]:
    """Put versions of the same together; the newest first, by when it happened. Copies count once."""
    by_root: dict[str, list[AnyVersion]] = {}
    for version in versions:
        same = by_root.setdefault(version.root, [])
        if version not in same:
            same.append(version)
    kept = [_of_one_root(same) for same in by_root.values()]
    return sorted(kept, key=lambda each: each.now.when, reverse=True)


def _of_one_root(versions: list[AnyVersion]) -> Kept[AnyVersion]:
    newest_first = sorted(versions, key=lambda version: (version.made, version.id), reverse=True)
    revised = {old for version in versions for old in version.revises if old != version.id}
    standing = tuple(version for version in newest_first if version.id not in revised)
    earlier = tuple(version for version in newest_first if version.id in revised)
    # Versions that revise one another in a circle come from outside; then all of them stand.
    return Kept(standing, earlier) if standing else Kept(earlier)


def revision(
    kept: Kept[AnyVersion], base: AnyVersion, changed: Mapping[str, Any], *, version_id: str, now: datetime
) -> AnyVersion:
    """A new version, made of `base` and what is `changed`, that takes the place of all that stand.

    `now` must know its time zone. Raises pydantic's ValidationError where a changed value is not allowed.
    """
    values = base.model_dump() | dict(changed)
    values |= {
        "id": version_id,
        "of": kept.root,
        "revises": tuple(dict.fromkeys(version.id for version in kept.standing))[:16],
        "written": now.replace(microsecond=0),
    }
    return type(base).model_validate(values)


def on_its_own(version: AnyVersion) -> AnyVersion:
    """The same words as something of its own, no longer a version of anything.

    Its id follows from what it holds, so that doing it twice, or on two laptops, makes one.
    """
    version_id = blake2b(version.model_dump_json().encode(), digest_size=8).hexdigest()
    return version.model_copy(update={"id": version_id, "of": None, "revises": (), "written": None})
