"""The rules for decks that can be counted. The others need somebody to read the cards aloud."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from random import Random

import pytest

from duologue.core.deck import Deck, Purpose, Stage
from duologue.core.deck_faults import faults
from duologue.core.hand import Chosen, FromTheJar, deal
from duologue.core.script import Step, script
from duologue.core.seats import Seat
from duologue.core.turns import BOTH, Breathe, Confirm, Hush, Keep, Read, Talk, Turn
from tests.core.shipped import ALL, CATALOGUE, FOLDER, TOPICS, forms, shipped

A_DEEP_TURN = 1.0
"""Minutes of talk by one of them beyond which a turn in a warm or deep deck is no light one."""
WITHOUT_MOMENTS = {"our-intention"}
"""An evening has hardly begun there."""


def laid_out(name: str, deck: Deck, seed: int = 1) -> tuple[Step, ...]:
    return script(deal([Chosen(name, deck)], FromTheJar(), Random(seed)))


def test_the_folder_holds_exactly_the_decks_of_the_catalogue() -> None:
    assert len(CATALOGUE) == 31
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(CATALOGUE)
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}.toml" for name in ALL} | {"LICENSE", "words"}


def test_no_two_decks_have_the_same_title_or_line() -> None:
    assert len({shipped(name).title.casefold() for name in ALL}) == len(ALL)
    assert len({shipped(name).about.casefold() for name in ALL}) == len(ALL)


@pytest.mark.parametrize("name", ALL)
class TestADeck:
    """Each shipped deck by itself."""

    def test_has_enough_cards(self, name: str) -> None:
        assert len(shipped(name).cards) >= CATALOGUE[name].cards

    def test_takes_about_as_long_as_the_catalogue_says(self, name: str) -> None:
        assert shipped(name).steady_minutes == pytest.approx(CATALOGUE[name].minutes, rel=0.15)

    def test_goes_as_deep_as_the_catalogue_says_and_its_deepest_card_too(self, name: str) -> None:
        deck, (lightest, deepest) = shipped(name), CATALOGUE[name].depths
        depths = {card.depth for card in deck.cards}
        assert deck.depth == deepest == max(depths)
        if lightest < deepest:
            assert min(depths) == lightest
        assert depths == set(range(min(depths), max(depths) + 1)), "without a step left out"

    def test_is_whole_and_fair_and_no_longer_where_the_time_is_short(self, name: str) -> None:
        deck = shipped(name)
        assert list(faults(deck.short)) == []
        assert deck.short.steady_minutes <= deck.steady_minutes
        assert (deck.short.cards, deck.short.farewell) == (deck.cards, deck.farewell)

    def test_gives_both_the_same_turns_and_the_same_time(self, name: str) -> None:
        for deck in forms(name):
            had = {seat: _had_by(seat, laid_out(name, deck)) for seat in Seat}
            assert had[Seat.LEFT] == had[Seat.RIGHT]
            assert had[Seat.LEFT]

    def test_lets_both_begin_equally_often(self, name: str) -> None:
        for deck in forms(name):
            first = {step.round: step.roles for step in laid_out(name, deck)}
            begins = Counter(roles.left == deck.roles[0] for roles in first.values())
            assert begins[True] == begins[False] > 0

    def test_says_where_its_structure_comes_from(self, name: str) -> None:
        deck = shipped(name)
        assert deck.source
        assert (deck.license, deck.language) == ("CC-BY-4.0", "en")

    def test_has_a_few_words_for_every_quiet_screen(self, name: str) -> None:
        talks = [turn for turn in shipped(name).turns if isinstance(turn, Talk)]
        assert [turn.say for turn in talks if not turn.brief] == []

    def test_has_other_words_for_another_try(self, name: str) -> None:
        for talk, confirm in pairwise(shipped(name).turns):
            if isinstance(confirm, Confirm) and isinstance(talk, Talk):
                assert talk.again, "the one who tries again is told how"
                assert talk.listen_again

    def test_offers_to_keep_a_moment(self, name: str) -> None:
        keeps = [turn.keeps for turn in shipped(name).turns if isinstance(turn, Keep)]
        assert ("moment" in keeps) is (name not in WITHOUT_MOMENTS)
        assert keeps.count("moment") <= 1

    def test_asks_for_the_moment_at_its_end(self, name: str) -> None:
        """So that nobody is torn out of a round that goes on."""
        turns = shipped(name).turns
        for index, turn in enumerate(turns):
            if isinstance(turn, Keep) and turn.keeps == "moment" and turn.at == "round":
                assert all(later.at != "round" for later in turns[index + 1 :])

    def test_ends_with_thanks_to_both(self, name: str) -> None:
        assert "thank" in shipped(name).farewell.casefold()

    def test_ends_light_however_deep_it_went(self, name: str) -> None:
        for deck in forms(name):
            if deck.depth > 1:
                assert list(_light_after_the_last_deep_turn(deck)), "something light comes before the end"

    def test_a_deep_one_ends_with_a_closing_for_both(self, name: str) -> None:
        for deck in forms(name):
            if deck.depth == 3:
                closing = [turn for _, turn in deck.turns_at("closing")]
                floors = Counter(turn.floor for turn in closing if isinstance(turn, Talk))
                assert any(isinstance(turn, Hush | Breathe) for turn in closing) or (
                    floors[deck.roles[0]] == floors[deck.roles[1]] > 0
                )

    def test_says_for_whom_it_is_not_where_it_goes_deep(self, name: str) -> None:
        assert shipped(name).not_for or shipped(name).depth < 3

    def test_names_only_known_topics(self, name: str) -> None:
        deck = shipped(name)
        named = {*deck.topics}.union(*(card.topics for card in deck.cards))
        assert named <= TOPICS

    def test_leaves_enough_cards_whichever_topic_rests(self, name: str) -> None:
        deck = shipped(name)
        for topic in TOPICS - set(deck.topics):
            left = [card for card in deck.cards if topic not in card.topics]
            for number in range(1, len(deck.sets) + 1) or (None,):
                assert sum(card.set == number for card in left) >= deck.short.rounds, topic

    def test_deals_cards_that_rise_by_one_step_at_the_most(self, name: str) -> None:
        for deck in forms(name):
            for seed in range(12):
                cards = deal([Chosen(name, deck)], FromTheJar(), Random(seed)).parts[0].deck.cards
                for number in range(1, len(deck.sets) + 1) or (None,):
                    of_set = [card.depth for card in cards if card.set == number][: deck.rounds]
                    assert all(then <= one + 1 for one, then in pairwise(sorted(of_set)))
                    assert deck.sets or of_set == sorted(of_set)

    def test_has_sets_that_rise_and_cards_no_deeper_than_their_set(self, name: str) -> None:
        deck = shipped(name)
        depths = [cards.depth for cards in deck.sets]
        assert depths == sorted(depths)
        assert all(card.depth <= depths[card.set - 1] for card in deck.cards if card.set)
        assert not depths or depths[-1] == deck.depth


def _had_by(seat: Seat, steps: tuple[Step, ...]) -> Counter[str]:
    """What one of them does in a session: each talk with its minutes, each answer, each text, each pick."""
    had: Counter[str] = Counter()
    for step in steps:
        if step.floor is seat and step.turn:
            had[f"talk of {step.turn.candle:g} minutes"] += 1
        if step.owner is seat:
            had["confirm"] += 1
        if seat in step.askers and step.turn:
            had[step.turn.kind] += 1
    return had


def _light_after_the_last_deep_turn(deck: Deck) -> Iterator[Turn]:
    played = [turn for when in ("opening", "round", "closing") for _, turn in deck.turns_at(when)]
    last = max((index for index, turn in enumerate(played) if _goes_deep(turn)), default=-1)
    for turn in played[last + 1 :]:
        if isinstance(turn, Talk | Hush | Breathe | Keep):
            yield turn


def _goes_deep(turn: Turn) -> bool:
    if isinstance(turn, Talk):
        return turn.floor != BOTH and turn.minutes > A_DEEP_TURN
    return isinstance(turn, Confirm)


# Evenings


def test_one_deck_arrives_and_one_closes_whatever_the_evening_is_for() -> None:
    for stage in (Stage.ARRIVE, Stage.CLOSE):
        (name,) = [name for name in ALL if shipped(name).stage is stage]
        assert set(shipped(name).purposes) == set(Purpose)
        assert shipped(name).depth == 1


@pytest.mark.parametrize("purpose", Purpose)
def test_every_purpose_has_decks_between_arriving_and_closing(purpose: Purpose) -> None:
    fitting = [shipped(name) for name in ALL if purpose in shipped(name).purposes]
    stages = Counter(deck.stage for deck in fitting)
    assert stages[Stage.OPEN] + stages[Stage.DEEPEN] + stages[Stage.SOFTEN] >= 3
    assert stages[Stage.SOFTEN], "something soft comes before the close"
    assert any(deck.depth == 1 and deck.stage is Stage.SOFTEN for deck in fitting), "or stands in"


@pytest.mark.parametrize("name", ALL)
def test_a_deck_has_a_purpose_exactly_where_it_has_a_stage(name: str) -> None:
    deck = shipped(name)
    assert bool(deck.purposes) is (deck.stage is not None)
    assert len(set(deck.purposes)) == len(deck.purposes)


def test_what_opens_or_softens_an_evening_is_not_deep() -> None:
    for name in ALL:
        deck = shipped(name)
        if deck.stage in {Stage.ARRIVE, Stage.OPEN, Stage.SOFTEN, Stage.CLOSE}:
            assert deck.depth < 3, name


# What the practices ask of single decks


def test_a_role_swap_ends_with_the_real_version_from_its_owner() -> None:
    turns = shipped("in-your-shoes").turns
    [(turn, following)] = [(turn, then) for turn, then in pairwise(turns) if isinstance(turn, Confirm)]
    assert isinstance(following, Talk)
    assert following.floor == turn.asks


def test_a_guess_ends_with_the_story_of_its_owner() -> None:
    turns = [turn for _, turn in shipped("guess-me").turns_at("round")]
    kinds = [turn.kind for turn in turns]
    after = turns[kinds.index("reveal") + 1 :]
    assert any(isinstance(turn, Talk) and turn.minutes >= 1 for turn in after)


@pytest.mark.parametrize("name", ["mending", "old-weather", "notice-the-pattern"])
def test_where_it_can_hurt_the_body_is_calmed_and_help_is_named(name: str) -> None:
    deck = shipped(name)
    calm = [turn for turn in deck.turns if isinstance(turn, Breathe | Hush) and not turn.spare]
    assert calm
    said = " ".join([deck.not_for or "", *(turn.say or "" for turn in deck.turns if isinstance(turn, Read))])
    assert any(word in said for word in ("therapist", "doctor", "helpline"))
