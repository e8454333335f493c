"""The couple's folder for a command that reads or writes what is kept: opened, where it is locked."""

from __future__ import annotations

import sys

import click

from duologue.store.paths import Paths


def opened_paths() -> Paths:
    """Where everything lies. Where it is locked, asks for the passphrase until it is right.

    Ends with status 1 where nobody can be asked, or where the lock cannot be opened at all.
    """
    paths = Paths.find()
    if not paths.is_locked:
        return paths
    from duologue.store.locking import is_open

    if not is_open(paths):
        _open(paths)
    return paths


def _open(paths: Paths) -> None:
    from duologue.store.locking import NotUnlocked, WrongKey, open_with, secret_with

    if not sys.stdin.isatty():
        words = "What you keep is locked, and there is no terminal to ask for your passphrase."
        raise click.ClickException(words)
    while True:
        passphrase: str = click.prompt("Passphrase", hide_input=True, err=True)
        try:
            open_with(paths, secret_with(paths, passphrase))
        except WrongKey as error:
            click.echo(str(error), err=True)
        except NotUnlocked as error:
            raise click.ClickException(str(error)) from error
        else:
            return
