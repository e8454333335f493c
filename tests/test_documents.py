"""What the documentation says is true: its examples load, its tables are whole, its links lead somewhere."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel

from duologue.core.deck import Card, CardSet, Deck
from duologue.core.deck_text import read_deck
from duologue.core.feelings import Feelings, read_feelings
from duologue.core.theme import Theme, read_theme
from duologue.core.turns import KINDS
from duologue.store.decks import Library
from duologue.store.paths import Paths
from tests.core.shipped import ALL, shipped

TOP = Path(__file__).parents[1]
PAGES = sorted([*TOP.glob("*.md"), *TOP.glob("docs/*.md")])
BLOCK = re.compile(r"^```toml\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")
HEADING = re.compile(r"^### (\w+)$", re.MULTILINE)


def _page(name: str) -> str:
    return (TOP / "docs" / name).read_text("utf-8")


def _blocks(page: str) -> list[str]:
    """The examples, without the comments that say in which file they would stand."""
    return [re.sub(r"\A# .*\n", "", block) for block in BLOCK.findall(_page(page))]


DECKS = [
    block for block in _blocks("writing-a-deck.md") if block.startswith("format") and "[[card]]" in block
]
TURNS = [block for block in _blocks("writing-a-deck.md") if block.startswith("[[turn]]")]


@pytest.mark.parametrize("block", DECKS, ids=lambda block: block.splitlines()[1])
def test_the_decks_in_the_documentation_can_be_played(block: str) -> None:
    deck = read_deck(block, "writing-a-deck.md", Library(Paths.find()))
    assert isinstance(deck, Deck), deck


@pytest.mark.parametrize("block", TURNS, ids=lambda block: block.splitlines()[1])
def test_the_turns_in_the_documentation_are_such_turns(block: str) -> None:
    for turn in tomllib.loads(block)["turn"]:
        assert isinstance(KINDS[turn["kind"]].model_validate(turn), KINDS[turn["kind"]])


def test_the_words_for_feelings_in_the_documentation_can_be_read() -> None:
    (block,) = [block for block in _blocks("writing-a-deck.md") if "[[family]]" in block]
    assert isinstance(read_feelings(block, "writing-a-deck.md"), Feelings)


def _keys(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


@pytest.mark.parametrize("model", [Deck, Card, CardSet], ids=lambda model: model.__name__)
def test_every_key_of_a_deck_is_told(model: type[BaseModel]) -> None:
    page = _page("writing-a-deck.md")
    assert [key for key in _keys(model) if f"`{key}`" not in page and f"`[[{key}]]`" not in page] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_turn_has_its_place_and_every_key_of_it_is_told(kind: str) -> None:
    page = _page("writing-a-deck.md")
    parts = HEADING.split(page)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    of_any = _keys(KINDS["breathe"]) - {"say", "minutes"}
    assert [key for key in _keys(KINDS[kind]) - of_any if f"`{key}`" not in sections[kind]] == []


ROW = re.compile(r"^\| \[([^\]]+)\]\(#([\w-]+)\) \| ([\d.]+) \| (\d(?: to \d)?) \|", re.MULTILINE)


def test_the_table_of_all_decks_is_whole_and_right() -> None:
    page = _page("practices.md")
    rows = {title: (anchor, float(minutes), depth) for title, anchor, minutes, depth in ROW.findall(page)}
    decks = {shipped(name).title: shipped(name) for name in ALL}
    assert set(rows) == set(decks)
    for title, (anchor, minutes, depth) in rows.items():
        assert f"\n### {title}\n" in page
        assert anchor == title.casefold().replace(" ", "-").replace(",", "")
        assert minutes == pytest.approx(decks[title].steady_minutes, abs=0.25), title
        assert depth.endswith(str(decks[title].depth)), title


def test_the_themes_in_the_documentation_can_be_worn() -> None:
    themes = [block for block in _blocks("writing-a-theme.md") if "background" in block]
    assert themes
    for block in themes:
        theme = read_theme(block, "writing-a-theme.md")
        assert isinstance(theme, Theme), theme


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    missing = [link for link in LINK.findall(page.read_text("utf-8")) if not (page.parent / link).exists()]
    assert missing == []
