"""Small decks that begin where a test looks, all that any screen holds, and the way through an evening."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from shutil import copyfile
from typing import Any

from textual.app import App
from textual.command import CommandList
from textual.events import Paste
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from duologue.core.evening import Plan
from duologue.core.seats import Seat
from duologue.core.session import Session
from duologue.core.states import State
from duologue.store.paths import Paths
from duologue.ui.screens.plan import PlanScreen
from duologue.ui.screens.session import SessionScreen
from duologue.ui.sessions import Opening
from duologue.ui.widgets.field import WritingField
from duologue.ui.widgets.hints import Hints
from tests.core.small_decks import TELLS, made_of
from tests.ui.playing import Table

BOTH_SIZES = [(100, 30), (60, 20)]
"""Side by side, and one above the other."""

MADE = Opening("made", seed=3)
"""Opens the deck that a test has put on the shelf."""

SHIPPED = Paths.under(Path()).shipped_decks

WRITE = 'kind = "write"\nat = "opening"\nname = "words"\nsay = "Write what you did not say today."\n'
LETTER = f"{WRITE}letter = true\n"
TURN_OVER = 'kind = "reveal"\nat = "opening"\nshows = "words"\nsay = "Turn yours over."\n'
FREELY = f"{TURN_OVER}free = true\n"


ENOUGH_FOR_EVENINGS = (
    *("our-intention", "goodnight", "hold", "thank-you-for", "small-promises", "laugh-again", "guess-me"),
    *("good-news", "i-feel", "tell-and-retell", "curious-about-you", "closer-by-degrees", "mending"),
)
"""Decks of all stages and depths."""


class FewDecks(Paths):
    """A couple whose app came with a few decks only, so that it opens at once."""

    @property
    def shipped_decks(self) -> Path:
        """Beside what the couple keeps."""
        return self.data.parent / "shipped"

    @property
    def shipped_feelings(self) -> Path:
        """The same words as ever."""
        return SHIPPED / "words" / "feelings.toml"


def few_decks(folder: Path, *names: str) -> Paths:
    """A couple with these of the shipped decks."""
    paths = FewDecks.under(folder / "couple")
    paths.shipped_decks.mkdir(parents=True)
    for name in names:
        copyfile(SHIPPED / f"{name}.toml", paths.shipped_decks / f"{name}.toml")
    return paths


def on_the_shelf(*turns: str, **more: str) -> Callable[[Paths], None]:
    """Puts a deck of these turns and a short talk on the shelf, and any others by their ids."""
    decks = {"made": made_of(*turns, TELLS), **more}

    def put(paths: Paths) -> None:
        paths.decks.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, text in decks.items():
            deck = paths.decks / f"{name}.toml"
            deck.write_text(text)
            deck.chmod(0o600)  # Else a word at the start says that it was open to others.

    return put


# Writing


def field_of(table: Table) -> WritingField:
    """Where somebody writes now."""
    return table.app.screen.query_one(WritingField)


async def write(table: Table, words: str) -> None:
    """Put these words into the field at once."""
    await table.until(lambda: bool(table.app.screen.query(WritingField)), "a field")
    field = field_of(table)
    before = field.text
    field.post_message(Paste(words))
    await table.until(lambda: field.text != before, "the words")
    await table.pilot.pause()


async def write_unseen(table: Table, left: str, right: str) -> None:
    """Both write, the left one first, each after the hand-over."""
    for words in (left, right):
        await table.press("space")
        await write(table, words)
        await table.press("ctrl+s")


# What can be seen, and what is kept


def sheet_of(table: Table) -> str:
    """What stands on the sheet that lies over the screen, as running text."""
    region = table.app.screen.query_one(".sheet").region
    lines = drawn(table.app.screen).splitlines()[region.y + 1 : region.bottom - 1]
    return " ".join(" ".join(line[region.x + 1 : region.right - 1] for line in lines).split())


def everything(table: Table) -> str:
    """All that any widget of any open screen holds, but for what a field keeps to itself."""
    app = table.app
    return "\n".join([app.title, app.sub_title, app.clipboard, told(table), *_held(app.screen_stack)])


def told(table: Table) -> str:
    """What has been said in passing."""
    return "\n".join(str(note.message) for note in table.app._notifications)


async def is_told(table: Table, words: str) -> None:
    """Wait until this is said in passing."""
    await table.until(lambda: words in told(table), repr(words))


def _held(screens: Sequence[Screen[Any]]) -> Iterator[str]:
    for screen in screens:
        yield drawn(screen)
        for widget in screen.walk_children(Widget):
            yield from (str(widget.border_title), str(widget.border_subtitle), str(widget.tooltip))
            if isinstance(widget, Static):
                yield str(widget.content)
            elif isinstance(widget, Hints):
                yield str(widget.render())
            elif isinstance(widget, WritingField):
                yield from (str(widget.get_line(line)) for line in range(widget.document.line_count))


def drawn(screen: Screen[Any]) -> str:
    """A screen as it is drawn."""
    strips = screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def every_frame(monkeypatch: Any) -> list[str]:
    """All frames that are drawn from now on, those between two keys too."""
    frames: list[str] = []
    display = App._display

    def recorded(app: App[Any], screen: Screen[Any], renderable: Any) -> None:
        frames.append(drawn(screen))
        display(app, screen, renderable)

    monkeypatch.setattr(App, "_display", recorded)
    return frames


def pane_of(table: Table, seat: Seat) -> str:
    """The words in one partner's pane."""
    return table.text_of(f"#{seat}-pane .words")


