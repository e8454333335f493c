"""What can be wrong with written, picked, shown and kept words, and with sets: line, key and reason."""

from __future__ import annotations

import pytest

from duologue.core.deck import Deck
from duologue.core.deck_text import read_deck
from duologue.core.problem import Problem
from duologue.core.turns import SHORT, Hush, Keep, Pick, Reveal, Talk, Write
from tests.builders import deck
from tests.core.small_decks import DEGREES, PAPER, TELLS, made_of

FILE = "made.toml"


def problems(text: str) -> list[Problem]:
    read = read_deck(text, FILE)
    assert isinstance(read, list), "the deck is without fault"
    return read


def told(text: str, old: str, new: str) -> list[str]:
    assert old in text
    return [str(problem) for problem in problems(text.replace(old, new, 1))]


def test_a_deck_of_paper_is_read_whole() -> None:
    paper = deck(PAPER)
    looking_back, hush, outside, _, help_, answer, reveal, _, both, hour, plan, *_, free, moment = paper.turns
    assert isinstance(looking_back, Pick)
    assert looking_back.choices == ("Kept", "Still trying", "Let it go")
    assert isinstance(hush, Hush)
    assert hush.candle == 60 / 60
    assert isinstance(outside, Write)
    assert (outside.asked(paper.roles), outside.sentence_for("reader")) == (
        ("writer", "reader"),
        "What can wait outside?",
    )
    assert isinstance(help_, Pick)
    assert (help_.asked(paper.roles), help_.sentence_for("reader"), help_.open) == (("writer",), "", True)
    assert isinstance(answer, Write)
    assert answer.sentence_for("reader") == "Write a guess."
    assert isinstance(reveal, Reveal)
    assert (reveal.shows, reveal.whose, reveal.free) == ("answer", None, False)
    assert isinstance(both, Talk)
    assert both.listen is None
    assert isinstance(hour, Write)
    assert hour.asked(paper.roles) == ()
    assert isinstance(plan, Keep)
    assert (plan.keeps, plan.written) == ("plan", "hour")
    assert isinstance(free, Reveal)
    assert free.free
    assert isinstance(moment, Keep)
    assert (moment.keeps, moment.written) == ("moment", None)


WRITES, PICKS = 'kind = "write"\nname = "a"\n', 'kind = "pick"\nname = "a"\nfrom = "feelings"\n'
EACH_ONE = '[turn.each]\none = "x"\n'
RECKONED = [
    # a turn, and what it is reckoned at in minutes
    ('kind = "hush"\nsay = "x"\nminutes = 1.5\n', 1.5),
    ('kind = "read"\nsay = "x"\n', SHORT),
    (WRITES + 'say = "x"\n', 2),
    (WRITES + EACH_ONE, 1),
    (WRITES + 'together = "x"\n', 1),
    (WRITES + 'letter = true\nsay = "x"\n', 8),
    (WRITES + "letter = true\n" + EACH_ONE, 4),
    (PICKS + 'say = "x"\n', 2 * SHORT),
    (PICKS + EACH_ONE, SHORT),
    ('kind = "keep"\n', SHORT),
]


@pytest.mark.parametrize(("turn", "minutes"), RECKONED)
def test_what_a_turn_is_reckoned_at(turn: str, minutes: float) -> None:
    one_minute_twice = deck(made_of(TELLS)).steady_minutes
    assert deck(made_of(TELLS, turn)).steady_minutes == one_minute_twice + 2 * minutes
    in_twelve = deck(made_of(TELLS, turn, rounds=12)).steady_minutes
    assert in_twelve == 12 * (1 + minutes)


def test_the_minutes_of_sets_add_up() -> None:
    degrees = deck(DEGREES)
    assert (degrees.all_rounds, degrees.steady_minutes) == (6, 6 * 2 + 1)


