"""`duologue memories import`: bring memories in."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duologue.cli.backing_up import back_up_before
from duologue.cli.opened import opened_paths
from duologue.cli.output import name_files
from duologue.cli.writing import the_pen
from duologue.core.couple import Couple
from duologue.core.seats import Seat
from duologue.core.text import folded
from duologue.store.paths import Paths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duologue.core.problem import Problem
    from duologue.moving.bringing import Sifted
    from duologue.moving.day_one import Reader
    from duologue.moving.parcel import Parcel

NOTHING_CAME = "Nothing was brought in; the jar is as it was."
MANY = 1000
"""More than this take long enough to say so before."""
LISTED_AT_MOST = 20
"""Titles and problems named one by one."""


@click.command("import")
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--by", metavar="left|right|NAME", help="Who wrote a Day One journal; it is asked for if needed."
)
@click.option("--dry-run", is_flag=True, help="Only say what would come.")
@click.option("--skip-unreadable", is_flag=True, help="Leave out what cannot be read, and bring in the rest.")
def import_memories(path: Path, by: str | None, dry_run: bool, skip_unreadable: bool) -> None:
    """Bring memories in from PATH: all of them, or none.

    PATH is a JSON file or a folder of Markdown that came out of a jar, or what Day One exports as JSON,
    zipped or not. What is in the jar already does not come twice, so it can be done again at any time.
    """
    from duologue.moving.bringing import sift
    from duologue.moving.reading import read

    paths = opened_paths()
    with ExitStack() as open_files:
        parcel = read(path, lambda: reader(paths, by), open_files)
        if parcel.problems and not skip_unreadable:
            tell(parcel.problems)
            hint = " With --skip-unreadable the rest comes without it." if parcel.arriving else ""
            raise click.ClickException(f"{NOTHING_CAME}{hint}")
        if dry_run:
            _say_what_would_come(sift(paths, parcel), parcel)
            return
        with the_pen(paths, NOTHING_CAME):
            bring_in(paths, parcel)
    if parcel.problems:
        tell(parcel.problems)
        click.echo(f"{len(parcel.problems)} could not be read and did not come.", err=True)
        sys.exit(1)


def reader(paths: Paths, by: str | None) -> Reader:
    """Who reads a Day One journal: for this couple, written by one of them, who is asked for if needed."""
    from duologue.moving.day_one import Reader
    from duologue.store.feelings import load_feelings
    from duologue.store.settings import load_couple

    couple = load_couple(paths)
    if couple is None:
        raise click.UsageError("Say who you are first: duologue couple --left NAME --right NAME")
    if by is None:
        if not sys.stdin.isatty():
            raise click.UsageError(
                "This is a Day One journal. Say with --by left or --by right who wrote it."
            )
        by = click.prompt(f"This is a Day One journal. Who wrote it, {couple.left} or {couple.right}?")
    return Reader(couple, seat_of(couple, by, "--by"), load_feelings(paths)[0])


def seat_of(couple: Couple, who: str, option: str) -> Seat:
    """The seat that is meant by `left`, `right` or a name. Ends with status 2 where it is neither."""
    for seat in Seat:
        if folded(who.strip()) == folded(couple.of(seat)):
            return seat
    if who.strip().lower() in set(Seat):
        return Seat(who.strip().lower())
    allowed = f"left, right, {couple.left} or {couple.right}"
    raise click.BadParameter(f"“{who}” is neither of you; allowed: {allowed}.", param_hint=option)


def bring_in(paths: Paths, parcel: Parcel) -> None:
    """Keep what is new in a parcel, and say what came. Raises NotWritten; then nothing has come."""
    from duologue.moving.bringing import keep, sift

    sifted = sift(paths, parcel)
    if len(sifted.new) > MANY:
        click.echo(f"{len(sifted.new)} are new. Putting them on the disk takes a moment.")
    if sifted.new:
        back_up_before(paths, "import", NOTHING_CAME)
    in_place = keep(paths, sifted)
    _say(len(sifted.new), "came into the jar", "Nothing new came.")
    _say_what_stayed(sifted, parcel)
    if sifted.without_picture:
        tell(sifted.without_picture)
        _say(len(sifted.without_picture), "came without its picture")
    if not in_place:
        click.echo("It is safe on the disk and takes its place when Duologue is next opened.")


def tell(problems: Sequence[Problem]) -> None:
    """Name what could not be read."""
    name_files(problems[:LISTED_AT_MOST])
    if len(problems) > LISTED_AT_MOST:
        click.echo(f"… and {len(problems) - LISTED_AT_MOST} more.", err=True)


def _say_what_would_come(sifted: Sifted, parcel: Parcel) -> None:
    from duologue.core.memory import Memory

    _say(len(sifted.new), "would come into the jar", "Nothing new would come.")
    memories = [each.record for each in sifted.new if isinstance(each.record, Memory)]
    for memory in memories[:LISTED_AT_MOST]:
        click.echo(f"  {memory.when:%Y-%m-%d}  {memory.title}")
    if len(memories) > LISTED_AT_MOST:
        click.echo(f"  … and {len(memories) - LISTED_AT_MOST} more.")
    _say_what_stayed(sifted, parcel)
    _say(len(parcel.problems), "could not be read and would not come")


def _say_what_stayed(sifted: Sifted, parcel: Parcel) -> None:
    _say(sifted.here, "in the jar already")
    _say(sifted.let_go, "let go before, and stays in the trash")
    _say(parcel.shortened, "shortened to the 2,000 characters that a line holds, ending in “…”")


def _say(count: int, what: str, otherwise: str = "") -> None:
    if count or otherwise:
        click.echo(f"{count} {what}." if count else otherwise)
