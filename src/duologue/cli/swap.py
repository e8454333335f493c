"""`duologue swap`: for partners who live apart."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from duologue.cli.bring_in import NOTHING_CAME, bring_in, seat_of, tell
from duologue.cli.opened import opened_paths
from duologue.cli.writing import the_pen
from duologue.core.passphrase import ADVICE, AT_LEAST
from duologue.store.paths import Paths


@click.group()
def swap() -> None:
    """For living apart: pack memories and letters for the other, or unpack what came.

    The file is locked with a passphrase that you both know. How it travels is up to you.
    """


@swap.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--from", "sender", metavar="left|right|NAME", help="Who packs it; asked for where not given.")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="Only what is new since then."
)
def pack(file: Path, sender: str | None, since: datetime | None) -> None:
    """Pack your memories, and the letters you wrote for the other, into FILE."""
    from duologue.keepsake.places import NoPlace, check_file
    from duologue.moving.swap import gather_for, hand_over
    from duologue.store.files import NotWritten
    from duologue.store.sealing import NotOpened, seal

    paths = opened_paths()
    try:
        check_file(file, replace=False)
    except NoPlace as error:
        raise click.BadParameter(str(error), param_hint="FILE") from error
    packed = gather_for(paths, _sender(paths, sender), since.date() if since else None)
    tell(packed.problems)
    archive = packed.archive
    if not archive.memories and not archive.letters:
        click.echo("There is nothing to pack.")
        sys.exit(1 if packed.problems else 0)
    try:
        hand_over(file, seal(packed.text, _new_passphrase()))
    except NotOpened as error:
        raise click.ClickException(f"Nothing was packed. {error}") from error
    except NotWritten as error:
        raise click.ClickException(f"Nothing was packed. The reason: {error}.") from error
    click.echo(f"Packed into {file}: memories: {len(archive.memories)}, letters: {len(archive.letters)}.")
    sys.exit(1 if packed.problems else 0)


@swap.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def unpack(file: Path) -> None:
    """Unpack FILE into your jar. Letters stay closed, and nothing comes twice."""
    from duologue.moving import reading
    from duologue.store import sealing
    from duologue.store.files import Unreadable, read_bytes

    paths = opened_paths()
    with the_pen(paths, NOTHING_CAME):
        try:
            sealed = read_bytes(file, sealing.SEALED_AT_MOST, trusted=True)
            sealing.look_at(sealed)
            text = sealing.unseal(sealed, click.prompt("Passphrase", hide_input=True))
        except Unreadable as error:
            raise click.ClickException(f"{file} {error} {NOTHING_CAME}") from error
        except sealing.NotOpened as error:
            raise click.ClickException(f"{file}: {error} {NOTHING_CAME}") from error
        parcel = reading.ours(text, str(file))
        if parcel.problems:
            tell(parcel.problems)
            raise click.ClickException(NOTHING_CAME)
        bring_in(paths, parcel)


def _sender(paths: Paths, who: str | None) -> str:
    """The name of who packs."""
    from duologue.store.settings import load_couple

    couple = load_couple(paths)
    if couple is None:
        raise click.UsageError("Say who you are first: duologue couple --left NAME --right NAME")
    if who is None:
        if not sys.stdin.isatty():
            raise click.UsageError("Say with --from left or --from right who packs.")
        who = click.prompt(f"Who packs, {couple.left} or {couple.right}?", default=couple.left)
    return couple.of(seat_of(couple, who, "--from"))


def _new_passphrase() -> str:
    """Asked for twice, and once more where it is short and they would rather take another."""
    click.echo(f"A passphrase that you both know. {ADVICE}")
    while True:
        passphrase: str = click.prompt(
            "Passphrase",
            hide_input=True,
            confirmation_prompt="The same again",
        )
        if len(passphrase) >= AT_LEAST or click.confirm("That one is short. Take it anyway?"):
            return passphrase
