"""What stays of a session that was played: when, how long, which decks and cards; nothing that was said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from duologue.core.couple import Couple
from duologue.core.seats import Pair, Seat
from duologue.core.session import Session
from duologue.core.toml_text import Document
from duologue.store import toml_files
from duologue.store.paths import Paths
from duologue.store.records import record_files, save_record

LOOKED_BACK_ON = 40
"""How many past sessions the deal considers, so that cards rest."""
LATELY = 5
"""How many past sessions count for the time each had the floor."""


def save_summary(paths: Paths, session: Session, when: datetime) -> None:
    """Keep what was played. Raises NotWritten."""
    by_seat = {seat.value: round(session.floor_time.of(seat)) for seat in Seat}
    summary = {
        "format": 1,
        "id": session.hand.key,
        "when": when.replace(microsecond=0),
        "names": {seat.value: session.name(seat) for seat in Seat},
        "decks": list(dict.fromkeys(deck_id for deck_id, _ in session.cards_played)),
        "seconds": round(session.now),
        "cards": [card.text for _, card in session.cards_played],
        "floor_seconds": by_seat,
        "end": {"complete": True},
    }
    save_record(paths.sessions, when, session.hand.key, summary)


def cards_seen(paths: Paths) -> list[str]:
    """Texts of the cards played lately, oldest first."""
    return [card for values in _latest(paths, LOOKED_BACK_ON) for card in _texts(values.get("cards"))]


def decks_played_last(paths: Paths) -> list[str]:
    """Ids of the decks of the last session; empty where there was none."""
    return [deck for values in _latest(paths, 1) for deck in _texts(values.get("decks"))]


def floor_seconds(paths: Paths, couple: Couple) -> Pair[float]:
    """Seconds each of these two has had the floor lately, wherever they sat."""
    spoken = Pair(0.0, 0.0)
    for values in _latest(paths, LATELY):
        names, seconds = values.get("names"), values.get("floor_seconds")
        if not isinstance(names, dict) or not isinstance(seconds, dict):
            continue
        for seat in Seat:
            found = next((place for place, name in names.items() if name == couple.of(seat)), "")
            had = seconds.get(found, 0)
            more = float(had) if isinstance(had, int | float) and 0 <= had < 1e6 else 0.0
            spoken = spoken.having(seat, spoken.of(seat) + more)
    return spoken


def _latest(paths: Paths, count: int) -> Iterator[dict[str, Any]]:
    """The values of the last sessions' files, oldest first."""
    for path in sorted(record_files(paths.sessions), key=lambda path: path.lstat().st_mtime)[-count:]:
        document = toml_files.load(path)
        if isinstance(document, Document):
            yield document.values


def _texts(values: object) -> list[str]:
    return [str(value) for value in values] if isinstance(values, list) else []
