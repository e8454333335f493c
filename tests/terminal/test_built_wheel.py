"""The wheel, installed where nothing of the checkout is: it plays, and it brings its decks and themes."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement

from tests.terminal.conftest import Start
from tests.terminal.playing import CHECKOUT, SHOES, deck_on
from tests.terminal.pseudo_terminal import environment

PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
AS_STARTED = dict(os.environ)
"""The environment before any test changes it: pip finds its cache by it."""


def pip(*arguments: str | Path) -> None:
    """Run pip; what it says is told where it fails."""
    done = subprocess.run(
        [*PIP, *map(str, arguments)], env=AS_STARTED, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr


def needed(asked_for: Iterable[str]) -> Iterator[Distribution]:
    """What these requirements bring, with all that those need in their turn, as it is installed here."""
    for requirement in map(Requirement, asked_for):
        known = distribution(requirement.name)
        assert known.version in requirement.specifier, f"{requirement}, and {known.version} is here"
        yield known
        extras = requirement.extras or {""}
        for further in known.requires or []:
            marker = Requirement(further).marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras):
                yield from needed([further])


def lend(distribution: Distribution, site: Path) -> None:
    """Put what belongs to a distribution, and nothing else, where another Python finds it."""
    for top in {path.parts[0] for path in distribution.files or []} - {"..", "__pycache__"}:
        if not (site / top).exists():
            (site / top).symlink_to(Path(str(distribution.locate_file(top))))


def test_the_wheel_plays_on_its_own(start: Start, home: Path, tmp_path: Path) -> None:
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", tmp_path, CHECKOUT)
    [wheel] = tmp_path.glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    for kind in ("decks", "themes"):
        files = {path.name for path in (CHECKOUT / kind).glob("*.toml")}
        assert files <= {name.removeprefix(f"duologue/{kind}/") for name in inside}
    templates = CHECKOUT / "src" / "duologue" / "keepsake" / "templates"
    assert {f"duologue/keepsake/templates/{path.name}" for path in templates.iterdir()} <= inside

    fresh = tmp_path / "fresh"
    venv.create(fresh, with_pip=False)
    pip("--python", fresh / "bin" / "python", "install", "--no-compile", "--no-deps", wheel)
    [site] = fresh.glob("lib/python*/site-packages")
    [ours] = distributions(path=[str(site)])
    for each in needed(ours.requires or []):
        lend(each, site)
    program = fresh / "bin" / "duologue"
    terminal = start("play", SHOES, "--seed", "7", env={"PYTHONPATH": ""}, program=program)
    deck = deck_on(terminal)
    terminal.press("space")
    terminal.wait(*deck.said(deck.turns[1]))
    terminal.press("ctrl+q")
    assert terminal.status() == 0

    where = environment(DUOLOGUE_HOME=str(home), PYTHONPATH="")
    told = subprocess.run([program, "where"], env=where, capture_output=True, encoding="utf-8", check=True)
    assert str(CHECKOUT / "decks") not in told.stdout
    assert str(fresh) in told.stdout
