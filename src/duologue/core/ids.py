"""What the id of a deck or a theme may look like: it is its file's name without `.toml`."""

from __future__ import annotations

import re

ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
"""Small letters, digits and hyphens, 64 at most."""


def is_id(text: str) -> bool:
    """Whether this may be an id, and so part of a path."""
    return ID.fullmatch(text) is not None
