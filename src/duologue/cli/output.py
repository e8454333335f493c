"""What all commands print alike."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from duologue.core.problem import Problem
from duologue.core.text import plain

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


class Commands(click.Group):
    """The commands. What click complains of may be a word or a file name of anybody's, so it is cleaned."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        with _complaining_cleanly():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with _complaining_cleanly():
            return super().invoke(ctx)


@contextmanager
def _complaining_cleanly() -> Iterator[None]:
    try:
        yield
    except click.UsageError as error:
        raise click.UsageError(plain(error.format_message()), error.ctx) from error
    except click.ClickException as error:
        raise click.ClickException(plain(error.format_message())) from error


def say(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print a text; nothing in it is obeyed by a terminal, wherever it comes from."""
    click.echo(plain(text), err=err, nl=nl)


def print_rows(rows: list[dict[str, Any]], columns: tuple[str, ...], as_json: bool) -> None:
    """Print a table, or the same as JSON."""
    if as_json:
        say(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    widths = [max((len(f"{row[column]}") for row in rows), default=0) for column in columns]
    for row in rows:
        line = "  ".join(f"{row[column]!s:<{width}}" for column, width in zip(columns, widths, strict=True))
        say(line.rstrip())


def complain(problems: Sequence[Problem]) -> None:
    """Name the files that could not be used, and end with status 1 if there is one."""
    for problem in problems:
        say(str(problem), err=True)
    if problems:
        sys.exit(1)
