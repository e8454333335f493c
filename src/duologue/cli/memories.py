"""`duologue memories`: the jar, from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from duologue.cli.export import export_memories
from duologue.cli.new_memory import new_memory
from duologue.cli.opened import opened_paths
from duologue.cli.output import AS_JSON, complain, end_if_refused, name_files, print_rows
from duologue.core.problem import Problem, unknown

if TYPE_CHECKING:
    from duologue.core.kept import Kept
    from duologue.core.memory import Memory


@click.group()
def memories() -> None:
    """The jar: list what you kept, or show one."""


@memories.command("list")
@AS_JSON
def list_memories(as_json: bool) -> None:
    """All memories, the newest first."""
    kept, problems = _load()
    rows = [_row(each) for each in kept]
    if not as_json:
        rows = [{**row, "title": row["title"] + ("  (two versions)" if row["torn"] else "")} for row in rows]
    print_rows(rows, ("id", "when", "title"), as_json)
    complain(problems)


@memories.command("show")
@click.argument("memory_id", metavar="ID")
@AS_JSON
def show_memory(memory_id: str, as_json: bool) -> None:
    """One memory in full, and both versions where it was changed on two laptops."""
    kept, problems = _load()
    found = next((each for each in kept if memory_id in {each.root, each.now.id}), None)
    if found is None:
        end_if_refused(problems, "The jar could not be read as a whole, so it may be in there all the same.")
        name_files(problems)
        reason = unknown(memory_id, "a memory", [each.root for each in kept]) if kept else "The jar is empty."
        raise click.BadParameter(reason, param_hint="ID")
    if as_json:
        versions = [each.model_dump(mode="json", exclude={"end", "format"}) for each in found.standing]
        shown = {**versions[0], "id": found.root, "torn": found.is_torn}
        if found.is_torn:
            shown["versions"] = versions
        click.echo(json.dumps(shown, indent=2, ensure_ascii=False))
        return
    if found.is_torn:
        click.echo("It was changed on two laptops, so there are two versions. Choose in the jar.\n")
    click.echo("\n".join(_in_full(memory) for memory in found.standing))


def _load() -> tuple[list[Kept[Memory]], list[Problem]]:
    from duologue.core.memory import Memory
    from duologue.store.records import load_kept

    return load_kept(opened_paths().memories, Memory)


def _row(kept: Kept[Memory]) -> dict[str, Any]:
    memory = kept.now
    return {
        "id": kept.root,
        "when": memory.when.isoformat(),
        "title": memory.title,
        "deck": memory.deck,
        "feelings": list(memory.feelings),
        "place": memory.place,
        "picture": memory.picture,
        "torn": kept.is_torn,
    }


def _in_full(memory: Memory) -> str:
    """All that was written down, a line each; what is empty is left out."""
    about = [
        memory.title,
        " · ".join(part for part in (f"{memory.when:%Y-%m-%d %H:%M}", memory.deck, memory.place) if part),
        memory.card,
        f"Feelings: {', '.join(memory.feelings)}" if memory.feelings else "",
        f"Picture: {memory.picture}" if memory.picture else "",
    ]
    lines = [f"{line.name}: {line.line}" for line in (memory.left, memory.right)]
    return "\n".join([*filter(None, about), "", *lines, ""])


memories.add_command(export_memories)
memories.add_command(new_memory)
