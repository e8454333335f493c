"""What was played: the day, how long, and which decks. No words of theirs are in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from duologue.core.problem import Problem
from duologue.core.summary import Summary
from duologue.core.when import name_of
from duologue.ui import content
from duologue.ui.commands import HISTORY, hint
from duologue.ui.screens.sizes import SIZES_ACROSS, SIZES_DOWN, too_small
from duologue.ui.unreadable import unreadable
from duologue.ui.widgets.hints import Hints

_EMPTY = "Nothing yet. The days and the decks you play will stand here, and no words of yours."
_ABOUT = "Only days and decks; no words of yours."
FORGETTING = "The days, the decks and the times go for good. Moments, promises and letters stay."
"""What both agree to."""
_DAY_CELLS, _MINUTES_CELLS = 30, 9


class HistoryScreen(Screen[None]):
    """All sessions, the newest first."""

    CSS_PATH = "../styles/history.tcss"
    AUTO_FOCUS = "#sessions"
    HORIZONTAL_BREAKPOINTS = SIZES_ACROSS
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [Binding(command.key, f"act('{command.id}')", show=False) for command in HISTORY.values()]

    class Forget(Message):
        """One session is to be forgotten, or all of them where none is named."""

        def __init__(self, summary: Summary | None) -> None:
            super().__init__()
            self.summary = summary

    def __init__(
        self,
        summaries: Sequence[Summary],
        problems: Sequence[Problem],
        titles: Mapping[str, str],
        today: date,
    ) -> None:
        """`titles` of decks by their ids."""
        super().__init__()
        self.summaries = summaries
        self.problems = problems
        self.titles = titles
        self.today = today

    def compose(self) -> ComposeResult:
        with Vertical(classes="page"):
            yield Static(Content("What you played"), classes="center history-title")
            yield Static(self._about(), id="history-about", classes="center muted")
            yield OptionList(id="sessions", classes="list")
            yield Static(unreadable(self.problems), id="unreadable", classes="muted")
            yield Hints([hint(command) for command in HISTORY.values()], id="foot")
        yield too_small()

    def on_mount(self) -> None:
        self.query_one("#unreadable").display = bool(self.problems)

    def on_resize(self) -> None:
        """The columns follow the width."""
        self.show(self.summaries)

    def show(self, summaries: Sequence[Summary]) -> None:
        """Show these, with the mark where it was."""
        self.summaries = summaries
        sessions = self.query_one("#sessions", OptionList)
        marked = sessions.highlighted or 0
        sessions.clear_options()
        sessions.add_options([Option(self._row(each)) for each in summaries])
        sessions.display = bool(summaries)
        sessions.highlighted = min(marked, len(summaries) - 1) if summaries else None
        content.put(self.query_one("#history-about", Static), self._about())
        shown = HISTORY.values() if summaries else [HISTORY["back-from-history"]]
        self.query_one("#foot", Hints).show([hint(command) for command in shown])

    def _about(self) -> Content:
        return Content(_ABOUT if self.summaries else _EMPTY)

    def _row(self, summary: Summary) -> Content:
        decks = (
            ", ".join(self.titles.get(deck, deck) for deck in summary.decks) or "left before the first card"
        )
        day = name_of(summary.when.date(), self.today)
        room = max(min(self.size.width - 4, 92) - 8, 20)
        if room < 76:
            first = content.assemble((content.fitted(_capital(day), room - _MINUTES_CELLS), "$foreground"))
            below = (f"\n{content.fitted(decks, room)}", "$muted")
            return content.assemble(first, (f"{summary.minutes:>5} min", "$muted"), below)
        return content.assemble(
            content.fitted(_capital(day), _DAY_CELLS),
            (f"{summary.minutes:>5} min   ", "$muted"),
            (content.fitted(decks, room - _DAY_CELLS - _MINUTES_CELLS - 3), "$muted"),
        )

    def action_act(self, command: str) -> None:
        """What a key stands for."""
        marked = self.query_one("#sessions", OptionList).highlighted
        if command == "back-from-history":
            self.dismiss()
        elif command == "forget-all" and self.summaries:
            self.post_message(self.Forget(None))
        elif command == "forget-one" and marked is not None:
            self.post_message(self.Forget(self.summaries[marked]))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
