"""What the store's tests have, too."""

from __future__ import annotations

from tests.store.conftest import _few_decks, few_shipped

__all__ = ["_few_decks", "few_shipped"]
