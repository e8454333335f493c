"""Any bytes at all, and good files with some of them changed: read, or told why not, and always clean."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duologue.keepsake import json_form, markdown_form
from duologue.moving.reading import ours
from duologue.store.journal import Journal
from duologue.store.paths import Paths
from tests.builders import DONE, began
from tests.hostile.kinds import KINDS, Kind, harm_in
from tests.hostile.strings import ATTACKS
from tests.hostile.test_attacks import brought, lay
from tests.store.moments import moment

FEW = settings(max_examples=12, deadline=None)
"""For each format; the long tests take thousands."""

SPICES = (
    *(attack.text.encode("utf-8", "surrogatepass") for attack in ATTACKS),
    *(b"\x00", b"\xff", b'"', b"'", b'"""', b"[", b"]", b"{", b"}", b"=", b".", b",", b"\\", b"\\u0000"),
    *(
        b"nan",
        b"-inf",
        b"1e999",
        b"9" * 5_000,
        b"true",
        b"1979-05-27T07:32:00Z",
        b"\n[end]\n",
        b"\xef\xbb\xbf",
    ),
)


@st.composite
def spoilt(draw: st.DrawFn, good: bytes) -> bytes:
    """A good file, changed in a few places."""
    data = good
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 0, 1, 2, 8, 64])))
        spice = draw(st.sampled_from(SPICES) | st.binary(max_size=12) | st.text(max_size=8).map(_encoded))
        data = data[:start] + spice * draw(st.sampled_from([1, 1, 2, 50])) + data[end:]
    return data


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _any(good: bytes) -> st.SearchStrategy[bytes]:
    return spoilt(good) | st.binary(max_size=300) | st.text(max_size=200).map(_encoded)


def _profile() -> settings:
    """Few examples, unless a long run was asked for."""
    return settings() if settings().max_examples > 1_000 else FEW


def _each(good: bytes, check: Callable[[bytes], None]) -> None:
    """Check any bytes and what is left of a good file."""
    _profile()(given(_any(good))(check))()


@pytest.mark.parametrize("name", list(KINDS))
def test_any_text_is_read_or_refused(tmp_path: Path, name: str) -> None:
    kind: Kind = KINDS[name]
    paths = Paths.under(tmp_path / "couple")
    place = kind.place(paths)

    def check(data: bytes) -> None:
        lay(place, data)
        good, problems = kind.read(paths, place)
        assert kind.silent or good or problems
        assert all(each.line >= 1 for each in problems)
        assert harm_in([good, problems]).is_none

    _each(kind.good(), check)


def test_any_journal_is_replayed_or_left_alone(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.start(began())
    journal.append(DONE.stamped(1.0))
    good = journal.path.read_bytes()

    def check(data: bytes) -> None:
        journal.path.write_bytes(data)
        replay = journal.replay()
        assert replay is None or replay.whole + replay.torn == len(data)
        if replay:
            journal.mend(replay)

    _each(good, check)


def _archive() -> bytes:
    from duologue.core.kept import gather

    return json_form.write(json_form.Archive(memories=tuple(gather([moment("a")])))).encode()


def _journal_of_day_one() -> bytes:
    entry = {"uuid": "A1", "creationDate": "2024-01-05T03:02:50Z", "text": "# By the sea\n\nIt rained.",
             "tags": ["Calm"], "timeZone": "Europe/Lisbon", "location": {"placeName": "Lisbon"},
             "photos": [{"md5": "0e2d16db", "identifier": "2A69"}]}  # fmt: skip
    return json.dumps({"metadata": {"version": "1.0"}, "entries": [entry, entry]}).encode()


@pytest.mark.parametrize(
    ("ending", "good"),
    [
        (".json", _archive()),
        (".json", _journal_of_day_one()),
        (".md", markdown_form.write(moment("a")).encode()),
        (".zip", b"PK\x05\x06" + bytes(18)),
    ],
    ids=["ours", "Day One", "Markdown", "zip"],
)
def test_any_import_is_read_or_refused(tmp_path: Path, ending: str, good: bytes) -> None:
    place = tmp_path / f"import{ending}"

    def check(data: bytes) -> None:
        place.write_bytes(data)
        records, problems = brought(place)
        assert all(problem.reason for problem in problems)
        assert harm_in([records, problems]).is_none

    _each(good, check)


def test_any_text_from_a_swap_file_is_read_or_refused() -> None:
    def check(data: bytes) -> None:
        parcel = ours(data.decode("utf-8", "replace"), "swap")
        assert harm_in([[each.record for each in parcel.arriving], parcel.problems]).is_none

    _each(_archive(), check)