QUIET, OUTSIDE = 'say = "Be quiet together."', 'say = "What can wait outside?"'
BACK = 'say = "You promised: {promise}. How is it going?"'
TWO = 'options = ["Just listen", "Think along"]'
EACH = '[turn.each]\nwriter = "Write your answer."\nreader = "Write a guess."\n'
SHOWS, SHOWN = 'shows = "answer"', 'shows = "answer"\nsay = "Turn yours over."'
TELL = 'floor = "writer"\nsay = "Tell the story."\nlisten = "Listen to {writer}."\n'
PLAN = 'kind = "talk"\nat = "closing"\nfloor = "both"'
LIST = 'keeps = "plan"\nfrom = "hour"'
CONFIRM = (
    'minutes = 1\n\n[[turn]]\nkind = "confirm"\nat = "closing"\nasks = "writer"\nsay = "So?"\n'
    'answers = ["y", "n"]\nelse = "x"\n'
)
NOT_WRITTEN = "is not written or picked before."

FAULTS = [
    # what is changed, into what, and what is said: line, key, reason
    ('kind = "hush"', 'kind = "hsh"', "16: turn[2].kind: “hsh” is not a kind of turn. Did you mean “hush”? "),
    (QUIET, "", "15: turn[2].say: is missing."),
    (QUIET + "\nminutes = 1", QUIET, "15: turn[2].minutes: is missing."),
    (QUIET, 'say = "Be quiet, {us}."', "18: turn[2].say: “{us}” is not a placeholder. Known: {writer}, {rea"),
    (QUIET, 'say = "{promise}"', "18: turn[2].say: “{promise}” is not a placeholder."),
    ('name = "outside"', "", "21: turn[3].name: is missing."),
    ('name = "outside"', 'name = "Out side"', "24: turn[3].name: “Out side” is found; small letters, digits"),
    (OUTSIDE, "", "21: turn[3]: needs exactly one of `say` or `each` or `together`: "),
    (OUTSIDE, OUTSIDE + '\ntogether = "x"', "21: turn[3]: needs exactly one of `say` or `each` or `together"),
    (OUTSIDE, '[turn.each]\nwriter = "x"', "25: turn[3].each: asks only one of them, and the opening is pla"),
    (OUTSIDE, '[turn.each]\nwriter = "x"\nreeder = "x"', "27: turn[3].each.reeder: “reeder” is not a role o"),
    (OUTSIDE, 'say = "{nobody}?"', "25: turn[3].say: “{nobody}” is not a placeholder."),
    (EACH, "[turn.each]\n", "43: turn[6].each: is empty; at least one role needs a sentence."),
    (EACH, '[turn.each]\nwriter = "{nobody}"\n', "44: turn[6].each.writer: “{nobody}” is not a placeholder."),
    ('together = "Write', 'together = "{nobody}', "70: turn[10].together: “{nobody}” is not a placeholder."),
    ('from = "promise"\n', 'from = "promises"\n', "12: turn[1].from: “promises” is found; allowed: 'options"),
    (BACK, "", "8: turn[1]: needs exactly one of `say` or `each`: "),
    (BACK, BACK + "\n" + '[turn.each]\nwriter = "x"\nreader = "x"', "8: turn[1]: needs exactly one of `say`"),
    (BACK, '[turn.each]\nwriter = "x"', "13: turn[1].each: asks only one of them, and the opening is playe"),
    (BACK, BACK.replace("promise}", "promis}"), "13: turn[1].say: “{promis}” is not a placeholder. Did you"),
    (BACK, BACK + f"\n{TWO}", "14: turn[1].options: promise has choices of its own; leave the options out."),
    (TWO, "", "31: turn[5].options: has 0; at least 2 needed."),
    (TWO, 'options = ["Just listen"]', "35: turn[5].options: has 1; at least 2 needed."),
    (TWO, f"options = {list('abcdefghi')}", "35: turn[5].options: has 9; at most 8 allowed."),
    (TWO, 'options = ["Listen", "Listen"]', "35: turn[5].options: two options are the same."),
    (TWO, 'options = ["x", "Ask {reader}"]', "35: turn[5].options[2]: an option stands beside a key and hol"),
    (TWO, 'options = ["x", ""]', "35: turn[5].options[2]: is empty; at least 1 character is needed."),
    (TWO, f'options = ["x", "{"y" * 61}"]', "35: turn[5].options[2]: is 61 characters long; at most 60 fit."),
    ('from = "options"', 'from = "feelings"', "35: turn[5].options: feelings has choices of its own; leave "),
    ('from = "options"', 'from = "circles"', "35: turn[5].options: circles has choices of its own; leave t"),
    ('from = "options"', "", "31: turn[5].from: is missing."),
    ('open = true', 'oepn = true', "36: turn[5].oepn: “oepn” is not a key here. Did you mean “open”? "),
    ('writer = "What', 'helper = "What', "38: turn[5].each.helper: “helper” is not a role of this deck."),
    (SHOWS, 'shows = "anser"', f"49: turn[7].shows: “anser” {NOT_WRITTEN} Did you mean “answer”? Known: loo"),
    (SHOWS, 'shows = "hour"', f"49: turn[7].shows: “hour” {NOT_WRITTEN} Known: looking-back, outside, help,"),
    (SHOWS, "", "47: turn[7].shows: is missing."),
    (SHOWS, f'{SHOWS}\nwhose = "teller"', "50: turn[7].whose: “teller” is not a role of this deck."),
    (SHOWN, SHOWS, "47: turn[7].say: is missing."),
    (LIST, LIST.replace("hour", "our"), "76: turn[11].from: “our” is not written before. Did you mean “hour"),
    (LIST, LIST.replace("hour", "help"), "76: turn[11].from: “help” is not written before. Known: outside,"),
    (LIST, 'keeps = "plan"', "72: turn[11].from: is missing; it names what was written."),
    (LIST, LIST.replace("plan", "wish"), "75: turn[11].keeps: “wish” is found; allowed: 'moment', 'promise'"),
    (LIST, 'from = "hour"', "75: turn[11].from: is not for a moment."),
    (TELL, TELL.replace("writer", "both", 1), "54: turn[8].floor: where both talk nobody listens; leave out"),
    (TELL, 'floor = "both"\nsay = "x"\nagain = "y"\n', "54: turn[8].floor: where both talk nobody listens; "),
    (TELL, 'floor = "writer"\nsay = "x"\n', "52: turn[8].listen: is missing; the one who listens needs a "),
    (PLAN, PLAN.replace("both", "bth"), "62: turn[9].floor: “bth” is not a role of this deck. Did you mean"),
    ('an hour."\nminutes = 1\n', f'an hour."\n{CONFIRM}', "66: turn[10]: both just spoke; only what one of"),
    ("depth = 1", 'depth = 1\npurposes = "play"', "7: purposes: “play” is found; a list is needed."),
    ("depth = 1", "depth = 1\nwith_its_cards = true", "7: with_its_cards: goes with `rules`, which names t"),
    ("depth = 1", 'depth = 1\nfarewell = "Bye, {writer}."', "7: farewell: “{writer}” is not a placeholder o"),
    ("depth = 1", 'depth = 1\nchange = "Bye, {us}."', "7: change: “{us}” is not a placeholder."),
    ("depth = 1", 'depth = 1\ntopics = ["Fun"]', "7: topics[1]: “Fun” is found; small letters, digits and h"),
    ('text = "A pen"', 'text = "A pen"\nset = 1', "107: card[2].set: 1 is found; allowed: none, since the d"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "says"), FAULTS, ids=[says[:40] for _, _, says in FAULTS])
