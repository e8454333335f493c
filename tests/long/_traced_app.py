"""What is played in the app under strace: a moment is kept, and the lock set up, changed and taken off."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from duologue.core.problem import Problem
from duologue.store.arrivals import settle
from duologue.store.backups import make
from duologue.store.files import unmount
from duologue.store.locking import WrongKey, finish, lock, open_with, secret_with, vault_of
from duologue.store.paths import Paths
from duologue.store.records import load_memories, save_memory
from tests.faults.deeds import memory
from tests.long._traced import WAYS, Figures, fresh, run, traced
from tests.store.locked import IDENTITY, SECRET, bytes_below, kept, put
from tests.store.locked import PASSPHRASE as OLD
from tests.terminal.playing import PROGRAM
from tests.terminal.pseudo_terminal import environment
from tests.terminal.terminal import Terminal

OURS_ALONE = "fsync,rename,unlink,rmdir,ftruncate"
"""Calls that nothing in the app makes but for the couple's files."""
NEW = "kite moth salt chair"
WORDS = {f"{name}/2026/02/a.toml": f"the smell of chalk in {name}" for name in ("memories", "letters")}
"""What lies in the folder that is locked; what it says of the reading is no matter here."""
_WORD = b"chalk"
_PATIENCE = 30.0
_ASKED = 5.0
"""Seconds for leaving where something was not kept: they may be asked about it first."""
_ENDS = ("Not finished", "Nothing was", "could not be", "was not", "Nothing can be kept", "This window keeps")
"""What stands on the screen where it goes no further."""

_TOO_BUSY = "The key could not be sealed"
"""Said where the work that a passphrase takes was measured while others kept the machine busy."""

Steps = Iterable[tuple[str, Callable[[Terminal], object]]]
"""What is waited for, and what they do then."""


@dataclass(frozen=True)
class Play:
    """Something done in the app, from the command line to the word that it is done."""

    name: str
    arguments: tuple[str, ...]
    ready: Callable[[Paths], object]
    steps: Callable[[], Steps]
    done: str
    """What says so."""
    wrong: Callable[[Paths, bool], str]
    """What does not hold afterwards, given whether it was said."""
    every: int = 1
    """Of so many calls one goes wrong in each way, and in the next way the next one."""


def try_play(play: Play, folder: Path, way: str) -> Figures:
    """Play it to its end with each call in turn going wrong, until none is left to."""
    figures, log = Figures(), folder.parent / f"{folder.name}.log"
    for name in OURS_ALONE.split(","):
        number = 1 + WAYS.index(way) % play.every
        while play_once(play, figures, (fresh(folder), log), f"{name}:{way.format(number)}"):
            number += play.every
    return figures


def play_once(play: Play, figures: Figures, where: tuple[Paths, Path], inject: str) -> bool:
    """Play it with a call going wrong; answers whether one did."""
    paths, log = where
    play.ready(paths)
    command = [*traced(log, OURS_ALONE, inject), str(PROGRAM), *play.arguments]
    with Terminal(command, environment(DUOLOGUE_HOME=str(paths.data))) as terminal:
        said = _played(terminal, play)
        terminal.press("ctrl+q")
        terminal.until(lambda: terminal.process.poll() is not None, _PATIENCE if said else _ASKED)
    text = log.read_text(errors="replace")
    hit = "INJECTED" in text or "killed by SIGKILL" in text
    if hit:
        figures.kills += "KILL" in inject
        figures.faults += "KILL" not in inject
        if words := play.wrong(paths, said):
            figures.broken.append(f"{play.name}, {inject}: said {said}, {words}")
    elif not said and not terminal.shows(_TOO_BUSY):
        figures.broken.append(f"{play.name}, {inject}: nothing went wrong, and it was not done:\n{terminal}")
    return hit


def _played(terminal: Terminal, play: Play) -> bool:
    """Whether it was said to be done. What has ended, or refuses, is left alone."""

    def shows(*texts: str) -> bool:
        return any(map(terminal.shows, texts))

    for text, step in play.steps():
        terminal.until(partial(shows, text, *_ENDS), _PATIENCE)
        if not terminal.shows(text):
            return False
        terminal.be_at_rest()
        if terminal.process.poll() is not None:
            return False
        step(terminal)
    terminal.until(partial(shows, play.done, "No backup", *_ENDS), _PATIENCE)
    if terminal.shows("No backup"):
        terminal.press("g")
        terminal.until(partial(shows, play.done, *_ENDS), _PATIENCE)
    return terminal.shows(play.done)


def _typing(text: str) -> Callable[[Terminal], object]:
    return lambda terminal: terminal.type(text)


def _pressing(*keys: str) -> Callable[[Terminal], object]:
    return lambda terminal: terminal.press(*keys)


# A moment


