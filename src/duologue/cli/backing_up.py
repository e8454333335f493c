"""What the commands have in common that make backups, and that make one first."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duologue.core.text import clean
from duologue.store.paths import Paths

if TYPE_CHECKING:
    from duologue.store.backups import Made

LISTED_AT_MOST = 20
"""Files named one by one."""


def now() -> datetime:
    """The local time, with its zone."""
    return datetime.now().astimezone()


def in_words(size: int) -> str:
    """So many bytes, as one says it."""
    kilobytes = size / 1000
    return f"{kilobytes / 1000:,.1f} MB" if kilobytes >= 1000 else f"{kilobytes:,.0f} kB"


def files_in_words(count: int) -> str:
    """So many files, as one says it."""
    return "1 file" if count == 1 else f"{count} files"


def say(text: str, later_lines: str = "") -> None:
    """Say a sentence or two, with no word cut in two at the edge of the window."""
    width = shutil.get_terminal_size().columns
    click.echo(click.wrap_text(text, width, subsequent_indent=later_lines))


def tell_missing(missing: Mapping[str, str]) -> None:
    """Name what could not be read, and so is in no backup."""
    for name, why in list(missing.items())[:LISTED_AT_MOST]:
        click.echo(f"  {clean(name)} {clean(why)}", err=True)
    if len(missing) > LISTED_AT_MOST:
        click.echo(f"  … and {len(missing) - LISTED_AT_MOST} more.", err=True)


def back_up_before(
    paths: Paths, deed: str, otherwise: str, *, needed: bool = False, spared: Collection[Path] = ()
) -> Made | None:
    """Make a backup before something is done, such as `import`; None where there is nothing to back up.

    Where it cannot be made whole they are asked whether to go on without; if not, it ends with status 1 and
    says `otherwise`. Where it is `needed` it ends so without asking, if there is none at all. What is
    `spared` stays, whatever else has served by then.
    """
    from duologue.store.backups import kept_files, make
    from duologue.store.disk import NotWritten

    made = None
    try:
        if not any(kept_files(paths)):
            return None
        made = make(paths, f"before-{deed}", now(), spared=spared)
    except NotWritten as error:
        click.echo(f"No backup could be made first: {error}.", err=True)
        if needed:
            raise click.ClickException(otherwise) from error
    else:
        if not made.missing:
            return made
        click.echo("A backup was made first, but this could not be read and is not in it:", err=True)
        tell_missing(made.missing)
    if not goes_on("Go on all the same?"):
        raise click.ClickException(otherwise)
    return made


def goes_on(question: str) -> bool:
    """Whether they say yes. Whoever cannot be asked says no."""
    try:
        return click.confirm(question)
    except click.Abort:
        click.echo()
        return False
