"""Adding, changing and letting go of memories, each by both of them."""

from __future__ import annotations

from textual import work

from duologue.ui.cards import CardWindow


class MomentWindow(CardWindow):
    """A window in which memories are added, changed and let go."""

    def jar_changed(self) -> None:
        """Let whatever shows the jar look again."""
        for screen in self.screen_stack:
            if hasattr(screen, "look_again"):
                screen.look_again()

    @work(exclusive=True, group="moment")
    async def add_moment(self) -> None:
        """A moment from today or long ago, without a session."""

    @work(exclusive=True, group="moment")
    async def change_memory(self, root: str) -> None:
        """Change this memory, by both."""

    @work(exclusive=True, group="moment")
    async def let_go_of_memory(self, root: str) -> None:
        """Put this memory into the trash, once both say so."""

    @work(exclusive=True, group="moment")
    async def choose_version(self, root: str) -> None:
        """Let them choose between the versions of a memory that was changed on both sides."""

    @work(exclusive=True, group="moment")
    async def show_trash(self) -> None:
        """What was let go: bring it back, or empty the trash."""
