"""The versions of one memory: those that both stand, to choose between, and those of earlier."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from duologue.core.kept import Kept
from duologue.core.memory import Memory
from duologue.core.when import name_of
from duologue.ui import content
from duologue.ui.commands import VERSIONS, Hint, hint
from duologue.ui.screens.sizes import SIZES_ACROSS, SIZES_DOWN, too_small
from duologue.ui.widgets.hints import Hints
from duologue.ui.widgets.version_view import DIFFERS, VersionView

if TYPE_CHECKING:
    from duologue.ui.versions import VersionWindow

_TITLE = "Which one holds?"
_TORN = f"Changed on two laptops. {DIFFERS} marks what is not the same."
_ALIKE = "Changed on two laptops, in the same words. Either may stand."
_EARLIER = "Earlier versions"
_ABOUT_EARLIER = f"The newest first. {DIFFERS} marks what was changed afterwards."


def version_name(number: int, of: int) -> str:
    """What one of several versions is called, the newest being number 0."""
    if number == 0:
        return "The newer one" if of == 2 else "The newest one"
    if number == of - 1:
        return "The older one" if of == 2 else "The oldest one"
    return f"The one in between, {number}" if of > 3 else "The one in between"


def made_on(version: Memory, today: date) -> str:
    """When this version was made, in words."""
    moment = f"{name_of(version.made.date(), today)}, {version.made:%H:%M}"
    return f"changed {moment}" if version.revises else f"kept {moment}"


class VersionsScreen(Screen[None]):
    """What stands, side by side, with a mark on one."""

    CSS_PATH = ["../styles/jar.tcss", "../styles/versions.tcss"]
    HORIZONTAL_BREAKPOINTS = SIZES_ACROSS
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    AUTO_FOCUS = "#versions"
    BINDINGS = [
        Binding(command.key, f"act('{command.id}')", show=False, priority=command.key in {"left", "right"})
        for command in VERSIONS.values()
    ]
    app: VersionWindow

    class Picked(Message):
        """They would let this one stand; as the only one, or with the others as moments of their own."""

        def __init__(self, screen: VersionsScreen, chosen: int, *, apart: bool) -> None:
            super().__init__()
            self.screen = screen
            self.chosen = chosen
            self.apart = apart

    def __init__(self, kept: Kept[Memory], today: date) -> None:
        super().__init__(classes="many" if len(kept.standing) > 2 else "")
        self.kept = kept
        self.today = today
        self.marked = 0

    def compose(self) -> ComposeResult:
        standing = self.kept.standing
        alike = all(_same_words(version, standing[0]) for version in standing)
        with Vertical(classes="page"):
            yield Static(Content(_TITLE), classes="center versions-title")
            yield Static(Content(_ALIKE if alike else _TORN), classes="center muted versions-about")
            with VerticalScroll(id="versions"), Container(id="columns"):
                for number, version in enumerate(standing):
                    others = [other for other in standing if other is not version]
                    name = version_name(number, len(standing))
                    yield VersionView(self.app.paths, version, name, made_on(version, self.today), others)
            yield Hints(self._keys(), id="foot")
        yield too_small()

    def on_mount(self) -> None:
        self._mark(0)

    def _keys(self) -> list[Hint]:
        both = "keep both" if len(self.kept.standing) == 2 else "keep all"
        keys = [hint(VERSIONS[name]) for name in ("version-before", "version-after", "let-stand")]
        return [*keys, hint(VERSIONS["keep-both"], both), hint(VERSIONS["back"])]

    def _mark(self, number: int) -> None:
        self.marked = number
        for place, view in enumerate(self.query(VersionView)):
            view.mark(marked=place == number)
            if place == number:
                view.scroll_visible(animate=False, top=True)

    def on_version_view_marked(self, message: VersionView.Marked) -> None:
        """A click marks."""
        self._mark(list(self.query(VersionView)).index(message.view))

    def action_act(self, command: str) -> None:
        """What a key stands for."""
        if command == "back":
            self.dismiss()
        elif command in {"let-stand", "keep-both"}:
            self.post_message(self.Picked(self, self.marked, apart=command == "keep-both"))
        else:
            step = -1 if command == "version-before" else 1
            self._mark(max(0, min(self.marked + step, len(self.kept.standing) - 1)))


class EarlierScreen(Screen[None]):
    """What was before, for looking only."""

    CSS_PATH = ["../styles/jar.tcss", "../styles/versions.tcss"]
    HORIZONTAL_BREAKPOINTS = SIZES_ACROSS
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    AUTO_FOCUS = "#versions"
    BINDINGS = [Binding("escape,enter,space,h", "back", show=False)]
    app: VersionWindow

    def __init__(self, kept: Kept[Memory], today: date) -> None:
        super().__init__()
        self.kept = kept
        self.today = today

    def compose(self) -> ComposeResult:
        with Vertical(classes="page"):
            yield Static(Content(_EARLIER), classes="center versions-title")
            yield Static(Content(_ABOUT_EARLIER), classes="center muted versions-about")
            with VerticalScroll(id="versions"):
                after = self.kept.now
                for version in self.kept.earlier:
                    yield VersionView(
                        self.app.paths, version, _capital(made_on(version, self.today)), others=[after]
                    )
                    after = version
            yield Hints(
                [Hint("↑ ↓", "read on", "screen.read_on"), Hint("esc", "back", "screen.back")], id="foot"
            )
        yield too_small()

    def action_read_on(self) -> None:
        """Further down."""
        self.query_one("#versions").scroll_page_down()

    def action_back(self) -> None:
        """Back to the moment."""
        self.dismiss()


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _same_words(one: Memory, other: Memory) -> bool:
    aside = {"id", "of", "revises", "written"}
    return one.model_dump(exclude=aside) == other.model_dump(exclude=aside)


def told_of(kept: Kept[Memory], number: int, *, apart: bool) -> tuple[str, Content, str]:
    """What both are asked before one version stands: the question, what happens then, and the answer."""
    of = len(kept.standing)
    name, title = version_name(number, of), kept.standing[number].title
    if apart:
        both = "both" if of == 2 else "all"
        others = (
            "the other becomes a moment of its own" if of == 2 else "the others become moments of their own"
        )
        words = f"{name} stays what it is, and {others}. Nothing is lost."
        return f"Keep {both}?", _with_title(title, words), f"Keep {both}"
    others = "The other one stays" if of == 2 else "The others stay"
    words = f"{name} holds from now on. {others} among its earlier versions."
    return "Let this one stand?", _with_title(title, words), "This one"


def _with_title(title: str, words: str) -> Content:
    return content.assemble((f"{title}\n\n", "bold"), words)
