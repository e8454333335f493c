"""`duologue pages`: private pages, from the command line. The passphrase is asked for, never an argument."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any, TextIO

import click

from duologue.cli.output import AS_JSON, complain, print_rows
from duologue.cli.writing import the_pen
from duologue.core.problem import unknown
from duologue.store.paths import Paths

if TYPE_CHECKING:
    from duologue.core.kept import Kept
    from duologue.core.page import Page
    from duologue.store.pages import Found, Pages

_NOT_WRITTEN = "The page was not written."


@click.group(invoke_without_command=True)
@click.pass_context
def pages(context: click.Context) -> None:
    """Private pages for one of you alone, with a passphrase of your own.

    Without a command they open on the screen. What is printed can be read by whoever sees this terminal, and
    stays in what it scrolls back to.
    """
    if context.invoked_subcommand is None:
        _on_the_screen()


@pages.command("list")
@AS_JSON
def list_pages(as_json: bool) -> None:
    """Your pages, the newest first."""
    found = _found()
    rows = [
        {"id": kept.root, "when": kept.now.when.isoformat(), "title": kept.now.name, "torn": kept.is_torn}
        for kept in found.kept
    ]
    print_rows(rows, ("id", "when", "title"), as_json)
    complain(found.problems)


@pages.command("show")
@click.argument("page_id", metavar="ID")
@AS_JSON
def show_page(page_id: str, as_json: bool) -> None:
    """One page in full, and both versions where it was changed on two laptops."""
    found = _found()
    kept = next((each for each in found.kept if page_id in {each.root, each.now.id}), None)
    if kept is None:
        known = [each.root for each in found.kept]
        reason = unknown(page_id, "a page", known) if known else "There are no pages."
        raise click.BadParameter(reason, param_hint="ID")
    if as_json:
        click.echo(json.dumps([_values(kept, page) for page in kept.standing], indent=2, ensure_ascii=False))
    else:
        click.echo("\n\n".join(_in_full(page) for page in kept.standing))


@pages.command("export")
@AS_JSON
def export_pages(as_json: bool) -> None:
    """All your pages as Markdown, the oldest first, to the standard output; they are not encrypted there."""
    found = _found()
    standing = [(kept, page) for kept in reversed(found.kept) for page in kept.standing]
    if as_json:
        click.echo(json.dumps([_values(*each) for each in standing], indent=2, ensure_ascii=False))
    elif standing:
        click.echo("\n\n".join(_in_full(page) for _, page in standing))
    complain(found.problems)


@pages.command("write")
@click.argument("file", type=click.File(encoding="utf-8"), default="-")
@click.option("--title", default="", help="A title, if you like.")
def write_page(file: TextIO, title: str) -> None:
    """Write a page from FILE, or from what is piped in. At a terminal the pages open on the screen."""
    from duologue.core.page import TEXT_AT_MOST, TITLE_AT_MOST, empty_page
    from duologue.core.text import trimmed, trimmed_lines
    from duologue.store.records import new_id

    if file.isatty():
        _on_the_screen()
    paths = Paths.find()
    try:
        text = file.read(TEXT_AT_MOST * 2)
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{_NOT_WRITTEN} It is no text that can be read.") from error
    now = datetime.now().astimezone()
    if len(trimmed_lines(text)) > TEXT_AT_MOST or len(trimmed(title)) > TITLE_AT_MOST:
        raise click.ClickException(
            f"{_NOT_WRITTEN} A page has at most {TEXT_AT_MOST} characters, and a title {TITLE_AT_MOST}."
        )
    page = empty_page(new_id(), now).having(title, text, now)
    if not page.text and not page.title:
        raise click.ClickException(f"{_NOT_WRITTEN} There is nothing to write.")
    with the_pen(paths, _NOT_WRITTEN):
        _opened(paths).save(page)
    click.echo(f"Saved: {page.id}")


def _on_the_screen() -> None:
    from duologue.ui.run import run
    from duologue.ui.sessions import Opening

    sys.exit(run(Opening(None, pages=True)))


def _found() -> Found:
    found = _opened(Paths.find()).load()
    for draft in found.drafts:
        click.echo(f"Not finished, and not listed: {draft.name}", err=True)
    return found


def _opened(paths: Paths) -> Pages:
    """Asks for the passphrase; where there is no terminal to type it at, it comes from the standard input."""
    import warnings
    from getpass import GetPassWarning

    from duologue.store.locking import NotUnlocked
    from duologue.store.pages import are_there, opened

    if not are_there(paths):
        raise click.ClickException("There are no private pages here. “duologue pages” begins some.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", GetPassWarning)
            typed: str = click.prompt("Passphrase", hide_input=True, err=True)
        return opened(paths, typed)
    except NotUnlocked as reason:
        raise click.ClickException(str(reason)) from reason


def _values(kept: Kept[Page], page: Page) -> dict[str, Any]:
    return {"id": kept.root, "when": page.when.isoformat(), "title": page.title, "text": page.text}


def _in_full(page: Page) -> str:
    """As Markdown; the day stands below the title."""
    return "\n\n".join(filter(None, (f"# {page.name}", f"*{page.when:%Y-%m-%d %H:%M}*", page.text)))
