"""Which files could not be read, said briefly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual.content import Content

from duologue.core.problem import Problem
from duologue.ui import content

_SHOWN = 2


def unreadable(problems: Sequence[Problem]) -> Content:
    """The first few with the last part of their path and why, so that the reason is in sight."""
    if not problems:
        return Content("")
    brief = [str(replace(each, file=each.file.rpartition("/")[2])) for each in problems[:_SHOWN]]
    more = [f"and {len(problems) - _SHOWN} more"] if len(problems) > _SHOWN else []
    return content.words("\n".join(["Could not be read, and left as it is:", *brief, *more]))