def test_a_fault_is_told_with_line_key_and_reason(old: str, new: str, says: str) -> None:
    (found,) = told(PAPER, old, new)
    assert found.startswith(f"{FILE}:{says}")


WRONG_CHOICES = [
    ("depth = 1", 'depth = 1\nstage = "middle"', "7: stage: “middle” is found; "),
    ("depth = 1", 'depth = 1\npurposes = ["fun"]', "7: purposes[1]: “fun” is found; "),
    ("depth = 1", "depth = 1\nchange_over = 0", "7: change_over: 0 is found; "),
    ("depth = 1", 'depth = 1\nwith_its_cards = "yes"', "7: with_its_cards: “yes” is found; "),
    ('name = "outside"', 'name = "outside"\nletter = "yes"', "25: turn[3].letter: “yes” is found; "),
    ('name = "outside"', 'name = "outside"\nspare = "yes"', "25: turn[3].spare: “yes” is found; "),
    ("open = true", "open = 1", "36: turn[5].open: 1 is found; "),
    ("free = true", 'free = "yes"', "96: turn[14].free: “yes” is found; "),
]


@pytest.mark.parametrize(
    ("old", "new", "says"), WRONG_CHOICES, ids=[says.partition(":")[2] for *_, says in WRONG_CHOICES]
)
def test_what_was_found_is_told_of_a_yes_or_no_and_of_a_word_that_is_not_on_the_list(
    old: str, new: str, says: str
) -> None:
    (found,) = told(PAPER, old, new)
    assert found.startswith(f"{FILE}:{says}")


