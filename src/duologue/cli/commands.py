"""`duologue` and its subcommands. Exit status: 0 fine, 1 something was found wrong, 2 wrong usage."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from duologue.core.pace import EVENING_MINUTES
from duologue.core.problem import Problem, unknown
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
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
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
    from duologue.ui.run import run
    from duologue.ui.sessions import Opening

    paths = Paths.find()
    found = deck_named(paths, deck)
    if found is None:
        raise click.BadParameter(unknown(deck, "a deck", sorted(deck_paths(paths))), param_hint="DECK")
    if isinstance(found, list):
        _complain(found)
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
    from duologue.store.access import take_pen
    from duologue.store.files import NotWritten
    from duologue.store.settings import save_couple

    try:
        two = Couple(a_name(left), a_name(right))
    except NotAName as error:
        raise click.UsageError(str(error)) from error
    paths = Paths.find()
    pen = take_pen(paths)
    try:
        if not pen.writes:
            raise click.ClickException(pen.reason)
        save_couple(paths, two)
    except NotWritten as error:
        raise click.ClickException(f"The names were not kept: {error}.") from error
    finally:
        pen.put_down()
    click.echo(f"Welcome, {two.left} on the left and {two.right} on the right.")


@cli.group()
def decks() -> None:
    """The decks: list them, or check files."""


@decks.command("list")
@AS_JSON
def list_decks(as_json: bool) -> None:
    """All decks that can be played."""
    from duologue.store.decks import load_shelf

    shelf = load_shelf(Paths.find())
    rows = [
        {"id": deck.id, "title": deck.title, "about": deck.about, "minutes": deck.steady_minutes,
         "depth": deck.depth, "own": deck.own}
        for deck in shelf.glances
    ]  # fmt: skip
    _list(rows, ("id", "minutes", "depth", "about"), as_json)
    _complain(shelf.problems)


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
    _list(rows, ("id", "title"), as_json)
    _complain(problems)


@themes.command("check")
@FILES
def check_themes(paths: tuple[Path, ...]) -> None:
    """Check theme files, or all in a folder: a line for each problem."""
    from duologue.store.themes import load_theme

    _check(paths, load_theme)


@cli.group()
def memories() -> None:
    """The jar: list what you kept, or show one."""


@memories.command("list")
@AS_JSON
def list_memories(as_json: bool) -> None:
    """All memories, the newest first."""
    from duologue.store.records import load_memories

    kept, problems = load_memories(Paths.find())
    rows = [
        {"id": memory.id, "when": memory.when.isoformat(), "title": memory.title, "deck": memory.deck}
        for memory in kept
    ]
    _list(rows, ("id", "when", "title"), as_json)
    _complain(problems)


@memories.command("show")
@click.argument("memory_id", metavar="ID")
@AS_JSON
def show_memory(memory_id: str, as_json: bool) -> None:
    """One memory in full."""
    from duologue.store.records import load_memories

    kept, _ = load_memories(Paths.find())
    memory = next((memory for memory in kept if memory.id == memory_id), None)
    if memory is None:
        reason = (
            unknown(memory_id, "a memory", [memory.id for memory in kept]) if kept else "The jar is empty."
        )
        raise click.BadParameter(reason, param_hint="ID")
    if as_json:
        click.echo(memory.model_dump_json(indent=2, exclude={"end", "format"}))
        return
    click.echo(f"{memory.title}\n{memory.when:%Y-%m-%d %H:%M} · {memory.deck}\n{memory.card}\n")
    for line in (memory.left, memory.right):
        click.echo(f"{line.name}: {line.line}")


@cli.command()
@AS_JSON
def where(as_json: bool) -> None:
    """Where everything lies."""
    paths = Paths.find()
    names = ("couple", "settings", "decks", "themes", "feelings", "memories", "sessions", "stars",
             "journal", "agreed", "cache", "shipped_decks", "shipped_themes", "shipped_feelings")  # fmt: skip
    places = {name.replace("_", " "): str(getattr(paths, name)) for name in names}
    places |= {f"{kind}s": str(paths.notes(kind)) for kind in ("promise", "plan", "letter")}
    if as_json:
        click.echo(json.dumps(places, indent=2))
    else:
        for name, place in places.items():
            click.echo(f"{name:<16} {place}")


def _list(rows: list[dict[str, Any]], columns: tuple[str, ...], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    widths = [max((len(f"{row[column]}") for row in rows), default=0) for column in columns]
    for row in rows:
        line = "  ".join(f"{row[column]!s:<{width}}" for column, width in zip(columns, widths, strict=True))
        click.echo(line.rstrip())


def _check(paths: tuple[Path, ...], load: Any) -> None:
    from duologue.store.toml_files import toml_files

    files = [file for path in paths for file in (toml_files(path) if path.is_dir() else [path])]
    problems = [
        problem for file in files for found in [load(file)] if isinstance(found, list) for problem in found
    ]
    for problem in problems:
        click.echo(str(problem))
    sys.exit(1 if problems else 0)


def _complain(problems: Sequence[Problem]) -> None:
    """Name the files that could not be used, and end with status 1 if there is one."""
    for problem in problems:
        click.echo(str(problem), err=True)
    if problems:
        sys.exit(1)
