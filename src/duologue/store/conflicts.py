"""What git leaves in a file that was changed on two laptops and that it could not merge."""

from __future__ import annotations

_OURS, _BASE, _MIDDLE, _THEIRS = "<<<<<<< ", "||||||| ", "=======", ">>>>>>> "


def sides(text: str) -> tuple[str, ...]:
    """Both sides of a text with git's marks, ours first; only the text itself where there are none."""
    if _OURS not in text or _THEIRS not in text:
        return (text,)
    ours: list[str] = []
    theirs: list[str] = []
    into: tuple[list[str], ...] = (ours, theirs)
    for line in text.splitlines(keepends=True):
        if line.startswith(_OURS):
            into = (ours,)
        elif line.startswith(_BASE):
            into = ()
        elif line.rstrip() == _MIDDLE and len(into) < 2:
            into = (theirs,)
        elif line.startswith(_THEIRS):
            into = (ours, theirs)
        else:
            for side in into:
                side.append(line)
    return "".join(ours), "".join(theirs)
