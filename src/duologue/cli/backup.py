"""`duologue backup`: make one now, or see which are there."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from duologue.cli.backing_up import files_in_words, in_words, now, tell_missing
from duologue.cli.output import AS_JSON, print_rows
from duologue.store.paths import Paths

if TYPE_CHECKING:
    from duologue.store.backups import Backup

REASON = "by-hand"


@click.command()
@click.option("--list", "listing", is_flag=True, help="Only show which backups are there.")
@AS_JSON
def backup(listing: bool, as_json: bool) -> None:
    """Make a backup of all you keep, outside of your folder.

    It is one tar file that any tar opens, and as open or as locked as what you keep is now.
    """
    paths = Paths.find()
    if listing:
        list_backups(paths, as_json)
    else:
        _make(paths, as_json)


def found_backups(paths: Paths) -> list[Backup]:
    """All backups, the newest first. Where that cannot be told it ends with status 1."""
    from duologue.store.backups import all_backups
    from duologue.store.disk import Refused

    try:
        return all_backups(paths)
    except Refused as error:
        raise click.ClickException(
            f"{paths.backups} {error} Your backups may be there all the same."
        ) from error


def list_backups(paths: Paths, as_json: bool) -> None:
    """Show all backups, the newest first."""
    found = found_backups(paths)
    rows = [
        {"name": each.path.name, "path": str(each.path), "when": each.when.isoformat(),
         "reason": each.reason.replace("-", " "), "bytes": each.size, "sealed": each.is_sealed,
         "problem": each.problem}
        for each in found
    ]  # fmt: skip
    if not as_json:
        rows = [
            {**row, "when": f"{each.when:%Y-%m-%d %H:%M}", "size": in_words(each.size)}
            for row, each in zip(rows, found, strict=True)
        ]
        click.echo(f"In {paths.backups}:" if rows else f"There is no backup in {paths.backups} yet.")
    print_rows(rows, ("name", "when", "reason", "size", "problem"), as_json)


def _make(paths: Paths, as_json: bool) -> None:
    from duologue.store.backups import kept_files, make
    from duologue.store.disk import NotWritten

    if not any(kept_files(paths)):
        click.echo("null" if as_json else "There is nothing to back up yet.")
        return
    try:
        made = make(paths, REASON, now())
    except NotWritten as error:
        raise click.ClickException(f"No backup was made. The reason: {error}.") from error
    if as_json:
        told = {"path": str(made.path), "bytes": made.size, "files": made.files, "missing": made.missing}
        click.echo(json.dumps(told, indent=2))
    else:
        click.echo(f"Your backup is {made.path}\n{files_in_words(made.files)}, {in_words(made.size)}.")
    if made.missing:
        click.echo(f"This could not be read, and is not in it ({len(made.missing)}):", err=True)
        tell_missing(made.missing)
        sys.exit(1)
