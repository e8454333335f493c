"""`duologue` and its subcommands. Exit status: 0 fine, 1 something was found wrong, 2 wrong usage."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from duologue.cli.backup import backup
from duologue.cli.bring_in import import_memories
from duologue.cli.doctor import doctor
from duologue.cli.lock import lock
from duologue.cli.memories import memories
from duologue.cli.opened import opened_paths
from duologue.cli.output import AS_JSON, complain, print_rows
from duologue.cli.pages import pages
from duologue.cli.restore import restore
from duologue.cli.sessions import sessions
from duologue.cli.swap import swap
from duologue.cli.wipe import wipe
from duologue.cli.writing import the_pen
from duologue.core.pace import EVENING_MINUTES
from duologue.core.problem import unknown
from duologue.store.paths import Paths

PURPOSES = (
    "just-us",
    "check-in",
    "weekly-table",
    "something-new",
    "after-a-hard-day",
    "after-a-hurt",
    "play",
)
"""As `Purpose` of a deck has them, which would be slow to import here."""
FILES = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="duologue", message="%(prog)s %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """Short, gentle exercises for two people at one laptop, played aloud.

    Without a command it opens at home.
    """
    if context.invoked_subcommand is None:
        from duologue.ui.run import run

        sys.exit(run())


@cli.command()
@click.argument("deck")
@click.option(
    "--seed", type=int, help="Shuffle the same way for the same number; cards played lately still come last."
)
def play(deck: str, seed: int | None) -> None:
    """Play DECK at once (`duologue decks list` names them)."""
    from duologue.store.decks import deck_named, deck_paths
    from duologue.store.locking import is_open
    from duologue.ui.run import run
    from duologue.ui.sessions import Opening

    paths = Paths.find()
    found = deck_named(paths, deck)
    if found is None and is_open(paths):  # Where it is locked, it may be one of their own.
        raise click.BadParameter(unknown(deck, "a deck", sorted(deck_paths(paths))), param_hint="DECK")
    if isinstance(found, list):
        complain(found)
    sys.exit(run(Opening(deck, seed)))


@cli.command()
@click.option("--minutes", type=click.Choice([str(minutes) for minutes in EVENING_MINUTES]), help="How long.")
@click.option("--purpose", type=click.Choice(PURPOSES), help="What for; with both, the plan comes at once.")
@click.option("--seed", type=int, help="Put together the same way for the same number.")
def evening(minutes: str | None, purpose: str | None, seed: int | None) -> None:
    """An evening put together for you: arrive, open, deepen, soften, close."""
    from duologue.ui.run import run
    from duologue.ui.sessions import Opening

    sys.exit(run(Opening(None, seed, minutes=int(minutes) if minutes else None, purpose=purpose)))


@cli.command()
@click.option("--left", required=True, help="Who sits on the left.")
@click.option("--right", required=True, help="Who sits on the right.")
def couple(left: str, right: str) -> None:
    """Say who you are, so that the app need not ask."""
    from duologue.core.couple import Couple, NotAName, a_name
    from duologue.store.settings import save_couple

    try:
        two = Couple(a_name(left), a_name(right))
    except NotAName as error:
        raise click.UsageError(str(error)) from error
    paths = opened_paths()
    with the_pen(paths, "The names were not kept."):
        save_couple(paths, two)
    click.echo(f"Welcome, {two.left} on the left and {two.right} on the right.")


@cli.group()
def decks() -> None:
    """The decks: list them, or check files."""


@decks.command("list")
@AS_JSON
def list_decks(as_json: bool) -> None:
    """All decks that can be played."""
    from duologue.store.decks import load_shelf

    shelf = load_shelf(opened_paths())
    rows = [
        {"id": deck.id, "title": deck.title, "about": deck.about, "minutes": deck.steady_minutes,
         "depth": deck.depth, "own": deck.own}
        for deck in shelf.glances
    ]  # fmt: skip
    print_rows(rows, ("id", "minutes", "depth", "about"), as_json)
    complain(shelf.problems)


@decks.command("check")
@FILES
def check_decks(paths: tuple[Path, ...]) -> None:
    """Check deck files, or all in a folder: a line for each problem."""
    from duologue.store.decks import Library, load_deck

    found = Paths.find()
    _check(paths, lambda file: load_deck(file, Library(found, beside=file.parent)))


@cli.group()
def themes() -> None:
    """The themes: list them, or check files."""


@themes.command("list")
@AS_JSON
def list_themes(as_json: bool) -> None:
    """All themes that can be chosen."""
    from duologue.store.themes import load_themes

    found, problems = load_themes(Paths.find())
    rows = [{"id": name, **asdict(theme), "dark": theme.dark} for name, theme in found.items()]
    print_rows(rows, ("id", "title"), as_json)
    complain(problems)


@themes.command("check")
@FILES
def check_themes(paths: tuple[Path, ...]) -> None:
    """Check theme files, or all in a folder: a line for each problem."""
    from duologue.store.themes import load_theme

    _check(paths, load_theme)


@cli.command()
@AS_JSON
def where(as_json: bool) -> None:
    """Where everything lies."""
    paths = Paths.find()
    names = ("couple", "settings", "locked", "pages", "decks", "themes", "feelings", "memories", "sessions",
             "stars", "journal", "agreed", "checksums", "backups", "cache",
             "shipped_decks", "shipped_themes", "shipped_feelings")  # fmt: skip
    places = {name.replace("_", " "): str(getattr(paths, name)) for name in names}
    places |= {f"{kind}s": str(paths.notes(kind)) for kind in ("promise", "plan", "letter")}
    if as_json:
        click.echo(json.dumps(places, indent=2))
    else:
        for name, place in places.items():
            click.echo(f"{name:<16} {place}")


def _check(paths: tuple[Path, ...], load: Any) -> None:
    from duologue.store.toml_files import toml_files

    files = [file for path in paths for file in (toml_files(path) if path.is_dir() else [path])]
    problems = [
        problem for file in files for found in [load(file)] if isinstance(found, list) for problem in found
    ]
    for problem in problems:
        click.echo(str(problem))
    sys.exit(1 if problems else 0)


cli.add_command(memories)
cli.add_command(swap)
memories.add_command(import_memories)
cli.add_command(sessions)
cli.add_command(backup)
cli.add_command(restore)
cli.add_command(wipe)
cli.add_command(doctor)
cli.add_command(lock)
cli.add_command(pages)
