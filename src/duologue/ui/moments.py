"""Adding and changing memories, by both of them."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import work

from duologue.core.couple import Couple
from duologue.ui.versions import VersionWindow

if TYPE_CHECKING:
    from datetime import datetime

    from duologue.core.kept import Kept
    from duologue.core.memory import Memory
    from duologue.core.moment_draft import Draft, Told
    from duologue.ui.screens.moment import MomentScreen


class MomentWindow(VersionWindow):
    """A window in which memories are added and changed."""

    _form: MomentScreen | None = None
    """Where a moment is being written just now."""

    @work(group="writing a moment")
    async def add_moment(self) -> None:
        """A moment from today or long ago, without a session."""
        from duologue.core.moment_draft import Draft
        from duologue.store.records import new_id
        from duologue.ui.screens.moment import NEW, MomentScreen

        if not await self._may_write() or self.couple is None:
            return
        couple, memory_id, now = self.couple, new_id(), self.today().replace(microsecond=0)
        today = now.date()

        async def keep(draft: Draft, told: Told) -> None:
            await asyncio.to_thread(self._keep_new, memory_id, now, couple, draft, told)

        draft = Draft(when=today.isoformat())
        await self._write(MomentScreen(NEW, couple, draft, today, keep))

    @work(group="writing a moment")
    async def change_memory(self, root: str) -> None:
        """Change this memory, by both."""
        from duologue.core.moment_draft import draft_of
        from duologue.ui.screens.moment import CHANGING, MomentScreen

        if not await self._may_write() or self.couple is None:
            return
        kept = await asyncio.to_thread(self.memory_now, root)
        if kept is None:
            self.notify("This moment cannot be read any more, so it stays as it is.", markup=False)
            return
        if kept.is_torn:
            self.notify("There are two versions of it. Choose one first, then change it.", markup=False)
            self.choose_version(root)
            return
        memory = kept.now
        draft = draft_of(memory)
        names = Couple(memory.left.name, memory.right.name)
        latest = max(self.today().date(), memory.when.date())  # It may be tomorrow where it was kept.

        async def keep(changed: Draft, told: Told) -> None:
            await asyncio.to_thread(self._keep_change, kept, draft, changed, told)

        await self._write(MomentScreen(CHANGING, names, draft, latest, keep))

    async def _may_write(self) -> bool:
        """Whether a moment can be kept here; says so where it cannot."""
        await self.uncovered.wait()
        return await self.may_write("This window keeps nothing, so a moment would be lost.")

    async def _write(self, form: MomentScreen) -> None:
        """Let them write until it is kept, or they would rather not."""
        await self.uncovered.wait()
        if self._form is not None:
            return  # The key was pressed twice.
        self._form = form
        try:
            kept = await self.push_screen_wait(form)
        finally:
            self._form = None
        if kept:
            self.notify(form.occasion.saved, markup=False)
            self.jar_changed()

    async def action_leave(self) -> None:
        """Leave; where a moment is being written, ask once before its words go."""
        from duologue.ui.screens.question import QuestionScreen

        asked = isinstance(self.screen, QuestionScreen) or not self.uncovered.is_set()
        if self._form is None or asked or not self._form.has_words:
            await super().action_leave()
        else:
            self._ask_to_leave(self._form)

    @work
    async def _ask_to_leave(self, form: MomentScreen) -> None:
        if await form.may_go():
            await super().action_leave()

    # In a thread

    def _keep_new(self, memory_id: str, now: datetime, couple: Couple, draft: Draft, told: Told) -> None:
        from duologue.core.memory import Memory
        from duologue.store.records import save_memory

        nothing = Memory.model_validate(
            {
                "id": memory_id,
                "when": now,
                "written": now,
                "deck": "",
                "card": "",
                "title": "",
                "left": {"name": couple.left, "line": ""},
                "right": {"name": couple.right, "line": ""},
            }
        )
        save_memory(self.paths, nothing.model_copy(update=self._values(nothing, draft, told)))

    def _keep_change(self, kept: Kept[Memory], before: Draft, draft: Draft, told: Told) -> None:
        values = self._values(kept.now, draft, told)
        changed = {key: value for key, value in values.items() if getattr(draft, key) != getattr(before, key)}
        self.open_jar().change(kept, kept.now, changed, self.today())

    def _values(self, memory: Memory, draft: Draft, told: Told) -> dict[str, Any]:
        """What was written, as the memory will have it; a new picture is on the disk then."""
        from duologue.core.memory import Line
        from duologue.core.moment_draft import noon

        return {
            "title": told.title,
            "when": noon(told.day, self.today().tzinfo),
            "left": Line(name=memory.left.name, line=told.lines.left),
            "right": Line(name=memory.right.name, line=told.lines.right),
            "feelings": told.feelings,
            "place": told.place,
            "picture": self._picture(memory, draft.picture.strip()),
        }

    def _picture(self, memory: Memory, written: str) -> str:
        """The name of the picture in the jar, taken into it where it is another one."""
        from duologue.core.moment_draft import THE_PICTURE, NotYet
        from duologue.store.pictures import NotAPicture, take_picture

        if written == THE_PICTURE or not written:
            return memory.picture if written else ""
        try:
            return take_picture(self.paths, _file_of(written))
        except NotAPicture as error:
            raise NotYet("picture", str(error)) from error


def _file_of(written: str) -> Path:
    """A path as it was typed, or as a terminal types it when a file is dropped there: quoted."""
    import shlex

    with suppress(ValueError):
        if len(words := shlex.split(written)) == 1:
            written = words[0]
    return Path(written)
