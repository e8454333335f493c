"""`python -m docs.demo FOLDER`: makes the demo, and says how to look at it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from docs.demo.home import furnish
from duologue.store.access import take_pen
from duologue.store.files import NotWritten, write_text
from duologue.store.paths import HOME_VARIABLE, Paths

TOP = Path(__file__).parents[2]
MARKER = ".duologue-demo"
"""In a folder that may be thrown away and made anew."""
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_PRINTING = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--no-pdf-header-footer",
)
_PATIENCE = 60.0
"""Seconds for a program that helps."""


class NotADemo(Exception):
    """The folder holds something else; its text says so, for people."""


def main(folder: str = "demo-home") -> None:
    """Make the demo in this folder, anew where there is one."""
    home = Path(folder).expanduser().resolve()
    try:
        make_demo(home, date.today())
    except (NotADemo, NotWritten) as error:
        raise SystemExit(f"No demo was made: {error}") from error
    for made in keepsake(home):
        print(f"The keepsake: {_seen_from_here(made)}")
    print(f"Have a look around: {HOME_VARIABLE}={_seen_from_here(home)} .venv/bin/duologue")


def make_demo(home: Path, today: date) -> None:
    """Fill the folder with three years up to today. Raises NotADemo and NotWritten; then nothing changes
    that was not a demo."""
    clear(home)
    write_text(home / MARKER, "This folder was made by make demo, and may be made anew at any time.\n")
    paths = Paths.under(home)
    pen = take_pen(paths)
    try:
        furnish(paths, today)
    finally:
        pen.put_down()


def clear(home: Path) -> None:
    """Throw an old demo away. Raises NotADemo where the folder holds anything else."""
    if not home.exists():
        return
    if not home.is_dir():
        raise NotADemo(f"{home} is not a folder.")
    if not any(home.iterdir()):
        return
    if not (home / MARKER).is_file():
        raise NotADemo(
            f"{home} is not empty, and not a demo. Nothing in it was touched; DEMO=/path names another."
        )
    pen = take_pen(Paths.under(home))
    pen.put_down()
    if not pen.writes:
        raise NotADemo(f"{home} is open in a window of Duologue. Close that first.")
    shutil.rmtree(home)


def keepsake(home: Path) -> list[Path]:
    """Take the moments out as a book, and print it where there is a browser to do it; answers the files."""
    page = home / "keepsake.html"
    surroundings = {**os.environ, HOME_VARIABLE: str(home)}
    export = ("-m", "duologue", "memories", "export", "--html", str(page))
    said = _run(sys.executable, *export, surroundings=surroundings)
    if not page.exists():
        print(f"No keepsake was made: {said}", file=sys.stderr)
        return []
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        return [page]
    paper = page.with_suffix(".pdf")
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        places = (f"--user-data-dir={profile}", f"--print-to-pdf={paper}")
        _run(browser, *_PRINTING, *places, page.as_uri(), surroundings=surroundings)
    if not paper.exists():
        return [page]
    paper.chmod(0o600)
    return [page, paper]


def _run(*command: str, surroundings: dict[str, str]) -> str:
    """Let another program do something; answers what it complained of, such as the file that is cut off."""
    try:
        ran = subprocess.run(
            command, env=surroundings, capture_output=True, text=True, check=False, timeout=_PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return ran.stderr.strip()


def _seen_from_here(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


if __name__ == "__main__":
    main(*sys.argv[1:2])
