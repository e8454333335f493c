"""What the process leaves behind: no socket, no dump, no log, no picture, no word of theirs in a crash."""

from __future__ import annotations

import re
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.terminal.conftest import Start
from tests.terminal.playing import (
    AT_HOME,
    PROGRAM,
    SHELF,
    SHOES,
    both_say,
    mask,
    to_the_reveal,
    to_the_writing,
    tree,
)
from tests.terminal.pseudo_terminal import PATIENCE, environment
from tests.terminal.terminal import Terminal
from tests.terminal.turns import end_here, holding, on_disk

pytestmark = pytest.mark.from_scratch

SECRET = "what only Ana knows"


def needed(command: str) -> Path:
    """Where this command is. Skips, loudly, where it is not."""
    if (found := shutil.which(command)) is None:
        pytest.skip(
            f"{command} is not installed, so nobody has looked at what the program asks of the system"
        )
    return Path(found)


# Sockets, and who may look into the memory

TRACED = ("-f", "-qq", "-e", "trace=network,prctl", "-o")
WITH_ITSELF = {"socketpair", "getsockname", "sendto", "recvfrom"}
"""asyncio makes a pair of sockets, without a name, by which its threads wake it. What goes into one of them
comes out of the other, so where nothing else is called, nothing is told to anybody."""


def asked_for(log: Path) -> list[str]:
    """What the program asked of the system, call by call, without the resumed halves of calls."""
    calls = (line.split(maxsplit=1)[1] for line in log.read_text(encoding="utf-8").splitlines())
    return [call for call in calls if not call.startswith(("<...", "+++", "---"))]


def test_no_socket_is_ever_opened(start: Start, home: Path, tmp_path: Path) -> None:
    assert home.is_dir()
    strace, logs = needed("strace"), [tmp_path / f"{number}.txt" for number in range(6)]

    def traced(*arguments: str) -> Terminal:
        log = next(log for log in logs if not log.exists())
        log.touch()
        return start(*TRACED, str(log), str(PROGRAM), *arguments, program=strace)

    terminal = traced("play", SHOES, "--seed", "7")
    deck = to_the_reveal(terminal, "hers", "his")
    both_say(terminal, "keep")
    terminal.wait("Saved")
    terminal.press("space")
    terminal.wait("round 2 of 2")
    end_here(terminal, deck)
    terminal.press("j")
    terminal.wait("The blue door", "one moment")
    terminal.press("escape")
    terminal.wait(*AT_HOME)
    terminal.press("l")
    terminal.wait("esc back")
    terminal.press("escape")
    terminal.wait(*AT_HOME)
    terminal.press("ctrl+q")
    assert terminal.status() == 0

    kept, parcel = tmp_path / "kept.json", tmp_path / "parcel.age"
    assert traced("memories", "export", "--json", str(kept)).status() == 0
    assert traced("memories", "import", str(kept)).status() == 0
    packing = traced("swap", "pack", "--from", "Ana", str(parcel))
    for question in ("Passphrase:", "The same again:"):
        packing.wait(question)
        packing.type("kettle tram fern quilt\r")
    assert packing.status(3 * PATIENCE) == 0
    unpacking = traced("swap", "unpack", str(parcel))
    unpacking.wait("Passphrase:")
    unpacking.type("kettle tram fern quilt\r")
    assert unpacking.status(3 * PATIENCE) == 0

    looked_at = [log for log in logs if log.exists()]
    assert len(looked_at) == 5
    for log in looked_at:
        calls = asked_for(log)
        assert {call.split("(")[0] for call in calls} <= {"prctl", *WITH_ITSELF}
        assert set(re.findall("AF_[A-Z0-9]+", "".join(calls))) <= {"AF_UNIX"}
        assert any("PR_SET_DUMPABLE, SUID_DUMP_DISABLE" in call for call in calls), "others may look in"


# Dumps


def limits(pid: int) -> str:
    """What the system says of how much a core of this process may have, and of what."""
    most = Path(f"/proc/{pid}/limits").read_text(encoding="utf-8")
    of = Path(f"/proc/{pid}/coredump_filter").read_text(encoding="utf-8")
    found = re.search(r"Max core file size +(\S+) +(\S+)", most)
    assert found is not None
    return f"{found[1]} {found[2]} {int(of, 16)}"


