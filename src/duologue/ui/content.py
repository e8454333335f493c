"""Turns text into what widgets draw: the one way for whatever comes from a file or a person.

Nothing of it is read as markup, and nothing that a terminal would obey is left in it. `make check` refuses
any other text on its way into Textual, Rich or click; `docs/CONTRIBUTING.md` says how to please it.
"""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from duologue.core.couple import Couple
from duologue.core.seats import Seat
from duologue.core.text import PLACEHOLDER, Clean, plain
from duologue.ui.commands import Hint

COLOUR_OF = {Seat.LEFT: "$left-partner", Seat.RIGHT: "$right-partner"}

Piece = Content | str | tuple[str, str | Style]
"""What was put together before, a text, or a text in a style."""


def words(text: str) -> Content:
    """Any text, as it may be drawn."""
    return Content(plain(text))


def styled(text: str, style: str | Style) -> Content:
    """Any text in one style."""
    return Content.styled(plain(text), style)


def assemble(*pieces: Piece) -> Content:
    """One text put together of pieces."""
    return Content.assemble(*map(_cleaned, pieces))


def _cleaned(piece: Piece) -> Content | Clean | tuple[Clean, str | Style]:
    if isinstance(piece, Content):
        return piece
    return plain(piece) if isinstance(piece, str) else (plain(piece[0]), piece[1])


def name(couple: Couple, seat: Seat) -> Content:
    """A partner's name in the colour that means only them."""
    return styled(couple.of(seat), f"bold {COLOUR_OF[seat]}")


def filled(sentence: str, values: Mapping[str, Content]) -> Content:
    """A sentence of a deck with its placeholders filled."""
    words_and_gaps = PLACEHOLDER.split(sentence)
    parts = [words(text) for text in words_and_gaps]
    for place, gap in enumerate(words_and_gaps):
        if place % 2:
            parts[place] = values.get(gap, words(f"{{{gap}}}"))
    return Content("").join(parts)


def hint(each: Hint, colour: str = "$foreground") -> Content:
    """A key and what it does, to be clicked."""
    shown = assemble((each.key, f"bold {colour}"), (f" {each.label}", "$muted"))
    return shown.stylize(Style.from_meta({"@click": each.action}))


def dots(count: int, of: int, colour: str = "$accent") -> Content:
    """`count` filled dots of `of`."""
    return Content.assemble(("●" * count, colour), ("○" * (of - count), "$muted"))


def fitted(text: str, cells: int) -> str:
    """The text cut or padded to exactly this many cells."""
    from rich.cells import cell_len, set_cell_size

    if cell_len(text) > cells:
        return set_cell_size(text, max(cells - 1, 0)) + "…"
    return set_cell_size(text, cells)


def put(widget: Static, shown: Content, *, layout: bool = True) -> None:
    """Draw these words, unless they are there already: laying out the screen costs the most of a key.

    `==` would compare the text alone, and miss a name that changes its colour.
    """
    if not isinstance(widget.content, Content) or not shown.is_same(widget.content):
        widget.update(shown, layout=layout)
