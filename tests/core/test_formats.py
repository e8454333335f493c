"""From each format to the next: nothing is lost on the way, and what is newer is let be."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.core import formats
from duologue.core.formats import END, Kind, Standing

KINDS: tuple[Kind, ...] = get_args(Kind)
SCALARS = st.one_of(
    st.integers(-9, 9), st.booleans(), st.text(max_size=5), st.lists(st.integers(), max_size=3)
)
UNKNOWN = st.dictionaries(
    st.text(min_size=1, max_size=8).filter(lambda key: key not in {"format", "end"}),
    st.one_of(SCALARS, st.dictionaries(st.text(min_size=1, max_size=4), SCALARS, max_size=3)),
    max_size=6,
)


@pytest.mark.parametrize("kind", KINDS)
@given(values=UNKNOWN, noted=st.sampled_from([None, 0, 1]))
def test_whatever_stands_in_an_old_file_stands_in_the_new_one(
    kind: Kind, values: dict[str, Any], noted: int | None
) -> None:
    old = values if noted is None else {"format": noted, **values}
    new = formats.migrated(kind, old)
    assert {key: value for key, value in new.items() if key not in {"format", "end"}} == values
    assert (new["format"], new["end"], next(reversed(new))) == (formats.newest(kind), END, "end")
    assert formats.standing(kind, new) is Standing.SAME
    assert not formats.is_cut_off(kind, new)


@pytest.mark.parametrize("kind", KINDS)
@given(values=UNKNOWN, ahead=st.integers(0, 10**9))
def test_what_is_new_already_or_newer_is_let_be(kind: Kind, values: dict[str, Any], ahead: int) -> None:
    there = {**values, "format": formats.newest(kind) + ahead}
    assert formats.migrated(kind, there) == there


@pytest.mark.parametrize("kind", KINDS)
def test_each_step_leads_one_further(kind: Kind) -> None:
    starts = range(formats.newest(kind))
    reached = [formats.migrated(kind, {"format": start, "left": "Ana"}) for start in starts]
    assert reached == [{"format": len(starts), "left": "Ana", "end": END}] * len(starts)


@pytest.mark.parametrize(
    ("noted", "stands"),
    [
        (None, Standing.OLDER),
        (0, Standing.OLDER),
        (1, Standing.OLDER),
        (2, Standing.SAME),
        (3, Standing.NEWER),
        (10**9, Standing.NEWER),
        (-1, Standing.UNKNOWN),
        (True, Standing.UNKNOWN),
        ("2", Standing.UNKNOWN),
        ([2], Standing.UNKNOWN),
    ],
)
def test_how_a_file_stands(noted: object, stands: Standing) -> None:
    values = {"theme": "linen"} if noted is None else {"theme": "linen", "format": noted}
    assert formats.standing("settings", values) is stands


def test_only_a_file_that_should_have_an_end_is_cut_off_without_one() -> None:
    assert formats.is_cut_off("couple", {"format": 2, "left": "Ana"})
    assert formats.is_cut_off("couple", {"format": 2, "end": {"complete": False}})
    assert not formats.is_cut_off("couple", {"format": 1, "left": "Ana"})
    assert not formats.is_cut_off("couple", {"format": 3, "left": "Ana"})