def in_folder(folder: Path, *command: str) -> list[str]:
    """The same command in another folder, where cores may be as large as they like."""
    return ["/bin/bash", "-c", 'ulimit -c unlimited 2>/dev/null; cd "$0" && exec "$@"', str(folder), *command]


def test_no_core_is_left(start: Start, home: Path, tmp_path: Path) -> None:
    bash, *rest = in_folder(tmp_path, str(PROGRAM), "play", SHOES, "--seed", "7")
    terminal = start(*rest, program=Path(bash))
    to_the_writing(terminal)
    terminal.type(SECRET)
    on_disk(terminal, home, SECRET)
    assert limits(terminal.process.pid) == "0 0 0"
    terminal.kill(signal.SIGSEGV)
    assert terminal.status() == -signal.SIGSEGV
    assert list(tmp_path.iterdir()) == []
    assert holding(home, SECRET) == ["journal.jsonl"]


def test_no_core_is_left_by_who_tries_a_passphrase(tmp_path: Path) -> None:
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    command = in_folder(tmp_path, sys.executable, "-P", "-m", "duologue.store.apart")
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as apart:
        try:
            assert apart.stdin is not None
            apart.stdin.write(f'["seal", "{SECRET}'.encode())
            apart.stdin.flush()
            while limits(apart.pid) != "0 0 0":
                assert apart.poll() is None
            apart.send_signal(signal.SIGSEGV)
        finally:
            assert apart.wait(PATIENCE) == -signal.SIGSEGV
    assert list(tmp_path.iterdir()) == []
    assert resource.getrlimit(resource.RLIMIT_CORE)[1] == hard


# What others set


def hostile_surroundings(folder: Path) -> Mapping[str, str]:
    """What makes Textual and Python talk, draw, connect, and leave a door open."""
    return {
        "TEXTUAL": "debug,devtools",
        "TEXTUAL_DEBUG": "1",
        "TEXTUAL_LOG": str(folder / "textual.log"),
        "TEXTUAL_DEVTOOLS_HOST": "127.0.0.1",
        "TEXTUAL_SCREENSHOT": "0",
        "TEXTUAL_SCREENSHOT_LOCATION": str(folder),
        "TEXTUAL_SCREENSHOT_FILENAME": "screen.svg",
        "TEXTUAL_PRESS": "ctrl+q",
        "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver",
        "TEXTUAL_ALLOW_SIGNALS": "1",
        "TEXTUAL_SHOW_RETURN": "1",
        "PYTHONASYNCIODEBUG": "1",
        "PYTHONDEVMODE": "1",
        "PYTHONINSPECT": "1",
    }


def test_what_the_surroundings_ask_for_is_not_done(start: Start, home: Path, tmp_path: Path) -> None:
    bash, *rest = in_folder(tmp_path, str(PROGRAM), "play", SHOES, "--seed", "7")
    terminal = start(*rest, program=Path(bash), env=hostile_surroundings(tmp_path))
    to_the_writing(terminal)
    terminal.type(SECRET)
    terminal.wait(mask(SECRET))
    terminal.send(b"\x03")  # Ctrl+c is a key and no signal.
    on_disk(terminal, home, SECRET)
    terminal.press("ctrl+q")
    assert terminal.status() == 0
    assert b">>>" not in terminal.raw
    assert SECRET.encode() not in terminal.raw
    assert list(tmp_path.iterdir()) == []
    assert holding(home, SECRET) == ["journal.jsonl"]


def test_the_palette_takes_no_picture_of_the_screen(start: Start, home: Path) -> None:
    before = tree(home)
    terminal = start()
    terminal.wait(*SHELF)
    terminal.press("ctrl+p")
    terminal.wait("Search for commands", "Curtain")
    terminal.type("screenshot")
    terminal.wait("No matches found")
    assert set(tree(home)) - set(before) <= {"duologue.lock", "cache/jar.sqlite"}


