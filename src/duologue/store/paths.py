"""Where everything lies."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from duologue.store.files import exists, is_there

HOME_VARIABLE = "DUOLOGUE_HOME"
"""When set, everything lies under this one folder."""

PRIVATE = (
    "couple*.toml", "memories", "promises", "plans", "letters", "closeness", "pictures", "sessions", "stars",
    "decks", "trash", "journal*", "agreed*.toml", "shelf.json", "jar.sqlite",
    ".couple.toml.old",
)  # fmt: skip
"""What holds words of the couple, by its name in the folders below: all this is locked where they lock it.
Private pages are not among them: they are under a key of their own already."""

_PACKAGE = Path(__file__).resolve().parents[1]


def _shipped(name: str) -> Path:
    """A folder that came with the app: inside the wheel, or at the top of a checkout."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parents[1] / name


@dataclass(frozen=True)
class Paths:
    """The folders and files of one couple."""

    data: Path
    config: Path
    state: Path
    cache: Path
    backups: Path
    """Outside of the others, so that what happens to them does not happen to it."""

    @classmethod
    def find(cls) -> Paths:
        """Under `$DUOLOGUE_HOME` when set, else where this system keeps such things. Makes nothing.

        What is locked is closed from then on, until it is opened with the passphrase.
        """
        found = cls._found()
        if found.is_locked:
            from duologue.store.locking import vault_over

            vault_over(found)
        return found

    @classmethod
    def _found(cls) -> Paths:
        if home := os.environ.get(HOME_VARIABLE):
            return cls.under(Path(home).expanduser().absolute())
        from platformdirs import PlatformDirs

        folders = PlatformDirs("duologue", appauthor=False)
        return cls(
            folders.user_data_path,
            folders.user_config_path,
            folders.user_state_path,
            folders.user_cache_path,
            folders.user_data_path.with_name("duologue-backups"),
        )

    @classmethod
    def under(cls, home: Path) -> Paths:
        """All in one folder, and the backups beside it."""
        return cls(home, home, home, home / "cache", home.parent / f"{home.name}-backups")

    @property
    def couple(self) -> Path:
        """The two names."""
        return self.data / "couple.toml"

    @property
    def settings(self) -> Path:
        """Theme, pace and the like."""
        return self.config / "settings.toml"

    @property
    def decks(self) -> Path:
        """The couple's own decks."""
        return self.data / "decks"

    @property
    def themes(self) -> Path:
        """The couple's own themes."""
        return self.data / "themes"

    @property
    def feelings(self) -> Path:
        """The couple's own words for feelings."""
        return self.decks / "words" / "feelings.toml"

    @property
    def memories(self) -> Path:
        """The jar."""
        return self.data / "memories"

    @property
    def pictures(self) -> Path:
        """The pictures of memories, each named after its bytes."""
        return self.data / "pictures"

    @property
    def trash(self) -> Path:
        """What was let go, by the day it was: `YYYY-MM-DD/`, and below that where it lay."""
        return self.data / "trash"

    @property
    def closeness(self) -> Path:
        """The circles that both chose to keep."""
        return self.data / "closeness"

    @property
    def index(self) -> Path:
        """A disposable index of the jar."""
        return self.cache / "jar.sqlite"

    def notes(self, kind: str) -> Path:
        """The promises, the plans or the letters."""
        return self.data / f"{kind}s"

    @property
    def stars(self) -> Path:
        """The cards that carry a star."""
        return self.data / "stars"

    @property
    def sessions(self) -> Path:
        """Summaries of sessions played."""
        return self.data / "sessions"

    @property
    def journal(self) -> Path:
        """The running session, while one runs."""
        return self.state / "journal.jsonl"

    @property
    def session_waits(self) -> bool:
        """Whether a session was begun and not finished."""
        return exists(self.journal)

    @property
    def agreed(self) -> Path:
        """The hour at which that session goes on, where one was agreed on."""
        return self.state / "agreed.toml"

    @property
    def lock(self) -> Path:
        """Held by the one window that writes."""
        return self.state / "duologue.lock"

    @property
    def checksums(self) -> Path:
        """What the bytes of each file were when this laptop wrote it."""
        return self.state / "checksums.txt"

    @property
    def identity(self) -> Path:
        """The key to all that is locked, itself under the couple's passphrase; only there while locked."""
        return self.data / "identity.age"

    @property
    def is_locked(self) -> bool:
        """Whether what they keep is locked with a passphrase.

        Where the disk does not say, it is: nothing is written openly into a folder that may be locked.
        """
        try:
            return is_there(self.identity)
        except OSError:
            return True

    @property
    def pages(self) -> Path:
        """The private pages of each partner, a folder for each."""
        return self.data / "pages"

    @property
    def locked(self) -> Path:
        """All that is kept, file by file, while it is locked with a passphrase."""
        return self.data / "locked"

    @property
    def kept(self) -> dict[str, Path]:
        """All that is the couple's own, files and folders, by their names; without the running session, and
        without what can be made anew."""
        places = (
            self.couple, self.settings, self.identity, self.locked, self.decks, self.themes, self.memories,
            self.pictures, self.trash, self.closeness, self.stars, self.sessions, self.pages,
            *(self.notes(kind) for kind in ("promise", "plan", "letter")),
        )  # fmt: skip
        return {place.name: place for place in places}

    @property
    def shelf(self) -> Path:
        """A disposable copy of what home shows of the decks."""
        return self.cache / "shelf.json"

    @property
    def shipped_decks(self) -> Path:
        """The decks that came with the app."""
        return _shipped("decks")

    @property
    def shipped_feelings(self) -> Path:
        """The words for feelings that came with the app."""
        return self.shipped_decks / "words" / "feelings.toml"

    @property
    def shipped_themes(self) -> Path:
        """The themes that came with the app."""
        return _shipped("themes")
