"""What was shared, as pictures: bars, dots and words that are larger or smaller, and no figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from textual.content import Content

from duologue.core.deck import DEEP
from duologue.core.looking_back import Share
from duologue.core.note import Kind, Note
from duologue.ui import content

_DEPTHS = ("light", "warm", "deep")
_NAME_CELLS, _BAR_CELLS = 14, 14
_BAR = "━"
_SIZES = ((2 / 3, "●", "bold $accent"), (1 / 3, "•", "$foreground"), (0.0, "·", "$muted"))
"""Of a word: above which share, its mark, and its look."""
SIZES = len(_SIZES)
_STANDS: dict[Kind, dict[str, tuple[str, str]]] = {
    "plan": {
        "open": ("○", "ahead of you"),
        "trying": ("○", "ahead of you"),
        "kept": ("●", "done"),
        "let go": ("·", "let go"),
    },
    "promise": {
        "open": ("○", "open"),
        "trying": ("◐", "still trying"),
        "kept": ("●", "kept"),
        "let go": ("·", "let go"),
    },
    "letter": {},
}
"""How a note stands, as a mark and in words."""
_WHOSE_CELLS = 20
"""Of a name, which may be long."""


def topics(shares: Sequence[Share]) -> Content:
    """What the cards were about, each with a bar."""
    rows = [
        content.assemble(
            (content.fitted(share.what.replace("-", " "), _NAME_CELLS), "$foreground"),
            "  ",
            _bar(share.size),
        )
        for share in shares
    ]
    return _headed("What you talked about", rows)


def depths(shares: Sequence[Share]) -> Content:
    """How far in, from light to deep, each with a bar."""
    rows = [
        Content.assemble(
            content.dots(depth, DEEP),
            (f"  {content.fitted(_DEPTHS[depth - 1], _NAME_CELLS - DEEP - 2)}", "$foreground"),
            "  ",
            _bar(share.size),
        )
        for depth, share in enumerate(shares, 1)
    ]
    return _headed("How far in", rows)


def decks(played: Sequence[tuple[str, int]]) -> Content:
    """The decks that led there, each with its depth, where it is known."""
    rows = [
        content.assemble(content.dots(depth, DEEP) if depth else " " * DEEP, "  ", (title, "$foreground"))
        for title, depth in played
    ]
    return _headed("With these decks", rows)


def words(shares: Iterable[Share]) -> list[list[Content]]:
    """Words in three sizes, the largest first; a mark tells the size as well as the colour does."""
    sized: list[list[Content]] = [[] for _ in _SIZES]
    for share in shares:
        size = next(place for place, (above, _, _) in enumerate(_SIZES) if share.size > above)
        _, mark, look = _SIZES[size]
        sized[size].append(content.styled(f"{mark} {share.what}", look))
    return sized


def notes(title: str, agreed: Sequence[Note]) -> Content:
    """What was agreed on, how it stands as a mark and in words, and whose it is."""
    rows = []
    for note in agreed:
        mark, standing = _STANDS[note.kind][note.standing]
        name = content.fitted(note.by, min(cell_len(note.by), _WHOSE_CELLS))
        whose = f"{name}, {standing}" if note.kind == "promise" else standing
        look = "$foreground" if note.is_open else "$muted"
        text = " ".join(note.text.split())
        stands = (f"\n{mark}", "$accent" if note.is_open else "$muted"), (f" {whose}", "$muted")
        rows.append(content.assemble((text, look), *stands))
    return _headed(title, rows, "\n\n")


def _bar(size: float) -> Content:
    """Longer for more; what is there at all has a beginning."""
    cells = max(round(size * _BAR_CELLS), 1) if size > 0 else 0
    return Content.styled(_BAR * cells, "$accent")


def _headed(title: str, rows: Sequence[Content], between: str = "\n") -> Content:
    """Rows below a heading, or nothing."""
    if not rows:
        return Content("")
    return content.assemble((title, "bold $muted"), "\n\n", content.words(between).join(rows))
