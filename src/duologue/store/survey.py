"""Where the records of a folder lie: `FOLDER/YYYY/MM/ID.toml`. What does not show itself is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duologue.core.problem import Problem
from duologue.store.disk import in_words
from duologue.store.files import is_closed, listed, stamps


class Survey:
    """A look through the years and months of a folder of records."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.closed: list[Problem] = []
        """The folders that could not be looked into so far; what they hold is not gone."""

    def files(self) -> Iterator[Path]:
        """The files of all records, month by month; hidden ones are left out."""
        for month in self.months():
            yield from self.within(month, "*.toml")

    def stamps(self) -> Iterator[tuple[str, str]]:
        """Where in the folder the files of all records lie, and how to tell whether one has changed.

        The newest month comes first.
        """
        for month in reversed(list(self.months())):
            where = month.relative_to(self._folder).as_posix()
            with self.telling(month):
                for name, stamp in stamps(month):
                    if name.endswith(".toml") and not name.startswith("."):
                        yield f"{where}/{name}", stamp

    def months(self) -> Iterator[Path]:
        """The months for which there are records, the oldest first."""
        for year in self.within(self._folder, "[0-9]*/"):
            yield from self.within(year, "[0-9]*/")

    def within(self, folder: Path, pattern: str) -> list[Path]:
        """What matches in a folder, by name; nothing where it cannot be looked into."""
        found: list[Path] = []
        with self.telling(folder):
            found = listed(folder, pattern)
            if not found and is_closed(folder):
                raise OSError
        return found

    @contextmanager
    def telling(self, folder: Path) -> Iterator[None]:
        """Counts the folder among the closed ones where the disk does not answer."""
        try:
            yield
        except OSError as error:
            why = f": {in_words(error)}" if error.errno else ""
            self.closed.append(Problem(str(folder), 1, "file", f"cannot be opened{why}."))
