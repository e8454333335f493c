"""`duologue memories new`: write down a moment, without a session."""

from __future__ import annotations

import sys

import click


@click.command("new")
def new_memory() -> None:
    """Write down a moment from today or long ago, both of you."""
    from duologue.ui.run import run
    from duologue.ui.sessions import Opening

    sys.exit(run(Opening(None, moment=True)))