def memories(paths: Paths) -> tuple[list[str], list[Problem]]:
    """As they are once Duologue is opened again: what had arrived comes into its place then."""
    settle(paths)
    found, problems = load_memories(paths)
    return sorted(each.title for each in found), problems


def _a_couple(paths: Paths) -> None:
    run(paths, ["couple", "--left", "Ana", "--right", "Ben"])
    save_memory(paths, memory(1))


def _a_moment() -> Steps:
    yield "A moment to keep", _typing("The walk home\t")
    yield "The walk home", _pressing("ctrl+s")
    yield "Keep this, both of you?", _pressing("a", "l")


def _wrong_moments(paths: Paths, said: bool) -> str:
    titles, problems = memories(paths)
    whole = not problems and "The walk" in titles and ("The walk home" in titles or not said)
    return "" if whole else f"kept is {titles}, {problems}"


# The lock


def _lying_open(paths: Paths) -> None:
    """With a backup, so that none is due, and one has to be sealed."""
    put(paths, WORDS)
    make(paths, "weekly", datetime.now().astimezone())


def _locked(paths: Paths) -> None:
    _lying_open(paths)
    lock(paths, SECRET, IDENTITY)
    _close(paths)


def _close(paths: Paths) -> None:
    """As after a restart; other folders are tried at the same time."""
    vault = vault_of(paths)
    if vault is not None:
        unmount(vault)


def _coming_in() -> Steps:
    yield "What you keep is locked.", _typing(OLD)
    yield "••••", _pressing("enter")
    yield "that you have now", _typing(OLD)
    yield "••••", _pressing("enter")


def _set_up() -> Steps:
    lines: list[str] = []

    def note(terminal: Terminal) -> None:
        lines.extend(re.findall(r"[1-6] {3}([A-Z0-9]{5}(?: [A-Z0-9]{1,5})?)", terminal.text))
        terminal.press("enter")

    def type_one(terminal: Terminal) -> None:
        terminal.type(lines[int(terminal.find(r"Please type line (\d)")[1]) - 1].lower() + "\r")

    yield "enter go on", _pressing("enter")
    yield "The same again", _typing(f"{NEW}\t{NEW}")
    yield "••••", _pressing("enter")
    yield "it is on paper", note
    yield "Please type line", type_one
    yield "Lock it, both of you?", _pressing("a", "l")


def _change() -> Steps:
    yield from _coming_in()
    yield "Another passphrase?", _pressing("a", "l")
    yield "The same again", _typing(f"{NEW}\t{NEW}")
    yield "••••", _pressing("enter")


def _take_off() -> Steps:
    yield from _coming_in()
    yield "Take the lock off, both of you?", _pressing("a", "l")


def _wrong_words(paths: Paths, holds: Callable[[str], bool]) -> str:
    """Whether all words can be read, now and once it has gone on as at the next start; whether the passphrase
    that opens them, or none, is one that `holds`; and whether nothing of a locked folder lies open then."""
    try:
        opener = _opener(paths)
        if not holds(opener):
            return f"it opens with {opener!r}"
        before = kept(paths, WORDS)
        if paths.is_locked:
            finish(paths)
        after = kept(paths, WORDS)
        if not before == after == WORDS:
            return f"first there was {before}, then {after}"
        lies_open = paths.is_locked and _WORD in bytes_below(paths.data, paths.backups)
        return "a word lies open in a locked folder" if lies_open else ""
    finally:
        _close(paths)


def _opener(paths: Paths) -> str:
    """The passphrase that opens it; nothing where it is not locked. Raises NotUnlocked where none does."""
    if not paths.is_locked:
        return ""
    try:
        open_with(paths, secret_with(paths, NEW))
    except WrongKey:
        open_with(paths, secret_with(paths, OLD))
        return OLD
    return NEW


def _wrong_lock(paths: Paths, said: bool) -> str:
    if said and _WORD in bytes_below(paths.data):
        return "a word lies open"
    return _wrong_words(paths, lambda opener: opener in ({NEW} if said else {NEW, ""}))


def _wrong_change(paths: Paths, said: bool) -> str:
    return _wrong_words(paths, lambda opener: opener in ({NEW} if said else {NEW, OLD}))


def _wrong_off(paths: Paths, said: bool) -> str:
    return _wrong_words(paths, lambda opener: opener in ({""} if said else {OLD, ""}))


PLAYS = (
    Play("a moment", ("memories", "new"), _a_couple, _a_moment, "Saved. It is in your jar.", _wrong_moments),
    Play("lock", ("lock",), _lying_open, _set_up, "It is locked.", _wrong_lock, every=4),
    Play(
        "change", ("lock", "--change"), _locked, _change, "The new passphrase holds", _wrong_change, every=2
    ),
    Play("remove", ("lock", "--remove"), _locked, _take_off, "The lock is off.", _wrong_off, every=4),
)
