"""What all commands print alike."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Any

import click

from duologue.core.problem import Problem
from duologue.core.text import clean

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


class _Clean(TextIOWrapper):
    """Writes text and nothing that a terminal takes for more, whoever writes, whatever a file is called."""

    def write(self, text: str) -> int:
        return super().write(clean(text, lines=True))


def let_only_text_out() -> None:
    """From here on, what is printed is cleaned."""
    sys.stdout, sys.stderr = (
        _Clean(stream.buffer, encoding=stream.encoding, errors="replace", line_buffering=True)
        for stream in (sys.stdout, sys.stderr)
    )


def print_rows(rows: list[dict[str, Any]], columns: tuple[str, ...], as_json: bool) -> None:
    """Print a table, or the same as JSON."""
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    widths = [max((len(f"{row[column]}") for row in rows), default=0) for column in columns]
    for row in rows:
        line = "  ".join(f"{row[column]!s:<{width}}" for column, width in zip(columns, widths, strict=True))
        click.echo(line.rstrip())


def complain(problems: Sequence[Problem]) -> None:
    """Name the files that could not be used, and end with status 1 if there is one."""
    name_files(problems)
    if problems:
        sys.exit(1)


def name_files(problems: Sequence[Problem]) -> None:
    """Name the files that could not be used."""
    for problem in problems:
        click.echo(str(problem), err=True)


def end_if_refused(problems: Sequence[Problem], otherwise: str) -> None:
    """Where the disk did not give something just now, what seems to be nothing may be there: name the files,
    and end with status 1 and `otherwise`."""
    if any(problem.is_refused for problem in problems):
        name_files(problems)
        raise click.ClickException(otherwise)
