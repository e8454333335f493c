"""A private page: written by one of the two, for nobody else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from pydantic import Field

from duologue.core.kept import Kept
from duologue.core.record import End, LongText, Text, Version
from duologue.core.text import trimmed, trimmed_lines

TITLE_AT_MOST = 100
TEXT_AT_MOST = 20_000
"""Characters."""
_NAME_AT_MOST = 60


class Page(Version):
    """One page. Who wrote it stands nowhere: it opens with their key alone."""

    deck: Annotated[Text, Field(exclude=True)] = ""
    card: Annotated[Text, Field(exclude=True)] = ""
    """It comes from no deck."""
    title: Text = ""
    text: LongText
    end: End = End(complete=True)

    @property
    def name(self) -> str:
        """The title, or the beginning of the text where it has none."""
        first = self.title or next((line for line in self.text.splitlines() if line.strip()), "")
        name = trimmed(first)
        return name if len(name) <= _NAME_AT_MOST else f"{name[: _NAME_AT_MOST - 1].rstrip()}…"

    def having(self, title: str, text: str, now: datetime) -> Page:
        """The same with these words, written now; `now` must know its time zone."""
        now = now.replace(microsecond=0)
        words = {"title": trimmed(title), "text": trimmed_lines(text)}
        return Page.model_validate(self.model_dump() | words | {"written": now if self.revises else None})


def empty_page(page_id: str, now: datetime) -> Page:
    """A page on which nothing stands yet; `now` must know its time zone."""
    return Page(id=page_id, when=now.replace(microsecond=0), text="")


def another_version(kept: Kept[Page], page_id: str, now: datetime) -> Page:
    """A version to go on with, which takes the place of all that stand.

    Where two stand, the words of both are in it, if they fit, so that whoever writes can make one of them.
    """
    texts = "\n\n".join(page.text for page in kept.standing)
    return Page(
        id=page_id,
        when=kept.now.when,
        of=kept.root,
        revises=tuple(dict.fromkeys(page.id for page in kept.standing))[:16],
        written=now.replace(microsecond=0),
        title=kept.now.title,
        text=texts if len(texts) <= TEXT_AT_MOST else kept.now.text,
    )


def not_saved(drafts: Iterable[Page], versions: Iterable[Page]) -> list[Page]:
    """The drafts that have not become a page, the newest first."""
    saved = {version.id for version in versions}
    waiting = {draft.id: draft for draft in drafts if draft.id not in saved}
    return sorted(waiting.values(), key=lambda draft: draft.made, reverse=True)
