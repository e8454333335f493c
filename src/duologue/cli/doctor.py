"""`duologue doctor`: how everything is, and what to do about it."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from duologue.cli.output import AS_JSON
from duologue.store.paths import Paths

if TYPE_CHECKING:
    from duologue.store.doctor.finding import Finding

_MARKS = {"fine": "✓", "to know": "·", "to look at": "!"}


@click.command()
@click.option("--mend", "mending", is_flag=True, help="Mend what is disposable or safe; never a record.")
@AS_JSON
def doctor(mending: bool, as_json: bool) -> None:
    """See how everything is: folders, files, checksums, backups, the terminal.

    It reads all and changes nothing, and no words of yours are in what it prints. With --mend it makes anew
    what can be made anew: the index, the list of checksums, what may be read by others, leftovers.
    """
    from duologue.store.doctor.examination import examine
    from duologue.store.doctor.finding import all_fine

    paths = Paths.find()
    now = datetime.now().astimezone()
    done = _mend(paths) if mending else []
    findings = examine(paths, now)
    if as_json:
        told = {
            "format": 1,
            "fine": all_fine(findings),
            "mended": done,
            "findings": [finding.as_json() for finding in findings],
        }
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join([*done, *([""] if done else []), *lines(findings), "", summary(findings)]))
    sys.exit(0 if all_fine(findings) else 1)


def lines(findings: Sequence[Finding]) -> list[str]:
    """A line for each thing that was found, and below it where, and what to do."""
    told: list[str] = []
    for place, finding in enumerate(findings):
        before = findings[place - 1].area if place else ""
        area = finding.area if finding.area != before else ""
        first, *others = _in_words(finding)
        following = findings[place + 1] if place + 1 < len(findings) else None
        if finding.to_do and (following is None or following.to_do != finding.to_do):
            others.append(finding.to_do)
        told.append(f"{_MARKS[finding.level.value]} {area:<11} {first}")
        told += [f"{'':<14}{line}" for line in others]
    return told


def _in_words(finding: Finding) -> list[str]:
    """A file goes before what is said of it."""
    if not finding.where or finding.level.value == "fine":
        return [finding.what]
    both = [finding.what, finding.where]
    return both[::-1] if finding.what[:1].islower() else both


def summary(findings: Sequence[Finding]) -> str:
    """All in a sentence."""
    count = sum(finding.level.value == "to look at" for finding in findings)
    if not count:
        return "All is well."
    things = "One thing" if count == 1 else f"{count} things"
    return f"{things} to look at, marked with “!”. Looking changed nothing."


def _mend(paths: Paths) -> list[str]:
    from duologue.store.access import take_pen
    from duologue.store.doctor.mending import mend

    if not paths.data.exists():
        return ["There is nothing to mend yet."]
    pen = take_pen(paths, unopened=True)
    try:
        if not pen.writes:
            return [f"Nothing was mended. {pen.reason}"]
        return mend(paths) or ["There was nothing to mend."]
    finally:
        pen.put_down()
