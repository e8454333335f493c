"""All that was kept as one JSON file, and back.

    {"format": 1, "kind": "duologue memories", "memories": [...], "promises": [...], "plans": [...],
     "letters": [...], "pictures": {"NAME.jpg": "base64"}}

A list holds records with the keys that their files have, `[end]` aside, in all their versions; `stands` says
of each whether it is shown or another took its place. Reading goes by `of` and `revises`, not by `stands`.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from duologue.core.kept import AnyVersion, Kept, gather
from duologue.core.memory import Memory
from duologue.core.note import Note
from duologue.keepsake.form import NotInThisForm, validated

FORMAT = 1
KIND = "duologue memories"
NOTES = ("promise", "plan", "letter")

_PICTURE = re.compile(r"[0-9a-f]{32}\.(png|jpg|gif|webp)")


@dataclass(frozen=True)
class Archive:
    """What one JSON file holds."""

    memories: tuple[Kept[Memory], ...] = ()
    promises: tuple[Kept[Note], ...] = ()
    plans: tuple[Kept[Note], ...] = ()
    letters: tuple[Kept[Note], ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    """By the name that memories know them by; the name has not been compared with the bytes."""
    faults: tuple[NotInThisForm, ...] = ()
    """What could not be read of it, one by one."""


def write(archive: Archive) -> str:
    """The text of the file; letters and pictures only where there are some."""
    values: dict[str, Any] = {"format": FORMAT, "kind": KIND, "memories": _records(archive.memories)}
    values |= {"promises": _records(archive.promises), "plans": _records(archive.plans)}
    if archive.letters:
        values["letters"] = _records(archive.letters)
    if archive.pictures:
        values["pictures"] = {name: b64encode(data).decode() for name, data in archive.pictures.items()}
    return json.dumps(values, indent=2, ensure_ascii=False) + "\n"


def _records(all_kept: tuple[Kept[AnyVersion], ...]) -> list[dict[str, Any]]:
    return [
        {
            **version.model_dump(mode="json", exclude={"end", "format"}, exclude_defaults=True),
            "stands": version in kept.standing,
        }
        for kept in all_kept
        for version in (*kept.standing, *kept.earlier)
    ]


def parse(text: str) -> Archive:
    """What the text holds. A record that cannot be read is told in `faults` and does not stop the others.

    Raises NotInThisForm where the text as a whole is something else.
    """
    values = _outside(text)
    faults: list[NotInThisForm] = []
    notes = {f"{kind}s": _gathered(values, f"{kind}s", Note, faults, kind) for kind in NOTES}
    memories = _gathered(values, "memories", Memory, faults)
    return Archive(memories, pictures=_pictures(values, faults), faults=tuple(faults), **notes)


def _outside(text: str) -> dict[str, Any]:
    try:
        values = json.loads(text)
    except json.JSONDecodeError as error:
        raise NotInThisForm(f"not JSON: {error.msg}.", line=error.lineno) from error
    except (RecursionError, ValueError) as error:
        raise NotInThisForm(f"not JSON that can be read: {type(error).__name__}.") from error
    if not isinstance(values, dict) or values.get("kind") != KIND:
        raise NotInThisForm(f"“{KIND}” is needed here.", key="kind")
    written = values.get("format")
    if isinstance(written, int) and written > FORMAT:
        raise NotInThisForm("comes from a newer Duologue; this one leaves it as it is.", key="format")
    if written != FORMAT:
        raise NotInThisForm(f"{FORMAT} is needed here.", key="format")
    return values


def _gathered(
    values: dict[str, Any], key: str, model: type[AnyVersion], faults: list[NotInThisForm], kind: str = ""
) -> tuple[Kept[AnyVersion], ...]:
    """All of one list, versions of the same together; `kind` is what notes have to be."""
    records = values.get(key, [])
    if not isinstance(records, list):
        faults.append(NotInThisForm("a list is needed here.", key=key))
        return ()
    read: list[AnyVersion] = []
    for number, record in enumerate(records, start=1):
        within = f"{key}[{number}]"
        try:
            version = validated(model, record, within)
            if isinstance(version, Note) and version.kind != kind:
                raise NotInThisForm(f"“{version.kind}” is found; “{kind}” is needed.", key=f"{within}.kind")
            read.append(version)
        except NotInThisForm as fault:
            faults.append(fault)
    return tuple(gather(read))


def _pictures(values: dict[str, Any], faults: list[NotInThisForm]) -> dict[str, bytes]:
    embedded = values.get("pictures", {})
    if not isinstance(embedded, dict):
        faults.append(NotInThisForm("names with what they hold are needed here.", key="pictures"))
        return {}
    pictures = {}
    for name, data in embedded.items():
        key = f"pictures.{name}"
        if not _PICTURE.fullmatch(name):
            faults.append(NotInThisForm("is not the name of a picture.", key=key))
            continue
        try:
            pictures[name] = b64decode(data, validate=True)
        except (NotBase64, TypeError, ValueError):
            faults.append(NotInThisForm("is not base64.", key=key))
    return pictures
