"""Every sentence of the shipped decks: nobody is accused, nothing presumed, and nothing said twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable

from tests.core.shipped import ALL, sentences, shipped

ACCUSING = re.compile(
    r"\b(always|never|should(n't)? have|you should(n't)?|your fault|whose fault|fail(ed|ure|ing)? to|"
    r"wrong with you|why (do|did|don't|didn't|can't|won't) you|you (didn't|won't|can't|refuse to)|"
    r"lazy|selfish|cold-hearted|too sensitive|overreact\w*|blame (you|me|him|her))\b",
    re.IGNORECASE,
)
PRESUMING = re.compile(
    r"\b(husbands?|wife|wives|spouses?|boyfriends?|girlfriends?|fianc\w+|brides?|grooms?|honeymoons?|"
    r"marriages?|married|marry\w*|weddings?|divorc\w+|kids?|children('s)?|child's|our child|your child|"
    r"bab(y|ies)|pregnan\w+|moth(er|ers)|fathers?|mum|mom|dad|"
    r"he|she|him|her|his|hers|himself|herself|man|men|woman|women|boys?|girls?|guys?|lad(y|ies)|"
    r"god|pray\w*|church\w*|bible|faith|religi\w+|christmas|easter|"
    r"salar(y|ies)|incomes?|debts?|mortgages?|"
    r"diagnos\w+|disorders?|depress\w+|addict\w+|abus\w+|violen\w+|traum\w+)\b",
    re.IGNORECASE,
)  # fmt: skip
RANKING = re.compile(
    r"\b(scores?|scored|rank\w*|how much do you love|better than (me|your partner)|"
    r"who is (the )?(better|more)|on a scale|out of ten|from 1 to 10)\b",
    re.IGNORECASE,
)
SMALL_WORDS = """
    a an the and or but of to in on at for with from by as into about is are was were be been it its that this
    these those you your we us our i me my one some any so than then there here what which when where who how
    do did does done have has had would could will can something somebody thing things time moment last lately
    week day once
"""
SMALL = frozenset(SMALL_WORDS.split())
"""Words that make no card another card."""


def said_in_all_decks(wrong: Callable[[str], object]) -> list[str]:
    """Sentences of all decks of which this is so, each with its deck."""
    return [f"{name}: {said}" for name in ALL for said in sentences(shipped(name)) if wrong(said)]


def cards_of_all_decks(wrong: Callable[[str], object]) -> list[str]:
    return [f"{name}: {card.text}" for name in ALL for card in shipped(name).cards if wrong(card.text)]


# Every sentence that a couple reads


def test_nobody_is_accused() -> None:
    assert said_in_all_decks(ACCUSING.search) == []


def test_nothing_is_presumed() -> None:
    assert said_in_all_decks(PRESUMING.search) == []


def test_nobody_is_ranked() -> None:
    assert said_in_all_decks(RANKING.search) == []


def test_everything_is_said_calmly() -> None:
    assert said_in_all_decks(lambda said: "!" in said or said.isupper()) == []


def test_everything_is_laid_out_as_it_will_be_drawn() -> None:
    untidy = re.compile(r"  |\.\.\.|\"|\s[,.?;:]|^\s|\s$|,,|\?\?")
    assert said_in_all_decks(untidy.search) == []


# Every card


def test_a_card_can_be_answered_by_a_tired_person() -> None:
    assert cards_of_all_decks(lambda text: len(text) > 120 or text.count("?") > 1) == []


def test_a_card_needs_no_roles_and_names_no_partner() -> None:
    assert cards_of_all_decks(lambda text: "{" in text) == []


def test_a_card_has_no_full_stop() -> None:
    assert cards_of_all_decks(lambda text: text.endswith((".", ",", ";", ":"))) == []


def words(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.casefold())


def test_no_card_is_there_twice_in_any_deck() -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for name in ALL:
        for card in shipped(name).cards:
            places[" ".join(words(card.text))].append(f"{name}: {card.text}")
    assert [found for found in places.values() if len(found) > 1] == []


def test_no_card_differs_from_another_by_small_words_only() -> None:
    places: defaultdict[frozenset[str], list[str]] = defaultdict(list)
    for name in ALL:
        for card in shipped(name).cards:
            telling = frozenset(words(card.text)) - SMALL
            if len(telling) > 1:
                places[telling].append(f"{name}: {card.text}")
    assert [found for found in places.values() if len(found) > 1] == []