def files_of(paths: Paths) -> dict[str, bytes]:
    """Every file that the couple has, with its bytes; not the disposable copy of the shelf."""
    files: dict[str, bytes] = {}
    for path in sorted(paths.data.rglob("*")):
        if path != paths.shelf and path.is_file():
            with suppress(FileNotFoundError):  # One of the index's own may go while one looks.
                files[str(path.relative_to(paths.data))] = path.read_bytes()
    return files


def on_disk(paths: Paths, words: str) -> list[str]:
    """The files in which these words stand."""
    return [name for name, held in files_of(paths).items() if words.encode() in held]


# The way through


def session_screen(table: Table) -> SessionScreen:
    """The screen on which they play."""
    screen = table.app.screen
    assert isinstance(screen, SessionScreen)
    return screen


async def act(table: Table, *commands: str) -> None:
    """Let commands happen without their keys, which take their time."""
    for command in commands:
        await session_screen(table).action_act(command)
    await table.pilot.pause()


async def find(table: Table, typed: str, label: str) -> None:
    """Choose something in the palette once it stands first."""
    await table.press("ctrl+p")
    await table.type(typed)

    def stands_first() -> bool:
        commands = table.app.screen.query_one(CommandList).options
        return any(str(command.prompt).startswith(label) for command in commands[:1])

    await table.until(stands_first, repr(label))
    await table.press("enter")


async def go_on_until(table: Table, holds: Callable[[Session], bool], what: str) -> None:
    """Go the shortest way on, past all that is not looked at here."""
    for _ in range(300):
        if holds(table.session):
            await table.pilot.pause()
            return
        for command in _leading_on(table.session):
            await session_screen(table).action_act(command)
    raise AssertionError(f"the session never came to {what}. The screen:\n{table.screen()}")


def _leading_on(session: Session) -> Sequence[str]:
    if session.state in {State.CONFIRMING, State.ASKING}:
        return "left.yes", "right.yes"
    if session.state is State.HANDING_OVER:
        return (f"{session.asked}.pass",)
    if session.state in {State.NOTING, State.PICKING}:
        return ("let-go",)
    waiting = [f"{seat}.pass" for seat in Seat if session.waits_to_be_shown(seat)]
    return waiting or ("go-on",)


async def closes(table: Table) -> None:
    """On to the last page."""
    await go_on_until(table, lambda session: session.state is State.CLOSING, "its close")


# Evenings


def plan_of(table: Table) -> Plan:
    """The plan on the screen."""
    screen = table.app.screen
    assert isinstance(screen, PlanScreen)
    return screen.plan


async def planned(table: Table, seed: int, minutes: int = 30, purpose: str = "just-us") -> None:
    """Put an evening together, up to its plan."""
    table.app.plan_evening(Opening(None, seed=seed, minutes=minutes, purpose=purpose))
    await table.until(lambda: isinstance(table.app.screen, PlanScreen), "the plan")
    await table.sees("leave it out")


async def begun(table: Table) -> None:
    """Begin the evening on the screen."""
    await table.press("enter")
    await table.until(lambda: bool(table.app.screen.query("#right-pane")), "the evening")
    await table.pilot.pause()


async def thanked(table: Table) -> None:
    """The last page thanks both, and leads home."""
    assert table.state() is State.CLOSING
    assert "thank" in table.text_of("#heading").lower()
    assert "Look at each other for a moment before you go." in table.text_of("#left-pane .words")
    await table.press("space")
    await table.sees("On the shelf")
