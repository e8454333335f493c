"""`duologue doctor` on the installed program, and what is mended at a start."""

from __future__ import annotations

import json
import stat
from pathlib import Path

from tests.terminal.conftest import Run, Start
from tests.terminal.playing import SHELF


def test_its_status_says_whether_there_is_something_to_look_at(run: Run, home: Path) -> None:
    told = run("doctor")
    assert (told.returncode, told.stderr, told.stdout.splitlines()[-1]) == (0, "", "All is well.")
    (home / "memories" / "2026" / "02").mkdir(parents=True)
    cut = home / "memories" / "2026" / "02" / "cut.toml"
    cut.write_text('format = 1\ntitle = "kiwi"\n', encoding="utf-8")
    told = run("doctor", "--json")
    assert (told.returncode, told.stderr) == (1, "")
    findings = json.loads(told.stdout)["findings"]
    named = [each for each in findings if each["where"] == str(cut) and each["area"] == "unreadable"]
    assert named[0]["level"] == "to look at"
    assert named[0]["to_do"]
    assert "kiwi" not in told.stdout
    told = run("doctor", "--mend")
    assert told.returncode == 1, "what is cut off is not mended"
    assert "could be read by others on this computer; now only you can." in told.stdout
    assert cut.read_text(encoding="utf-8").endswith('"kiwi"\n')
    assert stat.S_IMODE(cut.stat().st_mode) == 0o600


def test_before_anything_is_kept_it_makes_nothing(run: Run, new_home: Path) -> None:
    assert run("doctor").returncode == 0
    assert "There is nothing to mend yet." in run("doctor", "--mend").stdout
    assert not new_home.exists()


def test_while_a_window_is_open_it_looks_and_mends_nothing(run: Run, start: Start, home: Path) -> None:
    terminal = start()
    terminal.wait("Ana", *SHELF)
    index = home / "cache" / "jar.sqlite"
    index.write_bytes(b"no index at all")
    index.chmod(0o600)
    told = run("doctor", "--mend")
    assert told.stdout.startswith("Nothing was mended. Duologue is open in another window")
    assert "Another window is open and writes, process " in told.stdout
    assert index.read_bytes() == b"no index at all"


def test_what_was_open_to_others_is_closed_at_the_start_with_a_word(start: Start, home: Path) -> None:
    (home / "couple.toml").chmod(0o644)
    terminal = start(size=(120, 36))
    terminal.wait("1 file could be read by others")
    assert stat.S_IMODE((home / "couple.toml").stat().st_mode) == 0o600


def test_an_older_file_is_brought_up_to_date_at_the_start(start: Start, home: Path) -> None:
    couple = home / "couple.toml"
    couple.write_text('left = "Ana"\nright = "Ben"\nsince = 2011\n', encoding="utf-8")
    terminal = start()
    terminal.wait("Ana", *SHELF)
    is_new = lambda: couple.read_text(encoding="utf-8").startswith("format = 2\n")  # noqa: E731
    terminal.expect(is_new, "a file of the newest format")
    assert "since = 2011" in couple.read_text(encoding="utf-8")
    assert [file.name.partition("-before")[1] for file in home.with_name("d-backups").iterdir()] == [
        "-before"
    ]


def test_a_newer_file_is_read_and_told_of_and_stays(start: Start, home: Path) -> None:
    newer = 'format = 9\nleft = "Ana"\nright = "Ben"\n'
    (home / "couple.toml").write_text(newer, encoding="utf-8")
    terminal = start(size=(120, 36))
    terminal.wait("Ana", "couple.toml comes from a newer Duologue; this one leaves it as it is.")
    assert (home / "couple.toml").read_text(encoding="utf-8") == newer
