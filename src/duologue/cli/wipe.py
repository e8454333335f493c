"""`duologue wipe`: remove all of it, once both say so."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from duologue.cli.backing_up import LISTED_AT_MOST, back_up_before, say
from duologue.cli.writing import the_pen
from duologue.core.text import clean, folded
from duologue.store.paths import Paths

if TYPE_CHECKING:
    from duologue.store.wipe import Left

NOTHING_WENT = "Nothing was removed."
WORD = "wipe"
NO_PROMISE = (
    (
        "Flash disks, and file systems that keep a log or snapshots, hold bytes for a while after their file "
        "is gone, and the right tools may find them. An encrypted disk is what helps there."
    ),
    "Copies elsewhere stay: backups that others make of this computer, file syncs, the other laptop.",
    "What you took out stays where you put it: keepsakes, exports, what was packed for the other.",
    "Words may be in the swap file, in the scrollback of your terminal, and in the clipboard.",
)


@click.command()
@click.option("--keep-backups", is_flag=True, help="Make a backup of now first, and leave the backups there.")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
def wipe(keep_backups: bool, dry_run: bool) -> None:
    """Remove everything Duologue keeps, for good, once both of you say so.

    The backups go, too, unless you say --keep-backups. What lies in the same folders and is not of Duologue
    stays. It can be done again if it was interrupted.
    """
    from duologue.store import wipe as wiping
    from duologue.store.arrivals import settle

    paths = Paths.find()
    found, closed = wiping.survey(paths, keep_backups=keep_backups)
    if not found:
        _end_with_nothing(paths, closed)
        return
    if dry_run:
        _show(paths, keep_backups)
        return
    with the_pen(paths, NOTHING_WENT, unopened=True):
        _show(paths, keep_backups)
        _confirm(paths)
        if keep_backups:
            settle(paths)  # What has arrived and is not in its place would be in no backup.
            made = back_up_before(paths, "wipe", NOTHING_WENT, needed=True)
            if made is not None:
                click.echo(f"How it was is in {made.path}")
        left = wiping.wipe(paths, keep_backups=keep_backups)
    found, closed = wiping.survey(paths, keep_backups=keep_backups)
    _tell(list(dict.fromkeys((*left, *closed))), len(found) + len(closed))
    if others := wiping.not_ours(paths, keep_backups=keep_backups):
        click.echo(
            "Something else lies in " + ", ".join(clean(str(folder)) for folder in others) + ". It stays."
        )


def _end_with_nothing(paths: Paths, closed: list[Left]) -> None:
    """Say that nothing is there; or, where that cannot be told, that nothing went, with status 1."""
    from duologue.store.wipe import remove_empty_folders

    if closed:
        _name(closed)
        raise click.ClickException(NOTHING_WENT)
    remove_empty_folders(paths)
    click.echo("There is nothing of Duologue here.")


def _name(left: list[Left]) -> None:
    """Name what stays, and why."""
    for each in left[:LISTED_AT_MOST]:
        click.echo(f"{clean(str(each.path))}: {each.reason}", err=True)
    if len(left) > LISTED_AT_MOST:
        click.echo(f"… and {len(left) - LISTED_AT_MOST} more.", err=True)


def _show(paths: Paths, keep_backups: bool) -> None:
    from duologue.store import wipe as wiping
    from duologue.store.ours import bases

    found, closed = wiping.survey(paths, keep_backups=keep_backups)
    click.echo("This goes, for good:\n")
    for kind, count in wiping.count(found).items():
        click.echo(f"{count:>8}  {kind}")
    click.echo("\nin " + "\n   ".join(str(folder) for folder in (*bases(paths), paths.backups)))
    click.echo()
    if keep_backups:
        say(
            f"A backup of now is made first, and all backups stay in {paths.backups}. All can come back, but "
            "for a session that is not finished: that is in no backup, and goes."
        )
    else:
        say("The backups go, too, and none is made before: nothing can be brought back.")
    say("What is not of Duologue stays.")
    if closed:
        say("So does what lies here, until these folders can be looked into:")
        _name(closed)
    click.echo("\nWhat this cannot promise:")
    for each in NO_PROMISE:
        say(f"- {each}", later_lines="  ")
    click.echo()


def _confirm(paths: Paths) -> None:
    """Both say so, or it ends with status 1."""
    from duologue.store.settings import load_couple

    couple = load_couple(paths)
    if couple is None:
        asked = [(f"{who} of you, type “{WORD}” to remove all of this", WORD) for who in ("One", "The other")]
    else:
        asked = [
            (f"{clean(name)}, type your name to remove all of this", name)
            for name in (couple.left, couple.right)
        ]
    for question, answer in asked:
        try:
            typed = click.prompt(question, default="", show_default=False)
        except click.Abort:
            typed = ""
        if folded(typed.strip()) != folded(answer.strip()):
            raise click.ClickException(f"That is not it. {NOTHING_WENT}")


def _tell(left: list[Left], still: int) -> None:
    """What came of it; with status 1 where something is still there."""
    if not left and not still:
        click.echo("All of it is gone.")
        return
    _name(left)
    words = (
        f"{still} could not be removed." if still else "All of it is gone, but the disk did not confirm it."
    )
    click.echo(f"{words} “duologue wipe” can be done again.", err=True)
    sys.exit(1)
