"""`duologue restore`: bring back what is in a backup."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, redirect_stdout
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from duologue.cli.backing_up import back_up_before, files_in_words, goes_on, now, say
from duologue.cli.backup import found_backups, list_backups
from duologue.cli.output import AS_JSON
from duologue.cli.writing import as_the_disk_allows, the_pen
from duologue.core.text import clean
from duologue.store.paths import Paths

if TYPE_CHECKING:
    from duologue.store.restoring import Chest, Fate, Glance, Preview

NOTHING_CAME = "Nothing was restored; all you keep is as it was."
ONLY_THE_KEY = "Your key is back; nothing else came."


@click.command()
@click.argument("backup", required=False)
@click.option("--list", "listing", is_flag=True, help="Only show which backups are there.")
@click.option("--preview", "only_look", is_flag=True, help="Only say what would come.")
@click.option("--with-key", is_flag=True, help="Bring back the key, too: the one here is damaged or gone.")
@AS_JSON
def restore(backup: str | None, listing: bool, only_look: bool, with_key: bool, as_json: bool) -> None:
    """Bring back what is in BACKUP, a file or a name that --list shows; else in the newest one.

    You see first what would come, and are asked. What is missing comes back. What differs comes back too, and
    what was there until now goes into the trash. What is only here stays. All of it comes, or nothing, and a
    backup of now is made before.
    """
    paths = Paths.find()
    if listing:
        list_backups(paths, as_json)
        return
    with redirect_stdout(sys.stderr) if as_json else nullcontext():  # What is said to people is no JSON.
        told = _told(paths, backup, with_key=with_key, only_look=only_look)
    if as_json:
        click.echo(json.dumps(told, indent=2))


def _told(paths: Paths, backup: str | None, *, with_key: bool, only_look: bool) -> dict[str, Any]:
    """Do it, and answer what was seen and done, for programs."""
    path, secret, otherwise = _the_one(paths, backup), "", NOTHING_CAME
    told: dict[str, Any] = {"backup": str(path)}
    if with_key:
        with _a_pen(paths, path, otherwise, only_look=only_look):
            secret = _bring_key_back(paths, path, only_look=only_look)
        told["key"] = "fits" if only_look else "is back"
        if only_look:
            return told
        otherwise = ONLY_THE_KEY
    with _a_pen(paths, path, otherwise, only_look=only_look):
        return told | _restore(paths, path, secret, otherwise, only_look=only_look)


@contextmanager
def _a_pen(paths: Paths, path: Path, otherwise: str, *, only_look: bool) -> Iterator[None]:
    """The right to write, where something is to be written; what was cut off is finished first. Where the
    backup cannot be used, or the disk refuses, end with status 1 and say `otherwise` and why."""
    from duologue.store.arrivals import settle
    from duologue.store.disk import Unreadable

    try:
        if only_look:
            with as_the_disk_allows(otherwise):
                yield
        else:
            with the_pen(paths, otherwise, unopened=True):
                settle(paths)
                yield
    except Unreadable as error:
        raise click.ClickException(f"{clean(str(path))} {error} {otherwise}") from error


def _the_one(paths: Paths, backup: str | None) -> Path:
    from duologue.store.backups import backups

    if backup is None:
        found = found_backups(paths)
        if found and found[0].refused:
            words = f"{found[0].path} {found[0].problem} Try again, or name another one; --list shows them."
            raise click.ClickException(words)
        usable = [each.path for each in found if not each.problem]
        if not usable:
            raise click.ClickException(f"There is no backup in {paths.backups} that can be used.")
        return usable[0]
    named = [
        each.path for each in backups(paths) if backup in {each.path.name, each.path.name.partition(".")[0]}
    ]
    if named:
        return named[0]
    reason = "There is no such file, and no backup of that name. --list shows which there are."
    try:
        if Path(backup).is_file():
            return Path(backup)
    except OSError as error:
        from duologue.store.disk import in_words

        reason = f"No such file can be reached: {in_words(error)}."
    raise click.BadParameter(reason, param_hint="BACKUP")


def _restore(paths: Paths, path: Path, secret: str, otherwise: str, *, only_look: bool) -> dict[str, Any]:
    from duologue.store import restoring

    chest, found = _opened(paths, path, secret)
    preview = restoring.look(paths, chest)
    _show(preview, found, path)
    told = _as_json(preview, found)
    if not preview.brings_something:
        say("All of it is here already, so there is nothing to restore.")
    if not preview.brings_something or only_look:
        return told
    if not goes_on("Bring this back?"):
        raise click.ClickException(otherwise)
    made = back_up_before(paths, "restore", otherwise, spared=[path])
    if made is not None:
        click.echo(f"How it was until now is in {made.path}")
    in_place = restoring.restore(paths, chest, preview, now().date())
    count = preview.count(restoring.Fate.MISSING) + preview.count(restoring.Fate.DIFFERS)
    if in_place:
        click.echo(f"Restored: {files_in_words(count)}.")
    else:
        say(f"{files_in_words(count)} safe on the disk; all takes its place when Duologue is opened.")
    before = None if made is None else str(made.path)
    return told | {"restored": count, "in_place": in_place, "before": before}


# What is locked


def _opened(paths: Paths, path: Path, secret: str) -> tuple[Chest, Glance]:
    """The backup, with whatever it takes to read it; they are asked for each passphrase that it takes, but
    not for that of a key that has just come back."""
    from duologue.store import restoring

    if not secret and paths.is_locked:
        secret = _ask(paths, "What you keep is locked. Your passphrase")
    chest = _chest(paths, path, secret)
    found = restoring.glance(paths, chest)
    if found.identity is not None and restoring.key_is_lost(paths):
        words = "The key to what is locked here is gone. With --with-key the one in this backup comes back."
        raise click.ClickException(f"{words} {NOTHING_CAME}")
    if found.identity is None and found.locked is None:
        if secret:
            say("This backup lies open. What comes from it will be locked, as all you keep is now.")
        return chest, found
    if not secret and restoring.is_bare(paths):
        say("This backup is locked, and comes as it is. It opens with the passphrase you had then.")
        return chest, found
    if not secret:
        say("This backup is locked. What comes from it will lie open, as all you keep does now.")
    return restoring.unlocked_with(paths, chest, _key_of(paths, found, secret)), found


def _chest(paths: Paths, path: Path, secret: str) -> Chest:
    """The backup; one that is sealed opens with the key here, or with the one beside it."""
    from duologue.store import restoring
    from duologue.store.backed_up import SEALED

    sealed = path.name.endswith(SEALED)
    return restoring.Chest(path, restoring.turn_of(paths, secret or _key_beside(path)) if sealed else None)


def _ask(paths: Paths, question: str) -> str:
    """Open what is kept here; answers the key."""
    from duologue.store.locking import NotUnlocked, open_with, secret_with

    try:
        secret = secret_with(paths, click.prompt(question, hide_input=True))
        open_with(paths, secret)
    except NotUnlocked as error:
        hint = "If your key is damaged, --with-key brings back the one in a backup."
        raise click.ClickException(f"{error} {NOTHING_CAME} {hint}") from error
    return secret


def _key_beside(path: Path) -> str:
    """The key to a sealed backup, of which there is a copy beside it."""
    from duologue.store.disk import PLAIN, Unreadable
    from duologue.store.locking import IDENTITY_AT_MOST, NotUnlocked, secret_in

    copy = path.with_name("identity.age")
    try:
        sealed = PLAIN.read(copy, IDENTITY_AT_MOST, trusted=False)
    except Unreadable as error:
        words = f"It is sealed with a key, and there is none here, and none in {copy}."
        raise click.ClickException(f"{words} {NOTHING_CAME}") from error
    click.echo("This backup is sealed.")
    try:
        return secret_in(sealed, click.prompt("The passphrase you had then", hide_input=True), str(copy))
    except NotUnlocked as error:
        raise click.ClickException(f"{error} {NOTHING_CAME}") from error


def _key_of(paths: Paths, found: Glance, secret: str) -> str:
    """The key to what is locked in a backup, which may be another than the one now."""
    from duologue.store import restoring
    from duologue.store.disk import Unreadable
    from duologue.store.locking import NotUnlocked, secret_in

    if secret and restoring.is_key_of(paths, secret, found):
        return secret
    if found.identity is None:
        raise Unreadable("is locked with another key, which is not in it.")
    if secret:
        say("This backup is locked with another key than you have now.")
    try:
        return secret_in(found.identity, click.prompt("The passphrase you had then", hide_input=True))
    except NotUnlocked as error:
        raise click.ClickException(f"{error} {NOTHING_CAME}") from error


def _bring_key_back(paths: Paths, path: Path, *, only_look: bool) -> str:
    """Put the key of the backup in the place of one that is damaged or gone; answers it."""
    from duologue.store import locking, restoring

    if not restoring.locked_files(paths):  # A key would only lock what lies open, behind an old passphrase.
        raise click.ClickException(f"No locked file was found here for a key to open. {NOTHING_CAME}")
    found = restoring.glance(paths, _chest(paths, path, ""))
    if found.identity is None:
        raise click.ClickException(f"There is no key in this backup. {NOTHING_CAME}")
    say("The key in this backup opens with the passphrase you had then.")
    secret = _key_of(paths, found, "")
    if not restoring.opens_what_is_here(paths, secret):
        raise click.ClickException(f"The key in it opens nothing that is locked here. {NOTHING_CAME}")
    if only_look:
        say("It fits. Without --preview it takes its place, and you see what else comes.")
        return secret
    if not goes_on("It fits. Put it in its place?"):
        raise click.ClickException(NOTHING_CAME)
    back_up_before(paths, "restore", NOTHING_CAME, spared=[path])
    restoring.bring_key_back(paths, found.identity)
    locking.open_with(paths, secret)
    click.echo("Your key is back.")
    return secret


# What would come


def _columns() -> dict[str, Fate | None]:
    """What becomes of a file, by the word for it."""
    from duologue.store.restoring import Fate

    return {"missing": Fate.MISSING, "differs": Fate.DIFFERS, "same": Fate.SAME, "only here": None}


def _as_json(preview: Preview, found: Glance) -> dict[str, Any]:
    """What would come, and that nothing has come so far."""
    kinds = {
        kind: {word: counts[fate] for word, fate in _columns().items()}
        for kind, counts in preview.kinds().items()
    }
    about = {"made": found.about.made, "reason": found.about.reason.replace("-", " "), "files": found.files}
    would = {"kinds": kinds, "unopened": preview.unopened, "missing": dict(found.about.missing)}
    return {**about, **would, "restored": 0, "in_place": True, "before": None}


def _show(preview: Preview, found: Glance, path: Path) -> None:
    """Which files would come, by kind, and what else they should know."""
    from duologue.store.restoring import Fate

    say(f"{clean(path.name)}, {_made(found.about.made)}: {files_in_words(found.files)}.")
    columns = _columns()
    click.echo(f"\n{'':<27}" + "".join(f"{title:>{len(title) + 1}}" for title in columns))
    for kind, counts in preview.kinds().items():
        numbers = (f"{counts[fate] or '–':>{len(title) + 1}}" for title, fate in columns.items())
        click.echo(f"{kind:<27}" + "".join(numbers))
    click.echo()
    if preview.count(Fate.MISSING):
        say("What is missing comes back, also what you let go or forgot since then.")
    if preview.count(Fate.DIFFERS):
        say("What differs comes as it was. What is there now goes into the trash, or stays beside it.")
    if preview.only_here:
        click.echo("What is only here stays as it is.")
    if preview.unopened:
        say(f"{files_in_words(preview.unopened)} of it cannot be opened with this key, and will not come.")
    if found.about.missing:
        say(f"{files_in_words(len(found.about.missing))} could not be read then, and so are not in it.")


def _made(when: str) -> str:
    try:
        return f"made on {datetime.fromisoformat(when):%Y-%m-%d at %H:%M}"
    except ValueError:
        return f"made “{clean(when)[:40]}”"
