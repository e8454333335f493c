"""`duologue sessions`: what was played, from the command line."""

from __future__ import annotations

import click

from duologue.cli.opened import opened_paths
from duologue.cli.output import AS_JSON, complain, end_if_refused, print_rows
from duologue.cli.writing import the_pen
from duologue.core.problem import unknown
from duologue.store.paths import Paths


@click.group()
def sessions() -> None:
    """What you played: when, how long, which decks. No words of yours are in it."""


@sessions.command("list")
@AS_JSON
def list_sessions(as_json: bool) -> None:
    """All sessions, the newest first."""
    from duologue.store.summaries import load_summaries

    summaries, problems = load_summaries(opened_paths())
    rows = [
        {"id": summary.id, "when": summary.when.isoformat(), "minutes": summary.minutes,
         "decks": list(summary.decks)}
        for summary in summaries
    ]  # fmt: skip
    if not as_json:
        rows = [
            {"id": summary.id, "day": f"{summary.when:%Y-%m-%d %H:%M}", "minutes": f"{summary.minutes} min",
             "decks": ", ".join(summary.decks)}
            for summary in summaries
        ]  # fmt: skip
    print_rows(rows, ("id", "day", "minutes", "decks"), as_json)
    complain(problems)


@sessions.command("forget")
@click.argument("session_id", metavar="[ID]", required=False)
@click.option("--all", "everything", is_flag=True, help="Forget all of them.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def forget_sessions(session_id: str | None, everything: bool, yes: bool) -> None:
    """Remove what stayed of one session, or of all, for good.

    It holds no words of yours, so it does not go to the trash. Moments, promises and letters stay.
    """
    from duologue.store.summaries import load_summaries

    if everything == (session_id is not None):
        raise click.UsageError("Name one ID, or say --all.")
    paths = opened_paths()
    summaries, problems = load_summaries(paths)
    known = [summary.id for summary in summaries]
    if not known:
        end_if_refused(problems, "Nothing was forgotten: the disk did not give what may be there.")
        complain(problems)
        click.echo("There is nothing to forget.")
        return
    if session_id is not None and session_id not in known:
        raise click.BadParameter(unknown(session_id, "a session", known[:20]), param_hint="ID")
    what = f"all {len(known)} sessions" if everything else "this session"
    click.echo("What stays of a session holds no words of yours, so there is no trash for it. Memories stay.")
    if not yes and not click.confirm(f"Forget {what} for good?"):
        click.echo("Nothing was changed.")
        return
    _forget(paths, session_id)
    click.echo("Forgotten.")


def _forget(paths: Paths, session_id: str | None) -> None:
    """One session, or all where none is named."""
    from duologue.store.summaries import forget, forget_all

    with the_pen(paths, "Not forgotten."):
        forget_all(paths) if session_id is None else forget(paths, session_id)
