"""One deed on a folder of its own, tried with something going wrong, and looked at afterwards.

What a reader in another process would see at the very moment of a call is what is there when the process is
killed at it, so each kill is a reader, too.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from unittest.mock import patch

from duologue.store import locking
from duologue.store.access import take_pen
from duologue.store.arrivals import settle
from duologue.store.files import NotWritten, mount, mounted, unmount
from duologue.store.leftovers import sweep
from duologue.store.listing import LOCKED
from duologue.store.own_cards import NotACard
from duologue.store.paths import Paths
from duologue.store.pictures import NotAPicture
from duologue.store.vault import LARGEST, Vault
from tests.faults.deeds import SECRET, Deed, bystanders
from tests.faults.seam import Killed, seam

REFUSED = (NotWritten, NotACard, NotAPicture, locking.NotUnlocked)
"""How a deed says that it is not done."""
Contents = dict[str, bytes]
"""Of each file that one sees in the couple's folder, locked or not, what stands in it."""
Failure = Callable[[], BaseException]


MANIFEST = "checksums.txt"
"""Is only ever appended to, a line before each file that is written, so it can end after any of them."""


def _notes_only(data: bytes, *folders: Contents) -> bool:
    """Whether each whole line of a manifest that notes a file notes it as it is in one of these folders.

    What is encrypted is other bytes each time.
    """
    noted = [line.split("  ", 1) for line in data.decode().split("\n")[:-1] if "  " in line]
    return all(
        name.endswith(".age")
        or digest in {sha256(folder[name]).hexdigest() for folder in folders if name in folder}
        for digest, name in noted
    )


class Broken(AssertionError):
    """A promise that was not kept."""


class Trial:
    """One deed, on a fresh folder for each way in which it can go wrong."""

    def __init__(self, deed: Deed, folder: Path) -> None:
        self.deed = deed
        self.folder = folder
        self.faults = 0
        """How many calls went wrong so far."""
        paths, doing = self.fresh()
        self.before, self.contents_before = self.see(paths)
        with tokens(), seam() as calls:
            doing()
        self.calls = calls.names
        self.after, self.contents_after = self.see(paths)

    def fresh(self) -> tuple[Paths, Callable[[], object]]:
        """A folder made ready, with things in it that have nothing to do with the deed."""
        unmount_all()
        if self.folder.exists():
            shutil.rmtree(self.folder)
        _Token.count = _Token.ids = 0
        paths = Paths.under(self.folder / "couple")
        bystanders(paths)
        with tokens():
            return paths, self.deed.ready(paths)

    def see(self, paths: Paths) -> tuple[object, Contents]:
        """What somebody sees who opens the folder now, and what stands in its files."""
        with looking_in(paths):
            return self.deed.seen(paths), contents(paths)

    def where(self, number: int) -> str:
        """In words: which call it is."""
        return f"{self.deed.name}: call {number} of {len(self.calls)} ({self.calls[number - 1]})"

    # One call goes wrong

    def check(self, number: int, failure: Failure, *, forever: bool, again: int = 0) -> None:
        """Let call `number` go wrong; then look, and do it again on a disk that is well.

        With `again`, the recovery meets the same failure at that call of its own first.
        """
        paths, doing = self.fresh()
        refused = self._fails(doing, number, failure, forever=forever)
        where = self.where(number)
        self.look(paths, where, refused=refused)
        if failure is Killed:
            self._recover(paths, where, again)
            done = self.see(paths)[0] == self.after
            doing = self.deed.again(paths) if self.deed.again is not None else doing
        else:
            if again and refused:
                refused = self._fails(doing, again, failure, forever=forever)
                self.look(paths, f"{where}, and at {again} when it was tried again", refused=refused)
            done = not refused
        self.ends_well(paths, doing, where, done=done)

    def ends_well(self, paths: Paths, doing: Callable[[], object], where: str, *, done: bool) -> None:
        """Where it is not `done` it can be done now, and the next start leaves nothing about.

        Raises Broken.
        """
        if not done:
            with tokens(), suppress(NotACard):  # It is there already.
                doing()
        if not self.deed.whole:
            with tokens():
                start(paths)
        if (seen := self.see(paths)[0]) != self.after:
            raise Broken(f"{where}: it could not be done again, and seen is {seen}")
        self._nothing_lies_about(paths, where)

    def _fails(self, doing: Callable[[], object], number: int, failure: Failure, *, forever: bool) -> bool:
        """Whether the deed was refused, or ended, because of it."""
        with tokens(), seam(number, failure, forever=forever) as calls:
            try:
                doing()
            except (*REFUSED, Killed):
                return True
            finally:
                self.faults += calls.injected
        return False

    def look(self, paths: Paths, where: str, *, refused: bool) -> None:
        """What is seen is the new, or the old where it was refused; no file holds anything else, and no other
        one is gone. Raises Broken."""
        seen, found = self.see(paths)
        allowed = [self.after, *([self.before] if refused else [])]
        if self.deed.whole and seen not in allowed:
            raise Broken(f"{where}: {'refused' if refused else 'said to be done'}, and seen is {seen}")
        old, new = self.contents_before, self.contents_after
        for name, data in found.items():
            if name in old or name in new:
                good = data in {old.get(name), new.get(name)}
            else:
                good = data in {*old.values(), *new.values()}
            if name == MANIFEST:
                good = good or _notes_only(data, old, new)
            if not good and not self._is_on_its_way(name):
                raise Broken(f"{where}: {name} holds what it never should: {data[:200]!r}")
        if missing := [name for name in old if name in new and name not in found]:
            raise Broken(f"{where}: gone are {missing}")

    def _is_on_its_way(self, name: str) -> bool:
        return any(name.startswith(each) for each in self.deed.loose)

    def _recover(self, paths: Paths, where: str, again: int) -> None:
        """Duologue is started anew; with `again`, after a start that was killed as well, at that call."""
        was_done = self.see(paths)[0] == self.after
        if again:
            with tokens(), seam(again, Killed, forever=True) as calls, suppress(Killed):
                start(paths)
            self.faults += calls.injected
            self.look(paths, f"{where}, and the next start at {again}", refused=True)
        with tokens():
            start(paths)
        if was_done and (seen := self.see(paths)[0]) != self.after:
            raise Broken(f"{where}: what was done was taken back by the next start, and seen is {seen}")

    def _nothing_lies_about(self, paths: Paths, where: str) -> None:
        """A half-written backup aside: another process might be making it, so it goes after a day."""
        with tokens(), patch("duologue.store.on_its_way._mark", lambda: "later0"):
            start(paths)
        unmount_all()
        hidden = [str(path) for path in paths.data.rglob(".*")]
        if hidden:
            raise Broken(f"{where}: left behind is {hidden}")


