"""The trash: what was let go, and until when it can be brought back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from duologue.core.problem import Problem
from duologue.core.when import date_of, name_of
from duologue.store.trash import DAYS, LetGo
from duologue.ui import content
from duologue.ui.commands import IN_TRASH, Hint, hint
from duologue.ui.screens.sizes import SIZES_ACROSS, SIZES_DOWN, too_small
from duologue.ui.unreadable import unreadable
from duologue.ui.widgets.hints import Hints
from duologue.ui.widgets.version_view import VersionView

if TYPE_CHECKING:
    from duologue.ui.versions import VersionWindow

_EMPTY = f"Nothing in here. What you let go of lies here for {DAYS} days, and can be brought back."
_ABOUT = "Each can be brought back until its day."


class BringBack(Message):
    """This is to come back into the jar."""

    def __init__(self, gone: LetGo) -> None:
        super().__init__()
        self.gone = gone


class TrashScreen(Screen[None]):
    """A list of what was let go, the latest first."""

    CSS_PATH = ["../styles/jar.tcss", "../styles/versions.tcss", "../styles/trash.tcss"]
    AUTO_FOCUS = "#gone"
    HORIZONTAL_BREAKPOINTS = SIZES_ACROSS
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [
        Binding(command.key, f"act('{command.id}')", show=False)
        for command in IN_TRASH.values()
        if command.id != "open-gone"  # The list hears it.
    ]

    class Empty(Message):
        """All of it is to go for good."""

    def __init__(self, gone: Sequence[LetGo], problems: Sequence[Problem], today: date) -> None:
        super().__init__()
        self.gone = gone
        self.problems = problems
        self.today = today

    def compose(self) -> ComposeResult:
        with Vertical(classes="page"):
            yield Static(Content("The trash"), classes="center versions-title")
            yield Static(content.words(self._about), id="trash-about", classes="center muted")
            yield OptionList(id="gone", classes="list")
            yield Static(id="unreadable", classes="muted")
            yield Hints(self._keys(), id="foot")
        yield too_small()

    def on_resize(self) -> None:
        """The columns follow the width."""
        self.show(self.gone, self.problems)

    def show(self, gone: Sequence[LetGo], problems: Sequence[Problem]) -> None:
        """Show these, with the mark where it was."""
        self.gone, self.problems = gone, problems
        rows = self.query_one("#gone", OptionList)
        marked = rows.highlighted or 0
        rows.clear_options()
        rows.add_options([Option(self._row(each)) for each in gone])
        rows.display = bool(gone)
        rows.highlighted = min(marked, len(gone) - 1) if gone else None
        content.put(self.query_one("#trash-about", Static), content.words(self._about))
        content.put(self.query_one("#unreadable", Static), unreadable(problems))
        self.query_one("#unreadable").display = bool(problems)
        self.query_one("#foot", Hints).show(self._keys())

    @property
    def _about(self) -> str:
        return _ABOUT if self.gone else _EMPTY

    def _keys(self) -> list[Hint]:
        names = ["open-gone", "bring-back"] if self.gone else []
        names += ["empty"] if self.gone or self.problems else []
        return [hint(IN_TRASH[name]) for name in (*names, "back")]

    def _row(self, gone: LetGo) -> Content:
        room = max(min(self.size.width - 4, 92) - 6, 20)
        title = gone.kept.now.title
        left = until_when(gone, self.today)
        first = max(room - len(left), 10)
        return content.assemble(
            (content.fitted(title, first - 2), "$foreground"),
            (f"  {left}", "$muted"),
            (f"\n{content.fitted(f'{_day_of(gone)} · {since_when(gone, self.today)}', room)}", "$muted"),
        )

    @property
    def marked(self) -> LetGo | None:
        """The one the mark is on."""
        row = self.query_one("#gone", OptionList).highlighted
        return self.gone[row] if row is not None and row < len(self.gone) else None

    @on(OptionList.OptionSelected)
    def _open(self) -> None:
        if self.marked is not None:
            self.app.push_screen(GoneScreen(self.marked, self.today))

    def action_act(self, command: str) -> None:
        """What a key stands for."""
        if command == "back":
            self.dismiss()
        elif command == "empty" and (self.gone or self.problems):
            self.post_message(self.Empty())
        elif command == "open-gone":
            self._open()
        elif command == "bring-back" and self.marked is not None:
            self.post_message(BringBack(self.marked))


class GoneScreen(Screen[None]):
    """One that was let go, in full."""

    CSS_PATH = ["../styles/jar.tcss", "../styles/versions.tcss", "../styles/trash.tcss"]
    AUTO_FOCUS = "#versions"
    HORIZONTAL_BREAKPOINTS = SIZES_ACROSS
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [
        Binding("escape,enter,space", "act('back')", show=False),
        Binding(IN_TRASH["bring-back"].key, "act('bring-back')", show=False),
    ]
    app: VersionWindow

    def __init__(self, gone: LetGo, today: date) -> None:
        super().__init__()
        self.gone = gone
        self.today = today

    def compose(self) -> ComposeResult:
        told = f"{since_when(self.gone, self.today)}, here {until_when(self.gone, self.today)}"
        with Vertical(classes="page"):
            yield Static(Content("In the trash"), classes="center versions-title")
            yield Static(content.words(told), classes="center muted versions-about")
            with VerticalScroll(id="versions"):
                for version in self.gone.kept.standing:
                    others = [other for other in self.gone.kept.standing if other is not version]
                    yield VersionView(self.app.paths, version, others=others)
            yield Hints([hint(IN_TRASH["bring-back"]), hint(IN_TRASH["back"])], id="foot")
        yield too_small()

    def action_act(self, command: str) -> None:
        """What a key stands for."""
        if command == "bring-back":
            self.post_message(BringBack(self.gone))
        else:
            self.dismiss()


def since_when(gone: LetGo, today: date) -> str:
    """When it was let go."""
    day = name_of(gone.since, today)
    return f"let go {day}" if day in {"today", "yesterday"} else f"let go on {day}"


def until_when(gone: LetGo, today: date) -> str:
    """How long it can be brought back."""
    return "until today" if gone.until <= today else f"until {date_of(gone.until)}"


def _day_of(gone: LetGo) -> str:
    when = gone.kept.now.when
    return f"{date_of(when.date())} {when.year}"
