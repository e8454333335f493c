"""What the documentation says is true: its examples load, and its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from duologue.core.deck import Deck
from duologue.core.deck_text import read_deck
from duologue.core.theme import Theme, read_theme

TOP = Path(__file__).parents[1]
PAGES = sorted([*TOP.glob("*.md"), *TOP.glob("docs/*.md")])
BLOCK = re.compile(r"^```toml\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")


def _blocks(page: str) -> list[str]:
    return BLOCK.findall((TOP / "docs" / page).read_text("utf-8"))


def test_the_decks_in_the_documentation_can_be_played() -> None:
    decks = [block for block in _blocks("writing-a-deck.md") if block.startswith("format")]
    assert decks
    for block in decks:
        deck = read_deck(block, "writing-a-deck.md")
        assert isinstance(deck, Deck), deck


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
