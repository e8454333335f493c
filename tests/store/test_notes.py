"""Promises, plans and letters that both kept: one file each, and looked back on without blame."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from duologue.core.events import Event, Kept, LeftBlank, Noted, Picked, WoundDown
from duologue.core.hand import OpenPromise
from duologue.core.note import Kind, Note, Standing, notes_of
from duologue.core.seats import Pair
from duologue.core.session import Session
from duologue.core.states import State
from duologue.store.files import NotWritten
from duologue.store.notes import load_notes, look_back, open_promises, save_notes, stand
from duologue.store.paths import Paths
from duologue.store.records import load_kept
from tests.builders import ANA, BEN, DONE, NAMES, PROMISES, WHEN, begun, deck, hand, played
from tests.core.small_decks import PAPER, TELLS, made_of

LATER = WHEN + timedelta(days=3)
BOTH: list[Event] = [Kept(seat=ANA), Kept(seat=BEN)]
HOUR: list[Event] = [WoundDown(), DONE, Noted(text="Sunday, the lake")]


def at_plan() -> Session:
    """Both said yes to keeping the hour they planned."""
    return played(begun(deck(PAPER)), *HOUR, *BOTH)


def at_promise(*written: Event) -> Session:
    """Both said yes to keeping what they promised, at the end of the deck, where Ben writes first."""
    words = written or (DONE, Noted(text="Call early"), DONE, Noted(text="Water the fern"))
    return played(begun(deck(PAPER)), WoundDown(), DONE, LeftBlank(), *words, *BOTH)


def at_letter(text: str = "Dear Ben,\n\nit rains here.") -> Session:
    write = 'kind = "write"\nname = "l"\nletter = true\nsay = "A letter."\n'
    keep = 'kind = "keep"\nkeeps = "letter"\nfrom = "l"\n'
    return played(begun(deck(made_of(write, keep, TELLS))), DONE, Noted(text=text), LeftBlank(), *BOTH)


def note(number: int, **changes: object) -> Note:
    values: dict[str, object] = {
        "id": f"n{number}",
        "kind": "promise",
        "when": WHEN - timedelta(days=number),
        "deck": "Paper",
        "card": "A pen",
        "by": "Ana",
        "to": "Ben",
        "text": f"Promise {number}",
    }
    return Note.model_validate({**values, **changes})


def put(paths: Paths, *notes: Note) -> None:
    for each in notes:
        path = paths.notes(each.kind) / "2024" / "05" / f"{each.id}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        record = each.record()
        lines = [f'{key} = "{value}"' for key, value in record.items() if isinstance(value, str)]
        path.write_text(
            "\n".join(["format = 1", f"when = {each.when.isoformat()}", *lines, "[end]", "complete = true"])
        )


def files(paths: Paths) -> list[str]:
    return sorted(str(path.relative_to(paths.data)) for path in paths.data.rglob("*.toml"))


# What is kept


def test_a_plan_is_of_both_and_for_nobody_alone(paths: Paths) -> None:
    session = at_plan()
    assert session.state is State.SAVING
    save_notes(paths, session, WHEN)
    assert files(paths) == [f"plans/2024/05/{session.moment_id}-both.toml"]
    (plan,), problems = load_notes(paths, "plan")
    assert (plan.by, plan.to, plan.text, plan.standing) == ("Ana & Ben", "", "Sunday, the lake", "open")
    assert (plan.deck, problems) == ("Paper", [])


def test_each_promise_is_a_file_of_its_own_with_both_names(paths: Paths) -> None:
    save_notes(paths, at_promise(), WHEN)
    notes, _ = load_notes(paths, "promise")
    found = {each.by: (each.to, each.text, each.is_open) for each in notes}
    assert found == {"Ana": ("Ben", "Water the fern", True), "Ben": ("Ana", "Call early", True)}
    assert len(files(paths)) == 2


def test_who_promised_nothing_has_no_file(paths: Paths) -> None:
    save_notes(paths, at_promise(DONE, Noted(text="Call early"), LeftBlank()), WHEN)
    assert [each.by for each in load_notes(paths, "promise")[0]] == ["Ben"]


def test_a_letter_keeps_its_paragraphs_and_says_for_whom_it_is(paths: Paths) -> None:
    save_notes(paths, at_letter(), WHEN)
    (letter,), _ = load_notes(paths, "letter")
    assert (letter.by, letter.to) == ("Ana", "Ben")
    assert letter.text == "Dear Ben,\n\nit rains here."
    assert load_notes(paths, "promise") == load_notes(paths, "plan") == ([], [])


@settings(max_examples=25)
@given(st.text(min_size=1, max_size=300))
def test_any_letter_is_read_again_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    try:
        session = at_letter(text)
    except ValidationError:
        return
    paths = Paths.under(tmp_path_factory.mktemp("couple"))
    (kept,) = notes_of(session, WHEN)
    save_notes(paths, session, WHEN)
    assert load_notes(paths, "letter") == ([kept], [])


def test_saving_twice_keeps_it_once(paths: Paths) -> None:
    save_notes(paths, at_promise(), WHEN)
    save_notes(paths, at_promise(), WHEN + timedelta(minutes=1))
    assert len(files(paths)) == 2


def test_a_refusal_of_the_disk_is_told(paths: Paths, full: Callable[[int], None]) -> None:
    full(30)
    with pytest.raises(NotWritten, match="the disk is full"):
        save_notes(paths, at_promise(), WHEN)


@pytest.mark.parametrize("kind", ["promise", "plan", "letter"])
def test_before_anything_was_kept_there_is_nothing(paths: Paths, kind: Kind) -> None:
    assert load_notes(paths, kind) == ([], [])
    assert open_promises(paths, NAMES) == Pair(None, None)
    assert not paths.data.exists(), "looking makes nothing"


def test_a_broken_file_is_told_and_stops_no_other(paths: Paths) -> None:
    put(paths, note(1), note(2))
    (paths.notes("promise") / "2024" / "05" / "n1.toml").write_text("not TOML")
    notes, problems = load_notes(paths, "promise")
    assert ([each.id for each in notes], len(problems)) == (["n2"], 1)
    assert open_promises(paths, NAMES).left == OpenPromise(id="n2", text="Promise 2")


WRONG: list[dict[str, object]] = [
    {"kind": "wish"},
    {"standing": "broken"},
    {"id": "../up"},
    {"text": "x" * 20_001},
    {"when": WHEN.replace(tzinfo=None)},
    {"end": {"complete": False}},
]


@pytest.mark.parametrize("wrong", WRONG)
def test_what_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        note(1, **wrong)


# Looking back


STANDINGS: list[tuple[Standing, bool]] = [
    ("open", True),
    ("trying", True),
    ("kept", False),
    ("let go", False),
]


@pytest.mark.parametrize(("standing", "again"), STANDINGS)
def test_only_what_is_open_or_still_tried_is_looked_back_on(
    paths: Paths, standing: Standing, again: bool
) -> None:
    put(paths, note(1, standing=standing))
    assert (open_promises(paths, NAMES).left is not None) is again


def test_of_several_the_last_one_is_looked_back_on(paths: Paths) -> None:
    put(paths, note(3), note(1), note(2), note(0, standing="kept"))
    assert open_promises(paths, NAMES) == Pair(OpenPromise(id="n1", text="Promise 1"), None)


def test_a_promise_goes_with_the_name_and_not_with_the_seat(paths: Paths) -> None:
    put(paths, note(1), note(2, by="Ben", to="Ana"), note(3, by="Cleo"))
    left, right = OpenPromise(id="n1", text="Promise 1"), OpenPromise(id="n2", text="Promise 2")
    assert open_promises(paths, NAMES) == Pair(left, right)
    assert open_promises(paths, Pair("Ben", "Ana")) == Pair(right, left)
    assert open_promises(paths, Pair("Eve", "Flo")) == Pair(None, None)


@pytest.mark.parametrize("kind", ["plan", "letter"])
def test_plans_and_letters_are_no_promises(paths: Paths, kind: Kind) -> None:
    put(paths, note(1, kind=kind))
    assert open_promises(paths, NAMES) == Pair(None, None)


def looked_back(*answers: Event) -> Session:
    of = hand(deck(PAPER)).model_copy(update={"promises": PROMISES})
    return played(begun(of), *answers)


def standings(paths: Paths) -> dict[str, str]:
    return {each.root: each.standing for each in load_notes(paths, "promise")[0]}


@pytest.mark.parametrize(
    ("answer", "standing"), [("Kept", "kept"), ("Still trying", "trying"), ("Let it go", "let go")]
)
def test_an_answer_says_how_a_promise_stands(paths: Paths, answer: str, standing: str) -> None:
    put(paths, note(1, id="p1"), note(2, id="p2", by="Ben"), note(3))
    look_back(paths, looked_back(DONE, Picked(choice=answer), LeftBlank()), LATER)
    assert standings(paths) == {"p1": standing, "p2": "open", "n3": "open"}
    look_back(paths, looked_back(LeftBlank(), DONE, Picked(choice=answer)), LATER)
    assert standings(paths)["p2"] == standing


def test_where_nobody_answered_no_file_is_touched(paths: Paths) -> None:
    put(paths, note(1, id="p1"))
    look_back(paths, looked_back(LeftBlank(), LeftBlank()), LATER)
    look_back(paths, looked_back(WoundDown()), LATER)
    assert files(paths) == ["promises/2024/05/p1.toml"]


def test_what_was_answered_before_is_not_written_again(paths: Paths) -> None:
    put(paths, note(1, id="p1"))
    for _ in range(2):  # As after a crash between noting the answer and letting the journal go.
        look_back(paths, looked_back(DONE, Picked(choice="Kept"), LeftBlank()), LATER)
    assert len(files(paths)) == 2


def test_an_answer_is_a_new_version_and_the_first_file_stays_as_it_was(paths: Paths) -> None:
    put(paths, note(1, id="p1"))
    (path,) = paths.notes("promise").rglob("*.toml")
    path.write_text("tone = 'kind'\n" + path.read_text())
    before = path.read_bytes()
    look_back(paths, looked_back(DONE, Picked(choice="Still trying"), LeftBlank()), LATER)
    look_back(paths, looked_back(DONE, Picked(choice="Kept"), LeftBlank()), LATER + timedelta(days=7))
    assert path.read_bytes() == before, "what somebody added to the file survives, too"
    (kept,), problems = load_kept(paths.notes("promise"), Note)
    assert (kept.root, kept.now.standing, kept.now.text, problems) == ("p1", "kept", "Promise 1", [])
    assert [version.standing for version in kept.earlier] == ["trying", "open"]
    assert (kept.now.made, kept.now.when) == (LATER + timedelta(days=7), note(1).when)
    assert len(files(paths)) == 3


@pytest.mark.parametrize("standing", ["open", "trying", "kept"])
def test_what_was_changed_on_two_laptops_is_of_one_mind_again_once_they_chose(
    paths: Paths, standing: Standing
) -> None:
    put(paths, note(1, id="p1"))
    (first,), _ = load_kept(paths.notes("promise"), Note)
    stand(paths, first, "kept", LATER)
    stand(paths, first, "trying", LATER + timedelta(minutes=1))
    (torn,), _ = load_kept(paths.notes("promise"), Note)
    assert torn.is_torn
    assert open_promises(paths, NAMES).left is None, "not asked about in a session either"
    stand(paths, torn, standing, LATER + timedelta(days=1))
    (kept,), _ = load_kept(paths.notes("promise"), Note)
    assert (kept.is_torn, kept.now.standing, len(kept.earlier)) == (False, standing, 3)


def test_a_promise_whose_file_is_gone_stops_nobody(paths: Paths) -> None:
    look_back(paths, looked_back(DONE, Picked(choice="Kept"), LeftBlank()), LATER)
    assert not paths.data.exists()
