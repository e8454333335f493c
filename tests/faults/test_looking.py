"""Whatever call to the disk fails while somebody looks: all is shown, or what is not shown is told."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from click.testing import CliRunner

from duologue.cli.commands import cli
from duologue.core.problem import Problem
from duologue.core.states import State
from duologue.core.summary import summary_of
from duologue.store import restoring, trash
from duologue.store.access import take_pen
from duologue.store.checksums import compare
from duologue.store.doctor.mending import mend
from duologue.store.files import NotWritten
from duologue.store.jar import Jar
from duologue.store.paths import HOME_VARIABLE, Paths
from duologue.store.records import load_memories, save_record
from duologue.store.settings import save_couple
from duologue.store.summaries import load_summaries
from tests.builders import NAMES, WHEN, session_in
from tests.faults.seam import failing, seam
from tests.store.moments import keep, moment

pytestmark = pytest.mark.usefixtures("few_shipped")

MONTHS = 3
PICTURE = "0" * 32 + ".png"
EIO = failing(errno.EIO)

Shown = tuple[set[str], list[Problem]]


def _memories(paths: Paths) -> Shown:
    found, problems = load_memories(paths)
    return {each.id for each in found}, problems


def _glimpses(paths: Paths) -> Shown:
    with closing(Jar(paths)) as jar:
        jar.index.refresh()
        return {each.root for each in jar.index.glimpses()}, jar.index.problems()


def _sessions(paths: Paths) -> Shown:
    found, problems = load_summaries(paths)
    return {each.id for each in found}, problems


def _let_go(paths: Paths) -> Shown:
    found, problems = trash.look(paths)
    return {each.kept.root for each in found}, problems


@pytest.fixture
def kept(paths: Paths) -> Paths:
    """Three months, each with a moment and a session, and three days on which a moment was let go."""
    for number in range(MONTHS):
        when = WHEN + timedelta(days=31 * number)
        keep(paths, moment(f"stays{number}", when=when), moment(f"goes{number}", when=when))
        summary = summary_of(session_in(State.SAVING), when)
        save_record(paths.sessions, when, f"s{number}", {**summary.record(), "id": f"s{number}"})
        _let_go_on(paths, f"goes{number}", (WHEN + timedelta(days=number)).date())
    return paths


def _let_go_on(paths: Paths, name: str, today: date) -> None:
    with closing(Jar(paths)) as jar:
        jar.index.refresh()
        gone = jar.kept(name)
        assert gone is not None
        jar.let_go(gone, today)


@pytest.mark.parametrize("look", [_memories, _glimpses, _sessions, _let_go])
@pytest.mark.parametrize("asking", [False, True], ids=["doing", "asking"])
def test_what_the_disk_does_not_give_is_told_and_all_else_is_shown(
    look: Callable[[Paths], Shown], asking: bool, kept: Paths
) -> None:
    everything, none = look(kept)
    assert (len(everything), none) == (MONTHS, [])
    with seam(asking=asking) as calls:
        look(kept)
    for call in range(1, calls.count + 1):
        with seam(call, EIO, asking=asking):
            shown, problems = look(kept)
        where = f"{call}: {calls.names[call - 1]}"
        assert shown == everything or problems, where
        assert look(kept) == (everything, []), where


@pytest.mark.parametrize("asked", [["show", "one"], ["export", "--html", "-"]], ids=["show", "export"])
def test_a_jar_that_the_disk_does_not_give_is_not_told_to_be_empty(
    asked: list[str], paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(paths.data))
    [file] = keep(paths, moment("one"))
    with patch.object(os, "scandir", _refuses(paths.memories)):
        told = CliRunner().invoke(cli, ["memories", *asked])
    assert told.exit_code == 1
    assert f"{paths.memories}:1: file: cannot be opened: input/output error." in told.output
    assert "The jar could not be read as a whole" in told.output
    file.write_text("not TOML")
    told = CliRunner().invoke(cli, ["memories", *asked])
    assert f"{file}:1: file: not TOML" in told.output, "and what is wrong with a file is said as well"


def test_to_forget_all_says_that_the_disk_refused(kept: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(kept.data))
    with patch.object(os, "scandir", _refuses(kept.sessions)):
        assert "Nothing was forgotten: the disk did not give" in _asked_to_forget()


def test_to_forget_all_never_finds_nothing(kept: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(kept.data))
    with seam() as calls:
        assert "Forget all 3 sessions" in _asked_to_forget()
    for call in range(1, calls.count + 1):
        with seam(call, EIO):
            told = _asked_to_forget()
        assert "nothing to forget" not in told, f"{call}: {calls.names[call - 1]}"


def _asked_to_forget() -> str:
    """What is said, where they then rather would not."""
    return CliRunner().invoke(cli, ["sessions", "forget", "--all"], input="n\n").output


def test_a_folder_that_the_disk_does_not_show_is_not_bare(paths: Paths) -> None:
    """Else a locked backup would bring its key into it, and lock it."""
    keep(paths, moment("all-there-is"))
    with seam() as calls:
        assert not restoring.is_bare(paths)
    for call in range(1, calls.count + 1):
        with seam(call, EIO):
            assert not restoring.is_bare(paths), f"{call}: {calls.names[call - 1]}"


def test_no_key_goes_where_another_comes_back(paths: Paths) -> None:
    """One refused read of the key that is there, and it would be written over."""
    _with_a_key(paths)
    with seam() as calls:
        restoring.bring_key_back(paths, b"the other")
    for call in range(1, calls.count + 1):
        _with_a_key(paths)
        with seam(call, EIO), suppress(NotWritten):
            restoring.bring_key_back(paths, b"the other")
        keys = [file.read_bytes() for file in paths.data.glob("identity*.age")]
        assert b"the one they have" in keys, f"{call}: {calls.names[call - 1]}"


def _with_a_key(paths: Paths) -> None:
    for file in paths.data.glob("identity*.age"):
        file.unlink()
    paths.data.mkdir(parents=True, exist_ok=True)
    paths.identity.write_bytes(b"the one they have")


def test_nothing_is_told_to_be_gone_that_the_disk_does_not_show(paths: Paths) -> None:
    """Nor is it forgotten how it was, so that a letter that changes later is still noticed."""
    pen = take_pen(paths)
    [file] = keep(paths, moment("one"))
    pen.put_down()
    with seam() as calls:
        assert compare(paths).same == 1
    for call in range(1, calls.count + 1):
        with seam(call, EIO):
            assert compare(paths).gone == (), f"{call}: {calls.names[call - 1]}"
    text = file.read_text()
    with patch.object(os, "scandir", _refuses(paths.memories)):
        assert (compare(paths).gone, compare(paths).unread) == ((), 1)
        save_couple(paths, NAMES)
        assert mend(paths) == ["Noted the checksums of 1 file as they are now."]
    file.write_text(text.replace("Rain", "Hail"))
    assert compare(paths).changed == (file,)


def _refuses(folder: Path) -> Callable[..., Any]:
    real = os.scandir

    def scandir(path: Any) -> Any:
        if not isinstance(path, int) and Path(path) == folder:
            raise EIO()
        return real(path)

    return scandir


@pytest.mark.parametrize("stays", [True, False], ids=["stays", "let go lately"])
def test_no_picture_goes_that_another_moment_still_has(stays: bool, paths: Paths) -> None:
    calls = _emptied(paths, None, stays=stays)
    assert calls
    for call in range(1, calls + 1):
        _emptied(paths, call, stays=stays)
        assert (paths.pictures / PICTURE).exists(), call


def _emptied(paths: Paths, call: int | None, *, stays: bool) -> int:
    """Empty the trash of a moment let go long ago; answers how many calls to the disk that took."""
    keep(paths, moment("goes", picture=PICTURE), moment("other", picture=PICTURE))
    _let_go_on(paths, "goes", date(2024, 6, 1))
    if not stays:
        _let_go_on(paths, "other", date(2024, 6, 20))
    paths.pictures.mkdir(exist_ok=True)
    (paths.pictures / PICTURE).write_bytes(b"a picture")
    with closing(Jar(paths)) as jar, seam(call, EIO) as calls, suppress(NotWritten):
        jar.empty_trash(before=date(2024, 6, 10))
    return calls.count