# Crashes

BROKEN = """\
#!{python}
import asyncio, logging, sys, threading, warnings
from duologue import process
process.guard()
from duologue.ui.app import DuologueApp
from duologue.ui.screens.home import HomeScreen
from duologue.ui.run import run
from textual.widgets import Static

def fail(*arguments, **named):
    secret = "{secret}"
    raise {error}

class Gone:
    def __del__(self):
        fail()

async def failing():
    fail()

def on_ready(self):
    {how}

DuologueApp.on_ready = on_ready
raise SystemExit(run())
"""
VALUE = 'ValueError(f"near {secret}")'
FATAL = {
    "a handler": ("fail()", VALUE),
    "a model": (
        "import pydantic; pydantic.create_model('M', x=(int, ...)).model_validate({'x': '{secret}'})",
        VALUE,
    ),
    "a key that is missing in a worker": ("self.run_worker(failing())", "KeyError(secret)"),
    "many at once in a thread": (
        "self.run_worker(fail, thread=True)",
        "ExceptionGroup(secret, [ValueError(secret), KeyError(secret)])",
    ),
    "a note on it in a timer": (
        "self.set_timer(0.01, fail)",
        'type("E", (ValueError,), {"__notes__": [secret]})(secret)',
    ),
    "a call for later": ("self.call_later(fail)", VALUE),
    "what a screen is made of": ("HomeScreen.compose = fail; self.screen.refresh(recompose=True)", VALUE),
    "what is drawn": ("Static.render = fail; self.query_one('#names').refresh()", VALUE),
}  # fmt: skip
QUIET = """threading.Thread(target=fail).start()
    self.doomed = asyncio.create_task(failing())
    asyncio.get_running_loop().call_soon(fail)
    Gone()
    warnings.warn("{secret}")
    logging.getLogger("x").error("{secret}")
    self.set_timer(0.2, self.action_leave)"""


def broken(folder: Path, how: str, error: str) -> Path:
    """The program with a mistake in it."""
    program = folder / "broken"
    text = BROKEN.replace("{python}", sys.executable).replace("{error}", error).replace("{how}", how)
    program.write_text(text.replace("{secret}", SECRET), encoding="utf-8")
    program.chmod(0o700)
    return program


@pytest.mark.parametrize(("how", "error"), FATAL.values(), ids=FATAL)
def test_no_crash_has_words_in_it(start: Start, home: Path, tmp_path: Path, how: str, error: str) -> None:
    terminal = start(program=broken(tmp_path, how, error))
    assert terminal.status() == 1
    assert terminal.is_restored
    said = terminal.raw.decode()
    assert "That was its fault, not yours" in said
    assert "For those who mend it" in said
    assert SECRET not in said
    assert "Traceback" not in said
    assert holding(home, SECRET) == []


def test_no_error_that_passes_has_words_in_it(start: Start, home: Path, tmp_path: Path) -> None:
    terminal = start(program=broken(tmp_path, QUIET, VALUE))
    assert terminal.status() == 0
    assert terminal.is_restored
    assert SECRET.encode() not in terminal.raw
    assert holding(home, SECRET) == []


def test_no_command_that_crashes_has_words_in_it(new_home: Path) -> None:
    mistaken = f"""\
import duologue.store.paths as paths, sys, threading, warnings, logging
from duologue.__main__ import main
def fail(*arguments):
    secret = "{SECRET}"
    warnings.warn(secret)
    logging.getLogger("x").error(secret)
    thread = threading.Thread(target=lambda: [].index(secret)); thread.start(); thread.join()
    raise ValueError(secret) from KeyError(secret)
paths.Paths.find = fail
sys.argv[1:] = ["where"]
main()
"""
    done = subprocess.run(
        [sys.executable, "-c", mistaken],
        env=environment(DUOLOGUE_HOME=str(new_home)),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 1
    assert "That was its fault, not yours" in done.stderr
    assert re.findall(r"^  (\w+)$", done.stderr, re.MULTILINE) == ["ValueError", "KeyError", "ValueError"]
    assert SECRET not in done.stdout + done.stderr
