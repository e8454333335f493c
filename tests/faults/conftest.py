"""Faults need the same disks as the store's own tests."""

from tests.store.conftest import _few_decks, few_shipped

__all__ = ["_few_decks", "few_shipped"]
