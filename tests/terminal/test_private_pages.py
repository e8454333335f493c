"""Private pages with the real program: begun, written, killed in the middle, opened again."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

from duologue.store.paths import Paths
from tests.store.private import HERS, HIS, begin
from tests.terminal.conftest import Start
from tests.terminal.playing import AT_HOME, PROGRAM
from tests.terminal.pseudo_terminal import environment

TITLE, WORDS = "quince", "marmalade 雨"


def on_disk(home: Path, *words: str) -> list[Path]:
    """The files in which one of these stands, in their bytes or their name."""
    files = [path for path in home.rglob("*") if path.is_file()]
    return [path for path in files for word in words if word.encode() in path.read_bytes() + bytes(path)]


def run(home: Path, *arguments: str, typed: str) -> subprocess.CompletedProcess[str]:
    """The command, where there is no terminal to ask for a passphrase."""
    where = environment(DUOLOGUE_HOME=str(home))
    return subprocess.run(
        [PROGRAM, "pages", *arguments],
        input=typed,
        env=where,
        capture_output=True,
        encoding="utf-8",
        check=False,
        start_new_session=True,
    )


def test_a_page_is_begun_and_survives_kill_9_as_a_draft(start: Start, home: Path) -> None:
    his = begin(Paths.under(home), HIS)
    terminal = start("pages")
    terminal.wait("Your private pages", "f5 begin your own")
    terminal.press("f5")
    terminal.wait("Begin private pages", "The same again")
    terminal.type(f"{HERS}\r")
    terminal.type(f"{HERS}\r")
    terminal.wait("Nothing stands here yet.")
    terminal.press("n")
    terminal.wait("A private page", "ctrl+s save")
    terminal.type(f"{TITLE}\r{WORDS}")
    terminal.wait("••••••••• ＊")
    [mine] = {file.parent for file in home.glob("pages/*/identity.age")} - {his.folder}
    terminal.until(lambda: len(list((mine / "locked").glob("*.age"))) == 1)
    terminal.be_at_rest()
    terminal.kill(signal.SIGKILL)
    terminal.status()
    assert WORDS.encode() not in terminal.raw
    assert on_disk(home, TITLE, "marmalade", HERS, "blue lamps") == []

    terminal = start("pages")
    terminal.wait("Your private pages", "Passphrase")
    terminal.type(f"{HERS}\r")
    terminal.wait("not finished", TITLE)
    terminal.press("enter")
    terminal.wait("A private page")
    terminal.press("ctrl+s")
    terminal.wait("Saved.")
    terminal.press("enter")
    terminal.wait(WORDS)
    terminal.resize(30, 8)
    terminal.wait("A little more room, please.")
    terminal.resize(80, 24)
    terminal.wait(WORDS)
    terminal.press("f2")
    terminal.gone(WORDS)
    terminal.press("f2")
    terminal.wait(*AT_HOME)
    terminal.press("ctrl+q")
    assert terminal.status() == 0
    assert on_disk(home, TITLE, "marmalade", HERS, "blue lamps") == []


def test_pages_from_the_command_line(home: Path) -> None:
    paths = Paths.under(home)
    begin(paths)
    begin(paths, HIS)
    file = home / "page.txt"
    file.write_text(f"{WORDS}\nand more\n", encoding="utf-8")
    written = run(home, "write", "--title", TITLE, str(file), typed=HERS)
    assert written.stdout.startswith("Saved: "), written
    file.unlink()
    assert on_disk(home, TITLE, "marmalade") == []
    [row] = json.loads(run(home, "list", "--json", typed=HERS).stdout)
    shown = run(home, "show", row["id"], typed=HERS).stdout
    assert shown.startswith(f"# {TITLE}\n\n*")
    assert shown.endswith(f"\n\n{WORDS}\nand more\n")
    assert run(home, "export", typed=HERS).stdout == shown
    assert run(home, "export", typed=HIS).stdout == ""
    wrong = run(home, "list", typed="no such passphrase")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "That opens no pages here. Nothing is lost" in wrong.stderr
    assert "Traceback" not in wrong.stderr
