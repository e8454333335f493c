"""The small sheets of the jar: filters, one moment pulled out by chance, and what could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from duologue.core.memory import Memory
from duologue.core.problem import Problem
from duologue.core.seats import Seat
from duologue.core.text import clean
from duologue.store.index import Glimpse
from duologue.ui import content
from duologue.ui.commands import Hint
from duologue.ui.screens.sizes import SIZES_DOWN
from duologue.ui.sieve import Sieve
from duologue.ui.widgets.hints import Hints
from duologue.ui.widgets.memory_view import day

_OFFERED = 40
"""Of each kind; the rest is found by searching."""
_SHOWN = 200
"""Files named; more would help nobody."""
_WORDS_CELLS = 32
_BACK = Hint("esc", "back", "screen.back")


class _Row(NamedTuple):
    field: str
    """Of `Sieve`."""
    value: str | int
    many: int | None
    """How many there are; None in a heading."""


def _rows(glimpses: Sequence[Glimpse]) -> Iterator[_Row]:
    years = Counter(each.day.year for each in glimpses)
    decks = Counter(each.deck for each in glimpses if each.deck)
    feelings = Counter(word for each in glimpses for word in each.feelings)
    of_a_kind: list[tuple[str, str, list[tuple[int, int]] | list[tuple[str, int]]]] = [
        ("year", "Year", sorted(years.items(), reverse=True)[:_OFFERED]),
        ("deck", "Deck", decks.most_common(_OFFERED)),
        ("feeling", "Feeling", feelings.most_common(_OFFERED)),
    ]
    for field, heading, values in of_a_kind:
        if values:
            yield _Row(field, heading, None)
            yield from (_Row(field, value, count) for value, count in values)


class SieveScreen(ModalScreen[Sieve]):
    """Years, decks and feelings to choose from. Dismissed with what is chosen."""

    CSS_PATH = "../styles/jar.tcss"
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    AUTO_FOCUS = "#sieve"
    BINDINGS = [Binding("escape,f", "back", show=False), Binding("c", "clear", show=False)]

    def __init__(self, sieve: Sieve, glimpses: Sequence[Glimpse]) -> None:
        super().__init__()
        self.sieve = sieve
        self._rows = list(_rows(glimpses))

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet") as sheet:
            sheet.border_title = Content(" Show only ")
            yield OptionList(*map(self._option, self._rows), id="sieve", classes="list")
            yield Hints(
                [
                    Hint("enter", "choose, or not any more", "screen.choose"),
                    Hint("c", "no filter", "screen.clear"),
                    Hint("esc", "done", "screen.back"),
                ]
            )

    def _option(self, row: _Row) -> Option:
        if row.many is None:
            return Option(content.styled(str(row.value), "$muted"), disabled=True)
        chosen = getattr(self.sieve, row.field) == row.value
        words = content.fitted(clean(str(row.value)), _WORDS_CELLS)
        mark = ("● ", "$accent") if chosen else "  "
        return Option(
            content.assemble(mark, (words, "bold" if chosen else ""), (f"{row.many:>8,}", "$muted"))
        )

    def action_choose(self) -> None:
        """Choose what the mark is on."""
        self.query_one("#sieve", OptionList).action_select()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        row = self._rows[event.option_index]
        same = getattr(self.sieve, row.field) == row.value
        changed: dict[str, Any] = {row.field: None if same else row.value}
        self.sieve = replace(self.sieve, **changed)
        self._fill()

    def action_clear(self) -> None:
        """No filter at all."""
        self.sieve = Sieve(words=self.sieve.words)
        self._fill()

    def _fill(self) -> None:
        rows = self.query_one("#sieve", OptionList)
        marked = rows.highlighted
        rows.clear_options()
        rows.add_options(map(self._option, self._rows))
        rows.highlighted = marked

    def action_back(self) -> None:
        """This is what they want to see."""
        self.dismiss(self.sieve)


class PulledScreen(ModalScreen[str]):
    """One moment out of the jar, unhurried: the title and the day, then one line, then the other.

    Dismissed with `again`, `open`, or nothing.
    """

    CSS_PATH = "../styles/jar.tcss"
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [
        Binding("space", "go_on", show=False),
        Binding("enter", "open", show=False),
        Binding("escape", "back", show=False),
    ]

    def __init__(self, memory: Memory, first: Seat) -> None:
        """`first` is whose line comes first."""
        super().__init__()
        self.memory = memory
        self.order = (first, first.other)
        self.shown = 0

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet") as sheet:
            sheet.border_title = Content(" Out of the jar ")
            with VerticalScroll():
                yield Static(content.words(self.memory.title), id="pulled-title", classes="center")
                yield Static(content.words(day(self.memory)), classes="center muted")
                for seat in self.order:
                    yield Static(id=f"pulled-{seat}", classes=f"line {seat}")
            yield Hints(self._keys(), "$accent", id="foot")

    def _keys(self) -> list[Hint]:
        if self.shown < len(self.order):
            writer = self.memory.lines.of(self.order[self.shown]).name
            return [Hint("space", f"what {writer} wrote", "screen.go_on"), _BACK]
        return [
            Hint("space", "another one", "screen.go_on"),
            Hint("enter", "open it", "screen.open"),
            _BACK,
        ]

    def action_go_on(self) -> None:
        """The next line, or another moment."""
        if self.shown == len(self.order):
            self.dismiss("again")
            return
        seat = self.order[self.shown]
        line = self.memory.lines.of(seat)
        words = content.assemble((line.name, f"bold {content.COLOUR_OF[seat]}"), f"\n{line.line}")
        shown = self.query_one(f"#pulled-{seat}", Static)
        shown.update(words)
        shown.add_class("shown")
        self.shown += 1
        self.query_one("#foot", Hints).show(self._keys())
        self.call_after_refresh(shown.scroll_visible, animate=False)

    def action_open(self) -> None:
        """See it in full, once both lines are shown."""
        if self.shown == len(self.order):
            self.dismiss("open")

    def action_back(self) -> None:
        """Enough for now."""
        self.dismiss("")


class UnreadableScreen(ModalScreen[None]):
    """Which files could not be read, and why. Nothing is changed by it."""

    CSS_PATH = "../styles/jar.tcss"
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [Binding("escape,enter,space,u", "back", show=False)]

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = problems

    def compose(self) -> ComposeResult:
        words = "These files are left exactly as they are. Each may be mended in any text editor."
        with Vertical(classes="sheet") as sheet:
            sheet.border_title = Content(" Could not be read ")
            yield Static(content.words(words), classes="muted")
            with VerticalScroll(id="problems"):
                yield Static(Content("\n\n").join(map(_named, self.problems[:_SHOWN])))
                if (more := len(self.problems) - _SHOWN) > 0:
                    yield Static(Content(f"\nand {more:,} more"), classes="muted")
            yield Hints([_BACK])

    def action_back(self) -> None:
        """Back to the jar."""
        self.dismiss()


def _named(problem: Problem) -> Content:
    where = "/".join(PurePath(problem.file).parts[-3:])
    reason = problem.reason if problem.key == "file" else f"{problem.key}: {problem.reason}"
    return content.assemble((f"{where}, line {problem.line}\n", "bold"), reason)
