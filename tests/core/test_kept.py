"""What stands of several versions of the same, what was before, and what takes their place."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.core.differences import unlike
from duologue.core.kept import gather, on_its_own, revision
from duologue.core.memory import Memory
from tests.store.moments import WHEN, moment

FIRST = moment("a")


def version(name: str, *revises: str, days: int = 1, **values: object) -> Memory:
    """A later version of `a`."""
    return moment(name, of="a", revises=revises, written=WHEN + timedelta(days=days), **values)


STANDS: dict[str, tuple[list[Memory], list[str], list[str]]] = {
    "only the first": ([FIRST], ["a"], []),
    "changed once": ([FIRST, version("b", "a")], ["b"], ["a"]),
    "changed twice": ([FIRST, version("b", "a"), version("c", "b", days=2)], ["c"], ["b", "a"]),
    "changed on both sides": ([FIRST, version("b", "a"), version("c", "a", days=2)], ["c", "b"], ["a"]),
    "chosen between": (
        [FIRST, version("b", "a"), version("c", "a", days=2), version("d", "b", "c", days=3)],
        ["d"],
        ["c", "b", "a"],
    ),
    "the same clock on both": ([FIRST, version("b", "a"), version("c", "a")], ["c", "b"], ["a"]),
    "the first is missing": ([version("b", "a")], ["b"], []),
    "one file twice": ([FIRST, FIRST], ["a"], []),
    "a copy with other words": ([FIRST, moment("a", title="Other")], ["a", "a"], []),
    "each in place of the other": ([version("b", "c"), version("c", "b", days=2)], ["c", "b"], []),
    "in place of itself": ([FIRST, version("b", "a", "b")], ["b"], ["a"]),
}


@pytest.mark.parametrize("case", STANDS.values(), ids=STANDS)
def test_what_stands_and_what_was(case: tuple[list[Memory], list[str], list[str]]) -> None:
    versions, standing, earlier = case
    for order in (versions, versions[::-1]):
        [kept] = gather(order)
        assert [each.id for each in kept.standing] == standing
        assert [each.id for each in kept.earlier] == earlier
        assert (kept.root, kept.now.id, kept.is_torn) == ("a", standing[0], len(standing) > 1)


def test_the_newest_moment_comes_first_whenever_it_was_changed() -> None:
    newer = moment("z", when=WHEN + timedelta(hours=1))
    assert [kept.root for kept in gather([FIRST, version("b", "a", days=9), newer])] == ["z", "a"]


ids = st.sampled_from("abcdef")
some_versions = st.lists(
    st.builds(
        lambda name, revises, days: version(name, *revises, days=days),
        ids,
        st.lists(ids, max_size=3),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=8,
)


@given(some_versions)
def test_no_version_is_ever_lost_and_something_always_stands(versions: list[Memory]) -> None:
    [kept] = gather(versions)
    assert kept.standing
    together = [*kept.standing, *kept.earlier]
    assert all(each in together for each in versions)
    assert len(together) == len({each.model_dump_json() for each in versions})


@given(some_versions)
def test_one_version_made_of_all_that_stand_is_the_only_one_to_stand(versions: list[Memory]) -> None:
    [kept] = gather(versions)
    now = WHEN + timedelta(days=20)
    made = revision(kept, kept.standing[-1], {"place": "Porto"}, version_id="new", now=now)
    [after] = gather([*versions, made])
    assert after.standing == (made,)
    assert (made.place, made.root, made.made) == ("Porto", "a", now)
    assert {each.id for each in kept.standing} == set(made.revises)


def test_what_goes_its_own_way_is_the_same_wherever_it_is_done() -> None:
    one, other = version("b", "a", title="Hers"), version("c", "a", title="His")
    alone = on_its_own(one)
    assert alone == on_its_own(one)
    assert (alone.title, alone.when, alone.left) == ("Hers", one.when, one.left)
    assert len({on_its_own(other).id, alone.id, "a", "b", "c"}) == 5
    assert {kept.root for kept in gather([FIRST, other, alone])} == {"a", alone.id}
    assert not any(kept.is_torn for kept in gather([FIRST, other, alone]))


DIFFERENCES = {
    ("We walked home", "We walked home"): "",
    ("We walked home", "We ran home"): "walked",
    ("We walked slowly home", "We walked home"): "slowly ",
    ("We walked home", "We walked slowly home"): "",
    ("tea", ""): "tea",
    ("", "tea"): "",
    ("the the the", "the the"): " the",
    ("Rain, then sun", "Snow, then sun"): "Rain",
    ("花火 at night", "雨 at night"): "花火",
}


@pytest.mark.parametrize(("texts", "marked"), DIFFERENCES.items())
def test_whole_words_are_marked_where_two_texts_differ(texts: tuple[str, str], marked: str) -> None:
    words, other = texts
    start, end = unlike(words, [other])
    assert words[start:end] == marked


@given(st.text("ab ,花\n", max_size=12), st.lists(st.text("ab ,花\n", max_size=12), max_size=3))
def test_what_is_not_marked_stands_in_all_of_them(words: str, others: list[str]) -> None:
    start, end = unlike(words, others)
    assert 0 <= start <= end <= len(words)
    if words in others and len(set(others)) == 1:
        assert start == end
    if others and any(other != words for other in others):
        assert all(other.startswith(words[:start]) and other.endswith(words[end:]) for other in others)