def start(paths: Paths) -> None:
    """What Duologue does first, as far as it writes. A disk that refuses leaves it for the next time."""
    unmount_all()
    if paths.is_locked:
        locking.open_with(paths, SECRET)
    pen = take_pen(paths)
    try:
        if pen.writes:
            with suppress(NotWritten):
                settle(paths)
            if paths.is_locked:
                with suppress(NotWritten):
                    locking.finish(paths)
            sweep(paths)
    finally:
        pen.put_down()


# What is there


def unmount_all() -> None:
    """As in a process that has just begun."""
    for disk in mounted():
        unmount(disk)


@contextmanager
def looking_in(paths: Paths) -> Iterator[None]:
    """As another process sees it that knows the key; what this one has mounted is as before afterwards."""
    before = mounted()
    unmount_all()
    if paths.is_locked:
        locking.open_with(paths, SECRET)
    try:
        yield
    finally:
        unmount_all()
        for disk in reversed(before):
            mount(disk)


def contents(paths: Paths) -> Contents:
    """All that is kept and not hidden, by its place, whether it lies open or locked. What lies under the key
    of one of them is not among it: it is other bytes each time, and its deeds look into it."""
    found: Contents = {}
    for file in sorted(paths.data.rglob("*")):
        place = file.relative_to(paths.data)
        hidden = any(part.startswith(".") for part in place.parts)
        elsewhere = place.parts[0] in {LOCKED, paths.pages.name, "cache", paths.lock.name}
        if file.is_file() and not hidden and not elsewhere:
            found[place.as_posix()] = file.read_bytes()
    found.pop(paths.identity.name, None)
    for vault in mounted():
        assert isinstance(vault, Vault)
        for file in vault.below(paths.data):
            found[file.relative_to(paths.data).as_posix()] = vault.read(file, LARGEST, trusted=False)
    return found


class _Token:
    count = 0
    ids = 0


@contextmanager
def tokens() -> Iterator[None]:
    """Chance does the same each time, so that the same deed makes the same calls and the same files."""

    def token(size: int = 8) -> str:
        _Token.count += 1
        return f"{_Token.count:0{2 * size}x}"

    def an_id(size: int = 8) -> str:
        _Token.ids += 1
        return f"{_Token.ids:0{2 * size}x}"

    with patch("secrets.token_hex", token), patch("duologue.store.records.token_hex", an_id):
        yield