def test_an_empty_table_in_what_is_played_once_asks_neither() -> None:
    keys = [problem.key for problem in problems(PAPER.replace(OUTSIDE, "[turn.each]"))]
    assert set(keys) == {"turn[3].each"}


@pytest.mark.parametrize("when", ["opening", "closing"])
@pytest.mark.parametrize("turn", [WRITES, PICKS])
def test_in_a_round_one_may_be_asked_and_both_take_their_turn(when: str, turn: str) -> None:
    assert isinstance(read_deck(made_of(TELLS, turn + EACH_ONE), FILE), Deck)
    (found,) = problems(made_of(TELLS, f'at = "{when}"\n{turn}{EACH_ONE}'))
    assert (found.key, found.reason[:26]) == ("turn[2].each", "asks only one of them, and")


@pytest.mark.parametrize("when", ["opening", "round", "closing"])
def test_what_was_written_in_the_opening_may_be_shown_and_kept_at_any_time(when: str) -> None:
    written = f'at = "opening"\n{WRITES}say = "x"\n'
    reveal = f'at = "{when}"\nkind = "reveal"\nshows = "a"\nsay = "x"\n'
    keep = f'at = "{when}"\nkind = "keep"\nkeeps = "letter"\nfrom = "a"\n'
    assert isinstance(read_deck(made_of(TELLS, written, reveal, keep), FILE), Deck)
    later = made_of(TELLS, reveal, keep, written.replace("opening", "closing"))
    assert [problem.key for problem in problems(later)] == ["turn[2].shows", "turn[3].from"]


# Sets

CARDS_OF_SET_3 = ((7, 77), (8, 82), (9, 87))

SET_FAULTS = [
    ('title = "Near"\n', "", ["9: set[1].title: is missing."]),
    ('title = "Near"', 'title = "Near"\nturns = 2', ["11: set[1].turns: “turns” is not a key here. "]),
    ('"These are easy."', '"{nobody}"', ["11: set[1].say: “{nobody}” is not a placeholder. "]),
    ('further."\ndepth = 2', 'further."\ndepth = 3', ["17: set[2].depth: depth 3 after 1; sets rise one "]),
    (
        'deep."\ndepth = 3',
        'deep."\ndepth = 1',
        [
            "22: set[3].depth: depth 1 after 2; sets rise one step at ",
            *(f"{line}: card[{n}].depth: depth 3, deeper than its set's 1." for n, line in CARDS_OF_SET_3),
        ],
    ),
    ('easy."\ndepth = 1', 'easy."\ndepth = 4', ["12: set[1].depth: 4 is found; at most 3 is allowed."]),
    (
        "rounds = 2",
        "rounds = 4",
        [
            f"{line}: set[{number}]: has 3 cards; a set of 4 rounds needs as many."
            for number, line in ((1, 9), (2, 14), (3, 19))
        ],
    ),
    ('"2 of 2"\nset = 2', '"2 of 2"', ["64: card[5].set: no set is found; allowed: 1 to 3."]),
    ('"2 of 2"\nset = 2', '"2 of 2"\nset = 4', ["66: card[5].set: 4 is found; allowed: 1 to 3."]),
    ('"2 of 2"\nset = 2', '"2 of 2"\nset = 0', ["66: card[5].set: 0 is found; at least 1 is needed."]),
    (
        '"2 of 2"\nset = 2',
        '"2 of 2"\nset = "2"',
        ["66: card[5].set: “2” is found; a whole number is needed."],
    ),
    (
        "depth = 3\nchange",
        "depth = 2\nchange",
        [
            "22: set[3].depth: depth 3, deeper than the deck's 2.",
            *(f"{line}: card[{n}].depth: depth 3, deeper than the deck's 2." for n, line in CARDS_OF_SET_3),
        ],
    ),
]


