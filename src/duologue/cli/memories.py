"""`duologue memories`: the jar, from the command line."""

from __future__ import annotations

import click

from duologue.cli.output import AS_JSON, complain, print_rows
from duologue.core.problem import unknown
from duologue.store.paths import Paths


@click.group()
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
    print_rows(rows, ("id", "when", "title"), as_json)
    complain(problems)


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
