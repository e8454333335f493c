"""`duologue memories export`: a keepsake to read or print, and forms that can be read back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from duologue.cli.opened import opened_paths
from duologue.cli.output import complain, end_if_refused, name_files

if TYPE_CHECKING:
    from duologue.keepsake.taken import Period, Taken

TO_THE_SCREEN = Path("-")
FILE = click.Path(path_type=Path, dir_okay=False, allow_dash=True)
DAY = click.DateTime(["%Y-%m-%d"])


@dataclass(frozen=True)
class Wanted:
    """What was asked for on the command line."""

    html: Path | None
    markdown: Path | None
    json: Path | None
    year: int | None
    first: datetime | None
    last: datetime | None
    letters: bool
    no_pictures: bool
    force: bool

    def check(self) -> None:
        """Raises UsageError where it makes no sense."""
        if not (self.html or self.markdown or self.json):
            raise click.UsageError("Say what to write: --html FILE, --markdown FOLDER or --json FILE.")
        if (self.letters or self.no_pictures) and not self.json:
            raise click.UsageError("--letters and --no-pictures are for --json.")
        if self.html is not None and self.html == self.json:
            raise click.UsageError("--html and --json need a place each.")
        if self.year is not None and (self.first or self.last):
            raise click.UsageError("Say --year, or --from and --to.")
        if self.first and self.last and self.first > self.last:
            raise click.UsageError("--from comes after --to.")


@click.command("export")
@click.option("--html", type=FILE, metavar="FILE", help="A small book to read or print, as one page.")
@click.option(
    "--markdown",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="A Markdown file for each moment, and the pictures.",
)
@click.option("--json", type=FILE, metavar="FILE", help="Everything in one file, in all its versions.")
@click.option("--year", type=click.IntRange(1, 9999), help="Only what happened in this year.")
@click.option("--from", "first", type=DAY, metavar="DAY", help="Only what happened from this day on.")
@click.option("--to", "last", type=DAY, metavar="DAY", help="Only what happened up to this day.")
@click.option(
    "--letters", is_flag=True, help="Put the letters into the JSON too; each was meant for one of you."
)
@click.option("--no-pictures", is_flag=True, help="Leave the pictures out of the JSON.")
@click.option("--force", is_flag=True, help="Write over what is there already.")
def export_memories(**options: Any) -> None:
    """Take your moments out of the jar: as a book, as Markdown, as JSON. The jar stays as it is.

    What is written is not locked. FILE may be - for the screen.
    """
    from duologue.keepsake.taken import take
    from duologue.store.files import NotWritten

    wanted = Wanted(**options)
    wanted.check()
    period = _period(wanted)
    _check_places(wanted)
    taken = take(opened_paths(), period, notes=wanted.json is not None, letters=wanted.letters)
    if wanted.html and not taken.memories:
        end_if_refused(taken.problems, "The jar could not be read as a whole. Nothing was written.")
        name_files(taken.problems)
        raise click.ClickException("There is no moment to put into a book. Nothing was written.")
    try:
        for said in _write(taken, wanted):
            click.echo(said, err=TO_THE_SCREEN in {wanted.html, wanted.json})
    except NotWritten as error:
        raise click.ClickException(f"Not all of it was written: {error}. The jar is as it was.") from error
    complain(taken.problems)


def _write(taken: Taken, wanted: Wanted) -> Iterator[str]:
    """Write what is wanted, and say what was written."""
    if wanted.html:
        yield from _write_book(taken, wanted.html)
    if wanted.markdown:
        yield _write_folder(taken, wanted.markdown)
    if wanted.json:
        yield _write_json(taken, wanted.json, pictures=not wanted.no_pictures)


def _check_places(wanted: Wanted) -> None:
    """Before anything is read or written."""
    from duologue.keepsake.places import NoPlace, check_file, check_folder

    try:
        for file in (wanted.html, wanted.json):
            if file is not None and file != TO_THE_SCREEN:
                check_file(file, replace=wanted.force)
        if wanted.markdown is not None:
            check_folder(wanted.markdown, replace=wanted.force)
    except NoPlace as error:
        hint = " With --force it is written over." if error.is_taken else ""
        raise click.ClickException(f"{error} Nothing was written.{hint}") from error


def _period(wanted: Wanted) -> Period:
    from duologue.keepsake.taken import Period

    first, last = wanted.first, wanted.last
    if wanted.year is not None:
        return Period(date(wanted.year, 1, 1), date(wanted.year, 12, 31))
    return Period(first.date() if first else date.min, last.date() if last else date.max)


def _write_book(taken: Taken, file: Path) -> Iterator[str]:
    _put(file, taken.book(datetime.now().astimezone().date()))
    yield f"{_count(len(taken.memories), 'moment')} {_where(file)}."
    if taken.torn:
        yield f"{_count(taken.torn, 'moment')} changed on two laptops; the book has the newer version."


def _write_folder(taken: Taken, folder: Path) -> str:
    from duologue.keepsake.places import write_folder

    standing = [memory for kept in taken.archive.memories for memory in kept.standing]
    pictures = write_folder(folder, standing, taken.picture)
    return f"{_count(len(standing), 'moment')} and {_count(pictures, 'picture')} in {folder}."


def _write_json(taken: Taken, file: Path, *, pictures: bool) -> str:
    from duologue.keepsake import json_form

    archive = taken.with_pictures() if pictures else taken.archive
    _put(file, json_form.write(archive))
    kinds = {"promise": archive.promises, "plan": archive.plans, "letter": archive.letters}
    counts = [_count(len(taken.memories), "moment")]
    counts += [_count(len(kept), kind) for kind, kept in kinds.items() if kept]
    return f"{', '.join(counts)} {_where(file)}."


def _put(file: Path, text: str) -> None:
    from duologue.store.files import write_text

    if file == TO_THE_SCREEN:
        click.echo(text, nl=False)
    else:
        write_text(file, text)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _where(file: Path) -> str:
    return "on your screen" if file == TO_THE_SCREEN else f"in {file}"
