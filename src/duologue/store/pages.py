"""Private pages: what one of the two writes for nobody else, under a key and a passphrase of their own.

`pages/FOLDER/` holds the pages of one person. `identity.age` in it is their key under their passphrase, and
`locked/` their pages, as `duologue.store.vault` keeps files. FOLDER is a random name: whose pages they are is
told by the passphrase alone. The key of the couple opens none of it, and this key nothing of the couple's.

A change is a new version, as everywhere, so no file is written twice. What is being written lies there as
well, as a draft that bears the id of the version it will be.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from duologue.core import recovery
from duologue.core.kept import Kept, gather
from duologue.core.page import Page, not_saved
from duologue.core.problem import Problem
from duologue.core.toml_gate import BYTES_AT_MOST
from duologue.store.disk import PLAIN, NotWritten, Unreadable
from duologue.store.listing import LOCKED
from duologue.store.locking import NotUnlocked, WrongKey, new_secret, sealed_key, secret_in_file
from duologue.store.paths import Paths
from duologue.store.records import new_id, versions_in
from duologue.store.survey import Survey
from duologue.store.vault import Vault

IDENTITY = "identity.age"
TRIED_AT_MOST = 8
"""Folders on which a passphrase is tried: each try takes a second or more, and two people need two."""
_FOLDER = re.compile(r"[0-9a-f]{16}")
_DRAFT = "draft-"


@dataclass(frozen=True)
class Found:
    """What lies in somebody's pages."""

    kept: list[Kept[Page]]
    """The pages, the newest first."""
    drafts: list[Page]
    """What was not saved yet, the newest first."""
    problems: list[Problem]
    """Which files could not be read, and why."""


class Pages:
    """The pages of one person, open until they are closed. May be used from several threads."""

    def __init__(self, folder: Path, secret: str) -> None:
        """Raises ValueError where the secret is no key."""
        self.folder = folder
        self.secret = secret
        """The key itself; empty once they are closed."""
        self._vault = Vault([folder], ["*.toml"], BYTES_AT_MOST)
        self._vault.open(secret)

    def close(self) -> None:
        """Forget the key. From now on nothing is found, and nothing can be written."""
        self.secret = ""
        self._vault.close()

    @property
    def is_open(self) -> bool:
        """Whether they have their key."""
        return self._vault.is_open

    # Reading

    def load(self) -> Found:
        """All that lies here. A file that cannot be read stays as it is."""
        versions, drafts, problems = [], [], []
        for path, found in self._read():
            if isinstance(found, Problem):
                problems.append(found)
            elif path.name.startswith(_DRAFT):
                drafts += found
            else:
                versions += found
        return Found(gather(versions), not_saved(drafts, versions), problems)

    def _read(self) -> Iterator[tuple[Path, list[Page] | Problem]]:
        try:
            files = self._vault.below(self.folder)
        except NotWritten as error:
            yield self.folder, Problem(str(self.folder / LOCKED), 1, "file", f"cannot be opened: {error}.")
            return
        for path in files:
            try:
                text = self._vault.read(path, BYTES_AT_MOST, trusted=False).decode()
            except Unreadable as error:
                yield path, Problem(str(self._lies_at(path)), 1, "file", str(error))
            except UnicodeDecodeError:
                yield path, Problem(str(self._lies_at(path)), 1, "file", "is not UTF-8.")
            else:
                yield path, versions_in(text, str(self._lies_at(path)), Page)

    def _lies_at(self, path: Path) -> Path:
        """The file on the disk. One that this key does not open is listed under the name it has there."""
        if path.parent == self.folder:
            return self._vault.stored_at(path)
        return self.folder / LOCKED / f"{path.stem}.age"

    # Writing

    def save(self, page: Page) -> None:
        """Put a page on the disk; its draft goes. Raises NotWritten."""
        self._write(self.folder / f"{page.id}.toml", page)
        with suppress(NotWritten):  # A draft of what is saved is never shown.
            self._vault.remove(self._draft(page.id))

    def note(self, draft: Page) -> None:
        """Put on the disk what is being written. Raises NotWritten."""
        self._write(self._draft(draft.id), draft)

    def let_go(self, draft: Page) -> None:
        """Remove what was being written. Raises NotWritten."""
        self._vault.remove(self._draft(draft.id))

    def delete(self, kept: Kept[Page]) -> None:
        """Remove a page for good, with all its versions, what stands last of all.

        Raises NotWritten: then it is still there, or has changed and was left alone.
        """
        files: dict[str, list[Path]] = {}
        versions: list[Page] = []
        unread = False
        for path, found in self._read():
            unread = unread or isinstance(found, Problem)
            for page in found if isinstance(found, list) else ():
                files.setdefault(page.id, []).append(path)
                if not path.name.startswith(_DRAFT):
                    versions.append(page)
        if unread and not {page.id for page in (*kept.standing, *kept.earlier)} <= files.keys():
            raise NotWritten("not all of it can be read just now")
        now = next((each for each in gather(versions) if each.root == kept.root), None)
        if now is None:
            return
        if now.standing != kept.standing:
            raise NotWritten("it was changed in the meantime; look at it again first")
        for page in reversed((*now.standing, *now.earlier)):
            for path in sorted(files[page.id], reverse=True):
                self._vault.remove(path)

    def _draft(self, page_id: str) -> Path:
        return self.folder / f"{_DRAFT}{page_id}.toml"

    def _write(self, path: Path, page: Page) -> None:
        import tomli_w

        self._vault.write(path, tomli_w.dumps(page.record(), multiline_strings=False).encode())