@pytest.mark.parametrize(("old", "new", "says"), SET_FAULTS, ids=[says[0][:30] for *_, says in SET_FAULTS])
def test_a_fault_of_sets_is_told_with_line_key_and_reason(old: str, new: str, says: list[str]) -> None:
    found = told(DEGREES, old, new)
    assert len(found) == len(says)
    assert all(one.startswith(f"{FILE}:{said}") for one, said in zip(found, says, strict=True))


# Both get the same floor, also where the time is short

UNEQUAL = f'at = "closing"\n{TELLS}'
EVEN = UNEQUAL.replace('"one"', '"two"')


@pytest.mark.parametrize("when", ["opening", "closing"])
def test_the_floor_is_equal_in_what_is_played_once(when: str) -> None:
    turns = [turn.replace("closing", when) for turn in (UNEQUAL, EVEN)]
    assert isinstance(read_deck(made_of(TELLS, *turns), FILE), Deck)
    (found,) = problems(made_of(TELLS, turns[0]))
    assert found.reason.startswith(f"the {when} gives the partners unequal time: one 1 min and two 0 min.")


@pytest.mark.parametrize("when", ["opening", "closing"])
def test_the_floor_is_equal_without_the_spare_turns_too(when: str) -> None:
    turns = [turn.replace("closing", when) for turn in (f"spare = true\n{UNEQUAL}", EVEN)]
    (found,) = problems(made_of(TELLS, *turns))
    reason = f"the {when} gives the partners unequal time without its spare turns: one 0 min and two 1 min."
    assert found.reason.startswith(reason)
    assert isinstance(read_deck(made_of(TELLS, turns[0], f"spare = true\n{turns[1]}"), FILE), Deck)


def test_talking_together_is_on_nobodys_account() -> None:
    together = 'kind = "talk"\nat = "closing"\nfloor = "both"\nsay = "x"\nminutes = 5\n'
    assert isinstance(read_deck(made_of(TELLS, together), FILE), Deck)


WITHOUT_SPARE = [
    ([f"spare = true\n{TELLS}"], "nobody ever has the floor without its spare turns; "),
    ([f"spare = true\n{TELLS}", UNEQUAL, EVEN], "every turn is played only once without its spare turns; "),
    (
        [TELLS, f'spare = true\n{WRITES}say = "x"\n', 'kind = "reveal"\nshows = "a"\nsay = "x"\n'],
        "without its spare turns: “a” is not written or picked before.",
    ),
    (
        [TELLS, f'spare = true\n{WRITES}say = "x"\n', 'kind = "keep"\nkeeps = "plan"\nfrom = "a"\n'],
        "without its spare turns: “a” is not written before.",
    ),
]


@pytest.mark.parametrize(("turns", "says"), WITHOUT_SPARE, ids=[says[:40] for _, says in WITHOUT_SPARE])
def test_without_its_spare_turns_a_deck_is_still_whole(turns: list[str], says: str) -> None:
    found = problems(made_of(*turns))
    assert any(problem.reason.startswith(says) for problem in found)
    assert isinstance(read_deck(made_of(*turns).replace("spare = true\n", ""), FILE), Deck)


def test_a_question_goes_where_its_talk_goes() -> None:
    confirm = 'kind = "confirm"\nasks = "two"\nsay = "So?"\nanswers = ["y", "n"]\nelse = "x"\n'
    (found,) = problems(made_of(TELLS, f"spare = true\n{TELLS}", confirm))
    assert (found.key, found.reason[:38]) == ("turn[3].spare", "the talk turn it closes is spare, so i")
    for turns in (
        [f"spare = true\n{TELLS}", f"spare = true\n{confirm}"],
        [TELLS, f"spare = true\n{confirm}"],
    ):
        assert isinstance(read_deck(made_of(TELLS, *turns), FILE), Deck)


def test_the_short_form_has_two_rounds_and_nothing_that_can_be_spared() -> None:
    of = deck(made_of(TELLS, 'spare = true\nkind = "keep"\n', rounds=6))
    assert (len(of.short.turns), of.short.rounds, of.short.steady_minutes) == (1, 2, 2)
    assert of.short.short == of.short
    assert deck(DEGREES).short == deck(DEGREES), "two rounds of each set"
