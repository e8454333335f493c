"""The jar: the moments both kept, the newest first, and the marked one beside them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.css.query import NoMatches
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Static

from duologue.core.anniversaries import earlier_years
from duologue.core.kept import Kept
from duologue.core.memory import Memory
from duologue.core.problem import Problem
from duologue.core.seats import Seat
from duologue.core.text import plain
from duologue.core.when import date_of
from duologue.store.index import Glimpse
from duologue.store.jar import Jar
from duologue.ui import content
from duologue.ui.commands import EVERYWHERE, IN_JAR, Hint, hint
from duologue.ui.reading import Progress, Reading, WasRead
from duologue.ui.screens.jar_sheets import PulledScreen, SieveScreen, UnreadableScreen
from duologue.ui.screens.memory import KEYS_WITH_A_MEMORY, MemoryScreen, act_with, keys_of
from duologue.ui.screens.sizes import SIZES_ACROSS, SIZES_DOWN, too_small
from duologue.ui.sieve import Sieve
from duologue.ui.widgets.field import NameField
from duologue.ui.widgets.hints import Hints
from duologue.ui.widgets.jar_list import JarList
from duologue.ui.widgets.memory_view import MemoryView

if TYPE_CHECKING:
    from duologue.ui.jars import JarWindow

_EMPTY = "Empty yet. After a round you can put a favourite moment in here, or add one from any day."
_UNREADABLE = "Nothing in here could be read yet. Nothing is lost: every file is as it was."
_NOTHING = "Nothing in the jar is like that. Fewer letters may find more."
_PAUSE = 0.08
"""Seconds the mark rests before its memory is read, so that a held arrow stays smooth."""


class SearchField(NameField):
    """What is searched for. The arrows move the mark in the list, so that one can look and go on typing."""

    BINDINGS = [
        Binding("escape", "screen.end_search", show=False),
        Binding("up", "screen.mark('up')", show=False),
        Binding("down", "screen.mark('down')", show=False),
    ]


class JarScreen(Screen[None]):
    """All memories, with ways to find one."""

    CSS_PATH = "../styles/jar.tcss"
    HORIZONTAL_BREAKPOINTS = SIZES_ACROSS
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    AUTO_FOCUS = "#memories"
    BINDINGS = [
        Binding("escape", "back", show=False),
        Binding("j", "leave", show=False),
        # Before any widget hears it, so that letters typed right after it are letters.
        Binding(IN_JAR["search"].key, "search", show=False, priority=True),
        *keys_of("sift", "pull", "this-day", "add-moment", "trash", "unreadable"),
        *KEYS_WITH_A_MEMORY,
    ]
    app: JarWindow

    class News(Message):
        """Something was read, in the thread that reads."""

        def __init__(self, reading: Reading, news: Progress | WasRead) -> None:
            super().__init__()
            self.reading = reading
            self.news = news

    def __init__(
        self, jar: Jar, glimpses: Sequence[Glimpse], kept: Kept[Memory] | None, chance: Random | None = None
    ) -> None:
        """Begins with these glimpses and the first of them in full; the rest is read at once."""
        super().__init__(classes="jar")
        self.jar = jar
        self.chance = chance or Random()
        self.sieve = Sieve()
        self._list = JarList(glimpses)
        self._view = MemoryView(jar.paths, kept)
        self._all: Sequence[Glimpse] = glimpses
        self._texts = [each.searched for each in glimpses]
        self._problems: Sequence[Problem] = ()
        self._progress: Progress | None = None
        self._counted = False
        self._reading: Reading | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="page"):
            yield Static(Content("The jar"), classes="center jar-title")
            yield Static(id="found", classes="center muted")
            with Horizontal(id="seek"):
                yield Static(Content(" / "))
                yield SearchField(placeholder="search", id="search", max_length=100, select_on_focus=False)
            yield Static(id="nothing", classes="center muted")
            with Horizontal(id="shown"):
                yield self._list
                yield self._view
            yield Hints(id="unreadable")
            yield Hints(id="foot")
        yield too_small()

    def on_mount(self) -> None:
        self._say()
        self.call_after_refresh(self._begin)

    def on_unmount(self) -> None:
        """Leave at once; what was read so far stays in the index."""
        if self._reading is not None:
            self._reading.stop()

    # Reading the jar

    def _begin(self) -> None:
        self._read(anew=True)

    def look_again(self) -> None:
        """Something in the jar has changed. The mark stays where it is."""
        self._read(anew=False)

    @work(exclusive=True, group="reading")
    async def _read(self, *, anew: bool) -> None:
        if self._reading is not None:
            self._reading.stop()
        reading: Reading = Reading(self.jar.index, lambda news: self.post_message(self.News(reading, news)))
        self._reading = reading
        await asyncio.to_thread(reading.run, anew=anew)

    def on_jar_screen_news(self, message: News) -> None:
        """Take in what was read; what an earlier reading still tells is old."""
        if message.reading is self._reading:
            with suppress(NoMatches):  # The screen is being closed, piece by piece.
                self._take_in(message.news)

    def _take_in(self, news: Progress | WasRead) -> None:
        if isinstance(news, WasRead):
            self._all, self._problems = news.glimpses, news.problems
            self._texts = [each.searched for each in self._all]
            self._counted = True
            self._sift()
            self._load(0)
        else:
            self._progress = news
        self._say()

    # What is shown

    def _sift(self) -> None:
        here = self._list.here
        self._list.fill(self.sieve.through(self._all, self._texts), here.root if here else None)
        self._say()

    def _say(self) -> None:
        """Everything that is told about what is shown."""
        there = bool(self._list.glimpses)
        self.query_one("#shown").set_class(not there, "empty")
        self.query_one("#seek").display = bool(self._all)
        nothing = self.query_one("#nothing", Static)
        nothing.display = not there
        content.put(nothing, content.words("" if there else self._why_nothing()))
        content.put(self.query_one("#found", Static), self._found())
        count = len(self._problems)
        unreadable = self.query_one("#unreadable", Hints)
        unreadable.display = bool(count)
        files = "which file" if count == 1 else f"which {count:,} files"
        unreadable.show([hint(IN_JAR["unreadable"], f"{files} could not be read, and why")])
        self.query_one("#foot", Hints).show(self._keys(there))

    def _why_nothing(self) -> str:
        if self._all:
            return _NOTHING
        if self._progress != Progress(0, 0):
            return ""
        return _UNREADABLE if self._problems else _EMPTY

    def _found(self) -> Content:
        count, of = len(self._list.glimpses), len(self._all)
        parts: list[Content] = []
        if self.sieve.holds_back:
            parts = [content.styled(each, "$accent") for each in self.sieve.told]
            parts.append(Content(f"{count:,} of {of:,}" if self._counted else f"{count:,}"))
        elif self._counted and of:
            parts.append(Content("one moment you both kept" if of == 1 else f"{of:,} moments you both kept"))
        if self._progress is not None and self._progress.done < self._progress.of:
            done, of = self._progress.done, self._progress.of
            parts.append(Content(f"Reading your jar, {done:,} of {of:,}"))
        return Content(" · ").join(parts)

    def _keys(self, there: bool) -> list[Hint]:
        if isinstance(self.focused, SearchField):
            return [Hint("enter", "to what was found", "screen.search_done"), _end_search()]
        names = ["search", "sift", "pull", "this-day"] if self._all else []
        keys = [hint(IN_JAR[name]) for name in names]
        if there:
            keys.insert(0, hint(IN_JAR["open"]))
        keys += [hint(IN_JAR["add-moment"]), hint(EVERYWHERE["palette"], action="app.command_palette")]
        return [*keys, Hint("esc", "show all" if self.sieve.holds_back else "back", "screen.back")]

    @on(JarList.Marked)
    def _marked(self) -> None:
        self._load(_PAUSE)

    @work(exclusive=True, group="memory")
    async def _load(self, pause: float) -> None:
        await asyncio.sleep(pause)
        here = self._list.here
        kept = await asyncio.to_thread(self.jar.kept, here.root) if here else None
        self._view.show(kept)

    # Searching and filtering

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """In the field, the key that begins a search is a letter."""
        return action != "search" or not isinstance(self.focused, SearchField)

    def action_search(self) -> None:
        """Search as they type."""
        self.set_focus(self.query_one(SearchField) if self._all else None)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        words = event.input.value  # Whoever types fast is ahead of what the event tells.
        if words != self.sieve.words:
            self.sieve = replace(self.sieve, words=words)
            self._sift()

    @on(Input.Submitted)
    def action_search_done(self) -> None:
        """On to what was found."""
        self.set_focus(self._list)

    def action_end_search(self) -> None:
        """Search for nothing any more."""
        self.query_one(SearchField).value = ""
        self.action_search_done()

    def on_descendant_focus(self) -> None:
        """Other keys are heard."""
        self._say()

    def action_mark(self, way: str) -> None:
        """Move the mark without leaving the field."""
        self._list.action_go(1 if way == "down" else -1)

    def _let_through(self, sieve: Sieve) -> None:
        self.sieve = sieve
        if self.query_one(SearchField).value != sieve.words:
            self.query_one(SearchField).value = plain(sieve.words)
        self._sift()

    # What can be done

    def action_act(self, command: str) -> None:
        """Do what a key or a click asks for."""
        plain: dict[str, Callable[[], object]] = {
            "open": self._list.action_open,
            "search": self.action_search,
            "sift": self._choose_filters,
            "pull": self._pull,
            "this-day": self._on_this_day,
            "add-moment": self.app.add_moment,
            "trash": self.app.show_trash,
            "unreadable": self._show_unreadable,
        }
        plain.get(command, lambda: self._act_with_the_marked(command))()

    @work(group="act")
    async def _act_with_the_marked(self, command: str) -> None:
        act_with(self.app, command, await self._in_full(self._list.here))

    @on(JarList.Opened)
    @work(exclusive=True, group="open")
    async def _open(self) -> None:
        kept = await self._in_full(self._list.here)
        await self.app.uncovered.wait()
        if kept is not None and self.is_current:
            self.app.push_screen(MemoryScreen(self.jar, kept))

    async def _in_full(self, glimpse: Glimpse | None) -> Kept[Memory] | None:
        """The whole memory; where it is gone they are told, and nothing comes of it."""
        if glimpse is None:
            return None
        shown = self._view.kept
        if shown is not None and shown.root == glimpse.root:
            return shown
        kept = await asyncio.to_thread(self.jar.kept, glimpse.root)
        if kept is None:
            self.app.notify("This moment cannot be read just now. Nothing was changed.", markup=False)
        return kept

    def _choose_filters(self) -> None:
        if self._all:
            self.app.push_screen(SieveScreen(self.sieve, self._all), self._filtered)

    def _filtered(self, sieve: Sieve | None) -> None:
        if sieve is not None:
            self._let_through(sieve)

    @work(exclusive=True, group="open")
    async def _pull(self) -> None:
        """Out of what is shown, one by chance."""
        answer: str | None = "again"
        while answer == "again" and (shown := self._list.glimpses):
            kept = await self._in_full(self.chance.choice(shown))
            await self.app.uncovered.wait()
            if kept is None or not self.is_current:
                return
            first = self.chance.choice(list(Seat))
            answer = await self.app.push_screen_wait(PulledScreen(kept.now, first))
            if answer == "open":
                self.app.push_screen(MemoryScreen(self.jar, kept))

    def _on_this_day(self) -> None:
        today = self.app.today().date()
        places, away = earlier_years([each.day for each in self._all], today)
        if not places:
            self.app.notify("Nothing yet from around this day in earlier years.", markup=False)
            return
        named = f"around {date_of(today)}" if away else f"on {date_of(today)}"
        roots = frozenset(self._all[place].root for place in places)
        self._let_through(Sieve(roots=roots, roots_are=f"{named}, in earlier years"))
        if away:
            days = "a day" if away == 1 else f"{away} days"
            words = f"Nothing on this very day in earlier years. This was {days} before or after it."
            self.app.notify(plain(words), markup=False)

    def _show_unreadable(self) -> None:
        if self._problems:
            self.app.push_screen(UnreadableScreen(self._problems))

    def action_back(self) -> None:
        """Show all again, or go home."""
        if self.sieve.holds_back:
            self._let_through(Sieve())
        else:
            self.dismiss()

    def action_leave(self) -> None:
        """Back home."""
        self.dismiss()


def _end_search() -> Hint:
    return Hint("esc", "end the search", "screen.end_search")
