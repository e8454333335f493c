"""Whole decks are played in the same terminals as everything else."""

from tests.terminal.conftest import *  # noqa: F403
