"""The installed program, a folder for one couple, and windows that are closed whatever happens."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

import pytest

from tests.terminal.nursery import Nursery
from tests.terminal.playing import PROGRAM
from tests.terminal.pseudo_terminal import PATIENCE, environment
from tests.terminal.terminal import Terminal, launched


class Start(Protocol):
    """Starts the program in a window of its own."""

    def __call__(
        self,
        *arguments: str,
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str] | None = None,
        traits: str = "controlled",
        program: Path = PROGRAM,
    ) -> Terminal: ...


class Run(Protocol):
    """Runs the program to its end; the answer is what somebody types, where it asks."""

    def __call__(self, *arguments: str | Path, answer: str = "") -> subprocess.CompletedProcess[str]: ...


@pytest.fixture
def new_home() -> Iterator[Path]:
    """A place for a couple's folder, which is not there yet. Its path is short, so that screens show it."""
    folder = Path(tempfile.mkdtemp(prefix="duologue-"))
    try:
        yield folder / "d"
    finally:
        for path in folder.rglob("*"):
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o700)
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def remembered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the program remembers of the decks once it has read them all."""
    folder = tmp_path_factory.mktemp("remembered")
    where = environment(DUOLOGUE_HOME=str(folder))
    subprocess.run([PROGRAM, "decks", "list"], env=where, capture_output=True, check=True)
    return folder / "cache"


@pytest.fixture
def home(new_home: Path, remembered: Path) -> Path:
    """The folder of a couple who were here before: Ana on the left, Ben on the right."""
    new_home.mkdir(mode=0o700)
    shutil.copytree(remembered, new_home / "cache")
    couple = new_home / "couple.toml"
    couple.write_text('format = 2\nleft = "Ana"\nright = "Ben"\n\n[end]\ncomplete = true\n', encoding="utf-8")
    couple.chmod(0o600)
    return new_home


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery | None]:
    """Forks the program, where that can be done."""
    if sys.platform != "linux":
        yield None
        return
    nursery = Nursery(environment())
    try:
        yield nursery
    finally:
        nursery.close()


@pytest.fixture
def start(new_home: Path, nursery: Nursery | None, request: pytest.FixtureRequest) -> Iterator[Start]:
    """Starts the program in the couple's folder, as often as wished. It is forked, but where the test is one
    `from_scratch` or asks for anything unusual."""
    opened: list[Terminal] = []
    from_scratch = request.node.get_closest_marker("from_scratch") is not None

    def starting(
        *arguments: str,
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str] | None = None,
        traits: str = "controlled",
        program: Path = PROGRAM,
    ) -> Terminal:
        where = environment(DUOLOGUE_HOME=str(new_home), **(env or {}))
        command = [str(program), *arguments]
        anew = from_scratch or env or traits != "controlled" or program != PROGRAM
        spawn = launched(traits) if anew or nursery is None else nursery.fork
        opened.append(Terminal(command, where, columns=size[0], rows=size[1], spawn=spawn))
        return opened[-1]

    try:
        yield starting
    finally:
        for terminal in opened:
            terminal.close()


@pytest.fixture
def run(new_home: Path) -> Run:
    """Runs the program in the couple's folder, where there is no terminal."""

    def running(*arguments: str | Path, answer: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [PROGRAM, *arguments],
            env=environment(DUOLOGUE_HOME=str(new_home)),
            input=answer,
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )

    return running
