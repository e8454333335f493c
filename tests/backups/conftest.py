"""What is typed, and the same disks and people as the store's own tests need."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from duologue.cli.commands import cli
from duologue.store import locking, sealing
from duologue.store.paths import HOME_VARIABLE, Paths
from tests.backups.folders import close
from tests.store.conftest import _few_decks, few_shipped, open_folder, somebody_else

__all__ = ["_few_decks", "few_shipped", "open_folder", "somebody_else"]

Run = Callable[..., Result]


@pytest.fixture
def home(tmp_path: Path) -> Paths:
    return Paths.under(tmp_path / "home")


@pytest.fixture
def run(home: Paths) -> Run:
    def running(*arguments: str | Path, typed: str = "", home: Paths = home) -> Result:
        names = [str(argument) for argument in arguments]
        told = CliRunner().invoke(
            cli, names, input=typed, env={HOME_VARIABLE: str(home.data), "COLUMNS": "300"}
        )
        assert told.exception is None or isinstance(told.exception, SystemExit), told.exception
        close()
        return told

    return running


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    close()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases that need no seconds to try; the real ones have tests of their own."""
    monkeypatch.setattr(locking, "sealed_apart", lambda text, word: f"{word}|{text}".encode())

    def unsealed(sealed: bytes, passphrase: str) -> str:
        word, _, text = sealed.decode().partition("|")
        if not text:
            raise sealing.NotOpened("damaged")
        if word != passphrase:
            raise sealing.WrongPassphrase("not it")
        return text

    monkeypatch.setattr(locking, "unsealed_apart", unsealed)