# Beginning and opening


def are_there(paths: Paths) -> bool:
    """Whether anybody has pages here; they may have where the disk does not show it just now."""
    try:
        return bool(_folders(paths))
    except NotUnlocked:
        return True


def opened(paths: Paths, typed: str) -> Pages:
    """The pages that open with this passphrase, or with the key from a recovery sheet.

    Takes a second or two for each of the two people; to be called in a thread. Raises NotUnlocked.
    """
    pages, refused = _tried(_folders(paths), typed)
    if pages is None:
        words = "That opens no pages here. Nothing is lost, and you can try as often as you like."
        raise NotUnlocked(f"{words} {refused}".rstrip())
    return pages


def _tried(folders: list[Path], typed: str) -> tuple[Pages | None, str]:
    """The pages among these that open with it, or none; and why it is not known whether others would."""
    if (found := _with_key(folders, typed)) is not None:
        return found, ""
    refused = ""
    kept = [each for each in folders if PLAIN.exists(each / IDENTITY) or PLAIN.is_closed(each)]
    for folder in kept[:TRIED_AT_MOST]:
        try:
            return Pages(folder, secret_in_file(folder / IDENTITY, typed)), ""
        except WrongKey:
            continue
        except NotUnlocked as error:
            refused = str(error)
        except ValueError:
            refused = f"{folder / IDENTITY} is damaged."
    return None, refused


def begun(paths: Paths, passphrase: str) -> Pages:
    """New pages under a passphrase that opens none yet; they are on the disk by then.

    Takes some seconds; to be called in a thread. Raises NotUnlocked, NotWritten.
    """
    _refuse_where_taken(paths, passphrase)
    secret = new_secret()
    return begun_with(paths, secret, sealed_key(secret, passphrase))


def begun_with(paths: Paths, secret: str, sealed: bytes) -> Pages:
    """New pages with a key, and with the same under a passphrase. Raises NotWritten."""
    folder = paths.pages / new_id()
    PLAIN.write(folder / IDENTITY, sealed)
    return Pages(folder, secret)


def change_passphrase(paths: Paths, pages: Pages, passphrase: str) -> None:
    """From now on they open with another passphrase, and no page is written anew.

    Takes some seconds; to be called in a thread. Raises NotUnlocked, NotWritten.
    """
    _refuse_where_taken(paths, passphrase, besides=pages.folder)
    PLAIN.write(pages.folder / IDENTITY, sealed_key(pages.secret, passphrase))


def _refuse_where_taken(paths: Paths, passphrase: str, besides: Path | None = None) -> None:
    """Whose pages they are is told by the passphrase, so no two people can have the same."""
    pages, refused = _tried([folder for folder in _folders(paths) if folder != besides], passphrase)
    if pages is not None:
        pages.close()
        raise NotUnlocked("Pages open with this passphrase already. Open them with it, or take another one.")
    if refused:
        raise NotUnlocked(f"{refused} Those pages may have this passphrase, so nothing was changed.")


def _with_key(folders: list[Path], typed: str) -> Pages | None:
    """The pages that this key opens, where it is one and opens any."""
    try:
        secret = recovery.secret_of(typed)
        possible = [Pages(folder, secret) for folder in folders]
    except ValueError:
        return None
    for pages in possible:
        if any(not isinstance(found, Problem) for _, found in pages._read()):
            return pages
    return None


def _folders(paths: Paths) -> list[Path]:
    """The folders in which somebody's pages lie. A link is not followed.

    Raises NotUnlocked where the disk does not show them all: one that is not seen opens with nothing.
    """
    survey, folders = Survey(paths.pages), []
    for folder in survey.within(paths.pages, "*"):
        with survey.telling(folder):
            if _FOLDER.fullmatch(folder.name) and stat.S_ISDIR(folder.lstat().st_mode):
                folders.append(folder)
    if survey.closed:
        raise NotUnlocked(f"{survey.closed[0].file} {survey.closed[0].reason}")
    return folders
