"""Backups need the same disks and people as the store's own tests."""

from tests.store.conftest import _few_decks, few_shipped, open_folder, somebody_else

__all__ = ["_few_decks", "few_shipped", "open_folder", "somebody_else"]
