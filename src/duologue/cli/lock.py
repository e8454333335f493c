"""`duologue lock`: a passphrase for all that is kept."""

from __future__ import annotations

import sys

import click

from duologue.store.paths import Paths


@click.command()
@click.option("--change", "what", flag_value="change", help="Choose another passphrase.")
@click.option("--remove", "what", flag_value="remove", help="Take the lock off; everything lies open again.")
@click.option("--recover", "what", flag_value="recover", help="Come in with the key from the recovery sheet.")
@click.option("--status", "what", flag_value="status", help="Only say whether it is locked.")
def lock(what: str | None) -> None:
    """Lock what you keep with a passphrase, both of you.

    Everything is encrypted then, each file in the format of age (https://age-encryption.org), and Duologue
    asks for the passphrase when it starts. A recovery sheet is shown once; if you lose that and the
    passphrase, all is lost. It does not hide anything from either of you, and nothing from a program that
    watches your keys or your screen.
    """
    from duologue.ui.run import run
    from duologue.ui.sessions import Opening

    paths = Paths.find()
    locked = paths.is_locked
    if what == "status":
        click.echo(f"Locked with a passphrase: {paths.locked}" if locked else "Not locked.")
        return
    if what is None and locked:
        raise click.UsageError("It is locked already. --change and --remove are there for that.")
    if what is not None and not locked:
        raise click.UsageError("Nothing is locked here. Without an option, “duologue lock” sets it up.")
    sys.exit(run(Opening(None, lock=what or "set-up")))
