"""A faulty deck is answered with file, line, key and reason, so that a person can mend it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.core.deck import Deck
from duologue.core.deck_text import read_deck
from duologue.core.pace import Pace, minutes_at
from duologue.core.problem import Problem, nearest
from duologue.core.turns import SHORT, Confirm, Keep, Talk
from tests.builders import deck
from tests.core.small_decks import WEATHER

FILE = "weather.toml"


def problems(text: str) -> list[Problem]:
    read = read_deck(text, FILE)
    assert isinstance(read, list), "the deck is without fault"
    return read


def test_a_deck_without_fault_is_read_whole() -> None:
    weather = deck()
    assert (weather.title, weather.roles, weather.rounds) == ("Weather", ("teller", "listener"), 2)
    assert [type(turn).__name__ for turn in weather.turns] == [
        "Breathe",
        "Read",
        "Talk",
        "Talk",
        "Confirm",
        "Keep",
    ]
    confirm = weather.turns[4]
    assert isinstance(confirm, Confirm)
    assert confirm.otherwise == "Thank you for trying."
    assert confirm.answers[0] == "That's it"
    talk = weather.turns[3]
    assert isinstance(talk, Talk)
    assert (talk.again, talk.minutes) == ("Tell it once more.", 1)
    assert isinstance(weather.turns[5], Keep)
    assert [card.depth for card in weather.cards] == [1, 1, 2]


def test_how_long_it_takes_is_reckoned_from_its_turns() -> None:
    """Half a minute of breath, three minutes of talk twice, and five short turns."""
    assert deck().steady_minutes == 0.5 + 2 * 3 + 5 * SHORT


@pytest.mark.parametrize(
    ("steady", "pace", "minutes"),
    [
        (8.25, Pace.STEADY, 9),
        (8.25, Pace.LINGERING, 17),
        (8.25, Pace.BRISK, 7),
        (4, Pace.GENTLE, 6),
        (0, Pace.EASY, 1),
    ],
)
def test_how_long_it_takes_is_told_in_whole_minutes(steady: float, pace: Pace, minutes: int) -> None:
    assert minutes_at(steady, pace) == minutes


SAY, ELSE = '"Which weather was it?"', 'else = "Thank you for trying."'
TALKS = 'kind = "talk"\nat = "closing"\nfloor = "{role}"\nsay = "So?"\nlisten = "So."\nminutes = {minutes}\n'
KEEP = 'kind = "keep"\nat = "closing"\n'
UNEQUAL = f"{TALKS.format(role='teller', minutes=2)}[[turn]]\n{TALKS.format(role='listener', minutes=1.5)}"
CONFIRM_ALONE = (
    'kind = "confirm"\nat = "closing"\nasks = "teller"\nsay = "So?"\nanswers = ["y", "n"]\nelse = "x"\n'
)

FAULTS = [
    # what is changed, into what, and what is said: line, key, reason
    ('title = "Weather"', "", "1: title: is missing."),
    ('title = "Weather"', 'title = ""', "2: title: is empty; at least 1 character is needed."),
    ('title = "Weather"', f'title = "{"x" * 41}"', "2: title: is 41 characters long; at most 40 fit."),
    ('title = "Weather"', "title = 7", "2: title: 7 is found; a text in quotes is needed."),
    ('title = "Weather"', 'title = "   "', "2: title: is empty; at least 1 character is needed."),
    ("format = 1", "format = 2", "1: format: 2 is found; "),
    ("format = 1", "format = true", "1: format: true is found; "),
    ("depth = 2", 'depth = 2\ntitel = "x"', "7: titel: “titel” is not a key here. Did you mean “title”? "),
    ("rounds = 2", "rounds = 3", "5: rounds: 3 is odd; an even number, so that both "),
    ("rounds = 2", "rounds = 14", "5: rounds: 14 is found; at most 12 is allowed."),
    ("rounds = 2", 'rounds = "2"', "5: rounds: “2” is found; a whole number is needed."),
    ("rounds = 2", "rounds = true", "5: rounds: true is found; a whole number is needed."),
    ("rounds = 2", "rounds = 0", "5: rounds: 0 is found; at least 2 is needed."),
    ("depth = 2", "depth = 4", "6: depth: 4 is found; at most 3 is allowed."),
    ('"listener"]', '"Listener"]', "4: roles[2]: “Listener” is found; small letters, digits "),
    ('"listener"]', "]", "4: roles[2]: is missing."),
    ('at = "opening"', 'at = "start"', "10: turn[1].at: “start” is found; allowed: 'opening', 'round' "),
    ('kind = "read"', 'kind = "reed"', "14: turn[2].kind: “reed” is not a kind of turn. Did you mean “rea"),
    ('kind = "read"', "", "13: turn[2]: a turn needs its `kind`: read, breathe, hush, talk, confirm, "),
    ("minutes = 2", "minutes = 0", "22: turn[3].minutes: 0 is found; more than 0"),
    ("minutes = 2", "minutes = 31", "22: turn[3].minutes: 31 is found; at most 30"),
    ("minutes = 2", "minutes = nan", "22: turn[3].minutes: nan is found; "),
    ("minutes = 2", "", "17: turn[3].minutes: is missing."),
    ("minutes = 2", "minutes = 2\nminuts = 2", "23: turn[3].minuts: “minuts” is not a key here. Did"),
    ('floor = "teller"', 'floor = "taller"', "19: turn[3].floor: “taller” is not a role of this deck. Did"),
    (SAY, '"Ask {tellr}."', "20: turn[3].say: “{tellr}” is not a placeholder. Did you mean “{teller}”? "),
    (SAY, '"Ask {}."', "20: turn[3].say: “{}” is not a placeholder."),
    (SAY, f'"{"x" * 201}"', "20: turn[3].say: is 201 characters long; at most 200 fit."),
    (ELSE, 'else = "Thank you, {me}."', "38: turn[5].else: “{me}” is not a placeholder."),
    (ELSE, "", "32: turn[5].else: is missing."),
    ('asks = "teller"', 'asks = "listener"', "34: turn[5].asks: “listener” just spoke; the other"),
    ('"Nearly", "Not quite"]', '"That\'s it"]', "36: turn[5].answers: two answers are the same."),
    ('"Nearly", "Not quite"]', '"a", "b", "c"]', "36: turn[5].answers: has 4; at most 3 allowed."),
    ("repeat = 2", "repeat = 6", "37: turn[5].repeat: 6 is found; at most 5 is allowed."),
    (KEEP, CONFIRM_ALONE, "40: turn[6]: a confirm turn closes the talk turn right before it;"),
    (KEEP, UNEQUAL, "8: turn: the closing gives the partners unequal time: teller 2 min and listener 1.5"),
    ('text = "A meal"', 'text = "a WALK"', "48: card[2].text: the same text as card 1."),
    ('text = "A meal"', 'text = "{teller}\'s"', "48: card[2].text: “{teller}” is not a placeholder of"),
    ('text = "A meal"', "depth = 1", "47: card[2].text: is missing."),
    ("depth = 2", "depth = 1", "52: card[3].depth: depth 2, deeper than the deck's 1."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "says"), FAULTS, ids=[says[:40] for _, _, says in FAULTS])
def test_a_fault_is_told_with_line_key_and_reason(old: str, new: str, says: str) -> None:
    assert old in WEATHER
    found = [str(problem) for problem in problems(WEATHER.replace(old, new, 1))]
    assert len(found) == 1, "this one fault, and nothing that is not so"
    assert found[0].startswith(f"{FILE}:{says}")


def test_both_roles_need_a_name_of_their_own() -> None:
    found = problems(WEATHER.replace("listener", "teller"))
    assert (
        str(found[0]) == f"{FILE}:4: roles[2]: both roles have the same name; the two partners need one each."
    )


@pytest.mark.parametrize("name", ["card", "left", "right", "both", "promise"])
def test_a_role_is_not_named_like_something_else(name: str) -> None:
    found, *more = problems(WEATHER.replace("listener", name))
    assert (found.line, found.key) == (4, "roles")
    assert not more or name == "both", "where both talk, more than the name is wrong"
    assert found.reason.startswith(f"“{name}” stands for something else")


@pytest.mark.parametrize(
    ("key", "written"), [("otherwise", "else ="), ("turns", "[[turn]]"), ("cards", "[[card]]")]
)
def test_keys_have_one_name_only(key: str, written: str) -> None:
    """What this code calls them inside is not for decks."""
    found = problems(WEATHER.replace(written, written.replace(written.strip("[] ="), key)))
    assert any(f"“{key}” is not a key here." in problem.reason for problem in found)


def test_all_faults_are_told_at_once_in_the_order_of_lines() -> None:
    text = WEATHER.replace("minutes = 2", "minutes = 99").replace('title = "Weather"', 'titel = "Weather"')
    found = problems(text)
    assert [problem.key for problem in found] == ["title", "titel", "turn[3].minutes"]


@pytest.mark.parametrize(("table", "key"), [("turn", "turn"), ("card", "card")])
def test_a_deck_without_turns_or_cards_is_told_so(table: str, key: str) -> None:
    blocks = [block for block in WEATHER.split("\n\n") if not block.startswith(f"[[{table}]]")]
    (found,) = problems("\n\n".join(blocks))
    assert (found.key, found.reason) == (key, f"there is no [[{table}]]; at least one is needed.")


def test_a_deck_in_which_nobody_speaks_is_refused() -> None:
    blocks = [block for block in WEATHER.split("\n\n") if "talk" not in block and "confirm" not in block]
    (found,) = problems("\n\n".join(blocks))
    assert "nobody ever has the floor" in found.reason


def test_a_deck_without_a_turn_in_its_rounds_is_refused() -> None:
    once = WEATHER.replace("[[turn]]\n", '[[turn]]\nat = "opening"\n').replace('at = "opening"\n\n', "\n")
    once = once.replace('at = "closing"\n', "").replace(
        'kind = "breathe"\nat = "opening"\n', 'kind = "breathe"\n'
    )
    assert any("every turn is played only once" in problem.reason for problem in problems(once))


def test_a_faulty_value_hides_no_other_fault() -> None:
    text = WEATHER.replace('kind = "breathe"', 'kind = "breath"').replace('asks = "teller"', 'asks = "tellr"')
    assert [problem.key for problem in problems(text)] == ["turn[1].kind", "turn[5].asks"]


def test_an_answer_holds_no_placeholder() -> None:
    (found,) = problems(WEATHER.replace('"Nearly"', '"Nearly, {listener}"'))
    assert found.key == "turn[5].answers[2]"


def test_only_the_faulty_turn_is_told_even_where_it_is_the_only_one() -> None:
    text = WEATHER[: WEATHER.index("[[turn]]")] + '[[turn]]\nkind = "tlak"\n\n[[card]]\ntext = "A walk"\n'
    assert [problem.key for problem in problems(text)] == ["turn[1].kind"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(WEATHER.replace('"read"', '"\\u001b[2Jread"'), id="kind"),
        pytest.param(WEATHER.replace('at = "opening"', 'at = "\\u009b2J"'), id="value"),
        pytest.param('"\\u001b[31m" = 1\n' + WEATHER, id="key"),
        pytest.param(WEATHER.replace('"teller", ', '"\\u202etell", '), id="hidden direction"),
        pytest.param(WEATHER.replace("{teller}, read", "{\\u0007}, read"), id="placeholder"),
    ],
)
def test_what_is_told_of_a_hostile_deck_can_be_drawn(text: str) -> None:
    """Problems are printed in the terminal; nothing of the file may steer it."""
    said = "".join(map(str, problems(text)))
    assert not set(said) & set("\x1b\x9b\x07\u202e")


@pytest.mark.parametrize(
    ("text", "reason"),
    [("title = ", "not TOML"), ("a.b.c.d.e.f.g = 1", "more than 6 parts"), ("", "is missing.")],
)
def test_what_is_no_deck_at_all_is_a_problem_too(text: str, reason: str) -> None:
    assert reason in problems(text)[0].reason


_PIECES = st.sampled_from(
    [*WEATHER.split("\n"), "minutes = -1", "[turn]", "turn = [1]", "card = {}", 'roles = "a"', "at = []"]
)


@given(st.lists(_PIECES, max_size=40).map("\n".join))
def test_any_text_is_a_deck_or_says_why_not(text: str) -> None:
    read = read_deck(text, FILE)
    if isinstance(read, Deck):
        return
    assert read
    assert all(1 <= problem.line <= text.count("\n") + 1 and problem.reason for problem in read)


@pytest.mark.parametrize(("word", "near"), [("titel", "title"), ("TITLE", "title"), ("qqq", None)])
def test_the_nearest_name_is_offered_only_where_one_is_near(word: str, near: str | None) -> None:
    assert nearest(word, ["title", "about"]) == near
